"""Every error of every contract is provoked, with exactly the arguments that it should carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from arena import (
    ALICE,
    BOB,
    CAROL,
    DENSE,
    DENSE_SHAPE,
    DEPLOYER,
    METADATA,
    POINTS,
    POINTS_RULES,
    SPARSE,
    SPARSE_SHAPE,
    STAKE,
    STAKE_RULES,
    Arena,
    Trainer,
)

from commonweal import errors as e
from commonweal.actions import (
    Contribute,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    UploadWeights,
)
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.artifacts import artifact
from commonweal.types import ZERO_ADDRESS, IncentiveKind, MarketRules, ModelKind, text_to_bytes32

REGISTRY, BADGES = "Registry", "Badges"
KINDS: dict[str, tuple[ModelKind, IncentiveKind]] = {
    "SparsePerceptronStake": (SPARSE, STAKE),
    "DensePerceptronStake": (DENSE, STAKE),
    "SparsePerceptronPoints": (SPARSE, POINTS),
    "DensePerceptronPoints": (DENSE, POINTS),
}
SPARSE_TRAINERS = tuple(name for name, kind in KINDS.items() if kind[0] is SPARSE)
DENSE_TRAINERS = tuple(name for name, kind in KINDS.items() if kind[0] is DENSE)
STAKE_TRAINERS = tuple(name for name, kind in KINDS.items() if kind[1] is STAKE)
POINTS_TRAINERS = tuple(name for name, kind in KINDS.items() if kind[1] is POINTS)
TRAINERS = tuple(KINDS)

_HELD_BY_REGISTRY = "declared by the incentive's interface; the registry reverts with it"
_DENSE_HAS_ALL = "a dense sample has every feature, in order"
_SOULBOUND_FIRST = "a badge that exists never moves, and that is refused first"
UNREACHABLE: dict[tuple[str, str], str] = {
    **{(name, "StakeRuleOutOfRange"): _HELD_BY_REGISTRY for name in STAKE_TRAINERS},
    **{(name, "PointsRuleOutOfRange"): _HELD_BY_REGISTRY for name in POINTS_TRAINERS},
    **{
        (name, error): _DENSE_HAS_ALL
        for name in DENSE_TRAINERS
        for error in (
            "SampleWithoutFeatures",
            "SampleFeatureOutOfRange",
            "SampleFeaturesNotIncreasing",
        )
    },
    **{
        (name, "InsufficientBalance"): "OpenZeppelin's check of a balance that solvency ensures"
        for name in STAKE_TRAINERS
    },
    (REGISTRY, "InsufficientBalance"): "OpenZeppelin's clones are created with no value",
    (REGISTRY, "FailedDeployment"): "creating 109 bytes of code fails only without gas",
    (REGISTRY, "CloneArgumentsTooLong"): "a trainer's arguments are always 64 bytes",
    (BADGES, "ERC721IncorrectOwner"): _SOULBOUND_FIRST,
    (BADGES, "ERC721InsufficientApproval"): _SOULBOUND_FIRST,
    (BADGES, "ERC721InvalidSender"): _SOULBOUND_FIRST,
}
"""Errors that stand in an ABI but cannot reach anybody, each with the reason."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that must be refused, and how."""

    do: Callable[[], object]
    expected: e.Rejection


Arrange = Callable[[Arena, str], Attempt]
CASES: list[tuple[str, type[e.Rejection], Arrange]] = []


def provokes(error: type[e.Rejection], *contracts: str) -> Callable[[Arrange], Arrange]:
    """Register a case for each of the contracts."""

    def register(arrange: Arrange) -> Arrange:
        CASES.extend((contract, error, arrange) for contract in contracts)
        return arrange

    return register


def fresh(arena: Arena, contract: str, **more: Any) -> Trainer:
    return arena.trainer(*KINDS[contract], **more)


def contribution(trainer: Trainer, samples: bytes, expected: e.Rejection) -> Attempt:
    """Attempt to contribute under far more than the price."""
    value_wei = 10**12 if trainer.incentive is STAKE else 0
    return Attempt(lambda: trainer.act(ALICE, Contribute(samples, value_wei)), expected)


@provokes(e.UploadNotDeployer, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    return Attempt(
        lambda: trainer.act(ALICE, UploadWeights(0, (), True)),
        e.UploadNotDeployer(DEPLOYER, ALICE),
    )


@provokes(e.UploadAlreadyClosed, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return Attempt(lambda: trainer.upload(0, (), last=True), e.UploadAlreadyClosed())


@provokes(e.UploadStillOpen, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    return contribution(trainer, trainer.good(), e.UploadStillOpen())


@provokes(e.UploadStillOpen, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    # What is given to a model that nobody can earn shares of could stay there for ever.
    trainer = fresh(arena, contract, close=False)
    return Attempt(lambda: trainer.fund(ALICE, 1), e.UploadStillOpen())


@provokes(e.UploadTooLong, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    most = trainer.shape.word_count
    words = (bytes(32),) * most
    return Attempt(lambda: trainer.upload(1, words, last=False), e.UploadTooLong(most + 1, most))


@provokes(e.UploadTooLong, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    # The sum of first word and length would wrap around to 0.
    trainer = fresh(arena, contract, close=False)
    most, first = trainer.shape.word_count, 2**256 - 1
    return Attempt(
        lambda: trainer.upload(first, (bytes(32),), last=False), e.UploadTooLong(first, most)
    )


@provokes(e.UploadTooLong, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    most = trainer.shape.word_count
    return Attempt(
        lambda: trainer.upload(most + 1, (), last=False), e.UploadTooLong(most + 1, most)
    )


@provokes(e.UploadWordInvalid, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    words = pack_lanes((0, 0, -(2**15)), 16)
    return Attempt(lambda: trainer.upload(0, words, last=False), e.UploadWordInvalid(0))


@provokes(e.UploadWordInvalid, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract, close=False)
    words = pack_lanes((0,) * trainer.shape.lane_count + (1,), 16)
    last = trainer.shape.word_count - 1
    return Attempt(lambda: trainer.upload(0, words, last=False), e.UploadWordInvalid(last))


@provokes(e.SamplesEmpty, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    return contribution(fresh(arena, contract), b"", e.SamplesEmpty())


@provokes(e.SamplesTooMany, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return contribution(trainer, trainer.good(129), e.SamplesTooMany(128))


@provokes(e.SamplesTooMany, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    # Of what follows the 128th sample nothing is read.
    trainer = fresh(arena, contract)
    return contribution(trainer, trainer.good(128) + b"\xff", e.SamplesTooMany(128))


@provokes(e.SamplesTooMany, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return Attempt(
        lambda: arena.runtime.predict(trainer.address, trainer.good(2)), e.SamplesTooMany(1)
    )


@provokes(e.SampleTruncated, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return contribution(trainer, trainer.good(3)[:-1], e.SampleTruncated(2))


@provokes(e.SampleTruncated, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return contribution(trainer, trainer.good() + b"\1", e.SampleTruncated(1))


@provokes(e.SampleLabelOutOfRange, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples = trainer.good() + b"\2" + trainer.good()[1:]
    return contribution(trainer, samples, e.SampleLabelOutOfRange(1, 2, 2))


@provokes(e.SampleLabelOutOfRange, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    # The label is judged before the rest of the sample.
    trainer = fresh(arena, contract)
    return contribution(trainer, b"\xff\xff", e.SampleLabelOutOfRange(0, 255, 2))


@provokes(e.SampleWithoutFeatures, *SPARSE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return contribution(trainer, trainer.good(4) + b"\1\0", e.SampleWithoutFeatures(4))


@provokes(e.SampleFeatureOutOfRange, *SPARSE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples = trainer.good() + bytes([1, 2, 0, 39, 0, 40])
    return contribution(trainer, samples, e.SampleFeatureOutOfRange(1, 40, 40))


@provokes(e.SampleFeaturesNotIncreasing, *SPARSE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples = trainer.good() + bytes([1, 3, 0, 5, 0, 5, 0, 9])
    return contribution(trainer, samples, e.SampleFeaturesNotIncreasing(1, 5, 5))


@provokes(e.SampleFeaturesNotIncreasing, *SPARSE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    indices = [7, 9, 8, *range(20, 30)]
    samples = bytes([0, len(indices)]) + b"".join(i.to_bytes(2, "big") for i in indices)
    return contribution(trainer, samples, e.SampleFeaturesNotIncreasing(0, 9, 8))


@provokes(e.ContributionTooLarge, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return contribution(trainer, bytes(60_001), e.ContributionTooLarge(60_001, 60_000))


@provokes(e.ContributionTooLarge, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    close = trainer.settle if trainer.incentive is STAKE else trainer.validate
    return Attempt(lambda: close(ALICE, bytes(60_001), BOB), e.ContributionTooLarge(60_001, 60_000))


@provokes(e.ContributionAlreadyOpen, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples = trainer.good(2)
    trainer.contribute(ALICE, samples)
    return contribution(trainer, samples, e.ContributionAlreadyOpen(trainer.key(ALICE, samples)))


@provokes(e.ContributionUnknown, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples = trainer.good()
    trainer.contribute(ALICE, samples)
    close = trainer.settle if trainer.incentive is STAKE else trainer.validate
    return Attempt(
        lambda: close(BOB, samples, CAROL), e.ContributionUnknown(trainer.key(BOB, samples))
    )


@provokes(e.TrainerNotDeployed, *TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    implementation = arena.implementation(*KINDS[contract])
    return Attempt(
        lambda: arena.transact(contract, implementation, "uploadWeights", 0, (), True),
        e.TrainerNotDeployed(),
    )


@provokes(e.TrainerNotDeployed, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    implementation = arena.implementation(*KINDS[contract])
    return Attempt(
        lambda: arena.transact(contract, implementation, "fund", value_wei=1),
        e.TrainerNotDeployed(),
    )


@provokes(e.DepositTooSmall, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    least_wei = 3 * STAKE_RULES.floor_price_wei
    return Attempt(
        lambda: trainer.contribute(ALICE, trainer.good(3), least_wei - 1),
        e.DepositTooSmall(least_wei - 1, least_wei),
    )


@provokes(e.DepositCapExceeded, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    cap_wei = 10**8
    trainer = fresh(arena, contract, rules=replace(STAKE_RULES, deposit_cap_wei=cap_wei))
    trainer.contribute(ALICE, trainer.good(), cap_wei - 10**6)
    return Attempt(
        lambda: trainer.contribute(BOB, trainer.good(), 10**6 + 1),
        e.DepositCapExceeded(cap_wei + 1, cap_wei),
    )


@provokes(e.BalanceTooLarge, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    rules = replace(STAKE_RULES, deposit_cap_wei=2**80 - 1)
    trainer = fresh(arena, contract, rules=rules)
    return Attempt(
        lambda: trainer.contribute(ALICE, trainer.good(), 2**79 + 1),
        e.BalanceTooLarge(2**79 + 1, 2**79),
    )


@provokes(e.BalanceTooLarge, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    arena.force_ether(trainer.address, 2**79)
    return Attempt(lambda: trainer.fund(ALICE, 1), e.BalanceTooLarge(2**79 + 1, 2**79))


@provokes(e.SettleTooEarly, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    samples, from_s = trainer.good(), arena.now_s + STAKE_RULES.refund_wait_s
    trainer.contribute(ALICE, samples)
    arena.wait(STAKE_RULES.refund_wait_s - 1)
    return Attempt(lambda: trainer.settle(ALICE, samples), e.SettleTooEarly(from_s - 1, from_s))


@provokes(e.CreditEmpty, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return Attempt(lambda: trainer.withdraw(ALICE), e.CreditEmpty(ALICE))


@provokes(e.FundingEmpty, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return Attempt(lambda: trainer.fund(ALICE, 0), e.FundingEmpty())


@provokes(e.FailedCall, *STAKE_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    trainer.contribute(ALICE, trainer.good())
    trainer.close(ALICE, trainer.good())
    # A trainer takes ETH with a contribution or a funding only.
    return Attempt(lambda: trainer.withdraw(ALICE, trainer.address), e.FailedCall())


@provokes(e.DepositNotAccepted, *POINTS_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    return Attempt(lambda: trainer.contribute(ALICE, trainer.good(), 7), e.DepositNotAccepted(7))


@provokes(e.ValidateOwnContribution, *POINTS_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    trainer.contribute(ALICE, trainer.good())
    return Attempt(
        lambda: trainer.validate(ALICE, trainer.good(), ALICE), e.ValidateOwnContribution(ALICE)
    )


@provokes(e.ValidateTooEarly, *POINTS_TRAINERS)
def _(arena: Arena, contract: str) -> Attempt:
    trainer = fresh(arena, contract)
    from_s = arena.now_s + POINTS_RULES.validate_wait_s
    trainer.contribute(ALICE, trainer.good())
    arena.wait(POINTS_RULES.validate_wait_s - 1)
    return Attempt(
        lambda: trainer.validate(ALICE, trainer.good(), BOB), e.ValidateTooEarly(from_s - 1, from_s)
    )


@provokes(e.ShapeOutOfRange, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    action = DeployUnderStake(
        DENSE, replace(DENSE_SHAPE, feature_count=1_025), STAKE_RULES, METADATA
    )
    expected = e.ShapeOutOfRange(text_to_bytes32("featureCount"), 1_025, 1, 1_024)
    return Attempt(lambda: arena.run(ALICE, arena.registry, action), expected)


@provokes(e.StakeRuleOutOfRange, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    action = DeployUnderStake(
        SPARSE, SPARSE_SHAPE, replace(STAKE_RULES, refund_wait_s=599), METADATA
    )
    expected = e.StakeRuleOutOfRange(text_to_bytes32("refundWaitS"), 599, 600, 31_536_000)
    return Attempt(lambda: arena.run(ALICE, arena.registry, action), expected)


@provokes(e.PointsRuleOutOfRange, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    action = DeployUnderPoints(
        SPARSE, SPARSE_SHAPE, replace(POINTS_RULES, validate_wait_s=0), METADATA
    )
    expected = e.PointsRuleOutOfRange(text_to_bytes32("validateWaitS"), 0, 600, 31_536_000)
    return Attempt(lambda: arena.run(ALICE, arena.registry, action), expected)


@provokes(e.MarketRuleOutOfRange, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    action = DeployUnderMarket(SPARSE, SPARSE_SHAPE, MarketRules(0), METADATA)
    expected = e.MarketRuleOutOfRange(text_to_bytes32("leastBountyWei"), 0, 1, 2**90)
    return Attempt(lambda: arena.run(ALICE, arena.registry, action), expected)


@provokes(e.MetadataMissing, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    metadata = replace(METADATA, label_names=("bad", ""))
    action = DeployUnderPoints(SPARSE, SPARSE_SHAPE, POINTS_RULES, metadata)
    expected = e.MetadataMissing(text_to_bytes32("labelNames"))
    return Attempt(lambda: arena.run(ALICE, arena.registry, action), expected)


@provokes(e.TrainerUnknown, REGISTRY)
def _(arena: Arena, contract: str) -> Attempt:
    arena.trainer()
    return Attempt(lambda: arena.runtime.trainer_at(1), e.TrainerUnknown(1, 1))


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that Alice holds."""

    arena: Arena
    token: int

    @property
    def address(self) -> str:
        return self.arena.twin.registry.badges

    def attempt(self, expected: e.Rejection, function: str, *arguments: Any) -> Attempt:
        return Attempt(
            lambda: self.arena.transact(BADGES, self.address, function, *arguments), expected
        )


def badge(arena: Arena) -> Badge:
    trainer = arena.trainer(incentive=POINTS)
    trainer.contribute(ALICE, trainer.good(10))
    trainer.close(ALICE, trainer.good(10), BOB)
    (token,) = arena.twin.badges.owners
    return Badge(arena, token)


@provokes(e.BadgesNotTrainer, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return held.attempt(e.BadgesNotTrainer(ALICE), "award", 0, ALICE, 0, 10_000)


@provokes(e.BadgesSoulbound, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return held.attempt(e.BadgesSoulbound(held.token), "transferFrom", ALICE, BOB, held.token)


@provokes(e.BadgesSoulbound, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    # Not even as somebody whom the holder approved.
    held = badge(arena)
    arena.transact(BADGES, held.address, "setApprovalForAll", BOB, True)
    return Attempt(
        lambda: arena.transact(
            BADGES, held.address, "safeTransferFrom", ALICE, BOB, held.token, sender=BOB
        ),
        e.BadgesSoulbound(held.token),
    )


@provokes(e.ERC721InvalidApprover, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return Attempt(
        lambda: arena.transact(BADGES, held.address, "approve", CAROL, held.token, sender=BOB),
        e.ERC721InvalidApprover(BOB),
    )


@provokes(e.ERC721InvalidOperator, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return held.attempt(
        e.ERC721InvalidOperator(ZERO_ADDRESS), "setApprovalForAll", ZERO_ADDRESS, True
    )


@provokes(e.ERC721InvalidOwner, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return Attempt(
        lambda: arena.read(BADGES, held.address, "balanceOf", ZERO_ADDRESS),
        e.ERC721InvalidOwner(ZERO_ADDRESS),
    )


@provokes(e.ERC721InvalidReceiver, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return held.attempt(
        e.ERC721InvalidReceiver(ZERO_ADDRESS), "transferFrom", ALICE, ZERO_ADDRESS, held.token
    )


@provokes(e.ERC721NonexistentToken, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    held = badge(arena)
    return Attempt(
        lambda: arena.read(BADGES, held.address, "tokenURI", held.token + 1),
        e.ERC721NonexistentToken(held.token + 1),
    )


@provokes(e.ERC721NonexistentToken, BADGES)
def _(arena: Arena, contract: str) -> Attempt:
    # Nobody takes a badge that was never awarded.
    held = badge(arena)
    return held.attempt(
        e.ERC721NonexistentToken(held.token + 1), "transferFrom", ALICE, BOB, held.token + 1
    )


@pytest.mark.parametrize(
    ("contract", "error", "arrange"),
    CASES,
    ids=[f"{contract}-{error.__name__}-{i}" for i, (contract, error, _) in enumerate(CASES)],
)
def test_rejection(arena: Arena, contract: str, error: type[e.Rejection], arrange: Arrange) -> None:
    attempt = arrange(arena, contract)
    assert type(attempt.expected) is error
    with pytest.raises(error) as caught:
        attempt.do()
    assert caught.value == attempt.expected


def test_every_error_of_every_contract_is_provoked_or_cannot_be() -> None:
    declared = {
        (contract, entry["name"])
        for contract in (REGISTRY, BADGES, *TRAINERS)
        for entry in artifact(contract).abi
        if entry["type"] == "error"
    }
    provoked = {(contract, error.__name__) for contract, error, _ in CASES}
    assert not provoked & set(UNREACHABLE)
    assert provoked | set(UNREACHABLE) == declared
