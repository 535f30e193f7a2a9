"""A hundred thousand random calls: contracts in this process and twin say the same."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest
from player import Player
from worlds import PEOPLE, in_process_pair

PARTS = 10
CALLS = 10_000


@pytest.mark.parametrize("part", range(PARTS))
def test_contracts_and_twin_say_the_same(part: int, seed: int, played: list[str]) -> None:
    started_s = perf_counter()
    pair, giver, receiver = in_process_pair()
    player = Player(pair, Random(f"{seed}/{part}"), giver, recipients=(receiver,))
    try:
        player.set_up()
        player.play(CALLS)
        for account in (*PEOPLE, receiver):
            pair.read("balance_wei", account)
    finally:
        seconds = perf_counter() - started_s
        played.append(
            f"parity in process, seed {seed}, part {part}: {pair.summary()} in {seconds:.0f} s"
        )
    assert pair.calls >= CALLS
