"""Between JSON-RPC's texts and our values."""

from __future__ import annotations

from typing import Any

from commonweal.errors import RpcFault
from commonweal.runtime.base import Block
from commonweal.runtime.transports.base import Log, Message


def message_fields(message: Message) -> dict[str, str]:
    """Give a message as the fields of a call."""
    fields = {"from": message.sender, "data": hex_of(message.data), "value": hex(message.value_wei)}
    if message.to is not None:
        fields["to"] = message.to
    return fields


def block_tag(block: int | None) -> str:
    """Name a block; the latest without a number."""
    return "latest" if block is None else hex(block)


def hex_of(data: bytes) -> str:
    """Write bytes."""
    return "0x" + data.hex()


def bytes_of(text: str) -> bytes:
    """Read bytes."""
    return bytes.fromhex(text[2:])


def number_of(value: str | int) -> int:
    """Read a number."""
    return int(value, 16) if isinstance(value, str) else value


def block_of(found: dict[str, Any] | None, number: int | None) -> Block:
    """Read a block.

    Raises
    ------
    RpcFault
        The node does not have it.
    """
    if found is None:
        raise RpcFault(
            f"Block {number} should exist but the node does not have it; "
            "it may have been reorganised away, so read again."
        )
    return Block(
        number=int(found["number"], 16),
        hash=bytes_of(found["hash"]),
        parent_hash=bytes_of(found["parentHash"]),
        timestamp_s=int(found["timestamp"], 16),
    )


def log_of(found: dict[str, Any]) -> Log:
    """Read a log."""
    return Log(
        address=found["address"].lower(),
        topics=tuple(map(bytes_of, found["topics"])),
        data=bytes_of(found["data"]),
        block_number=int(found["blockNumber"], 16),
        block_hash=bytes_of(found["blockHash"]),
        transaction_hash=bytes_of(found["transactionHash"]),
        log_index=number_of(found["logIndex"]),
    )
