"""Spans of time as people write and read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from commonweal.errors import ConfigFault

_SECONDS = {
    "": 1,
    "s": 1,
    "sec": 1,
    "min": 60,
    "m": 60,
    "h": 3_600,
    "hour": 3_600,
    "hours": 3_600,
    "d": 86_400,
    "day": 86_400,
    "days": 86_400,
}
_SPAN = re.compile(r"\s*([0-9]{1,12})\s*([a-z]*)\s*")


def parse_s(text: str) -> int:
    """Read a span such as `600`, `10 min`, `2h` or `1 d`, in seconds.

    Raises
    ------
    ConfigFault
        The text is no span of time.
    """
    match = _SPAN.fullmatch(text.lower())
    if match is None or match[2] not in _SECONDS:
        raise ConfigFault(
            f'A span of time looks like "600", "10 min", "2 h" or "1 d", found "{text[:40]}"; '
            "write it like that."
        )
    return int(match[1]) * _SECONDS[match[2]]


def show_s(seconds: int) -> str:
    """Give a span for reading, in its two largest units."""
    parts: list[str] = []
    left = max(seconds, 0)
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def show_moment(at_s: int, now_s: int) -> str:
    """Give a moment for reading, and how far it is from now."""
    moment = f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d %H:%M:%S} UTC"
    if at_s >= now_s:
        return f"{moment} (in {show_s(at_s - now_s)})"
    return f"{moment} ({show_s(now_s - at_s)} ago)"
