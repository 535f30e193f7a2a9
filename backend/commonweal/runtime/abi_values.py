"""Between our values and those that eth_abi takes and gives; all follows from the types' hints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import IntEnum
from functools import cache
from typing import Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

Converter: TypeAlias = Callable[[Any], Any]
_T = TypeVar("_T")


def plain(value: Any) -> Any:
    """Give what eth_abi takes for a value of ours."""
    if is_dataclass(value):
        return tuple(plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value


def converters(cls: type) -> tuple[tuple[int, Converter], ...]:
    """Give, for each field that eth_abi does not give as we want it, how to make it ours."""
    hints = get_type_hints(cls)
    found = ((place, _converter(hints[field.name])) for place, field in enumerate(fields(cls)))
    return tuple((place, convert) for place, convert in found if convert is not None)


def made(cls: type[_T], values: Any) -> _T:
    """Give a dataclass of ours from the values of a tuple, in order."""
    hint: Any = cls
    found: _T = _maker(hint)(values)
    return found


@cache
def _converter(hint: Any) -> Converter | None:
    if get_origin(hint) is tuple:
        inner = _converter(get_args(hint)[0])
        return tuple if inner is None else lambda values: tuple(map(inner, values))
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return _maker(hint)
    return None


@cache
def _maker(cls: Any) -> Converter:
    to_convert = converters(cls)

    def make(values: Any) -> Any:
        own = list(values)
        for place, convert in to_convert:
            own[place] = convert(own[place])
        return cls(*own)

    return make
