"""Bytes that no encoder of ours makes: what is accepted means the same, all else is refused."""

from __future__ import annotations

from random import Random

import pytest
from arena import ALICE, BOB, DENSE, POINTS, SPARSE, STAKE, STAKE_RULES, Arena, Trainer

from commonweal.commitment import keccak
from commonweal.errors import Rejection, SamplesEmpty, UnknownRevertFault
from commonweal.events import Contributed, Settled
from commonweal.runtime import codec
from commonweal.types import ModelKind, ModelShape

CONTRIBUTE = keccak(b"contribute(bytes)")[:4]
SETTLE = keccak(b"settle(address,bytes)")[:4]
NOISE = b"\xff" * 64
SEED = 2026


def word(value: int) -> bytes:
    return value.to_bytes(32, "big")


def address_word(account: str) -> bytes:
    return bytes(12) + bytes.fromhex(account[2:])


def accepted(samples: bytes) -> dict[str, bytes]:
    """Arguments of `contribute` that Solidity's decoder takes for these samples."""
    length, padding = word(len(samples)), bytes(-len(samples) % 32)
    return {
        "canonical": word(32) + length + samples + padding,
        "no padding": word(32) + length + samples,
        "padding that is not zero": word(32) + length + samples + NOISE,
        "a gap before": word(96) + NOISE + length + samples + padding,
        "a gap of no whole words": word(35) + NOISE[:3] + length + samples,
    }


def refused(samples: bytes) -> dict[str, bytes]:
    """Arguments of `contribute` that point or reach behind the calldata."""
    length = word(len(samples))
    return {
        "nothing": b"",
        "half an offset": word(32)[:20],
        "no length": word(32),
        "one byte short": word(32) + length + samples[:-1],
        "a length behind the end": word(32) + word(len(samples) + 1) + samples,
        "a length of 2**64": word(32) + word(2**64) + samples,
        "a length that wraps around": word(32) + word(2**256 - 1) + samples,
        "an offset behind the end": word(4_096) + length + samples,
        "an offset of 2**64": word(2**64) + length + samples,
        "an offset that wraps around": word(2**256 - 32) + length + samples,
    }


@pytest.mark.parametrize("model", [SPARSE, DENSE])
@pytest.mark.parametrize("form", accepted(b""))
def test_other_encodings_of_the_same_samples_are_the_same_contribution(
    arena: Arena, model: ModelKind, form: str
) -> None:
    trainer = arena.trainer(model)
    # Whatever follows in calldata is not read as a feature.
    samples = trainer.bad(3) + trainer.good(2, 1)
    data = CONTRIBUTE + accepted(samples)[form]
    receipt = arena.send(ALICE, trainer.address, data, trainer.quote_wei(5))
    (log,) = receipt.logs
    value_wei = 5 * STAKE_RULES.floor_price_wei
    assert codec.event_of(log.topics, log.data) == Contributed(0, ALICE, value_wei, samples)
    trainer.check()
    arena.wait(STAKE_RULES.refund_wait_s)
    assert isinstance(trainer.settle(ALICE, samples), Settled)


@pytest.mark.parametrize("form", refused(b""))
def test_calldata_that_is_not_there_is_refused(arena: Arena, form: str) -> None:
    trainer = arena.trainer()
    data = CONTRIBUTE + refused(trainer.good())[form]
    with pytest.raises(UnknownRevertFault, match="no reason"):
        arena.send(ALICE, trainer.address, data, 10**9)
    assert trainer.balance_wei == 0


def test_an_offset_of_zero_is_a_length_of_zero(arena: Arena) -> None:
    trainer = arena.trainer()
    with pytest.raises(SamplesEmpty):
        arena.send(ALICE, trainer.address, CONTRIBUTE + word(0) + word(5) + NOISE, 10**9)


def test_an_address_with_dirt_above_it_is_refused(arena: Arena) -> None:
    trainer = arena.trainer()
    samples = trainer.good()
    trainer.contribute(ALICE, samples)
    arena.wait(STAKE_RULES.take_wait_s)
    dirty = b"\1" + address_word(ALICE)[1:]
    with pytest.raises(UnknownRevertFault, match="no reason"):
        arena.send(
            BOB,
            trainer.address,
            SETTLE + dirty + word(64) + word(len(samples)) + samples,
        )


def test_samples_over_the_head_of_the_arguments_are_refused(arena: Arena) -> None:
    """The offset names the contributor's word, so an address would be the length."""
    trainer = arena.trainer()
    with pytest.raises(UnknownRevertFault, match="no reason"):
        arena.send(BOB, trainer.address, SETTLE + address_word(ALICE) + word(0) + NOISE)


def test_a_trainer_takes_no_other_calls(arena: Arena) -> None:
    trainer = arena.trainer()
    for data in (b"", b"\1", b"\xff" * 4, CONTRIBUTE[:3]):
        for value_wei in (0, 1):
            with pytest.raises(UnknownRevertFault, match="no reason"):
                arena.send(ALICE, trainer.address, data, value_wei)
    for function, arguments in (("settle", (ALICE, b"")), ("withdraw", (ALICE,))):
        data = codec.function_data(trainer.contract, function, *arguments)
        with pytest.raises(UnknownRevertFault, match="no reason"):
            arena.send(ALICE, trainer.address, data, 1)


def trainers(arena: Arena, random: Random) -> list[Trainer]:
    """Deploy models whose last lane ends a word, begins one, or stands in between."""
    shapes = [ModelShape(count, 16, 0) for count in (1, 15, 16, 40, 1_000, 5_000)]
    sparse = [
        arena.trainer(
            SPARSE,
            incentive,
            shape=shape,
            lanes=[random.randint(-9, 9) for _ in range(shape.lane_count)],
        )
        for shape in shapes
        for incentive in (STAKE, POINTS)[: 1 + (shape.feature_count == 1_000)]
    ]
    dense = [
        arena.trainer(DENSE, POINTS, shape=ModelShape(count, bits, 1), lanes=(5, -5)[:count])
        for count, bits in ((1, 16), (7, 32), (16, 16), (33, 16))
    ]
    return sparse + dense


def mostly_right(random: Random, trainer: Trainer) -> bytes:
    """Pack a few samples by hand and then damage some of them."""
    features, made = trainer.shape.feature_count, b""
    for _ in range(random.randint(1, 6)):
        if trainer.model is DENSE:
            size = features * trainer.shape.lane_bits // 8
            made += bytes([random.randrange(2)]) + random.randbytes(size)
            continue
        count = random.choice((1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 255))
        reach = random.choice((features, features, features + 1, 65_536))
        # Now and then a sample without features.
        count = min(count, reach) if random.random() < 0.99 else 0
        indices = sorted(random.sample(range(reach), count))
        if random.random() < 0.2:
            random.shuffle(indices)
        if random.random() < 0.2 and count > 1:
            place = random.randrange(count - 1)
            indices[place] = indices[place + 1]
        made += bytes([random.randrange(2), count])
        made += b"".join(index.to_bytes(2, "big") for index in indices)
    if random.random() < 0.3:
        damaged = bytearray(made)
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        made = bytes(damaged)
    if random.random() < 0.1:
        made = made[: random.randrange(len(made))]
    return made


def test_damaged_samples_are_refused_as_the_twin_does_or_mean_the_same(arena: Arena) -> None:
    """Nothing that is read from the wrong place, in calldata or in memory, gets by."""
    random = Random(SEED)
    print(f"seed {SEED}")
    known = trainers(arena, random)
    seen: dict[str, int] = {}
    for _ in range(3_000):
        trainer = random.choice(known)
        samples = mostly_right(random, trainer)
        for read in ("evaluate", "predict_batch", "preview"):
            found: object
            expected: object
            try:
                expected = getattr(trainer.twin, read)(samples)
            except Rejection as rejection:
                expected = rejection
            try:
                found = getattr(arena.runtime, read)(trainer.address, samples)
            except Rejection as rejection:
                found = rejection
            assert found == expected, (trainer.shape, samples.hex())
        name = type(expected).__name__
        seen[name] = seen.get(name, 0) + 1
        if random.random() < 0.3:
            value_wei = 10**12 if trainer.incentive is STAKE else 0
            try:
                # The arena compares events and rejections with the twin's.
                trainer.contribute(ALICE, samples, value_wei)
            except Rejection:
                continue
            trainer.check()
    kinds = {"SampleTruncated", "SampleLabelOutOfRange", "SampleWithoutFeatures", "SamplesEmpty"}
    kinds |= {"SampleFeatureOutOfRange", "SampleFeaturesNotIncreasing", "tuple"}
    assert seen.keys() >= kinds
    assert seen["tuple"] > 500
