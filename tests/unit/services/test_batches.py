"""Rows become contributions: in order, within the limits, lazily."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.datasets import Row
from commonweal.errors import ConfigFault
from commonweal.samples import MOST_BYTES, DenseFormat, DenseSample, SparseFormat, SparseSample
from commonweal.services.contributor import batches


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 255)), max_size=400), st.integers(1, 128)
)
def test_no_sample_is_lost_and_no_limit_broken(shapes: list[tuple[int, int]], most: int) -> None:
    form = SparseFormat(65_535)
    rows = [
        (Row(2 * number, 0, "", label), SparseSample(label, tuple(range(count))))
        for number, (label, count) in enumerate(shapes, start=1)
    ]
    found = list(batches(form, rows, most))
    assert b"".join(batch.samples for batch in found) == b"".join(
        form.pack_one(sample) for _, sample in rows
    )
    for batch in found:
        assert 1 <= batch.sample_count <= most
        assert len(batch.samples) <= MOST_BYTES
        assert len(form.unpack(batch.samples)) == batch.sample_count
    ends = [number for batch in found for number in (batch.first_row, batch.last_row)]
    assert ends == sorted(ends)
    if rows:
        assert (ends[0], ends[-1]) == (2, 2 * len(rows))


def test_bytes_limit_a_batch_before_samples_do() -> None:
    form = DenseFormat(1_024, 32)
    sample = DenseSample(1, (1,) * 1_024)
    found = list(batches(form, [(Row(n, 0, "", 1), sample) for n in range(1, 31)]))
    assert [batch.sample_count for batch in found] == [14, 14, 2]


def test_rows_are_read_no_further_than_needed() -> None:
    read: list[int] = []

    def rows() -> Iterator[tuple[Row, SparseSample]]:
        for number in range(1, 1_000):
            read.append(number)
            yield Row(number, 0, "", 1), SparseSample(1, (0,))

    next(batches(SparseFormat(5), rows(), 10))
    assert len(read) == 11


@pytest.mark.parametrize("most", [0, 129, -1])
def test_a_batch_size_that_cannot_be_is_refused(most: int) -> None:
    with pytest.raises(ConfigFault, match="A contribution has 1 to 128 samples"):
        next(batches(SparseFormat(5), [], most))
