"""What can be wrong with raw data, a label or a manifest.

Every class is one fault and its name is the fault's kind, the same in TypeScript.
"""

from __future__ import annotations

from typing import Self

from commonweal.errors import Fault


class EncodingError(Fault, ValueError):
    """Raw data cannot be encoded.

    Attributes
    ----------
    sentence : str
        What was expected, what was found, what to do.
    subject, expected, found, hint : str
        The same in parts.
    """

    def __init__(self, subject: str, expected: str, found: str, hint: str) -> None:
        super().__init__(f"{subject}: expected {expected}, found {found}; {hint}.")
        self.subject = subject
        self.expected = expected
        self.found = found
        self.hint = hint

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str, str]]:
        return type(self), (self.subject, self.expected, self.found, self.hint)

    @property
    def kind(self) -> str:
        """Name of the fault, the same in Python and TypeScript."""
        return type(self).__name__


class TextInvalid(EncodingError):
    """The raw data is not a text."""


class TextTooLong(EncodingError):
    """The text has more characters than an encoder reads."""


class TextEmpty(EncodingError):
    """The text has no word in it."""


class TextUnknownWords(EncodingError):
    """The vocabulary has none of the text's words."""


class ColumnsInvalid(EncodingError):
    """The raw data is neither named columns nor a list of numbers."""


class ColumnCountWrong(EncodingError):
    """A list of numbers is longer or shorter than the table's columns."""


class ColumnMissing(EncodingError):
    """A named column is missing or empty."""


class NumberInvalid(EncodingError):
    """A value is not a number."""


class NumberNotFinite(EncodingError):
    """A number is infinite or not a number, or too large for a double."""


class LabelUnknown(EncodingError):
    """The label is none of the model's two."""


class ManifestInvalid(EncodingError):
    """The bytes are not the manifest of an encoder."""


class ManifestHashMismatch(EncodingError):
    """The manifest is not the one that the model names."""


class ManifestMissing(EncodingError):
    """The store has no manifest with the hash."""


ENCODING_ERRORS: tuple[type[EncodingError], ...] = (
    TextInvalid,
    TextTooLong,
    TextEmpty,
    TextUnknownWords,
    ColumnsInvalid,
    ColumnCountWrong,
    ColumnMissing,
    NumberInvalid,
    NumberNotFinite,
    LabelUnknown,
    ManifestInvalid,
    ManifestHashMismatch,
    ManifestMissing,
)


def shorten(value: object, most: int = 40) -> str:
    """Quote a value for a sentence, cut to `most` characters, control characters escaped."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except ValueError:  # an integer of thousands of digits
        text = "a very large number"
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut) + '"'


def describe(value: object) -> str:
    """Say what sort of thing a value is."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "a truth value"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, dict):
        return "named columns"
    return "a list" if isinstance(value, (list, tuple)) else f"a {type(value).__name__}"
