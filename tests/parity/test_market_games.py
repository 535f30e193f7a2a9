"""In thousands of games about a market's result the honest side wins and the liars lose."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest
from market_game import RESULT_FIELDS, STATE_FIELDS, STEP_KINDS, Game, make_setting
from worlds import ganache_pair, in_process_pair

from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport

SETTINGS = 10
GAMES = 200
"""Of each setting."""
CHAIN_GAMES = 50
SLACK_S = 60
"""On a chain whose clock goes on by itself."""
TRICKS = {
    *(f"state: {name}" for name in STATE_FIELDS),
    *(f"result: {name}" for name in RESULT_FIELDS),
    *(f"step: {name}" for name in STEP_KINDS),
    "rejoins the truth",
    "friendly challenger",
    "challenge beside",
    "challenge of the truth",
    "hashes withheld",
    "late reveal",
    "silence",
    "direct run",
    "left to the direct run",
}


@pytest.mark.parametrize("number", range(SETTINGS))
def test_the_honest_side_always_wins(number: int, seed: int, played: list[str]) -> None:
    started_s = perf_counter()
    random = Random(f"{seed}/games/{number}")
    pair, _, _ = in_process_pair()
    setting = make_setting(pair, random)
    transport = pair.contract.transport
    tricks: set[str] = set()
    refuted = 0
    for game_number in range(GAMES):
        snapshot = transport.snapshot()  # type: ignore[attr-defined]
        game = Game(setting, Random(f"{seed}/games/{number}/{game_number}"))
        game.play()
        tricks |= game.tricks
        refuted += game.refuted
        transport.revert(snapshot)  # type: ignore[attr-defined]
    assert tricks >= TRICKS
    played.append(
        f"games about a result {number}, seed {seed}: {GAMES} games, {refuted} lies refuted in "
        f"{perf_counter() - started_s:.0f} s"
    )


def test_the_honest_side_wins_on_ganache(seed: int, played: list[str]) -> None:
    started_s = perf_counter()
    with Ganache(accounts=7, balance_eth=10**12) as ganache:
        transport = Web3Transport(ganache.url, chain_id=ganache.chain_id)
        pair, _ = ganache_pair(transport)
        setting = make_setting(pair, Random(f"{seed}/chain games"))
        refuted = 0
        for number in range(CHAIN_GAMES):
            snapshot = transport.node.ask("evm_snapshot")
            game = Game(setting, Random(f"{seed}/chain games/{number}"), SLACK_S)
            game.play()
            refuted += game.refuted
            transport.node.ask("evm_revert", snapshot)
    played.append(
        f"games about a result on Ganache, seed {seed}: {CHAIN_GAMES} games, {refuted} lies "
        f"refuted in {perf_counter() - started_s:.0f} s"
    )
