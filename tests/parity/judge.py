"""The judge of steps and the learners in process, and random steps to ask it and the twin for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from commonweal.commitment import keccak
from commonweal.errors import Rejection
from commonweal.fixed_point import pack_lanes
from commonweal.runtime import codec
from commonweal.runtime.abi_values import plain
from commonweal.runtime.transports.base import Message, Reverted
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.twin.market import encoding, layout, step
from commonweal.types import (
    ZERO_ADDRESS,
    Address,
    ModelKind,
    ModelShape,
    StepInput,
    StepPlan,
    StepState,
)

SPARSE, DENSE = ModelKind.SPARSE_PERCEPTRON, ModelKind.DENSE_PERCEPTRON
LEARNERS = {SPARSE: "SparsePerceptronMarket", DENSE: "DensePerceptronMarket"}
ASKER = "0x" + "a5" * 20


class Judge:
    """Contracts without state: the judge, a learner for each kind, and a caller like a market."""

    def __init__(self) -> None:
        self.transport = InProcessTransport({ASKER: 2**90})
        self.judge = self._create("StepJudge")
        self.harness = self._create("StepHarness")
        self.learners = {kind: self._create(name) for kind, name in LEARNERS.items()}

    def ask(self, contract: str, to: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Call a function; raises its rejection."""
        data = codec.function_data(contract, name, *map(plain, arguments))
        try:
            returned = self.transport.call(Message(ASKER, to, data))
        except Reverted as reverted:
            raise codec.rejection_of(reverted.data) from None
        return codec.function_result(contract, name, returned)

    def first(self, contract: str, to: Address, name: str, *arguments: Any) -> Any:
        """Call a function; give the first of what it returns."""
        return self.ask(contract, to, name, *arguments)[0]

    def show(self, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Ask the harness."""
        return self.ask("StepHarness", self.harness, name, *arguments)

    def state_after(self, case: Case) -> bytes:
        """Ask the judge."""
        location = (self.learners[case.kind], case.shape)
        arguments = (plain_pair(location), case.plan, case.number, case.data_hash, case.given)
        found: bytes = self.ask("StepJudge", self.judge, "stateAfter", *arguments)[0]
        return found

    def refuting_gas(self, case: Case) -> tuple[int, int, int]:
        """Refute a step as a market does.

        Returns
        -------
        (int, int, int)
            Gas, bytes of calldata, and the least that EIP-7623 asks for them.
        """
        hashes = layout.segment_steps(layout.step_count(case.plan)) + 1
        before = encoding.state_hash(case.given.state)
        row = (before, *(keccak(number.to_bytes(2, "big")) for number in range(1, hashes)))
        location = plain_pair((self.learners[case.kind], case.shape))
        arguments = (location, case.plan, case.number, case.data_hash, row, 0, case.given)
        data = codec.function_data("StepHarness", "refute", self.judge, *map(plain, arguments))
        sent = self.transport.send(Message(ASKER, self.harness, data))
        zeros = data.count(0)
        tokens = zeros + 4 * (len(data) - zeros)
        gas = self.transport.wait(sent, 1).gas_used
        return gas, len(data), 21_000 + 10 * tokens

    def _create(self, contract: str) -> Address:
        sent = self.transport.send(Message(ASKER, None, codec.creation_data(contract)))
        created = self.transport.wait(sent, 1).created
        assert created is not None
        return created


def plain_pair(location: tuple[Address, ModelShape]) -> tuple[Any, ...]:
    return location[0], plain(location[1])


@dataclass(frozen=True)
class Case:
    """One step and what is given for it."""

    kind: ModelKind
    shape: ModelShape
    plan: StepPlan
    number: int
    data_hash: bytes
    given: StepInput

    def on_twin(self) -> bytes:
        """Ask the twin."""
        return step.state_after(
            self.kind, self.shape, self.plan, self.number, self.data_hash, self.given
        )


def answer(ask: Any) -> bytes | Rejection:
    """Give what is answered, or the rejection."""
    try:
        found: bytes = ask()
    except Rejection as rejection:
        return rejection
    return found


def shape_of(random: Random) -> tuple[ModelKind, ModelShape]:
    """Choose a model, often one whose last word is just full or just begun."""
    features = random.choice([1, 2, 7, 8, 14, 15, 16, 30, 31, 40])
    if random.random() < 0.5:
        return SPARSE, ModelShape(features, 16, 0)
    bits = random.choice([16, 32])
    return DENSE, ModelShape(features, bits, random.randrange(bits - 1))


def weights_of(random: Random, shape: ModelShape) -> bytes:
    """Pack weights that are small, or at the ends of their lanes."""
    most = 2 ** (shape.lane_bits - 1) - 1
    near = random.choice([1, 3, 100, most])
    lanes = [
        random.choice([most, -most]) if random.random() < 0.1 else random.randint(-near, near)
        for _ in range(shape.lane_count)
    ]
    return b"".join(pack_lanes(lanes, shape.lane_bits))


def samples_of(random: Random, kind: ModelKind, shape: ModelShape, count: int) -> bytes:
    """Pack samples; those of dense models at times at the ends of their lanes."""
    label = random.randrange
    if kind is SPARSE:
        few = min(shape.feature_count, 255)
        made = [
            SparseSample(
                label(2),
                tuple(sorted(random.sample(range(shape.feature_count), random.randint(1, few)))),
            )
            for _ in range(count)
        ]
        return pack(SparseFormat(shape.feature_count), made)
    end = 2 ** (shape.lane_bits - 1)
    near = random.choice([3, end])
    lanes = [
        tuple(random.randint(-near, near - 1) for _ in range(shape.feature_count))
        for _ in range(count)
    ]
    return pack(
        DenseFormat(shape.feature_count, shape.lane_bits),
        [DenseSample(label(2), values) for values in lanes],
    )


def chain_of(links: Sequence[int] | Sequence[bytes]) -> bytes:
    chain = bytes(32)
    for link in links:
        chain = encoding.hash_of(chain, link)
    return chain


def learning_case(random: Random) -> Case:
    """Make a step that trains or evaluates."""
    kind, shape = shape_of(random)
    plan = StepPlan(random.randint(1, 1_024), random.randint(1, 63), 10_000, 1)
    number = random.randrange(layout.step_count(plan) - plan.contribution_count - 2)
    if random.random() < 0.5:
        number = plan.scored_parts + random.randrange(plan.contribution_count) * (
            1 + plan.scored_parts
        )
    weights = weights_of(random, shape)
    data = samples_of(random, kind, shape, random.choice([1, 2, 5, 20]))
    state = StepState(
        keccak(weights),
        random.randbytes(32),
        random.randbytes(32),
        random.randbytes(32),
        random.choice([0, random.randrange(10_000), 2**256 - 1]),
        random.randrange(2**20),
    )
    given = StepInput(state, weights, data, ASKER, 7, b"", b"", b"")
    return Case(kind, shape, plan, number, keccak(data), given)


def playing_case(random: Random, count: int | None = None, last: bool | None = None) -> Case:
    """Make a round step or the last step; at times with amounts at their limits."""
    kind, shape = shape_of(random)
    count = random.choice([1, 2, 3, 10, 40]) if count is None else count
    rows = random.choice([1, 7, 100, 10_000])
    unit = random.choice([0, 1, 5, 10**15, 2**90])
    plan = StepPlan(count, random.randint(1, 63), rows, unit)
    finish = layout.step_count(plan) - 1
    last = random.random() < 0.3 if last is None else last
    number = finish if last else finish - random.randint(1, count + 1)
    most = random.choice([rows, 65_535])
    errors = [random.randint(0, most) for _ in range(count + 1)]
    ceiling = random.choice([2 * unit, 2**91, 2**128 - 1])
    balances = [random.choice([0, unit, random.randint(0, ceiling)]) for _ in range(count)]
    hashes = [random.randbytes(32) for _ in range(count + 1)]
    packed = step.pack(balances, step.BALANCE_BYTES)
    state = StepState(
        random.randbytes(32),
        chain_of(hashes),
        chain_of(errors),
        keccak(packed),
        0,
        random.choice([0, 1, 2, 1_000, 2**20]),
    )
    given = StepInput(
        state,
        b"",
        b"",
        ZERO_ADDRESS,
        0,
        packed,
        step.pack(errors, step.ERRORS_BYTES),
        b"".join(hashes) if last else b"",
    )
    return Case(kind, shape, plan, number, bytes(32), given)


def spoilt(random: Random, case: Case) -> Case:
    """Give a case with something wrong: in the hashes, or in what they stand for."""
    given = case.given
    field = random.choice(["weights", "data", "balances", "errors", "weights_hashes", "number"])
    if field == "number":
        number = layout.step_count(case.plan) + random.choice([0, 1, 2**200])
        return replace(case, number=number)
    changed = _spoilt_bytes(random, getattr(given, field))
    given = replace(given, **{field: changed})
    if random.random() < 0.6:
        # As in a wrong trace, whose hashes stand for anything.
        return _rehashed(replace(case, given=given))
    return replace(case, given=given)


def _rehashed(case: Case) -> Case:
    given = case.given
    counts = [
        int.from_bytes(given.errors[at : at + 2], "big")
        for at in range(0, len(given.errors) - 1, 2)
    ]
    hashes = [
        given.weights_hashes[at : at + 32] for at in range(0, len(given.weights_hashes) - 31, 32)
    ]
    state = replace(
        given.state,
        weights_hash=keccak(given.weights) if given.weights else given.state.weights_hash,
        weights_chain=chain_of(hashes),
        errors_chain=chain_of(counts),
        balances_hash=keccak(given.balances),
    )
    data_hash = keccak(given.data) if case.data_hash != bytes(32) else case.data_hash
    return replace(case, data_hash=data_hash, given=replace(given, state=state))


def _spoilt_bytes(random: Random, value: bytes) -> bytes:
    way = random.randrange(4)
    if way == 0 or not value:
        return value + random.randbytes(random.choice([1, 2, 16, 32]))
    if way == 1:
        return value[: random.randrange(len(value))]
    if way == 2:
        return b""
    at = random.randrange(len(value))
    return value[:at] + bytes([value[at] ^ (1 << random.randrange(8))]) + value[at + 1 :]
