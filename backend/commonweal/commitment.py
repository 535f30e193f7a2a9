"""Hashes by which anybody proves a set of contributions complete and in order."""

from __future__ import annotations

from collections.abc import Iterable

from eth_hash.auto import keccak as _keccak

from commonweal.types import Address

START_HASH = bytes(20)


def keccak(data: bytes) -> bytes:
    """Give keccak256 of the data, 32 bytes."""
    return _keccak(data)


def contribution_key(contributor: Address, samples: bytes) -> bytes:
    """Give the key of a contribution: keccak256(contributor, keccak256(samples))."""
    return _keccak(bytes.fromhex(contributor[2:]) + _keccak(samples))


def next_running_hash(running_hash: bytes, key: bytes) -> bytes:
    """Give the running hash after one more: 20 bytes of keccak256(running hash, key)."""
    return _keccak(running_hash + key)[:20]


def running_hash(contributions: Iterable[tuple[Address, bytes]]) -> bytes:
    """Give the running hash over (contributor, samples) from the first contribution on.

    A data set is complete and in order iff this equals the trainer's own running hash.
    """
    current = START_HASH
    for contributor, samples in contributions:
        current = next_running_hash(current, contribution_key(contributor, samples))
    return current


def contract_address(creator: Address, nonce: int) -> Address:
    """Give the address of the contract that `creator` makes with this nonce; its first is 1.

    The last 20 bytes of keccak256(rlp([creator, nonce])).
    """
    number = nonce.to_bytes((nonce.bit_length() + 7) // 8, "big")
    if len(number) != 1 or number[0] >= 0x80:
        number = bytes([0x80 + len(number)]) + number
    payload = b"\x94" + bytes.fromhex(creator[2:]) + number
    return "0x" + _keccak(bytes([0xC0 + len(payload)]) + payload)[12:].hex()
