"""Between our dataclasses and the bytes of the contracts' ABI.

Everything follows from the compiled ABI and the dataclasses' own fields: an event or error of
Solidity has the class of the same name, its fields in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from eth_abi.codec import ABICodec
from eth_abi.decoding import StringDecoder
from eth_abi.encoding import TextStringEncoder
from eth_abi.exceptions import DecodingError, EncodingError
from eth_abi.registry import registry as standard_types

from commonweal.actions import ACTIONS, Action
from commonweal.commitment import keccak
from commonweal.errors import (
    REJECTIONS,
    ActionFault,
    ConfigFault,
    Rejection,
    RpcFault,
    UnknownRevertFault,
)
from commonweal.events import EVENTS, Event
from commonweal.runtime.abi_values import Converter, converters, plain
from commonweal.runtime.artifacts import artifact
from commonweal.types import IncentiveKind

REGISTRY = "Registry"
BADGES = "Badges"
STAKE = "SparsePerceptronStake"
POINTS = "SparsePerceptronPoints"
MARKET_TRAINER = "SparsePerceptronMarket"
MARKET = "Market"
CONTRACTS = (REGISTRY, BADGES, STAKE, POINTS, MARKET_TRAINER, MARKET)
"""Contracts whose ABIs together name everything; both models have the same functions."""

INTERFACES = {
    IncentiveKind.STAKE: STAKE,
    IncentiveKind.POINTS: POINTS,
    IncentiveKind.MARKET: MARKET_TRAINER,
}
"""The ABI of a trainer, by its incentive."""

_SELECTOR_BYTES = 4
_WORD_BYTES = 32
_ERROR_TEXT = "Error(string)"
_PANIC = "Panic(uint256)"
_PANICS = {
    0x01: "an assertion failed",
    0x11: "an amount overflowed",
    0x12: "it divided by zero",
    0x21: "a number is no kind of model",
    0x32: "an index is past the end",
}


def _lenient() -> ABICodec:
    """Give a codec that reads any text: anybody may deploy a trainer whose name is no UTF-8."""
    types = standard_types.copy()  # type: ignore[no-untyped-call]
    decoder = StringDecoder(handle_string_errors="replace")  # type: ignore[no-untyped-call]
    types.unregister("string")
    types.register("string", TextStringEncoder, decoder)
    return ABICodec(types)


_abi = _lenient()
_FUNCTIONS = {cls: name for name, cls in ACTIONS.items()}

Abi = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Function:
    selector: bytes
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _EventCodec:
    """How to read an event: types with their place among the event's fields."""

    build: Callable[..., Event]
    indexed: tuple[tuple[int, str], ...]
    unindexed: tuple[int, ...]
    data_types: tuple[str, ...]
    converters: tuple[tuple[int, Converter], ...]

    def decode(self, topics: Sequence[bytes], data: bytes) -> Event:
        values: list[Any] = [None] * (len(self.indexed) + len(self.unindexed))
        for (place, kind), topic in zip(self.indexed, topics[1:], strict=True):
            values[place] = _decode_word(kind, topic)
        decoded = _abi.decode(self.data_types, data)
        for place, value in zip(self.unindexed, decoded, strict=True):
            values[place] = value
        for place, convert in self.converters:
            values[place] = convert(values[place])
        return self.build(*values)


def function_data(contract: str, name: str, *arguments: Any) -> bytes:
    """Give the calldata of a function.

    Parameters
    ----------
    contract
        Name of a compiled contract that has it.
    name
        Name of the function.
    arguments
        As eth_abi takes them.

    Raises
    ------
    ConfigFault
        An argument does not fit its type.
    """
    function = _functions(contract)[name]
    return function.selector + _encode(name, function.inputs, arguments)


def function_result(contract: str, name: str, data: bytes) -> tuple[Any, ...]:
    """Read what a function returned.

    Raises
    ------
    ActionFault
        The data is not what this function returns, as where no contract stands.
    """
    try:
        return _abi.decode(_functions(contract)[name].outputs, data)
    except DecodingError:
        raise ActionFault(
            f"{name} of {contract} should have returned its values but gave {len(data)} bytes that "
            "are none; check that the address is a contract of this version."
        ) from None


def creation_data(contract: str, *arguments: Any) -> bytes:
    """Give the code that creates a contract with these constructor arguments."""
    compiled = artifact(contract)
    constructor = next((part for part in compiled.abi if part["type"] == "constructor"), None)
    types = _types(constructor["inputs"]) if constructor else ()
    return compiled.bytecode + _encode(contract, types, arguments)


def function_name(action: Action) -> str:
    """Give the name of the contract's function that an action calls."""
    return _FUNCTIONS[type(action)]


def action_data(action: Action) -> bytes:
    """Give the calldata of an action; its value travels beside it."""
    arguments = [
        plain(getattr(action, field.name)) for field in fields(action) if field.name != "value_wei"
    ]
    name = function_name(action)
    return function_data(_home(name), name, *arguments)


def event_of(topics: Sequence[bytes], data: bytes) -> Event:
    """Read an event from its log.

    Raises
    ------
    RpcFault
        It is none of ours.
    """
    codec = _events().get(topics[0]) if topics else None
    if codec is None:
        raise RpcFault(
            "An event of this version's contracts was expected but the log is of another; "
            "check the addresses, and that the contracts are of this version."
        )
    return codec.decode(topics, data)


@cache
def topic(event: type[Event]) -> bytes:
    """Give the first topic of an event's logs."""
    return next(found for found, codec in _events().items() if codec.build is event)


def rejection_of(data: bytes) -> Rejection:
    """Read the rejection from revert data.

    Raises
    ------
    UnknownRevertFault
        None of our errors stands in it.
    """
    found = _errors().get(data[:_SELECTOR_BYTES])
    if found is None:
        raise UnknownRevertFault(_unknown(data))
    build, types, to_convert = found
    values = list(_abi.decode(types, data[_SELECTOR_BYTES:]))
    for place, convert in to_convert:
        values[place] = convert(values[place])
    return build(*values)


def _unknown(data: bytes) -> str:
    selector, rest = data[:_SELECTOR_BYTES], data[_SELECTOR_BYTES:]
    why = f"the data 0x{data[:64].hex()}" if data else "no reason"
    try:
        if selector == _selector(_ERROR_TEXT):
            why = f'the text "{_abi.decode(["string"], rest)[0]}"'
        elif selector == _selector(_PANIC):
            (code,) = _abi.decode(["uint256"], rest)
            why = f"panic 0x{code:02x}: {_PANICS.get(code, 'see the Solidity manual')}"
    except DecodingError:
        pass
    return (
        f"The contract should accept the call or name what is wrong, but reverted with {why}; "
        "check the arguments, and that the contracts are of this version."
    )


def _encode(name: str, types: Sequence[str], arguments: Sequence[Any]) -> bytes:
    try:
        return _abi.encode(types, arguments)
    except EncodingError as error:
        raise ConfigFault(
            f"The arguments of {name} should fit ({', '.join(types)}) but do not: {error}; "
            "correct the value."
        ) from None


def _decode_word(kind: str, word: bytes) -> Any:
    if kind == "address":
        return "0x" + word[12:].hex()
    if kind == "bytes32":
        return bytes(word)
    return _abi.decode([kind], word)[0]


@cache
def _home(function: str) -> str:
    """Give a contract that has a function; where several have it, it takes the same arguments."""
    return next(contract for contract in CONTRACTS if function in _functions(contract))


@cache
def _functions(contract: str) -> dict[str, _Function]:
    functions: dict[str, _Function] = {}
    for part in artifact(contract).abi:
        if part["type"] == "function":
            inputs, outputs = _types(part["inputs"]), _types(part["outputs"])
            signature = f"{part['name']}({','.join(inputs)})"
            functions.setdefault(part["name"], _Function(_selector(signature), inputs, outputs))
    return functions


@cache
def _events() -> dict[bytes, _EventCodec]:
    codecs = {}
    for part in _parts("event"):
        event = EVENTS[part["name"]]
        inputs = part["inputs"]
        types = _types(inputs)
        unindexed = tuple(i for i, field in enumerate(inputs) if not field["indexed"])
        codecs[keccak(f"{part['name']}({','.join(types)})".encode())] = _EventCodec(
            build=event,
            indexed=tuple((i, types[i]) for i, field in enumerate(inputs) if field["indexed"]),
            unindexed=unindexed,
            data_types=tuple(types[i] for i in unindexed),
            converters=converters(event),
        )
    return codecs


_ErrorCodec = tuple[type[Rejection], tuple[str, ...], tuple[tuple[int, Converter], ...]]


@cache
def _errors() -> dict[bytes, _ErrorCodec]:
    codecs = {}
    for part in _parts("error"):
        # Errors of Solidity libraries that cannot reach a caller have no class.
        build = REJECTIONS.get(part["name"])
        if build is not None:
            types = _types(part["inputs"])
            signature = f"{part['name']}({','.join(types)})"
            codecs[_selector(signature)] = (build, types, converters(build))
    return codecs


def _parts(kind: str) -> Iterable[Mapping[str, Any]]:
    for contract in CONTRACTS:
        for part in artifact(contract).abi:
            if part["type"] == kind:
                yield part


def _types(parameters: Abi) -> tuple[str, ...]:
    return tuple(_type(parameter) for parameter in parameters)


def _type(parameter: Mapping[str, Any]) -> str:
    """Give a type as signatures and eth_abi want it, tuples written out."""
    kind: str = parameter["type"]
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_types(parameter['components']))}){kind.removeprefix('tuple')}"


def _selector(signature: str) -> bytes:
    return keccak(signature.encode())[:_SELECTOR_BYTES]
