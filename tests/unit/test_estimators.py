# ruff: noqa: N803, N806 -- X is scikit-learn's name for features

from __future__ import annotations

import pickle
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, vstack
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Perceptron
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import check_estimator

from commonweal.datasets import bundled, encode_rows, split
from commonweal.encoders import TableEncoder
from commonweal.encoders.arrays import dense_arrays, sparse_arrays
from commonweal.estimators import IntegerPerceptron, from_weights
from commonweal.samples import (
    DenseFormat,
    DenseSample,
    SampleError,
    SparseFormat,
    SparseSample,
    pack,
)
from commonweal.twin.models import new_model
from commonweal.types import ModelKind, ModelShape

# One pass over the samples in their order, with steps of 1.
ONE_PASS = {"max_iter": 1, "shuffle": False, "tol": None, "eta0": 1.0}
DENSE_SETS = ("breast-cancer", "digits", "wine", "iris")


def one_pass(X: Any, y: Any) -> Perceptron:
    """Fit scikit-learn's own perceptron, the independent reference."""
    return Perceptron(**ONE_PASS).fit(X, y)


@pytest.mark.parametrize("lane_bits", [16, 32])
def test_scikit_learns_own_checks_pass(lane_bits: int) -> None:
    """Nothing is excluded.

    For `binary=True` the checks cannot run: they feed real numbers, which it refuses. It differs
    in the check of its input and in the lanes only; the tests below use it with 0 and 1.
    """
    with warnings.catch_warnings():
        # Skipped where pandas or an array library other than numpy is needed.
        warnings.simplefilter("ignore", SkipTestWarning)
        check_estimator(IntegerPerceptron(lane_bits=lane_bits, fraction_bits=8))


@pytest.mark.parametrize("name", DENSE_SETS)
@pytest.mark.parametrize(("lane_bits", "fraction_bits"), [(16, 8), (32, 16)])
def test_bundled_tables_give_scikit_learns_weights_exactly(
    name: str, lane_bits: int, fraction_bits: int
) -> None:
    data = bundled(name)
    train, test = split(data.rows, 0.2, 0)
    encoder = TableEncoder.fit(
        [row.raw for row in train],  # type: ignore[misc]
        data.labels,
        lane_bits=lane_bits,
        fraction_bits=fraction_bits,
    )
    form = encoder.sample_format
    learnt = pack(form, (sample for _, sample in encode_rows(encoder, train)))
    tested = pack(form, (sample for _, sample in encode_rows(encoder, test)))
    X, y = dense_arrays(form, learnt, fraction_bits)
    X_test, y_test = dense_arrays(form, tested, fraction_bits)

    ours = IntegerPerceptron(lane_bits=lane_bits, fraction_bits=fraction_bits).fit(X, y)
    reference = one_pass(X, y)
    assert ours.coef_.tolist() == reference.coef_.tolist()
    assert ours.intercept_.tolist() == reference.intercept_.tolist()
    assert ours.predict(X_test).tolist() == reference.predict(X_test).tolist()
    assert ours.score(X_test, y_test) >= 0.8

    model = new_model(encoder.model_kind, encoder.shape)
    model.learn(model.parse(learnt))
    assert model.weights == ours.weights_.tolist()
    assert model.bias == ours.bias_
    assert [found.score for found in model.predict_batch(tested)] == ours.scores(X_test)


@pytest.mark.parametrize("features", [1_000, 5_000])
def test_review_texts_give_scikit_learns_weights_exactly(shared_data: Path, features: int) -> None:
    texts: list[str] = []
    labels: list[int] = []
    for label, ending in enumerate(("neg", "pos")):
        path = shared_data / "rt-polarity" / f"rt-polarity.{ending}"
        lines = path.read_text(encoding="latin-1").split("\n")[:-1]
        texts += lines
        labels += [label] * len(lines)
    train, test, y, y_test = train_test_split(
        texts, labels, test_size=0.2, random_state=0, stratify=labels
    )
    vectorizer = CountVectorizer(binary=True, max_features=features).fit(train)
    X, X_test = vectorizer.transform(train), vectorizer.transform(test)

    ours = IntegerPerceptron(binary=True).fit(X, y)
    # Dense for scikit-learn: in sparse data it makes the steps of the bias smaller.
    reference = one_pass(X.toarray().astype(np.float64), y)
    assert ours.weights_.tolist() == reference.coef_[0].tolist()
    assert ours.bias_ == reference.intercept_[0]
    assert ours.predict(X_test).tolist() == reference.predict(X_test).tolist()
    assert ours.score(X_test, y_test) == reference.score(X_test, y_test) > 0.6

    shape = ModelShape(feature_count=features, lane_bits=16, fraction_bits=0)
    model = new_model(ModelKind.SPARSE_PERCEPTRON, shape)
    model.learn(model.parse(pack(SparseFormat(features), sparse_samples(X, y))))
    # A sentence without a known word has no sample; to scikit-learn it is an empty row.
    known = [at for at in range(X.shape[0]) if X.indptr[at] < X.indptr[at + 1]]
    without_empty = one_pass(X[known].toarray().astype(np.float64), [y[at] for at in known])
    assert model.weights == without_empty.coef_[0].tolist()
    assert model.bias == without_empty.intercept_[0]


def sparse_samples(X: csr_matrix, y: list[int]) -> list[SparseSample]:
    """Rows of a matrix as samples, but those without a feature."""
    return [
        SparseSample(label, tuple(sorted(row.indices.tolist())))
        for row, label in zip(X, y, strict=True)
        if row.nnz
    ]


@st.composite
def dense_cases(draw: st.DrawFn) -> tuple[int, int, list[DenseSample]]:
    """Lanes that make weights saturate often."""
    lane_bits = draw(st.sampled_from((16, 32)))
    most = 2 ** (lane_bits - 1) - 1
    lane = st.one_of(st.integers(-most, most), st.sampled_from((most, -most, 0, 1)))
    count = draw(st.integers(1, 4))
    lanes = st.lists(lane, min_size=count, max_size=count).map(tuple)
    samples = st.lists(st.builds(DenseSample, st.integers(0, 1), lanes), min_size=1, max_size=12)
    return lane_bits, draw(st.integers(0, lane_bits - 2)), draw(samples)


@settings(max_examples=300)
@given(dense_cases())
def test_dense_rule_is_the_models_where_lanes_saturate(
    case: tuple[int, int, list[DenseSample]],
) -> None:
    lane_bits, fraction_bits, samples = case
    count = len(samples[0].values)
    data = pack(DenseFormat(count, lane_bits), samples)
    X, y = dense_arrays(DenseFormat(count, lane_bits), data, fraction_bits)
    ours = IntegerPerceptron(lane_bits=lane_bits, fraction_bits=fraction_bits)
    ours.partial_fit(X, y, classes=[0, 1])
    model = new_model(ModelKind.DENSE_PERCEPTRON, ModelShape(count, lane_bits, fraction_bits))
    model.learn(model.parse(data))
    assert (ours.weights_.tolist(), ours.bias_) == (model.weights, model.bias)
    assert ours.scores(X) == [found.score for found in model.predict_batch(data)]
    assert ours.predict(X).tolist() == [found.label for found in model.predict_batch(data)]


@given(
    st.lists(
        st.builds(
            SparseSample,
            st.integers(0, 1),
            st.sets(st.integers(0, 7), min_size=1).map(lambda found: tuple(sorted(found))),
        ),
        min_size=1,
        max_size=30,
    ),
    st.lists(st.sampled_from((32_767, -32_767, 32_766, 0, 5)), min_size=9, max_size=9),
)
def test_sparse_rule_is_the_models_where_lanes_saturate(
    samples: list[SparseSample], lanes: list[int]
) -> None:
    data = pack(SparseFormat(8), samples)
    X, y = sparse_arrays(SparseFormat(8), data)
    model = new_model(ModelKind.SPARSE_PERCEPTRON, ModelShape(8, 16, 0))
    model.lanes = list(lanes)
    for features in (X, X.toarray()):
        ours = IntegerPerceptron.from_weights(lanes[1:], lanes[0], binary=True)
        ours.partial_fit(features, y)
        learnt = model.copy()
        learnt.learn(learnt.parse(data))
        assert (ours.weights_.tolist(), ours.bias_) == (learnt.weights, learnt.bias)
        assert ours.scores(features) == [found.score for found in learnt.predict_batch(data)]


def test_scores_are_exact_at_the_edge_of_32_bits() -> None:
    """The bound that makes int64 safe: 1,024 products of the largest lanes."""
    most, count = 2**31 - 1, 1_024
    ours = IntegerPerceptron.from_weights([most] * count, most, lane_bits=32, fraction_bits=0)
    X = np.array([[most] * count, [-most] * count, [most, *([0] * (count - 1))]], dtype=np.float64)
    assert ours.scores(X) == [count * most**2 + most, -count * most**2 + most, most**2 + most]
    assert ours.predict(X).tolist() == [1, 0, 1]


def test_several_passes_in_parts_are_one_pass() -> None:
    chance = np.random.default_rng(0)
    X, y = chance.normal(size=(200, 6)), chance.integers(0, 2, 200)
    whole = IntegerPerceptron().fit(X, y)
    parts = IntegerPerceptron()
    for start in range(0, 200, 30):
        parts.partial_fit(X[start : start + 30], y[start : start + 30], classes=[0, 1])
    assert (parts.weights_.tolist(), parts.bias_) == (whole.weights_.tolist(), whole.bias_)
    assert parts.mistakes_ == whole.mistakes_ > 0


@pytest.mark.parametrize("fraction_bits", [0, 8])
def test_weights_become_a_fitted_perceptron_that_learns_on(fraction_bits: int) -> None:
    chance = np.random.default_rng(fraction_bits)
    lanes = chance.integers(-2_000, 2_000, size=(120, 5))
    X, y = lanes / 2**fraction_bits, chance.integers(0, 2, 120)
    ours = IntegerPerceptron(fraction_bits=fraction_bits, lane_bits=32).fit(X[:60], y[:60])
    theirs = from_weights(ours.weights_.tolist(), ours.bias_, fraction_bits=fraction_bits)
    assert isinstance(theirs, Perceptron)
    assert theirs.predict(X).tolist() == ours.predict(X).tolist()
    assert theirs.decision_function(X).tolist() == ours.decision_function(X).tolist()
    copy = pickle.loads(pickle.dumps(theirs))
    copy.partial_fit(X[60:], y[60:])
    ours.partial_fit(X[60:], y[60:])
    assert copy.coef_.tolist() == ours.coef_.tolist()
    assert copy.intercept_.tolist() == ours.intercept_.tolist()


def test_weights_carry_label_names() -> None:
    theirs = from_weights([5, -3], 1, classes=("negative", "positive"))
    assert theirs.predict([[1, 0], [0, 1]]).tolist() == ["positive", "negative"]
    assert theirs.score([[1, 0]], ["positive"]) == 1
    ours = IntegerPerceptron.from_weights([5, -3], 1, binary=True, classes=("no", "yes"))
    assert ours.predict(csr_matrix([[1, 0], [0, 1]])).tolist() == ["yes", "no"]


def test_score_of_zero_predicts_the_first_class_and_teaches_either() -> None:
    zero = IntegerPerceptron.from_weights([0, 0], 0)
    assert zero.predict([[1.0, 2.0]]).tolist() == [0]
    for label in (0, 1):
        learner = IntegerPerceptron.from_weights([0, 0], 0).partial_fit([[1.0, 2.0]], [label])
        assert learner.mistakes_ == 1


@pytest.mark.parametrize(
    ("parameters", "X", "y", "words"),
    [
        ({"lane_bits": 24}, [[0.0], [1.0]], [0, 1], "lane_bits is 16 or 32, not 24"),
        ({"fraction_bits": 15}, [[0.0], [1.0]], [0, 1], "fraction_bits is 0 to 14, not 15"),
        ({}, [[0.0], [1.0]], [0, 0], "labels of two classes"),
        ({}, [[0.0], [1.0], [2.0]], [0, 1, 2], "Only binary classification"),
        ({}, [[0.0], [np.nan]], [0, 1], "contains NaN"),
        ({"binary": True}, [[0.0], [2.0]], [0, 1], "Binary features are 0 or 1"),
        ({"binary": True}, [[0.0], [-1.0]], [0, 1], "Binary features are 0 or 1"),
        ({}, csr_matrix([[0.0], [1.0]]), [0, 1], "parse data"),
    ],
)
def test_wrong_input_is_refused(
    parameters: dict[str, Any], X: Any, y: list[int], words: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=words):
        IntegerPerceptron(**parameters).fit(X, y)


def test_repeated_entries_of_a_sparse_matrix_are_refused() -> None:
    twice = csr_matrix((np.ones(3), [0, 0, 1], [0, 2, 3]), shape=(2, 2))
    with pytest.raises(ValueError, match="each named once"):
        IntegerPerceptron(binary=True).fit(twice, [0, 1])


def test_learning_on_needs_known_labels_and_predicting_a_fit() -> None:
    with pytest.raises(ValueError, match="found"):
        IntegerPerceptron.from_weights([1], 0).partial_fit([[1.0]], [2])
    with pytest.raises(ValueError, match="labels of two classes"):
        IntegerPerceptron().partial_fit([[1.0]], [1])
    with pytest.raises(NotFittedError):
        IntegerPerceptron().predict([[1.0]])
    with pytest.raises(ValueError, match="within -32767 to 32767"):
        IntegerPerceptron.from_weights([32_768], 0)


def test_arrays_are_the_samples() -> None:
    form = SparseFormat(6)
    data = pack(form, [SparseSample(1, (0, 5)), SparseSample(0, (2,))])
    X, y = sparse_arrays(form, data)
    assert X.toarray().tolist() == [[1, 0, 0, 0, 0, 1], [0, 0, 1, 0, 0, 0]]
    assert y.tolist() == [1, 0]
    empty, none = sparse_arrays(form, b"")
    assert (empty.shape, none.shape) == ((0, 6), (0,))
    assert vstack([X, empty]).shape == (2, 6)
    dense = DenseFormat(2, 32)
    X, y = dense_arrays(dense, pack(dense, [DenseSample(1, (-256, 2**31 - 1))]), 8)
    assert (X.tolist(), y.tolist()) == ([[-1.0, (2**31 - 1) / 256]], [1])
    assert dense_arrays(DenseFormat(1, 16), b"")[0].shape == (0, 1)


@pytest.mark.parametrize("data", ["00", "02000000000000000000", "00000000000000000001"])
def test_arrays_refuse_what_is_no_samples(data: str) -> None:
    with pytest.raises(SampleError):
        dense_arrays(DenseFormat(2, 32), bytes.fromhex(data))
