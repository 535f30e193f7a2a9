"""Merkle trees whose leaves keep their places: pairs are hashed as they stand.

For roots that somebody chooses. Trees with sorted pairs (see `merkle`) would let more leaves hide
behind one than there are places, to be shown as it suits. A tree is filled up with zeros to the
next power of two.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.commitment import keccak

_EMPTY = bytes(32)


def depth(count: int) -> int:
    """Give the length of every proof in a tree of so many leaves, at least two."""
    return (count - 1).bit_length()


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root of a tree of at least two leaves (32 bytes each)."""
    (top,) = _levels(leaves)[-1]
    return top


def proof(leaves: Sequence[bytes], place: int) -> tuple[bytes, ...]:
    """Give the siblings from the leaf at a place up to the root."""
    return tuple(level[(place >> height) ^ 1] for height, level in enumerate(_levels(leaves)[:-1]))


def verify(proof: Sequence[bytes], root: bytes, leaf: bytes, place: int, count: int) -> bool:
    """Whether the siblings lead from the leaf at a place to the root over `count` leaves."""
    if len(proof) != depth(count):
        return False
    node = leaf
    for height, sibling in enumerate(proof):
        is_right = place >> height & 1
        node = keccak(sibling + node if is_right else node + sibling)
    return node == root


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    level = [*leaves, *[_EMPTY] * (2 ** depth(len(leaves)) - len(leaves))]
    levels = [level]
    while len(level) > 1:
        level = [keccak(level[at] + level[at + 1]) for at in range(0, len(level), 2)]
        levels.append(level)
    return levels
