"""Files of rows: hashed, read again, and the raw line of a bad row at hand."""

from __future__ import annotations

import io
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from commonweal.datasets import RowError
from commonweal.services.row_file import LineMemory, opened_rows, row_file


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,label\n1,x\n")
    with row_file(str(path)) as file:
        assert file.digest == sha256(b"a,label\n1,x\n").digest()
        assert (file.path, file.name, file.form) == (path, str(path), "csv")
    with row_file(str(path), "tsv") as file:
        assert file.form == "tsv"


def test_standard_input_is_kept_as_long_as_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'{"text": "fine", "label": 1}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with row_file("-") as file:
        kept = file.path
        assert kept.read_bytes() == data
        assert file.digest == sha256(data).digest()
        for _ in range(2):
            with opened_rows(
                file,
                text=True,
                label_column="label",
                text_column=None,
                skip_rows=0,
                on_error=pytest.fail,  # type: ignore[arg-type]
            ) as (rows, _memory):
                assert [(row.raw, row.label) for row in rows] == [("fine", 1)]
    assert not kept.exists()


def test_the_raw_line_of_a_bad_row_is_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('text,label\n"two\nlines",1\nbad row\nfine,0\nlong,' + "x" * 5_000 + ",1\n")
    found: list[tuple[int, str]] = []
    with (
        row_file(str(path)) as file,
        opened_rows(
            file,
            text=True,
            label_column="label",
            text_column=None,
            skip_rows=0,
            on_error=lambda error: found.append((error.number, memory.line(error.line))),
        ) as (rows, memory),
    ):
        assert [row.number for row in rows] == [1, 3]
    assert found[0] == (2, "bad row")
    assert found[1][0] == 4
    assert found[1][1].startswith("long,xxx")
    assert len(found[1][1]) == 1_000
    assert memory.position == path.stat().st_size


def test_rows_can_be_left_out_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,label\nbad\none,1\ntwo,0\n")
    errors: list[RowError] = []
    with (
        row_file(str(path)) as file,
        opened_rows(
            file,
            text=True,
            label_column="label",
            text_column=None,
            skip_rows=2,
            on_error=errors.append,
        ) as (rows, _),
    ):
        assert [row.number for row in rows] == [3]
    assert errors == []


def test_only_the_last_lines_are_remembered() -> None:
    lines = b"".join(b"line %d\n" % number for number in range(1, 1_001))
    memory = LineMemory(io.BytesIO(lines))
    for _ in range(1_000):
        memory.readline()
    assert memory.line(1_000) == "line 1000"
    assert memory.line(800) == "line 800"
    assert memory.line(1) == ""


def test_a_line_read_in_pieces_is_one_line() -> None:
    memory = LineMemory(io.BytesIO(b"0123456789\nnext\n"))
    assert memory.readline(4) == b"0123"
    assert memory.readline(100) == b"456789\n"
    assert memory.readline() == b"next\n"
    assert memory.line(1) == "0123"
    assert memory.line(2) == "next"
