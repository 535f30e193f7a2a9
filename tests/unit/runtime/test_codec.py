"""Bytes of the contracts' ABI, against eth_abi and web3's own reading of the compiled ABI."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from web3 import Web3

from commonweal import events
from commonweal.actions import ACTIONS, Contribute, DeployUnderStake, Fund, Settle, UploadWeights
from commonweal.errors import REJECTIONS, ActionFault, ConfigFault, RpcFault, UnknownRevertFault
from commonweal.events import EVENTS
from commonweal.runtime import codec
from commonweal.runtime.artifacts import artifact
from commonweal.types import (
    IncentiveKind,
    MarketPhase,
    MarketResult,
    MarketTerms,
    Metadata,
    ModelKind,
    ModelShape,
    StakeRules,
)

ADA = "0x" + "a1" * 20
TERMS_TYPE = (
    "(uint96,uint96,uint96,uint96,uint96,uint64,uint32,uint16,uint16,uint16,uint16,bool,"
    "uint40,uint40,uint32,uint32,uint32,uint32,uint32,uint32)"
)
METADATA = Metadata("n", "d", ("no", "yes"), "CC0-1.0", b"\x07" * 32)
TERMS = (*range(1, 12), True, *range(13, 21))
RESULT = (b"\x01" * 32, b"\x02" * 32, 3)
VALUES: dict[str, Any] = {
    "uint256": 2**255 + 7,
    "uint8": 1,
    "address": ADA,
    "bytes32": bytes(range(32)),
    "bytes": b"\x00\xff samples",
    "bool": True,
    "bytes32[]": (bytes(32), b"\xff" * 32),
    "(uint24,uint8,uint8)": (300, 16, 0),
    "(string,string,string[2],string,bytes32)": ("n", "d", ("no", "yes"), "CC0-1.0", b"\x07" * 32),
    "(bytes32,bytes32,uint256)": RESULT,
    TERMS_TYPE: TERMS,
}
OURS: dict[str, Any] = {
    "(uint24,uint8,uint8)": ModelShape(300, 16, 0),
    "(string,string,string[2],string,bytes32)": METADATA,
    "(bytes32,bytes32,uint256)": MarketResult(*RESULT),
    TERMS_TYPE: MarketTerms(*TERMS),
}
KINDS = {
    "model": ModelKind,
    "incentive": IncentiveKind,
    "expected": MarketPhase,
    "actual": MarketPhase,
}
"""Enumerations by the name of a field, all uint8 in the ABI."""


def abi_parts(kind: str) -> dict[str, dict[str, Any]]:
    """Give events or errors of all contracts by name."""
    return {
        part["name"]: part
        for contract in codec.CONTRACTS
        for part in artifact(contract).abi
        if part["type"] == kind
    }


def types_of(part: dict[str, Any]) -> list[str]:
    return [written_out(field) for field in part["inputs"]]


def written_out(field: dict[str, Any]) -> str:
    kind = str(field["type"])
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(map(written_out, field['components']))}){kind.removeprefix('tuple')}"


def ours(kind: str, field: str) -> Any:
    value = OURS.get(kind, VALUES[kind])
    return KINDS[field](value) if kind == "uint8" else value


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_is_read_from_its_log(name: str) -> None:
    part = abi_parts("event")[name]
    types = types_of(part)
    topics = [keccak(text=f"{name}({','.join(types)})")]
    data_types = []
    for kind, field in zip(types, part["inputs"], strict=True):
        if field["indexed"]:
            topics.append(encode([kind], [VALUES[kind]]))
        else:
            data_types.append(kind)
    data = encode(data_types, [VALUES[kind] for kind in data_types])
    names = [field.name for field in fields(EVENTS[name])]
    expected = EVENTS[name](*map(ours, types, names))
    assert codec.event_of(topics, data) == expected
    assert codec.topic(EVENTS[name]) == topics[0]


@pytest.mark.parametrize("name", sorted(REJECTIONS))
def test_every_rejection_is_read_from_revert_data(name: str) -> None:
    types = types_of(abi_parts("error")[name])
    names = [field.name for field in fields(REJECTIONS[name])]
    selector = keccak(text=f"{name}({','.join(types)})")[:4]
    data = selector + encode(types, [VALUES[kind] for kind in types])
    assert codec.rejection_of(data) == REJECTIONS[name](*map(ours, types, names))


def test_what_is_none_of_ours_is_a_fault() -> None:
    with pytest.raises(RpcFault, match="is of another"):
        codec.event_of([keccak(text="Transfer(address)")], b"")
    with pytest.raises(RpcFault):
        codec.event_of([], b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no reason"),
        (bytes.fromhex("deadbeef"), "0xdeadbeef"),
        (keccak(text="Error(string)")[:4] + encode(["string"], ["out of luck"]), "out of luck"),
        (keccak(text="Panic(uint256)")[:4] + encode(["uint256"], [0x11]), "overflowed"),
        (keccak(text="Panic(uint256)")[:4] + encode(["uint256"], [0x99]), "0x99"),
        (keccak(text="Error(string)")[:4] + b"\x01", "08c379a0"),
    ],
)
def test_an_unknown_revert_says_what_is_known_of_it(data: bytes, words: str) -> None:
    with pytest.raises(UnknownRevertFault, match=words):
        codec.rejection_of(data)


def test_actions_become_the_calldata_that_web3_makes() -> None:
    rules = StakeRules(1, 2, 3, 4, 5, 6)
    shape = ModelShape(7, 16, 0)
    deployment = DeployUnderStake(ModelKind.DENSE_PERCEPTRON, shape, rules, METADATA)
    registry = Web3().eth.contract(abi=artifact(codec.REGISTRY).abi)
    metadata = ("n", "d", ["no", "yes"], "CC0-1.0", b"\x07" * 32)
    assert codec.action_data(deployment).hex() == registry.encode_abi(
        "deployUnderStake", [1, (7, 16, 0), (1, 2, 3, 4, 5, 6), metadata]
    ).removeprefix("0x")
    trainer = Web3().eth.contract(abi=artifact(codec.STAKE).abi)
    for action, name, arguments in (
        (Contribute(b"\x01\x02", 5), "contribute", [b"\x01\x02"]),
        (Settle(ADA, b""), "settle", [Web3.to_checksum_address(ADA), b""]),
        (UploadWeights(3, (bytes(32),), True), "uploadWeights", [3, [bytes(32)], True]),
        (Fund(9), "fund", []),
    ):
        expected = trainer.encode_abi(name, arguments).removeprefix("0x")
        assert codec.action_data(action).hex() == expected


def test_every_action_has_its_function() -> None:
    named = {
        part["name"]
        for contract in codec.CONTRACTS
        if contract != codec.BADGES
        for part in artifact(contract).abi
        if part["type"] == "function" and part["stateMutability"] in ("nonpayable", "payable")
    }
    # Only its model calls it.
    assert set(ACTIONS) == named - {"start"}


def test_a_value_that_does_not_fit_is_named() -> None:
    action = UploadWeights(-1, (), True)
    with pytest.raises(ConfigFault, match="uint256"):
        codec.action_data(action)


def test_an_answer_that_is_none_is_a_fault() -> None:
    with pytest.raises(ActionFault, match="0 bytes"):
        codec.function_result(codec.STAKE, "head", b"")


def test_a_name_that_is_no_text_is_read_with_replacements() -> None:
    """Anybody may deploy; nobody else's list of models may break by it."""
    types = types_of(abi_parts("event")["TrainerDeployed"])
    raw = [kind.replace("string", "bytes") for kind in types[3:]]
    bad = (b"\xff\xfe", b"d", (b"no", b"yes"), b"CC0-1.0", bytes(32))
    data = encode(raw, [0, 0, (1, 16, 0), bytes(32), bad])
    topics = [codec.topic(events.TrainerDeployed), bytes(32), bytes(32), bytes(32)]
    event = codec.event_of(topics, data)
    assert isinstance(event, events.TrainerDeployed)
    assert event.metadata.name == "\ufffd\ufffd"
