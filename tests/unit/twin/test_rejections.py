"""Every rejection of the contracts that an action can meet happens in the twin too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

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
    sparse,
)

from commonweal import errors
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
from commonweal.commitment import contribution_key
from commonweal.errors import REJECTIONS, Rejection
from commonweal.fixed_point import pack_lanes
from commonweal.samples import MOST_BYTES
from commonweal.types import IncentiveKind, ModelKind, text_to_bytes32

SPARSE, DENSE = ModelKind.SPARSE_PERCEPTRON, ModelKind.DENSE_PERCEPTRON
GOOD = sparse((1, [0]))
HUGE = b"\1" * (MOST_BYTES + 1)

# No action of an account reaches these; the contracts' own tests show them.
BEYOND_ACTIONS = {
    "BadgesNotTrainer",
    "BadgesSoulbound",
    "CloneArgumentsTooLong",
    "ERC721IncorrectOwner",
    "ERC721InsufficientApproval",
    "ERC721InvalidApprover",
    "ERC721InvalidOperator",
    "ERC721InvalidOwner",
    "ERC721InvalidReceiver",
    "ERC721InvalidSender",
    "ERC721NonexistentToken",
    "FailedDeployment",
    "InsufficientBalance",
    "TrainerNotDeployed",
}


def word(lane: int, place: int = 0) -> bytes:
    return pack_lanes([*[0] * place, lane], 16)[0]


def contribute(samples: bytes, value_wei: int = 10**9) -> Callable[[Scene], object]:
    def act(scene: Scene) -> object:
        trainer = scene.deploy(lanes=[0, 9_000])
        return scene.submit(ALICE, trainer.address, Contribute(samples, value_wei))

    return act


def upload(
    first: int, words: tuple[bytes, ...], sender: str = DEPLOYER
) -> Callable[[Scene], object]:
    def act(scene: Scene) -> object:
        trainer = scene.deploy(close=False)
        return scene.submit(sender, trainer.address, UploadWeights(first, words, True))

    return act


def under_stake(
    model: ModelKind = SPARSE, shape: dict[str, int] | None = None, **rules: Any
) -> Callable[[Scene], object]:
    base = SPARSE_SHAPE if model is SPARSE else DENSE_SHAPE
    action = DeployUnderStake(
        model, replace(base, **shape or {}), replace(STAKE_RULES, **rules), METADATA
    )
    return lambda scene: scene.submit(ALICE, REGISTRY, action)


def with_metadata(**fields: Any) -> Callable[[Scene], object]:
    metadata = replace(METADATA, **fields)
    action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, metadata)
    return lambda scene: scene.submit(ALICE, REGISTRY, action)


def under_points(wait_s: int) -> Callable[[Scene], object]:
    rules = replace(POINTS_RULES, validate_wait_s=wait_s)
    action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, rules, METADATA)
    return lambda scene: scene.submit(ALICE, REGISTRY, action)


def before_upload_closed(scene: Scene) -> object:
    trainer = scene.deploy(close=False)
    # Told before anything about the samples is.
    return scene.submit(ALICE, trainer.address, Contribute(HUGE, 0))


def fund_before_upload_closed(scene: Scene) -> object:
    # Told before the missing value is.
    return scene.submit(ALICE, scene.deploy(close=False).address, Fund(0))


def after_upload_closed(scene: Scene) -> object:
    return scene.submit(DEPLOYER, scene.deploy().address, UploadWeights(0, (), False))


def open_twice(scene: Scene) -> object:
    trainer = scene.deploy(lanes=[0, 9_000])
    scene.contribute(trainer, ALICE, GOOD)
    return scene.contribute(trainer, ALICE, GOOD)


def over_the_cap(scene: Scene) -> object:
    trainer = scene.deploy(rules=replace(STAKE_RULES, deposit_cap_wei=1_500))
    return scene.contribute(trainer, ALICE, GOOD, 1_501)


def over_the_balance(scene: Scene) -> object:
    return scene.submit(ALICE, scene.deploy().address, Fund(2**79 + 1))


def on_points(action: Contribute | Validate) -> Callable[[Scene], object]:
    def act(scene: Scene) -> object:
        trainer = scene.deploy(incentive=IncentiveKind.POINTS, lanes=[0, 9_000])
        scene.submit(ALICE, trainer.address, Contribute(GOOD))
        return scene.submit(ALICE, trainer.address, action)

    return act


def validate_early(scene: Scene) -> object:
    trainer = scene.deploy(incentive=IncentiveKind.POINTS, lanes=[0, 9_000])
    scene.submit(ALICE, trainer.address, Contribute(GOOD))
    return scene.validate(trainer, ALICE, GOOD, by=BOB)


def settle_early(scene: Scene) -> object:
    trainer = scene.deploy(lanes=[0, 9_000])
    scene.contribute(trainer, ALICE, GOOD)
    return scene.settle(trainer, ALICE, GOOD)


def settle(samples: bytes) -> Callable[[Scene], object]:
    return lambda scene: scene.submit(ALICE, scene.deploy().address, Settle(BOB, samples))


def withdraw_to_a_contract(scene: Scene) -> object:
    trainer = scene.deploy(lanes=[0, 9_000])
    scene.contribute(trainer, ALICE, GOOD)
    scene.wait(STAKE_RULES.refund_wait_s)
    scene.settle(trainer, ALICE, GOOD)
    return scene.submit(ALICE, trainer.address, Withdraw(trainer.address))


NAME = text_to_bytes32
DAY_S = 86_400
TOO_MANY = GOOD * 129

CASES: list[tuple[Callable[[Scene], object], Rejection]] = [
    (before_upload_closed, errors.UploadStillOpen()),
    (fund_before_upload_closed, errors.UploadStillOpen()),
    (after_upload_closed, errors.UploadAlreadyClosed()),
    (upload(0, (), ALICE), errors.UploadNotDeployer(DEPLOYER, ALICE)),
    (upload(2, (word(1), word(1))), errors.UploadTooLong(4, 3)),
    (upload(3, (word(1),)), errors.UploadTooLong(4, 3)),
    (upload(9, ()), errors.UploadTooLong(9, 3)),
    (upload(1, (word(1), word(1, 9))), errors.UploadWordInvalid(2)),
    (upload(1, (word(-32_768, 3),)), errors.UploadWordInvalid(1)),
    (contribute(HUGE), errors.ContributionTooLarge(60_001, 60_000)),
    # Exactly as many bytes as there may be are looked at.
    (contribute(HUGE[:-1]), errors.SampleFeatureOutOfRange(0, 257, 40)),
    (contribute(b""), errors.SamplesEmpty()),
    # The samples are told before the deposit is.
    (contribute(TOO_MANY, 0), errors.SamplesTooMany(128)),
    (contribute(GOOD + b"\1", 0), errors.SampleTruncated(1)),
    (contribute(b"\3\1\0\0"), errors.SampleLabelOutOfRange(0, 3, 2)),
    (contribute(GOOD + b"\1\0"), errors.SampleWithoutFeatures(1)),
    (contribute(b"\1\1\0\x28"), errors.SampleFeatureOutOfRange(0, 40, 40)),
    (contribute(b"\1\2\0\5\0\5"), errors.SampleFeaturesNotIncreasing(0, 5, 5)),
    (contribute(GOOD, 999), errors.DepositTooSmall(999, 1_000)),
    (over_the_cap, errors.DepositCapExceeded(1_501, 1_500)),
    (over_the_balance, errors.BalanceTooLarge(2**79 + 1, 2**79)),
    (open_twice, errors.ContributionAlreadyOpen(contribution_key(ALICE, GOOD))),
    (settle(HUGE), errors.ContributionTooLarge(60_001, 60_000)),
    (settle(GOOD), errors.ContributionUnknown(contribution_key(BOB, GOOD))),
    (settle_early, errors.SettleTooEarly(1_000_000, 1_000_600)),
    (withdraw_to_a_contract, errors.FailedCall()),
    (
        lambda scene: scene.submit(ALICE, scene.deploy().address, Withdraw(BOB)),
        errors.CreditEmpty(ALICE),
    ),
    (lambda scene: scene.submit(ALICE, scene.deploy().address, Fund(0)), errors.FundingEmpty()),
    (on_points(Contribute(sparse((0, [1])), 5)), errors.DepositNotAccepted(5)),
    (on_points(Validate(ALICE, GOOD)), errors.ValidateOwnContribution(ALICE)),
    (on_points(Validate(ALICE, HUGE)), errors.ContributionTooLarge(60_001, 60_000)),
    (
        on_points(Validate(BOB, GOOD)),
        errors.ContributionUnknown(contribution_key(BOB, GOOD)),
    ),
    (validate_early, errors.ValidateTooEarly(1_000_000, 1_000_600)),
    (
        lambda scene: scene.world.registry.trainer_at(0),
        errors.TrainerUnknown(0, 0),
    ),
    (
        under_stake(shape={"feature_count": 0}),
        errors.ShapeOutOfRange(NAME("featureCount"), 0, 1, 65_535),
    ),
    (
        under_stake(shape={"feature_count": 65_536}),
        errors.ShapeOutOfRange(NAME("featureCount"), 65_536, 1, 65_535),
    ),
    (
        under_stake(shape={"lane_bits": 32}),
        errors.ShapeOutOfRange(NAME("laneBits"), 32, 16, 16),
    ),
    (
        under_stake(shape={"fraction_bits": 1}),
        errors.ShapeOutOfRange(NAME("fractionBits"), 1, 0, 0),
    ),
    (
        under_stake(DENSE, {"feature_count": 1_025, "lane_bits": 8}),
        errors.ShapeOutOfRange(NAME("featureCount"), 1_025, 1, 1_024),
    ),
    (
        under_stake(DENSE, {"lane_bits": 24, "fraction_bits": 200}),
        errors.ShapeOutOfRange(NAME("laneBits"), 24, 16, 32),
    ),
    (
        under_stake(DENSE, {"fraction_bits": 15}),
        errors.ShapeOutOfRange(NAME("fractionBits"), 15, 0, 14),
    ),
    (
        under_stake(DENSE, {"lane_bits": 32, "fraction_bits": 31}),
        errors.ShapeOutOfRange(NAME("fractionBits"), 31, 0, 30),
    ),
    (
        under_stake(floor_price_wei=0, seconds_per_sample=0),
        errors.StakeRuleOutOfRange(NAME("floorPriceWei"), 0, 1, 2**64 - 1),
    ),
    (
        under_stake(seconds_per_sample=3_601),
        errors.StakeRuleOutOfRange(NAME("secondsPerSample"), 3_601, 1, 3_600),
    ),
    (
        under_stake(refund_wait_s=599),
        errors.StakeRuleOutOfRange(NAME("refundWaitS"), 599, 600, 365 * DAY_S),
    ),
    (
        under_stake(refund_wait_s=700, take_wait_s=1_299),
        errors.StakeRuleOutOfRange(NAME("takeWaitS"), 1_299, 1_300, 365 * DAY_S),
    ),
    (
        under_stake(verdict_gap_s=365 * DAY_S + 1),
        errors.StakeRuleOutOfRange(NAME("verdictGapS"), 365 * DAY_S + 1, 600, 365 * DAY_S),
    ),
    (
        under_stake(deposit_cap_wei=999),
        errors.StakeRuleOutOfRange(NAME("depositCapWei"), 999, 1_000, 2**80 - 1),
    ),
    (
        under_points(599),
        errors.PointsRuleOutOfRange(NAME("validateWaitS"), 599, 600, 365 * DAY_S),
    ),
    (
        under_points(365 * DAY_S + 1),
        errors.PointsRuleOutOfRange(NAME("validateWaitS"), 365 * DAY_S + 1, 600, 365 * DAY_S),
    ),
    (with_metadata(name="", data_licence=""), errors.MetadataMissing(NAME("name"))),
    (with_metadata(label_names=("", "b")), errors.MetadataMissing(NAME("labelNames"))),
    (with_metadata(label_names=("a", "")), errors.MetadataMissing(NAME("labelNames"))),
    (with_metadata(data_licence=""), errors.MetadataMissing(NAME("dataLicence"))),
]


@pytest.mark.parametrize(("act", "rejection"), CASES, ids=[repr(case[1]) for case in CASES])
def test_rejection(scene: Scene, act: Callable[[Scene], object], rejection: Rejection) -> None:
    with pytest.raises(Rejection) as caught:
        act(scene)
    assert caught.value == rejection


@pytest.mark.parametrize(
    "act",
    [
        under_stake(shape={"feature_count": 1}),
        under_stake(shape={"feature_count": 65_535}),
        under_stake(DENSE, {"feature_count": 1_024, "lane_bits": 32, "fraction_bits": 30}),
        under_stake(
            floor_price_wei=2**64 - 1,
            seconds_per_sample=3_600,
            refund_wait_s=365 * DAY_S - 600,
            take_wait_s=365 * DAY_S,
            verdict_gap_s=365 * DAY_S,
            deposit_cap_wei=2**80 - 1,
        ),
        under_stake(floor_price_wei=1, seconds_per_sample=1, take_wait_s=1_200, deposit_cap_wei=1),
        under_points(600),
        under_points(365 * DAY_S),
        with_metadata(description=""),
        upload(3, ()),
        upload(2, (word(-32_767, 8),)),
        contribute(GOOD * 128),
    ],
)
def test_what_stands_just_within_is_taken(scene: Scene, act: Callable[[Scene], object]) -> None:
    before = len(scene.emitted)
    act(scene)
    assert len(scene.emitted) > before


def test_every_rejection_has_a_case() -> None:
    shown = {type(rejection).__name__ for _, rejection in CASES}
    # Those of markets have cases of their own.
    own = {name for name in REJECTIONS if not name.startswith("Market")}
    assert shown | BEYOND_ACTIONS == own
    assert not shown & BEYOND_ACTIONS
