"""The registry: who deploys what, how it is found, and that nothing of it ever changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from arena import (
    ALICE,
    BOB,
    CAROL,
    DENSE,
    DENSE_SHAPE,
    METADATA,
    PEOPLE,
    POINTS,
    POINTS_RULES,
    SPARSE,
    SPARSE_SHAPE,
    STAKE,
    STAKE_RULES,
    Arena,
    Trainer,
)
from suites import EVERY_TRAINER

from commonweal.actions import DeployUnderPoints, DeployUnderStake, UploadWeights
from commonweal.errors import (
    ContributionUnknown,
    CreditEmpty,
    MetadataMissing,
    PointsRuleOutOfRange,
    Rejection,
    ShapeOutOfRange,
    StakeRuleOutOfRange,
    TrainerNotDeployed,
    TrainerUnknown,
    UnknownRevertFault,
    UploadStillOpen,
)
from commonweal.events import TrainerDeployed
from commonweal.runtime import codec
from commonweal.types import IncentiveKind, Metadata, ModelKind, ModelShape, text_to_bytes32

YEAR_S = 365 * 24 * 3_600


def test_trainers_are_found_in_the_order_of_their_deployment(arena: Arena) -> None:
    deployed = []
    for sender in PEOPLE:
        action = DeployUnderPoints(DENSE, DENSE_SHAPE, POINTS_RULES, METADATA)
        arena.wait(7)
        outcome = arena.run(sender, arena.registry, action)
        (recorded,) = outcome.events
        assert isinstance(recorded.event, TrainerDeployed)
        deployed.append((recorded.event.trainer, sender, recorded.block_number))
    found = arena.runtime.trainers()
    assert [(info.address, info.deployer, info.deployed_at_block) for info in found] == deployed
    assert arena.runtime.trainer_count() == len(PEOPLE)
    assert len({info.address for info in found}) == len(PEOPLE)
    for index, (address, _, block) in enumerate(deployed):
        assert arena.read(codec.REGISTRY, arena.registry, "trainerAt", index) == (address, block)
    for index in (len(PEOPLE), 2**256 - 1):
        with pytest.raises(TrainerUnknown) as caught:
            arena.read(codec.REGISTRY, arena.registry, "trainerAt", index)
        assert caught.value == TrainerUnknown(index, len(PEOPLE))


def test_what_people_should_know_comes_back_as_it_was_given(arena: Arena) -> None:
    metadata = Metadata(
        name="Naïve “review” 評価 🙂",
        description="x" * 5_000,
        label_names=("不好", "хорошо"),
        data_licence="CC-BY-SA-4.0",
        encoder_hash=bytes(range(32)),
    )
    arena.run(ALICE, arena.registry, DeployUnderStake(SPARSE, SPARSE_SHAPE, STAKE_RULES, metadata))
    (info,) = arena.runtime.trainers()
    assert info.metadata == metadata
    assert (info.shape, info.rules) == (SPARSE_SHAPE, STAKE_RULES)


@EVERY_TRAINER
def test_a_trainer_says_what_it_was_deployed_with(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    arena.trainer()
    trainer = arena.trainer(model, incentive)
    rules = STAKE_RULES if incentive is STAKE else POINTS_RULES
    assert trainer.read("registryIndex") == 1
    assert trainer.read("kind") == (model, incentive)
    info = arena.runtime.trainer(trainer.address)
    assert info.rules == rules
    found = trainer.read("rules")
    assert found == tuple(getattr(rules, name) for name in type(rules).__slots__)


EXTREMES: list[tuple[ModelKind, ModelShape, Any]] = [
    (
        SPARSE,
        ModelShape(65_535, 16, 0),
        replace(
            STAKE_RULES,
            floor_price_wei=2**64 - 1,
            seconds_per_sample=3_600,
            refund_wait_s=YEAR_S - 600,
            take_wait_s=YEAR_S,
            verdict_gap_s=YEAR_S,
            deposit_cap_wei=2**80 - 1,
        ),
    ),
    (
        DENSE,
        ModelShape(1_024, 32, 30),
        replace(
            STAKE_RULES,
            floor_price_wei=1,
            seconds_per_sample=1,
            refund_wait_s=600,
            take_wait_s=1_200,
            verdict_gap_s=600,
            deposit_cap_wei=1,
        ),
    ),
    (DENSE, ModelShape(1, 16, 14), POINTS_RULES),
    (SPARSE, ModelShape(1, 16, 0), replace(POINTS_RULES, validate_wait_s=YEAR_S)),
]


@pytest.mark.parametrize(("model", "shape", "rules"), EXTREMES)
def test_no_argument_reaches_into_its_neighbour(
    arena: Arena, model: ModelKind, shape: ModelShape, rules: Any
) -> None:
    incentive = STAKE if isinstance(rules, type(STAKE_RULES)) else POINTS
    trainer = arena.trainer(model, incentive, shape=shape, rules=rules, lanes=(), close=False)
    assert trainer.read("shape") == (shape.feature_count, shape.lane_bits, shape.fraction_bits)
    assert trainer.read("rules") == tuple(getattr(rules, name) for name in type(rules).__slots__)
    assert trainer.read("registryIndex") == 0


@EVERY_TRAINER
def test_nothing_that_happens_changes_the_code(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    code = arena.transport.code(trainer.address)
    assert len(code) == 45 + 64
    before = trainer.read("shape"), trainer.read("rules"), trainer.read("deployer")
    trainer.contribute(ALICE, trainer.bad(9))
    trainer.close(ALICE, trainer.bad(9))
    assert arena.transport.code(trainer.address) == code
    assert (trainer.read("shape"), trainer.read("rules"), trainer.read("deployer")) == before


@EVERY_TRAINER
def test_the_implementation_itself_is_of_no_use(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    implementation = arena.implementation(model, incentive)
    contract, samples = trainer.contract, trainer.good()
    for sender in PEOPLE:
        with pytest.raises(TrainerNotDeployed):
            arena.transact(contract, implementation, "uploadWeights", 0, (), True, sender=sender)
    with pytest.raises(UploadStillOpen):
        arena.transact(contract, implementation, "contribute", samples)
    if incentive is POINTS:
        with pytest.raises(ContributionUnknown):
            arena.transact(contract, implementation, "validate", BOB, samples)
        return
    for value_wei in (0, 1):
        with pytest.raises(TrainerNotDeployed):
            arena.transact(contract, implementation, "fund", value_wei=value_wei)
    with pytest.raises(ContributionUnknown):
        arena.transact(contract, implementation, "settle", ALICE, samples)
    with pytest.raises(CreditEmpty):
        arena.transact(contract, implementation, "withdraw", ALICE)


@EVERY_TRAINER
def test_two_models_share_nothing(arena: Arena, model: ModelKind, incentive: IncentiveKind) -> None:
    one = arena.trainer(model, incentive)
    two = arena.trainer(model, incentive)

    def state(trainer: Trainer) -> object:
        key = trainer.key(ALICE, one.bad(3))
        return (
            trainer.lanes(),
            arena.runtime.head(trainer.address),
            arena.runtime.open_contribution(trainer.address, key),
            trainer.balance_wei,
        )

    untouched = state(two)
    one.contribute(ALICE, one.bad(3))
    assert state(two) == untouched
    with pytest.raises(ContributionUnknown):
        two.close(ALICE, one.bad(3))
    one.close(ALICE, one.bad(3))
    assert state(two) == untouched
    two.check()


def test_uploading_is_the_deployer_s_of_that_trainer(arena: Arena) -> None:
    for sender in (ALICE, BOB):
        action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, METADATA)
        arena.run(sender, arena.registry, action)
    first, second = (info.address for info in arena.runtime.trainers())
    with pytest.raises(Rejection):
        arena.run(ALICE, second, UploadWeights(0, (), True))
    arena.run(BOB, second, UploadWeights(0, (), True))
    arena.run(ALICE, first, UploadWeights(0, (), True))


SHAPES_REFUSED = [
    (SPARSE, (0, 16, 0), ("featureCount", 0, 1, 65_535)),
    (SPARSE, (65_536, 16, 0), ("featureCount", 65_536, 1, 65_535)),
    (SPARSE, (2**24 - 1, 16, 0), ("featureCount", 2**24 - 1, 1, 65_535)),
    (SPARSE, (9, 15, 0), ("laneBits", 15, 16, 16)),
    (SPARSE, (9, 32, 0), ("laneBits", 32, 16, 16)),
    (SPARSE, (9, 16, 1), ("fractionBits", 1, 0, 0)),
    (DENSE, (0, 16, 0), ("featureCount", 0, 1, 1_024)),
    (DENSE, (1_025, 16, 0), ("featureCount", 1_025, 1, 1_024)),
    (DENSE, (9, 0, 0), ("laneBits", 0, 16, 32)),
    (DENSE, (9, 17, 0), ("laneBits", 17, 16, 32)),
    (DENSE, (9, 24, 0), ("laneBits", 24, 16, 32)),
    (DENSE, (9, 64, 0), ("laneBits", 64, 16, 32)),
    (DENSE, (9, 16, 15), ("fractionBits", 15, 0, 14)),
    (DENSE, (9, 32, 31), ("fractionBits", 31, 0, 30)),
    # All wrong at once: the first of them is named.
    (DENSE, (0, 0, 255), ("featureCount", 0, 1, 1_024)),
    (SPARSE, (9, 255, 255), ("laneBits", 255, 16, 16)),
]


@pytest.mark.parametrize(("model", "shape", "expected"), SHAPES_REFUSED)
def test_shapes_that_no_model_has(
    arena: Arena, model: ModelKind, shape: tuple[int, int, int], expected: tuple[str, int, int, int]
) -> None:
    name, *numbers = expected
    rejection = ShapeOutOfRange(text_to_bytes32(name), *numbers)
    under_stake = DeployUnderStake(model, ModelShape(*shape), STAKE_RULES, METADATA)
    under_points = DeployUnderPoints(model, ModelShape(*shape), POINTS_RULES, METADATA)
    for action in (under_stake, under_points):
        with pytest.raises(ShapeOutOfRange) as caught:
            arena.run(CAROL, arena.registry, action)
        assert caught.value == rejection
    assert arena.runtime.trainer_count() == 0


RULES_REFUSED = [
    ({"floor_price_wei": 0}, ("floorPriceWei", 0, 1, 2**64 - 1)),
    ({"seconds_per_sample": 0}, ("secondsPerSample", 0, 1, 3_600)),
    ({"seconds_per_sample": 3_601}, ("secondsPerSample", 3_601, 1, 3_600)),
    ({"refund_wait_s": 0}, ("refundWaitS", 0, 600, YEAR_S)),
    ({"refund_wait_s": 599}, ("refundWaitS", 599, 600, YEAR_S)),
    ({"refund_wait_s": YEAR_S + 1}, ("refundWaitS", YEAR_S + 1, 600, YEAR_S)),
    ({"take_wait_s": 0}, ("takeWaitS", 0, 1_200, YEAR_S)),
    ({"take_wait_s": 1_199}, ("takeWaitS", 1_199, 1_200, YEAR_S)),
    ({"take_wait_s": 2**32 - 1}, ("takeWaitS", 2**32 - 1, 1_200, YEAR_S)),
    # Where the refund wait leaves no room for the take wait, no take wait will do.
    (
        {"refund_wait_s": YEAR_S, "take_wait_s": YEAR_S},
        ("takeWaitS", YEAR_S, YEAR_S + 600, YEAR_S),
    ),
    ({"verdict_gap_s": 599}, ("verdictGapS", 599, 600, YEAR_S)),
    ({"verdict_gap_s": YEAR_S + 1}, ("verdictGapS", YEAR_S + 1, 600, YEAR_S)),
    ({"deposit_cap_wei": 0}, ("depositCapWei", 0, 10**6, 2**80 - 1)),
    ({"deposit_cap_wei": 10**6 - 1}, ("depositCapWei", 10**6 - 1, 10**6, 2**80 - 1)),
]


@pytest.mark.parametrize(("changes", "expected"), RULES_REFUSED)
def test_stake_rules_that_are_not_safe(
    arena: Arena, changes: dict[str, int], expected: tuple[str, int, int, int]
) -> None:
    name, *numbers = expected
    action = DeployUnderStake(SPARSE, SPARSE_SHAPE, replace(STAKE_RULES, **changes), METADATA)
    with pytest.raises(StakeRuleOutOfRange) as caught:
        arena.run(CAROL, arena.registry, action)
    assert caught.value == StakeRuleOutOfRange(text_to_bytes32(name), *numbers)


@pytest.mark.parametrize("wait_s", [0, 1, 599, YEAR_S + 1, 2**32 - 1])
def test_points_rules_that_are_not_safe(arena: Arena, wait_s: int) -> None:
    rules = replace(POINTS_RULES, validate_wait_s=wait_s)
    action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, rules, METADATA)
    with pytest.raises(PointsRuleOutOfRange) as caught:
        arena.run(CAROL, arena.registry, action)
    expected = PointsRuleOutOfRange(text_to_bytes32("validateWaitS"), wait_s, 600, YEAR_S)
    assert caught.value == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"label_names": ("", "good")}, "labelNames"),
        ({"label_names": ("bad", "")}, "labelNames"),
        ({"data_licence": ""}, "dataLicence"),
        ({"name": "", "label_names": ("", ""), "data_licence": ""}, "name"),
    ],
)
def test_what_people_must_know_is_never_empty(
    arena: Arena, changes: dict[str, Any], field: str
) -> None:
    metadata = replace(METADATA, **changes)
    for action in (
        DeployUnderStake(SPARSE, SPARSE_SHAPE, STAKE_RULES, metadata),
        DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, metadata),
    ):
        with pytest.raises(MetadataMissing) as caught:
            arena.run(CAROL, arena.registry, action)
        assert caught.value == MetadataMissing(text_to_bytes32(field))


def test_a_description_may_be_empty(arena: Arena) -> None:
    metadata = replace(METADATA, description="", encoder_hash=bytes(32))
    arena.run(
        ALICE, arena.registry, DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, metadata)
    )
    assert arena.runtime.trainer_at(0).metadata == metadata


def test_a_model_of_no_kind_is_refused(arena: Arena) -> None:
    shape, rules = (9, 16, 0), (600,)
    metadata = ("a", "b", ("c", "d"), "e", bytes(32))
    for model in (2, 255):
        with pytest.raises(UnknownRevertFault):
            arena.transact(
                codec.REGISTRY,
                arena.registry,
                "deployUnderPoints",
                model,
                shape,
                rules,
                metadata,
            )


def test_the_registry_holds_no_money(arena: Arena) -> None:
    action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, METADATA)
    for data in (b"", codec.action_data(action)):
        with pytest.raises(UnknownRevertFault):
            arena.send(ALICE, arena.registry, data, 1)
    assert arena.balance_wei(arena.registry) == 0
