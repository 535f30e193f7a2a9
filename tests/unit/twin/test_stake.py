"""Stories under stake: good data is paid back, bad data pays, nobody is swept."""

from __future__ import annotations

import pytest
from scene import ALICE, BOB, CAROL, DAVE, STAKE_RULES, Scene, sparse

from commonweal.actions import Contribute, Fund, Withdraw
from commonweal.commitment import contribution_key, running_hash
from commonweal.errors import (
    BalanceTooLarge,
    ContributionAlreadyOpen,
    ContributionUnknown,
    CreditEmpty,
    DepositCapExceeded,
    DepositTooSmall,
    Rejection,
    SettleTooEarly,
)
from commonweal.events import Contributed, DisagreementFound, Funded, Settled, Withdrawn
from commonweal.twin.incentives.stake import MAX_BALANCE_WEI
from commonweal.twin.trainer import TrainerState
from commonweal.types import Account, Demand, Head, OpenStake, Pool

GOOD = sparse((1, [0]))
BAD = sparse((0, [0]))
GOOD_AND_BAD = sparse((1, [0]), (0, [0, 2]), (1, [0, 3]))


@pytest.fixture
def trainer(scene: Scene) -> TrainerState:
    """A trainer whose feature 0 speaks for label 1 and feature 1 for label 0."""
    return scene.deploy(lanes=[0, 9_000, -9_000])


def earn(scene: Scene, trainer: TrainerState, who: str, samples: int) -> None:
    """Let somebody earn shares with good data and take the deposit back."""
    packed = sparse(*[(1, [0])] * samples)
    scene.contribute(trainer, who, packed)
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, who, packed)
    scene.submit(who, trainer.address, Withdraw(who))


def test_a_trainer_starts_empty(trainer: TrainerState) -> None:
    assert trainer.head == Head(bytes(20), 0, 0, False)
    assert trainer.stake.demand == Demand(0, 0, 0, 0, 0)
    assert trainer.stake.pool == Pool(0, 0)
    assert trainer.stake.account_of(ALICE) == Account(0, 0, 0)
    assert trainer.balance_wei == 0


def test_a_contribution_opens_a_record(scene: Scene, trainer: TrainerState) -> None:
    (emitted,) = scene.submit(ALICE, trainer.address, Contribute(GOOD_AND_BAD, 3_500))
    key = contribution_key(ALICE, GOOD_AND_BAD)
    assert emitted.event == Contributed(0, ALICE, 3_500, GOOD_AND_BAD)
    assert trainer.stake.open_contributions == {key: OpenStake(3_500, scene.now_s, 0)}
    assert trainer.head == Head(running_hash([(ALICE, GOOD_AND_BAD)]), 1, 3, False)
    assert trainer.balance_wei == trainer.stake.demand.deposits_wei == 3_500
    assert trainer.stake.demand.added_samples == 3
    # It learned from the second sample only.
    assert (trainer.model.weights[0], trainer.model.weights[2], trainer.model.bias) == (
        8_999,
        -1,
        -1,
    )


def test_good_data_returns_its_deposit_and_earns_a_share_a_sample(
    scene: Scene, trainer: TrainerState
) -> None:
    samples = sparse((1, [0]), (0, [1]))
    scene.contribute(trainer, ALICE, samples, 5_000)
    scene.wait(STAKE_RULES.refund_wait_s)
    (emitted,) = scene.settle(trainer, ALICE, samples)
    key = contribution_key(ALICE, samples)
    assert emitted.event == Settled(key, ALICE, ALICE, 2, 5_000, 0, 0)
    assert trainer.stake.account_of(ALICE) == Account(2, 0, 5_000 << 32)
    assert trainer.stake.open_contributions == {}
    (paid,) = scene.submit(ALICE, trainer.address, Withdraw(BOB))
    assert paid.event == Withdrawn(ALICE, BOB, 5_000)
    assert trainer.balance_wei == 0


def test_nobody_can_sweep_good_data(scene: Scene, trainer: TrainerState) -> None:
    scene.contribute(trainer, ALICE, GOOD, 5_000)
    scene.wait(STAKE_RULES.take_wait_s)
    (emitted,) = scene.settle(trainer, ALICE, GOOD, by=BOB)
    assert emitted.event == Settled(contribution_key(ALICE, GOOD), ALICE, BOB, 1, 5_000, 0, 0)
    assert trainer.stake.credit_wei(ALICE) == 5_000
    assert trainer.stake.credit_wei(BOB) == 0


def test_bad_data_pays_those_who_hold_shares_and_the_caller_after_two_verdicts(
    scene: Scene, trainer: TrainerState
) -> None:
    earn(scene, trainer, ALICE, 3)
    earn(scene, trainer, BOB, 1)
    scene.contribute(trainer, CAROL, BAD, 1_600)
    key = contribution_key(CAROL, BAD)
    scene.wait(STAKE_RULES.take_wait_s)
    (first,) = scene.settle(trainer, CAROL, BAD, by=DAVE)
    assert first.event == DisagreementFound(key, CAROL, DAVE, 1)
    assert trainer.stake.open_contributions[key] == OpenStake(1_600, scene.now_s, 1)
    assert [trainer.stake.credit_wei(who) for who in (ALICE, BOB, CAROL, DAVE)] == [0, 0, 0, 0]
    scene.wait(STAKE_RULES.verdict_gap_s)
    (second,) = scene.settle(trainer, CAROL, BAD, by=DAVE)
    assert second.event == Settled(key, CAROL, DAVE, 0, 0, 1_600, 100)
    due = [trainer.stake.credit_wei(who) for who in (ALICE, BOB, CAROL, DAVE)]
    assert due == [1_125, 375, 0, 100]


def test_only_samples_that_both_verdicts_disagree_with_are_forfeited(
    scene: Scene, trainer: TrainerState
) -> None:
    earn(scene, trainer, BOB, 1)
    samples = sparse((0, [0]), (0, [0, 2]), (1, [0, 3]))
    scene.contribute(trainer, ALICE, samples, 3_000)
    scene.wait(STAKE_RULES.take_wait_s)
    (first,) = scene.settle(trainer, ALICE, samples, by=CAROL)
    assert isinstance(first.event, DisagreementFound)
    assert first.event.disagreeing == 0b011
    # By the second verdict features 2 and 3 have come to speak for label 0: the second sample is
    # right now, the third is wrong now but was right before.
    trainer.model.lanes = [0, 5, -5, -9_000, -9_000, *[0] * 36]
    scene.wait(STAKE_RULES.verdict_gap_s)
    (second,) = scene.settle(trainer, ALICE, samples, by=CAROL)
    key = contribution_key(ALICE, samples)
    assert second.event == Settled(key, ALICE, CAROL, 1, 2_000, 1_000, 62)
    assert [trainer.stake.credit_wei(who) for who in (ALICE, BOB, CAROL)] == [2_000, 938, 62]


def test_the_contributor_may_settle_between_two_verdicts(
    scene: Scene, trainer: TrainerState
) -> None:
    scene.contribute(trainer, ALICE, GOOD_AND_BAD, 3_000)
    scene.wait(STAKE_RULES.take_wait_s)
    scene.settle(trainer, ALICE, GOOD_AND_BAD, by=BOB)
    (emitted,) = scene.settle(trainer, ALICE, GOOD_AND_BAD)
    assert emitted.event == Settled(
        contribution_key(ALICE, GOOD_AND_BAD), ALICE, ALICE, 2, 2_000, 1_000, 0
    )


def test_a_forfeit_never_goes_to_the_forfeiters_own_shares_nor_to_new_ones(
    scene: Scene, trainer: TrainerState
) -> None:
    earn(scene, trainer, ALICE, 1)
    earn(scene, trainer, BOB, 1)
    scene.contribute(trainer, ALICE, GOOD_AND_BAD, 3_000)
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, ALICE, GOOD_AND_BAD)
    assert trainer.stake.credit_wei(BOB) == 1_000
    assert trainer.stake.credit_wei(ALICE) == 2_000
    assert trainer.stake.account_of(ALICE).shares == 3


def test_with_no_shares_a_forfeit_waits_for_the_first_distribution(
    scene: Scene, trainer: TrainerState
) -> None:
    scene.contribute(trainer, ALICE, BAD, 2_000)
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, ALICE, BAD)
    assert trainer.stake.pool == Pool(0, 2_000 << 32)
    earn(scene, trainer, BOB, 1)
    assert trainer.stake.pool == Pool(0, 2_000 << 32)
    earn(scene, trainer, CAROL, 1)
    assert trainer.stake.pool == Pool(2_000 << 32, 0)
    assert [trainer.stake.credit_wei(who) for who in (ALICE, BOB, CAROL)] == [0, 2_000, 0]


def test_funding_is_shared_at_once(scene: Scene, trainer: TrainerState) -> None:
    earn(scene, trainer, ALICE, 2)
    earn(scene, trainer, BOB, 1)
    (emitted,) = scene.submit(DAVE, trainer.address, Fund(1_000))
    assert emitted.event == Funded(DAVE, 1_000)
    assert [trainer.stake.credit_wei(who) for who in (ALICE, BOB)] == [666, 333]
    # The thirds of a wei are not lost: with the next funding they make whole ones.
    scene.submit(DAVE, trainer.address, Fund(2_000))
    assert [trainer.stake.credit_wei(who) for who in (ALICE, BOB)] == [2_000, 1_000]
    owed = 3_000 << 32
    credits_x32 = trainer.stake.pool.per_share_x32 * 3
    assert credits_x32 + trainer.stake.pool.carry_x32 == owed


@pytest.mark.parametrize("rest", [1, 2, 3])
def test_what_cannot_be_divided_is_carried(scene: Scene, trainer: TrainerState, rest: int) -> None:
    earn(scene, trainer, ALICE, 7)
    scene.submit(DAVE, trainer.address, Fund(rest))
    pool = trainer.stake.pool
    assert pool.per_share_x32 == (rest << 32) // 7
    assert pool.carry_x32 == (rest << 32) % 7


def test_a_sybil_recovers_no_more_than_is_stated(scene: Scene, trainer: TrainerState) -> None:
    # The forfeiter's other account holds 3 of 4 shares and calls.
    earn(scene, trainer, BOB, 3)
    earn(scene, trainer, DAVE, 1)
    scene.contribute(trainer, ALICE, BAD, 16_000)
    scene.wait(STAKE_RULES.take_wait_s)
    scene.settle(trainer, ALICE, BAD, by=BOB)
    scene.wait(STAKE_RULES.verdict_gap_s)
    scene.settle(trainer, ALICE, BAD, by=BOB)
    assert trainer.stake.credit_wei(BOB) == 16_000 // 16 + (16_000 - 1_000) * 3 // 4


@pytest.mark.parametrize(
    ("by", "wait_s", "judged"),
    [
        (ALICE, STAKE_RULES.refund_wait_s, False),
        (BOB, STAKE_RULES.take_wait_s, False),
        (BOB, STAKE_RULES.verdict_gap_s, True),
    ],
)
def test_waits_end_at_their_second(
    scene: Scene, trainer: TrainerState, by: str, wait_s: int, judged: bool
) -> None:
    scene.contribute(trainer, ALICE, BAD)
    if judged:
        scene.wait(STAKE_RULES.take_wait_s)
        scene.settle(trainer, ALICE, BAD, by=CAROL)
    from_s = scene.now_s + wait_s
    scene.wait(wait_s - 1)
    with pytest.raises(SettleTooEarly) as caught:
        scene.settle(trainer, ALICE, BAD, by=by)
    assert caught.value == SettleTooEarly(from_s - 1, from_s)
    scene.wait(1)
    scene.settle(trainer, ALICE, BAD, by=by)


def test_a_deposit_is_at_least_the_price_and_at_most_the_cap(
    scene: Scene, trainer: TrainerState
) -> None:
    with pytest.raises(DepositTooSmall) as too_small:
        scene.contribute(trainer, ALICE, GOOD_AND_BAD, 2_999)
    assert too_small.value == DepositTooSmall(2_999, 3_000)
    scene.contribute(trainer, ALICE, GOOD, 10**18 - 1_000)
    with pytest.raises(DepositCapExceeded) as over:
        scene.contribute(trainer, BOB, GOOD, 1_001)
    assert over.value == DepositCapExceeded(10**18 + 1, 10**18)
    scene.contribute(trainer, BOB, GOOD, 1_000)


def test_the_balance_is_limited_whoever_sent_it(scene: Scene, trainer: TrainerState) -> None:
    scene.submit(DAVE, trainer.address, Fund(MAX_BALANCE_WEI - 2_500))
    scene.contribute(trainer, ALICE, GOOD, 1_000)
    trainer.forced_wei = 1_000
    with pytest.raises(BalanceTooLarge) as caught:
        scene.contribute(trainer, BOB, GOOD, 1_000)
    assert caught.value == BalanceTooLarge(MAX_BALANCE_WEI + 500, MAX_BALANCE_WEI)
    with pytest.raises(BalanceTooLarge) as again:
        scene.submit(DAVE, trainer.address, Fund(501))
    assert again.value == BalanceTooLarge(MAX_BALANCE_WEI + 1, MAX_BALANCE_WEI)
    scene.submit(DAVE, trainer.address, Fund(500))


def test_forced_eth_is_nobodys(scene: Scene, trainer: TrainerState) -> None:
    earn(scene, trainer, ALICE, 1)
    trainer.forced_wei = 10**18
    assert trainer.balance_wei == 10**18
    with pytest.raises(CreditEmpty):
        scene.submit(ALICE, trainer.address, Withdraw(ALICE))


def test_the_same_samples_are_open_once_for_each_contributor(
    scene: Scene, trainer: TrainerState
) -> None:
    scene.contribute(trainer, ALICE, GOOD)
    scene.contribute(trainer, BOB, GOOD)
    with pytest.raises(ContributionAlreadyOpen) as caught:
        scene.contribute(trainer, ALICE, GOOD)
    assert caught.value == ContributionAlreadyOpen(contribution_key(ALICE, GOOD))
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, ALICE, GOOD)
    scene.contribute(trainer, ALICE, GOOD)
    assert trainer.head.contribution_count == 3


def test_a_contribution_closes_once(scene: Scene, trainer: TrainerState) -> None:
    scene.contribute(trainer, ALICE, GOOD)
    scene.wait(STAKE_RULES.take_wait_s)
    scene.settle(trainer, ALICE, GOOD, by=BOB)
    for by in (ALICE, BOB):
        with pytest.raises(ContributionUnknown) as caught:
            scene.settle(trainer, ALICE, GOOD, by=by)
        assert caught.value == ContributionUnknown(contribution_key(ALICE, GOOD))


def test_a_rejection_changes_nothing(scene: Scene, trainer: TrainerState) -> None:
    scene.contribute(trainer, ALICE, GOOD)
    before = trainer.copy()
    for samples, value_wei in ((GOOD, 1_000), (GOOD_AND_BAD, 0), (BAD + b"\1", 9_000)):
        with pytest.raises(Rejection):
            scene.contribute(trainer, ALICE, samples, value_wei)
    assert trainer.head == before.head
    assert trainer.model.lanes == before.model.lanes
    assert trainer.stake == before.stake


def test_shares_end_but_settling_goes_on(scene: Scene, trainer: TrainerState) -> None:
    most = 2**32 - 1
    demand = trainer.stake.demand
    trainer.stake.demand = type(demand)(0, most - 2, 0, 0, 0)
    samples = sparse((1, [0]), (1, [0, 2]), (1, [0, 3]))
    scene.contribute(trainer, ALICE, samples)
    scene.wait(STAKE_RULES.refund_wait_s)
    (emitted,) = scene.settle(trainer, ALICE, samples)
    assert isinstance(emitted.event, Settled)
    assert (emitted.event.shares_earned, emitted.event.returned_wei) == (2, 3_000)
    assert trainer.stake.demand.total_shares == most
