"""The fast counters count what the plain models count, and learn what they learn."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.fixed_point import lane_limit
from commonweal.twin.market import evaluate_fast
from commonweal.twin.market.evaluate_fast import ErrorCounter, error_counter
from commonweal.twin.models import Model, new_model
from commonweal.twin.parse import Parsed
from commonweal.types import ModelKind, ModelShape

FEATURES = 12
SPARSE = ModelShape(FEATURES, 16, 0)


def errors(model: Model, rows: Parsed) -> list[int]:
    """Say of each row whether the model errs, one score at a time."""
    return [int((model.score(features) > 0) != label) for label, features in rows]


def check(
    kind: ModelKind, shape: ModelShape, lanes: list[int], rows: Parsed, market: list[Parsed]
) -> None:
    """Train both; compare errors, their chunks and weights after each contribution."""
    model = new_model(kind, shape)
    model.lanes = lanes
    counter = error_counter(kind, shape, lanes, rows)
    assert counter.errors == sum(errors(model, rows))
    for samples in market:
        before, earlier = counter.copy(), counter.errors
        model.learn(samples)
        found = errors(model, rows)
        assert counter.learn(samples) == counter.errors == sum(found)
        assert counter.lanes == model.lanes
        assert counter.wrong == [bool(errs) for errs in found]
        assert counter.errors_by_chunk(3) == tuple(
            sum(found[first : first + 3]) for first in range(0, len(found), 3)
        )
        # A copy knows nothing of what was learnt since, and learns the same.
        assert before.errors == earlier
        assert before.learn(samples) == counter.errors


sparse_samples = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sets(st.integers(0, FEATURES - 1), min_size=1).map(lambda s: tuple(sorted(s))),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
# Near the limits, so that weights saturate, and near 0, so that scores are ties.
sparse_lanes = st.lists(
    st.one_of(st.integers(-3, 3), st.integers(32_764, 32_767), st.integers(-32_767, -32_764)),
    min_size=FEATURES + 1,
    max_size=FEATURES + 1,
)


@pytest.mark.parametrize("cell_cost", [0, 10**9])
@given(lanes=sparse_lanes, rows=sparse_samples, market=st.lists(sparse_samples, max_size=5))
def test_sparse(cell_cost: float, lanes: list[int], rows: Parsed, market: list[Parsed]) -> None:
    """Whether scores are brought up to date or counted anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate_fast, "_CELL_COST", cell_cost)
        check(ModelKind.SPARSE_PERCEPTRON, SPARSE, lanes, rows, market)


def test_sparse_without_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_fast, "MOST_CELLS", 0)
    rows: Parsed = ((1, (0, 2)), (0, (1,)), (1, (2,)))
    market: list[Parsed] = [((1, (0, 1)), (0, (1, 2))), ((0, (0,)),), ((1, (2,)),)]
    check(ModelKind.SPARSE_PERCEPTRON, SPARSE, [0] * (FEATURES + 1), rows, market)


def test_sparse_weights_that_are_all_stuck() -> None:
    """The score is 0, so the sample is learnt, but only the bias can move."""
    lanes = [-32_767, *[32_767] * FEATURES]
    stuck: Parsed = ((1, (3,)),)
    check(ModelKind.SPARSE_PERCEPTRON, SPARSE, lanes, ((1, (3,)), (0, (1, 2))), [stuck, stuck])


def test_sparse_scores_at_their_bound() -> None:
    """All features of a sample and the bias at the limit: the most that int32 has to hold."""
    shape = ModelShape(300, 16, 0)
    for label, limit in ((1, 32_767), (0, -32_767)):
        rows: Parsed = ((1, tuple(range(255))), (0, tuple(range(45, 300))))
        learnt: Parsed = ((1 - label, tuple(range(255))), (label, tuple(range(255))))
        check(ModelKind.SPARSE_PERCEPTRON, shape, [limit] * 301, rows, [learnt, learnt])


@st.composite
def dense_markets(
    draw: st.DrawFn,
) -> tuple[ModelShape, list[int], Parsed, list[Parsed]]:
    bits = draw(st.sampled_from((16, 32)))
    shape = ModelShape(4, bits, draw(st.integers(0, bits - 2)))
    limit = lane_limit(bits)
    lane = st.one_of(
        st.integers(-4, 4), st.integers(-limit, limit), st.sampled_from((limit, -limit))
    )
    value = st.one_of(lane, st.just(-limit - 1))
    sample = st.tuples(st.integers(0, 1), st.tuples(*[value] * 4))
    samples = st.lists(sample, min_size=1, max_size=5).map(tuple)
    lanes = draw(st.lists(lane, min_size=5, max_size=5))
    return shape, lanes, draw(samples), draw(st.lists(samples, max_size=4))


@given(dense_markets())
def test_dense(market: tuple[ModelShape, list[int], Parsed, list[Parsed]]) -> None:
    shape, lanes, rows, contributions = market
    check(ModelKind.DENSE_PERCEPTRON, shape, lanes, rows, contributions)


@pytest.mark.parametrize("bits", [16, 32])
def test_dense_scores_at_their_bound(bits: int) -> None:
    """1,024 products as large as lanes allow, and sums that differ in the last bit."""
    shape = ModelShape(1_024, bits, bits - 2)
    limit = lane_limit(bits)
    low = -limit - 1
    for lanes in ([limit] * 1_025, [-limit] * 1_025, [limit, -limit] * 512 + [0]):
        alike = (low,) * 1_024
        rows: Parsed = (
            (1, alike),
            (0, (limit,) * 1_024),
            (1, (limit, limit) * 512),
            (0, (limit, limit - 1) + (0,) * 1_022),
            (0, (limit - 1, limit) + (0,) * 1_022),
        ) * 110
        check(ModelKind.DENSE_PERCEPTRON, shape, lanes, rows, [((0, alike), (1, alike))])


def test_larger_market() -> None:
    """Samples as texts give them, in contributions of 1 to 40 samples."""
    chance = Random(5)
    shape = ModelShape(200, 16, 0)

    def sample() -> tuple[int, tuple[int, ...]]:
        features = {int(200 * chance.random() ** 3) for _ in range(chance.randint(1, 30))}
        return chance.randint(0, 1), tuple(sorted(features))

    rows = tuple(sample() for _ in range(300))
    market = [tuple(sample() for _ in range(chance.choice((1, 3, 40)))) for _ in range(60)]
    check(ModelKind.SPARSE_PERCEPTRON, shape, [0] * 201, rows, market)


def test_nothing_scored() -> None:
    counter: ErrorCounter = error_counter(
        ModelKind.SPARSE_PERCEPTRON, SPARSE, [0] * (FEATURES + 1), ()
    )
    assert counter.learn(((1, (0,)),)) == 0
    assert counter.errors_by_chunk(10) == ()
