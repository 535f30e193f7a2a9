"""Make tests/vectors/encoders.json, which holds Python's and TypeScript's encoders together.

python scripts/vectors.py            write the file
python scripts/vectors.py --check    exit 1 if it is not what this script makes
"""

from __future__ import annotations

import argparse
import json
import math
import random
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from commonweal.commitment import keccak
from commonweal.encoders import (
    ENGLISH_NEGATION,
    Column,
    Encoder,
    EncodingError,
    Negation,
    TableEncoder,
    TextEncoder,
    load_encoder,
)
from commonweal.encoders.canonical import canonical_json
from commonweal.encoders.words import items, words
from commonweal.samples import (
    DenseFormat,
    DenseSample,
    SampleError,
    SampleFormat,
    SparseFormat,
    SparseSample,
    pack_contribution,
    unpack_contribution,
)

PATH = Path(__file__).resolve().parents[1] / "tests" / "vectors" / "encoders.json"
ABOUT = (
    "Made by scripts/vectors.py. Texts are ASCII with JSON escapes. In raw data "
    '{"$repeat": [text, n]} is the text n times, {"$number": s} a number that JSON lacks.'
)
BLOCK = 4096
SEED = 20_240_229

Case = dict[str, Any]


def text_encoders() -> dict[str, TextEncoder]:
    """Small vocabularies that reach every rule of the tokeniser and of negation."""
    plain: tuple[str, ...] = (
        "the", "a", "good", "it's", "don't", "cafe", "naive", "strasse", "rock", "n", "roll",
        "don't've", "0", "42", "3", "5", "καλοσ", "привет", "елка", "中", "文", "が", "가나다",
        "👍", "❤", "😀", "नमस्ते", "שלום", "سلام", "œuvre", "ı", "i", "ij", "ss", "not",
    )  # fmt: skip
    plain = tuple(dict.fromkeys(word for word in plain if words(word) == [word]))
    marked: tuple[str, ...] = (
        "good", "not_good", "not", "bad", "not_bad", "but", "very", "not_very", "movie",
        "not_movie", "don't", "like", "not_like", "never", "though", "not_n't",
    )  # fmt: skip
    marked = tuple(w for w in marked if words(w.removeprefix("not_")) == [w.removeprefix("not_")])
    many = tuple(f"w{number}" for number in range(400))
    labels = ("negative", "positive")
    return {
        "words": TextEncoder(labels, plain),
        "negated": TextEncoder(("Nein", "nein"), marked, ENGLISH_NEGATION),
        "narrow": TextEncoder(("0", "1"), marked, Negation(("not",), ("'t", "n't"), (), 1)),
        "many": TextEncoder(("1", "0"), many),
    }


def table_encoders() -> dict[str, TableEncoder]:
    """Columns that reach every rule of rounding, clipping and saturation."""
    unit = Column("x", 0.0, 1.0)
    return {
        "unit16": TableEncoder(("no", "yes"), (unit,), 16, 8),
        "unit32": TableEncoder(("no", "yes"), (unit,), 32, 30),
        "whole": TableEncoder(("no", "yes"), (unit,), 16, 0),
        "edge": TableEncoder(("no", "yes"), (Column("x", 0.0, 1.0, 2.0),), 16, 8),
        "clipped": TableEncoder(("no", "yes"), (Column("x", 1.5, 0.1, 3.0),), 32, 16),
        "three": TableEncoder(
            ("benign", "malignant"),
            (
                Column("mean radius", 14.127291739894552, 3.520950760711062, 8.0),
                Column("Größe (µm)", -1e-300, 5e-324),
                Column("constructor", 1e308, 1e-7, 2.5),
            ),
            16,
            12,
        ),
    }


TEXTS: tuple[object, ...] = (
    "The good, the bad", "GOOD", "it's", "It’s", "IT‘S", "it`s", "it´s", "itʼs", "it's'", "'it's",
    "''it''s''", "don't", "dont", "DON’T", "don't've", "don''t", "rock 'n' roll", "rock’n’roll",
    "rock-n-roll", "rock_n_roll", "ＧＯＯＤ", "ｇｏｏｄ　ｔｈｅ", "good​the", "good­the",
    "café", "cafe\u0301", "CAFÉ", "caf\u00e9\u0301", "naïve", "NAI\u0308VE", "Straße", "STRASSE",
    "STRAẞE", "Καλός", "ΚΑΛΟΣ", "καλο\u0301ς", "Привет", "ПРИВЕТ", "Ёлка", "ёлка", "елка", "中文",
    "中 文", "がんば", "か\u3099", "か", "ｶ", "가나다", "\u1100\u1161\u1102\u1161\u1103\u1161",
    "👍", "👍🏽", "👍🏿 good", "👨‍👩‍👧 good", "❤️", "❤", "😀😀😀", "good😀the", "🇩🇪 good",
    "नमस्ते", "שָׁלוֹם", "שלום", "سَلَام", "سلام", "Œuvre", "ŒUVRE", "İ", "I", "ı", "Ĳ", "ĳ",
    "İı", "0", "42", "4 2", "3.5", "٣", "½", "①", "good\u0000the", "good\r\nthe", "good\u0085the",
    "good\u2028the", "\ufeffgood", "good\ufffe", "a" * 300 + " good", "\ud800good", "good\udc00the",
    "\ud83d good", "ﬁ good", "ǅ good", "ᾳ good", "Å Å Å a", "K good", "ａ", "Ａ", "ſ good",
    "good\u0307",
    "\u0301good", "go\u034fod", "the the THE tHe", "the.good", "the…good", "good!!!", "(good)",
    "“good”", "„good“", "«good»", "good™", "good©", "good/the", "good\\the", "good&the",
    "good@the.a",
    "https://good.the/a?the=good", "<b>good</b>", "good\tthe", "good\u00a0the", "good\u3000the",
    "not good",
)  # fmt: skip

NEGATED_TEXTS: tuple[object, ...] = (
    "not good", "NOT GOOD", "not very good", "not a b good", "not a b c good", "not, good",
    "not (good)", "not good but bad", "not but good", "not though good", "not not good",
    "never don't like", "don't like", "don’t like", "dont like", "Don't. Like", "can't like movie",
    "not\ngood", "not good\nbad", "not — good", "not-good", "not 'good'", "not 👍 good", "not",
    "but", "n't good", "isn't", "movie isn't good", "without good movie", "no good", "not_good",
    "hardly a good movie", "good not", "not... good", "not、good", "not。bad", "cannot like bad",
)  # fmt: skip

BAD_TEXTS: tuple[object, ...] = (
    "", " ", "\n\t", "...", "!?", "'", "’’", "\u0301", "\u200b", "©", "𝒳", "\ud800", "½ ¾",
    "xyz", "xyz qrs tuv wxy abc def", "goods", "ⓖⓞⓞⓓ", "g o o d", None, 5, 1.5, True, ["good"],
    {"text": "good"}, {"$repeat": ["good ", 20_001]}, {"$repeat": ["😀", 100_001]},
    {"$repeat": ["x", 10_000_000]}, {"$repeat": ["a", 100_001]},
)  # fmt: skip

LONG_TEXTS: tuple[object, ...] = (
    {"$repeat": ["good ", 20_000]},
    {"$repeat": ["😀", 100_000]},
    {"$repeat": ["e\u0301 good ", 5_000]},
    {"$repeat": ["x", 99_998]},
)

NUMBERS: tuple[object, ...] = (
    0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, -2.5, 0.001953125, 0.005859375, -0.001953125,
    0.0019531250000000004, 0.0019531249999999998, 127.99609375, 127.998046875, 127.9980468750001,
    128, 1e300, -1e300, 1.7976931348623157e308, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-310,
    0.1, 0.2, 0.30000000000000004, 1 / 3, math.pi, 32766.5, 32767, 32767.5, 32768, -32767.5, -32768,
    1.9999999990686774, 2, 2.0000000009313226, 4.656612873077393e-10, 1.3969838619232178e-09,
    9007199254740993, 123456789012345678901234567890, "1.5", " 1.5\t", "+1.5", "-.5", "5.", "1e3",
    "1E-3", "0x10", "1_000", "1,5", "1.5.2", "--1", "e5", ".", "Infinity", "nan", "1e999", "1e-999",
    "", "  ", "one", "٣", "１", "1" * 400, "1" * 401, "-0", "0" * 300 + "1", True, False, None, [],
    {},
    {"$number": "NaN"}, {"$number": "Infinity"}, {"$number": "-Infinity"},
)  # fmt: skip

ROWS: tuple[object, ...] = (
    {"mean radius": 14.127291739894552, "Größe (µm)": 0, "constructor": 1e308},
    {"mean radius": "17.99", "Größe (µm)": "1e-320", "constructor": -1e308, "other": "x"},
    {"mean radius": 17.99, "Größe (µm)": -1e-300},
    {"mean radius": 17.99, "Größe (µm)": -1e-300, "constructor": ""},
    {"mean radius": 17.99, "Größe (µm)": -1e-300, "constructor": "x"},
    {"Mean Radius": 17.99, "Größe (µm)": -1e-300, "constructor": 1},
    {}, [], [1, 2], [1, 2, 3], [1, 2, 3, 4], ["1", "2", "3"], [1, None, 3], [1, "", 3], "1,2,3", 5,
    None, True,
)  # fmt: skip

LABELS: tuple[object, ...] = (
    0, 1, 0.0, 1.0, -0.0, 2, -1, 0.5, "0", "1", " 1 ", "2", "00", "positive", "Positive",
    "POSITIVE", " negative\n", "neg", "", None, True, False, [], "yes", "no", "nein", "Nein",
    "NEIN",
)  # fmt: skip


def restored(raw: Any) -> Any:
    """Turn a vector's raw data into what an encoder is given."""
    if isinstance(raw, dict) and "$repeat" in raw:
        text, times = raw["$repeat"]
        return text * times
    if isinstance(raw, dict) and "$number" in raw:
        return float(raw["$number"])
    if isinstance(raw, dict):
        return {key: restored(value) for key, value in raw.items()}
    return [restored(value) for value in raw] if isinstance(raw, list) else raw


def outcome(encoder: Encoder[Any], raw: object, label: object) -> Case:
    """Give what an encoder makes of raw data and a label, or the kind of its error."""
    try:
        given = restored(raw)
        sample = encoder.encode(given, label)  # type: ignore[arg-type]
        explanation = encoder.explain(given)
    except EncodingError as error:
        return {"error": error.kind}
    return {
        "sample": encoder.sample_format.pack_one(sample).hex(),
        "used": [[used.feature, used.name, used.lane, used.limited] for used in explanation.used],
        "unknown": [shown(word) for word in explanation.unknown],
        "dropped": list(explanation.dropped),
    }


def shown(word: str) -> str:
    """Keep long words out of the file, but not their difference."""
    return word if len(word) <= 40 else f"{word[:8]}#{keccak(word.encode('utf-8')).hex()[:16]}"


def encode_cases(encoders: dict[str, Encoder[Any]]) -> Iterator[Case]:
    """Raw data and labels with their outcomes, fixed ones and random ones."""
    chance = random.Random(SEED)
    plain = [("words", text) for text in (*TEXTS, *BAD_TEXTS, *LONG_TEXTS)]
    plain += [(name, text) for name in ("negated", "narrow") for text in NEGATED_TEXTS]
    plain += [("many", random_words(chance)) for _ in range(6)]
    plain += [("words", random_text(chance)) for _ in range(150)]
    plain += [("negated", random_phrase(chance)) for _ in range(80)]
    tables = ("unit16", "unit32", "whole", "edge", "clipped")
    plain += [(name, [number]) for name in tables for number in NUMBERS]
    plain += [("three", row) for row in ROWS]
    plain += [(name, [random_number(chance)]) for name in tables for _ in range(40)]
    for name, raw in plain:
        yield {"encoder": name, "raw": raw, "label": 1, **outcome(encoders[name], raw, 1)}
    for name, raw in (("words", "good"), ("negated", "good"), ("many", "w7"), ("unit16", [1])):
        for label in LABELS:
            result = outcome(encoders[name], raw, label)
            yield {"encoder": name, "raw": raw, "label": label, **result}


def random_words(chance: random.Random) -> str:
    """Different words of the long vocabulary around the limit of 255."""
    count = chance.choice((3, 254, 255, 256, 300, 400))
    return " ".join(f"W{number}" for number in chance.sample(range(400), count))


def random_text(chance: random.Random) -> str:
    """Mix known words with code points from anywhere, many of them near the tables' edges."""
    ranges = (
        (0x20, 0x7F), (0x80, 0x24F), (0x2B0, 0x36F), (0x370, 0x52F), (0x530, 0x6FF), (0x900, 0xDFF),
        (0x1100, 0x11FF), (0x1E00, 0x20CF), (0x2190, 0x2800), (0x3000, 0x30FF), (0x4DB0, 0x4E10),
        (0xAC00, 0xAD00), (0xF900, 0xFFFF), (0x1F1E0, 0x1F700), (0x2F800, 0x2FA20), (0, 0x10FFFF),
    )  # fmt: skip
    parts = []
    for _ in range(chance.randint(1, 25)):
        if chance.random() < 0.3:
            parts.append(
                chance.choice(("good", "The ", " it's", "Café ", " ", ", ", "’", "\u0301"))
            )
        else:
            point = chance.randint(*chance.choice(ranges))
            parts.append("?" if 0xD800 <= point < 0xE000 else chr(point))
    return "".join(parts)


def random_phrase(chance: random.Random) -> str:
    """Negations, boundaries and words in any order."""
    vocabulary = (
        "not", "good", "bad", "very", "movie", "but", "though", "never", "don't", "Like", "isn’t",
        "a", "x", ",", ".", "-", "(", "\n", "😀", "NO", "without",
    )  # fmt: skip
    return " ".join(chance.choice(vocabulary) for _ in range(chance.randint(1, 15)))


def random_number(chance: random.Random) -> float:
    """Halves, ties, small numbers and any double at all."""
    kind = chance.randrange(4)
    if kind == 0:
        return math.ldexp(chance.randint(-70_000, 70_000), -chance.randint(0, 10))
    if kind == 1:
        return math.ldexp(chance.randint(-(2**20), 2**20) * 2 + 1, -31)
    if kind == 2:
        return chance.uniform(-140, 140)
    number: float = struct.unpack(">d", chance.randbytes(8))[0]
    return number if math.isfinite(number) else 0.0


def manifest_cases(encoders: dict[str, Encoder[Any]]) -> Iterator[Case]:
    """Manifests that must not load, each a small change of one that does."""
    text, table = encoders["negated"].manifest_bytes, encoders["three"].manifest_bytes
    changes: tuple[tuple[bytes, bytes, bytes], ...] = (
        (text, b'"kind":"text"', b'"kind":"table"'),
        (text, b'"kind":"text"', b'"kind":"toString"'),
        (text, b'"kind":"text"', b'"kind":1'),
        (text, b"encoder-1", b"encoder-2"),
        (text, b'"format":', b'"Format":'),
        (text, b'"words-1"', b'"words-2"'),
        (text, b'"Nein","nein"', b'"Nein","Nein"'),
        (text, b'"Nein","nein"', b'"Nein"'),
        (text, b'"Nein","nein"', b'"Nein","nein","x"'),
        (text, b'"Nein"', b'""'),
        (text, b'"Nein"', b"5"),
        (text, b'"Nein"', b'"' + b"x" * 101 + b'"'),
        (text, b'"Nein"', b'"\\ud800"'),
        (text, b'"Nein"', b'"\xff"'),
        (text, b'"window":3', b'"window":0'),
        (text, b'"window":3', b'"window":256'),
        (text, b'"window":3', b'"window":1.5'),
        (text, b'"window":3', b'"window":3.0'),
        (text, b'"window":3', b'"window":03'),
        (text, b'"window":3', b'"window":"3"'),
        (text, b'"window":3', b'"window":true'),
        (text, b'"window":3', b'"windows":3'),
        (text, b'["n\'t"]', b'[""]'),
        (text, b'["n\'t"]', b'"n\'t"'),
        (text, b'"not_good"', b'"good"'),
        (text, b'"not_good"', b'"Good"'),
        (text, b'"not_good"', b'"not_not_good"'),
        (text, b'"not_good"', b'"two words"'),
        (text, b'"not_good"', b'""'),
        (text, b'"not_good"', b'"not_"'),
        (text, b'"not_good"', b"null"),
        (text, b'"aint"', b'"Aint"'),
        (text, b',"kind"', b', "kind"'),
        (text, b'"kind":"text",', b'"kind":"text","kind":"text",'),
        (text, b"{", b"\xef\xbb\xbf{"),
        (text, b'"format"', b'"\\u0066ormat"'),
        (table, b'"lane_bits":16', b'"lane_bits":24'),
        (table, b'"lane_bits":16', b'"lane_bits":64'),
        (table, b'"fraction_bits":12', b'"fraction_bits":15'),
        (table, b'"fraction_bits":12', b'"fraction_bits":-1'),
        (table, b'"clip":8', b'"clip":0'),
        (table, b'"clip":8', b'"clip":-8'),
        (table, b'"clip":8', b'"clip":8.0'),
        (table, b'"clip":8', b'"clip":"8"'),
        (table, b'"clip":8', b'"clip":1e999'),
        (table, b'"scale":3.', b'"scale":-3.'),
        (table, b'"scale":5e-324', b'"scale":0'),
        (table, b'"scale":5e-324', b'"scale":5E-324'),
        (table, b'"scale":5e-324', b'"scale":NaN'),
        (table, b'"scale":5e-324', b'"scale":9007199254740993'),
        (table, b'"scale":5e-324', b'"scale":21392098230273288'),
        (table, b'"mean":-1e-300', b'"mean":null'),
        (table, b'"name":"constructor"', b'"name":"mean radius"'),
        (table, b'"name":"constructor"', b'"name":""'),
        (table, b'"name":"constructor"', b'"nome":"constructor"'),
        (table, b'"columns":[{', b'"columns":[5,{'),
    )  # fmt: skip
    whole = (
        b"", b"{}", b"[]", b"null", b"5", b'"text"', b"{", text + b"\n", text[:-1],
        table.replace(table[table.index(b"[{") : table.index(b"}]") + 2], b"[]"), b"[" * 5_000,
    )  # fmt: skip
    for base, old, new in changes:
        assert base.count(old) == 1 or old in (b"{", b',"kind"', b'"columns":[{'), old
        yield {"manifest": base.replace(old, new, 1).hex(), "error": "ManifestInvalid"}
    for data in whole:
        yield {"manifest": data.hex(), "error": "ManifestInvalid"}
    # These look alike but are valid.
    for base, old, new in (
        (text, b'"Nein"', rb'"\\ud800"'),
        (text, b'"Nein"', b'"' + "😀".encode() * 100 + b'"'),
        (table, b'"scale":5e-324', b'"scale":9007199254740992'),
        (table, b'"scale":5e-324', b'"scale":21392098230273290'),
        (table, b'"clip":8', b'"clip":null'),
    ):
        yield {"manifest": base.replace(old, new, 1).hex(), "error": None}


def sample_cases() -> Iterator[Case]:
    """Contributions to pack and bytes to unpack."""
    chance = random.Random(SEED + 1)
    sparse: list[list[tuple[int, list[int]]]] = [
        [(1, [0])], [(0, [9])], [(1, list(range(10)))], [], [(2, [1])], [(0, [])], [(0, [1, 1])],
        [(0, [2, 1])], [(0, [10])], [(0, [65535])], [(0, [-1])], [(0, [3, 12, 5])], [(1,
        [1])] * 128,
        [(1, [1])] * 129, [(0, [0]), (1, [1, 2, 3]), (1, [4, 4])], [(0, [-1, 3])], [(0, [12, 3])],
    ]  # fmt: skip
    for samples in sparse:
        yield packed("sparse", SparseFormat(10), [SparseSample(a, tuple(b)) for a, b in samples])
    big = SparseFormat(65_535)
    for count in (1, 254, 255, 256):
        indices = sorted(chance.sample(range(65_535), count))
        yield packed("sparse", big, [SparseSample(1, tuple(indices))])
    yield packed("sparse", big, [SparseSample(0, tuple(range(255)))] * 117)
    yield packed("sparse", big, [SparseSample(0, tuple(range(255)))] * 118)
    for bits in (16, 32):
        most = 2 ** (bits - 1) - 1
        dense: list[list[tuple[int, list[int]]]] = [
            [(1, [0, 1, -1])], [(0, [most, -most, -most - 1])], [(0, [most + 1, 0, 0])],
            [(0, [0, -most - 2, 0])], [(0, [1, 2])], [(0, [])], [(3, [1, 2, 3])], [],
            [(1, [7, 8, 9])] * 129,
        ]  # fmt: skip
        for lanes in dense:
            yield packed(
                "dense", DenseFormat(3, bits), [DenseSample(a, tuple(b)) for a, b in lanes]
            )
    yield packed("dense", DenseFormat(1024, 32), [DenseSample(1, (-5,) * 1024)] * 14)
    yield packed("dense", DenseFormat(1024, 32), [DenseSample(1, (-5,) * 1024)] * 15)
    for text in (
        "", "01", "0100", "010100", "01010000", "0101000a", "02010000", "020a", "0202", "0000",
        "0102000100010101", "01020002000101010001", "0101000901", "01010009010200",
        "0103000b00020003",
        "010300030002000a", "0103000300020001", "01010000" * 128, "01010000" * 129,
        "01010000" * 128 + "ff", "01010000" * 15_000, "01010000" * 15_001,
    ):  # fmt: skip
        yield unpacked("sparse", SparseFormat(10), bytes.fromhex(text))
    for text in (
        "",
        "00",
        "02",
        "0000",
        "010001",
        "01000100",
        "010001ffff8000",
        "0100010002000302",
    ):
        yield unpacked("dense", DenseFormat(3, 16), bytes.fromhex(text))
    yield unpacked("dense", DenseFormat(1, 32), bytes.fromhex("018000000000ffffffff"))
    for _ in range(20):
        rest = chance.randbytes(chance.randint(1, 30))
        yield unpacked("sparse", big, bytes([chance.randint(0, 1), chance.randint(1, 3)]) + rest)
        yield unpacked("dense", DenseFormat(2, 16), bytes([chance.randint(0, 1)]) + rest)


def described(kind: str, form: SparseFormat | DenseFormat) -> Case:
    """Give a format as JSON values."""
    bits = form.lane_bits if isinstance(form, DenseFormat) else 16
    return {"kind": kind, "feature_count": form.feature_count, "lane_bits": bits}


def lists(samples: list[Any]) -> list[Any]:
    """Give samples as [label, features]; equal ones in a row are counted."""
    runs: list[list[Any]] = []
    for sample in samples:
        features = sample.indices if isinstance(sample, SparseSample) else sample.values
        if runs and runs[-1][1:] == [sample.label, list(features)]:
            runs[-1][0] += 1
        else:
            runs.append([1, sample.label, list(features)])
    return runs


def attempt(work: Callable[[], Case]) -> Case:
    """Give the kind and place of the error if there is one."""
    try:
        return work()
    except SampleError as error:
        return {"error": error.kind, "position": error.position}


def packed(kind: str, form: SampleFormat[Any], samples: list[Any]) -> Case:
    """Pack a contribution and hash its bytes."""

    def work() -> Case:
        data = pack_contribution(form, samples)
        return {"hash": keccak(data).hex(), "bytes": len(data)}

    return {**described(kind, form), "pack": lists(samples), **attempt(work)}  # type: ignore[arg-type]


def unpacked(kind: str, form: SampleFormat[Any], data: bytes) -> Case:
    """Bytes and the contribution that they are."""

    def work() -> Case:
        return {"samples": lists(unpack_contribution(form, data))}

    run = data[:4]
    whole = len(data) // 4
    repeats = data[: whole * 4] == run * whole and whole > 10
    shown_data = [run.hex(), whole, data[whole * 4 :].hex()] if repeats else ["", 0, data.hex()]
    return {**described(kind, form), "unpack": shown_data, **attempt(work)}  # type: ignore[arg-type]


def tokeniser_digests() -> list[str]:
    """Hash the items of every block of 4,096 code points, each between letters and alone."""
    digests = []
    for start in range(0, 0x110000, BLOCK):
        points = (p for p in range(start, start + BLOCK) if not 0xD800 <= p < 0xE000)
        block = "\n".join(" ".join(items(f"a{chr(point)}b {chr(point)}")) for point in points)
        digests.append(keccak(block.encode("utf-8")).hex()[:16])
    return digests


def document() -> bytes:
    """Make the whole file."""
    encoders: dict[str, Encoder[Any]] = {**text_encoders(), **table_encoders()}
    for encoder in encoders.values():
        assert load_encoder(encoder.manifest_bytes, encoder.manifest_hash) == encoder
    parts = {
        "about": ABOUT,
        "encoders": {
            name: {"hash": e.manifest_hash.hex(), "manifest": e.manifest_bytes.decode("utf-8")}
            for name, e in encoders.items()
        },
        "encode": list(encode_cases(encoders)),
        "manifests": list(manifest_cases(encoders)),
        "samples": list(sample_cases()),
        "canonical": [
            [repr(number), canonical_json(number).decode()] for number in canonical_numbers()
        ],
        "tokeniser": {"block": BLOCK, "digests": tokeniser_digests()},
    }
    lines = []
    for key, value in parts.items():
        if isinstance(value, list):
            rows = ",\n".join("  " + json.dumps(item) for item in value)
            lines.append(f"{json.dumps(key)}: [\n{rows}\n]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("ascii")


def canonical_numbers() -> list[float]:
    """Doubles whose texts differ between languages, and random ones."""
    chance = random.Random(SEED + 2)
    fixed = [0.0, 1.0, -1.0, 0.1, 1e20, 1e21, 123456789012345680000.0, 1e-6, 1e-7, 5e-324, 1.5e300]
    return fixed + [chance.uniform(-1, 1) * 10.0 ** chance.randint(-12, 24) for _ in range(60)]


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only say whether the file is fresh")
    arguments = parser.parse_args()
    data = document()
    if arguments.check:
        if not PATH.exists() or PATH.read_bytes() != data:
            print(f"{PATH} is stale: run `python scripts/vectors.py`.", file=sys.stderr)
            return 1
        return 0
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_bytes(data)
    print(f"{PATH}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
