"""Free reads of markets from their contracts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, TypeVar

from commonweal.commitment import contract_address
from commonweal.errors import ActionFault, Rejection, UnknownRevertFault
from commonweal.events import MarketOpened
from commonweal.runtime import codec
from commonweal.runtime.abi_values import made
from commonweal.runtime.base import MarketInfo, TrainerInfo
from commonweal.runtime.transports.base import Transport
from commonweal.types import (
    Address,
    ChallengeHead,
    ContributionRecord,
    DirectRun,
    IncentiveKind,
    MarketBonds,
    MarketHead,
    MarketOutcome,
    MarketRoots,
    ProposalHead,
    Trace,
)

_T = TypeVar("_T")


class ContractMarketViews(ABC):
    """The part of the contracts' reads that is about markets.

    Parameters
    ----------
    transport
        Way to the chain.
    block
        Number of the block after which to read; None reads what is latest.
    known_markets
        Models by the markets that they are known to have made, to be shared. An address tells by
        itself who made it, so this never changes.
    """

    def __init__(
        self, transport: Transport, block: int | None, known_markets: dict[Address, Address]
    ) -> None:
        self.transport = transport
        self._block = block
        self._known_markets = known_markets

    @abstractmethod
    def trainer(self, address: Address) -> TrainerInfo:
        """Give the trainer at this address."""

    @abstractmethod
    def _read(self, contract: str, to: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        """Call a function that only reads."""

    def market_count(self, trainer: Address) -> int:
        """Give how many markets a model ever opened; 0 for one that does not learn by them."""
        if self.trainer(trainer).incentive is not IncentiveKind.MARKET:
            return 0
        count, _ = self._read(codec.MARKET_TRAINER, trainer, "markets")
        return int(count)

    def markets(self, trainer: Address) -> tuple[MarketInfo, ...]:
        """Give all markets of a model in order."""
        count = self.market_count(trainer)
        if count == 0:
            return ()
        last = self.transport.block().number if self._block is None else self._block
        first = self.trainer(trainer).deployed_at_block
        logs = self.transport.logs([trainer], first, last, [codec.topic(MarketOpened)])
        found = [(codec.event_of(log.topics, log.data), log.block_number) for log in logs]
        markets = tuple(
            MarketInfo.of(event, trainer, block_number)
            for event, block_number in found
            if isinstance(event, MarketOpened)
        )
        if len(markets) != count:
            raise ActionFault(
                f"The chain should hold the openings of the {count} markets of model {trainer} but "
                f"gives {len(markets)}; use a node that keeps all logs."
            )
        return markets

    def market(self, address: Address) -> MarketInfo:
        """Give what never changes of a market."""
        trainer = self._model_of(address)
        return next(info for info in self.markets(trainer) if info.address == address)

    def market_head(self, market: Address) -> MarketHead:
        """Give where a market stands."""
        return self._made(MarketHead, market, "head")

    def market_roots(self, market: Address) -> MarketRoots:
        """Give the commitments to the test set, and the hash of the weights at the start."""
        return self._made(MarketRoots, market, "roots")

    def record_of(self, market: Address, index: int) -> ContributionRecord:
        """Give what a market keeps of a contribution."""
        return self._made(ContributionRecord, market, "recordOf", index)

    def rows_hash_of(self, market: Address, part: int) -> bytes:
        """Give keccak256 of a part's rows, 0 before it is revealed."""
        (found,) = self._of_market(market, "rowsHashOf", part)
        return bytes(found)

    def trace(self, market: Address) -> Trace:
        """Give the row of steps: from `RESOLVING` on."""
        return self._made(Trace, market, "trace")

    def direct(self, market: Address) -> DirectRun:
        """Give where the direct run is."""
        return self._made(DirectRun, market, "direct")

    def proposal_of(self, market: Address, id_: bytes) -> ProposalHead:
        """Give where a proposal stands; all 0 if it is unknown or closed."""
        return self._made(ProposalHead, market, "proposalOf", id_)

    def challenge_of(self, market: Address, id_: bytes, segment: int) -> ChallengeHead:
        """Give where a challenge stands; all 0 if there is none or it is closed."""
        return self._made(ChallengeHead, market, "challengeOf", id_, segment)

    def outcome(self, market: Address) -> MarketOutcome:
        """Give how a market ended; all 0 before."""
        return self._made(MarketOutcome, market, "outcome")

    def market_quote_wei(self, market: Address) -> int:
        """Give the least value of a contribution in the market's next place."""
        (quote,) = self._of_market(market, "quoteWei")
        return int(quote)

    def bonds_wei(self, market: Address) -> MarketBonds:
        """Give the bond of a proposal and that of a challenge."""
        return self._made(MarketBonds, market, "bondsWei")

    def market_credit_wei(self, market: Address, account: Address) -> int:
        """Give what a withdrawal from a market would pay now."""
        (credit,) = self._of_market(market, "creditWei", account)
        return int(credit)

    def is_over(self, market: Address) -> bool:
        """Whether the model may open its next market."""
        (over,) = self._of_market(market, "isOver")
        return bool(over)

    def _market_addresses(self, trainer: Address) -> tuple[Address, ...]:
        count = self.market_count(trainer)
        found = tuple(contract_address(trainer, number + 1) for number in range(count))
        self._known_markets.update(dict.fromkeys(found, trainer))
        return found

    def _find_market(self, address: Address) -> Address | None:
        """Give the model whose market stands at an address, if it is one of this registry."""
        if address in self._known_markets:
            return self._known_markets[address]
        try:
            trainer, _, number = self._read(codec.MARKET, address, "identity")
            # Only the model itself can have made a contract at this address.
            if contract_address(trainer, number + 1) != address:
                return None
            self.trainer(trainer)
        except (ActionFault, Rejection, UnknownRevertFault, OverflowError):
            return None
        self._known_markets[address] = trainer
        return str(trainer)

    def _model_of(self, market: Address) -> Address:
        found = self._find_market(market)
        if found is None:
            raise ActionFault(
                f"A market was expected at {market} but there is none of this registry's models; "
                "use an address from the list of markets."
            )
        return found

    def _made(self, cls: type[_T], market: Address, name: str, *arguments: Any) -> _T:
        return made(cls, self._of_market(market, name, *arguments))

    def _of_market(self, market: Address, name: str, *arguments: Any) -> tuple[Any, ...]:
        self._model_of(market)
        return self._read(codec.MARKET, market, name, *arguments)
