"""What has been contributed of a file: the memory that makes contributing resumable.

One SQLite file for each (chain, trainer, contributor, data file). A contribution is written down
*before* it is sent, with all that is needed to find it again on the chain, and again when it is
mined; so whatever stops the process in between, the next one knows what may be out there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from commonweal.errors import ConfigFault
from commonweal.types import Address

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contributions (
    number INTEGER PRIMARY KEY,
    first_row INTEGER NOT NULL,
    last_row INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    state TEXT NOT NULL,
    nonce INTEGER NOT NULL,
    from_block INTEGER NOT NULL,
    samples BLOB,
    deposit_wei TEXT NOT NULL,
    gas_wei TEXT NOT NULL DEFAULT '0',
    transaction_hash BLOB,
    chain_index INTEGER
);
CREATE TABLE rejected (row INTEGER PRIMARY KEY, sentence TEXT NOT NULL, raw TEXT NOT NULL);
"""


class State(StrEnum):
    """Where a contribution of the file stands."""

    SENDING = "sending"
    """It may or may not have reached the chain."""
    DONE = "done"
    """It is on the chain."""
    SKIPPED = "skipped"
    """The contributor had the same samples open already."""


@dataclass(frozen=True, slots=True)
class JournalKey:
    """What a journal is about.

    Attributes
    ----------
    genesis_hash : bytes
        Tells chains apart that have the same id.
    trainer, contributor : str
        Addresses.
    file_hash : bytes
        sha256 of the data file and of how its rows are read.
    """

    genesis_hash: bytes
    trainer: Address
    contributor: Address
    file_hash: bytes

    @property
    def name(self) -> str:
        """Name of the journal's file, without its suffix."""
        parts = (self.genesis_hash, self.trainer.encode(), self.contributor.encode())
        return sha256(b"|".join((*parts, self.file_hash))).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entry:
    """A contribution that is about to be sent or was sent.

    Attributes
    ----------
    number : int
        From 0 in the order of the file.
    first_row, last_row : int
        Rows of the file that it covers; rejected rows may lie between them.
    sample_count : int
        Samples in it.
    nonce, from_block : int
        The sender's nonce that it takes, and the first block that can hold it.
    samples : bytes
        The packed samples.
    deposit_wei : int
        Value sent along.
    """

    number: int
    first_row: int
    last_row: int
    sample_count: int
    nonce: int
    from_block: int
    samples: bytes
    deposit_wei: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What the journal knows of the file."""

    last_row: int
    contributions: int
    samples: int
    skipped_samples: int
    rejected_rows: int
    deposit_wei: int
    gas_wei: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is no sample, why, and what it was."""

    row: int
    sentence: str
    raw: str


class Journal:
    """The journal of one file; only one process may have it open.

    Raises
    ------
    ConfigFault
        Another process has it open, or another version of this program wrote it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            self._base.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._base.execute("BEGIN EXCLUSIVE")
            self._prepare()
            self._base.execute("COMMIT")
            self._deposit_wei, self._gas_wei = self._amounts()
        except sqlite3.OperationalError as error:
            self._base.close()
            if "locked" not in str(error):
                raise
            raise ConfigFault(
                "This file is being contributed by another command right now; wait until that one "
                "has finished, nothing is sent twice."
            ) from None
        except BaseException:
            self._base.close()
            raise

    def _prepare(self) -> None:
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        elif version != SCHEMA_VERSION:
            raise ConfigFault(
                f"The journal {self.path} has version {version}, this program reads "
                f"{SCHEMA_VERSION}; finish the file with the program that began it."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others have it."""
        self._base.close()

    def remembered(self, name: str, value: str) -> str:
        """Give what was noted under `name` when the file was begun; note `value` if nothing was."""
        self._base.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (name, value))
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def progress(self) -> Progress:
        """Sum up what is certain; a contribution that is still being sent does not count."""
        last_row, count, samples, skipped = self._base.execute(
            "SELECT coalesce(max(last_row), 0), count(*) FILTER (WHERE state = 'done'), "
            "coalesce(sum(sample_count) FILTER (WHERE state = 'done'), 0), "
            "coalesce(sum(sample_count) FILTER (WHERE state = 'skipped'), 0) "
            "FROM contributions WHERE state != 'sending'"
        ).fetchone()
        (rejected,) = self._base.execute("SELECT count(*) FROM rejected").fetchone()
        return Progress(
            last_row, count, samples, skipped, rejected, self._deposit_wei, self._gas_wei
        )

    def _amounts(self) -> tuple[int, int]:
        """Sum up deposits and gas, which are text, for SQLite's integers end at 2**63."""
        deposit_wei = gas_wei = 0
        for deposit, gas in self._base.execute(
            "SELECT deposit_wei, gas_wei FROM contributions WHERE state = 'done'"
        ):
            deposit_wei += int(deposit)
            gas_wei += int(gas)
        return deposit_wei, gas_wei

    def pending(self) -> Entry | None:
        """Give the contribution that may or may not be on the chain, if there is one."""
        row = self._base.execute(
            "SELECT number, first_row, last_row, sample_count, nonce, from_block, samples, "
            "deposit_wei FROM contributions WHERE state = 'sending'"
        ).fetchone()
        if row is None:
            return None
        number, first_row, last_row, sample_count, nonce, from_block, samples, deposit_wei = row
        return Entry(
            number=number,
            first_row=first_row,
            last_row=last_row,
            sample_count=sample_count,
            nonce=nonce,
            from_block=from_block,
            samples=bytes(samples),
            deposit_wei=int(deposit_wei),
        )

    def next_number(self) -> int:
        """Give the number of the next contribution."""
        return int(self._base.execute("SELECT count(*) FROM contributions").fetchone()[0])

    def begin(self, entry: Entry) -> None:
        """Write down a contribution before it is sent, or again with another nonce or deposit."""
        self._base.execute(
            "INSERT OR REPLACE INTO contributions (number, first_row, last_row, sample_count, "
            "state, nonce, from_block, samples, deposit_wei) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.number,
                entry.first_row,
                entry.last_row,
                entry.sample_count,
                State.SENDING,
                entry.nonce,
                entry.from_block,
                entry.samples,
                str(entry.deposit_wei),
            ),
        )

    def done(
        self, number: int, chain_index: int, transaction_hash: bytes, deposit_wei: int, gas_wei: int
    ) -> None:
        """Note that a contribution is on the chain."""
        self._base.execute(
            "UPDATE contributions SET state = 'done', samples = NULL, chain_index = ?, "
            "transaction_hash = ?, deposit_wei = ?, gas_wei = ? WHERE number = ?",
            (chain_index, transaction_hash, str(deposit_wei), str(gas_wei), number),
        )
        self._deposit_wei += deposit_wei
        self._gas_wei += gas_wei

    def skip(self, number: int) -> None:
        """Note that the contributor had the same samples open already."""
        self._base.execute(
            "UPDATE contributions SET state = 'skipped', samples = NULL WHERE number = ?", (number,)
        )

    def forget(self, number: int) -> None:
        """Take back a contribution that certainly was not and will not be mined."""
        self._base.execute(
            "DELETE FROM contributions WHERE number = ? AND state = 'sending'", (number,)
        )

    def has_index(self, chain_index: int) -> bool:
        """Whether a contribution of the file has this index on the chain."""
        row = self._base.execute(
            "SELECT 1 FROM contributions WHERE chain_index = ?", (chain_index,)
        ).fetchone()
        return row is not None

    def reject(self, row: RejectedRow) -> None:
        """Note a row that is no sample; noting it again changes nothing."""
        self._base.execute(
            "INSERT OR IGNORE INTO rejected VALUES (?, ?, ?)", (row.row, row.sentence, row.raw)
        )

    def rejected(self) -> Iterator[RejectedRow]:
        """Rows that are no samples, in the order of the file."""
        for row, sentence, raw in self._base.execute("SELECT * FROM rejected ORDER BY row"):
            yield RejectedRow(row, sentence, raw)
