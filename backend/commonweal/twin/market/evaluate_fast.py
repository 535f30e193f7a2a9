"""Training and counting errors of a whole market, fast; this module uses numpy.

A counter holds a model and the rows that are scored. It learns exactly as `twin.models` do, and
counts exactly what they would, which tests assert with `==`; it is fast because it keeps the score
of every row, and after a contribution brings them up to date from what that contribution changed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonweal.fixed_point import lane_limit
from commonweal.twin.parse import Parsed
from commonweal.types import ModelKind, ModelShape

Ints: TypeAlias = NDArray[np.signedinteger[Any]]

# Cells of the table that holds, for each feature, whether each row has it: 1 byte each.
MOST_CELLS = 32_000_000
# What adding one cell of that table costs, in entries of a recount (measured).
_CELL_COST = 1 / 8
# Rows of a dense model that are multiplied at a time.
_DENSE_BLOCK = 512


class ErrorCounter(ABC):
    """A model that learns, and how many of the scored rows it errs on.

    Attributes
    ----------
    errors : int
        Rows whose label is not the predicted one (score above 0 predicts 1).
    """

    def __init__(self, shape: ModelShape, rows: Parsed) -> None:
        self.shape = shape
        self._limit = lane_limit(shape.lane_bits)
        self._labels = np.fromiter((label == 1 for label, _ in rows), np.bool_, len(rows))
        self._wrong = np.zeros(len(rows), np.bool_)
        self.errors = 0

    @property
    @abstractmethod
    def lanes(self) -> list[int]:
        """All weights in the order in which they are packed."""

    @abstractmethod
    def copy(self) -> ErrorCounter:
        """Give a counter of its own in the same state; the rows are shared."""

    @abstractmethod
    def learn(self, samples: Parsed) -> int:
        """Learn one contribution, sample by sample; give the errors after it."""

    @property
    def wrong(self) -> list[bool]:
        """For each row whether the model errs on it."""
        return [bool(errs) for errs in self._wrong]

    def errors_by_chunk(self, rows: int) -> tuple[int, ...]:
        """Errors among each so many rows, in order; the last chunk may have fewer rows."""
        starts = np.arange(0, len(self._wrong), rows)
        if not len(starts):
            return ()
        return tuple(np.add.reduceat(self._wrong, starts, dtype=np.int64).tolist())

    def _count(self, positive: NDArray[np.bool_]) -> int:
        self._wrong = positive != self._labels
        self.errors = int(np.count_nonzero(self._wrong))
        return self.errors


class SparseErrorCounter(ErrorCounter):
    """Counts for `SparsePerceptron`.

    Scores are int32: 255 features and the bias, 32,767 each, make at most 8,388,352.

    Parameters
    ----------
    shape : ModelShape
        Dimensions of the model.
    lanes : sequence of int
        Starting weights: the bias, then one for each feature.
    rows : Parsed
        Scored rows: label and the indices of the features that are on.
    """

    def __init__(self, shape: ModelShape, lanes: Sequence[int], rows: Parsed) -> None:
        super().__init__(shape, rows)
        self._bias = lanes[0]
        self._weights = list(lanes[1:])
        lengths = np.fromiter((len(features) for _, features in rows), np.int64, len(rows))
        self._indices: Ints = np.fromiter(
            chain.from_iterable(features for _, features in rows), np.int64, int(lengths.sum())
        )
        # No sample is without features, so no segment is empty, as `reduceat` requires.
        self._starts: Ints = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
        # Transposed, so that a feature's rows lie side by side and adding them needs no scatter.
        self._table: NDArray[np.uint8] | None = None
        if len(rows) and shape.feature_count * len(rows) <= MOST_CELLS:
            self._table = np.zeros((shape.feature_count, len(rows)), np.uint8)
            self._table[self._indices, np.repeat(np.arange(len(rows)), lengths)] = 1
        self._scores: NDArray[np.int32] = np.zeros(len(rows), np.int32)
        self._recount()

    @property
    def lanes(self) -> list[int]:
        """The bias, then the weights."""
        return [self._bias, *self._weights]

    def copy(self) -> SparseErrorCounter:
        """Give a counter of its own in the same state; the rows are shared."""
        twin = SparseErrorCounter.__new__(SparseErrorCounter)
        twin.__dict__.update(self.__dict__)
        twin._weights = self._weights.copy()
        twin._scores = self._scores.copy()
        return twin

    def learn(self, samples: Parsed) -> int:
        """Learn one contribution, sample by sample; give the errors after it."""
        weights = self._weights
        weight_of = weights.__getitem__
        bias = self._bias
        most = self._limit
        # What changed: step, features that took it, and whether the bias did.
        changes: list[tuple[int, Sequence[int], int]] = []
        cells = 0
        for label, features in samples:
            found = list(map(weight_of, features))
            score = bias + sum(found)
            if score > 0 if label else score < 0:
                continue
            step = 1 if label else -1
            end = most * step
            moved: Sequence[int] = features
            if end in found:
                moved = [feature for feature in features if weights[feature] != end]
                found = list(map(weight_of, moved))
            for feature, weight in zip(moved, found, strict=True):
                weights[feature] = weight + step
            bias_step = step if bias != end else 0
            bias += bias_step
            changes.append((step, moved, bias_step))
            cells += len(moved)
        self._bias = bias
        if not changes:
            return self.errors
        scores = self._scores
        table = self._table
        if table is None or cells * len(scores) * _CELL_COST > len(self._indices):
            return self._recount()
        for step, moved, bias_step in changes:
            if moved:
                # At most 255 ones for each row: a byte holds their sum.
                added = np.add.reduce(table.take(moved, 0), 0, np.uint8)
                if step > 0:
                    scores += added
                else:
                    scores -= added
            if bias_step:
                scores += bias_step
        return self._count(scores > 0)

    def _recount(self) -> int:
        if len(self._scores):
            weights = np.array(self._weights, np.int32)
            np.add.reduceat(weights[self._indices], self._starts, out=self._scores)
            self._scores += np.int32(self._bias)
        return self._count(self._scores > 0)


class DenseErrorCounter(ErrorCounter):
    """Counts for `DensePerceptron`.

    Products of int32 lanes do not fit int64 when they are summed. A feature x is therefore split
    into x >> 16 and x & 0xffff: with at most 1,024 features the sums of high products are below
    1024 x 2**15 x 2**31 = 2**56 and those of low ones below 2**57, the bias included, so both fit.

    Parameters
    ----------
    shape : ModelShape
        Dimensions of the model.
    lanes : sequence of int
        Starting weights: one for each feature, then the bias.
    rows : Parsed
        Scored rows: label and the values of the features.
    """

    def __init__(self, shape: ModelShape, lanes: Sequence[int], rows: Parsed) -> None:
        super().__init__(shape, rows)
        self._weights: NDArray[np.int64] = np.array(lanes[:-1], np.int64)
        self._bias = lanes[-1]
        dtype = np.int16 if shape.lane_bits == 16 else np.int32
        values: Any = np.array([features for _, features in rows], dtype)
        self._rows: Ints = values.reshape(len(rows), shape.feature_count)
        self._recount()

    @property
    def lanes(self) -> list[int]:
        """The weights, then the bias."""
        return [*self._weights.tolist(), self._bias]

    def copy(self) -> DenseErrorCounter:
        """Give a counter of its own in the same state; the rows are shared."""
        twin = DenseErrorCounter.__new__(DenseErrorCounter)
        twin.__dict__.update(self.__dict__)
        twin._weights = self._weights.copy()
        return twin

    def learn(self, samples: Parsed) -> int:
        """Learn one contribution, sample by sample; give the errors after it."""
        weights = self._weights
        limit = self._limit
        unit = 1 << self.shape.fraction_bits
        changed = False
        for label, features in samples:
            row: NDArray[np.int64] = np.array(features, np.int64)
            # Python's integers have no end.
            score = (int((row >> 16) @ weights) << 16) + int((row & 0xFFFF) @ weights)
            score += self._bias << self.shape.fraction_bits
            if score > 0 if label else score < 0:
                continue
            step = 1 if label else -1
            weights += step * row
            np.clip(weights, -limit, limit, out=weights)
            self._bias = max(-limit, min(limit, self._bias + step * unit))
            changed = True
        return self._recount() if changed else self.errors

    def _recount(self) -> int:
        """Score all rows; in blocks, so that int64 copies of the rows stay small."""
        positive = np.zeros(len(self._rows), np.bool_)
        bias = self._bias << self.shape.fraction_bits
        for first in range(0, len(self._rows), _DENSE_BLOCK):
            rows = self._rows[first : first + _DENSE_BLOCK]
            block = slice(first, first + len(rows))
            if self.shape.lane_bits == 16:
                # Sums of at most 1,024 products of at most 2**30 are at most 2**40: doubles hold
                # them, and every sum on the way, exactly, and are multiplied much faster.
                products = rows.astype(np.float64) @ self._weights.astype(np.float64)
                positive[block] = products.astype(np.int64) + bias > 0
                continue
            high = (rows >> 16).astype(np.int64) @ self._weights
            low = (rows & 0xFFFF).astype(np.int64) @ self._weights
            # The bias is below 2**31 x 2**30; its parts are added to the parts.
            low += bias & 0xFFFF
            high += (bias >> 16) + (low >> 16)
            positive[block] = (high > 0) | ((high == 0) & ((low & 0xFFFF) > 0))
        return self._count(positive)


def error_counter(
    kind: ModelKind, shape: ModelShape, lanes: Sequence[int], rows: Parsed
) -> ErrorCounter:
    """Make a counter for a model of this kind with these weights.

    Parameters
    ----------
    kind, shape
        Of the model.
    lanes : sequence of int
        Starting weights in the order in which they are packed.
    rows : Parsed
        Rows that are scored, as the model's `parse` gives them.
    """
    if kind is ModelKind.SPARSE_PERCEPTRON:
        return SparseErrorCounter(shape, lanes, rows)
    return DenseErrorCounter(shape, lanes, rows)
