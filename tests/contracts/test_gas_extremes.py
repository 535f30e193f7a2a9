"""What fits to contribute fits to settle: gas at the limits of the formats.

A chain takes no transaction above 16,777,216 gas (EIP-7825). A contribution that learns too much
for that is refused by the chain and costs nobody a deposit; one that was taken must always close.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from arena import ALICE, BOB, CAROL, DENSE, SPARSE, Arena, Trainer

from commonweal.actions import Contribute, Settle
from commonweal.events import DisagreementFound, Settled
from commonweal.fixed_point import lane_limit, pack_lanes
from commonweal.types import ModelShape

MOST_GAS = 2**24
# What settling may write more than contributing: accounts of contributor and caller, and the pool,
# each for the first time (22,100 gas).
ACCOUNTS_GAS = 3 * 22_100
VALUE_WEI = 10**12
WORDS_PER_UPLOAD = 500
SEED = 5

LARGEST_SPARSE = ModelShape(65_535, 16, 0)


def deployed(arena: Arena, shape: ModelShape, lanes: Sequence[int], *, sparse: bool) -> Trainer:
    trainer = arena.trainer(SPARSE if sparse else DENSE, shape=shape, lanes=(), close=False)
    words = pack_lanes(lanes, shape.lane_bits)
    for first in range(0, len(words), WORDS_PER_UPLOAD):
        trainer.upload(first, words[first : first + WORDS_PER_UPLOAD], last=False)
    trainer.upload(0, (), last=True)
    return trainer


def gas_of_contributing(trainer: Trainer, samples: bytes, by: str = ALICE) -> int:
    return trainer.arena.run(by, trainer.address, Contribute(samples, VALUE_WEI)).gas_used


def gas_of_settling(trainer: Trainer, samples: bytes, by: str = ALICE) -> int:
    return trainer.arena.run(by, trainer.address, Settle(ALICE, samples)).gas_used


def contributed_and_settled(trainer: Trainer, samples: bytes) -> tuple[int, int]:
    """Give the gas of both; the contributor settles as soon as possible."""
    contributing = gas_of_contributing(trainer, samples)
    trainer.arena.wait(600)
    settling = gas_of_settling(trainer, samples)
    trainer.check()
    return contributing, settling


def in_all_words(random: Random, words: int, features: int) -> list[int]:
    """Choose features in as many different words as there are features."""
    chosen = sorted(random.sample(range(1, words), features))
    return [word * 16 + random.randrange(15) for word in chosen]


def test_the_most_bytes_over_the_most_words(arena: Arena) -> None:
    """117 samples of 254 features, each in a word of its own, of 4,096 words that all are read."""
    random = Random(SEED)
    trainer = deployed(arena, LARGEST_SPARSE, [2_000] + [1] * 65_535, sparse=True)
    rows = [(1, in_all_words(random, 4_096, 254)) for _ in range(117)]
    samples = trainer.pack(*rows)
    samples += trainer.pack((1, in_all_words(random, 4_096, (60_000 - len(samples) - 2) // 2)))
    assert len(samples) == 60_000
    assert len({i // 16 for _, row in rows for i in row}) > 4_080
    contributing, settling = contributed_and_settled(trainer, samples)
    assert settling <= contributing < MOST_GAS


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_learning_into_empty_words_costs_most_and_settling_it_does_not(
    arena: Arena, count: int
) -> None:
    """A weight that was never written costs 22,100 gas to write, and 2,100 to judge by."""
    random = Random(SEED + count)
    trainer = deployed(arena, LARGEST_SPARSE, (), sparse=True)
    rows = [(i % 2, in_all_words(random, 4_096, 160)) for i in range(count)]
    contributing, settling = contributed_and_settled(trainer, trainer.pack(*rows))
    assert settling <= contributing < MOST_GAS


def test_learning_that_a_chain_refuses_takes_no_deposit(arena: Arena) -> None:
    """What is too much for one transaction is split over several."""
    random = Random(SEED)
    trainer = deployed(arena, LARGEST_SPARSE, (), sparse=True)
    rows = [(i % 2, in_all_words(random, 4_096, 250)) for i in range(20)]
    total = sum(
        gas_of_contributing(trainer, trainer.pack(*rows[i : i + 2])) for i in range(0, 20, 2)
    )
    assert total > MOST_GAS
    arena.wait(600)
    for i in range(0, 20, 2):
        assert gas_of_settling(trainer, trainer.pack(*rows[i : i + 2])) < MOST_GAS // 10
    trainer.check()


@pytest.mark.parametrize("features", [1, 255])
@pytest.mark.parametrize("count", [1, 128])
def test_the_smallest_and_the_widest_samples(arena: Arena, features: int, count: int) -> None:
    random = Random(SEED)
    trainer = deployed(arena, ModelShape(4_000, 16, 0), [1] * 4_001, sparse=True)
    count = min(count, 60_000 // (2 + 2 * features))
    rows = [(i % 2, in_all_words(random, 250, min(features, 240))) for i in range(count)]
    contributing, settling = contributed_and_settled(trainer, trainer.pack(*rows))
    assert settling <= contributing < MOST_GAS


@pytest.mark.parametrize("bits", [16, 32])
@pytest.mark.parametrize("teaching", ["agreeing", "moving", "saturating"])
def test_the_largest_dense_model(arena: Arena, bits: int, teaching: str) -> None:
    random = Random(SEED)
    most = lane_limit(bits)
    weights = [random.randint(-9, 9) for _ in range(1_024)]
    trainer = deployed(arena, ModelShape(1_024, bits, 0), [*weights, 3_000], sparse=False)
    count = 60_000 // (1 + 1_024 * bits // 8)
    reach = most if teaching == "saturating" else 100
    rows = []
    for i in range(count):
        values = [random.randint(-reach - 1, reach) for _ in range(1_024)]
        score = sum(w * x for w, x in zip(weights, values, strict=True)) + 3_000
        rows.append((int(score > 0) if teaching == "agreeing" else i % 2, values))
    contributing, settling = contributed_and_settled(trainer, trainer.pack(*rows))
    assert settling <= contributing < MOST_GAS


def test_128_dense_samples(arena: Arena) -> None:
    random = Random(SEED)
    trainer = deployed(arena, ModelShape(234, 16, 4), [1] * 235, sparse=False)
    rows = [(i % 2, [random.randint(-99, 99) for _ in range(234)]) for i in range(127)]
    samples = trainer.pack(*rows)
    assert 59_000 < len(samples) <= 60_000
    contributing, settling = contributed_and_settled(trainer, samples)
    assert settling <= contributing < MOST_GAS


@pytest.mark.parametrize("seed", range(25))
def test_whatever_fits_to_contribute_fits_to_settle(arena: Arena, seed: int) -> None:
    """By the contributor or by two verdicts of a stranger, on a model that has moved since."""
    random = Random(seed)
    sparse = random.random() < 0.5
    if sparse:
        shape = ModelShape(random.choice((1, 16, 300, 5_000, 65_535)), 16, 0)
    else:
        shape = ModelShape(random.choice((1, 17, 400, 1_024)), random.choice((16, 32)), 3)
    lanes = [random.randint(-5, 5) for _ in range(min(shape.lane_count, 3_000))]
    trainer = deployed(arena, shape, lanes, sparse=sparse)
    # Its account is not new, so contributing is as cheap as it can be.
    trainer.contribute(ALICE, _some(random, trainer, 1), VALUE_WEI)
    arena.wait(3_600)

    # Words that were never written are left to the tests above where there are thousands.
    counts = (1, 2) if shape.feature_count == 65_535 else (1, 2, 10, 128)
    samples = _some(random, trainer, random.choice(counts))
    contributing = gas_of_contributing(trainer, samples)
    assert contributing < MOST_GAS
    for _ in range(3):
        trainer.contribute(CAROL, _some(random, trainer, 5), VALUE_WEI)
    arena.wait(1_800)
    found = arena.run(BOB, trainer.address, Settle(ALICE, samples))
    assert found.gas_used <= contributing + ACCOUNTS_GAS
    if isinstance(found.events[0].event, DisagreementFound):
        arena.wait(900)
        found = arena.run(random.choice((ALICE, BOB)), trainer.address, Settle(ALICE, samples))
        assert found.gas_used <= contributing + ACCOUNTS_GAS
    assert isinstance(found.events[0].event, Settled)
    trainer.check()


def _some(random: Random, trainer: Trainer, count: int) -> bytes:
    features = trainer.shape.feature_count
    rows: list[tuple[int, list[int]]]
    if trainer.model is SPARSE:
        widest = min(features, 60_000 // count // 2 - 1, 100)
        rows = [
            (
                random.randrange(2),
                sorted(random.sample(range(features), random.randint(1, widest))),
            )
            for _ in range(count)
        ]
    else:
        count = min(count, 60_000 // (1 + features * trainer.shape.lane_bits // 8))
        rows = [
            (random.randrange(2), [random.randint(-50, 50) for _ in range(features)])
            for _ in range(count)
        ]
    return trainer.pack(*rows)
