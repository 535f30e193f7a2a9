from __future__ import annotations

import io
import itertools
import pickle
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from commonweal.datasets import (
    BUNDLED,
    MOST_LINE_BYTES,
    Row,
    RowError,
    SourceError,
    bundled,
    encode_rows,
    read_rows,
    split,
)
from commonweal.encoders import Column, TableEncoder, TextEncoder
from commonweal.samples import SparseSample


def texts(
    data: bytes, **options: object
) -> tuple[list[tuple[int, int, object, object]], list[str]]:
    """Read texts; give rows as (number, line, raw, label) and the sentences of bad rows."""
    errors: list[str] = []
    rows = read_rows(
        io.BytesIO(data),
        text=True,
        on_error=lambda error: errors.append(error.sentence),
        **options,  # type: ignore[arg-type]
    )
    return [(row.number, row.line, row.raw, row.label) for row in rows], errors


def test_csv_rows_keep_their_number_and_line() -> None:
    rows, errors = texts(b'text,label\n"one, two",1\n\n"three\nfour ""x""",0\nfive,yes\n')
    assert rows == [(1, 2, "one, two", "1"), (2, 4, 'three\nfour "x"', "0"), (3, 6, "five", "yes")]
    assert errors == []


@pytest.mark.parametrize(
    "data",
    [
        b"text;label\r\na, b;1\r\n",
        b"text\tlabel\na, b\t1\n",
        b"\xef\xbb\xbflabel;text\n1;a, b",
        b'{"text": "a, b", "label": "1"}\n',
        b'\n{"label": "1", "other": [], "text": "a, b"}',
    ],
)
def test_delimiter_mark_and_form_are_recognised(data: bytes) -> None:
    rows, errors = texts(data)
    assert [(raw, label) for _, _, raw, label in rows] == [("a, b", "1")]
    assert errors == []


def test_table_rows_are_mappings_without_the_label() -> None:
    rows = list(read_rows(io.BytesIO(b"a, b ,kind\n1,2,x\n"), text=False, label_column="kind"))
    assert rows == [Row(1, 2, {"a": "1", "b": "2"}, "x")]


def test_tsv_has_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_bytes(b'text\tlabel\n"open\t1\n')
    assert [row.raw for row in read_rows(path, text=True)] == ['"open']


def test_file_without_header_and_without_labels() -> None:
    rows, _ = texts(b"1,x\n0,y\n", columns=["label", "text"])
    assert [(raw, label) for _, _, raw, label in rows] == [("x", "1"), ("y", "0")]
    rows, _ = texts(b"review\nx\ny\n", label_column=None)
    assert [(raw, label) for _, _, raw, label in rows] == [("x", None), ("y", None)]


def test_text_column_is_found_or_named() -> None:
    assert texts(b"sentence,n,label\nx,5,1\n")[0][0][2] == "x"
    assert texts(b"words,label\nx,1\n")[0][0][2] == "x"
    assert texts(b"a,b,label\nx,y,1\n", text_column="b")[0][0][2] == "y"


def test_each_bad_row_is_reported_and_costs_that_row_only() -> None:
    rows, errors = texts(
        b'text,label\ngood,1\nbad \xff,1\na,b,c\n"x"y,1\nopen "quote,0\nlast,\n'
        b'"never closed,1\nend,0\n'
    )
    assert [(number, raw) for number, _, raw, _ in rows] == [
        (1, "good"),
        (5, 'open "quote'),
        (8, "end"),
    ]
    assert errors == [
        "Row 2 (line 3): expected UTF-8, found the byte 0xff in it; save the file as UTF-8.",
        "Row 3 (line 4): expected 2 fields, found 3; put fields that hold a delimiter into double "
        "quotes.",
        "Row 4 (line 5): expected a row of CSV, found ',' expected after '\"'; double the quotes "
        "inside a quoted field.",
        "Row 6 (line 7): expected a label, found none; fill it in or leave the row out.",
        "Row 7 (line 8): expected a closing double quote, found none; close the quote or double it "
        "inside a field.",
    ]


def test_bad_json_rows_are_reported() -> None:
    rows, errors = texts(
        b'{"text": "a", "label": 1}\n{"text": "b"\n[1]\n{"label": 1}\n{"text": "c"}\nNaN\n'
        b'{"text": "d", "label": null}\n' + b"[" * 100_000 + b'\n{"text": "e", "label": 0}',
        form="jsonl",
    )
    assert [raw for _, _, raw, _ in rows] == ["a", "e"]
    assert [error.partition(":")[0] for error in errors] == [
        f"Row {number} (line {number})" for number in range(2, 9)
    ]
    assert all("Traceback" not in error and len(error) < 200 for error in errors)


def test_line_that_is_too_long_is_skipped_without_being_held() -> None:
    data = b"text,label\n" + b"x" * (3 * MOST_LINE_BYTES) + b",1\nfine,0\n"
    rows, errors = texts(data)
    assert [(number, line, raw) for number, line, raw, _ in rows] == [(2, 3, "fine")]
    assert errors == [
        "Row 1 (line 2): expected a line of at most 1,000,000 bytes, found a longer one; shorten "
        "the row."
    ]


def test_first_bad_row_is_raised_without_on_error() -> None:
    rows = read_rows(io.BytesIO(b"text,label\na,1\nb\n"), text=True)
    assert next(rows).raw == "a"
    with pytest.raises(RowError) as caught:
        next(rows)
    assert (caught.value.number, caught.value.line) == (2, 3)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.sentence, copy.number) == (caught.value.sentence, 2)


def test_one_bad_row_among_many_and_reading_on_from_a_row() -> None:
    lines = [b"text,label"] + [b"word%d,1" % number for number in range(100_000)]
    lines[77_777] = b'"broken,1'
    data = b"\n".join(lines)
    rows, errors = texts(data)
    assert len(rows) == 99_999
    assert errors[0].startswith("Row 77777 (line 77778): expected a closing double quote")
    assert len(errors) == 1
    rest, errors = texts(data, skip_rows=90_000)
    assert rest == rows[89_999:]
    assert errors == []


def test_reader_is_lazy() -> None:
    class Endless(io.RawIOBase):
        lines = itertools.chain([b"text,label\n"], itertools.repeat(b"word,1\n"))

        def readline(self, size: int | None = -1, /) -> bytes:
            return next(self.lines)

    rows = read_rows(cast(BinaryIO, Endless()), text=True)
    assert [row.number for row in itertools.islice(rows, 1_000)][-1] == 1_000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b\n1,2\n", 'a column "label" with the labels, found the columns "a", "b"'),
        (b"a,b,label\n1,2,3\n", 'a column "text" with the texts'),
        (b"text,label,text\n", "different column names"),
        ("text,label\n".encode("utf-16"), "UTF-16"),
        (b"t\xffxt,label\n", "The header: expected UTF-8"),
        (b'"text,label\n', "a header with column names"),
    ],
)
def test_source_that_no_row_can_be_read_from(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        texts(data)


def test_empty_source_has_no_rows() -> None:
    assert texts(b"") == texts(b"\n\n") == texts(b"text,label\n") == ([], [])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.csv", "missing.csv cannot be read (No such file or directory)"),
        (".", "cannot be read (Is a directory)"),
        ("ftp://host/file.csv", "found ftp://host/file.csv; download it first"),
        ("http://127.0.0.1:9/x.csv", "http://127.0.0.1:9/x.csv cannot be read ("),
    ],
)
def test_source_that_cannot_be_opened(source: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        next(read_rows(source, text=True))
    assert words in caught.value.sentence


@contextmanager
def served(body: bytes, announced: int, status: int = 200) -> Iterator[str]:
    """Serve bytes at an address on this machine, announcing so many of them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(announced))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/rows.csv?version=1"
        finally:
            server.shutdown()
            thread.join()


def test_rows_are_read_from_an_address() -> None:
    body = b"text,label\na,1\nb,0\n"
    with served(body, len(body)) as address:
        assert [row.raw for row in read_rows(address, text=True)] == ["a", "b"]


def test_download_that_breaks_off_is_no_end() -> None:
    body = b"text,label\na,1\nb,0\n"
    with served(body, len(body) + 50) as address:
        rows = read_rows(address, text=True)
        assert [next(rows).raw, next(rows).raw] == ["a", "b"]
        with pytest.raises(SourceError, match=r"broke off after line 3 .* to continue"):
            next(rows)


def test_address_that_is_not_found() -> None:
    with served(b"", 0, 404) as address, pytest.raises(SourceError, match="Not Found"):
        next(read_rows(address, text=True))


def test_standard_input_is_read_and_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"text": "a", "label": 1}\n'))
    monkeypatch.setattr("sys.stdin", stream)
    assert [row.raw for row in read_rows("-", text=True)] == ["a"]
    assert not stream.buffer.closed


def test_encoding_errors_name_the_row_and_the_others_go_on() -> None:
    encoder = TextEncoder(("bad", "good"), ("fine",))
    data = b"text,label\nfine,good\nzebra,good\nfine,maybe\n,bad\nfine,0\n"
    errors: list[str] = []
    rows = read_rows(io.BytesIO(data), text=True)
    pairs = encode_rows(encoder, rows, lambda error: errors.append(error.sentence))
    assert [(row.number, sample) for row, sample in pairs] == [
        (1, SparseSample(1, (0,))),
        (5, SparseSample(0, (0,))),
    ]
    assert errors == [
        "Row 2 (line 3), text: expected at least one of the 1 words that the model knows, found "
        'only "zebra"; say it with more common words.',
        'Row 3 (line 4), label: expected "bad" (0) or "good" (1), found "maybe"; use one of these '
        "names or numbers.",
        "Row 4 (line 5), text: expected at least one word, found none; write some words.",
    ]
    table = TableEncoder(("no", "yes"), (Column("x", 0.0, 1.0),), 16, 8)
    with pytest.raises(RowError, match=r'Row 1 \(line 2\), column "x": expected a number'):
        list(encode_rows(table, read_rows(io.BytesIO(b"x,label\none,1\n"), text=False)))


@pytest.mark.parametrize(
    ("name", "rows", "ones"),
    [("sentences", 3_000, 1_500), ("breast-cancer", 569, 357), ("digits", 357, 174),
     ("wine", 130, 71), ("iris", 100, 50)],
)  # fmt: skip
def test_bundled_sets_are_complete(name: str, rows: int, ones: int) -> None:
    data = bundled(name)
    assert len(data.rows) == rows
    assert sum(row.label == 1 for row in data.rows) == ones
    assert [row.number for row in data.rows] == list(range(1, rows + 1))
    assert {row.label for row in data.rows} == {0, 1}
    assert data.licence == "CC-BY-4.0"


def test_all_bundled_sets_are_named() -> None:
    assert BUNDLED == ("sentences", "breast-cancer", "digits", "wine", "iris")
    with pytest.raises(SourceError, match='found "mnist"; choose one of them'):
        bundled("mnist")


def test_bundled_labels_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import load_breast_cancer

    data, bunch = bundled("breast-cancer"), load_breast_cancer()
    assert data.labels == tuple(bunch.target_names)
    assert [row.label for row in data.rows] == bunch.target.tolist()
    raw = data.rows[3].raw
    assert not isinstance(raw, str)
    assert list(raw.values()) == bunch.data[3].tolist()


def test_bundled_sentences_are_the_public_ones(shared_data: Path) -> None:
    found = {(row.raw, row.label) for row in bundled("sentences").rows}
    for path in sorted((shared_data / "uci-sentences").glob("*.txt")):
        for line in path.read_bytes().decode("utf-8").split("\n")[:-1]:
            if all(character.isascii() for character in line):
                text, label = line.rsplit("\t", 1)
                assert (" ".join(text.split()), int(label)) in found


def test_split_is_the_same_for_a_seed_and_another_for_another() -> None:
    rows = bundled("sentences").rows
    assert split(rows, 0.2, 7) == split(rows, 0.2, 7)
    assert split(rows, 0.2, 7) != split(rows, 0.2, 8)
    assert split(tuple(reversed(rows)), 0.2, 7) != split(rows, 0.2, 7)


@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_split_keeps_shares_and_parts_equal_rows_never(name: str, share: float) -> None:
    rows = bundled(name).rows
    train, test = split(rows, share, 1)
    assert sorted((*train, *test), key=lambda row: row.number) == list(rows)
    ones = sum(row.label == 1 for row in rows)
    assert abs(len(test) - share * len(rows)) <= 3
    assert abs(sum(row.label == 1 for row in test) - share * ones) <= 2
    assert not {str(row.raw) for row in train} & {str(row.raw) for row in test}


@pytest.mark.parametrize("share", [0, 1, -0.5])
def test_split_needs_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        split(bundled("iris").rows, share)
