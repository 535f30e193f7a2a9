from __future__ import annotations

import pickle
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.errors import Rejection
from commonweal.samples import (
    MOST_BYTES,
    MOST_SAMPLES,
    DenseFormat,
    DenseSample,
    SampleError,
    SparseFormat,
    SparseSample,
    contributions,
    pack,
    pack_contribution,
    unpack_contribution,
)
from commonweal.twin.parse import parse_dense, parse_sparse

SPARSE = SparseFormat(1_000)


@st.composite
def sparse_samples(draw: st.DrawFn, feature_count: int = 1_000) -> SparseSample:
    indices = draw(
        st.sets(st.integers(0, feature_count - 1), min_size=1, max_size=min(255, feature_count))
    )
    return SparseSample(draw(st.integers(0, 1)), tuple(sorted(indices)))


@st.composite
def dense_samples(draw: st.DrawFn) -> tuple[DenseFormat, list[DenseSample]]:
    form = DenseFormat(draw(st.integers(1, 40)), draw(st.sampled_from((16, 32))))
    most = 2 ** (form.lane_bits - 1)
    lane = st.integers(-most, most - 1)
    lanes = st.lists(lane, min_size=form.feature_count, max_size=form.feature_count)
    sample = st.builds(DenseSample, st.integers(0, 1), lanes.map(tuple))
    return form, draw(st.lists(sample, min_size=1, max_size=10))


def test_sparse_bytes_are_the_wire_format() -> None:
    data = pack(SPARSE, [SparseSample(1, (0, 258, 999)), SparseSample(0, (5,))])
    assert data == bytes.fromhex("0103 0000 0102 03e7 0001 0005")


@pytest.mark.parametrize(
    ("bits", "expected"),
    [(16, "01 0001 ffff 7fff 8000"), (32, "01 00000001 ffffffff 00007fff ffff8000")],
)
def test_dense_bytes_are_the_wire_format(bits: int, expected: str) -> None:
    sample = DenseSample(1, (1, -1, 32_767, -32_768))
    assert pack(DenseFormat(4, bits), [sample]) == bytes.fromhex(expected)


@given(st.lists(sparse_samples(), min_size=1, max_size=20))
def test_sparse_samples_come_back(samples: list[SparseSample]) -> None:
    data = pack_contribution(SPARSE, samples)
    assert unpack_contribution(SPARSE, data) == samples
    assert parse_sparse(data, 1_000, None) == tuple((s.label, s.indices) for s in samples)


@given(dense_samples())
def test_dense_samples_come_back(case: tuple[DenseFormat, list[DenseSample]]) -> None:
    form, samples = case
    data = pack_contribution(form, samples)
    assert unpack_contribution(form, data) == samples
    assert parse_dense(data, form.feature_count, form.lane_bits, None) == tuple(
        (s.label, s.values) for s in samples
    )


def outcome(work: object, *arguments: object) -> tuple[object, ...]:
    try:
        found = work(*arguments)  # type: ignore[operator]
    except SampleError as error:
        return error.kind, error.position
    except Rejection as error:
        return type(error).__name__, getattr(error, "position", getattr(error, "most", 0))
    return tuple((s.label, s.indices) if isinstance(s, SparseSample) else s for s in found)


@settings(max_examples=500)
@given(
    st.lists(
        st.one_of(
            sparse_samples(6).map(SparseFormat(6).pack_one),
            st.binary(max_size=8),
            st.tuples(st.integers(0, 2), st.lists(st.integers(0, 7), max_size=4)).map(
                lambda case: struct.pack(f">BB{len(case[1])}H", case[0], len(case[1]), *case[1])
            ),
        ),
        min_size=1,
        max_size=5,
    ).map(b"".join)
)
def test_any_bytes_are_read_or_refused_as_the_model_does(data: bytes) -> None:
    if data:
        assert outcome(SparseFormat(6).unpack, data) == outcome(parse_sparse, data, 6, None)
    expected = outcome(SparseFormat(6).unpack, data, 2)
    if expected:
        assert expected == outcome(parse_sparse, data, 6, 2)


@pytest.mark.parametrize(
    ("sample", "kind", "words"),
    [
        (SparseSample(2, (1,)), "SampleLabelOutOfRange", "label 0 or 1, found 2"),
        (SparseSample(1, ()), "SampleWithoutFeatures", "at least one feature"),
        (SparseSample(1, tuple(range(256))), "SampleFeaturesTooMany", "found 256"),
        (SparseSample(1, (1, 1000)), "SampleFeatureOutOfRange", "0 to 999, found 1000"),
        (SparseSample(1, (-1, 5)), "SampleFeatureOutOfRange", "found -1"),
        (SparseSample(1, (3, 3)), "SampleFeaturesNotIncreasing", "3 before 3"),
        (SparseSample(1, (4, 3, 9)), "SampleFeaturesNotIncreasing", "4 before 3"),
    ],
)
def test_wrong_sparse_sample_is_named_with_its_position(
    sample: SparseSample, kind: str, words: str
) -> None:
    with pytest.raises(SampleError) as caught:
        pack(SPARSE, [SparseSample(0, (7,)), sample])
    assert (caught.value.kind, caught.value.position) == (kind, 1)
    assert words in str(caught.value)
    assert str(caught.value).startswith("Sample 1: expected ")


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        (DenseSample(-1, (0, 0)), "SampleLabelOutOfRange"),
        (DenseSample(0, (0,)), "SampleLengthWrong"),
        (DenseSample(0, (0, 0, 0)), "SampleLengthWrong"),
        (DenseSample(0, (0, 32_768)), "SampleValueOutOfRange"),
        (DenseSample(0, (-32_769, 0)), "SampleValueOutOfRange"),
    ],
)
def test_wrong_dense_sample_is_named_with_its_position(sample: DenseSample, kind: str) -> None:
    with pytest.raises(SampleError) as caught:
        pack(DenseFormat(2, 16), [DenseSample(0, (1, 2)), sample])
    assert (caught.value.kind, caught.value.position) == (kind, 1)


def test_contribution_keeps_its_limits() -> None:
    one = SparseSample(1, (3,))
    assert len(pack_contribution(SPARSE, [one] * MOST_SAMPLES)) == 4 * MOST_SAMPLES
    with pytest.raises(SampleError, match="at most 128 samples"):
        pack_contribution(SPARSE, [one] * (MOST_SAMPLES + 1))
    with pytest.raises(SampleError, match="at least one sample"):
        pack_contribution(SPARSE, [])
    full = SparseSample(1, tuple(range(255)))
    assert len(pack_contribution(SPARSE, [full] * 117)) == 117 * 512 <= MOST_BYTES
    with pytest.raises(SampleError, match="60000 bytes, found 60416"):
        pack_contribution(SPARSE, [full] * 118)


def test_contribution_that_is_too_large_is_not_even_parsed() -> None:
    with pytest.raises(SampleError) as caught:
        unpack_contribution(SPARSE, b"\xff" * (MOST_BYTES + 1))
    assert caught.value.kind == "ContributionTooLarge"


@given(st.lists(sparse_samples(), max_size=40), st.integers(1, 7))
def test_stream_splits_into_full_contributions(samples: list[SparseSample], most: int) -> None:
    parts = list(contributions(SPARSE, samples, most))
    assert b"".join(data for data, _ in parts) == pack(SPARSE, samples)
    assert [count for _, count in parts[:-1]] == [most] * (len(parts) - 1)
    assert sum(count for _, count in parts) == len(samples)


def test_stream_splits_at_the_byte_limit_and_is_read_lazily() -> None:
    full = SparseSample(1, tuple(range(255)))

    def endless() -> object:
        while True:
            yield full

    stream = contributions(SPARSE, endless())  # type: ignore[arg-type]
    assert [next(stream)[1] for _ in range(3)] == [117, 117, 117]


@pytest.mark.parametrize("most", [0, 129])
def test_stream_refuses_other_sizes(most: int) -> None:
    with pytest.raises(ValueError, match="1 to 128"):
        next(contributions(SPARSE, [SparseSample(1, (0,))], most))


@pytest.mark.parametrize("count", [0, 65_536])
def test_sparse_format_refuses_other_feature_counts(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 65,535"):
        SparseFormat(count)


@pytest.mark.parametrize(("count", "bits"), [(0, 16), (1_025, 16), (5, 8), (5, 64)])
def test_dense_format_refuses_other_shapes(count: int, bits: int) -> None:
    with pytest.raises(ValueError, match=r"1 to 1,024|16 or 32"):
        DenseFormat(count, bits)


def test_error_survives_pickling() -> None:
    with pytest.raises(SampleError) as caught:
        pack(SPARSE, [SparseSample(5, (1,))])
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.kind, copy.position) == (str(caught.value), caught.value.kind, 0)
