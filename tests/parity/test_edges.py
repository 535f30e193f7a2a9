"""Limits that random play hardly reaches: contracts and twin say the same there, too."""

from __future__ import annotations

from struct import pack

import pytest
from pair import Pair
from worlds import PEOPLE, in_process_pair

from commonweal.actions import (
    Action,
    Call,
    Contribute,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.errors import BalanceTooLarge
from commonweal.events import DisagreementFound, Settled
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Outcome
from commonweal.twin.badges import MILESTONES
from commonweal.twin.incentives import price
from commonweal.types import Address, Metadata, ModelKind, ModelShape, PointsRules, StakeRules

ADA, BOB, CY = PEOPLE[:3]
SHAPE = ModelShape(1, 16, 0)
METADATA = Metadata("edge", "", ("no", "yes"), "CC0-1.0", bytes(32))
RULES = StakeRules(1, 3_600, 600, 1_200, 600, 2**80 - 1)
AGREEING = pack(">BBH", 1, 1, 0)
DISAGREEING = pack(">BBH", 0, 1, 0)


@pytest.fixture
def pair() -> Pair:
    return in_process_pair()[0]


def run(pair: Pair, sender: Address, to: Address, action: Action) -> Outcome:
    outcome = pair.run(Call(sender, to, action))
    assert outcome is not None
    return outcome


def open_trainer(pair: Pair, action: DeployUnderStake | DeployUnderPoints) -> Address:
    """Deploy a model with one feature that says yes whatever it learns."""
    run(pair, ADA, pair.twin.registry, action).accepted()
    trainer = pair.twin.trainers()[-1].address
    limit = 2**15 - 1
    run(pair, ADA, trainer, UploadWeights(0, pack_lanes([limit, limit], 16), True)).accepted()
    return trainer


def under_stake(pair: Pair) -> Address:
    deployment = DeployUnderStake(ModelKind.SPARSE_PERCEPTRON, SHAPE, RULES, METADATA)
    return open_trainer(pair, deployment)


def test_the_price_reaches_its_most(pair: Pair) -> None:
    trainer = under_stake(pair)
    moments = price.MAX_BACKLOG_SAMPLES // price.MAX_RISE_SAMPLES + 3
    most_s = price.MAX_BACKLOG_SAMPLES * RULES.seconds_per_sample
    for moment in range(moments):
        pair.advance(1)
        number = pack(">H", moment)
        samples = AGREEING * 112 + b"".join(
            pack(">BBH", number[bit // 8] >> bit % 8 & 1, 1, 0) for bit in range(16)
        )
        run(pair, ADA, trainer, Contribute(samples, 128 * 70)).accepted()
        pair.read("quote_wei", trainer, 1)
    pair.advance(1)
    backlog_s = price.backlog_at(
        pair.twin.demand(trainer), RULES.seconds_per_sample, pair.twin.now_s()
    )
    assert backlog_s == most_s
    assert pair.read("quote_wei", trainer, 1) == 65
    pair.compare(trainer)


def test_every_badge_is_earned_at_its_milestone(pair: Pair) -> None:
    deployment = DeployUnderPoints(ModelKind.SPARSE_PERCEPTRON, SHAPE, PointsRules(600), METADATA)
    trainer = open_trainer(pair, deployment)
    earned = 0
    for milestone in MILESTONES:
        # To one point below the milestone, then over it, by two steps.
        for points in (milestone - 1 - earned, 1, 1):
            for start in range(0, points, 128):
                samples = AGREEING * min(128, points - start)
                run(pair, BOB, trainer, Contribute(samples)).accepted()
                pair.advance(600)
                run(pair, CY, trainer, Validate(BOB, samples)).accepted()
        earned = milestone + 1
        levels = pair.read("badge_levels", trainer, BOB)
        assert levels == tuple(range(MILESTONES.index(milestone) + 1))
    pair.compare(trainer)


def test_more_per_share_than_fits_is_carried(pair: Pair) -> None:
    trainer = under_stake(pair)
    run(pair, BOB, trainer, Contribute(AGREEING, 100)).accepted()
    pair.advance(600)
    run(pair, BOB, trainer, Settle(BOB, AGREEING)).accepted()
    funding_wei = 2**78
    carried = False
    for _ in range(6):
        run(pair, ADA, trainer, Fund(funding_wei)).accepted()
        pair.compare(trainer)
        pool = pair.twin.pool(trainer)
        if pool.carry_x32:
            carried = True
            break
        run(pair, BOB, trainer, Withdraw(BOB)).accepted()
    assert carried
    # Settling works on, with and without a forfeit.
    run(pair, BOB, trainer, Contribute(AGREEING, 100)).accepted()
    run(pair, CY, trainer, Contribute(DISAGREEING, 100)).accepted()
    pair.advance(600)
    run(pair, BOB, trainer, Settle(BOB, AGREEING)).accepted()
    run(pair, CY, trainer, Settle(CY, DISAGREEING)).accepted()
    run(pair, BOB, trainer, Withdraw(BOB)).accepted()
    pair.compare(trainer)


def test_the_largest_balance_is_held_to_the_wei(pair: Pair) -> None:
    trainer = under_stake(pair)
    most_wei = 2**79
    too_much = run(pair, ADA, trainer, Fund(most_wei + 1)).rejection
    assert too_much == BalanceTooLarge(most_wei + 1, most_wei)
    run(pair, ADA, trainer, Fund(most_wei - 1)).accepted()
    assert isinstance(run(pair, BOB, trainer, Contribute(AGREEING, 2)).rejection, BalanceTooLarge)
    run(pair, BOB, trainer, Contribute(AGREEING, 1)).accepted()
    pair.advance(600)
    run(pair, BOB, trainer, Settle(BOB, AGREEING)).accepted()
    pair.compare(trainer)
    run(pair, BOB, trainer, Withdraw(BOB)).accepted()


@pytest.mark.parametrize("verdicts", [(128, 128), (128, 1), (1, 128)])
def test_a_full_contribution_is_judged_twice(pair: Pair, verdicts: tuple[int, int]) -> None:
    deployment = DeployUnderStake(
        ModelKind.SPARSE_PERCEPTRON, ModelShape(2, 16, 0), RULES, METADATA
    )
    run(pair, ADA, pair.twin.registry, deployment).accepted()
    trainer = pair.twin.trainers()[-1].address
    words = pack_lanes([0, 1_000, 0], 16)
    run(pair, ADA, trainer, UploadWeights(0, words, True)).accepted()
    samples = pack(">BBH", 0, 1, 0) + pack(">BBH", 0, 1, 1) * 127
    run(pair, BOB, trainer, Contribute(samples, 13_007)).accepted()
    # From now on the model disagrees with the first sample; with the rest while it says yes.
    first, second = verdicts
    pair.advance(RULES.take_wait_s)
    if first == 128:
        teach(pair, trainer, 1)
    outcome = run(pair, CY, trainer, Settle(BOB, samples)).accepted()
    found = outcome.events[0].event
    assert isinstance(found, DisagreementFound)
    assert found.disagreeing.bit_count() == first
    if first != second:
        teach(pair, trainer, int(second == 128))
    pair.advance(RULES.verdict_gap_s)
    outcome = run(pair, CY, trainer, Settle(BOB, samples)).accepted()
    settled = outcome.events[0].event
    assert isinstance(settled, Settled)
    assert settled.forfeited_wei == 13_007 * min(first, second) // 128
    assert settled.shares_earned == 128 - second
    pair.compare(trainer)


def teach(pair: Pair, trainer: Address, label: int) -> None:
    """Teach the model to give feature 1 this label."""
    samples = pack(">BBH", label, 1, 1) * 20
    run(pair, ADA, trainer, Contribute(samples, 10**6)).accepted()
