"""Badges: earned at milestones, bound to their holder, with everything on chain."""

from __future__ import annotations

import base64
import json
from xml.etree import ElementTree

import pytest
from arena import ALICE, BOB, CAROL, DAVE, DEPLOYER, PEOPLE, POINTS, STAKE, Arena, Trainer

from commonweal.errors import BadgesNotTrainer, BadgesSoulbound, TrainerUnknown
from commonweal.events import Locked, Transfer, Validated
from commonweal.runtime import codec
from commonweal.twin.badges import token_id
from commonweal.types import ZERO_ADDRESS

MILESTONES = (10, 100, 1_000, 10_000)
ERC165, ERC721, ERC721_METADATA, ERC5192 = "01ffc9a7", "80ac58cd", "5b5e139f", "b45a3c0e"
INVALID_INTERFACE = "ffffffff"


def read(arena: Arena, function: str, *arguments: object) -> object:
    return arena.read(codec.BADGES, arena.runtime.badges, function, *arguments)


def validated(trainer: Trainer, contributor: str, samples: bytes, by: str) -> list[object]:
    """Contribute and validate; give the events of the validation."""
    trainer.contribute(contributor, samples)
    trainer.arena.wait(600)
    data = codec.function_data(trainer.contract, "validate", contributor, samples)
    receipt = trainer.arena.send(by, trainer.address, data)
    return [codec.event_of(log.topics, log.data) for log in receipt.logs]


def levels(trainer: Trainer, account: str) -> tuple[int, ...]:
    found = trainer.arena.runtime.badge_levels(trainer.address, account)
    index = trainer.twin.registry_index
    owners = trainer.arena.twin.badges.owners
    assert found == tuple(i for i in range(4) if token_id(index, i, account) in owners)
    return found


def test_the_milestones(arena: Arena) -> None:
    assert read(arena, "levelCount") == 4
    assert tuple(read(arena, "milestone", level) for level in range(4)) == MILESTONES


@pytest.mark.parametrize(
    ("before", "gained", "expected"),
    [
        (0, 9, ()),
        (0, 10, (0,)),
        (9, 1, (0,)),
        (9, 90, (0,)),
        (9, 91, (0, 1)),
        (10, 89, ()),
        (10, 90, (1,)),
        (99, 1, (1,)),
        (99, 128, (1,)),
        (100, 128, ()),
    ],
)
def test_a_badge_at_the_very_point(
    arena: Arena, before: int, gained: int, expected: tuple[int, ...]
) -> None:
    trainer = arena.trainer(incentive=POINTS)
    if before:
        validated(trainer, ALICE, trainer.good(before), BOB)
    events = validated(trainer, ALICE, trainer.good(gained, 1), CAROL)
    tokens = [level << 160 | int(ALICE, 16) for level in expected]
    awards = [
        event for token in tokens for event in (Transfer(ZERO_ADDRESS, ALICE, token), Locked(token))
    ]
    assert isinstance(events[0], Validated)
    assert events[1:] == awards
    trainer.check()


def test_all_levels_as_a_contributor(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    total = 0
    seen: list[tuple[int, int]] = []
    while len(seen) < 4:
        before = levels(trainer, ALICE)
        validated(trainer, ALICE, trainer.good(128, total), PEOPLE[2 + total % 3])
        total += 128
        if levels(trainer, ALICE) != before:
            seen += [(level, total) for level in levels(trainer, ALICE) if level not in before]
    assert seen == [(0, 128), (1, 128), (2, 1_024), (3, 10_112)]
    # There is no fifth, and no level twice.
    validated(trainer, ALICE, trainer.good(128, 0), BOB)
    assert levels(trainer, ALICE) == (0, 1, 2, 3)
    assert read(arena, "balanceOf", ALICE) == 4
    trainer.check()


def test_validators_earn_badges_too_and_the_contributor_s_come_first(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    for spare in range(9):
        validated(trainer, ALICE, trainer.good(1, spare), BOB)
    events = validated(trainer, ALICE, trainer.good(1, 9), BOB)
    assert isinstance(events[0], Validated)
    assert [event.to for event in events if isinstance(event, Transfer)] == [ALICE, BOB]
    assert levels(trainer, ALICE) == levels(trainer, BOB) == (0,)


def test_both_roles_count_together(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    validated(trainer, ALICE, trainer.good(9), BOB)
    validated(trainer, BOB, trainer.bad(), ALICE)
    assert levels(trainer, ALICE) == (0,)


def test_badges_of_trainers_are_different_badges(arena: Arena) -> None:
    arena.trainer(incentive=STAKE)
    trainers = [arena.trainer(incentive=POINTS) for _ in range(2)]
    for trainer in trainers:
        validated(trainer, ALICE, trainer.good(10), BOB)
    assert sorted(arena.twin.badges.owners) == [
        1 << 168 | int(ALICE, 16),
        2 << 168 | int(ALICE, 16),
    ]
    assert read(arena, "balanceOf", ALICE) == 2


@pytest.fixture
def token(arena: Arena) -> int:
    """A badge of Alice."""
    trainer = arena.trainer(incentive=POINTS)
    validated(trainer, ALICE, trainer.good(10), BOB)
    return token_id(0, 0, ALICE)


def test_a_badge_never_moves(arena: Arena, token: int) -> None:
    badges = arena.runtime.badges
    assert read(arena, "locked", token) is True
    arena.transact(codec.BADGES, badges, "approve", BOB, token)
    arena.transact(codec.BADGES, badges, "setApprovalForAll", CAROL, True)
    for sender in (ALICE, BOB, CAROL, DAVE):
        for recipient in (ALICE, BOB, badges):
            for function in ("transferFrom", "safeTransferFrom"):
                with pytest.raises(BadgesSoulbound) as caught:
                    arena.transact(
                        codec.BADGES, badges, function, ALICE, recipient, token, sender=sender
                    )
                assert caught.value == BadgesSoulbound(token)
    assert read(arena, "ownerOf", token) == ALICE


def test_the_standards_it_speaks(arena: Arena) -> None:
    for interface in (ERC165, ERC721, ERC721_METADATA, ERC5192):
        assert read(arena, "supportsInterface", bytes.fromhex(interface)) is True
    for interface in (INVALID_INTERFACE, "00000000", "d9b67a26"):
        assert read(arena, "supportsInterface", bytes.fromhex(interface)) is False
    assert read(arena, "name") == "Commonweal Badges"
    assert read(arena, "symbol") == "COMMONWEAL"


@pytest.mark.parametrize("level", range(4))
def test_what_a_badge_shows_is_made_on_chain(arena: Arena, level: int) -> None:
    for _ in range(12):
        trainer = arena.trainer(incentive=POINTS)
    points = MILESTONES[level]
    for spare in range(-(-points // 128)):
        validated(trainer, ALICE, trainer.good(128, spare), PEOPLE[2 + spare % 3])
    shown = read(arena, "tokenURI", token_id(11, level, ALICE))
    assert isinstance(shown, str)
    described = json.loads(data_uri(shown, "application/json"))
    assert described["name"] == f"{points} points for model 11"
    assert "Not transferable" in described["description"]
    assert described["attributes"] == [
        {"trait_type": "points", "value": points},
        {"trait_type": "model", "value": 11},
    ]
    picture = ElementTree.fromstring(data_uri(described["image"], "image/svg+xml"))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [found.text for found in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [str(points), "model 11"]


def data_uri(text: str, kind: str) -> str:
    start = f"data:{kind};base64,"
    assert text.startswith(start)
    return base64.b64decode(text.removeprefix(start), validate=True).decode()


def test_only_the_trainer_itself_awards(arena: Arena) -> None:
    arena.trainer(incentive=POINTS)
    badges = arena.runtime.badges
    award = ("award", 0, ALICE, 0, 10)
    for sender in (ALICE, DEPLOYER):
        with pytest.raises(BadgesNotTrainer) as caught:
            arena.transact(codec.BADGES, badges, *award, sender=sender)
        assert caught.value == BadgesNotTrainer(sender)
    account = arena.create("ContractAccount")
    data = codec.function_data(codec.BADGES, *award)
    with pytest.raises(BadgesNotTrainer) as caught:
        arena.transact("ContractAccount", account, "execute", badges, data)
    assert caught.value == BadgesNotTrainer(account)
    # An index past 88 bits would give another trainer's tokens, were there such a trainer.
    for index in (1, 2**88, 2**256 - 1):
        with pytest.raises(TrainerUnknown) as unknown:
            arena.transact(codec.BADGES, badges, "award", index, ALICE, 0, 10)
        assert unknown.value == TrainerUnknown(index, 1)


def test_a_clone_that_the_registry_did_not_make_awards_nothing(arena: Arena) -> None:
    """Anybody may copy a trainer's code with arguments that claim an index of the registry."""
    trainer = arena.trainer(incentive=POINTS)
    code = arena.transport.code(trainer.address)
    # Creation code that returns what follows it.
    copy = bytes.fromhex(f"61{len(code):04x}80600a3d393df3") + code
    forged = arena.create_raw(copy)
    assert arena.transport.code(forged) == code
    # It works as a trainer, with its own state, closed by its apparent deployer.
    arena.transact(trainer.contract, forged, "uploadWeights", 0, (), True, sender=DEPLOYER)
    for spare in range(10):
        one = trainer.pack((0, [spare]))
        arena.transact(trainer.contract, forged, "contribute", one, sender=ALICE)
    arena.wait(600)
    for spare in range(9):
        one = trainer.pack((0, [spare]))
        arena.transact(trainer.contract, forged, "validate", ALICE, one, sender=BOB)
    with pytest.raises(BadgesNotTrainer) as caught:
        arena.transact(
            trainer.contract, forged, "validate", ALICE, trainer.pack((0, [9])), sender=BOB
        )
    assert caught.value == BadgesNotTrainer(forged)
    assert arena.twin.badges.owners == {}


@pytest.mark.parametrize("contract", ["WritingReceiver", "RefusingReceiver", "ContractAccount"])
def test_a_contract_that_knows_no_badges_earns_them(arena: Arena, contract: str) -> None:
    """It has no `onERC721Received`, and must not stop a validation."""
    trainer = arena.trainer(incentive=POINTS)
    holder = arena.create(contract)
    samples = trainer.good(10)
    data = codec.function_data(trainer.contract, "contribute", samples)
    arena.transact(contract, holder, "execute", trainer.address, data)
    arena.wait(600)
    trainer.validate(holder, samples, BOB)
    assert levels(trainer, holder) == (0,)
    trainer.check()
