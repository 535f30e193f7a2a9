"""Leaves of an ordered tree show at their own places only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.commitment import keccak
from commonweal.twin.market import ordered_tree

LEAVES = tuple(keccak(bytes([number])) for number in range(64))


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 9, 33, 44])
def test_each_leaf_shows_at_its_own_place_only(count: int) -> None:
    leaves = LEAVES[:count]
    root = ordered_tree.root(leaves)
    for place in range(count):
        proof = ordered_tree.proof(leaves, place)
        assert len(proof) == ordered_tree.depth(count)
        shown_at = [
            other
            for other in range(count)
            if ordered_tree.verify(proof, root, leaves[place], other, count)
        ]
        assert shown_at == [place]


@given(count=st.integers(2, 44), place=st.integers(0, 43), other=st.integers(2, 44))
def test_a_tree_of_another_size_proves_nothing(count: int, place: int, other: int) -> None:
    place %= count
    proof = ordered_tree.proof(LEAVES[:count], place)
    root = ordered_tree.root(LEAVES[:count])
    shown = ordered_tree.verify(proof, root, LEAVES[place], place, other)
    assert shown == (ordered_tree.depth(other) == ordered_tree.depth(count))


def test_a_root_over_more_leaves_than_there_are_places_shows_none_of_them() -> None:
    # Two faces for each of three parts, behind one root.
    root = ordered_tree.root(LEAVES[:6])
    for leaf in range(6):
        proof = ordered_tree.proof(LEAVES[:6], leaf)
        assert not any(
            ordered_tree.verify(proof[:length], root, LEAVES[leaf], place, 3)
            for length in range(4)
            for place in range(3)
        )


def test_an_empty_place_hashes_as_zeros() -> None:
    one, two, three = LEAVES[:3]
    expected = keccak(keccak(one + two) + keccak(three + bytes(32)))
    assert ordered_tree.root(LEAVES[:3]) == expected
