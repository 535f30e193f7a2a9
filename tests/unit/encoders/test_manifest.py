from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitment import keccak
from commonweal.encoders import ENCODER_KINDS, ManifestStore, TextEncoder, load_encoder
from commonweal.encoders.canonical import canonical_json, number_text
from commonweal.encoders.errors import ManifestHashMismatch, ManifestInvalid, ManifestMissing

ENCODER = TextEncoder(("no", "yes"), ("b", "a"))


def test_manifest_is_canonical_json_and_its_hash_is_keccak() -> None:
    assert ENCODER.manifest_bytes == (
        b'{"format":"commonweal-encoder-1","kind":"text","labels":["no","yes"],"negation":null,'
        b'"tokeniser":"words-1","vocabulary":["b","a"]}'
    )
    assert ENCODER.manifest_hash == keccak(ENCODER.manifest_bytes)
    assert keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def test_manifest_of_another_encoder_is_refused() -> None:
    other = TextEncoder(("no", "yes"), ("a", "b"))
    with pytest.raises(ManifestHashMismatch, match=ENCODER.manifest_hash.hex()):
        load_encoder(other.manifest_bytes, ENCODER.manifest_hash)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"kind":"text"', b'"kind":"image"', "a kind out of table, text"),
        (b"encoder-1", b"encoder-9", 'format "commonweal-encoder-1"'),
        (b"words-1", b"words-9", 'the tokeniser "words-1"'),
        (b'"a"', b'"A"', 'found "A"'),
        (b'"a"', b'"b"', "each word once"),
        (b",", b", ", "canonical JSON"),
        (b"}", b"", "canonical JSON"),
        (b'"negation":null', b'"negation":{}', "the keys ends, suffixes, window, words"),
        (b'"negation"', b'"negations"', "the keys format"),
    ],
)
def test_broken_manifest_is_refused_in_one_sentence(old: bytes, new: bytes, words: str) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        load_encoder(ENCODER.manifest_bytes.replace(old, new, 1))
    assert words in caught.value.sentence


def test_huge_manifest_is_not_parsed() -> None:
    with pytest.raises(ManifestInvalid, match="at most 4,000,000 bytes, found 4,000,001"):
        load_encoder(b" " * 4_000_001)


def test_every_kind_is_registered_under_its_name() -> None:
    assert {name: kind.kind for name, kind in ENCODER_KINDS.items()} == {
        "text": "text",
        "table": "table",
    }


def test_store_finds_encoders_by_hash(tmp_path: Path) -> None:
    store = ManifestStore(tmp_path / "encoders")
    assert store.hashes() == ()
    other = TextEncoder(("no", "yes"), ("c",))
    for encoder in (ENCODER, other, ENCODER):
        assert store.put(encoder) == encoder.manifest_hash
    assert store.get(ENCODER.manifest_hash) == ENCODER
    assert store.read(other.manifest_hash) == other.manifest_bytes
    assert store.hashes() == tuple(sorted((ENCODER.manifest_hash, other.manifest_hash)))
    assert sorted(path.name for path in store.folder.iterdir()) == sorted(
        f"{encoder.manifest_hash.hex()}.json" for encoder in (ENCODER, other)
    )


def test_store_says_what_is_missing_or_changed(tmp_path: Path) -> None:
    store = ManifestStore(tmp_path)
    with pytest.raises(ManifestMissing, match=r"copy it there from the model's deployer"):
        store.get(ENCODER.manifest_hash)
    store.put(ENCODER)
    store.path(ENCODER.manifest_hash).write_bytes(ENCODER.manifest_bytes + b" ")
    with pytest.raises(ManifestHashMismatch, match="the file was changed"):
        store.get(ENCODER.manifest_hash)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_texts_are_the_shortest_that_come_back(number: float) -> None:
    text = number_text(number)
    assert float(text) == number
    assert float(json.loads(text)) == number
    assert canonical_json(json.loads(text)).decode() == text
    mantissa = text.partition("e")[0].replace("-", "").replace(".", "")
    assert len(mantissa.strip("0")) <= 17


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (1e20, "1" + "0" * 20), (1e21, "1e+21"),
     (1e-6, "0.000001"), (1e-7, "1e-7"), (1.25e-7, "1.25e-7"), (5e-324, "5e-324"), (100, "100"),
     (123456789.125, "123456789.125"), (2**53 + 1, "9007199254740992"),
     (2.139209823027329e16, "21392098230273290")],
)  # fmt: skip
def test_number_texts_are_those_of_ecmascript(number: float, text: str) -> None:
    assert canonical_json(number) == text.encode()


def test_canonical_json_sorts_and_refuses_what_has_no_single_form() -> None:
    value = {"b": [1, "é\n\u2028", None], "a": {"y": True, "x": ()}}
    assert canonical_json(value) == '{"a":{"x":[],"y":true},"b":[1,"é\\n\u2028",null]}'.encode()
    for wrong in (math.nan, math.inf, 10**400, {"é": 1}, "\ud800"):
        with pytest.raises(ValueError):  # noqa: PT011 -- several sentences
            canonical_json(wrong)
    with pytest.raises(TypeError):
        canonical_json({1, 2})
