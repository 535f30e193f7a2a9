"""ETH that nobody asked for: a market neither pays it out nor falters over it."""

from __future__ import annotations

import pytest
from market_ends import ENDS, Cast, play, settle
from market_on_chain import PEOPLE, ChainMarketScene

from commonweal.actions import Action, OpenMarket
from commonweal.commitment import contract_address
from commonweal.events import Emitted
from commonweal.runtime.codec import creation_data
from commonweal.runtime.transports.base import Message
from commonweal.types import ZERO_ADDRESS, Address, MarketTerms

GIVER = "0x" + "91" * 20


class ForcedScene(ChainMarketScene):
    """A market that gets more ETH by force before each call, its own opening included.

    Attributes
    ----------
    way : str
        How: by a contract that destroys itself, as a block's reward, or "no" force at all.
    forced_wei : int
        So far.
    """

    def __init__(self, own: MarketTerms, way: str) -> None:
        self.way = way
        self.forced_wei = 0
        super().__init__(own)

    def submit(self, sender: Address, to: Address, action: Action) -> tuple[Emitted, ...]:
        """Force, then decide in the twin and on the chain, and compare."""
        target = to
        if isinstance(action, OpenMarket):
            target = contract_address(to, action.number + 1)
        elif to not in self.world.markets:
            return super().submit(sender, to, action)
        self._force(target, 10**9 + 7 * self.block_number)
        emitted = super().submit(sender, to, action)
        self.world.markets[target].forced_wei = self.forced_wei
        return emitted

    def _force(self, target: Address, amount_wei: int) -> None:
        self.catch_up()
        # Each way takes a block, so that the draw sees the same.
        self.block_number += 1
        if self.way == "no":
            return
        self.forced_wei += amount_wei
        if self.way == "reward":
            self.transport.set_balance_wei(target, self.transport.balance_wei(target) + amount_wei)
            return
        self.transport.set_balance_wei(GIVER, amount_wei)
        code = creation_data("ForceEther", target)
        self.transport.send(Message(GIVER, None, code, amount_wei))


def played(end: str, way: str) -> ForcedScene:
    """Play a market to its end and pay everybody out."""
    scene = ForcedScene(ENDS[end].terms, way)
    settle(scene, play(end, scene, Cast()))
    return scene


def wealth(scene: ForcedScene) -> dict[Address, int]:
    """ETH of everybody, and what was burnt."""
    return {each: scene.transport.balance_wei(each) for each in (*PEOPLE, ZERO_ADDRESS)}


@pytest.mark.parametrize("way", ["selfdestruct", "reward"])
@pytest.mark.parametrize("end", ENDS)
def test_forced_eth_changes_nothing(end: str, way: str) -> None:
    plain = played(end, "no")
    expected = plain.emitted, wealth(plain)
    assert plain.transport.balance_wei(plain.address) == 0
    forced = played(end, way)
    assert (forced.emitted, wealth(forced)) == expected
    assert forced.forced_wei > 10**9
    assert forced.transport.balance_wei(forced.address) == forced.forced_wei
