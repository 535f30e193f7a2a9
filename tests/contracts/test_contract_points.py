"""Points: who earns how many, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from arena import ALICE, BOB, CAROL, DAVE, POINTS, POINTS_RULES, STAKE, Arena
from suites import EVERY_POINTS_TRAINER

from commonweal.errors import (
    ContributionUnknown,
    DepositNotAccepted,
    ValidateOwnContribution,
    ValidateTooEarly,
)
from commonweal.events import Validated
from commonweal.types import ModelKind, Points

WAIT_S = POINTS_RULES.validate_wait_s


@EVERY_POINTS_TRAINER
@pytest.mark.parametrize(("good", "bad"), [(1, 0), (0, 1), (3, 2), (128, 0), (0, 128), (64, 64)])
def test_a_point_for_each_sample_that_the_model_agrees_with(
    arena: Arena, model: ModelKind, good: int, bad: int
) -> None:
    trainer = arena.trainer(model, POINTS)
    samples = trainer.good(good) + trainer.bad(bad)
    trainer.contribute(ALICE, samples)
    arena.wait(WAIT_S)
    key = trainer.key(ALICE, samples)
    assert trainer.validate(ALICE, samples, BOB) == Validated(key, ALICE, BOB, good, 1)
    assert arena.runtime.points_of(trainer.address, ALICE) == Points(good, 0)
    # The validator's point does not depend on the verdict.
    assert arena.runtime.points_of(trainer.address, BOB) == Points(0, 1)
    trainer.check()


@EVERY_POINTS_TRAINER
def test_points_add_up_in_both_roles(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, POINTS)
    for round_ in range(3):
        for contributor, validator in ((ALICE, BOB), (BOB, ALICE)):
            samples = trainer.good(2, round_) + trainer.bad(1, round_)
            trainer.contribute(contributor, samples)
            arena.wait(WAIT_S)
            trainer.validate(contributor, samples, validator)
    for account in (ALICE, BOB):
        assert arena.runtime.points_of(trainer.address, account) == Points(6, 3)
    trainer.check()


@EVERY_POINTS_TRAINER
def test_others_validate_from_the_wait_on_and_once(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, POINTS)
    samples, opened_s = trainer.good(), arena.now_s
    trainer.contribute(ALICE, samples)
    arena.wait(WAIT_S - 1)
    with pytest.raises(ValidateTooEarly) as caught:
        trainer.validate(ALICE, samples, BOB)
    assert caught.value == ValidateTooEarly(opened_s + WAIT_S - 1, opened_s + WAIT_S)
    arena.wait(1)
    trainer.validate(ALICE, samples, BOB)
    with pytest.raises(ContributionUnknown):
        trainer.validate(ALICE, samples, CAROL)


@EVERY_POINTS_TRAINER
def test_contributors_never_validate_their_own(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, POINTS)
    samples = trainer.good()
    trainer.contribute(ALICE, samples)
    for wait_s in (0, WAIT_S, 10 * WAIT_S):
        arena.wait(wait_s)
        with pytest.raises(ValidateOwnContribution):
            trainer.validate(ALICE, samples, ALICE)


@EVERY_POINTS_TRAINER
def test_a_trainer_under_points_never_holds_money(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, POINTS)
    for value_wei in (1, 10**18):
        with pytest.raises(DepositNotAccepted) as caught:
            trainer.contribute(ALICE, trainer.good(), value_wei)
        assert caught.value == DepositNotAccepted(value_wei)
    trainer.contribute(ALICE, trainer.good(), 0)
    assert trainer.balance_wei == 0


def test_the_wait_is_the_deployer_s_choice_within_the_rules(arena: Arena) -> None:
    year_s = 365 * 24 * 3_600
    for wait_s in (600, year_s):
        rules = replace(POINTS_RULES, validate_wait_s=wait_s)
        trainer = arena.trainer(incentive=POINTS, rules=rules)
        assert trainer.read("rules") == (wait_s,)
        trainer.contribute(ALICE, trainer.good())
        arena.wait(wait_s)
        trainer.validate(ALICE, trainer.good(), BOB)


def test_points_and_shares_of_trainers_are_their_own(arena: Arena) -> None:
    one, two = arena.trainer(incentive=POINTS), arena.trainer(incentive=POINTS)
    three = arena.trainer(incentive=STAKE)
    one.contribute(ALICE, one.good(5))
    one.close(ALICE, one.good(5), DAVE)
    assert arena.runtime.points_of(one.address, ALICE) == Points(5, 0)
    assert arena.runtime.points_of(two.address, ALICE) == Points(0, 0)
    assert arena.runtime.account_of(three.address, ALICE).shares == 0
