"""The twin's market scene, on the compiled contracts at the same time.

Every action is decided by both, which must say the same, to the wei.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from commonweal.actions import Action, Call
from commonweal.errors import Rejection
from commonweal.events import Emitted
from commonweal.runtime.artifacts import artifact
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport, Snapshot
from commonweal.twin import world
from commonweal.twin.market.encoding import proposal_id
from commonweal.twin.world import WorldState
from commonweal.types import Address, Proposal, Surroundings

_TWIN = Path(__file__).parents[1] / "unit" / "twin"
sys.path[:0] = [str(_TWIN), str(_TWIN / "market")]

from market_scene import SPONSOR, MarketScene  # noqa: E402  # found by the line above
from scene import (  # noqa: E402
    ALICE,
    BOB,
    CAROL,
    CHAIN_ID,
    DAVE,
    DEPLOYER,
    REGISTRY,
)

RICHES_WEI = 2**110
PEOPLE = (DEPLOYER, SPONSOR, ALICE, BOB, CAROL, DAVE)


@cache
def _chain() -> tuple[InProcessTransport, Address, Snapshot]:
    transport = InProcessTransport(
        dict.fromkeys(PEOPLE, RICHES_WEI), chain_id=CHAIN_ID, now_s=1_000_000
    )
    registry = deploy(transport, DEPLOYER).registry
    return transport, registry, transport.snapshot()


class ChainMarketScene(MarketScene):
    """A market in the twin and on a chain, which is set back to its start for each scene."""

    def __init__(self, *arguments: object, **named: object) -> None:
        self.transport, self.registry, start = _chain()
        self.transport.revert(start)
        self.runtime = ContractRuntime(self.transport, self.registry)
        self._begun = False
        super().__init__(*arguments, **named)  # type: ignore[arg-type]

    def submit(self, sender: Address, to: Address, action: Action) -> tuple[Emitted, ...]:
        """Decide in the twin and on the chain, and compare."""
        if not self._begun:
            self._begun = True
            self.world = WorldState.new(self.registry)
            self.block_number = self.transport.block().number
        call = Call(sender, self.registry if to == REGISTRY else to, action)
        self._follow()
        surroundings = Surroundings(CHAIN_ID, self.block_number + 1, self.transport.block_hash)
        try:
            decided = world.decide(self.world, call, self.now_s, surroundings)
        except Rejection as rejection:
            assert self.runtime.run(call).rejection == rejection
            raise
        found = self.runtime.run(call)
        assert found.rejection is None
        assert found.emitted == decided
        self.block_number += 1
        for one in decided:
            world.evolve(self.world, one, self.now_s, self.block_number)
            self.emitted.append((one, self.now_s, self.block_number))
        return decided

    def check_money(self) -> None:
        """Check that the chain's money and reads are the twin's."""
        super().check_money()
        market, runtime = self.market, self.runtime
        assert self.transport.balance_wei(self.address) == market.recorded_wei
        assert self.transport.balance_wei(self.trainer.address) == 0
        assert runtime.market_head(self.address) == market.head
        for account in PEOPLE:
            found = runtime.market_credit_wei(self.address, account)
            assert found == market.credits_wei.get(account, 0)

    def commit_to(self, test_root: bytes) -> None:
        """Let the market stand under another commitment."""
        layout = artifact("Market").storage_layout["storage"]
        (slot,) = (int(entry["slot"]) for entry in layout if entry["label"] == "_testRoot")
        self.transport._write_slot(self.address, slot, int.from_bytes(test_root, "big"))
        self.market.test_root = test_root

    def _follow(self) -> None:
        """Bring the chain to the scene's block and time."""
        missing = self.block_number - self.transport.block().number
        assert missing >= 0
        self.transport.advance_time(self.now_s - self.transport.now_s())
        self.transport.advance_blocks(missing)


def id_of(proposal: Proposal) -> bytes:
    """Give the id of a proposal."""
    return proposal_id(proposal)
