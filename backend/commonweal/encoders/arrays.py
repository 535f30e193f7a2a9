"""Packed samples as arrays, for estimators and exports."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from commonweal.samples import DenseFormat, SparseFormat


def dense_arrays(
    form: DenseFormat, data: bytes, fraction_bits: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read packed dense samples, any number of them.

    Returns
    -------
    X : ndarray of shape (n_samples, n_features), float64
        Lanes / 2**fraction_bits, exact.
    y : ndarray of shape (n_samples,), int64
        Labels.

    Raises
    ------
    SampleError
        As `DenseFormat.unpack` does.
    """
    record = np.dtype([("label", "u1"), ("lanes", f">i{form.lane_bits // 8}", form.feature_count)])
    if len(data) % record.itemsize:
        form.unpack(data)
    rows = np.frombuffer(data, dtype=record)
    if rows["label"].max(initial=0) > 1:
        form.unpack(data)
    lanes = rows["lanes"].astype(np.float64).reshape(len(rows), form.feature_count)
    return np.ldexp(lanes, -fraction_bits), rows["label"].astype(np.int64)


def sparse_arrays(form: SparseFormat, data: bytes) -> tuple[Any, NDArray[np.int64]]:
    """Read packed sparse samples, any number of them.

    Returns
    -------
    X : csr_matrix of shape (n_samples, n_features), float64
        0 and 1.
    y : ndarray of shape (n_samples,), int64
        Labels.

    Raises
    ------
    SampleError
        As `SparseFormat.unpack` does.
    """
    samples = form.unpack(data)
    ends = np.cumsum([0, *(len(sample.indices) for sample in samples)])
    indices = np.fromiter(
        (index for sample in samples for index in sample.indices), np.int32, int(ends[-1])
    )
    shape = (len(samples), form.feature_count)
    X = csr_matrix((np.ones(len(indices)), indices, ends), shape=shape)  # noqa: N806
    return X, np.array([sample.label for sample in samples], dtype=np.int64)
