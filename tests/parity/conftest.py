"""The seed of the random play, and what was played, shown after the run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random, SystemRandom
from time import perf_counter

import pytest
from pair import Pair
from player import Player
from worlds import CHAIN_CALLS, ganache_pair

from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport

SEED_VARIABLE = "COMMONWEAL_SEED"
_played: list[str] = []


@pytest.fixture(scope="session")
def seed() -> int:
    """Seed of all choices: from the environment, else a new one."""
    return int(os.environ.get(SEED_VARIABLE) or SystemRandom().randrange(2**32))


@pytest.fixture(scope="session")
def played() -> list[str]:
    """Sentences to show after the run."""
    return _played


@pytest.fixture(scope="session")
def played_chain(seed: int, played: list[str]) -> Iterator[Pair]:
    """Let a player play on Ganache, and give the pair that he played on."""
    started_s = perf_counter()
    with Ganache(accounts=6, balance_eth=10**12) as ganache:
        pair, giver = ganache_pair(Web3Transport(ganache.url, chain_id=ganache.chain_id))
        player = Player(pair, Random(f"{seed}/chain"), giver, most_trainers=4)
        try:
            player.set_up()
            player.play(CHAIN_CALLS)
        finally:
            seconds = perf_counter() - started_s
            played.append(f"parity on Ganache, seed {seed}: {pair.summary()} in {seconds:.0f} s")
        yield pair


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for sentence in _played:
        terminalreporter.write_line(sentence)
