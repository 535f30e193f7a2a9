"""The strict parsers: what is wrong, where, and which fault is named first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scene import dense, sparse

from commonweal.errors import (
    Rejection,
    SampleFeatureOutOfRange,
    SampleFeaturesNotIncreasing,
    SampleLabelOutOfRange,
    SamplesEmpty,
    SamplesTooMany,
    SampleTruncated,
    SampleWithoutFeatures,
)
from commonweal.samples import DenseFormat, SampleError, SparseFormat
from commonweal.twin.parse import (
    Parsed,
    dense_contribution,
    parse_dense,
    parse_sparse,
    sparse_contribution,
)

GOOD = sparse((1, [0, 39]))


@pytest.mark.parametrize(
    ("samples", "rejection"),
    [
        ("", SamplesEmpty()),
        ("01", SampleTruncated(0)),
        ("0201", SampleLabelOutOfRange(0, 2, 2)),
        ("ff00", SampleLabelOutOfRange(0, 255, 2)),
        ("0100", SampleWithoutFeatures(0)),
        ("0101", SampleTruncated(0)),
        ("010100", SampleTruncated(0)),
        ("01020001", SampleTruncated(0)),
        ("01010028", SampleFeatureOutOfRange(0, 40, 40)),
        ("0102ffff0028", SampleFeatureOutOfRange(0, 40, 40)),
        ("0102ffff0027", SampleFeaturesNotIncreasing(0, 65_535, 39)),
        ("010200270027", SampleFeaturesNotIncreasing(0, 39, 39)),
        # From the last to the first: of two faults the later one is named.
        ("0104000500050009 0009", SampleFeaturesNotIncreasing(0, 9, 9)),
        ("0103000900050006", SampleFeaturesNotIncreasing(0, 9, 5)),
    ],
)
def test_sparse_faults(samples: str, rejection: Rejection) -> None:
    with pytest.raises(Rejection) as caught:
        parse_sparse(bytes.fromhex(samples), 40, 128)
    assert caught.value == rejection


@pytest.mark.parametrize(
    ("samples", "rejection"),
    [
        ("", SamplesEmpty()),
        ("02", SampleLabelOutOfRange(0, 2, 2)),
        ("01", SampleTruncated(0)),
        ("010001000200030004", SampleTruncated(0)),
    ],
)
def test_dense_faults(samples: str, rejection: Rejection) -> None:
    with pytest.raises(Rejection) as caught:
        parse_dense(bytes.fromhex(samples), 5, 16, 128)
    assert caught.value == rejection


@pytest.mark.parametrize("before", [0, 1, 127])
def test_the_position_counts_from_0(before: int) -> None:
    with pytest.raises(SampleWithoutFeatures) as caught:
        parse_sparse(GOOD * before + b"\1\0", 40, None)
    assert caught.value.position == before
    with pytest.raises(SampleTruncated) as truncated:
        parse_dense(dense((0, [0] * 5)) * before + b"\1", 5, 16, None)
    assert truncated.value.position == before


def test_a_contribution_has_at_most_128_samples_whatever_follows() -> None:
    assert len(sparse_contribution(GOOD * 128, 40)) == 128
    for rest in (GOOD, b"\xff"):
        with pytest.raises(SamplesTooMany) as caught:
            sparse_contribution(GOOD * 128 + rest, 40)
        assert caught.value == SamplesTooMany(128)
    assert len(parse_sparse(GOOD * 1_000, 40, None)) == 1_000
    row = dense((1, [1, 2, 3, 4, 5]))
    assert len(dense_contribution(row * 128, 5, 16)) == 128
    with pytest.raises(SamplesTooMany):
        dense_contribution(row * 129, 5, 16)


def test_dense_lanes_are_twos_complement() -> None:
    samples = bytes.fromhex("01 8000 ffff 0000 0001 7fff".replace(" ", ""))
    assert parse_dense(samples, 5, 16, None) == ((1, (-32_768, -1, 0, 1, 32_767)),)
    wide = bytes.fromhex("00 80000000 ffffffff".replace(" ", ""))
    assert parse_dense(wide, 2, 32, None) == ((0, (-(2**31), -1)),)


BYTES = st.lists(
    st.one_of(
        st.sampled_from([b"\0", b"\1", b"\2", b"\0\3", b"\xff", GOOD, sparse((0, [1, 2, 3]))]),
        st.binary(max_size=3),
    ),
    max_size=6,
).map(b"".join)


def by_twin(parse: Callable[[], Parsed]) -> object:
    """Give what was parsed, or name and position of what is wrong."""
    try:
        return parse()
    except Rejection as rejection:
        return type(rejection).__name__, getattr(rejection, "position", None)


def by_encoder(form: SparseFormat | DenseFormat, samples: bytes, most: int | None) -> object:
    """Give the same by the encoders' unpacker, whose faults are sentences for users."""
    try:
        found = form.unpack(samples, most)
    except SampleError as error:
        return error.kind, None if error.kind == "SamplesTooMany" else error.position
    return tuple(astuple(sample) for sample in found)


@given(BYTES.filter(bool), st.sampled_from([1, 2, 3, None]))
@example(GOOD * 4, 3)
def test_sparse_parser_agrees_with_the_encoders_unpacker(samples: bytes, most: int | None) -> None:
    twin = by_twin(lambda: parse_sparse(samples, 40, most))
    assert twin == by_encoder(SparseFormat(40), samples, most)


@given(st.binary(min_size=1, max_size=30), st.sampled_from([1, 2, None]), st.booleans())
def test_dense_parser_agrees_with_the_encoders_unpacker(
    samples: bytes, most: int | None, tame: bool
) -> None:
    if tame:
        # Labels that are right, so that parsing gets somewhere.
        samples = bytes(byte & 1 if i % 5 == 0 else byte for i, byte in enumerate(samples))
    twin = by_twin(lambda: parse_dense(samples, 2, 16, most))
    assert twin == by_encoder(DenseFormat(2, 16), samples, most)
