"""What is sealed is in the file whole, for its owner only, whatever the process dies of."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from commonweal.errors import ConfigFault
from commonweal.services.sealed import SealedStore
from commonweal.twin.market.encoding import contribution_commitment

MARKET = "0x" + "aa" * 20
ME = "0x" + "11" * 20


class Died(BaseException):
    """The process is no more."""


def dies_before(statement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process die before a statement that begins like this; nothing runs after it."""
    connect = sqlite3.connect

    class Mortal(sqlite3.Connection):
        is_dead = False

        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            self.is_dead = self.is_dead or sql.startswith(statement)
            if self.is_dead:
                raise Died
            return super().execute(sql, *given)

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, factory=Mortal, **k))


def opened(path: Path) -> SealedStore:
    return SealedStore(path, ME, 1337, MARKET)


def test_sealed_samples_are_kept_for_their_owner_and_sealed_once(tmp_path: Path) -> None:
    path = tmp_path / "markets" / "sealed.sqlite"
    with opened(path) as store:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        first = store.seal("file", 0, b"samples")
        expected = contribution_commitment(ME, 1337, MARKET, first.salt, b"samples")
        assert first.commitment == expected
        assert store.seal("file", 0, b"samples") == first
        assert store.seal("file", 1, b"samples") != first
        assert store.seal("other", 0, b"samples") != first
        replaced = store.seal("file", 0, b"others")
    with opened(path) as store:
        assert store.find(first.commitment) == first
        assert store.find(replaced.commitment) == replaced
        assert store.seal("file", 0, b"others") == replaced
        assert store.find(bytes(32)) is None
        assert len(list(store)) == 4


def test_a_file_whose_making_was_cut_short_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sealed.sqlite"
    with monkeypatch.context() as patched:
        dies_before("PRAGMA user_version=", patched)
        with pytest.raises(Died):
            opened(path)
    with opened(path) as store:
        assert store.find(store.seal("file", 0, b"samples").commitment)


def test_a_place_is_given_to_other_samples_wholly_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sealed.sqlite"
    with opened(path) as store:
        first = store.seal("file", 0, b"samples")
    with monkeypatch.context() as patched:
        dies_before("INSERT", patched)
        with opened(path) as store, pytest.raises(Died):
            store.seal("file", 0, b"others")
    with opened(path) as store:
        assert store.seal("file", 0, b"samples") == first
        assert list(store) == [first]


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sealed.sqlite"
    with opened(path) as store:
        sealed = store.seal("file", 0, b"samples")
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version=7")
    base.close()
    with pytest.raises(ConfigFault, match="version 7"):
        opened(path)
    base = sqlite3.connect(path)
    assert base.execute("SELECT commitment FROM sealed").fetchall() == [(sealed.commitment,)]
    base.close()
