"""Puts the story on: starts a chain, tells the story there, recomputes it on the twin."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from commonweal.demo.cast import Cast, Role
from commonweal.demo.check import Comparison, compare, recompute
from commonweal.demo.facts import Facts, gather
from commonweal.demo.market import MarketFacts, MarketStory
from commonweal.demo.productions import productions
from commonweal.demo.story import Narrator, Story
from commonweal.encoders.manifest import ManifestStore
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.settings import Settings


@dataclass(frozen=True, slots=True)
class Performance:
    """What came out.

    Attributes
    ----------
    facts : Facts
        The figures when everybody had been paid.
    comparisons : tuple of Comparison
        Chain against twin and books, at the very end.
    cast : Cast
        Who took part.
    market : MarketFacts
        What became of the market.
    seconds : float
        How long it took.
    """

    facts: Facts
    comparisons: tuple[Comparison, ...]
    cast: Cast
    market: MarketFacts
    seconds: float


def perform(
    rpc_url: str,
    settings: Settings,
    narrator: Narrator,
    seed: int,
    clock: Callable[[], float] = time.monotonic,
) -> Performance:
    """Deploy a registry to a fresh local chain and tell the whole story there."""
    start_s = clock()
    transport = Web3Transport(rpc_url)
    cast = Cast.of(transport.accounts())
    narrator.act("A local chain")
    deployment = deploy(transport, cast[Role.DEPLOYER])
    deployment.save(settings.deployments_folder)
    narrator.tell(f"chain {transport.chain_id} at {rpc_url}, registry {deployment.registry}")
    runtime = ContractRuntime(transport, deployment.registry)
    story = Story(runtime, cast, ManifestStore(settings.encoders_folder), narrator)
    story.tell(productions(seed))
    facts = gather(story)
    narrator.act("A market pays for what improves a model, and a lie is caught")
    manifests = ManifestStore(settings.encoders_folder)
    market = MarketStory(runtime, cast, story.books, manifests, narrator, settings).tell(seed)
    narrator.act("New contributions are left open for you")
    story.leave_open()
    left = sum(len(stage.opened) for stage in story.stages)
    narrator.tell(f"{left} contributions, due at different times")
    narrator.act("Everything is recomputed in Python")
    history = runtime.history(deployment.block_number, transport.block().number)
    twin = recompute(deployment.registry, history, runtime.now_s())
    comparisons = list(compare(runtime, twin, cast.addresses.values(), history))
    comparisons += [
        Comparison(
            f"purse of {role}",
            runtime.balance_wei(cast[role]),
            story.books.expected_balance_wei(cast[role]),
        )
        for role in Role
    ]
    equal = sum(comparison.equal for comparison in comparisons)
    narrator.tell(f"{len(history)} events replayed, {equal} of {len(comparisons)} figures equal")
    return Performance(facts, tuple(comparisons), cast, market, clock() - start_s)
