"""The twin's market scene, on the compiled contracts at the same time.

Every action is decided by both, which must say the same, to the wei.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import TypeAlias

import pytest
from market_scene import SPONSOR, MarketScene
from scene import ALICE, BOB, CAROL, CHAIN_ID, DAVE, DEPLOYER, REGISTRY, Scene

from commonweal.actions import Action, Call
from commonweal.errors import Rejection
from commonweal.events import Emitted
from commonweal.runtime.artifacts import artifact
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport, Snapshot
from commonweal.runtime.twin_markets import TwinMarketViews
from commonweal.twin import world
from commonweal.twin.world import WorldState
from commonweal.types import Address, Surroundings

RICHES_WEI = 2**110
READS = ("market_head", "market_roots", "trace", "direct", "outcome", "bonds_wei", "is_over")
PEOPLE = (DEPLOYER, SPONSOR, ALICE, BOB, CAROL, DAVE)
Decision: TypeAlias = tuple[Rejection | None, tuple[Emitted, ...]]
"""Why a call was refused, or what it emitted."""


@cache
def _chain() -> tuple[InProcessTransport, Address, Snapshot]:
    transport = InProcessTransport(
        dict.fromkeys(PEOPLE, RICHES_WEI), chain_id=CHAIN_ID, now_s=1_000_000
    )
    registry = deploy(transport, DEPLOYER).registry
    return transport, registry, transport.snapshot()


class ChainScene(Scene):
    """A world in the twin and on a chain, which is set back to its start for each scene."""

    def __init__(self) -> None:
        super().__init__()
        self.transport, self.registry, start = _chain()
        self.transport.revert(start)
        self.runtime = ContractRuntime(self.transport, self.registry)
        self.world = WorldState.new(self.registry)
        self.block_number = self.transport.block().number

    def submit(self, sender: Address, to: Address, action: Action) -> tuple[Emitted, ...]:
        """Decide in the twin and on the chain, and compare."""
        call = Call(sender, self.registry if to == REGISTRY else to, action)
        self.catch_up()
        rejection, decided = self.decide(call)
        refused, found = self.perform(call)
        assert refused == rejection
        assert found == decided
        if rejection is not None:
            raise rejection
        self.follow(decided)
        return decided

    def decide(self, call: Call) -> Decision:
        """Let the twin alone decide."""
        surroundings = Surroundings(CHAIN_ID, self.block_number + 1, self.transport.block_hash)
        try:
            return None, world.decide(self.world, call, self.now_s, surroundings)
        except Rejection as rejection:
            return rejection, ()

    def perform(self, call: Call) -> Decision:
        """Let the chain alone decide."""
        outcome = self.runtime.run(call)
        return outcome.rejection, outcome.emitted

    def follow(self, emitted: Sequence[Emitted]) -> None:
        """Let the twin know what a new block holds."""
        self.block_number += 1
        for one in emitted:
            world.evolve(self.world, one, self.now_s, self.block_number)
            self.emitted.append((one, self.now_s, self.block_number))

    def catch_up(self) -> None:
        """Bring the chain to the scene's block and time."""
        missing = self.block_number - self.transport.block().number
        assert missing >= 0
        self.transport.advance_time(self.now_s - self.transport.now_s())
        self.transport.advance_blocks(missing)


class ChainMarketScene(MarketScene, ChainScene):
    """A market in the twin and on a chain."""

    def check_money(self) -> None:
        """Check that the chain's money and reads are the twin's."""
        super().check_money()
        market, runtime = self.market, self.runtime
        assert self.transport.balance_wei(self.address) == market.balance_wei
        assert self.transport.balance_wei(self.trainer.address) == 0
        twin, here = TwinMarketViews(self.world, self.now_s), self.address
        for read in READS:
            assert getattr(runtime, read)(here) == getattr(twin, read)(here), read
        if market.contribution_count < market.terms.capacity:
            assert runtime.market_quote_wei(here) == twin.market_quote_wei(here)
        for account in dict.fromkeys((*PEOPLE, *market.credits_wei)):
            found = runtime.market_credit_wei(here, account)
            assert found == twin.market_credit_wei(here, account)
        for index in range(market.contribution_count + 1):
            assert runtime.record_of(here, index) == twin.record_of(here, index)
        for part in range(market.terms.part_count + 1):
            assert runtime.rows_hash_of(here, part) == twin.rows_hash_of(here, part)
        for id_ in (*market.proposals, bytes(32)):
            assert runtime.proposal_of(here, id_) == twin.proposal_of(here, id_)
            for segment in range(market.segment_count):
                found = runtime.challenge_of(here, id_, segment)
                assert found == twin.challenge_of(here, id_, segment)
        words = self.market.shape.word_count
        found = runtime.weight_words(self.trainer.address, 0, words)
        assert found == self.trainer.weight_words(0, words)

    def commit_to(self, test_root: bytes) -> None:
        """Let the market stand under another commitment."""
        layout = artifact("Market").storage_layout["storage"]
        (slot,) = (int(entry["slot"]) for entry in layout if entry["label"] == "_testRoot")
        self.transport._write_slot(self.address, slot, int.from_bytes(test_root, "big"))
        self.market.test_root = test_root


def bring_on_chain(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """Let a module of the twin's tests act on the chain as well."""
    monkeypatch.setattr(module, "MarketScene", ChainMarketScene, raising=False)
    if hasattr(module, "REGISTRY"):
        monkeypatch.setattr(module, "REGISTRY", _chain()[1])
