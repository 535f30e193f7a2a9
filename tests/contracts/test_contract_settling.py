"""Who may settle when, to the second, and what two verdicts take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from arena import ALICE, BOB, CAROL, DAVE, DENSE, STAKE_RULES, Arena, Trainer
from suites import EVERY_STAKE_TRAINER

from commonweal.errors import ContributionUnknown, SettleTooEarly
from commonweal.events import DisagreementFound, Settled
from commonweal.types import ModelKind, ModelShape, OpenStake

REFUND_S, TAKE_S, GAP_S = 600, 1_800, 900
DEPOSIT = 16_000_000


def too_early(trainer: Trainer, samples: bytes, by: str, from_s: int) -> None:
    """Make sure that somebody may settle from a time on and not a second before."""
    arena = trainer.arena
    arena.wait(from_s - 1 - arena.now_s)
    with pytest.raises(SettleTooEarly) as caught:
        trainer.settle(ALICE, samples, by)
    assert caught.value == SettleTooEarly(from_s - 1, from_s)
    arena.wait(1)


@EVERY_STAKE_TRAINER
def test_the_contributor_settles_from_the_refund_wait_on(arena: Arena, model: ModelKind) -> None:
    trainer, samples = arena.trainer(model), b""
    samples, opened_s = trainer.good(2), arena.now_s
    trainer.contribute(ALICE, samples, DEPOSIT)
    too_early(trainer, samples, ALICE, opened_s + REFUND_S)
    key = trainer.key(ALICE, samples)
    assert trainer.settle(ALICE, samples) == Settled(key, ALICE, ALICE, 2, DEPOSIT, 0, 0)
    trainer.check()


@EVERY_STAKE_TRAINER
def test_a_stranger_closes_good_data_from_the_take_wait_on_and_takes_nothing(
    arena: Arena, model: ModelKind
) -> None:
    trainer = arena.trainer(model)
    samples, opened_s = trainer.good(2), arena.now_s
    trainer.contribute(ALICE, samples, DEPOSIT)
    too_early(trainer, samples, BOB, opened_s + TAKE_S)
    key = trainer.key(ALICE, samples)
    assert trainer.settle(ALICE, samples, BOB) == Settled(key, ALICE, BOB, 2, DEPOSIT, 0, 0)
    assert trainer.credit_wei(ALICE) == DEPOSIT
    assert trainer.credit_wei(BOB) == 0
    trainer.check()


@EVERY_STAKE_TRAINER
def test_a_disagreement_needs_two_verdicts_some_time_apart(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model)
    trainer.earn(CAROL, 3)
    samples = trainer.bad(2)
    trainer.contribute(ALICE, samples, DEPOSIT)
    opened_s, key = arena.now_s, trainer.key(ALICE, samples)
    too_early(trainer, samples, BOB, opened_s + TAKE_S)
    assert trainer.settle(ALICE, samples, BOB) == DisagreementFound(key, ALICE, BOB, 0b11)
    # No money moved.
    verdict_s = arena.now_s
    record = arena.runtime.open_contribution(trainer.address, key)
    assert record == OpenStake(DEPOSIT, verdict_s, 0b11)
    assert [trainer.credit_wei(who) for who in (ALICE, BOB, CAROL)] == [0, 0, 0]
    # Neither who gave the first verdict nor another may close it before.
    too_early(trainer, samples, BOB, verdict_s + GAP_S)
    caller_wei = DEPOSIT // 16
    settled = trainer.settle(ALICE, samples, DAVE)
    assert settled == Settled(key, ALICE, DAVE, 0, 0, DEPOSIT, caller_wei)
    assert trainer.credit_wei(DAVE) == caller_wei
    assert trainer.credit_wei(CAROL) == DEPOSIT - caller_wei
    trainer.check()


def test_the_contributor_may_settle_at_any_time_between_the_verdicts(arena: Arena) -> None:
    trainer = arena.trainer()
    samples = trainer.bad() + trainer.good()
    for wait_s in (0, GAP_S - 1, GAP_S, 10 * GAP_S):
        trainer.contribute(ALICE, samples, DEPOSIT)
        arena.wait(TAKE_S)
        assert isinstance(trainer.settle(ALICE, samples, BOB), DisagreementFound)
        arena.wait(wait_s)
        settled = trainer.settle(ALICE, samples)
        assert isinstance(settled, Settled)
        assert (settled.returned_wei, settled.forfeited_wei) == (DEPOSIT // 2, DEPOSIT // 2)
        # A contributor who gives up bad data is nobody's caller.
        assert settled.caller_wei == 0
    trainer.check()


def test_a_first_verdict_does_not_start_the_waits_anew(arena: Arena) -> None:
    """Strangers cannot keep each other from closing by giving verdicts again and again."""
    trainer = arena.trainer()
    samples = trainer.bad()
    trainer.contribute(ALICE, samples, DEPOSIT)
    arena.wait(TAKE_S)
    trainer.settle(ALICE, samples, BOB)
    verdict_s = arena.now_s
    for _ in range(3):
        arena.wait(GAP_S // 4)
        with pytest.raises(SettleTooEarly) as caught:
            trainer.settle(ALICE, samples, DAVE)
        assert caught.value.from_s == verdict_s + GAP_S
    arena.wait(verdict_s + GAP_S - arena.now_s)
    assert isinstance(trainer.settle(ALICE, samples, DAVE), Settled)


def test_what_is_closed_is_closed(arena: Arena) -> None:
    trainer = arena.trainer()
    samples = trainer.good()
    trainer.contribute(ALICE, samples)
    arena.wait(TAKE_S)
    trainer.settle(ALICE, samples)
    for by in (ALICE, BOB):
        with pytest.raises(ContributionUnknown):
            trainer.settle(ALICE, samples, by)


def opinionated(arena: Arena) -> Trainer:
    """Deploy a model that a single contribution makes change its mind of one feature alone."""
    return arena.trainer(DENSE, shape=ModelShape(3, 16, 0), lanes=(500, 500, 500))


def bend(trainer: Trainer, disagreeing: int) -> None:
    """Contribute until the model disagrees with exactly these of the samples of label 1."""
    for feature in range(3):
        row = [0, 0, 0]
        row[feature] = 1_000
        label = 0 if disagreeing >> feature & 1 else 1
        sample = trainer.pack((label, row))
        if trainer.arena.runtime.predict(trainer.address, sample).label != label:
            trainer.contribute(CAROL, sample)
            trainer.arena.wait(1)
    assert trainer.twin.model.disagreeing(trainer.twin.model.parse(three(trainer))) == disagreeing


def three(trainer: Trainer) -> bytes:
    return trainer.pack((1, [1, 0, 0]), (1, [0, 1, 0]), (1, [0, 0, 1]))


@pytest.mark.parametrize("second", range(8))
@pytest.mark.parametrize("first", range(1, 8))
def test_only_what_both_verdicts_disagree_with_is_forfeited(
    arena: Arena, first: int, second: int
) -> None:
    """All pairs of verdicts on three samples."""
    trainer = opinionated(arena)
    samples, deposit_wei = three(trainer), 3 * 10**6 + 1
    trainer.contribute(ALICE, samples, deposit_wei)
    key = trainer.key(ALICE, samples)
    arena.wait(TAKE_S)
    bend(trainer, first)
    assert trainer.settle(ALICE, samples, BOB) == DisagreementFound(key, ALICE, BOB, first)
    arena.wait(GAP_S)
    bend(trainer, second)
    lost = (first & second).bit_count()
    forfeited_wei = deposit_wei * lost // 3
    # What the model does not agree with now earns nothing, though its deposit may return.
    earned = 3 - second.bit_count()
    assert trainer.settle(ALICE, samples, BOB) == Settled(
        key,
        ALICE,
        BOB,
        earned,
        deposit_wei - forfeited_wei,
        forfeited_wei,
        forfeited_wei // 16,
    )
    trainer.check()


@pytest.mark.parametrize("verdict", range(8))
def test_the_contributor_s_own_settlement_goes_by_what_the_model_says_then(
    arena: Arena, verdict: int
) -> None:
    trainer = opinionated(arena)
    samples, deposit_wei = three(trainer), 3 * 10**6 + 2
    trainer.contribute(ALICE, samples, deposit_wei)
    arena.wait(REFUND_S)
    bend(trainer, verdict)
    lost = verdict.bit_count()
    forfeited_wei = deposit_wei * lost // 3
    assert trainer.settle(ALICE, samples) == Settled(
        trainer.key(ALICE, samples),
        ALICE,
        ALICE,
        3 - lost,
        deposit_wei - forfeited_wei,
        forfeited_wei,
        0,
    )
    trainer.check()


def test_a_model_bent_for_a_moment_takes_nothing(arena: Arena) -> None:
    trainer = opinionated(arena)
    samples = three(trainer)
    trainer.contribute(ALICE, samples, DEPOSIT)
    arena.wait(TAKE_S)
    bend(trainer, 0b111)
    assert isinstance(trainer.settle(ALICE, samples, DAVE), DisagreementFound)
    bend(trainer, 0)
    arena.wait(GAP_S)
    settled = trainer.settle(ALICE, samples, DAVE)
    assert isinstance(settled, Settled)
    assert (settled.returned_wei, settled.shares_earned) == (DEPOSIT, 3)
    trainer.check()


def test_the_longest_waits_end(arena: Arena) -> None:
    year_s = 365 * 24 * 3_600
    rules = replace(
        STAKE_RULES, refund_wait_s=year_s - 600, take_wait_s=year_s, verdict_gap_s=year_s
    )
    trainer = arena.trainer(rules=rules)
    samples = trainer.bad()
    trainer.contribute(ALICE, samples, DEPOSIT)
    arena.wait(year_s)
    assert isinstance(trainer.settle(ALICE, samples, BOB), DisagreementFound)
    arena.wait(year_s)
    assert isinstance(trainer.settle(ALICE, samples, BOB), Settled)
    trainer.check()


def test_128_samples_are_judged_one_by_one(arena: Arena) -> None:
    """The mask's highest bits are as good as its lowest."""
    trainer = arena.trainer()
    wrong = {0, 1, 63, 64, 126, 127}
    samples = b"".join(trainer.sample(i % 2, i not in wrong, spare=i) for i in range(128))
    trainer.contribute(ALICE, samples, 128 * 10**6)
    arena.wait(TAKE_S)
    mask = sum(1 << i for i in wrong)
    key = trainer.key(ALICE, samples)
    assert trainer.settle(ALICE, samples, BOB) == DisagreementFound(key, ALICE, BOB, mask)
    arena.wait(GAP_S)
    forfeited_wei = len(wrong) * 10**6
    assert trainer.settle(ALICE, samples, BOB) == Settled(
        key, ALICE, BOB, 122, 122 * 10**6, forfeited_wei, forfeited_wei // 16
    )
    trainer.check()
