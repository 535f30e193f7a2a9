"""Reads calldata as leniently as anything could that follows the ABI: offsets point anywhere.

What contracts accept must be readable here too, so that it can be asked what it means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonweal.actions import ACTIONS, Action
from commonweal.runtime.abi_values import made
from commonweal.runtime.artifacts import artifact

Part = Mapping[str, Any]
_WORD_BYTES = 32


class Unreadable(Exception):
    """There is no such value."""


def read_action(contract: str, function: str, data: bytes, value_wei: int) -> Action:
    """Read the action that calldata asks for."""
    (inputs,) = (
        part["inputs"]
        for part in artifact(contract).abi
        if part["type"] == "function" and part["name"] == function
    )
    cls = ACTIONS[function]
    values = _members(inputs, data[4:], 0)
    if "value_wei" in cls.__dataclass_fields__:
        values = (*values, value_wei)
    action: Action = made(cls, values)
    return action


def _members(parts: Sequence[Part], data: bytes, base: int) -> tuple[Any, ...]:
    values = []
    at = base
    for part in parts:
        values.append(_member(part, data, base, at))
        at += _head_bytes(part)
    return tuple(values)


def _member(part: Part, data: bytes, base: int, at: int) -> Any:
    if _is_dynamic(part):
        at = (base + _number(data, at)) % (1 << 256)
    return _value(part, data, at)


def _value(part: Part, data: bytes, at: int) -> Any:
    kind: str = part["type"]
    if kind.endswith("[]"):
        item = {**part, "type": kind[:-2]}
        count, base = _number(data, at), at + _WORD_BYTES
        if count > len(data):
            raise Unreadable
        step = _head_bytes(item)
        return tuple(_member(item, data, base, base + place * step) for place in range(count))
    if kind == "tuple":
        return _members(part["components"], data, at)
    if kind == "bytes":
        start, length = at + _WORD_BYTES, _number(data, at)
        if length and start + length > len(data):
            raise Unreadable
        return data[start : start + length]
    if kind == "bytes32":
        return _word(data, at)
    number = _number(data, at)
    bits = {"address": 160, "bool": 1}.get(kind) or int(kind.removeprefix("uint"))
    if number >> bits:
        raise Unreadable
    if kind == "address":
        return f"0x{number:040x}"
    return bool(number) if kind == "bool" else number


def _word(data: bytes, at: int) -> bytes:
    if at >= 1 << 255:
        # Before the calldata: Solidity takes nested offsets with a sign, and reads zeros there.
        return bytes(_WORD_BYTES)
    if at + _WORD_BYTES > len(data):
        raise Unreadable
    return data[at : at + _WORD_BYTES]


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(_word(data, at), "big")


def _is_dynamic(part: Part) -> bool:
    kind: str = part["type"]
    if kind == "tuple":
        return any(map(_is_dynamic, part["components"]))
    return kind == "bytes" or kind.endswith("[]")


def _head_bytes(part: Part) -> int:
    if part["type"] == "tuple" and not _is_dynamic(part):
        return sum(map(_head_bytes, part["components"]))
    return _WORD_BYTES
