"""Markets in which contracts take part: whatever is to be paid to them runs their code."""

from __future__ import annotations

from market_on_chain import ChainMarketScene, Decision
from market_scene import SPONSOR
from scene import ALICE, DEPLOYER

from commonweal.actions import Action, Call
from commonweal.events import Emitted
from commonweal.runtime import codec
from commonweal.runtime.transports.base import Log, Message, Reverted
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketTerms


class PlayerScene(ChainMarketScene):
    """A market on a chain and in the twin, whose people may be contracts.

    Parameters
    ----------
    own
        Its terms.
    sponsor
        Contract that is its sponsor; an account if there is none.
    """

    def __init__(self, own: MarketTerms | None = None, sponsor: str | None = None) -> None:
        self.contracts: dict[Address, str] = {}
        self._sponsor_contract = sponsor
        self._sponsor = SPONSOR
        super().__init__(own)

    def open(self, own: MarketTerms, value_wei: int | None = None) -> MarketState:
        """Open a market with the scene's test set."""
        if self._sponsor_contract is not None:
            self._sponsor = self.join(self._sponsor_contract)
        return super().open(own, value_wei)

    def join(self, contract: str) -> Address:
        """Let a contract take part."""
        self.catch_up()
        creation = Message(DEPLOYER, None, codec.creation_data(contract))
        created = self.transport.wait(self.transport.send(creation), 0).created
        assert created is not None
        self.block_number += 1
        self.contracts[created] = contract
        return created

    def tell(self, account: Address, function: str, argument: object) -> None:
        """Set a contract of ours up."""
        self.catch_up()
        data = codec.function_data(self.contracts[account], function, argument)
        self.transport.send(Message(DEPLOYER, account, data))
        self.block_number += 1

    def submit(self, sender: Address, to: Address, action: Action) -> tuple[Emitted, ...]:
        """Decide in the twin and on the chain, and compare."""
        return super().submit(self._sponsor if sender == SPONSOR else sender, to, action)

    def perform(self, call: Call) -> Decision:
        """Let the chain alone decide; a contract is told to call."""
        if call.sender not in self.contracts:
            return super().perform(call)
        try:
            return None, self.emitted_by(self.execute(call))
        except Reverted as reverted:
            return codec.rejection_of(reverted.data), ()

    def execute(self, call: Call) -> tuple[Log, ...]:
        """Let a contract call with value that somebody gives it; give all logs."""
        contract = self.contracts[call.sender]
        data = codec.function_data(contract, "execute", call.to, codec.action_data(call.action))
        sent = self.transport.send(Message(ALICE, call.sender, data, call.value_wei))
        return self.transport.wait(sent, 0).logs

    def emitted_by(self, logs: tuple[Log, ...]) -> tuple[Emitted, ...]:
        """Give what contracts of this world emitted; a player may emit anything."""
        return tuple(
            Emitted(log.address, codec.event_of(log.topics, log.data))
            for log in logs
            if log.address not in self.contracts
        )
