"""Points and badges."""

from __future__ import annotations

import pytest
from scene import ALICE, BOB, CAROL, POINTS_RULES, Scene, sparse

from commonweal.actions import Contribute
from commonweal.commitment import contribution_key
from commonweal.errors import (
    ContributionUnknown,
    DepositNotAccepted,
    ValidateOwnContribution,
    ValidateTooEarly,
)
from commonweal.events import Emitted, Locked, Transfer, Validated
from commonweal.twin import badges
from commonweal.twin.trainer import TrainerState
from commonweal.types import ZERO_ADDRESS, IncentiveKind, Points

MIXED = sparse((1, [0]), (0, [0]), (1, [0, 2]))


@pytest.fixture
def trainer(scene: Scene) -> TrainerState:
    """The registry's second trainer, under points; feature 0 speaks for label 1."""
    scene.deploy()
    return scene.deploy(incentive=IncentiveKind.POINTS, lanes=[0, 9_000])


def give(
    scene: Scene, trainer: TrainerState, who: str, points: int, by: str
) -> tuple[Emitted, ...]:
    """Contribute good samples and have them validated."""
    samples = sparse(*[(1, [0])] * points)
    scene.submit(who, trainer.address, Contribute(samples))
    scene.wait(POINTS_RULES.validate_wait_s)
    return scene.validate(trainer, who, samples, by=by)


def test_contributor_and_validator_earn_points(scene: Scene, trainer: TrainerState) -> None:
    scene.submit(ALICE, trainer.address, Contribute(MIXED))
    key = contribution_key(ALICE, MIXED)
    assert trainer.points.open_contributions == {key: scene.now_s}
    scene.wait(POINTS_RULES.validate_wait_s)
    (emitted,) = scene.validate(trainer, ALICE, MIXED, by=BOB)
    assert emitted == Emitted(trainer.address, Validated(key, ALICE, BOB, 2, 1))
    assert trainer.points.points_of(ALICE) == Points(as_contributor=2, as_validator=0)
    assert trainer.points.points_of(BOB) == Points(as_contributor=0, as_validator=1)
    assert trainer.points.points_of(CAROL) == Points(0, 0)
    with pytest.raises(ContributionUnknown):
        scene.validate(trainer, ALICE, MIXED, by=BOB)


def test_nobody_validates_their_own(scene: Scene, trainer: TrainerState) -> None:
    scene.submit(ALICE, trainer.address, Contribute(MIXED))
    # The account is told before the time is.
    with pytest.raises(ValidateOwnContribution) as caught:
        scene.validate(trainer, ALICE, MIXED, by=ALICE)
    assert caught.value == ValidateOwnContribution(ALICE)


def test_the_wait_ends_at_its_second(scene: Scene, trainer: TrainerState) -> None:
    scene.submit(ALICE, trainer.address, Contribute(MIXED))
    from_s = scene.now_s + POINTS_RULES.validate_wait_s
    scene.wait(POINTS_RULES.validate_wait_s - 1)
    with pytest.raises(ValidateTooEarly) as caught:
        scene.validate(trainer, ALICE, MIXED, by=BOB)
    assert caught.value == ValidateTooEarly(from_s - 1, from_s)
    scene.wait(1)
    scene.validate(trainer, ALICE, MIXED, by=BOB)


def test_money_is_refused(scene: Scene, trainer: TrainerState) -> None:
    with pytest.raises(DepositNotAccepted) as caught:
        scene.submit(ALICE, trainer.address, Contribute(MIXED, 1))
    assert caught.value == DepositNotAccepted(1)


def test_a_badge_comes_with_its_milestone_and_once(scene: Scene, trainer: TrainerState) -> None:
    assert len(give(scene, trainer, ALICE, 9, by=BOB)) == 1
    emitted = give(scene, trainer, ALICE, 1, by=BOB)
    token = 1 << 168 | 0 << 160 | int(ALICE, 16)
    collection = scene.world.registry.badges
    assert emitted[1:] == (
        Emitted(collection, Transfer(ZERO_ADDRESS, ALICE, token)),
        Emitted(collection, Locked(token)),
    )
    assert scene.world.badges.owners == {token: ALICE}
    assert len(give(scene, trainer, ALICE, 2, by=BOB)) == 1


def test_one_validation_may_pass_two_milestones(scene: Scene, trainer: TrainerState) -> None:
    emitted = give(scene, trainer, ALICE, 128, by=BOB)
    tokens = [one.event.token_id for one in emitted if isinstance(one.event, Locked)]
    assert tokens == [badges.token_id(1, level, ALICE) for level in (0, 1)]


def test_points_of_both_kinds_count_for_badges(scene: Scene, trainer: TrainerState) -> None:
    give(scene, trainer, BOB, 9, by=CAROL)
    emitted = give(scene, trainer, ALICE, 10, by=BOB)
    holders = [one.event.to for one in emitted if isinstance(one.event, Transfer)]
    # The contributor's come before the validator's.
    assert holders == [ALICE, BOB]


@pytest.mark.parametrize(
    ("before", "now", "levels"),
    [
        (0, 9, []),
        (0, 10, [0]),
        (9, 10, [0]),
        (10, 99, []),
        (99, 100, [1]),
        (100, 999, []),
        (999, 1_000, [2]),
        (99, 1_000, [1, 2]),
        (9_999, 10_000, [3]),
        (10_000, 10**12, []),
        (0, 10_000, [0, 1, 2, 3]),
    ],
)
def test_milestones(before: int, now: int, levels: list[int]) -> None:
    events = badges.decide_award(7, ALICE, before, now)
    expected = []
    for level in levels:
        token = badges.token_id(7, level, ALICE)
        expected += [Transfer(ZERO_ADDRESS, ALICE, token), Locked(token)]
    assert list(events) == expected


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_badges_number_tells_trainer_level_and_holder(level: int) -> None:
    number = badges.token_id(7, level, ALICE)
    assert number.to_bytes(32, "big").hex() == f"{7:022x}{level:02x}{'a1' * 20}"
