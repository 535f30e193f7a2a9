"""Contract and twin make the same of every step of a market's result, or reject it alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

import pytest
from judge import (
    SPARSE,
    Case,
    Judge,
    answer,
    learning_case,
    playing_case,
    samples_of,
    shape_of,
    spoilt,
    weights_of,
)

from commonweal.commitment import keccak
from commonweal.errors import MarketInputMismatch, Rejection
from commonweal.twin.market import encoding, layout, merkle, step
from commonweal.twin.market.layout import StepKind
from commonweal.twin.models import new_model
from commonweal.types import ModelKind, ModelShape, StepPlan, StepState, text_to_bytes32

STEPS = 1_500
SPOILT = 1_500


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def check(judge: Judge, case: Case) -> bytes | Rejection:
    """Compare both answers."""
    found = answer(partial(judge.state_after, case))
    assert found == answer(case.on_twin), case
    return found


@pytest.mark.parametrize("make", [learning_case, playing_case])
def test_right_steps(
    judge: Judge, seed: int, played: list[str], make: Callable[[Random], Case]
) -> None:
    random = Random(f"{seed}/{make.__name__}")
    kinds: dict[tuple[StepKind, ModelKind], int] = {}
    for _ in range(STEPS):
        case = make(random)
        assert isinstance(check(judge, case), bytes)
        kind = layout.locate(case.plan, case.number)[0]
        kinds[kind, case.kind] = kinds.get((kind, case.kind), 0) + 1
    assert len(kinds) == 4
    told = ", ".join(
        f"{count:,} {kind.name.lower()} {'sparse' if model is SPARSE else 'dense'}"
        for (kind, model), count in sorted(kinds.items())
    )
    played.append(f"steps, seed {seed}: {told}")


@pytest.mark.parametrize("make", [learning_case, playing_case])
def test_wrong_inputs_are_rejected_alike(
    judge: Judge, seed: int, played: list[str], make: Callable[[Random], Case]
) -> None:
    random = Random(f"{seed}/spoilt/{make.__name__}")
    names: dict[str, int] = {}
    for _ in range(SPOILT):
        found = check(judge, _valid_weights(spoilt(random, make(random))))
        name = type(found).__name__
        if isinstance(found, MarketInputMismatch):
            name = found.field.rstrip(b"\0").decode()
        names[name] = names.get(name, 0) + 1
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(names.items()))
    played.append(f"wrong inputs, seed {seed}: {told}")
    assert {"MarketStepUnknown", "bytes"} < set(names)
    fields = {"weights", "data"} if make is learning_case else {"balances", "errors"}
    assert fields < set(names)


def _valid_weights(case: Case) -> Case:
    """Leave out weights that no model has, which only a wrong trace could name."""
    given, shape = case.given, case.shape
    if len(given.weights) != 32 * shape.word_count:
        return case
    model = new_model(case.kind, shape)
    words = [given.weights[at : at + 32] for at in range(0, len(given.weights), 32)]
    try:
        model.check_upload(0, words)
    except Rejection:
        broken = replace(given, weights=given.weights + b"\0")
        return replace(case, given=broken)
    return case


@pytest.mark.parametrize("last", [False, True])
def test_as_many_contributions_as_there_may_be(judge: Judge, seed: int, last: bool) -> None:
    random = Random(f"{seed}/most")
    for _ in range(5):
        assert isinstance(check(judge, playing_case(random, 1_024, last)), bytes)


def test_who_did_not_reveal_teaches_nothing(judge: Judge, seed: int) -> None:
    random = Random(seed)
    plan = StepPlan(3, 2, 10, 1)
    case = replace(learning_case(random), plan=plan, number=2, data_hash=bytes(32))
    assert layout.locate(plan, 2)[0] is StepKind.TRAIN
    assert check(judge, case) == encoding.state_hash(case.given.state)


def test_results_are_those_that_the_last_step_hashes(judge: Judge, seed: int) -> None:
    random = Random(seed)
    for _ in range(50):
        case = playing_case(random, last=True)
        found = judge.ask("StepJudge", judge.judge, "resultAfter", case.plan, case.given)[0]
        result = step.result_after(case.plan, case.given)
        assert found == (result.payouts_root, result.weights_hash, result.paid_wei)
        assert encoding.result_hash(result) == judge.state_after(case)


def test_rows_are_counted_and_ordered(judge: Judge, seed: int) -> None:
    random = Random(seed)
    for _ in range(200):
        kind, shape = shape_of(random)
        name, learner = "ILearner", judge.learners[kind]
        rows = [samples_of(random, kind, shape, 1) for _ in range(random.randint(1, 8))]
        if random.random() < 0.5:
            rows = sorted(set(rows), key=keccak)
        hashes = [keccak(row) for row in rows]
        packed = b"".join(rows)
        (count,) = judge.ask(name, learner, "countSamples", shape, packed)
        assert count == len(rows)
        misplaced = next((i for i in range(1, count) if hashes[i] <= hashes[i - 1]), 0)
        found = judge.ask(name, learner, "orderedRows", shape, packed)
        assert found == (count, hashes[0], hashes[-1], misplaced)
        broken = packed[: random.randrange(len(packed))]
        told = answer(partial(_parsed, kind, shape, broken))
        for function in ("countSamples", "orderedRows"):
            assert answer(partial(judge.first, name, learner, function, shape, broken)) == told


def _parsed(kind: ModelKind, shape: ModelShape, samples: bytes) -> int:
    return len(new_model(kind, shape).parse(samples))


def test_trees_are_those_of_openzeppelin(judge: Judge, seed: int) -> None:
    random = Random(seed)
    for count in [*range(1, 20), 111, 1_024]:
        leaves = [random.randbytes(32) for _ in range(count)]
        root = merkle.root(leaves)
        assert judge.show("merkleRoot", leaves) == (root,)
        index = random.randrange(count)
        proof = merkle.proof(leaves, index)
        assert judge.show("verify", proof, root, leaves[index]) == (True,)
        assert merkle.verify(proof, root, leaves[index])
        assert judge.show("verify", proof, root, random.randbytes(32)) == (False,)


def test_leaves_and_the_first_hash(judge: Judge, seed: int) -> None:
    random = Random(seed)
    for _ in range(50):
        index, balance = random.randrange(1_024), random.randrange(2**128)
        assert judge.show("payoutLeaf", index, balance) == (encoding.payout_leaf(index, balance),)
        count, stake = random.choice([1, 255, 256, 257, 1_024]), random.randrange(1, 2**90)
        revealed = random.getrandbits(count)
        words = [(revealed >> (256 * word)) % 2**256 for word in range(4)]
        balances = step.pack(
            (stake if revealed >> i & 1 else 0 for i in range(count)), step.BALANCE_BYTES
        )
        weights, rounds = random.randbytes(32), random.randrange(2**20)
        state = StepState(weights, bytes(32), bytes(32), keccak(balances), 0, rounds)
        found = judge.show("startHash", weights, count, stake, words, rounds)
        assert found == (encoding.state_hash(state),)


def test_steps_are_numbered_alike(judge: Judge, seed: int) -> None:
    random = Random(seed)
    for count, parts in [(1, 1), (1, 63), (3, 2), (1_024, 63), (1_000, 10)]:
        plan = StepPlan(count, parts, 10, 1)
        steps = layout.step_count(plan)
        assert judge.ask("StepJudge", judge.judge, "stepCount", plan) == (steps,)
        edges = {0, parts - 1, parts, steps - count - 3, steps - count - 2, steps - 2, steps - 1}
        for number in edges | {random.randrange(steps) for _ in range(20)}:
            kind, model, part = layout.locate(plan, number)
            assert judge.show("locate", number, count, parts) == (int(kind), model, part)
        segments = layout.segment_count(steps)
        for segment in {0, segments // 2, segments - 1}:
            expected = (layout.segment_steps(steps), segments, layout.steps_in(segment, steps))
            assert judge.show("segmentsOf", steps, segment) == expected


def test_amounts_beyond_all_ether_wrap_alike(judge: Judge) -> None:
    """As only a wrong trace says: balances that all rounds take beyond 128 bits."""
    unit = 2**90
    plan = StepPlan(1_024, 1, 10_000, unit)
    random = Random(7)
    case = playing_case(random, 1_024, False)
    errors = [10_000 if i % 2 else 0 for i in range(1_025)]
    balances = [2**127] * 1_024
    packed = step.pack(balances, step.BALANCE_BYTES)
    state = replace(
        case.given.state,
        errors_chain=_chain(errors),
        balances_hash=keccak(packed),
        rounds_left=2**20,
    )
    given = replace(
        case.given, state=state, balances=packed, errors=step.pack(errors, step.ERRORS_BYTES)
    )
    number = layout.step_count(plan) - 2
    assert isinstance(check(judge, replace(case, plan=plan, number=number, given=given)), bytes)


def test_no_balance_reaches_its_bits(judge: Judge) -> None:
    """The highest stake, pot and fees there can be, all of it won by one contribution."""
    unit, rounds = 2**90, 2
    plan = StepPlan(1_024, 1, 10_000, unit)
    # All from the first on have the greatest stake; the first finds what all others keep.
    errors = [10_000, *[0] * 1_024]
    balances = [2**90] * 1_024
    packed = step.pack(balances, step.BALANCE_BYTES)
    case = playing_case(Random(7), 1_024, False)
    state = replace(
        case.given.state,
        errors_chain=_chain(errors),
        balances_hash=keccak(packed),
        rounds_left=rounds,
    )
    given = replace(
        case.given, state=state, balances=packed, errors=step.pack(errors, step.ERRORS_BYTES)
    )
    number = layout.step_count(plan) - 2
    won = [2**90 + rounds * unit, *balances[1:]]
    after = replace(state, balances_hash=keccak(step.pack(won, step.BALANCE_BYTES)), rounds_left=0)
    found = check(judge, replace(case, plan=plan, number=number, given=given))
    assert found == encoding.state_hash(after)
    assert max(won) < 2**92


def _chain(values: list[int]) -> bytes:
    chain = bytes(32)
    for value in values:
        chain = encoding.hash_of(chain, value)
    return chain


def test_weights_of_another_length_fit_no_model(judge: Judge) -> None:
    shape = ModelShape(20, 16, 0)
    random = Random(3)
    weights = weights_of(random, ModelShape(40, 16, 0))
    data = samples_of(random, SPARSE, shape, 2)
    for name in ("trainedHash", "countErrors"):
        learner = judge.learners[SPARSE]
        found = answer(partial(judge.first, "ILearner", learner, name, shape, weights, data))
        expected = MarketInputMismatch(
            text_to_bytes32("weights"), (64).to_bytes(32, "big"), (96).to_bytes(32, "big")
        )
        assert found == expected
