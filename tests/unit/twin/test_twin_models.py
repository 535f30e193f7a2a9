"""The learners, against a slow reference in exact fractions that shares no code with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene import dense, sparse

from commonweal.errors import SamplesTooMany
from commonweal.fixed_point import lane_limit, pack_lanes
from commonweal.twin.models import DensePerceptron, Model, SparsePerceptron, new_model
from commonweal.types import Evaluation, ModelKind, ModelShape, Prediction, WeightChange

FEATURES = 12
SPARSE = ModelShape(FEATURES, 16, 0)
LIMIT = lane_limit(16)

SPARSE_SAMPLES = st.lists(
    st.tuples(st.integers(0, 1), st.sets(st.integers(0, FEATURES - 1), min_size=1).map(sorted)),
    min_size=1,
    max_size=20,
)


@st.composite
def dense_cases(draw: st.DrawFn) -> tuple[ModelShape, list[tuple[int, list[int]]]]:
    """Draw a shape and samples, edges of the lanes among them."""
    bits = draw(st.sampled_from([16, 32]))
    shape = ModelShape(draw(st.integers(1, 4)), bits, draw(st.integers(0, bits - 2)))
    edge = lane_limit(bits)
    value = st.one_of(
        st.integers(-300, 300), st.integers(-edge - 1, edge), st.sampled_from([edge, -edge - 1])
    )
    rows = st.tuples(
        st.integers(0, 1),
        st.lists(value, min_size=shape.feature_count, max_size=shape.feature_count),
    )
    return shape, draw(st.lists(rows, min_size=1, max_size=20))


class Reference:
    """Rosenblatt's rule on real numbers: unit steps, rows of the full design matrix."""

    def __init__(self, features: int, limit: Fraction) -> None:
        self.weights = [Fraction(0)] * (features + 1)
        self.limit = limit

    def score(self, row: Sequence[Fraction]) -> Fraction:
        return sum(
            (weight * x for weight, x in zip(self.weights, [*row, Fraction(1)], strict=True)),
            Fraction(0),
        )

    def learn(self, label: int, row: Sequence[Fraction]) -> None:
        y = 2 * label - 1
        if y * self.score(row) <= 0:
            stepped = [w + y * x for w, x in zip(self.weights, [*row, Fraction(1)], strict=True)]
            self.weights = [max(-self.limit, min(self.limit, weight)) for weight in stepped]


@given(SPARSE_SAMPLES)
def test_sparse_learning_is_rosenblatts_rule(samples: list[tuple[int, list[int]]]) -> None:
    reference = Reference(FEATURES, Fraction(LIMIT))
    model = SparsePerceptron(SPARSE)
    for label, indices in samples:
        row = [Fraction(int(feature in indices)) for feature in range(FEATURES)]
        assert model.predict(sparse((label, indices))).score == reference.score(row)
        reference.learn(label, row)
        model.learn(model.parse_contribution(sparse((label, indices))))
        assert [*model.weights, model.bias] == reference.weights


@given(dense_cases())
def test_dense_learning_is_rosenblatts_rule_in_real_units(
    case: tuple[ModelShape, list[tuple[int, list[int]]]],
) -> None:
    shape, samples = case
    unit = Fraction(1, 1 << shape.fraction_bits)
    reference = Reference(shape.feature_count, lane_limit(shape.lane_bits) * unit)
    model = DensePerceptron(shape)
    for label, values in samples:
        row = [value * unit for value in values]
        packed = dense((label, values), features=shape.feature_count, lane_bits=shape.lane_bits)
        assert model.predict(packed).score * unit * unit == reference.score(row)
        reference.learn(label, row)
        model.learn(model.parse_contribution(packed))
        assert [weight * unit for weight in [*model.weights, model.bias]] == reference.weights


@given(SPARSE_SAMPLES)
def test_a_sparse_batch_is_its_samples_one_by_one(samples: list[tuple[int, list[int]]]) -> None:
    assert_batch_is_one_by_one(SparsePerceptron(SPARSE), [sparse(sample) for sample in samples])


@given(dense_cases())
def test_a_dense_batch_is_its_samples_one_by_one(
    case: tuple[ModelShape, list[tuple[int, list[int]]]],
) -> None:
    shape, samples = case
    packed = [
        dense(sample, features=shape.feature_count, lane_bits=shape.lane_bits) for sample in samples
    ]
    assert_batch_is_one_by_one(DensePerceptron(shape), packed)


def assert_batch_is_one_by_one(start: Model, packed: list[bytes]) -> None:
    batch, single = start.copy(), start.copy()
    batch.learn(batch.parse_contribution(b"".join(packed)))
    for one in packed:
        single.learn(single.parse_contribution(one))
    assert batch.lanes == single.lanes
    predictions = batch.predict_batch(b"".join(packed))
    assert predictions == tuple(single.predict(one) for one in packed)
    correct = sum(
        prediction.label == one[0] for prediction, one in zip(predictions, packed, strict=True)
    )
    assert batch.evaluate(b"".join(packed)) == Evaluation(correct, len(packed))


@pytest.mark.parametrize("label", [0, 1])
def test_a_score_of_zero_agrees_with_neither_label_and_predicts_0(label: int) -> None:
    model = SparsePerceptron(SPARSE)
    samples = sparse((label, [3]))
    assert model.predict(samples) == Prediction(0, 0)
    assert model.disagreeing(model.parse(samples)) == 1
    assert model.evaluate(samples) == Evaluation(1 - label, 1)
    model.learn(model.parse(samples))
    assert (model.weights[3], model.bias) == ((1, 1) if label else (-1, -1))


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("score", [-1, 0, 1])
@pytest.mark.parametrize(
    ("model", "lanes", "make"),
    [
        (SparsePerceptron(ModelShape(2, 16, 0)), [0, 1, 0], lambda y: sparse((y, [0]))),
        (DensePerceptron(ModelShape(1, 16, 0)), [1, 0], lambda y: dense((y, [1]), features=1)),
    ],
    ids=["sparse", "dense"],
)
def test_the_sign_of_the_smallest_score_decides(
    model: Model, lanes: list[int], make: Callable[[int], bytes], score: int, label: int
) -> None:
    model.lanes = start = [lane * score for lane in lanes]
    samples = make(label)
    agrees = score == (1 if label else -1)
    assert model.predict(samples) == Prediction(int(score == 1), score)
    assert model.disagreeing(model.parse(samples)) == (0 if agrees else 1)
    model.learn(model.parse(samples))
    assert (model.lanes == start) == agrees


def test_the_mask_has_a_bit_for_each_sample() -> None:
    model = SparsePerceptron(SPARSE)
    model.lanes = [0, 5, -5, *[0] * 10]
    parsed = model.parse(sparse((1, [0]), (0, [0]), (0, [1]), (1, [1]), (1, [2])))
    assert model.disagreeing(parsed) == 0b11010


@pytest.mark.parametrize("label", [0, 1])
def test_sparse_weights_and_bias_saturate_each_for_itself(label: int) -> None:
    sign = 1 if label else -1
    # Two weights at the limit, held back by a third, so that the model disagrees.
    model = SparsePerceptron(SPARSE)
    model.lanes = [sign * LIMIT, sign * LIMIT, -sign * LIMIT, -sign * LIMIT, *[0] * 9]
    model.learn(model.parse(sparse((label, [0, 1, 2]))))
    moved = -sign * (LIMIT - 1)
    assert model.lanes == [sign * LIMIT, sign * LIMIT, moved, moved, *[0] * 9]


@pytest.mark.parametrize(("label", "value"), [(0, -32_768), (1, -32_768), (0, 32_767), (1, 32_767)])
@pytest.mark.parametrize("start", [-LIMIT, -1, 0, 1, LIMIT])
def test_dense_weights_saturate_at_the_edge_of_the_lane(label: int, value: int, start: int) -> None:
    # Two other weights outweigh this one, so that the model disagrees.
    other = -LIMIT if label else LIMIT
    model = DensePerceptron(ModelShape(3, 16, 14))
    model.lanes = [start, other, other, 0]
    model.learn(model.parse(dense((label, [value, LIMIT, LIMIT]), features=3)))
    exact = start + value if label else start - value
    assert model.weights == [max(-LIMIT, min(LIMIT, exact)), 0, 0]
    assert model.bias == (1 << 14 if label else -1 << 14)


@given(SPARSE_SAMPLES, SPARSE_SAMPLES)
def test_a_sparse_preview_is_what_contributing_changes(
    past: list[tuple[int, list[int]]], new: list[tuple[int, list[int]]]
) -> None:
    model = SparsePerceptron(SPARSE)
    model.learn(model.parse(sparse(*past)))
    before = [*model.weights, model.bias]
    changes = model.preview(sparse(*new))
    assert [*model.weights, model.bias] == before
    model.learn(model.parse(sparse(*new)))
    after = [*model.weights, model.bias]
    expected = [WeightChange(i, before[i], after[i]) for i in range(13) if before[i] != after[i]]
    assert list(changes) == expected


def test_a_dense_preview_ends_with_the_bias() -> None:
    model = DensePerceptron(ModelShape(2, 16, 4))
    assert model.preview(dense((1, [0, 7]), features=2)) == (
        WeightChange(1, 0, 7),
        WeightChange(2, 0, 16),
    )


def test_a_prediction_takes_exactly_one_sample() -> None:
    model = SparsePerceptron(SPARSE)
    with pytest.raises(SamplesTooMany) as caught:
        model.predict(sparse((1, [0])) + b"\xff")
    assert caught.value == SamplesTooMany(1)
    assert len(model.predict_batch(sparse((1, [0])) * 300)) == 300


@given(
    st.sampled_from(
        [
            (ModelKind.SPARSE_PERCEPTRON, ModelShape(40, 16, 0)),
            (ModelKind.SPARSE_PERCEPTRON, ModelShape(15, 16, 0)),
            (ModelKind.DENSE_PERCEPTRON, ModelShape(31, 16, 3)),
            (ModelKind.DENSE_PERCEPTRON, ModelShape(20, 32, 3)),
        ]
    ),
    st.data(),
)
def test_weights_survive_upload_in_chunks(
    case: tuple[ModelKind, ModelShape], data: st.DataObject
) -> None:
    kind, shape = case
    limit = lane_limit(shape.lane_bits)
    lanes = data.draw(
        st.lists(st.integers(-limit, limit), min_size=shape.lane_count, max_size=shape.lane_count)
    )
    words = pack_lanes(lanes, shape.lane_bits)
    cut = data.draw(st.integers(0, len(words)))
    model = new_model(kind, shape)
    for first, chunk in ((cut, words[cut:]), (0, words[:cut])):
        model.check_upload(first, chunk)
        model.upload(first, chunk)
    assert model.lanes == lanes
    assert model.words(0, shape.word_count) == words
    assert model.words(1, shape.word_count) == (*words[1:], bytes(32))


def test_lanes_are_laid_out_as_stated() -> None:
    sparse_model = SparsePerceptron(ModelShape(3, 16, 0))
    sparse_model.lanes = [9, 1, 2, 3]
    assert (sparse_model.bias, sparse_model.weights) == (9, [1, 2, 3])
    dense_model = DensePerceptron(ModelShape(3, 16, 0))
    dense_model.lanes = [1, 2, 3, 9]
    assert (dense_model.bias, dense_model.weights) == (9, [1, 2, 3])


def test_words_end_where_storage_ends() -> None:
    model = SparsePerceptron(ModelShape(65_535, 16, 0))
    assert model.words(4_095, 1) == (bytes(32),)
    assert model.words(9_999, 0) == ()
    with pytest.raises(IndexError, match="4096 words but word 4096 is asked"):
        model.words(4_095, 2)
