"""Every event of every contract, exactly: its fields, its order, and what a log index can find."""

from __future__ import annotations

import pytest
from arena import (
    ALICE,
    BOB,
    CAROL,
    DENSE,
    DEPLOYER,
    METADATA,
    POINTS,
    POINTS_RULES,
    SHAPES,
    SPARSE,
    STAKE,
    STAKE_RULES,
    Arena,
    Trainer,
)

from commonweal.actions import (
    Contribute,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.commitment import contract_address, keccak
from commonweal.errors import Rejection
from commonweal.events import (
    EVENTS,
    Approval,
    ApprovalForAll,
    Contributed,
    DisagreementFound,
    Event,
    Funded,
    Locked,
    Settled,
    TrainerDeployed,
    Transfer,
    Unlocked,
    UploadClosed,
    Validated,
    WeightsUploaded,
    Withdrawn,
    market,
)
from commonweal.fixed_point import pack_lanes
from commonweal.runtime import codec
from commonweal.types import ZERO_ADDRESS, ModelKind

BOTH = pytest.mark.parametrize("model", [SPARSE, DENSE])
SEEN: set[type[Event]] = set()


def emitted(arena: Arena, sender: str, to: str, action: object) -> list[Event]:
    """Submit and give the events, whose emitter must be who is asked."""
    events = [found.event for found in arena.run(sender, to, action).emitted]  # type: ignore[arg-type]
    SEEN.update(map(type, events))
    return events


def on(trainer: Trainer, sender: str, action: object) -> list[Event]:
    return emitted(trainer.arena, sender, trainer.address, action)


@BOTH
def test_deployment_under_stake(arena: Arena, model: ModelKind) -> None:
    action = DeployUnderStake(model, SHAPES[model], STAKE_RULES, METADATA)
    for index in range(2):
        # The registry's first contract is Badges, so trainers have its nonces from 2 on.
        address = contract_address(arena.registry, 2 + index)
        assert emitted(arena, ALICE, arena.registry, action) == [
            TrainerDeployed(
                index, address, ALICE, model, STAKE, SHAPES[model], STAKE_RULES.pack(), METADATA
            )
        ]


@BOTH
def test_deployment_under_points(arena: Arena, model: ModelKind) -> None:
    action = DeployUnderPoints(model, SHAPES[model], POINTS_RULES, METADATA)
    badges = arena.runtime.badges
    assert emitted(arena, BOB, arena.registry, action) == [
        TrainerDeployed(
            0,
            contract_address(arena.registry, 2),
            BOB,
            model,
            POINTS,
            SHAPES[model],
            POINTS_RULES.pack(badges),
            METADATA,
        )
    ]


@BOTH
def test_upload(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, lanes=(), close=False)
    words = pack_lanes([5, -5, 7], 16)
    upload = [
        on(trainer, DEPLOYER, UploadWeights(0, words, False)),
        on(trainer, DEPLOYER, UploadWeights(0, (), False)),
        on(trainer, DEPLOYER, UploadWeights(0, words, True)),
    ]
    stored = WeightsUploaded(0, words)
    assert upload == [[stored], [], [stored, UploadClosed()]]


def test_stake(arena: Arena) -> None:
    trainer = arena.trainer()
    good, mixed = trainer.good(2), trainer.good(1, 1) + trainer.bad(1, 2)
    assert on(trainer, ALICE, Contribute(good, 3_000_000)) == [
        Contributed(0, ALICE, 3_000_000, good)
    ]
    assert on(trainer, BOB, Contribute(mixed, 4_000_001)) == [Contributed(1, BOB, 4_000_001, mixed)]
    arena.wait(STAKE_RULES.take_wait_s)
    key = trainer.key(ALICE, good)
    assert on(trainer, CAROL, Settle(ALICE, good)) == [
        Settled(key, ALICE, CAROL, 2, 3_000_000, 0, 0)
    ]
    key = trainer.key(BOB, mixed)
    assert on(trainer, CAROL, Settle(BOB, mixed)) == [DisagreementFound(key, BOB, CAROL, 0b10)]
    arena.wait(STAKE_RULES.verdict_gap_s)
    assert on(trainer, CAROL, Settle(BOB, mixed)) == [
        Settled(key, BOB, CAROL, 1, 2_000_001, 2_000_000, 125_000)
    ]
    assert on(trainer, CAROL, Fund(300)) == [Funded(CAROL, 300)]
    # Alice: her deposit, the forfeit without the caller's part, and two thirds of what Carol gave.
    owed_wei = 3_000_000 + 1_875_000 + 200
    assert on(trainer, ALICE, Withdraw(BOB)) == [Withdrawn(ALICE, BOB, owed_wei)]
    trainer.check()


@BOTH
def test_points_and_badges(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model, POINTS)
    samples = trainer.good(100) + trainer.bad(28)
    assert on(trainer, ALICE, Contribute(samples)) == [Contributed(0, ALICE, 0, samples)]
    arena.wait(POINTS_RULES.validate_wait_s)
    token = int(ALICE, 16)
    assert on(trainer, BOB, Validate(ALICE, samples)) == [
        Validated(trainer.key(ALICE, samples), ALICE, BOB, 100, 1),
        Transfer(ZERO_ADDRESS, ALICE, token),
        Locked(token),
        Transfer(ZERO_ADDRESS, ALICE, 1 << 160 | token),
        Locked(1 << 160 | token),
    ]
    trainer.check()


def test_approvals_of_badges_move_nothing(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    trainer.contribute(ALICE, trainer.good(10))
    trainer.close(ALICE, trainer.good(10), BOB)
    (token,) = arena.twin.badges.owners
    badges = arena.runtime.badges
    for function, arguments, expected in (
        ("approve", (BOB, token), Approval(ALICE, BOB, token)),
        ("setApprovalForAll", (BOB, True), ApprovalForAll(ALICE, BOB, True)),
    ):
        (log,) = arena.transact(codec.BADGES, badges, function, *arguments).logs
        event = codec.event_of(log.topics, log.data)
        assert event == expected
        SEEN.add(type(event))
    with pytest.raises(Rejection):
        arena.transact(codec.BADGES, badges, "transferFrom", ALICE, BOB, token, sender=BOB)
    assert arena.read(codec.BADGES, badges, "ownerOf", token) == ALICE


def test_topics_find_who_and_what(arena: Arena) -> None:
    trainer = arena.trainer()
    samples = trainer.bad()
    receipt = arena.transact(
        trainer.contract, trainer.address, "contribute", samples, value_wei=10**6
    )
    (log,) = receipt.logs
    word = bytes(12) + bytes.fromhex(ALICE[2:])
    signature = keccak(b"Contributed(uint256,address,uint256,bytes)")
    assert log.address == trainer.address
    assert log.topics == (signature, bytes(32), word)

    arena.wait(STAKE_RULES.take_wait_s)
    receipt = arena.transact(
        trainer.contract, trainer.address, "settle", ALICE, samples, sender=BOB
    )
    (log,) = receipt.logs
    signature = keccak(b"DisagreementFound(bytes32,address,address,uint256)")
    key = trainer.key(ALICE, samples)
    assert log.topics == (signature, key, word, bytes(12) + bytes.fromhex(BOB[2:]))


def test_every_event_was_seen_above() -> None:
    if not SEEN:
        pytest.skip("needs the other tests of this file")
    # No badge is ever unlocked; what markets emit is in test_market_*.py.
    of_markets = {event for event in EVENTS.values() if event.__module__ == market.__name__}
    assert set(EVENTS.values()) - {Unlocked} - of_markets == SEEN
