"""What markets hash: values as `abi.encode` lays them out, one word each."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.commitment import keccak
from commonweal.types import Address, MarketResult, Proposal, StepState


def encode(*values: int | Address | bytes) -> bytes:
    """Lay numbers, addresses and hashes out as `abi.encode` does."""
    return b"".join(_word(value) for value in values)


def hash_of(*values: int | Address | bytes) -> bytes:
    """Give keccak256(abi.encode(values))."""
    return keccak(encode(*values))


def record(contributor: Address, data_hash: bytes, value_wei: int) -> bytes:
    """Give what the contract stores of a contribution."""
    return hash_of(contributor, data_hash, value_wei)


def part_commitment(chain_id: int, market: Address, part: int, salt: bytes, rows: bytes) -> bytes:
    """Give the commitment to a part of a test set, a leaf of the market's `test_root`."""
    return hash_of(chain_id, market, part, salt, keccak(rows))


def contribution_commitment(
    contributor: Address, chain_id: int, market: Address, salt: bytes, samples: bytes
) -> bytes:
    """Give the commitment to a sealed contribution."""
    return hash_of(contributor, chain_id, market, salt, keccak(samples))


def state_hash(state: StepState) -> bytes:
    """Give the hash of the state between two steps."""
    return hash_of(
        state.weights_hash,
        state.weights_chain,
        state.errors_chain,
        state.balances_hash,
        state.errors,
        state.rounds_left,
    )


def result_hash(result: MarketResult) -> bytes:
    """Give the hash after the last step."""
    return hash_of(result.payouts_root, result.weights_hash, result.paid_wei)


def proposal_id(proposal: Proposal) -> bytes:
    """Give the id by which a market knows a proposal."""
    result = proposal.result
    return hash_of(
        proposal.proposer,
        proposal.cuts_root,
        result.payouts_root,
        result.weights_hash,
        result.paid_wei,
    )


def segment_leaf(segment: int, first: bytes, last: bytes) -> bytes:
    """Give the leaf of a segment: keccak256(first, last) + segment + 1, modulo 2**256."""
    number = int.from_bytes(keccak(first + last), "big") + segment + 1
    return (number % (1 << 256)).to_bytes(32, "big")


def payout_leaf(index: int, balance_wei: int) -> bytes:
    """Give the leaf of a contribution in the Merkle tree of a result's payouts."""
    return keccak(index.to_bytes(2, "big") + balance_wei.to_bytes(16, "big"))


def payout_leaves(balances: Sequence[int]) -> list[bytes]:
    """Give the leaves of all contributions, in order."""
    return [payout_leaf(index, balance) for index, balance in enumerate(balances)]


def _word(value: int | Address | bytes) -> bytes:
    if isinstance(value, int):
        return value.to_bytes(32, "big")
    if isinstance(value, str):
        return bytes.fromhex(value[2:]).rjust(32, b"\0")
    return value
