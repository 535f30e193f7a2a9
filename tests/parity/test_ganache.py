"""A thousand random calls on Ganache: contracts and twin say the same, by the block's time."""

from __future__ import annotations

from pair import Pair
from worlds import CHAIN_CALLS


def test_contracts_on_a_chain_and_twin_say_the_same(played_chain: Pair) -> None:
    assert played_chain.calls >= CHAIN_CALLS
    assert min(played_chain.accepted, played_chain.rejected) > CHAIN_CALLS // 10
