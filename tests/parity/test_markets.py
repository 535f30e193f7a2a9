"""Random calls to markets of all phases: contracts and twin say the same, and so do replays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from random import Random
from time import perf_counter

import pytest
from market_pair import compare_market
from market_player import MarketPlayer
from pair import Pair, same_read
from worlds import ganache_pair, in_process_pair

from commonweal.events import Recorded
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.runtime.twin import TwinViews
from commonweal.twin import world
from commonweal.twin.market import money
from commonweal.twin.world import WorldState

PARTS = 4
CALLS = 1_500
CHAIN_CALLS = 250
ALWAYS = {
    "MarketOpened",
    "PartDrawn",
    "PartRevealed",
    "Contributed",
    "Committed",
    "ContributionRevealed",
    "ParticipationEnded",
    "RevealEnded",
    "ResultOpened",
    "StepsRun",
    "ResultProposed",
    "SegmentChallenged",
    "Credited",
    "Withdrawn",
    "Burnt",
}
"""Events that are all but sure to happen in so many calls."""


@pytest.mark.parametrize("part", range(PARTS))
def test_contracts_and_twin_say_the_same_of_markets(
    part: int, seed: int, played: list[str]
) -> None:
    pair, _, _ = in_process_pair()
    player = _play(
        pair, Random(f"{seed}/markets/{part}"), CALLS, f"in process, part {part}", played
    )
    assert player.happened.keys() >= ALWAYS
    last = pair.contract.transport.block().number
    replayed = world.replay(WorldState.new(pair.contract.registry), pair.contract.history(0, last))
    views = TwinViews(replayed, pair.contract.now_s())
    for address, market in replayed.markets.items():
        compare_market(pair.contract, views, address, pair.people)
        assert market.recorded_wei == money.obligations_wei(market)
    for trainer in replayed.trainers:
        same_read(pair.contract, views, "markets", trainer)


@pytest.fixture(scope="module")
def chain(seed: int, played: list[str]) -> Iterator[Pair]:
    """Let a player play markets on Ganache."""
    with Ganache(accounts=6, balance_eth=10**12) as ganache:
        pair, _ = ganache_pair(Web3Transport(ganache.url, chain_id=ganache.chain_id))
        _play(pair, Random(f"{seed}/markets/chain"), CHAIN_CALLS, "on Ganache", played)
        yield pair


def test_evolving_from_events_equals_the_views_of_markets_at_every_block(chain: Pair) -> None:
    contract = chain.contract
    last = contract.transport.block().number
    events: dict[int, list[Recorded]] = defaultdict(list)
    for recorded in contract.history(0, last):
        events[recorded.block_number].append(recorded)
    state = WorldState.new(contract.registry)
    compared: Counter[str] = Counter()
    for number, recorded in sorted(events.items()):
        world.replay(state, recorded)
        touched = {each.emitter for each in recorded} & state.markets.keys()
        for market in touched:
            block = recorded[0]
            compare_market(
                contract.at(number), TwinViews(state, block.timestamp_s), market, chain.people[:2]
            )
            compared[state.markets[market].phase.name] += 1
    assert len(compared) > 3
    for market in state.markets:
        views = TwinViews(state, contract.transport.block().timestamp_s)
        compare_market(contract.at(last), views, market, chain.people)


def _play(pair: Pair, random: Random, calls: int, where: str, played: list[str]) -> MarketPlayer:
    started_s = perf_counter()
    player = MarketPlayer(pair, random, most_draws_missed=3)
    try:
        player.set_up()
        player.play(calls)
    finally:
        seconds = perf_counter() - started_s
        played.append(f"parity of markets {where}: {pair.summary()} in {seconds:.0f} s")
    return player
