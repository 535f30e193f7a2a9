"""The compiled contracts in this process, with people who act on them, beside the twin.

Every action is decided by the twin as well, and everything that is emitted evolves it, so each
test here is a test of parity too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from commonweal.commitment import contribution_key, keccak
from commonweal.errors import Rejection
from commonweal.events import Emitted, Event, Recorded, TrainerDeployed
from commonweal.fixed_point import pack_lanes, unpack_lanes
from commonweal.runtime import codec
from commonweal.runtime.artifacts import artifact
from commonweal.runtime.base import Outcome
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.base import Log, Message, Receipt, Reverted
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.twin import world
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState
from commonweal.types import (
    ZERO_ADDRESS,
    Address,
    IncentiveKind,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)

DEPLOYER = "0x" + "de" * 20
ALICE = "0x" + "a1" * 20
BOB = "0x" + "b0" * 20
CAROL = "0x" + "ca" * 20
DAVE = "0x" + "da" * 20
PEOPLE = (DEPLOYER, ALICE, BOB, CAROL, DAVE)
RICHES_WEI = 2**90

SPARSE, DENSE = ModelKind.SPARSE_PERCEPTRON, ModelKind.DENSE_PERCEPTRON
STAKE, POINTS = IncentiveKind.STAKE, IncentiveKind.POINTS

SPARSE_SHAPE = ModelShape(feature_count=40, lane_bits=16, fraction_bits=0)
DENSE_SHAPE = ModelShape(feature_count=5, lane_bits=16, fraction_bits=2)
SHAPES = {SPARSE: SPARSE_SHAPE, DENSE: DENSE_SHAPE}
STAKE_RULES = StakeRules(
    floor_price_wei=1_000_000,
    seconds_per_sample=10,
    refund_wait_s=600,
    take_wait_s=1_800,
    verdict_gap_s=900,
    deposit_cap_wei=10**18,
)
POINTS_RULES = PointsRules(validate_wait_s=600)
METADATA = Metadata(
    "Reviews", "Says whether a review is good.", ("bad", "good"), "CC-BY-4.0", b"\x07" * 32
)

STRONG = 9_000
"""Weight of the feature that speaks for a label."""


class Arena:
    """A registry on a chain of its own, people with ETH, and the twin beside it.

    Attributes
    ----------
    transport : InProcessTransport
        The chain.
    runtime : ContractRuntime
        Submits and reads.
    twin : WorldState
        What the twin makes of everything that was emitted.
    """

    def __init__(self) -> None:
        self.transport = InProcessTransport(dict.fromkeys(PEOPLE, RICHES_WEI))
        self.registry = deploy(self.transport, DEPLOYER).registry
        self.runtime = ContractRuntime(self.transport, self.registry)
        self.twin = WorldState.new(self.registry)
        self._start = self.transport.snapshot()

    def reset(self) -> None:
        """Go back to the start, as if nothing had happened."""
        self.transport.revert(self._start)
        self.runtime = ContractRuntime(self.transport, self.registry)
        self.twin = WorldState.new(self.registry)

    @property
    def now_s(self) -> int:
        """Time of the next transaction."""
        return self.transport.now_s()

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.transport.advance_time(seconds)

    def balance_wei(self, account: Address) -> int:
        """ETH of an account."""
        return self.transport.balance_wei(account)

    def run(self, sender: Address, to: Address, action: Action) -> Outcome:
        """Submit to contracts and twin, which must say the same; a rejection is raised."""
        call = Call(sender, to, action)
        decided = self._decide(call)
        outcome = self.runtime.run(call)
        assert outcome.rejection == decided.rejection
        assert outcome.emitted == decided.emitted
        self._evolve(outcome.events)
        return outcome.accepted()

    def send(
        self,
        sender: Address,
        to: Address,
        data: bytes,
        value_wei: int = 0,
    ) -> Receipt:
        """Send any calldata; a rejection is raised."""
        try:
            sent = self.transport.send(Message(sender, to, data, value_wei))
        except Reverted as reverted:
            raise codec.rejection_of(reverted.data) from None
        receipt = self.transport.wait(sent, 0)
        self._evolve(self._recorded(receipt))
        return receipt

    def transact(
        self,
        contract: str,
        to: Address,
        function: str,
        *arguments: Any,
        sender: Address = ALICE,
        value_wei: int = 0,
    ) -> Receipt:
        """Call a function that may be no action of ours; a rejection is raised."""
        return self.send(sender, to, codec.function_data(contract, function, *arguments), value_wei)

    def read(
        self,
        contract: str,
        to: Address,
        function: str,
        *arguments: Any,
        sender: Address = ZERO_ADDRESS,
    ) -> Any:
        """Call a function for free; one value comes bare, several as a tuple."""
        data = codec.function_data(contract, function, *arguments)
        try:
            found = self.transport.call(Message(sender, to, data))
        except Reverted as reverted:
            raise codec.rejection_of(reverted.data) from None
        values = codec.function_result(contract, function, found)
        return values[0] if len(values) == 1 else values

    def create(
        self, contract: str, *arguments: Any, sender: Address = DEPLOYER, value_wei: int = 0
    ) -> Address:
        """Create a contract that is not the product's."""
        return self.create_raw(codec.creation_data(contract, *arguments), sender, value_wei)

    def create_raw(self, code: bytes, sender: Address = DEPLOYER, value_wei: int = 0) -> Address:
        """Create a contract from its creation code."""
        message = Message(sender, None, code, value_wei)
        created = self.transport.wait(self.transport.send(message), 0).created
        assert created is not None
        return created

    def force_ether(self, target: Address, amount_wei: int) -> None:
        """Send ETH to a contract that cannot refuse it."""
        self.create("ForceEther", target, value_wei=amount_wei)
        state = self.twin.trainers.get(target)
        if state is not None:
            state.forced_wei += amount_wei

    def store(
        self, contract: str, address: Address, variable: str, value: int, key: Address | None = None
    ) -> None:
        """Overwrite a variable of one word, or a mapping's, to reach what would take years."""
        layout = artifact(contract).storage_layout["storage"]
        (slot,) = (int(entry["slot"]) for entry in layout if entry["label"] == variable)
        if key is not None:
            place = int(key, 16).to_bytes(32, "big") + slot.to_bytes(32, "big")
            slot = int.from_bytes(keccak(place), "big")
        # Nothing public does this to a chain; the note lets `reset` take it back.
        evm = self.transport._evm
        checkpoint = evm.snapshot()
        before = evm.storage(address, slot)
        evm.revert(checkpoint)
        assert self.transport._undo is not None
        self.transport._undo.append((address, slot, before))
        self.transport._write_slot(address, slot, value)

    def implementation(self, model: ModelKind, incentive: IncentiveKind) -> Address:
        """Give the contract that trainers of this kind are clones of."""
        found: Address = self.read(
            codec.REGISTRY, self.registry, "implementationOf", model, incentive
        )
        return found

    def trainer(
        self,
        model: ModelKind = SPARSE,
        incentive: IncentiveKind = STAKE,
        *,
        shape: ModelShape | None = None,
        rules: StakeRules | PointsRules | None = None,
        lanes: Sequence[int] | None = None,
        close: bool = True,
    ) -> Trainer:
        """Deploy a trainer whose feature 0 speaks for label 1 and feature 1 for label 0.

        Parameters
        ----------
        model, incentive
            What it is made of.
        shape, rules
            Others than the usual ones.
        lanes
            Other starting weights, as they are packed.
        close
            Whether its upload is closed.
        """
        shape = shape or SHAPES[model]
        if incentive is STAKE:
            under_stake = rules or STAKE_RULES
            assert isinstance(under_stake, StakeRules)
            action: Action = DeployUnderStake(model, shape, under_stake, METADATA)
        else:
            under_points = rules or POINTS_RULES
            assert isinstance(under_points, PointsRules)
            action = DeployUnderPoints(model, shape, under_points, METADATA)
        (recorded,) = self.run(DEPLOYER, self.registry, action).events
        assert isinstance(recorded.event, TrainerDeployed)
        found = Trainer(self, recorded.event.trainer, model, incentive, shape)
        if lanes is None:
            lanes = (0, STRONG, -STRONG) if model is SPARSE else (STRONG, -STRONG)
        words = pack_lanes(lanes, shape.lane_bits)
        if words or close:
            found.upload(0, words, last=close)
        return found

    def _decide(self, call: Call) -> _Decision:
        try:
            return _Decision(world.decide(self.twin, call, self.now_s), None)
        except Rejection as rejection:
            return _Decision((), rejection)

    def _evolve(self, events: Sequence[Recorded]) -> None:
        for recorded in events:
            world.evolve(self.twin, recorded.emitted, recorded.timestamp_s, recorded.block_number)

    def _recorded(self, receipt: Receipt) -> tuple[Recorded, ...]:
        ours = {self.registry, self.twin.registry.badges, *self.twin.trainers}
        return tuple(_record(log, receipt) for log in receipt.logs if log.address in ours)


@dataclass(frozen=True, slots=True)
class _Decision:
    emitted: tuple[Emitted, ...]
    rejection: Rejection | None


def _record(log: Log, receipt: Receipt) -> Recorded:
    return Recorded(
        event=codec.event_of(log.topics, log.data),
        emitter=log.address,
        block_number=log.block_number,
        block_hash=log.block_hash,
        timestamp_s=receipt.block.timestamp_s,
        transaction_hash=log.transaction_hash,
        log_index=log.log_index,
    )


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer in an arena and how people act on it."""

    arena: Arena
    address: Address
    model: ModelKind
    incentive: IncentiveKind
    shape: ModelShape

    @property
    def contract(self) -> str:
        """Name of its contract."""
        model = "Sparse" if self.model is SPARSE else "Dense"
        return f"{model}Perceptron{'Stake' if self.incentive is STAKE else 'Points'}"

    @property
    def twin(self) -> TrainerState:
        """What the twin makes of it."""
        return self.arena.twin.trainer(self.address)

    @property
    def balance_wei(self) -> int:
        """ETH that it holds."""
        return self.arena.balance_wei(self.address)

    def sample(self, label: int, agreeing: bool, spare: int = 0) -> bytes:
        """Pack a sample that the model agrees with, or not; `spare` makes it another one."""
        speaks_for = label if agreeing else 1 - label
        if self.model is SPARSE:
            indices = [1 - speaks_for]
            indices += [2 + bit for bit in range(38) if spare >> bit & 1]
            return self.pack((label, indices))
        values = [0] * self.shape.feature_count
        values[1 - speaks_for] = 1
        # The third feature has no weight; larger numbers would let learning matter.
        values[2] = spare
        return self.pack((label, values))

    def good(self, samples: int = 1, spare: int = 0) -> bytes:
        """Pack samples that the model agrees with."""
        return b"".join(self.sample(i % 2, True, spare) for i in range(samples))

    def bad(self, samples: int = 1, spare: int = 0) -> bytes:
        """Pack samples that the model disagrees with."""
        return b"".join(self.sample(i % 2, False, spare) for i in range(samples))

    def pack(self, *samples: tuple[int, Sequence[int]]) -> bytes:
        """Pack (label, indices or values)."""
        if self.model is SPARSE:
            sparse = [SparseSample(label, tuple(indices)) for label, indices in samples]
            return pack(SparseFormat(self.shape.feature_count), sparse)
        dense = [DenseSample(label, tuple(values)) for label, values in samples]
        return pack(DenseFormat(self.shape.feature_count, self.shape.lane_bits), dense)

    def key(self, contributor: Address, samples: bytes) -> bytes:
        """Give the key of a contribution."""
        return contribution_key(contributor, samples)

    def quote_wei(self, samples: int = 1) -> int:
        """Give the least deposit now; nothing under points."""
        if self.incentive is POINTS:
            return 0
        return self.arena.runtime.quote_wei(self.address, samples)

    def count(self, samples: bytes) -> int:
        """Count packed samples."""
        return len(self.twin.model.parse(samples))

    def act(self, sender: Address, action: Action) -> Event:
        """Submit; give the first event."""
        return self.arena.run(sender, self.address, action).events[0].event

    def contribute(self, sender: Address, samples: bytes, value_wei: int | None = None) -> Event:
        """Contribute for exactly the price, or for another value."""
        if value_wei is None:
            value_wei = self.quote_wei(self.count(samples))
        return self.act(sender, Contribute(samples, value_wei))

    def settle(self, contributor: Address, samples: bytes, by: Address | None = None) -> Event:
        """Settle; by the contributor unless somebody else is named."""
        return self.act(by or contributor, Settle(contributor, samples))

    def validate(self, contributor: Address, samples: bytes, by: Address) -> Event:
        """Validate."""
        return self.act(by, Validate(contributor, samples))

    def fund(self, sender: Address, value_wei: int) -> Event:
        """Fund."""
        return self.act(sender, Fund(value_wei))

    def withdraw(self, account: Address, recipient: Address | None = None) -> Event:
        """Withdraw, to the account itself unless another is named."""
        return self.act(account, Withdraw(recipient or account))

    def upload(self, first_word: int, words: Sequence[bytes], *, last: bool) -> Outcome:
        """Upload words as the deployer."""
        action = UploadWeights(first_word, tuple(words), last)
        return self.arena.run(DEPLOYER, self.address, action)

    def close(self, contributor: Address, samples: bytes, by: Address = DAVE) -> Event:
        """Close a contribution in time: settle it under stakes, validate it under points."""
        if self.incentive is POINTS:
            self.arena.wait(POINTS_RULES.validate_wait_s)
            return self.validate(contributor, samples, by)
        self.arena.wait(STAKE_RULES.refund_wait_s)
        return self.settle(contributor, samples)

    def earn(self, account: Address, samples: int) -> None:
        """Let an account earn a share a sample, and withdraw what came with it."""
        data = self.good(samples)
        self.contribute(account, data)
        self.arena.wait(STAKE_RULES.refund_wait_s)
        self.settle(account, data)
        self.withdraw(account)

    def lanes(self) -> list[int]:
        """Give all weights as they are packed, those past the last one too."""
        words = self.arena.runtime.weight_words(self.address, 0, self.shape.word_count)
        return unpack_lanes(words, self.shape.lane_bits)

    def check(self) -> None:
        """Make sure that the contract's state is the twin's, and that its books balance."""
        runtime, twin = self.arena.runtime, self.twin
        assert runtime.head(self.address) == twin.head
        words = self.shape.word_count
        assert runtime.weight_words(self.address, 0, words) == twin.weight_words(0, words)
        assert self.balance_wei == twin.balance_wei
        if self.incentive is POINTS:
            for account, points in twin.points.points.items():
                assert runtime.points_of(self.address, account) == points
            return
        assert runtime.demand(self.address) == twin.stake.demand
        assert runtime.pool(self.address) == twin.stake.pool
        for account, found in twin.stake.accounts.items():
            assert runtime.account_of(self.address, account) == found
        assert self.owed_x32() == (self.balance_wei - twin.forced_wei) << 32

    def owed_x32(self) -> int:
        """Give what the contract owes, in wei x 2**32: deposits, credits and what is carried."""
        runtime, accounts = self.arena.runtime, self.twin.stake.accounts
        pool = runtime.pool(self.address)
        owed = (runtime.demand(self.address).deposits_wei << 32) + pool.carry_x32
        for account in accounts:
            found = runtime.account_of(self.address, account)
            since_x32 = pool.per_share_x32 - found.checkpoint_x32
            owed += found.credit_x32 + found.shares * since_x32
        return owed

    def credit_wei(self, account: Address) -> int:
        """Give what a withdrawal would pay now."""
        return self.arena.runtime.credit_wei(self.address, account)

    def read(self, function: str, *arguments: Any) -> Any:
        """Call a view of it."""
        return self.arena.read(self.contract, self.address, function, *arguments)
