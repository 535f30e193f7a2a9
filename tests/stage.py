"""A registry on a chain, with models and people who contribute: the real contracts, real events."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

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
from commonweal.events import TrainerDeployed
from commonweal.runtime.base import Outcome
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import Deployment, deploy
from commonweal.runtime.transports.base import Transport
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.types import (
    Address,
    IncentiveKind,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)

SPARSE_SHAPE = ModelShape(feature_count=300, lane_bits=16, fraction_bits=0)
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
METADATA = Metadata("Reviews", "Likes or dislikes.", ("bad", "good"), "CC0-1.0", b"\x07" * 32)


class Stage:
    """A registry and what people do there; every call is mined at once.

    Attributes
    ----------
    runtime : ContractRuntime
        Submits and reads.
    accounts : sequence of str
        People with ETH; the first deploys.
    random : Random
        Makes samples, the same in every run.
    """

    def __init__(self, transport: Transport, accounts: Sequence[Address], seed: int = 1) -> None:
        self.accounts = accounts
        self.deployment: Deployment = deploy(transport, accounts[0])
        self.runtime = ContractRuntime(transport, self.deployment.registry)
        self.random = Random(seed)

    def submit(self, sender: Address, to: Address, action: Action) -> Outcome:
        """Submit and wait; a rejection is raised."""
        return self.runtime.run(Call(sender, to, action)).accepted()

    def model(
        self,
        kind: ModelKind = ModelKind.SPARSE_PERCEPTRON,
        incentive: IncentiveKind = IncentiveKind.STAKE,
        metadata: Metadata = METADATA,
        shape: ModelShape | None = None,
    ) -> Address:
        """Deploy a model that is ready for contributions."""
        if shape is None:
            shape = SPARSE_SHAPE if kind is ModelKind.SPARSE_PERCEPTRON else DENSE_SHAPE
        action: Action
        if incentive is IncentiveKind.STAKE:
            action = DeployUnderStake(kind, shape, STAKE_RULES, metadata)
        else:
            action = DeployUnderPoints(kind, shape, POINTS_RULES, metadata)
        (recorded,) = self.submit(self.accounts[0], self.runtime.registry, action).events
        assert isinstance(recorded.event, TrainerDeployed)
        address = recorded.event.trainer
        self.submit(self.accounts[0], address, UploadWeights(0, (), True))
        return address

    def samples(self, model: Address, count: int = 1) -> bytes:
        """Make samples, different ones each time."""
        shape = self.runtime.trainer(model).shape
        if self.runtime.trainer(model).model is ModelKind.SPARSE_PERCEPTRON:
            features = range(shape.feature_count)
            made = [
                SparseSample(
                    self.random.randrange(2), tuple(sorted(self.random.sample(features, 6)))
                )
                for _ in range(count)
            ]
            return pack(SparseFormat(shape.feature_count), made)
        lanes = range(-1_000, 1_000)
        rows = [
            DenseSample(
                self.random.randrange(2), tuple(self.random.choices(lanes, k=shape.feature_count))
            )
            for _ in range(count)
        ]
        return pack(DenseFormat(shape.feature_count, shape.lane_bits), rows)

    def contribute(
        self, model: Address, sender: Address, count: int = 1, samples: bytes | None = None
    ) -> bytes:
        """Contribute samples, new ones by default, and give them."""
        data = self.samples(model, count) if samples is None else samples
        stake = self.runtime.trainer(model).incentive is IncentiveKind.STAKE
        # Twice the price of now: it may rise until the next block.
        value_wei = 2 * self.runtime.quote_wei(model, count) if stake else 0
        self.submit(sender, model, Contribute(data, value_wei))
        return data

    def settle(
        self, model: Address, contributor: Address, samples: bytes, caller: Address | None = None
    ) -> None:
        """Settle, by the contributor unless somebody else is named."""
        self.submit(caller or contributor, model, Settle(contributor, samples))

    def validate(
        self, model: Address, contributor: Address, samples: bytes, validator: Address
    ) -> None:
        """Validate."""
        self.submit(validator, model, Validate(contributor, samples))

    def fund(self, model: Address, sponsor: Address, amount_wei: int) -> None:
        """Fund."""
        self.submit(sponsor, model, Fund(amount_wei))

    def withdraw(self, model: Address, account: Address) -> None:
        """Withdraw to the account itself."""
        self.submit(account, model, Withdraw(account))

    def live(self, model: Address, rounds: int = 3) -> None:
        """Let everything happen that happens under stakes."""
        alice, bob, carol = self.accounts[1:4]
        for _ in range(rounds):
            kept = self.contribute(model, alice, 3)
            judged = [self.contribute(model, bob, 2) for _ in range(3)]
            self.fund(model, carol, 10_000)
            self.runtime.advance_time(STAKE_RULES.refund_wait_s)
            self.settle(model, alice, kept)
            self.runtime.advance_time(STAKE_RULES.take_wait_s)
            for samples in judged:
                self.settle(model, bob, samples, carol)
            if self.runtime.credit_wei(model, alice):
                self.withdraw(model, alice)
