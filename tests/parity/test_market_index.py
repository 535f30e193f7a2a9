"""An index of markets is the twin's state, in one go or in many, reopened or taken back."""

from __future__ import annotations

from pathlib import Path
from random import Random

from market_player import MarketPlayer
from pair import Pair
from worlds import in_process_pair

from commonweal.services.indexer import Indexer, identify
from commonweal.store import Index
from commonweal.twin.world import WorldState

CALLS = 600


def test_an_index_of_markets_is_the_twins_state(tmp_path: Path, seed: int) -> None:
    pair, _, _ = in_process_pair()
    player = MarketPlayer(pair, Random(f"{seed}/index"))
    transport = pair.contract.transport
    identity = identify(transport, pair.contract.registry)
    player.set_up()
    with Index.open(tmp_path, identity) as index:
        indexer = Indexer(transport, index)
        for _ in range(3):
            player.play(CALLS // 3)
            indexer.sync()
            assert_same(index, pair)
        last = index.last_sequence
        middle = transport.block().number // 2
    with Index.open(tmp_path, identity) as index:
        assert_same(index, pair)
        index.rewind(index.blocks_down_from(middle, 1)[0])
        with index.world() as world:
            assert len(world.markets) < len(pair.twin.state.markets)
        Indexer(transport, index).sync()
        assert index.last_sequence == last
        assert_same(index, pair)
        opened = sum(len(index.events_of(each, ["MarketOpened"])) for each in player.trainers)
        assert opened == len(pair.twin.state.markets)


def assert_same(index: Index, pair: Pair) -> None:
    with index.world() as world:
        assert world.markets == pair.twin.state.markets
        assert weights_of(world) == weights_of(pair.twin.state)


def weights_of(world: WorldState) -> dict[str, bytes]:
    return {address: trainer.packed_weights for address, trainer in world.trainers.items()}
