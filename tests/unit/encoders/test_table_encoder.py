from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.datasets import bundled
from commonweal.encoders import Column, TableEncoder, load_encoder
from commonweal.encoders.errors import (
    ColumnCountWrong,
    ColumnMissing,
    ColumnsInvalid,
    EncodingError,
    ManifestInvalid,
    NumberInvalid,
    NumberNotFinite,
)
from commonweal.encoders.table import to_lane
from commonweal.samples import DenseFormat, DenseSample
from commonweal.types import ModelKind, ModelShape

LABELS = ("no", "yes")
ENCODER = TableEncoder(LABELS, (Column("size", 10.0, 4.0, 2.0), Column("age", 0.0, 1.0)), 16, 4)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE, st.sampled_from((16, 32)), st.data())
def test_rounding_is_that_of_exact_fractions(x: float, bits: int, data: st.DataObject) -> None:
    fraction_bits = data.draw(st.integers(0, bits - 2))
    most = 2 ** (bits - 1) - 1
    exact = round(Fraction(x) * 2**fraction_bits)
    lane, saturated = to_lane(x, bits, fraction_bits)
    assert lane == max(-most, min(most, exact))
    assert saturated == (abs(Fraction(x) * 2**fraction_bits) > most)


@pytest.mark.parametrize(
    ("x", "lane"),
    [(0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (-2.5, -2), (32_766.5, 32_766),
     (32_767.5, 32_767), (-32_768.0, -32_767), (math.inf, 32_767), (5e-324, 0), (-0.0, 0)],
)  # fmt: skip
def test_ties_go_to_even_and_the_range_is_symmetric(x: float, lane: int) -> None:
    found, _ = to_lane(x, 16, 0)
    assert (found, type(found)) == (lane, int)


def test_encode_standardises_clips_and_rounds() -> None:
    assert ENCODER.encode({"age": 1.03125, "size": 12, "name": "x"}, "yes") == DenseSample(
        1, (8, 16)
    )
    assert ENCODER.encode([99, "-1e3"]) == DenseSample(0, (32, -16_000))
    assert ENCODER.encode(np.array([10.0, 2.0], dtype=np.float32)) == DenseSample(0, (0, 32))


def test_explain_says_what_was_cut() -> None:
    explanation = ENCODER.explain({"size": 99, "age": 1e9})
    assert [(u.feature, u.name, u.lane, u.limited) for u in explanation.used] == [
        (0, "size", 32, True),
        (1, "age", 32_767, True),
    ]
    assert explanation.notes == ("Values were cut to the encoder's range: size, age.",)
    assert ENCODER.explain({"size": 18, "age": 1}).notes == ()


@given(FINITE, FINITE)
def test_any_finite_row_packs_and_decodes_within_half_a_step(size: float, age: float) -> None:
    sample = ENCODER.encode([size, age])
    assert DenseFormat(2, 16).unpack(DenseFormat(2, 16).pack_one(sample)) == [sample]
    found = ENCODER.decode(sample)
    if abs(size - 10) <= 8:
        assert abs(found[0] - size) <= 4 / 32
    if abs(age) <= 2_000:
        assert abs(found[1] - age) <= 1 / 32


@pytest.mark.parametrize(
    ("raw", "error", "words"),
    [
        ([1], ColumnCountWrong, "expected 2 numbers, found 1; give the columns size, age"),
        ([1, 2, 3], ColumnCountWrong, "found 3"),
        ("1,2", ColumnsInvalid, "found a text; give the columns size, age"),
        (None, ColumnsInvalid, "found nothing"),
        (7, ColumnsInvalid, "found a number"),
        ({"size": 1}, ColumnMissing, 'a number in column "age", found nothing'),
        ({"size": "", "age": 1}, ColumnMissing, 'column "size"'),
        ({"size": " \t", "age": 1}, ColumnMissing, 'column "size"'),
        ({"size": None, "age": 1}, ColumnMissing, 'column "size"'),
        ({"size": "big", "age": 1}, NumberInvalid, 'Column "size": expected a number, found "big"'),
        ({"size": "1,5", "age": 1}, NumberInvalid, "decimal point"),
        ({"size": True, "age": 1}, NumberInvalid, "expected a number"),
        ({"size": np.True_, "age": 1}, NumberInvalid, "expected a number"),
        ({"size": "1" * 5_000, "age": 1}, NumberInvalid, "…"),
        ({"size": math.nan, "age": 1}, NumberNotFinite, 'Column "size": expected a finite number'),
        ({"size": "1e999", "age": 1}, NumberNotFinite, 'found "1e999"'),
        ({"size": 10**5_000, "age": 1}, NumberNotFinite, "a very large number"),
        ([1, -math.inf], NumberNotFinite, 'Column "age"'),
    ],
)
def test_rows_that_cannot_be_encoded(raw: object, error: type[EncodingError], words: str) -> None:
    for work in (ENCODER.encode, ENCODER.explain):
        with pytest.raises(error) as caught:
            work(raw)
        assert words in caught.value.sentence
        assert len(caught.value.sentence) < 200


def test_fit_is_scikit_learns_standard_scaler() -> None:
    from sklearn.preprocessing import StandardScaler

    rows = [row.raw for row in bundled("breast-cancer").rows]
    encoder = TableEncoder.fit(rows, LABELS)  # type: ignore[arg-type]
    scaler = StandardScaler().fit(np.array([list(row.values()) for row in rows]))  # type: ignore[union-attr]
    np.testing.assert_allclose([c.mean for c in encoder.columns], scaler.mean_, rtol=1e-12)
    np.testing.assert_allclose([c.scale for c in encoder.columns], scaler.scale_, rtol=1e-12)


def test_fit_takes_chosen_columns_and_a_constant_one() -> None:
    rows = [{"a": 1, "b": "2", "c": 5}, {"a": 3, "b": "2", "c": 6}]
    encoder = TableEncoder.fit(rows, LABELS, columns=["b", "a"], clip=None)
    assert encoder.columns == (Column("b", 2.0, 1.0), Column("a", 2.0, 1.0))
    with pytest.raises(ColumnsInvalid, match="at least one row"):
        TableEncoder.fit([], LABELS)
    with pytest.raises(ColumnMissing, match='column "d"'):
        TableEncoder.fit(rows, LABELS, columns=["d"])


def test_shape_is_that_of_a_dense_model() -> None:
    assert ENCODER.model_kind is ModelKind.DENSE_PERCEPTRON
    assert ENCODER.shape == ModelShape(feature_count=2, lane_bits=16, fraction_bits=4)
    assert ENCODER.sample_format == DenseFormat(2, 16)
    assert ENCODER.feature_names == ("size", "age")


@given(FINITE, st.floats(min_value=5e-324, allow_infinity=False), st.none() | st.floats(0.001, 1e9))
def test_manifest_keeps_every_double(mean: float, scale: float, clip: float | None) -> None:
    encoder = TableEncoder(LABELS, (Column("x", mean, scale, clip),), 32, 20)
    again = load_encoder(encoder.manifest_bytes, encoder.manifest_hash)
    assert again == encoder
    assert again.encode([1.5]) == encoder.encode([1.5])


@pytest.mark.parametrize(
    "arguments",
    [
        (LABELS, (), 16, 8),
        (LABELS, (Column("x", 0.0, 1.0),) * 2, 16, 8),
        (LABELS, (Column("x", 0.0, 0.0),), 16, 8),
        (LABELS, (Column("x", math.nan, 1.0),), 16, 8),
        (LABELS, (Column("x", 0.0, 1.0, -1.0),), 16, 8),
        (LABELS, (Column("", 0.0, 1.0),), 16, 8),
        (LABELS, (Column("x", 0.0, 1.0),), 24, 8),
        (LABELS, (Column("x", 0.0, 1.0),), 16, 15),
        (LABELS, (Column("x", 0.0, 1.0),), 16, -1),
    ],
)
def test_encoder_that_could_not_be_shared_is_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ManifestInvalid):
        TableEncoder(*arguments)  # type: ignore[arg-type]
