"""Events as JSON and back, exactly.

Bytes are hex with "0x", tuples lists, dataclasses objects by field, enumerations their numbers.
Packed samples and rows of test sets are kept beside the JSON, as bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import IntEnum
from typing import Any, get_args, get_origin, get_type_hints

from commonweal.events import EVENTS, Contributed, ContributionRevealed, Event, PartRevealed

_PACKED: dict[type[Event], str] = {
    Contributed: "samples",
    ContributionRevealed: "samples",
    PartRevealed: "rows",
}
_SAVED = {
    name: tuple(field.name for field in fields(kind) if field.name != _PACKED.get(kind))
    for name, kind in EVENTS.items()
}
_HINTS: dict[object, dict[str, Any]] = {kind: get_type_hints(kind) for kind in EVENTS.values()}


def to_payload(event: Event) -> tuple[str, bytes | None]:
    """Give an event's JSON and its packed samples or rows, if it has any."""
    kind = type(event)
    values = {field: plain(getattr(event, field)) for field in _SAVED[kind.__name__]}
    samples = getattr(event, _PACKED[kind]) if kind in _PACKED else None
    return json.dumps(values, separators=(",", ":")), samples


def from_payload(name: str, payload: str, samples: bytes | None) -> Event:
    """Read what `to_payload` gave of the event with this name."""
    values = json.loads(payload)
    kind = EVENTS[name]
    if samples is not None:
        values[_PACKED[kind]] = samples
    hints = _HINTS[kind]
    return kind(**{field: revive(hints[field], value) for field, value in values.items()})


def plain(value: Any) -> Any:
    """Turn a value of an event into one that JSON has."""
    if isinstance(value, IntEnum):
        return int(value)
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def revive(hint: Any, value: Any) -> Any:
    """Turn what JSON had into a value of the type that the hint names."""
    if hint is bytes:
        return value if isinstance(value, bytes) else bytes.fromhex(value[2:])
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(revive(inner, item) for item in value)
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return hint(value)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        make: Callable[..., Any] = hint  # type: ignore[assignment]
        return make(**{field: revive(hints[field], item) for field, item in value.items()})
    return value
