"""Checks of a manifest's parts; each raises `ManifestInvalid` with one sentence."""

from __future__ import annotations

from commonweal.encoders.errors import ManifestInvalid, shorten

MOST_NAME_CHARACTERS = 100


def invalid(expected: str, found: str) -> ManifestInvalid:
    """Build the error for a wrong part."""
    return ManifestInvalid(
        "Encoder manifest", expected, found, "correct it or get the model's own manifest again"
    )


def record(value: object, *names: str) -> dict[str, object]:
    """Return a JSON object that has exactly these keys."""
    if not isinstance(value, dict) or sorted(value) != sorted(names):
        found = ", ".join(sorted(value)) if isinstance(value, dict) else type(value).__name__
        raise invalid("the keys " + ", ".join(names), shorten(found, 100))
    return value


def items_of(value: object, what: str) -> tuple[object, ...]:
    """Return a JSON array as a tuple."""
    if not isinstance(value, (list, tuple)):
        raise invalid(f"{what} as a list", shorten(value))
    return tuple(value)


def text_list(value: object, what: str) -> tuple[str, ...]:
    """Return a JSON array of texts as a tuple."""
    return tuple(text_of(item, what) for item in items_of(value, what))


def text_of(value: object, what: str) -> str:
    """Return a JSON text."""
    if not isinstance(value, str):
        raise invalid(f"{what} as texts", shorten(value))
    return value


def name_of(value: object, what: str) -> str:
    """Return a name: a text of 1 to 100 characters."""
    name = text_of(value, what)
    if not 1 <= len(name) <= MOST_NAME_CHARACTERS:
        raise invalid(f"{what} of 1 to {MOST_NAME_CHARACTERS} characters", shorten(name))
    return name


def label_pair(value: object) -> tuple[str, str]:
    """Return the names of label 0 and label 1, which differ."""
    names = tuple(name_of(item, "label names") for item in items_of(value, "the labels"))
    if len(names) != 2 or names[0] == names[1]:
        raise invalid("two different label names", shorten(", ".join(names)))
    return names


def number_of(value: object, what: str) -> float:
    """Return a JSON number as a double."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise invalid(f"{what} as a number", shorten(value))
    return float(value)


def whole_number(value: object, what: str) -> int:
    """Return a JSON number that is whole."""
    number = number_of(value, what)
    if not number.is_integer():
        raise invalid(f"{what} as a whole number", shorten(value))
    return int(number)
