"""What to deploy: an encoder, starting weights and words about them, from data at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from commonweal.actions import DeployUnderMarket, DeployUnderPoints, DeployUnderStake
from commonweal.datasets import (
    BUNDLED,
    Dataset,
    OnError,
    Row,
    RowError,
    bundled,
    encode_rows,
    read_rows,
    split,
)
from commonweal.encoders.base import Encoder
from commonweal.encoders.sentiment import FEATURE_COUNT, sentiment_model
from commonweal.encoders.starting import StartingModel, table_model
from commonweal.encoders.table import Column, TableEncoder
from commonweal.encoders.text import ENGLISH_NEGATION, TextEncoder
from commonweal.errors import ConfigFault
from commonweal.samples import pack
from commonweal.twin.models import new_model
from commonweal.types import MarketRules, Metadata, PointsRules, StakeRules

Rules = StakeRules | PointsRules | MarketRules
SENTIMENT = "sentiment"
PLANS: tuple[str, ...] = (SENTIMENT, *(name for name in BUNDLED if name != "sentences"))
"""Plans that need no file."""
LEARNT_ROWS = 4
"""Rows of a bundled table from which starting weights are learnt: a start, with much to learn."""
TEST_SHARE = 0.25
_GATHERED_SAMPLES = 1_000
_MOST_LISTED_LABELS = 20


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """A model that can be deployed.

    Attributes
    ----------
    name, description : str
        For people.
    data_licence : str
        SPDX identifier under which contributed samples are public.
    start : StartingModel
        Encoder and starting weights.
    train : tuple of Row
        Rows to contribute; none of them was learnt from.
    test : tuple of Row
        Rows held out to measure accuracy.
    """

    name: str
    description: str
    data_licence: str
    start: StartingModel
    train: tuple[Row, ...] = ()
    test: tuple[Row, ...] = ()

    @property
    def metadata(self) -> Metadata:
        """What the registry publishes of the model."""
        encoder = self.start.encoder
        return Metadata(
            name=self.name,
            description=self.description,
            label_names=encoder.labels,
            data_licence=self.data_licence,
            encoder_hash=encoder.manifest_hash,
        )

    def deployment(self, rules: Rules) -> DeployUnderStake | DeployUnderPoints | DeployUnderMarket:
        """Give the action that deploys the model under these rules."""
        encoder = self.start.encoder
        if isinstance(rules, MarketRules):
            return DeployUnderMarket(encoder.model_kind, encoder.shape, rules, self.metadata)
        if isinstance(rules, StakeRules):
            return DeployUnderStake(encoder.model_kind, encoder.shape, rules, self.metadata)
        return DeployUnderPoints(encoder.model_kind, encoder.shape, rules, self.metadata)

    def test_samples(self) -> bytes:
        """Packed samples of the held-out rows; those that cannot be encoded are left out."""
        encoded = encode_rows(self.start.encoder, self.test, on_error=_ignore)
        return pack(self.start.encoder.sample_format, (sample for _, sample in encoded))


def planned(name: str, seed: int = 0, most_features: int | None = None) -> ModelPlan:
    """Give the plan of this name, out of `PLANS`.

    Parameters
    ----------
    name : str
        `sentiment`, or a bundled table.
    seed : int
        Chooses the split into rows to contribute and held-out rows.
    most_features : int, optional
        Words of a vocabulary at most: models under markets are smaller.

    Raises
    ------
    ConfigFault
        There is no such plan.
    """
    if name == SENTIMENT:
        data = bundled("sentences")
        train, test = split(data.rows, TEST_SHARE, seed)
        count = min(FEATURE_COUNT, most_features or FEATURE_COUNT)
        start = sentiment_model(_texts(train), data.labels, feature_count=count)
        return ModelPlan("Sentiment of reviews", _described(data), data.licence, start, train, test)
    if name not in PLANS:
        raise ConfigFault(
            f'A model to deploy is one of {", ".join(PLANS)}, or a file, found "{name}"; '
            "choose one of them or check the file's path."
        )
    data = bundled(name)
    train, test = split(data.rows, TEST_SHARE, seed)
    start = table_model([*_tables(train)], data.labels, learnt_rows=LEARNT_ROWS)
    rest = train[LEARNT_ROWS:]
    return ModelPlan(data.name, _described(data), data.licence, start, rest, test)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file of labelled rows and how they are read.

    Attributes
    ----------
    path : Path
        CSV, TSV or JSONL.
    text : bool
        Whether rows are texts (a vocabulary is built) or tables (columns are standardised).
    label_column, text_column
        As for `read_rows`.
    columns : tuple of str, optional
        Columns of a table to use; by default all but the labels'.
    """

    path: Path
    text: bool
    label_column: str = "label"
    text_column: str | None = None
    columns: tuple[str, ...] | None = None

    def rows(self, on_error: OnError | None) -> Iterator[Row]:
        """Read the rows, one at a time; of a table only whole ones."""
        rows = read_rows(
            self.path,
            text=self.text,
            label_column=self.label_column,
            text_column=self.text_column,
            on_error=on_error,
        )
        return rows if self.text else self._whole(rows, on_error)

    def _whole(self, rows: Iterable[Row], on_error: OnError | None) -> Iterator[Row]:
        """Leave out rows in which a column is no number."""
        checker: TableEncoder | None = None
        for row in rows:
            if checker is None and isinstance(row.raw, Mapping):
                columns = self.columns or tuple(row.raw)
                unscaled = tuple(Column(name, mean=0.0, scale=1.0) for name in columns)
                checker = TableEncoder(("0", "1"), unscaled, lane_bits=16, fraction_bits=0)
            if checker is None:
                continue
            # The label is checked when samples are encoded.
            unlabelled = replace(row, label=None)
            yield from (row for _ in encode_rows(checker, [unlabelled], on_error))


def plan_from_file(
    source: FileSource,
    *,
    name: str,
    description: str,
    data_licence: str,
    labels: tuple[str, str] | None = None,
    feature_count: int = 1_000,
    learn: bool = False,
    on_error: OnError | None = None,
) -> ModelPlan:
    """Plan a model from a file, which is read three times and not kept.

    Parameters
    ----------
    source : FileSource
        The file.
    name, description, data_licence
        See `ModelPlan`.
    labels : tuple of two str, optional
        Names of label 0 and label 1; by default the two that the file has, in code point order.
    feature_count : int
        Words of a vocabulary at most.
    learn : bool
        Whether starting weights are learnt from the file in one pass; else they are zero.
    on_error : callable, optional
        Called once with each bad row, which is left out. Without it the first one is raised.

    Raises
    ------
    ConfigFault
        The file has not exactly two labels.
    """
    labels = labels or _labels_of(source.rows(on_error))
    later = None if on_error is None else _ignore
    encoder = _fitted(source, labels, feature_count, later)
    model = new_model(encoder.model_kind, encoder.shape)
    if learn:
        form = encoder.sample_format
        samples = (sample for _, sample in encode_rows(encoder, source.rows(later), later))
        while part := list(islice(samples, _GATHERED_SAMPLES)):
            model.learn(model.parse(pack(form, part)))
    return ModelPlan(name, description, data_licence, StartingModel(encoder, tuple(model.lanes)))


def _fitted(
    source: FileSource, labels: tuple[str, str], feature_count: int, on_error: OnError | None
) -> Encoder[Any]:
    rows = source.rows(on_error)
    if source.text:
        return TextEncoder.fit(
            _texts(rows), labels, feature_count=feature_count, negation=ENGLISH_NEGATION
        )
    return TableEncoder.fit((raw for raw, _ in _tables(rows)), labels, columns=source.columns)


def _labels_of(rows: Iterable[Row]) -> tuple[str, str]:
    """Find the two labels of a file."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(row.label).strip()] += 1
        if len(counts) > _MOST_LISTED_LABELS:
            break
    if len(counts) != 2:
        found = ", ".join(f'"{label}"' for label, _ in counts.most_common(5)) or "none"
        raise ConfigFault(
            f"A model tells two labels apart, found {found}{' and more' * (len(counts) > 5)}; "
            "name the column with --label-column or the two labels with --labels."
        )
    zero, one = sorted(counts)
    return zero, one


def _texts(rows: Iterable[Row]) -> Iterator[str]:
    return (row.raw for row in rows if isinstance(row.raw, str))


def _tables(rows: Iterable[Row]) -> Iterator[tuple[Mapping[str, object], str | int]]:
    """Give (columns, label) of rows of a table; label 0 where there is none."""
    for row in rows:
        if isinstance(row.raw, Mapping):
            yield row.raw, 0 if row.label is None else row.label


def _described(data: Dataset) -> str:
    return f"{data.description} Data: {data.attribution}."


def _ignore(error: RowError) -> None:
    """Leave out a row that was reported before."""
