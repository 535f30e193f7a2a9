"""The price of a sample on chain: constant within a moment, slow to rise, falling with time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from arena import ALICE, BOB, CAROL, DENSE, STAKE_RULES, Arena, Trainer
from suites import EVERY_STAKE_TRAINER

from commonweal.errors import DepositCapExceeded, DepositTooSmall
from commonweal.types import ModelKind

FLOOR = STAKE_RULES.floor_price_wei
SECONDS = STAKE_RULES.seconds_per_sample
MOST_PER_MOMENT = 128


@EVERY_STAKE_TRAINER
def test_the_price_is_the_floor_at_first(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model)
    assert trainer.quote_wei(1) == FLOOR
    assert trainer.quote_wei(100) == 100 * FLOOR
    assert trainer.quote_wei(0) == 0


@EVERY_STAKE_TRAINER
def test_nobody_s_contribution_raises_the_price_of_the_same_moment(
    arena: Arena, model: ModelKind
) -> None:
    trainer = arena.trainer(model)
    arena.wait(5)
    for sender in (ALICE, BOB, CAROL):
        assert trainer.quote_wei(128) == 128 * FLOOR
        trainer.contribute(sender, trainer.good(128), 128 * FLOOR)
    trainer.check()


@pytest.mark.parametrize("contributions", [1, 2, 7])
def test_from_one_moment_to_the_next_it_rises_by_an_eighth_of_the_floor_at_most(
    arena: Arena, contributions: int
) -> None:
    trainer = arena.trainer()
    for spare in range(contributions):
        trainer.contribute(ALICE, trainer.good(128, spare))
    arena.wait(1)
    backlog_s = MOST_PER_MOMENT * SECONDS - 1
    assert trainer.quote_wei() == FLOOR + FLOOR * backlog_s // (SECONDS * 1_024)
    assert FLOOR < trainer.quote_wei() < FLOOR + FLOOR // 8


def test_each_moment_adds_its_own_rise(arena: Arena) -> None:
    trainer = arena.trainer()
    before = trainer.quote_wei()
    for spare in range(20):
        trainer.contribute(ALICE, trainer.good(128, spare))
        arena.wait(1)
        assert before < trainer.quote_wei() <= before + FLOOR // 8
        before = trainer.quote_wei()
    assert before == FLOOR + FLOOR * (20 * (128 * SECONDS - 1)) // (SECONDS * 1_024)


def test_it_falls_by_a_sample_each_time_its_seconds_have_passed(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.contribute(ALICE, trainer.good(20))
    arena.wait(1)
    quotes = []
    for _ in range(20 * SECONDS):
        quotes.append(trainer.quote_wei())
        arena.wait(1)
    expected = [
        FLOOR + FLOOR * (20 * SECONDS - second) // (SECONDS * 1_024)
        for second in range(1, 20 * SECONDS + 1)
    ]
    assert quotes == expected
    assert quotes[-1] == FLOOR
    assert quotes == sorted(quotes, reverse=True)


def test_contributing_costs_what_was_quoted_and_not_a_wei_less(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.contribute(ALICE, trainer.good(128))
    arena.wait(100)
    least_wei = trainer.quote_wei(3)
    assert least_wei > 3 * FLOOR
    with pytest.raises(DepositTooSmall) as caught:
        trainer.contribute(BOB, trainer.good(3), least_wei - 1)
    assert caught.value == DepositTooSmall(least_wei - 1, least_wei)
    trainer.contribute(BOB, trainer.good(3), least_wei)
    trainer.check()


def test_it_is_never_more_than_65_times_the_floor(arena: Arena) -> None:
    rules = replace(STAKE_RULES, seconds_per_sample=3_600, deposit_cap_wei=2**79)
    trainer = arena.trainer(rules=rules)
    most = FLOOR * 65
    quote, moments = 0, 0
    while quote != most:
        moments += 1
        trainer.contribute(ALICE, trainer.good(128, moments))
        arena.wait(1)
        quote = trainer.quote_wei()
        assert quote <= most
    # A second a moment is forgotten: 65,536 samples of backlog take a little more than 512 moments.
    assert moments == 513
    trainer.contribute(ALICE, trainer.good(128, moments + 1))
    arena.wait(1)
    assert trainer.quote_wei() == most
    # The last moment's samples count beyond the cap, so the fall takes as much longer.
    arena.wait((65_536 + 128) * 3_600)
    assert trainer.quote_wei() == FLOOR
    trainer.check()


def test_the_extreme_rules_multiply_without_overflow(arena: Arena) -> None:
    """The highest floor under the largest backlog; deposits would need more than the cap."""
    rules = replace(
        STAKE_RULES, floor_price_wei=2**64 - 1, seconds_per_sample=1, deposit_cap_wei=2**80 - 1
    )
    trainer = arena.trainer(rules=rules)
    trainer.contribute(ALICE, trainer.good(128))
    arena.wait(1)
    price = rules.floor_price_wei + rules.floor_price_wei * 127 // 1_024
    assert trainer.quote_wei() == price
    # Views multiply what callers ask, and refuse what does not fit.
    assert trainer.quote_wei(2**128) == price << 128


def closed(arena: Arena, trainer: Trainer, samples: bytes) -> None:
    arena.wait(STAKE_RULES.refund_wait_s)
    trainer.settle(ALICE, samples)


def test_deposits_are_capped_together_until_some_close(arena: Arena) -> None:
    cap_wei = 3 * FLOOR
    trainer = arena.trainer(DENSE, rules=replace(STAKE_RULES, deposit_cap_wei=cap_wei))
    trainer.contribute(ALICE, trainer.good(), FLOOR)
    trainer.contribute(BOB, trainer.good(), 2 * FLOOR)
    with pytest.raises(DepositCapExceeded) as caught:
        trainer.contribute(CAROL, trainer.good(), FLOOR)
    assert caught.value == DepositCapExceeded(4 * FLOOR, cap_wei)
    closed(arena, trainer, trainer.good())
    # What is credited is no deposit, though it is still here.
    assert trainer.balance_wei == 3 * FLOOR
    trainer.contribute(CAROL, trainer.good(), FLOOR)
    trainer.check()
