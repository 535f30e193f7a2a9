"""Merkle trees as OpenZeppelin's `MerkleProof` checks them: pairs sorted before they are hashed.

A tree is built bottom up; an odd node at the end of a level goes up as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commonweal.commitment import keccak


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root of a tree of at least one leaf (32 bytes each)."""
    level = list(leaves)
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Give the siblings from a leaf up to the root."""
    level = list(leaves)
    siblings: list[bytes] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        level = _parents(level)
        index //= 2
    return tuple(siblings)


def verify(proof: Iterable[bytes], root: bytes, leaf: bytes) -> bool:
    """Whether the siblings lead from the leaf to the root."""
    node = leaf
    for sibling in proof:
        node = _pair(node, sibling)
    return node == root


def _parents(level: Sequence[bytes]) -> list[bytes]:
    return [
        _pair(*level[start : start + 2]) if start + 1 < len(level) else level[start]
        for start in range(0, len(level), 2)
    ]


def _pair(one: bytes, other: bytes) -> bytes:
    return keccak(min(one, other) + max(one, other))
