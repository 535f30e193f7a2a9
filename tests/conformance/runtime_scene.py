"""What the tests do in any runtime, in few words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from struct import pack

from commonweal.actions import Action, Call, DeployUnderPoints, DeployUnderStake, UploadWeights
from commonweal.events import TrainerDeployed
from commonweal.runtime.base import Outcome, Runtime
from commonweal.runtime.transports.base import Message
from commonweal.types import (
    Address,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)

SPARSE = ModelShape(feature_count=40, lane_bits=16, fraction_bits=0)
DENSE = ModelShape(feature_count=3, lane_bits=32, fraction_bits=16)
STAKE_RULES = StakeRules(
    floor_price_wei=1_000_003,
    seconds_per_sample=10,
    refund_wait_s=3_600,
    take_wait_s=7_200,
    verdict_gap_s=1_800,
    deposit_cap_wei=10**18,
)
POINTS_RULES = PointsRules(validate_wait_s=3_600)
METADATA = Metadata("Schön", "A model to test with.", ("no", "yes"), "CC0-1.0", bytes(range(32)))
NOBODY = "0x" + "0b" * 20


@dataclass
class Scene:
    """A runtime and people who have ETH: Ada deploys, Bob and Cy contribute, Dee watches."""

    runtime: Runtime
    people: tuple[Address, ...]
    _fresh: count[int] = field(default_factory=lambda: count(1))

    @staticmethod
    def payment(sender: Address, to: Address, value_wei: int) -> Message:
        return Message(sender, to, b"", value_wei)

    @property
    def ada(self) -> Address:
        return self.people[0]

    @property
    def bob(self) -> Address:
        return self.people[1]

    @property
    def cy(self) -> Address:
        return self.people[2]

    @property
    def dee(self) -> Address:
        return self.people[3]

    def run(self, sender: Address, to: Address, action: Action) -> Outcome:
        return self.runtime.run(Call(sender, to, action))

    def under_stake(self, *, dense: bool = False, words: tuple[bytes, ...] = ()) -> Address:
        model = ModelKind.DENSE_PERCEPTRON if dense else ModelKind.SPARSE_PERCEPTRON
        shape = DENSE if dense else SPARSE
        return self._open(DeployUnderStake(model, shape, STAKE_RULES, METADATA), words)

    def under_points(self) -> Address:
        model = ModelKind.SPARSE_PERCEPTRON
        return self._open(DeployUnderPoints(model, SPARSE, POINTS_RULES, METADATA), ())

    def deploy(self, action: DeployUnderStake | DeployUnderPoints) -> TrainerDeployed:
        (recorded,) = self.run(self.ada, self.runtime.registry, action).accepted().events
        assert isinstance(recorded.event, TrainerDeployed)
        return recorded.event

    def samples(self, *labels: int) -> bytes:
        """Sparse samples that nobody had before: the same feature 0, and others that count."""
        packed = b""
        for label in labels:
            number = next(self._fresh)
            features = [0, *(1 + bit for bit in range(39) if number >> bit & 1)]
            packed += pack(f">BB{len(features)}H", label, len(features), *features)
        return packed

    def _open(
        self, action: DeployUnderStake | DeployUnderPoints, words: tuple[bytes, ...]
    ) -> Address:
        trainer = self.deploy(action).trainer
        self.run(self.ada, trainer, UploadWeights(0, words, True)).accepted()
        return trainer
