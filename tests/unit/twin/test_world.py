"""The registry and everything behind it; history folds to the same state."""

from __future__ import annotations

import pytest
from scene import (
    ALICE,
    BOB,
    DENSE_SHAPE,
    DEPLOYER,
    METADATA,
    POINTS_RULES,
    REGISTRY,
    SPARSE_SHAPE,
    STAKE_RULES,
    Scene,
    dense,
    sparse,
)

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
from commonweal.commitment import contract_address
from commonweal.errors import ActionFault, FailedCall, TrainerUnknown
from commonweal.events import (
    ApprovalForAll,
    Emitted,
    Event,
    Recorded,
    TrainerDeployed,
    UploadClosed,
    WeightsUploaded,
)
from commonweal.fixed_point import pack_lanes
from commonweal.twin import world
from commonweal.twin.models import DensePerceptron
from commonweal.twin.world import WorldState
from commonweal.types import IncentiveKind, ModelKind


def test_trainers_are_listed_in_order_with_their_block(scene: Scene) -> None:
    first = scene.deploy()
    second = scene.deploy(ModelKind.DENSE_PERCEPTRON, IncentiveKind.POINTS)
    assert scene.world.registry.trainer_at(0) == (first.address, 1)
    assert scene.world.registry.trainer_at(1) == (second.address, 3)
    for index in (2, -1):
        with pytest.raises(TrainerUnknown) as caught:
            scene.world.registry.trainer_at(index)
        assert caught.value == TrainerUnknown(index, 2)


def test_addresses_follow_from_the_registrys(scene: Scene) -> None:
    assert scene.world.registry.badges == contract_address(REGISTRY, 1)
    assert scene.deploy().address == contract_address(REGISTRY, 2)
    assert scene.deploy().address == contract_address(REGISTRY, 3)


def test_a_deployment_tells_all_that_the_trainer_is(scene: Scene) -> None:
    action = DeployUnderPoints(ModelKind.DENSE_PERCEPTRON, DENSE_SHAPE, POINTS_RULES, METADATA)
    (emitted,) = scene.submit(ALICE, REGISTRY, action)
    trainer = scene.world.trainer(contract_address(REGISTRY, 2))
    assert emitted.event == TrainerDeployed(
        0,
        trainer.address,
        ALICE,
        ModelKind.DENSE_PERCEPTRON,
        IncentiveKind.POINTS,
        DENSE_SHAPE,
        POINTS_RULES.pack(scene.world.registry.badges),
        METADATA,
    )
    assert trainer.deployer == ALICE
    assert trainer.points.rules == POINTS_RULES
    assert isinstance(trainer.model, DensePerceptron)
    assert trainer.head.upload_open


def test_an_upload_tells_its_words_and_its_end(scene: Scene) -> None:
    trainer = scene.deploy(close=False)
    words = pack_lanes([7, 8, 9], 16)
    cases: list[tuple[UploadWeights, list[Event]]] = [
        (UploadWeights(1, words, False), [WeightsUploaded(1, words)]),
        (UploadWeights(0, (), False), []),
        (UploadWeights(0, words, True), [WeightsUploaded(0, words), UploadClosed()]),
    ]
    for action, events in cases:
        emitted = scene.submit(DEPLOYER, trainer.address, action)
        assert [one.event for one in emitted] == events
    assert trainer.model.lanes[:18] == [7, 8, 9, *[0] * 13, 7, 8]
    assert not trainer.head.upload_open


def busy_scene() -> Scene:
    """Give a history with every kind of event in it."""
    scene = Scene()
    stake = scene.deploy(lanes=[0, 9_000])
    points = scene.deploy(ModelKind.DENSE_PERCEPTRON, IncentiveKind.POINTS)
    batch = sparse((1, [0]), (0, [0, 5]), (1, [3, 4]))
    rows = dense(*[(1, [5, 4, 3, 2, 1])] * 12)
    scene.contribute(stake, ALICE, batch)
    scene.submit(ALICE, points.address, Contribute(rows))
    scene.wait(1_800)
    scene.settle(stake, ALICE, batch, by=BOB)
    scene.wait(900)
    scene.settle(stake, ALICE, batch, by=BOB)
    scene.validate(points, ALICE, rows, by=BOB)
    scene.submit(BOB, stake.address, Fund(777))
    scene.submit(BOB, stake.address, Withdraw(ALICE))
    return scene


def assert_same(one: WorldState, other: WorldState) -> None:
    assert one.registry == other.registry
    assert one.badges == other.badges
    assert list(one.trainers) == list(other.trainers)
    for address, trainer in one.trainers.items():
        found = other.trainers[address]
        assert trainer.model.lanes == found.model.lanes
        assert trainer.incentive == found.incentive
        assert (trainer.head, trainer.balance_wei) == (found.head, found.balance_wei)
        assert (trainer.deployer, trainer.registry_index) == (found.deployer, found.registry_index)


def test_history_folds_to_the_same_state() -> None:
    scene = busy_scene()
    kinds = {type(one.event).__name__ for one, _, _ in scene.emitted}
    assert len(kinds) == 11
    history = [
        Recorded(one.event, one.emitter, number, bytes(32), at_s, bytes(32), 0)
        for one, at_s, number in scene.emitted
    ]
    assert_same(world.replay(WorldState.new(REGISTRY), history), scene.world)


def test_deciding_changes_nothing_and_a_copy_is_its_own() -> None:
    scene = busy_scene()
    kept = scene.world.copy()
    stake, points = scene.world.trainers.values()
    fresh = sparse((0, [0, 1, 2]))
    call = Call(ALICE, stake.address, Contribute(fresh, 10**6))
    world.decide(scene.world, call, scene.now_s)
    assert_same(kept, scene.world)
    scene.contribute(stake, ALICE, fresh)
    scene.submit(ALICE, points.address, Contribute(dense((0, [1, 1, 1, 1, 1]))))
    scene.deploy()
    before, after = kept.trainers[stake.address], scene.world.trainers[stake.address]
    assert before.model.lanes != after.model.lanes
    assert before.head != after.head
    assert before.stake != after.stake
    assert kept.trainers[points.address].points != points.points
    assert len(kept.registry.deployments) + 1 == len(scene.world.registry.deployments)
    assert len(kept.trainers) + 1 == len(scene.world.trainers)


def test_the_contracts_themselves_take_no_withdrawals(scene: Scene) -> None:
    trainer = scene.deploy(lanes=[0, 9_000])
    scene.contribute(trainer, ALICE, sparse((1, [0])))
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, ALICE, sparse((1, [0])))
    for recipient in (trainer.address, REGISTRY, scene.world.registry.badges):
        with pytest.raises(FailedCall):
            scene.submit(ALICE, trainer.address, Withdraw(recipient))
    scene.submit(ALICE, trainer.address, Withdraw(ALICE))


def test_calls_that_no_contract_understands_are_faults(scene: Scene) -> None:
    stake = scene.deploy().address
    points = scene.deploy(incentive=IncentiveKind.POINTS).address
    deploy = DeployUnderStake(ModelKind.SPARSE_PERCEPTRON, SPARSE_SHAPE, STAKE_RULES, METADATA)
    cases: list[tuple[str, Action, str]] = [
        (stake, Validate(ALICE, b""), "works with stakes"),
        (points, Settle(ALICE, b""), "works with points"),
        (points, Fund(1), "works with points"),
        (points, Withdraw(ALICE), "works with points"),
        (stake, deploy, "send it to the registry"),
        (REGISTRY, Fund(1), "The registry only deploys models"),
        (ALICE, Fund(1), f"expected at {ALICE}"),
    ]
    for to, action, sentence in cases:
        with pytest.raises(ActionFault, match=sentence):
            scene.submit(BOB, to, action)


def test_events_of_others_are_refused(scene: Scene) -> None:
    trainer = scene.deploy()
    wrong = [
        Emitted(ALICE, UploadClosed()),
        Emitted(REGISTRY, UploadClosed()),
        Emitted(trainer.address, ApprovalForAll(ALICE, BOB, True)),
        Emitted(scene.world.registry.badges, UploadClosed()),
    ]
    for emitted in wrong:
        with pytest.raises(ActionFault, match="event"):
            world.evolve(scene.world, emitted, scene.now_s)
    allowed = Emitted(scene.world.registry.badges, ApprovalForAll(ALICE, BOB, True))
    world.evolve(scene.world, allowed, scene.now_s)
    assert scene.world.badges.owners == {}


def test_reads_of_a_trainer(scene: Scene) -> None:
    trainer = scene.deploy(lanes=[2, 9, -9])
    samples = sparse((1, [0]), (1, [1]))
    assert trainer.predict(sparse((0, [0]))).score == 11
    assert [one.label for one in trainer.predict_batch(samples)] == [1, 0]
    assert trainer.evaluate(samples).correct == 1
    assert [change.feature for change in trainer.preview(samples)] == [1, 40]
    assert trainer.weight_words(0, 1) == pack_lanes([2, 9, -9], 16)
    assert trainer.weight_words(0, 3) == (*pack_lanes([2, 9, -9], 16), bytes(32), bytes(32))
