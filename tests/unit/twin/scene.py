"""A world to act in: submits calls to the twin as a chain would."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.actions import (
    Action,
    Call,
    Contribute,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    Settle,
    UploadWeights,
    Validate,
)
from commonweal.commitment import keccak
from commonweal.events import Emitted, TrainerDeployed
from commonweal.fixed_point import pack_lanes
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.twin import world
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState
from commonweal.types import (
    Address,
    IncentiveKind,
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
    Surroundings,
)

REGISTRY = "0x" + "00" * 19 + "01"
DEPLOYER = "0x" + "de" * 20
ALICE = "0x" + "a1" * 20
BOB = "0x" + "b0" * 20
CAROL = "0x" + "ca" * 20
DAVE = "0x" + "da" * 20

SPARSE_SHAPE = ModelShape(feature_count=40, lane_bits=16, fraction_bits=0)
DENSE_SHAPE = ModelShape(feature_count=5, lane_bits=16, fraction_bits=8)
STAKE_RULES = StakeRules(
    floor_price_wei=1_000,
    seconds_per_sample=10,
    refund_wait_s=600,
    take_wait_s=1_800,
    verdict_gap_s=900,
    deposit_cap_wei=10**18,
)
POINTS_RULES = PointsRules(validate_wait_s=600)
MARKET_RULES = MarketRules(least_bounty_wei=1_000)
CHAIN_ID = 1_337
METADATA = Metadata("name", "description", ("no", "yes"), "CC0-1.0", bytes(32))


def block_hash(number: int) -> bytes:
    """Give the hash of a block of the scene's chain."""
    return keccak(str(number).encode())


class Scene:
    """A registry, a clock, and everything that was emitted."""

    def __init__(self) -> None:
        self.world = WorldState.new(REGISTRY)
        self.now_s = 1_000_000
        self.block_number = 0
        self.emitted: list[tuple[Emitted, int, int]] = []

    def submit(self, sender: Address, to: Address, action: Action) -> tuple[Emitted, ...]:
        """Decide and evolve in a block of its own, at the present time."""
        surroundings = Surroundings(CHAIN_ID, self.block_number + 1, block_hash)
        emitted = world.decide(self.world, Call(sender, to, action), self.now_s, surroundings)
        self.block_number += 1
        for one in emitted:
            world.evolve(self.world, one, self.now_s, self.block_number)
            self.emitted.append((one, self.now_s, self.block_number))
        return emitted

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.now_s += seconds

    def deploy(
        self,
        model: ModelKind = ModelKind.SPARSE_PERCEPTRON,
        incentive: IncentiveKind = IncentiveKind.STAKE,
        shape: ModelShape | None = None,
        rules: StakeRules = STAKE_RULES,
        lanes: Sequence[int] = (),
        close: bool = True,
    ) -> TrainerState:
        """Deploy a trainer with starting weights in packed order, bias included."""
        if shape is None:
            shape = SPARSE_SHAPE if model is ModelKind.SPARSE_PERCEPTRON else DENSE_SHAPE
        action: Action
        if incentive is IncentiveKind.STAKE:
            action = DeployUnderStake(model, shape, rules, METADATA)
        elif incentive is IncentiveKind.MARKET:
            action = DeployUnderMarket(model, shape, MARKET_RULES, METADATA)
        else:
            action = DeployUnderPoints(model, shape, POINTS_RULES, METADATA)
        (emitted,) = self.submit(DEPLOYER, REGISTRY, action)
        assert isinstance(emitted.event, TrainerDeployed)
        address = emitted.event.trainer
        if lanes or close:
            words = pack_lanes(lanes, shape.lane_bits)
            self.submit(DEPLOYER, address, UploadWeights(0, words, close))
        return self.world.trainers[address]

    def contribute(
        self, trainer: TrainerState, sender: Address, samples: bytes, value_wei: int | None = None
    ) -> tuple[Emitted, ...]:
        """Contribute for exactly the price, or for another value."""
        if value_wei is None:
            count = len(trainer.model.parse(samples))
            value_wei = trainer.stake.quote_wei(count, self.now_s)
        return self.submit(sender, trainer.address, Contribute(samples, value_wei))

    def settle(
        self, trainer: TrainerState, contributor: Address, samples: bytes, by: Address | None = None
    ) -> tuple[Emitted, ...]:
        """Settle; by the contributor unless somebody else is named."""
        return self.submit(by or contributor, trainer.address, Settle(contributor, samples))

    def validate(
        self, trainer: TrainerState, contributor: Address, samples: bytes, by: Address
    ) -> tuple[Emitted, ...]:
        """Validate."""
        return self.submit(by, trainer.address, Validate(contributor, samples))


def sparse(*samples: tuple[int, Sequence[int]], features: int = 40) -> bytes:
    """Pack (label, indices)."""
    packed = [SparseSample(label, tuple(indices)) for label, indices in samples]
    return pack(SparseFormat(features), packed)


def dense(*samples: tuple[int, Sequence[int]], features: int = 5, lane_bits: int = 16) -> bytes:
    """Pack (label, values)."""
    packed = [DenseSample(label, tuple(values)) for label, values in samples]
    return pack(DenseFormat(features, lane_bits), packed)
