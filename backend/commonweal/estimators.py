"""The contracts' learning rule as scikit-learn estimators.

`IntegerPerceptron` learns in one pass with integers, bit for bit as the models do on chain.
`from_weights` goes the other way: weights read from a chain become a fitted
`sklearn.linear_model.Perceptron`, which predicts the same and can learn on by the same rule.

On identical features, order and single pass both have scikit-learn's
`Perceptron(max_iter=1, shuffle=False, tol=None)` as their real-valued counterpart: its weights are
`weights_ / 2**fraction_bits` as long as nothing saturates.
"""
# ruff: noqa: N803, N806 -- X is scikit-learn's name for features

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import Perceptron
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from commonweal.fixed_point import clamp, lane_limit

Ints = NDArray[np.int64]


class IntegerPerceptron(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A perceptron that learns in one pass with saturating integers.

    A sample is learnt from iff `y * score <= 0` with `y` = -1 or 1. Then every weight changes by
    `y * lane` and the bias by `y * 2**fraction_bits`, each cut to +-(2**(lane_bits - 1) - 1).

    Parameters
    ----------
    lane_bits : {16, 32}
        Bits of a weight and of a feature.
    fraction_bits : int
        A feature of 1.0 is 2**fraction_bits, rounded half to even and saturating.
    binary : bool
        The features are 0 or 1 (dense or sparse matrix); lanes are 0 or 1 as well and
        `fraction_bits` is not used.

    Attributes
    ----------
    weights_ : ndarray of shape (n_features,), int64
        Weights in lane units.
    bias_ : int
        Bias in lane units.
    coef_ : ndarray of shape (1, n_features), float64
        `weights_` in units of 1.0.
    intercept_ : ndarray of shape (1,), float64
        `bias_` in units of 1.0.
    classes_ : ndarray of shape (2,)
        Labels; label 1 is the second.
    n_features_in_ : int
        Number of features.
    mistakes_ : int
        Samples learnt from so far.

    References
    ----------
    Rosenblatt 1958; `SparsePerceptron.sol` and `DensePerceptron.sol`.
    """

    def __init__(
        self, *, lane_bits: int = 16, fraction_bits: int = 8, binary: bool = False
    ) -> None:
        self.lane_bits = lane_bits
        self.fraction_bits = fraction_bits
        self.binary = binary

    @classmethod
    def from_weights(
        cls,
        weights: Sequence[int],
        bias: int,
        *,
        lane_bits: int = 16,
        fraction_bits: int = 8,
        binary: bool = False,
        classes: Sequence[Any] = (0, 1),
    ) -> Self:
        """Build a fitted estimator from lanes, such as a model's starting weights.

        Raises
        ------
        ValueError
            A lane is beyond +-(2**(lane_bits - 1) - 1).
        """
        estimator = cls(lane_bits=lane_bits, fraction_bits=fraction_bits, binary=binary)
        limit = estimator._check_parameters()
        lanes = np.array(weights, dtype=np.int64)
        if max(abs(bias), int(np.abs(lanes).max(initial=0))) > limit:
            raise ValueError(f"Weights of {lane_bits} bits are within -{limit} to {limit}.")
        estimator.n_features_in_ = len(lanes)
        estimator._start(np.array(classes), lanes, bias)
        return estimator

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn from zero in one pass over the samples in their order.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
            Finite numbers; only 0 and 1 for `binary`, where a sparse matrix is taken too.
        y : array of shape (n_samples,)
            Labels of two classes.
        """
        X, y = self._validated(X, y=y, reset=True)
        self._start(np.unique(y))
        self._learn(X, y)
        return self

    def partial_fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        classes: ArrayLike | None = None,
    ) -> Self:
        """Learn on from where the weights are; the first call names both classes.

        Parameters
        ----------
        X, y
            As in `fit`; one class is enough.
        classes : array of shape (2,), optional
            Both labels; needed in the first call if `y` has only one of them.
        """
        first = not hasattr(self, "weights_")
        X, y = self._validated(X, y=y, reset=first)
        if first:
            self._start(np.unique(y if classes is None else np.asarray(classes)))
        self._learn(X, y)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Give scores of shape (n_samples,) in units of 1.0; `scores` are the exact integers."""
        unit = 1 << self._fraction
        return np.array([score / (unit * unit) for score in self.scores(X)], dtype=np.float64)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Give labels of shape (n_samples,): the second class iff the score is above 0."""
        positive = np.array([score > 0 for score in self.scores(X)], dtype=np.intp)
        labels: NDArray[Any] = self.classes_[positive]
        return labels

    def scores(self, X: ArrayLike) -> list[int]:
        """Give exact integer scores, as the contract's `predict` does."""
        check_is_fitted(self, "weights_")
        lanes = self._lanes(self._validated(X, reset=False))
        offset = self.bias_ << self._fraction
        if issparse(lanes):
            return [int(score) + offset for score in lanes @ self.weights_]
        return [_dot(self.weights_, row) + offset for row in lanes]

    @property
    def coef_(self) -> NDArray[np.float64]:
        """Weights of shape (1, n_features) in units of 1.0."""
        return np.ldexp(self.weights_.astype(np.float64), -self._fraction).reshape(1, -1)

    @property
    def intercept_(self) -> NDArray[np.float64]:
        """Bias of shape (1,) in units of 1.0."""
        return np.array([self.bias_ / (1 << self._fraction)])

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.sparse = self.binary
        return tags

    @property
    def _fraction(self) -> int:
        return 0 if self.binary else self.fraction_bits

    def _start(self, classes: NDArray[Any], weights: Ints | None = None, bias: int = 0) -> None:
        if len(classes) > 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass "
                f"({len(classes)} labels)."
            )
        if len(classes) < 2:
            raise ValueError("Expected labels of two classes, found 1 class; add the other one.")
        self.classes_ = classes
        self.weights_ = np.zeros(self.n_features_in_, np.int64) if weights is None else weights
        self.bias_ = bias
        self.mistakes_ = 0

    def _check_parameters(self) -> int:
        """Check the parameters and return the largest lane."""
        if self.lane_bits not in (16, 32):
            raise ValueError(f"lane_bits is 16 or 32, not {self.lane_bits}.")
        if not 0 <= self._fraction <= self.lane_bits - 2:
            raise ValueError(
                f"fraction_bits is 0 to {self.lane_bits - 2}, not {self.fraction_bits}."
            )
        return lane_limit(self.lane_bits)

    def _validated(self, X: Any, *, reset: bool, **y: Any) -> Any:
        """Let scikit-learn check X, and y if given."""
        self._check_parameters()
        sparse = "csr" if self.binary else False
        found = validate_data(self, X, **y, reset=reset, accept_sparse=sparse, dtype=np.float64)
        if y:
            check_classification_targets(found[1])
        return found

    def _lanes(self, X: Any) -> Any:
        """Integers of shape (n_samples, n_features), dense or sparse as X."""
        if self.binary:
            lanes = X.astype(np.int64)
            if issparse(lanes):
                lanes.sum_duplicates()
            if not np.isin(X.data if issparse(X) else X, (0, 1)).all() or lanes.max() > 1:
                raise ValueError("Binary features are 0 or 1, each named once.")
            return lanes
        limit = lane_limit(self.lane_bits)
        scaled = np.rint(np.ldexp(X, self.fraction_bits))
        return np.clip(scaled, -limit, limit).astype(np.int64)

    def _learn(self, X: Any, y: Any) -> None:
        unknown = np.setdiff1d(y, self.classes_)
        if len(unknown):
            raise ValueError(f"Labels are {list(self.classes_)}; found {list(unknown)} as well.")
        limit, fraction = lane_limit(self.lane_bits), self._fraction
        lanes, weights, bias = self._lanes(X), self.weights_.copy(), self.bias_
        for position, sign in enumerate(np.where(y == self.classes_[1], 1, -1).tolist()):
            at, row = _row(lanes, position)
            if sign * (_dot(weights[at], row) + (bias << fraction)) <= 0:
                weights[at] = np.clip(weights[at] + sign * row, -limit, limit)
                bias = clamp(bias + (sign << fraction), limit)
                self.mistakes_ += 1
        self.weights_, self.bias_ = weights, bias


def from_weights(
    weights: Sequence[int],
    bias: int,
    *,
    fraction_bits: int = 0,
    classes: Sequence[Any] = (0, 1),
) -> Perceptron:
    """Make a fitted scikit-learn `Perceptron` of a model's weights.

    Parameters
    ----------
    weights : sequence of int
        Lanes of the features, in lane units.
    bias : int
        Lane of the bias.
    fraction_bits : int
        The model's; 0 for binary features.
    classes : sequence
        Two labels; label 1 is the second.

    Returns
    -------
    Perceptron
        Predicts from features in units of 1.0 (0 and 1, or lanes / 2**fraction_bits), exactly
        while scores stay below 2**53 lane units. `partial_fit` learns on in single passes.
    """
    zero, one = classes
    perceptron = Perceptron(max_iter=1, tol=None, shuffle=False)
    unit = float(1 << fraction_bits)
    perceptron.coef_ = np.array([weights], dtype=np.float64) / unit
    perceptron.intercept_ = np.array([bias / unit])
    perceptron.classes_ = np.array([zero, one])
    perceptron.n_features_in_ = len(weights)
    perceptron.n_iter_ = 1
    perceptron.t_ = 1.0
    return perceptron


def _row(lanes: Any, position: int) -> tuple[Any, Ints]:
    """Where a sample's lanes are among the features, and the lanes."""
    if not issparse(lanes):
        return slice(None), lanes[position]
    start, end = lanes.indptr[position : position + 2]
    return lanes.indices[start:end], lanes.data[start:end]


def _dot(weights: Ints, lanes: Ints) -> int:
    """Exact inner product of lanes of up to 32 bits.

    The lanes are cut into a high part of 16 bits with sign and a low one without. A product is
    below 2**31 * 2**16, so int64 holds the sum of up to 2**16 of them.
    """
    high, low = lanes >> 16, lanes & 0xFFFF
    return (int(weights @ high) << 16) + int(weights @ low)
