"""Canonical JSON: one value, one sequence of bytes, in Python and in TypeScript.

RFC 8785 for what manifests hold: keys sorted, no white space, UTF-8, numbers as ECMAScript prints
them (the shortest digits that give the same double: 1.0 is `1`, 1e-07 is `1e-7`; an integer is its
nearest double). Keys are ASCII.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal

# The largest double is a little less than 2**1024.
_MOST_INTEGER = 2**1023


def canonical_json(value: object) -> bytes:
    """Bytes of a value made of dicts, lists, tuples, texts, numbers, booleans and None.

    Raises
    ------
    ValueError
        A number is not finite, a key is not ASCII, or a text holds a lone surrogate.
    TypeError
        A value is of another type.
    """
    return _write(value).encode("utf-8")


def _write(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > _MOST_INTEGER:
            raise ValueError("An integer is beyond the doubles, so readers of JSON would lose it.")
        return number_text(float(value))
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_write, value)) + "]"
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise ValueError("Keys of canonical JSON are ASCII texts.")
        return "{" + ",".join(f"{_write(k)}:{_write(value[k])}" for k in sorted(value)) + "}"
    raise TypeError(f"Canonical JSON has no {type(value).__name__}.")


def number_text(value: float) -> str:
    """Print a finite double as ECMAScript's Number.prototype.toString does."""
    if not math.isfinite(value):
        raise ValueError(f"{value} has no JSON.")
    if value == 0:
        return "0"
    sign, digit_tuple, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, digit_tuple))
    stripped = digits.rstrip("0")
    exponent = int(exponent) + len(digits) - len(stripped)
    digits = stripped
    minus = "-" if sign else ""
    point = len(digits) + exponent
    if 0 < point <= 21:
        if exponent >= 0:
            return minus + digits + "0" * exponent
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    power = point - 1
    return f"{minus}{mantissa}e{'+' if power > 0 else '-'}{abs(power)}"
