"""The trace that proposers and challengers compute is the one that the step function makes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market_scene import SHAPE, MarketScene
from reference_trace import trace_of, weights
from scene import sparse
from test_market_result import BAD, GOOD, searching

from commonweal.services.market_moves import cuts_of
from commonweal.services.market_trace import MarketTrace, compute
from commonweal.twin.market.judging import step_after
from commonweal.twin.models import SparsePerceptron

SAMPLES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.lists(st.integers(0, SHAPE.feature_count - 1), min_size=1, unique=True),
    ),
    min_size=1,
    max_size=12,
)


def computed(scene: MarketScene) -> MarketTrace:
    model = SparsePerceptron(SHAPE)
    model.lanes = scene.trainer.model.lanes
    return compute(scene.market, weights(model))


def check(scene: MarketScene) -> None:
    """Compare with a plain computation, and with the step function step by step."""
    found, plain = computed(scene), trace_of(scene)
    assert found.hashes == plain.hashes
    assert found.result == plain.result
    assert found.final_weights == plain.words
    market = scene.market
    assert found.hashes[0] == market.first_hash
    assert len(cuts_of(found)) == market.segment_count - 1
    for step in range(market.step_count):
        assert found.step_input(step).state == plain.inputs[step].state
        after = step_after(market, step, found.hashes[step], found.step_input(step))
        assert after == found.hashes[step + 1]


@settings(max_examples=20)
@given(st.lists(SAMPLES, min_size=1, max_size=5))
def test_every_step_leads_to_the_next_hash(samples: list[list[tuple[int, list[int]]]]) -> None:
    packed = [
        sparse(*[(label, sorted(features)) for label, features in each], features=8)
        for each in samples
    ]
    check(searching(*packed))


@pytest.mark.parametrize("revealed", [(0,), (1,), (0, 2), (0, 1, 2)])
def test_who_did_not_reveal_teaches_nothing(revealed: tuple[int, ...]) -> None:
    scene = searching(GOOD, BAD, GOOD, sealed=revealed)
    check(scene)
    assert [balance > 0 for balance in computed(scene).balances] == [
        index in revealed for index in range(3)
    ]
