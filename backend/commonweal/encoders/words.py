"""The tokeniser `words-1`: a text to words, the same in every language and Unicode version.

It relies on no runtime's idea of a letter or of lower case. In this order:

1. NFD (Unicode canonical decomposition).
2. Every code point by itself, by the tables below: *dropped* ones vanish (accents, vowel points,
   joiners, variation selectors, skin tones), full-width ASCII becomes ASCII, the typographic
   apostrophes become `'`, capitals become small letters (Latin, Greek, Cyrillic, Armenian), final
   sigma becomes sigma, `ß` becomes `ss`.
3. NFC (canonical composition), which puts Hangul syllables and voiced kana together again.
4. A word is a longest run of *word* code points; an apostrophe belongs to it when a word code
   point stands on either side. Each *single* code point (Han, kana, emoji) is a word of its own.
   Everything else separates. A *boundary* (`. , ; : ! ? ( )`, dashes, ellipsis, new line) also ends
   the reach of a negation.

Scripts that are written without spaces, other than Han and kana, are not cut into words.
"""

from __future__ import annotations

import re
import unicodedata

TOKENISER = "words-1"

DROPPED = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x0300, 0x036F),  # combining accents
    (0x0591, 0x05C7),  # Hebrew points
    (0x064B, 0x065F),  # Arabic vowel signs
    (0x0670, 0x0670),
    (0x200B, 0x200F),  # zero-width space, joiners, direction marks
    (0x2060, 0x2060),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0x1F3FB, 0x1F3FF),  # skin tones
)
WORD = (
    (0x0030, 0x0039),
    (0x0061, 0x007A),
    (0x00DF, 0x00F6),  # Latin, lower case by now
    (0x00F8, 0x02AF),
    (0x0370, 0x0373),  # Greek
    (0x0376, 0x0377),
    (0x037B, 0x037D),
    (0x0386, 0x0386),
    (0x0388, 0x03FF),
    (0x0400, 0x0481),  # Cyrillic
    (0x048A, 0x052F),
    (0x0561, 0x0587),  # Armenian
    (0x05D0, 0x05EA),  # Hebrew
    (0x0620, 0x064A),  # Arabic
    (0x0671, 0x06D3),
    (0x0900, 0x0963),  # Indic scripts, their danda excepted
    (0x0966, 0x0DFF),
    (0x10D0, 0x10FA),  # Georgian
    (0x1100, 0x11FF),  # Hangul
    (0x1200, 0x135A),  # Ethiopic
    (0xAC00, 0xD7A3),
)
SINGLE = (
    (0x2600, 0x27BF),  # symbols and dingbats
    (0x3041, 0x3096),  # kana
    (0x30A1, 0x30FA),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0x1F1E6, 0x1F1FF),  # flags
    (0x1F300, 0x1F3FA),  # emoji
    (0x1F400, 0x1FAFF),
    (0x20000, 0x323AF),  # Han
)
BOUNDARIES = "\n.,;:!?()–—…、。"
APOSTROPHES = "'`´ʼ‘’‛"
# First and last capital, step between capitals, distance to the small letter.
CAPITALS = (
    (0x0041, 0x005A, 1, 32),
    (0x00C6, 0x00C6, 1, 32),
    (0x00D0, 0x00D0, 1, 32),
    (0x00D8, 0x00D8, 1, 32),
    (0x00DE, 0x00DE, 1, 32),
    (0x0110, 0x0110, 1, 1),
    (0x0126, 0x0126, 1, 1),
    (0x0132, 0x0132, 1, 1),
    (0x0141, 0x0141, 1, 1),
    (0x014A, 0x014A, 1, 1),
    (0x0152, 0x0152, 1, 1),
    (0x0166, 0x0166, 1, 1),
    (0x0391, 0x03A9, 1, 32),
    (0x0400, 0x040F, 1, 80),
    (0x0410, 0x042F, 1, 32),
    (0x0460, 0x0480, 2, 1),
    (0x048A, 0x04BE, 2, 1),
    (0x04C0, 0x04C0, 1, 15),
    (0x04C1, 0x04CD, 2, 1),
    (0x04D0, 0x052E, 2, 1),
    (0x0531, 0x0556, 1, 48),
)
REPLACED = {0x00DF: "ss", 0x1E9E: "ss", 0x0131: "i", 0x03C2: "σ"}
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_FULL_WIDTH_OFFSET = 0xFEE0


def _fold_table() -> dict[int, str]:
    """Step 2 as a table for `str.translate`; what it does not name stays."""
    table: dict[int, str] = {}
    for first, last, step, distance in CAPITALS:
        table |= {point: chr(point + distance) for point in range(first, last + 1, step)}
    table |= {ord(char): "'" for char in APOSTROPHES}
    for first, last in DROPPED:
        table |= dict.fromkeys(range(first, last + 1), "")
    table |= REPLACED
    for point in _FULL_WIDTH:
        plain = point - _FULL_WIDTH_OFFSET
        table[point] = table.get(plain, chr(plain))
    return table


def _ranges(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_FOLD = _fold_table()
_ITEM = re.compile(
    f"[{_ranges(WORD)}]+(?:'[{_ranges(WORD)}]+)*|[{_ranges(SINGLE)}]|[{re.escape(BOUNDARIES)}]"
)


def fold(text: str) -> str:
    """Apply steps 1 to 3: equal words become equal texts."""
    folded = unicodedata.normalize("NFD", text).translate(_FOLD)
    return unicodedata.normalize("NFC", folded)


def items(text: str) -> list[str]:
    """Words and boundaries of a text in their order (step 4); a boundary is one of `BOUNDARIES`."""
    return _ITEM.findall(fold(text))


def words(text: str) -> list[str]:
    """Words of a text in their order, repetitions included."""
    return [item for item in items(text) if item not in BOUNDARIES]
