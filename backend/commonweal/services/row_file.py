"""A file of rows that can be read again: hashed, and with the raw line of a bad row at hand."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, cast

from commonweal.datasets import Form, OnError, Row, read_rows

_FORMS: dict[str, Form] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
# The reader looks ahead by at most 200 lines to find a closing quote.
_LINES_KEPT = 256
_BYTES_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file on disk with its hash.

    Attributes
    ----------
    path : Path
        Where the bytes are.
    name : str
        What the user calls it.
    digest : bytes
        sha256 of its bytes.
    form : str, optional
        How it is written; None lets the reader look.
    """

    path: Path
    name: str
    digest: bytes
    form: Form | None


class LineMemory:
    """A binary stream that remembers its last lines, each cut to 1,000 bytes.

    Attributes
    ----------
    position : int
        Bytes read so far.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=_LINES_KEPT)
        self._count = 0
        self._inside = False
        self.position = 0

    def readline(self, limit: int = -1) -> bytes:
        """Read a line or, of a longer one, the next `limit` bytes."""
        line = self._stream.readline(limit)
        self.position += len(line)
        if not self._inside:
            self._count += 1
            self._kept.append((self._count, line[:_BYTES_KEPT]))
        self._inside = not line.endswith(b"\n")
        return line

    def line(self, number: int) -> str:
        """Give the beginning of a line, "" if it is too long ago."""
        found = next((line for kept, line in reversed(self._kept) if kept == number), b"")
        return found.decode("utf-8", "replace").rstrip("\r\n")


@contextmanager
def row_file(source: str, form: Form | None = None) -> Iterator[RowFile]:
    """Make a file of rows ready: a path, or `-` for standard input, which is kept meanwhile.

    Parameters
    ----------
    source : str
        Path or `-`.
    form : {"csv", "tsv", "jsonl"}, optional
        By default the file's ending tells, else its first character.
    """
    if source != "-":
        path = Path(source)
        yield RowFile(path, source, _digest(path), form or _FORMS.get(path.suffix.lower()))
        return
    with tempfile.NamedTemporaryFile(prefix="commonweal-", suffix=".rows") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        yield RowFile(Path(kept.name), "standard input", _digest(Path(kept.name)), form)


@contextmanager
def opened_rows(
    file: RowFile,
    *,
    text: bool,
    label_column: str | None,
    text_column: str | None,
    skip_rows: int,
    on_error: OnError,
) -> Iterator[tuple[Iterator[Row], LineMemory]]:
    """Open the rows of a file, as `read_rows` gives them, and the memory of its lines."""
    with file.path.open("rb") as stream:
        memory = LineMemory(stream)
        rows = read_rows(
            cast(BinaryIO, memory),
            text=text,
            form=file.form,
            label_column=label_column,
            text_column=text_column,
            skip_rows=skip_rows,
            on_error=on_error,
        )
        yield rows, memory


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").digest()
