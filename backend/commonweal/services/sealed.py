"""Samples and salts of sealed contributions, kept until they are revealed.

Without them a stake is lost, and whoever else reads them sees the samples too early: they are in
the file, for its owner only, before a commitment is sent.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from commonweal.errors import ConfigFault
from commonweal.twin.market import encoding
from commonweal.types import Address

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE sealed (
    commitment BLOB PRIMARY KEY,
    file TEXT NOT NULL,
    number INTEGER NOT NULL,
    salt BLOB NOT NULL,
    samples BLOB NOT NULL,
    UNIQUE (file, number)
) WITHOUT ROWID;
"""
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Sealed:
    """A contribution that is committed to.

    Attributes
    ----------
    commitment, salt, samples : bytes
        commitment = keccak256(abi.encode(sender, chainid, market, salt, keccak256(samples))).
    """

    commitment: bytes
    salt: bytes
    samples: bytes


class SealedStore:
    """What one account sealed for one market.

    Parameters
    ----------
    path : Path
        The file; made for its owner only.
    contributor, chain_id, market
        To whom commitments bind.

    Raises
    ------
    ConfigFault
        Another version of this program wrote the file.
    """

    def __init__(self, path: Path, contributor: Address, chain_id: int, market: Address) -> None:
        self.path = path
        self._binding = contributor, chain_id, market
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
        self._base = sqlite3.connect(path, timeout=5, isolation_level=None)
        try:
            self._base.execute("PRAGMA synchronous=FULL")
            with self._whole():
                self._prepare()
        except BaseException:
            self._base.close()
            raise

    def _prepare(self) -> None:
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._base.execute(_SCHEMA)
            self._base.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        elif version != SCHEMA_VERSION:
            raise ConfigFault(
                f"The sealed samples in {self.path} have version {version}, this program reads "
                f"{SCHEMA_VERSION}; reveal them with the program that sealed them."
            )

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Have all of what is written within it in the file, or nothing."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()

    def seal(self, file: str, number: int, samples: bytes) -> Sealed:
        """Give the sealed samples of a place in a file: the same ones whenever it is asked again.

        Parameters
        ----------
        file, number
            Name of the file's journal, and number of the contribution in it.
        samples
            Packed.
        """
        with self._whole():
            row = self._base.execute(
                "SELECT commitment, salt, samples FROM sealed WHERE file = ? AND number = ?",
                (file, number),
            ).fetchone()
            if row is not None and row[2] == samples:
                return Sealed(*row)
            if row is not None:
                # Other samples had this place and may be on their way, so they are kept as well.
                self._base.execute(
                    "UPDATE sealed SET file = file || '.' || hex(commitment) WHERE commitment = ?",
                    (row[0],),
                )
            made = self._made(samples)
            self._base.execute(
                "INSERT INTO sealed VALUES (?, ?, ?, ?, ?)",
                (made.commitment, file, number, made.salt, samples),
            )
        return made

    def _made(self, samples: bytes) -> Sealed:
        salt = secrets.token_bytes(32)
        contributor, chain_id, market = self._binding
        commitment = encoding.contribution_commitment(contributor, chain_id, market, salt, samples)
        return Sealed(commitment, salt, samples)

    def find(self, commitment: bytes) -> Sealed | None:
        """Give what is behind a commitment, None if it was not sealed here."""
        row = self._base.execute(
            "SELECT commitment, salt, samples FROM sealed WHERE commitment = ?", (commitment,)
        ).fetchone()
        return None if row is None else Sealed(*row)

    def __iter__(self) -> Iterator[Sealed]:
        for row in self._base.execute("SELECT commitment, salt, samples FROM sealed"):
            yield Sealed(*row)


def sealed_path(folder: Path, genesis_hash: bytes, market: Address, contributor: Address) -> Path:
    """Give the file of what an account sealed for a market."""
    return folder / "markets" / f"{genesis_hash.hex()[:8]}-{market}-{contributor}.sealed.sqlite"
