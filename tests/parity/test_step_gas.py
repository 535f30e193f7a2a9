"""What it costs to show a step wrong, as a market pays it: 21,000 and calldata included."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from random import Random

import pytest
from judge import (
    ASKER,
    DENSE,
    SPARSE,
    Case,
    Judge,
    chain_of,
    playing_case,
    samples_of,
    weights_of,
)

from commonweal.commitment import keccak
from commonweal.fixed_point import pack_lanes
from commonweal.samples import DenseFormat, DenseSample, SparseFormat, SparseSample, pack
from commonweal.twin.market import layout, step, terms
from commonweal.types import ZERO_ADDRESS, ModelKind, ModelShape, StepInput, StepPlan, StepState

SHAPE = ModelShape(1_000, 16, 0)
PLAN = StepPlan(1_000, 10, 10_000, 10**15)
TRAIN, EVALUATE = 10, 0
MOST_GAS = 16_777_216
# What is left of a proposal's bond for who names a wrong step, less what the market adds.
MOST_NAMING_GAS = terms.PROPOSAL_BOND_GAS * 7 // 16 - 100_000
MOST_BYTES = 60_000
MOST_DATA = 48_000


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


def learning(
    kind: ModelKind, shape: ModelShape, plan: StepPlan, number: int, data: bytes, weights: bytes
) -> Case:
    state = StepState(keccak(weights), keccak(b"1"), keccak(b"2"), keccak(b"3"), 1_234, 777)
    given = StepInput(state, weights, data, ASKER, 10**18, b"", b"", b"")
    return Case(kind, shape, plan, number, keccak(data), given)


def spread(
    random: Random, samples: int, features: Callable[[], int], labels: tuple[int, ...] = (0, 1)
) -> bytes:
    """Pack samples whose features are all over the model, which costs most calldata."""
    chosen = [
        tuple(sorted(random.sample(range(SHAPE.feature_count), features()))) for _ in range(samples)
    ]
    return pack(
        SparseFormat(SHAPE.feature_count),
        [SparseSample(random.choice(labels), each) for each in chosen],
    )


def finding(plan: StepPlan, *, last: bool) -> Case:
    """Make a round step or the last step in which contributions gain and lose."""
    random = Random(5)
    count = plan.contribution_count
    errors = [max(0, 5_000 - 4 * number + random.randint(-200, 200)) for number in range(count + 1)]
    balances = [10**16 + random.randrange(10**18) for _ in range(count)]
    hashes = [random.randbytes(32) for _ in range(count + 1)]
    packed = step.pack(balances, step.BALANCE_BYTES)
    state = StepState(hashes[-1], chain_of(hashes), chain_of(errors), keccak(packed), 0, 10_000)
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
    number = layout.step_count(plan) - (1 if last else 2)
    return Case(SPARSE, SHAPE, plan, number, bytes(32), given)


def measured(judge: Judge, played: list[str], title: str, case: Case, most: int) -> None:
    gas, data_bytes, floor = judge.refuting_gas(case)
    played.append(f"gas to refute {title}: {gas:,}, {data_bytes:,} bytes, EIP-7623 floor {floor:,}")
    assert max(gas, floor) <= min(most, MOST_NAMING_GAS)
    assert data_bytes <= MOST_BYTES


def test_what_the_targets_name(judge: Judge, played: list[str]) -> None:
    random = Random(5)
    weights = weights_of(random, SHAPE)
    train = spread(random, 128, lambda: random.randint(20, 40))
    case = learning(SPARSE, SHAPE, PLAN, TRAIN, train, weights)
    measured(judge, played, "a training step of 128 samples", case, 1_000_000)
    case = learning(SPARSE, SHAPE, PLAN, EVALUATE, spread(random, 1_000, lambda: 20), weights)
    measured(judge, played, "an evaluation of 1,000 rows", case, 3_300_000)
    case = finding(PLAN, last=False)
    measured(judge, played, "a round of 1,000 contributions", case, 2_500_000)


def saturating(features: int, bits: int, *, bias: bool) -> Case:
    """Train so that a lane of each word leaves its range with every sample, and all samples err."""
    shape, most = ModelShape(features, bits, 0), 2 ** (bits - 1) - 1
    lanes = [most if each % 8 == 1 else -most for each in range(features)]
    values = tuple(64 if each % 8 == 1 else 1 for each in range(features))
    weights = b"".join(pack_lanes([*lanes, -most if bias else 0], bits))
    count = min(128, MOST_DATA // (1 + features * bits // 8))
    data = pack(DenseFormat(features, bits), [DenseSample(0, values)] * count)
    return learning(DENSE, shape, StepPlan(1_024, 43, 10_000, 10**15), 43, data, weights)


@pytest.mark.parametrize("bits", [16, 32])
def test_weights_that_leave_their_range_cost_no_more(
    judge: Judge, played: list[str], bits: int
) -> None:
    for features, bias in product((10, 65, 161, 193, 513, 1_023), (False, True)):
        case = saturating(features, bits, bias=bias)
        assert judge.state_after(case) == case.on_twin()
        with_bias = "bias and " if bias else ""
        title = f"a training that saturates {with_bias}{features} weights of {bits} bits"
        measured(judge, played, title, case, MOST_GAS)


def test_every_step_fits_a_transaction(judge: Judge, played: list[str]) -> None:
    """The most of everything: 48,000 bytes, 1,024 weights, 128 samples, 1,024 contributions, and
    the longest segments.
    """
    random = Random(6)
    most = StepPlan(1_024, terms.MOST_PARTS - 1, 10_000, 10**15)
    train = most.scored_parts
    full = ModelShape(1_023, 16, 0)
    features = (MOST_DATA // 128 - 2) // 2
    for title, number, count, size in [
        ("the largest sparse training", train, 128, features),
        ("the largest sparse evaluation", EVALUATE, 1_000, 23),
    ]:
        # Weights of zero disagree with every sample until they have learned; low ones always do
        # with samples that should be 1.
        for name, weight, labels in (("", 0, (0, 1)), (" of low weights", -32_767, (1,))):
            data = spread(random, count, lambda size=size: size, labels)
            assert len(data) <= MOST_DATA
            weights = b"".join(pack_lanes([weight] * 1_024, 16))
            case = learning(SPARSE, full, most, number, data, weights)
            measured(judge, played, title + name, case, MOST_GAS)
    wide, narrow = ModelShape(1_023, 32, 8), ModelShape(11, 32, 8)
    for title, number, shape, count in [
        ("the fullest dense training", train, ModelShape(999, 32, 8), 12),
        ("the largest dense training", train, wide, 11),
        ("the largest dense evaluation", EVALUATE, narrow, 1_000),
    ]:
        data = samples_of(random, DENSE, shape, count)
        assert len(data) <= MOST_DATA
        case = learning(DENSE, shape, most, number, data, weights_of(random, shape))
        measured(judge, played, title, case, MOST_GAS)
    measured(
        judge, played, "the last step of 1,024 contributions", finding(most, last=True), MOST_GAS
    )
    case = playing_case(random, 1_024, False)
    measured(judge, played, "a round of 1,024 contributions", case, MOST_GAS)
