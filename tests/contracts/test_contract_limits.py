"""What the rules do not prevent, shown so that nobody believes they do.

SECURITY.md says it in words. Each test is an attack that works; a rule that ends it makes the test
fail, and then the test says so instead.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from arena import ALICE, BOB, CAROL, DAVE, DENSE, POINTS, STAKE_RULES, Arena, Trainer

from commonweal.errors import DepositCapExceeded
from commonweal.events import DisagreementFound, Settled
from commonweal.types import ModelShape, Points

REFUND_S, TAKE_S, GAP_S = 600, 1_800, 900


def bendable(arena: Arena) -> Trainer:
    """Deploy a model that one contribution makes change its mind of a feature."""
    return arena.trainer(DENSE, shape=ModelShape(3, 16, 0), lanes=(500, -500))


def bend(trainer: Trainer, by: str, label: int) -> bytes:
    """Make the model say this label of feature 0, with one sample; give the sample."""
    sample = trainer.pack((label, [1_000, 0, 0]))
    trainer.contribute(by, sample, trainer.quote_wei())
    return sample


def test_who_bends_the_model_at_both_verdicts_takes_an_absent_contributor_s_deposit(
    arena: Arena,
) -> None:
    """It need not stay bent in between, when the contributor could still settle."""
    trainer = bendable(arena)
    trainer.earn(DAVE, 1)
    victim = trainer.pack((1, [1, 0, 0]))
    trainer.contribute(ALICE, victim, 1_600_000_000)
    arena.wait(TAKE_S)
    bend(trainer, BOB, 0)
    assert isinstance(trainer.settle(ALICE, victim, CAROL), DisagreementFound)
    bend(trainer, BOB, 1)
    assert arena.runtime.predict(trainer.address, victim).label == 1
    arena.wait(GAP_S)
    bend(trainer, CAROL, 0)
    settled = trainer.settle(ALICE, victim, CAROL)
    assert isinstance(settled, Settled)
    # Three samples were at stake for that; a sixteenth pays them already if the victim's was large.
    assert (settled.forfeited_wei, settled.caller_wei) == (1_600_000_000, 100_000_000)
    assert 3 * trainer.quote_wei() < settled.caller_wei
    trainer.check()


def test_who_bends_the_model_just_before_the_contributor_settles_makes_him_forfeit(
    arena: Arena,
) -> None:
    """The contributor chooses his moment, but a block's order decides what stands before him.

    He who calls through a contract that asks the model first is safe.
    """
    trainer = bendable(arena)
    trainer.earn(BOB, 1)
    victim = trainer.pack((1, [1, 0, 0]))
    trainer.contribute(ALICE, victim, 1_600_000_000)
    arena.wait(REFUND_S)
    assert arena.runtime.predict(trainer.address, victim).label == 1
    # All in one block: Bob before Alice, Alice, Bob after her.
    bend(trainer, BOB, 0)
    settled = trainer.settle(ALICE, victim)
    bend(trainer, BOB, 1)
    assert isinstance(settled, Settled)
    assert settled.forfeited_wei == 1_600_000_000
    assert trainer.credit_wei(BOB) == 1_600_000_000
    assert arena.runtime.predict(trainer.address, victim).label == 1
    trainer.check()


def test_who_has_the_whole_cap_keeps_others_out_until_it_is_settled(arena: Arena) -> None:
    """One deposit may be as large as the cap; it costs its owner nothing but the wait."""
    cap_wei = 10**9
    trainer = arena.trainer(rules=replace(STAKE_RULES, deposit_cap_wei=cap_wei))
    trainer.contribute(BOB, trainer.good(), cap_wei)
    with pytest.raises(DepositCapExceeded):
        trainer.contribute(ALICE, trainer.good())
    # From the take wait on anybody lets the others in again.
    arena.wait(TAKE_S)
    trainer.settle(BOB, trainer.good(), ALICE)
    trainer.contribute(ALICE, trainer.good())


def test_shares_count_agreeing_samples_not_what_they_teach(arena: Arena) -> None:
    """The same easy sample 128 times earns as much as 128 different ones."""
    trainer = arena.trainer()
    same = trainer.sample(1, agreeing=True) * 128
    different = b"".join(trainer.sample(i % 2, True, i) for i in range(128))
    before = trainer.lanes()
    for account, samples in ((BOB, same), (ALICE, different)):
        trainer.contribute(account, samples)
        arena.wait(REFUND_S)
        trainer.settle(account, samples)
    shares = [arena.runtime.account_of(trainer.address, who).shares for who in (BOB, ALICE)]
    assert shares == [128, 128]
    assert trainer.lanes() == before


def test_points_cost_two_accounts_nothing_but_gas(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    for spare in range(8):
        samples = trainer.good(128, spare)
        trainer.contribute(ALICE, samples)
        arena.wait(600)
        trainer.validate(ALICE, samples, BOB)
    assert arena.runtime.points_of(trainer.address, ALICE) == Points(1_024, 0)
    assert arena.runtime.badge_levels(trainer.address, ALICE) == (0, 1, 2)
