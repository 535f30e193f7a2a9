from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.encoders.words import (
    BOUNDARIES,
    CAPITALS,
    DROPPED,
    SINGLE,
    WORD,
    fold,
    items,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t PANIC", ["don't", "panic"]),
        ("'tis rock 'n' roll''", ["tis", "rock", "n", "roll"]),
        ("I'm, you`re, he´s", ["i'm", "you're", "he's"]),
        ("a--b a''b a_b", ["a", "b", "a", "b", "a", "b"]),
        ("Café CAFE\u0301 naïve", ["cafe", "cafe", "naive"]),
        ("Straße STRASSE STRAẞE", ["strasse", "strasse", "strasse"]),
        ("İstanbul ISPARTA ılık", ["istanbul", "isparta", "ilik"]),
        ("ΣΟΦΟΣ σοφός Ά", ["σοφοσ", "σοφοσ", "α"]),
        ("Ёлка ЙОД Ѓ", ["елка", "иод", "г"]),
        ("ＧＯＯＤ　１２", ["good", "12"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("漢字が 가나 \u1100\u1161", ["漢", "字", "が", "가나", "가"]),
        ("👍🏽👎 ❤️", ["👍", "👎", "❤"]),
        ("3.50€ 1,000", ["3", "50", "1", "000"]),
        ("\ud800x", ["x"]),
        ("… — ! ½ ©", []),
    ],
)
def test_text_becomes_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_boundaries_are_items_of_their_own() -> None:
    assert items("a, b.c\n(d)…e–f！") == [
        "a", ",", "b", ".", "c", "\n", "(", "d", ")", "…", "e", "–", "f", "!",
    ]  # fmt: skip


@given(st.text())
def test_folding_again_changes_no_word(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]


@given(st.text(), st.sampled_from(("NFC", "NFD")))
def test_composed_and_decomposed_texts_have_the_same_words(text: str, form: str) -> None:
    assert words(unicodedata.normalize(form, text)) == words(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_words_of_latin_text_have_no_capital(text: str) -> None:
    assert all(word == word.lower() for word in words(text) if word.isascii())


@given(st.text(), st.text())
def test_a_boundary_parts_what_it_stands_between(left: str, right: str) -> None:
    assert words(f"{left}\n{right}") == words(left) + words(right)


def test_tables_do_not_overlap() -> None:
    ranges = sorted([*DROPPED, *WORD, *SINGLE, *((ord(c), ord(c)) for c in BOUNDARIES)])
    for (first, last), (following, _) in pairwise(ranges):
        assert first <= last < following


def test_capitals_are_the_capitals_that_unicode_knows() -> None:
    for first, last, step, distance in CAPITALS:
        for point in range(first, last + 1, step):
            known = unicodedata.category(chr(point)) == "Lu"
            if known:
                assert chr(point).lower() == chr(point + distance)
            else:
                assert fold(chr(point)) == chr(point + distance)
                assert unicodedata.name(chr(point), "") == ""
