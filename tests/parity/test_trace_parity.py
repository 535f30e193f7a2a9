"""A whole market, computed off chain, then stepped through on the contracts' judge and the twin."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor
from random import Random

import pytest
from judge import ASKER, DENSE, SPARSE, Case, Judge, samples_of, weights_of

from commonweal.commitment import keccak
from commonweal.services.market_trace import MarketTrace, compute
from commonweal.twin.market import encoding, layout, step
from commonweal.twin.market.layout import StepKind
from commonweal.twin.market.state import MarketContribution, MarketPart, MarketState
from commonweal.types import (
    ZERO_ADDRESS,
    MarketPhase,
    MarketTerms,
    ModelKind,
    ModelShape,
    StepState,
)

PARTS, ROWS, DRAWN = 4, 6, 1
TERMS = MarketTerms(
    bounty_wei=90_000,
    sponsor_bond_wei=0,
    proposer_fee_wei=0,
    stake_wei=2_000,
    most_fee_wei=0,
    gas_price_wei=1,
    rounds=90,
    capacity=16,
    least_contributions=1,
    part_count=PARTS,
    rows_per_part=ROWS,
    is_sealed=True,
    earliest_end_s=0,
    latest_end_s=1,
    move_s=600,
    reveal_s=600,
    test_reveal_s=600,
    window_s=600,
    resolve_s=3_000,
    claim_s=86_400,
)
MODELS = [
    (SPARSE, ModelShape(17, 16, 0)),
    (DENSE, ModelShape(5, 16, 2)),
    (DENSE, ModelShape(9, 32, 4)),
]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def market(
    random: Random, kind: ModelKind, shape: ModelShape, count: int, start: bytes
) -> MarketState:
    """Make a market of which everything is known; some contributions were not revealed."""
    parts = {}
    for part in range(PARTS):
        rows = samples_of(random, kind, shape, ROWS)
        parts[part] = MarketPart(rows, keccak(rows), bytes(16), bytes(16))
    contributions = []
    for index in range(count):
        samples = samples_of(random, kind, shape, random.choice([1, 3, 10]))
        known = index == 0 or random.random() < 0.8
        contributions.append(
            MarketContribution(ASKER, keccak(samples), 2_000, samples if known else None)
        )
    stakes = step.pack(
        (TERMS.stake_wei if each.revealed else 0 for each in contributions), step.BALANCE_BYTES
    )
    first = StepState(keccak(start), bytes(32), bytes(32), keccak(stakes), 0, TERMS.rounds)
    state = MarketState(
        address=ASKER,
        trainer=ZERO_ADDRESS,
        sponsor=ASKER,
        number=0,
        kind=kind,
        shape=shape,
        terms=TERMS,
        test_root=bytes(32),
        weights_hash=keccak(start),
        opened_at_block=0,
        phase=MarketPhase.RESOLVING,
        drawn_part=DRAWN,
        contributions=contributions,
        parts=parts,
        first_hash=encoding.state_hash(first),
        unit_wei=TERMS.bounty_wei // TERMS.rounds,
    )
    return replace(state, step_count=layout.step_count(state.plan))


def case_of(state: MarketState, trace: MarketTrace, number: int) -> Case:
    """Give what a market hands to its judge."""
    kind, model, part = layout.locate(state.plan, number)
    data_hash = bytes(32)
    if kind is StepKind.TRAIN and state.contributions[model - 1].revealed:
        data_hash = state.contributions[model - 1].data_hash
    if kind is StepKind.EVALUATE:
        data_hash = state.parts[layout.part_of(part, DRAWN)].rows_hash
    given = trace.step_input(number)
    return Case(state.kind, state.shape, state.plan, number, data_hash, given)


@pytest.mark.parametrize(("kind", "shape"), MODELS)
@pytest.mark.parametrize("count", [1, 2, 9])
def test_every_step_of_a_market(
    judge: Judge, seed: int, kind: ModelKind, shape: ModelShape, count: int
) -> None:
    random = Random(f"{seed}/{kind}/{shape}/{count}")
    start = weights_of(random, shape)
    state = market(random, kind, shape, count, start)
    trace = compute(state, start)
    assert trace.hashes[0] == state.first_hash
    assert len(trace.hashes) == state.step_count + 1
    for number in range(state.step_count):
        case = case_of(state, trace, number)
        assert encoding.state_hash(case.given.state) == trace.hashes[number]
        assert judge.state_after(case) == trace.hashes[number + 1] == case.on_twin()
    assert list(trace.balances) == rounds_by_fractions(state, trace.errors)


def rounds_by_fractions(state: MarketState, errors: list[int]) -> list[int]:
    """Play round by round, as the rule is written."""
    unit, rows = state.unit_wei, ROWS * (PARTS - 1)
    balances = [TERMS.stake_wei if each.revealed else 0 for each in state.contributions]
    for _ in range(TERMS.rounds):
        before = errors[0]
        for index in [index for index, balance in enumerate(balances) if balance >= unit]:
            balances[index] += floor(Fraction(unit) * Fraction(before - errors[index + 1], rows))
            before = errors[index + 1]
    return balances
