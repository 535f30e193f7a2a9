"""Weights at the edges of their lanes: what saturates, and that no lane reaches its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from arena import ALICE, BOB, DENSE, DEPLOYER, POINTS, SPARSE, Arena, Trainer

from commonweal.actions import UploadWeights
from commonweal.errors import UploadWordInvalid
from commonweal.fixed_point import clamp, lane_limit, pack_lanes
from commonweal.types import ModelShape, Prediction

MOST_16, MOST_32 = 2**15 - 1, 2**31 - 1


def sparse(arena: Arena, lanes: Sequence[int], features: int | None = None) -> Trainer:
    shape = ModelShape(len(lanes) - 1 if features is None else features, 16, 0)
    return arena.trainer(SPARSE, POINTS, shape=shape, lanes=lanes)


def dense(arena: Arena, lanes: Sequence[int], bits: int, fraction: int = 0) -> Trainer:
    shape = ModelShape(len(lanes) - 1, bits, fraction)
    return arena.trainer(DENSE, POINTS, shape=shape, lanes=lanes)


def learned(trainer: Trainer, label: int, features: Sequence[int]) -> list[int]:
    """Contribute a sample that must disagree; give all lanes, those past the last one too."""
    before = trainer.lanes()
    trainer.contribute(ALICE, trainer.pack((label, features)))
    trainer.check()
    after = trainer.lanes()
    used = trainer.shape.lane_count
    assert after[used:] == before[used:] == [0] * (len(after) - used)
    return after[:used]


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("edge", [MOST_16, -MOST_16])
def test_sparse_weights_saturate_alone(arena: Arena, label: int, edge: int) -> None:
    """Every second lane is at an edge, its neighbours at the other: only what should move moves."""
    step = 1 if label else -1
    # The bias makes the model wrong whatever the features say.
    lanes = [0] + [edge if i % 2 else -edge for i in range(1, 41)]
    trainer = sparse(arena, lanes)
    # As many of one edge as of the other: the score is 0, which agrees with nobody.
    chosen = list(range(3, 33))
    expected = lanes.copy()
    for lane in (0, *(i + 1 for i in chosen)):
        expected[lane] = clamp(expected[lane] + step, MOST_16)
    assert learned(trainer, label, chosen) == expected


@pytest.mark.parametrize("edge", [MOST_16, -MOST_16])
def test_the_sparse_bias_saturates(arena: Arena, edge: int) -> None:
    other = -edge
    trainer = sparse(arena, [edge, other, 5])
    label = 1 if edge > 0 else 0
    assert learned(trainer, label, [0]) == [edge, other + (1 if label else -1), 5]


@pytest.mark.parametrize("features", [1, 14, 15, 16, 17, 31, 32, 255, 256, 1_000])
def test_the_last_sparse_feature_of_any_shape(arena: Arena, features: int) -> None:
    """Whether the last lane ends a word, begins one, or stands in between."""
    trainer = sparse(arena, [0] * (features + 1))
    last = features - 1
    lanes = learned(trainer, 1, [last] if last == 0 else [0, last])
    assert {i for i, weight in enumerate(lanes) if weight} == {0, 1, features}
    assert arena.runtime.predict(trainer.address, trainer.pack((0, [last]))) == Prediction(1, 2)


def test_the_largest_sparse_model(arena: Arena) -> None:
    """65,535 features in 4,096 words; the last word's last lane is the last feature."""
    trainer = sparse(arena, (), features=65_535)
    assert trainer.read("wordCount") == 4_096
    ends = [0, 1, 14, 15, 16, 32_767, 32_768, 65_518, 65_519, 65_533, 65_534]
    lanes = learned(trainer, 0, ends)
    assert {i for i, weight in enumerate(lanes) if weight} == {0, *(i + 1 for i in ends)}
    # The second sample is judged by what the first one taught; none of its words is in memory.
    more = trainer.pack((0, [65_534]), (1, [40_000, 50_000]), (1, [65_534]))
    trainer.contribute(BOB, more)
    trainer.check()
    changes = arena.runtime.preview(trainer.address, trainer.pack((0, [2, 65_534])))
    assert [change.feature for change in changes] == [2, 65_534, 65_535]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 254, 255])
def test_sparse_samples_of_any_number_of_features(arena: Arena, count: int) -> None:
    """The walk takes features in groups; whatever is left over counts too."""
    random = Random(count)
    shape = ModelShape(4_000, 16, 0)
    lanes = [random.randint(-99, 99) for _ in range(shape.lane_count)]
    trainer = arena.trainer(SPARSE, POINTS, shape=shape, lanes=lanes)
    for _ in range(5):
        chosen = sorted(random.sample(range(4_000), count))
        score = lanes[0] + sum(lanes[i + 1] for i in chosen)
        sample = trainer.pack((0, chosen))
        assert arena.runtime.predict(trainer.address, sample).score == score
        # The same sample again finds every word in memory.
        found = arena.runtime.predict_batch(trainer.address, sample * 3)
        assert [one.score for one in found] == [score] * 3


@pytest.mark.parametrize("bits", [16, 32])
@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("value", [1, -1, 77, "most", "least", "lowest"])
def test_dense_weights_saturate_alone(
    arena: Arena, bits: int, label: int, value: int | str
) -> None:
    most = lane_limit(bits)
    named = {"most": most, "least": -most, "lowest": -most - 1}
    x = named[value] if isinstance(value, str) else value
    step = 1 if label else -1
    # Weights from one edge to the other, around 0 too, and neighbours that would notice a carry.
    weights = [most, -most, most - 1, 1 - most, 0, -1, 1, most, most, -most, -most, 0, 5, -5, 2]
    weights += [-w for w in weights]
    features = [x] * len(weights)
    # Opposite weights cancel out and the bias is 0: a score of 0 agrees with nobody.
    trainer = dense(arena, [*weights, 0], bits)
    expected = [clamp(w + step * x, most) for w in weights]
    assert learned(trainer, label, features) == [*expected, step]


@pytest.mark.parametrize("bits", [16, 32])
@pytest.mark.parametrize("edge", [1, -1])
def test_the_dense_bias_saturates(arena: Arena, bits: int, edge: int) -> None:
    most, fraction = lane_limit(bits), bits - 2
    # The bias is as large as it can be; 1.0 is half of what is left to the other edge.
    bias = edge * most
    weight = -edge * most
    trainer = dense(arena, [weight, bias], bits, fraction)
    x = most
    assert weight * x + (bias << fraction) == -edge * (most * most - (most << fraction))
    label = 1 if edge > 0 else 0
    assert learned(trainer, label, [x]) == [0, bias]


@pytest.mark.parametrize("bits", [16, 32])
@pytest.mark.parametrize("features", [1, 2, 6, 7, 8, 9, 14, 15, 16, 17, 31, 32, 33])
def test_dense_shapes_around_a_word_s_end(arena: Arena, bits: int, features: int) -> None:
    """The bias stands behind the last feature, wherever in a word that is."""
    random = Random(features * bits)
    most = lane_limit(bits)
    lanes = [random.randint(-most, most) for _ in range(features + 1)]
    trainer = dense(arena, lanes, bits)
    values = [random.randint(-most - 1, most) for _ in range(features)]
    score = sum(w * x for w, x in zip(lanes, values, strict=False)) + lanes[-1]
    label = 0 if score > 0 else 1
    sample = trainer.pack((label, values))
    # What follows a sample is another sample, never part of the first.
    found = arena.runtime.predict_batch(
        trainer.address, sample + trainer.pack((1, [most] * features))
    )
    assert found[0] == Prediction(1 - label, score)
    step = 1 if label else -1
    expected = [clamp(w + step * x, most) for w, x in zip(lanes, [*values, 1], strict=True)]
    assert learned(trainer, label, values) == expected


def test_the_largest_dense_score(arena: Arena) -> None:
    """1,024 products of the largest numbers of 32 bits, and no sum wraps around."""
    features = 1_024
    trainer = dense(arena, [-MOST_32] * features + [MOST_32], 32, 30)
    lowest = [-(2**31)] * features
    score = features * MOST_32 * 2**31 + (MOST_32 << 30)
    assert arena.runtime.predict(trainer.address, trainer.pack((0, lowest))).score == score
    assert learned(trainer, 0, lowest) == [1] * features + [MOST_32 - 2**30]
    lanes = learned(trainer, 0, [MOST_32] * features)
    assert lanes == [1 - MOST_32] * features + [MOST_32 - 2**31]


@pytest.mark.parametrize(("bits", "lowest"), [(16, -(2**15)), (32, -(2**31))])
@pytest.mark.parametrize("lane", [0, 1, 7, 8, 14])
def test_the_lowest_lane_value_is_never_uploaded(
    arena: Arena, bits: int, lowest: int, lane: int
) -> None:
    trainer = arena.trainer(DENSE, POINTS, shape=ModelShape(30, bits, 0), lanes=(), close=False)
    lanes = [0] * 31
    lanes[lane] = lowest
    word = lane // (256 // bits)
    with pytest.raises(UploadWordInvalid) as caught:
        trainer.upload(0, pack_lanes(lanes, bits), last=False)
    assert caught.value == UploadWordInvalid(word)
    lanes[lane] = lowest + 1
    trainer.upload(0, pack_lanes(lanes, bits), last=True)
    assert trainer.lanes()[:31] == lanes


@pytest.mark.parametrize("model", [SPARSE, DENSE])
def test_lanes_behind_the_last_stay_zero(arena: Arena, model: int) -> None:
    kind = SPARSE if model == SPARSE else DENSE
    trainer = arena.trainer(kind, POINTS, shape=ModelShape(17, 16, 0), lanes=(), close=False)
    for lane in range(18, 32):
        words = pack_lanes([0] * lane + [1], 16)
        with pytest.raises(UploadWordInvalid) as caught:
            trainer.act(DEPLOYER, UploadWeights(1, words[1:], False))
        assert caught.value == UploadWordInvalid(1)
    trainer.upload(1, pack_lanes([0, 9], 16), last=False)
    assert trainer.lanes()[16:18] == [0, 9]
