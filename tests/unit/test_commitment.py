"""Keys, the running hash and contract addresses."""

from __future__ import annotations

import pytest
import rlp
from eth_hash.auto import keccak as reference_keccak
from eth_utils import keccak as eth_utils_keccak

from commonweal.commitment import (
    START_HASH,
    contract_address,
    contribution_key,
    keccak,
    next_running_hash,
    running_hash,
)

ALICE = "0x" + "a1" * 20
BOB = "0x" + "b0" * 20


def test_keccak_is_ethereums() -> None:
    assert keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def test_a_key_commits_to_contributor_and_samples() -> None:
    expected = eth_utils_keccak(b"\xa1" * 20 + eth_utils_keccak(b"samples"))
    assert contribution_key(ALICE, b"samples") == expected
    assert contribution_key(BOB, b"samples") != expected
    assert contribution_key(ALICE, b"sample") != expected


def test_the_running_hash_proves_a_record_complete_and_in_order() -> None:
    record = [(ALICE, b"one"), (BOB, b"two"), (ALICE, b"three")]
    current = START_HASH
    for contributor, samples in record:
        current = next_running_hash(current, contribution_key(contributor, samples))
    assert len(current) == 20
    assert running_hash(record) == current
    assert running_hash(record[:2]) != current
    assert running_hash([record[1], record[0], record[2]]) != current
    assert running_hash([(ALICE, b"one"), (ALICE, b"two"), (ALICE, b"three")]) != current
    assert running_hash([]) == bytes(20)


def test_the_first_running_hash_is_that_of_twenty_zero_bytes() -> None:
    key = contribution_key(ALICE, b"one")
    assert running_hash([(ALICE, b"one")]) == reference_keccak(bytes(20) + key)[:20]


@pytest.mark.parametrize(
    ("nonce", "expected"),
    # The address of the creator and its first contracts are known from the public chain.
    [
        (0, "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"),
        (1, "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8"),
        (2, "0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91"),
        (3, "0xfffd933a0bc612844eaf0c6fe3e5b8e9b6c1d19c"),
    ],
)
def test_addresses_of_new_contracts(nonce: int, expected: str) -> None:
    assert contract_address("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0", nonce) == expected


@pytest.mark.parametrize("nonce", [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000])
def test_addresses_agree_with_rlp(nonce: int) -> None:
    encoded = rlp.encode([bytes.fromhex(ALICE[2:]), nonce])
    assert contract_address(ALICE, nonce) == "0x" + eth_utils_keccak(encoded)[12:].hex()
