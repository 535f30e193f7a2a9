"""Raw data to contribute: files and addresses read as streams, and sets that need no download.

A reader never holds a file in memory. A bad row becomes a `RowError` that says where it is; with
`on_error` the reader reports it and goes on with the next row, so that one bad row in a million
costs that row only.
"""

from __future__ import annotations

import csv
import http.client
import json
import random
import sys
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self, TypeVar, cast

from commonweal.encoders.base import Encoder
from commonweal.encoders.errors import EncodingError, shorten
from commonweal.errors import Fault
from commonweal.samples import DenseSample, SparseSample

Raw = str | Mapping[str, object]
Form = Literal["csv", "tsv", "jsonl"]
S = TypeVar("S", SparseSample, DenseSample)

MOST_LINE_BYTES = 1_000_000
MOST_RECORD_LINES = 200
DOWNLOAD_TIMEOUT_S = 30
_FORMS: dict[str, Form] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_TEXT_COLUMNS = ("text", "sentence")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of raw data.

    Attributes
    ----------
    number : int
        Position among the rows, from 1; bad rows count, empty lines do not.
    line : int
        Line of the file on which it starts, from 1; 0 without a file.
    raw : str or mapping
        A text, or column name to value.
    label : str, int or None
        Name or number of the label; None for data without labels.
    """

    number: int
    line: int
    raw: Raw
    label: str | int | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows in memory and what people should know of them.

    Attributes
    ----------
    name, description : str
        For people.
    rows : tuple of Row
        All rows, labelled by number.
    labels : tuple of two str
        Names of label 0 and label 1.
    licence : str
        SPDX identifier.
    attribution : str
        Whom to thank.
    """

    name: str
    description: str
    rows: tuple[Row, ...]
    labels: tuple[str, str]
    licence: str
    attribution: str


class SourceError(Fault):
    """A file or address cannot be read at all."""


class RowError(Fault, ValueError):
    """One row is bad; those after it can still be read.

    Attributes
    ----------
    number, line : int
        Where it is, as in `Row`.
    expected, found, hint : str
        What was expected, what was found, what to do.
    subject : str
        Part of the row that is bad, "" if it is the row.
    """

    def __init__(
        self, number: int, line: int, expected: str, found: str, hint: str, subject: str = ""
    ) -> None:
        where = f"Row {number}" + (f" (line {line})" if line else "")
        where += f", {subject[0].lower()}{subject[1:]}" if subject else ""
        super().__init__(f"{where}: expected {expected}, found {found}; {hint}.")
        self.number = number
        self.line = line
        self.subject = subject
        self.expected = expected
        self.found = found
        self.hint = hint

    def __reduce__(self) -> tuple[type[Self], tuple[int, int, str, str, str, str]]:
        parts = (self.number, self.line, self.expected, self.found, self.hint, self.subject)
        return type(self), parts


OnError = Callable[[RowError], None]


def read_rows(
    source: str | Path | BinaryIO,
    *,
    text: bool,
    form: Form | None = None,
    label_column: str | None = "label",
    text_column: str | None = None,
    columns: Sequence[str] | None = None,
    skip_rows: int = 0,
    on_error: OnError | None = None,
) -> Iterator[Row]:
    """Read rows from a file, an address or standard input, one at a time.

    Parameters
    ----------
    source : str, Path or binary file
        Path, `http(s)://` address, `-` for standard input, or an open binary file. UTF-8.
    text : bool
        Whether a row's raw data is one text, else it is all columns but the label's.
    form : {"csv", "tsv", "jsonl"}, optional
        By default the file's ending tells, else its first character. CSV is read by RFC 4180 with
        comma, semicolon or tab, whichever splits the header most; TSV has no quotes.
    label_column : str or None
        Column of the labels; None for data without labels.
    text_column : str, optional
        Column of the texts; by default `text`, `sentence`, or the only one there is.
    columns : sequence of str, optional
        Names of the columns of a file without a header.
    skip_rows : int
        Leave out so many rows at the start; they are counted but not checked.
    on_error : callable, optional
        Called with each `RowError`, after which the next row is read. Without it the error is
        raised.

    Raises
    ------
    SourceError
        The source cannot be opened, breaks off, or lacks a column.
    RowError
        A row is bad and there is no `on_error`.
    """
    pick = _Pick(text, label_column, text_column)
    with _opened(source) as (stream, name):
        lines = _Lines(stream, name)
        form = form or _form_of(name, lines)
        records = (
            _json_records(lines)
            if form == "jsonl"
            else _csv_records(lines, form, None if columns is None else list(columns), pick)
        )
        for number, (line, record) in enumerate(records, start=1):
            if number <= skip_rows:
                continue
            try:
                if isinstance(record, _Bad):
                    raise RowError(number, line, record.expected, record.found, record.hint)
                row = pick.row(number, line, record)
            except RowError as error:
                if on_error is None:
                    raise
                on_error(error)
            else:
                yield row


def encode_rows(
    encoder: Encoder[S], rows: Iterable[Row], on_error: OnError | None = None
) -> Iterator[tuple[Row, S]]:
    """Encode rows one at a time; a row that cannot be encoded is an error of that row.

    Parameters
    ----------
    encoder : Encoder
        The model's own.
    rows : iterable of Row
        Read lazily. A row without a label is encoded under label 0.
    on_error : callable, optional
        As for `read_rows`.

    Raises
    ------
    RowError
        A row cannot be encoded and there is no `on_error`.
    """
    for row in rows:
        try:
            sample = encoder.encode(row.raw, 0 if row.label is None else row.label)
        except EncodingError as fault:
            subject = "" if fault.subject == "Row" else fault.subject
            error = RowError(row.number, row.line, fault.expected, fault.found, fault.hint, subject)
            if on_error is None:
                raise error from fault
            on_error(error)
        else:
            yield row, sample


def split(
    rows: Sequence[Row], test_share: float = 0.2, seed: int = 0
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Split rows into a training and a test part, both shuffled; the same for the same seed.

    Each label keeps its share. Rows with equal raw data stay in one part, so that nothing tested
    was learnt from.

    Parameters
    ----------
    rows : sequence of Row
        All rows.
    test_share : float
        Share of the test part, between 0 and 1.
    seed : int
        Chooses the split.

    Returns
    -------
    (tuple of Row, tuple of Row)
        Training part, test part.
    """
    if not 0 < test_share < 1:
        raise ValueError(f"The test part is a share between 0 and 1, not {test_share}.")
    alike: dict[object, list[Row]] = {}
    for row in rows:
        key = row.raw if isinstance(row.raw, str) else tuple(sorted(row.raw.items()))
        alike.setdefault(key, []).append(row)
    by_label: dict[str, list[list[Row]]] = {}
    for group in alike.values():
        by_label.setdefault(str(group[0].label), []).append(group)
    chance = random.Random(seed)
    train: list[Row] = []
    test: list[Row] = []
    for _, groups in sorted(by_label.items()):
        chance.shuffle(groups)
        wanted = len(test) + round(test_share * sum(map(len, groups)))
        for group in groups:
            (test if len(test) < wanted else train).extend(group)
    chance.shuffle(train)
    chance.shuffle(test)
    return tuple(train), tuple(test)


def bundled(name: str) -> Dataset:
    """Load a set that needs no download: one of `BUNDLED`.

    Raises
    ------
    SourceError
        There is no such set.
    """
    if name not in _BUNDLED:
        raise SourceError(
            f"Expected a bundled data set out of {', '.join(BUNDLED)}, found {shorten(name)}; "
            "choose one of them or name a file."
        )
    return _BUNDLED[name]()


def _sentences() -> Dataset:
    path = resources.files("commonweal") / "data" / "sentiment_sentences.tsv"
    lines = path.read_text(encoding="utf-8").split("\n")[1:-1]
    rows = []
    for number, line in enumerate(lines, start=1):
        sentence, label, _ = line.split("\t")
        rows.append(Row(number, number + 1, sentence, int(label)))
    return Dataset(
        name="Review sentences",
        description="Sentences out of reviews of products, films and restaurants.",
        rows=tuple(rows),
        labels=("negative", "positive"),
        licence="CC-BY-4.0",
        attribution="Dimitrios Kotzias and others 2015, UCI Sentiment Labelled Sentences",
    )


def _from_scikit_learn(
    loader: str, name: str, description: str, classes: Mapping[int, str], attribution: str
) -> Dataset:
    """Two classes of a set that comes with scikit-learn, in its order."""
    from sklearn import datasets as scikit_learn

    bunch = getattr(scikit_learn, f"load_{loader}")()
    columns = [str(column) for column in bunch.feature_names]
    labels = list(classes)
    rows: list[Row] = []
    for values, target in zip(bunch.data.tolist(), bunch.target.tolist(), strict=True):
        if target in classes:
            raw = dict(zip(columns, values, strict=True))
            rows.append(Row(len(rows) + 1, 0, raw, labels.index(target)))
    zero, one = classes.values()
    return Dataset(name, description, tuple(rows), (zero, one), "CC-BY-4.0", attribution)


_BUNDLED: dict[str, Callable[[], Dataset]] = {
    "sentences": _sentences,
    "breast-cancer": lambda: _from_scikit_learn(
        "breast_cancer",
        "Breast cancer (Wisconsin, diagnostic)",
        "Thirty measures of cell nuclei in an image of a breast mass: malignant or benign.",
        {0: "malignant", 1: "benign"},
        "Wolberg, Mangasarian, Street and Street 1993, UCI Machine Learning Repository",
    ),
    "digits": lambda: _from_scikit_learn(
        "digits",
        "Handwritten digits, three or eight",
        "Images of 8 x 8 grey pixels (0 to 16).",
        {3: "three", 8: "eight"},
        "Alpaydin and Kaynak 1998, UCI Machine Learning Repository",
    ),
    "wine": lambda: _from_scikit_learn(
        "wine",
        "Wine, first or second grower",
        "Thirteen chemical measures of Italian wines.",
        {0: "first grower", 1: "second grower"},
        "Aeberhard and Forina 1992, UCI Machine Learning Repository",
    ),
    "iris": lambda: _from_scikit_learn(
        "iris",
        "Iris, versicolor or virginica",
        "Four measures of flowers in cm.",
        {1: "versicolor", 2: "virginica"},
        "Fisher 1936, UCI Machine Learning Repository",
    ),
}
BUNDLED: tuple[str, ...] = tuple(_BUNDLED)


@dataclass(frozen=True, slots=True)
class _Bad:
    """A record that cannot be read; the row's number is not known yet."""

    expected: str
    found: str
    hint: str


_Record = dict[str, object] | _Bad


class _Lines:
    """Lines of a stream without their ends, counted, with the possibility to put some back."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._back: deque[tuple[int, bytes | None]] = deque()
        self._count = 0

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        while (item := self.take()) is not None:
            yield item

    def take(self) -> tuple[int, bytes | None] | None:
        """Next line and its number; None instead of a line that is too long; None at the end."""
        if self._back:
            return self._back.popleft()
        try:
            line = self._stream.readline(MOST_LINE_BYTES + 1)
            rest = line
            while len(rest) > MOST_LINE_BYTES and not rest.endswith(b"\n"):
                rest = self._stream.readline(MOST_LINE_BYTES + 1)
        except (OSError, http.client.HTTPException) as error:
            raise self._broken_off(type(error).__name__) from error
        if not line:
            # An answer over HTTP that ends early is not an error to `readline`.
            if getattr(self._stream, "length", None):
                raise self._broken_off("connection closed")
            return None
        self._count += 1
        if self._count == 1:
            line = self._without_mark(line)
        return self._count, None if len(line) > MOST_LINE_BYTES else line.rstrip(b"\r\n")

    def put_back(self, items: Iterable[tuple[int, bytes | None]]) -> None:
        """Give lines back, to be taken again in this order."""
        self._back.extendleft(reversed(list(items)))

    def _broken_off(self, reason: str) -> SourceError:
        return SourceError(
            f"Reading {self._name} broke off after line {self._count} ({reason}); "
            "run the same command again to continue."
        )

    def _without_mark(self, line: bytes) -> bytes:
        if line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise SourceError(
                f"Expected UTF-8, found UTF-16 in {self._name}; save the file as UTF-8."
            )
        return line.removeprefix(b"\xef\xbb\xbf")


@contextmanager
def _opened(source: str | Path | BinaryIO) -> Iterator[tuple[BinaryIO, str]]:
    """Open a source and give its name; only what was opened here is closed."""
    if not isinstance(source, (str, Path)):
        yield source, "the input"
    elif str(source) == "-":
        yield sys.stdin.buffer, "standard input"
    else:
        with closing(_open(str(source))) as stream:
            yield stream, str(source)


def _open(name: str) -> BinaryIO:
    scheme, found, _ = name.partition("://")
    try:
        if not found:
            return Path(name).open("rb")
        if scheme.lower() in ("http", "https"):
            return cast(BinaryIO, urllib.request.urlopen(name, timeout=DOWNLOAD_TIMEOUT_S))
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise SourceError(f"{name} cannot be read ({reason}); check the name.") from error
    raise SourceError(f"Expected a file or an http address, found {name}; download it first.")


def _form_of(name: str, lines: _Lines) -> Form:
    by_name = _FORMS.get(Path(name.partition("?")[0]).suffix.lower())
    if by_name:
        return by_name
    for item in lines:
        line = b"?" if item[1] is None else item[1].strip()
        if line:
            lines.put_back([item])
            return "jsonl" if line.startswith(b"{") else "csv"
    return "csv"


def _json_records(lines: _Lines) -> Iterator[tuple[int, _Record]]:
    for number, line in lines:
        text = _decoded(line)
        if isinstance(text, _Bad):
            yield number, text
        elif text.strip():
            yield number, _json_record(text)


def _json_record(text: str) -> _Record:
    hint = "write one JSON object a line"
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = f": {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        return _Bad("a JSON object", f"{shorten(text)}{reason}", hint)
    return value if isinstance(value, dict) else _Bad("a JSON object", shorten(text), hint)


def _csv_records(
    lines: _Lines, form: Form, columns: list[str] | None, pick: _Pick
) -> Iterator[tuple[int, _Record]]:
    delimiter = "\t" if form == "tsv" else ","
    if columns is not None:
        pick.check(columns)
    for number, line in lines:
        text = _decoded(line)
        if columns is None:
            if isinstance(text, _Bad):
                raise SourceError(f"The header: expected {text.expected}, found {text.found}.")
            if not text.strip():
                continue
            if form == "csv":
                delimiter = max(_DELIMITERS, key=text.count)
            header = _fields(text, delimiter, form)
            if isinstance(header, (_Bad, _Open)):
                raise SourceError("Expected a header with column names; the first line is none.")
            columns = [name.strip() for name in header]
            if len(set(columns)) < len(columns):
                raise SourceError(
                    "Expected a header with different column names, found one twice: "
                    f"{', '.join(map(shorten, columns))}; rename it."
                )
            pick.check(columns)
            continue
        if isinstance(text, _Bad):
            yield number, text
            continue
        if not text.strip():
            continue
        fields = _fields(text, delimiter, form)
        if isinstance(fields, _Open):
            fields = _continued(lines, text, delimiter, len(columns))
        if isinstance(fields, list) and len(fields) != len(columns):
            fields = _Bad(
                f"{len(columns)} fields",
                str(len(fields)),
                "put fields that hold a delimiter into double quotes"
                if form == "csv"
                else "separate the fields by one tab each",
            )
        if isinstance(fields, _Bad):
            yield number, fields
        else:
            yield number, dict(zip(columns, fields, strict=True))


class _Open:
    """A record whose quoted field goes on in the next line."""


def _fields(text: str, delimiter: str, form: Form) -> list[str] | _Bad | _Open:
    if form == "tsv":
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return _Open()
        return _Bad("a row of CSV", str(error), "double the quotes inside a quoted field")


def _continued(lines: _Lines, text: str, delimiter: str, count: int) -> list[str] | _Bad:
    """Fields of a record over several lines.

    If its quote is not closed within 200 lines only the first line is lost.
    """
    taken: list[tuple[int, bytes | None]] = []
    for item in islice(iter(lines.take, None), MOST_RECORD_LINES):
        taken.append(item)
        more = _decoded(item[1])
        if isinstance(more, _Bad) or len(text) + len(more) > MOST_LINE_BYTES:
            break
        text += "\n" + more
        # The quotes' number is even where a record can end; this spares parsing in between.
        if text.count('"') % 2 == 0:
            fields = _fields(text, delimiter, "csv")
            if isinstance(fields, list) and len(fields) == count:
                return fields
    lines.put_back(taken)
    return _Bad("a closing double quote", "none", "close the quote or double it inside a field")


def _decoded(line: bytes | None) -> str | _Bad:
    if line is None:
        return _Bad(
            f"a line of at most {MOST_LINE_BYTES:,} bytes", "a longer one", "shorten the row"
        )
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        return _Bad("UTF-8", f"the byte 0x{line[error.start]:02x} in it", "save the file as UTF-8")


@dataclass(frozen=True, slots=True)
class _Pick:
    """Takes label and raw data out of a record."""

    text: bool
    label_column: str | None
    text_column: str | None

    def check(self, columns: Sequence[str]) -> None:
        """Raise unless a file with these columns has what every row needs."""
        missing = self._missing(columns)
        if missing:
            what, name = missing
            raise SourceError(
                f'Expected a column "{name}" with the {what}, found the columns '
                f"{', '.join(map(shorten, columns))}; say which column holds the {what}."
            )

    def row(self, number: int, line: int, record: dict[str, Any]) -> Row:
        """Make a row of a record; raises RowError."""
        missing = self._missing(list(record))
        if missing:
            what, name = missing
            found = ", ".join(map(shorten, record)) or "nothing"
            raise RowError(
                number, line, f'"{name}"', found, f"add it or say which key holds the {what}"
            )
        label = None if self.label_column is None else record.pop(self.label_column)
        if self.label_column is not None and (label is None or label == ""):
            raise RowError(number, line, "a label", "none", "fill it in or leave the row out")
        return Row(number, line, record[self._text(list(record))] if self.text else record, label)

    def _missing(self, columns: Sequence[str]) -> tuple[str, str] | None:
        if self.label_column is not None and self.label_column not in columns:
            return "labels", self.label_column
        if self.text:
            name = self._text([column for column in columns if column != self.label_column])
            if name not in columns:
                return "texts", name
        return None

    def _text(self, columns: Sequence[str]) -> str:
        if self.text_column is not None:
            return self.text_column
        known = [name for name in _TEXT_COLUMNS if name in columns]
        return known[0] if known else columns[0] if len(columns) == 1 else _TEXT_COLUMNS[0]
