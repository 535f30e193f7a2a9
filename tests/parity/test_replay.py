"""Evolving from a chain's events gives what its contracts answered after every block."""

from __future__ import annotations

from collections import defaultdict
from itertools import cycle

from pair import Pair, compare_trainer, same_read

from commonweal.commitment import contribution_key
from commonweal.events import Contributed, Recorded
from commonweal.runtime.twin import TwinViews
from commonweal.twin import world
from commonweal.twin.world import WorldState
from commonweal.types import Address, IncentiveKind


def test_evolving_from_events_equals_the_views_at_every_block(played_chain: Pair) -> None:
    pair, contract = played_chain, played_chain.contract
    blocks = contract.transport.blocks(range(contract.transport.block().number + 1))
    events: dict[int, list[Recorded]] = defaultdict(list)
    for recorded in contract.history(0, blocks[-1].number):
        events[recorded.block_number].append(recorded)
    state = WorldState.new(contract.registry)
    views = TwinViews(state, 0)
    keys: dict[Address, list[bytes]] = defaultdict(list)
    people = cycle(pair.people)
    trainer: Address | None = None
    for block in blocks:
        for recorded in events[block.number]:
            assert (recorded.block_hash, recorded.timestamp_s) == (block.hash, block.timestamp_s)
            world.replay(state, [recorded])
            if recorded.emitter in state.trainers:
                trainer = recorded.emitter
            if isinstance(recorded.event, Contributed):
                key = contribution_key(recorded.event.contributor, recorded.event.samples)
                keys[recorded.emitter].append(key)
        for forced, amount_wei in pair.forced.get(block.number, ()):
            state.trainer(forced).forced_wei += amount_wei
        if trainer is None:
            continue
        views = TwinViews(state, block.timestamp_s)
        then = contract.at(block.number)
        same_read(then, views, "trainer_count")
        if views.trainer(trainer).incentive is IncentiveKind.STAKE:
            same_read(then, views, "quote_wei", trainer, 7)
        if events[block.number]:
            # All accounts take turns, beside those that the events name.
            named = {
                person for person in pair.people if person in repr(events[block.number][0].event)
            }
            compare_trainer(then, views, trainer, named | {next(people)}, keys[trainer][-2:])
    for info in views.trainers():
        for other in (contract, pair.twin):
            compare_trainer(other, views, info.address, pair.people, keys[info.address])
    same_read(contract, views, "trainers")
