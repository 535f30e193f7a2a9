"""Behaviour of `IDataHandler`, the same for every trainer."""

from __future__ import annotations

import pytest
from arena import ALICE, BOB, CAROL, Arena
from suites import EVERY_TRAINER

from commonweal.commitment import contribution_key, next_running_hash, running_hash
from commonweal.errors import ContributionAlreadyOpen, ContributionUnknown, Rejection
from commonweal.events import Contributed
from commonweal.types import Head, IncentiveKind, ModelKind

pytestmark = EVERY_TRAINER


def test_a_record_starts_empty(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    trainer = arena.trainer(model, incentive, close=False)
    assert arena.runtime.head(trainer.address) == Head(bytes(20), 0, 0, True)
    trainer.upload(0, (), last=True)
    assert arena.runtime.head(trainer.address) == Head(bytes(20), 0, 0, False)


def test_contributions_are_counted_and_chained(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    history = [(ALICE, trainer.good(3)), (BOB, trainer.bad(2)), (ALICE, trainer.good(1, 1))]
    for index, (contributor, samples) in enumerate(history):
        event = trainer.contribute(contributor, samples)
        assert isinstance(event, Contributed)
        assert (event.index, event.samples) == (index, samples)
    assert arena.runtime.head(trainer.address) == Head(running_hash(history), 3, 6, False)
    # Another order is another history.
    assert running_hash(history[::-1]) != running_hash(history)
    trainer.check()


def test_the_running_hash_is_as_documented(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    samples = trainer.good()
    trainer.contribute(ALICE, samples)
    key = trainer.read("contributionKey", ALICE, samples)
    assert key == contribution_key(ALICE, samples)
    assert trainer.read("head")[0] == next_running_hash(bytes(20), key)


def test_a_contribution_is_found_by_its_key_until_it_is_closed(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    samples, opened_s = trainer.good(2), arena.now_s
    key = trainer.key(ALICE, samples)
    assert arena.runtime.open_contribution(trainer.address, key) is None
    trainer.contribute(ALICE, samples)
    found = arena.runtime.open_contribution(trainer.address, key)
    assert found is not None
    assert found.since_s == opened_s
    trainer.close(ALICE, samples)
    assert arena.runtime.open_contribution(trainer.address, key) is None
    with pytest.raises(ContributionUnknown):
        trainer.close(ALICE, samples)


def test_the_same_samples_again(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    trainer = arena.trainer(model, incentive)
    samples = trainer.good(2)
    trainer.contribute(ALICE, samples)
    with pytest.raises(ContributionAlreadyOpen):
        trainer.contribute(ALICE, samples)
    # By another, or in another order, it is another contribution; once closed, a new one.
    trainer.contribute(BOB, samples)
    half = len(samples) // 2
    trainer.contribute(ALICE, samples[half:] + samples[:half])
    trainer.close(ALICE, samples)
    trainer.contribute(ALICE, samples)
    assert arena.runtime.head(trainer.address).contribution_count == 4
    trainer.check()


@pytest.mark.parametrize("count", [1, 2, 127, 128])
def test_a_contribution_has_1_to_128_samples(
    arena: Arena, model: ModelKind, incentive: IncentiveKind, count: int
) -> None:
    trainer = arena.trainer(model, incentive)
    samples = trainer.good(count)
    trainer.contribute(ALICE, samples)
    assert arena.runtime.head(trainer.address).sample_count == count
    trainer.close(ALICE, samples)
    trainer.check()


def test_a_rejected_contribution_changes_nothing(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    before = trainer.lanes(), arena.runtime.head(trainer.address), arena.balance_wei(ALICE)
    # The model has learned from the first two in memory when the third is found to be cut.
    with pytest.raises(Rejection):
        trainer.contribute(ALICE, trainer.bad(3)[:-1], trainer.quote_wei(3))
    after = trainer.lanes(), arena.runtime.head(trainer.address), arena.balance_wei(ALICE)
    assert after == before
    assert trainer.balance_wei == 0


def test_contributors_do_not_meet(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    """Closing one's contribution leaves everybody else's as it was."""
    trainer = arena.trainer(model, incentive)
    samples = trainer.good(2)
    for contributor in (ALICE, BOB, CAROL):
        trainer.contribute(contributor, samples)
    others = [trainer.key(contributor, samples) for contributor in (ALICE, CAROL)]
    before = [arena.runtime.open_contribution(trainer.address, key) for key in others]
    trainer.close(BOB, samples)
    assert [arena.runtime.open_contribution(trainer.address, key) for key in others] == before
    assert None not in before
