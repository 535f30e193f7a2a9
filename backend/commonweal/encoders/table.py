"""Columns of numbers to fixed-point lanes.

For every column, in IEEE 754 double arithmetic with one rounding (to nearest, ties to even) an
operation, in this order and with nothing fused:

    x    = (value - mean) / scale
    x    = min(max(x, -clip), clip)             unless clip is null
    y    = x * 2**fraction_bits                 exact, or infinite
    lane = the nearest integer to y, ties to even, cut to +-(2**(lane_bits - 1) - 1)

Python, JavaScript and every CPU give the same integers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import ClassVar

from commonweal.encoders.base import MANIFEST_FORMAT, Encoder, Explanation, UsedFeature
from commonweal.encoders.checks import (
    invalid,
    items_of,
    label_pair,
    name_of,
    number_of,
    record,
    whole_number,
)
from commonweal.encoders.errors import (
    ColumnCountWrong,
    ColumnMissing,
    ColumnsInvalid,
    NumberInvalid,
    NumberNotFinite,
    describe,
    shorten,
)
from commonweal.samples import LANE_BITS, MOST_DENSE_FEATURES, DenseFormat, DenseSample
from commonweal.types import ModelKind, ModelShape

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPACE = " \t\r\n"
_MOST_NUMBER_CHARACTERS = 400
_LISTED_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        As in the file's header.
    mean, scale : float
        The column's mean and standard deviation, in its own unit; `scale` is above 0.
    clip : float or None
        Standardised values beyond +-clip are cut; None cuts only at what a lane holds.
    """

    name: str
    mean: float
    scale: float
    clip: float | None = None


@dataclass(frozen=True)
class TableEncoder(Encoder[DenseSample]):
    """Standardised columns as integers of `lane_bits` bits in units of 2**-fraction_bits.

    Attributes
    ----------
    labels : tuple of two str
        Names of label 0 and label 1.
    columns : tuple of Column
        Feature i is column i.
    lane_bits : int
        16 or 32.
    fraction_bits : int
        1.0 is 2**fraction_bits; 0..lane_bits - 2.
    """

    labels: tuple[str, str]
    columns: tuple[Column, ...]
    lane_bits: int
    fraction_bits: int

    kind: ClassVar[str] = "table"
    model_kind: ClassVar[ModelKind] = ModelKind.DENSE_PERCEPTRON

    def __post_init__(self) -> None:
        label_pair(self.labels)
        if not 1 <= len(self.columns) <= MOST_DENSE_FEATURES:
            raise invalid(f"1 to {MOST_DENSE_FEATURES:,} columns", str(len(self.columns)))
        if self.lane_bits not in LANE_BITS:
            raise invalid("lanes of 16 or 32 bits", str(self.lane_bits))
        if not 0 <= self.fraction_bits <= self.lane_bits - 2:
            raise invalid(f"0 to {self.lane_bits - 2} fraction bits", str(self.fraction_bits))
        for column in self.columns:
            name_of(column.name, "column names")
            numbers = (column.mean, column.scale, 1.0 if column.clip is None else column.clip)
            if not all(map(math.isfinite, numbers)) or min(numbers[1:]) <= 0:
                raise invalid("a finite mean, and scale and clip above 0", repr(column))
        twice, count = Counter(self.feature_names).most_common(1)[0]
        if count > 1:
            raise invalid("each column name once", shorten(twice) + " twice")

    @classmethod
    def fit(
        cls,
        rows: Iterable[Mapping[str, object]],
        labels: tuple[str, str],
        *,
        columns: Sequence[str] | None = None,
        lane_bits: int = 16,
        fraction_bits: int = 8,
        clip: float | None = 8.0,
    ) -> TableEncoder:
        """Take mean and standard deviation (of the population) from rows of a training part.

        Parameters
        ----------
        rows : iterable of mappings
            Column name to number (or its text); all are read into memory.
        labels : tuple of two str
            Names of label 0 and label 1.
        columns : sequence of str, optional
            Columns to use and their order; by default those of the first row.
        lane_bits, fraction_bits, clip
            See `TableEncoder` and `Column`. A constant column gets scale 1.

        Raises
        ------
        ColumnsInvalid
            There is no row.
        ColumnMissing, NumberInvalid, NumberNotFinite
            A row is bad.
        """
        table = list(rows)
        if not table:
            raise ColumnsInvalid("Table", "at least one row", "none", "give some rows")
        names = list(table[0]) if columns is None else list(columns)
        fitted = []
        for name in names:
            values = [_cell(row, name) for row in table]
            mean = math.fsum(values) / len(values)
            variance = math.fsum((value - mean) ** 2 for value in values) / len(values)
            fitted.append(Column(name, mean, math.sqrt(variance) or 1.0, clip))
        return cls(labels, tuple(fitted), lane_bits, fraction_bits)

    @property
    def shape(self) -> ModelShape:
        """Dimensions of a model for these samples."""
        return ModelShape(
            feature_count=len(self.columns),
            lane_bits=self.lane_bits,
            fraction_bits=self.fraction_bits,
        )

    @property
    def sample_format(self) -> DenseFormat:
        """Packs and unpacks these samples."""
        return DenseFormat(len(self.columns), self.lane_bits)

    @cached_property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    def encode(self, raw: object, label: str | int = 0) -> DenseSample:
        """Turn a row into lanes.

        Parameters
        ----------
        raw : mapping or sequence
            Column name to number (other columns are ignored), or one number for every column in
            the encoder's order. A number may be a text such as `-1.5e3`.
        label : str or int
            Name or number of the label.

        Raises
        ------
        ColumnsInvalid, ColumnCountWrong, ColumnMissing, NumberInvalid, NumberNotFinite,
        LabelUnknown
        """
        values = self.numbers(raw)
        return DenseSample(
            self.label_index(label),
            tuple(
                self._lane(column, value)[0]
                for column, value in zip(self.columns, values, strict=True)
            ),
        )

    def explain(self, raw: object) -> Explanation:
        """Tell every column's lane and whether its value was cut."""
        values = self.numbers(raw)
        return Explanation(
            used=tuple(
                UsedFeature(index, column.name, *self._lane(column, value))
                for index, (column, value) in enumerate(zip(self.columns, values, strict=True))
            )
        )

    def decode(self, sample: DenseSample) -> tuple[float, ...]:
        """Values of a sample in the columns' own units, rounded as encoding left them."""
        return tuple(
            math.ldexp(lane, -self.fraction_bits) * column.scale + column.mean
            for column, lane in zip(self.columns, sample.values, strict=True)
        )

    def numbers(self, raw: object) -> tuple[float, ...]:
        """Return a row's finite numbers in the encoder's order; raises as `encode` does."""
        if isinstance(raw, Mapping):
            return tuple(_cell(raw, name) for name in self.feature_names)
        if hasattr(raw, "tolist"):
            raw = raw.tolist()
        if isinstance(raw, (str, bytes)) or not isinstance(raw, Sequence):
            raise ColumnsInvalid(
                "Row",
                "named columns or a list of numbers",
                describe(raw),
                f"give the columns {_listed(self.feature_names)}",
            )
        if len(raw) != len(self.columns):
            raise ColumnCountWrong(
                "Row",
                f"{len(self.columns)} numbers",
                str(len(raw)),
                f"give the columns {_listed(self.feature_names)} in this order",
            )
        return tuple(_number(v, name) for v, name in zip(raw, self.feature_names, strict=True))

    def manifest(self) -> dict[str, object]:
        """Describe the encoder completely, as JSON values."""
        return {
            "columns": [
                {"clip": c.clip, "mean": c.mean, "name": c.name, "scale": c.scale}
                for c in self.columns
            ],
            "format": MANIFEST_FORMAT,
            "fraction_bits": self.fraction_bits,
            "kind": self.kind,
            "labels": self.labels,
            "lane_bits": self.lane_bits,
        }

    @classmethod
    def from_manifest(cls, manifest: dict[str, object]) -> TableEncoder:
        """Build the encoder again from what `manifest` gave; raises ManifestInvalid."""
        record(manifest, "columns", "format", "fraction_bits", "kind", "labels", "lane_bits")
        columns = []
        for item in items_of(manifest["columns"], "the columns"):
            parts = record(item, "clip", "mean", "name", "scale")
            clip = parts["clip"]
            columns.append(
                Column(
                    name=name_of(parts["name"], "column names"),
                    mean=number_of(parts["mean"], "a mean"),
                    scale=number_of(parts["scale"], "a scale"),
                    clip=None if clip is None else number_of(clip, "a clip"),
                )
            )
        return cls(
            labels=label_pair(manifest["labels"]),
            columns=tuple(columns),
            lane_bits=whole_number(manifest["lane_bits"], "lane_bits"),
            fraction_bits=whole_number(manifest["fraction_bits"], "fraction_bits"),
        )

    def _lane(self, column: Column, value: float) -> tuple[int, bool]:
        """Lane of a value and whether it was cut, by the arithmetic at the module's top."""
        x = (value - column.mean) / column.scale
        limited = False
        if column.clip is not None and abs(x) > column.clip:
            x = math.copysign(column.clip, x)
            limited = True
        lane, saturated = to_lane(x, self.lane_bits, self.fraction_bits)
        return lane, limited or saturated


def to_lane(x: float, lane_bits: int, fraction_bits: int) -> tuple[int, bool]:
    """Round a double to a lane, ties to even.

    Parameters
    ----------
    x : float
        Any double but NaN.
    lane_bits, fraction_bits : int
        Size of the lane; 1.0 is 2**fraction_bits.

    Returns
    -------
    (int, bool)
        Lane in -(2**(lane_bits - 1) - 1) .. 2**(lane_bits - 1) - 1 and whether it saturated.
    """
    most = (1 << (lane_bits - 1)) - 1
    y = x * (1 << fraction_bits)
    if y > most:
        return most, True
    if y < -most:
        return -most, True
    return round(y), False


def _cell(row: Mapping[str, object], name: str) -> float:
    value = row.get(name)
    if value is None or (isinstance(value, str) and not value.strip(_SPACE)):
        raise ColumnMissing(
            "Row", f'a number in column "{name}"', "nothing", "fill in every column of the model"
        )
    return _number(value, name)


def _number(value: object, name: str) -> float:
    subject = f'Column "{name}"'
    if isinstance(value, str):
        text = value.strip(_SPACE)
        if len(text) > _MOST_NUMBER_CHARACTERS or not _NUMBER.fullmatch(text):
            raise NumberInvalid(
                subject, "a number", shorten(value), "write it with digits and a decimal point"
            )
        number = float(text)
    elif isinstance(value, bool) or not isinstance(value, Real):
        raise NumberInvalid(subject, "a number", shorten(value), "give a number")
    else:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
    if not math.isfinite(number):
        raise NumberNotFinite(
            subject, "a finite number", shorten(value), "correct the value or leave the row out"
        )
    return number


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - _LISTED_COLUMNS
    return ", ".join(names[:_LISTED_COLUMNS]) + (f" and {rest} more" if rest > 0 else "")
