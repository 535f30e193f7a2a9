"""Everything known of the markets of a model, folded from the chain's own events.

A book holds a market's state (by the twin's `evolve`), the weights that the market starts from,
and, once the whole test set is known, the trace of its result, computed here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from commonweal.commitment import contract_address, keccak
from commonweal.errors import ActionFault, ReorgFault
from commonweal.events import MarketOpened, Recorded, WeightsAdopted, WeightsUploaded
from commonweal.runtime.base import Block, TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.twin_markets import head_of, proposal_head_of
from commonweal.services.history import ChainMoved, HistoryReader
from commonweal.services.market_trace import MarketTrace, Watch, compute, unwatched
from commonweal.twin.market import market as twin
from commonweal.twin.market.state import MarketState
from commonweal.twin.models import new_model
from commonweal.types import Address, MarketPhase

# Before each attempt to read: nodes give logs a little later than blocks.
_PAUSES_S = (0, 0, 0.1, 0.5, 1.0)
_KNOWN_TO_THE_END = (MarketPhase.RESOLVING, MarketPhase.RESOLVED, MarketPhase.EXPIRED)


@dataclass(slots=True)
class MarketBook:
    """A market as far as the chain tells.

    Attributes
    ----------
    info : TrainerInfo
        Its model.
    state : MarketState
        What the market keeps.
    start_words : bytes
        Packed weights that it starts from.
    """

    info: TrainerInfo
    state: MarketState
    start_words: bytes
    _trace: MarketTrace | None = None

    @property
    def is_computable(self) -> bool:
        """Whether everything is known that the result follows from."""
        return self.state.phase in _KNOWN_TO_THE_END and bool(self.state.step_count)

    def trace(self, watch: Watch = unwatched) -> MarketTrace:
        """Compute the row of steps and the result, once.

        Parameters
        ----------
        watch
            Is told how many of how many contributions are done.

        Raises
        ------
        ActionFault
            The test set is not known yet.
        ReorgFault
            What the node gave does not lead to the hash that the market itself computed.
        """
        if not self.is_computable:
            raise ActionFault(
                f"The result of market {self.state.address} follows from its whole test set but "
                f"the market is in {self.state.phase.label}; wait until the sponsor revealed it."
            )
        if self._trace is None:
            trace = compute(self.state, self.start_words, watch)
            if trace.hashes[0] != self.state.first_hash:
                raise ReorgFault(
                    f"The steps of market {self.state.address} should begin with "
                    f"0x{self.state.first_hash.hex()} as the market says but begin with "
                    f"0x{trace.hashes[0].hex()}; the node does not give all logs, so use another."
                )
            self._trace = trace
        return self._trace

    def forget_trace(self) -> None:
        """Give the trace's memory back until it is asked for again."""
        self._trace = None


class ModelMarkets:
    """The books of one model's markets; `sync` brings them to the chain's head.

    Attributes
    ----------
    info : TrainerInfo
        The model.
    books : dict
        Books by address, in the order of opening.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        info: TrainerInfo,
        listener: Callable[[Recorded], None] = lambda recorded: None,
    ) -> None:
        self.info = info
        self._listener = listener
        self._runtime = runtime
        self._transport = runtime.transport
        self._clear()

    def _clear(self) -> None:
        self.books: dict[Address, MarketBook] = {}
        self._model = new_model(self.info.model, self.info.shape)
        self._tip: Block | None = None

    @property
    def latest(self) -> MarketBook | None:
        """The market opened last, None if there was none."""
        return next(reversed(self.books.values()), None)

    def book(self, market: Address) -> MarketBook:
        """Give the book of a market that was there.

        Raises
        ------
        ReorgFault
            The chain no longer has it.
        """
        found = self.books.get(market)
        if found is None:
            raise ReorgFault(
                f"The chain had the market {market} but has replaced the block that opened it; try "
                "again in a moment, and open it again if it does not come back."
            )
        return found

    def sync(self, watch: Watch = unwatched) -> None:
        """Read what happened since the last call; begin again where the chain replaced it.

        Parameters
        ----------
        watch
            Is told how many of how many blocks are read.

        Raises
        ------
        ReorgFault
            The chain kept changing; try again.
        RpcFault
            The node does not answer; what was read stays.
        """
        for pause_s in _PAUSES_S:
            # A local chain gives all logs at once, or never.
            if pause_s and self._transport.confirmations:
                time.sleep(pause_s)
            try:
                self._sync(watch)
            except ChainMoved as moved:
                last = moved
                self._clear()
            else:
                return
        raise last

    def _sync(self, watch: Watch) -> None:
        tip = self._tip
        head = self._head()
        if tip is not None and (
            head.number < tip.number or self._transport.block(tip.number) != tip
        ):
            raise ChainMoved(
                f"Block {tip.number} should stay as it is but the chain replaced it; "
                "try again in a moment."
            )
        first = self.info.deployed_at_block if tip is None else tip.number + 1
        if first > head.number:
            return
        blocks = head.number - first + 1
        found = list(
            HistoryReader(self._transport).stream(
                first,
                head.number,
                self._addresses(),
                lambda number: watch(number - first + 1, blocks),
            )
        )
        try:
            for recorded in found:
                self._evolve(recorded)
        except LookupError as error:
            raise ChainMoved(self._gap(head)) from error
        self._check(head, {recorded.emitter for recorded in found})
        for recorded in found:
            self._listener(recorded)
        self._tip = head

    def _check(self, head: Block, heard: set[Address]) -> None:
        """Compare with what the contracts say: a node may give blocks before their logs."""
        views = self._runtime.at(head.number)
        if views.market_count(self.info.address) != len(self.books):
            raise ChainMoved(self._gap(head))
        for address, book in self.books.items():
            state = book.state
            is_alive = not state.ended or state.standing or address in heard
            if not is_alive:
                continue
            if views.market_head(address) != head_of(state) or any(
                views.proposal_of(address, identity) != proposal_head_of(proposal)
                for identity, proposal in state.proposals.items()
                if proposal.stands
            ):
                raise ChainMoved(self._gap(head))

    def _gap(self, head: Block) -> str:
        return (
            f"The events of the markets of {self.info.metadata.name} should lead to what the "
            f"contracts say at block {head.number} but do not; the node does not give all logs "
            "yet, so try again in a moment."
        )

    def _head(self) -> Block:
        """Give the last block that counts: what is shown for one that goes cannot be taken back."""
        head = self._transport.block()
        depth = min(self._transport.confirmations, head.number - self.info.deployed_at_block)
        return self._transport.block(head.number - depth) if depth > 0 else head

    def _addresses(self) -> frozenset[Address]:
        """Give the model and its markets, of which the number alone tells the addresses."""
        model = self.info.address
        count = self._runtime.market_count(model)
        return frozenset((model, *(contract_address(model, n + 1) for n in range(count))))

    def _evolve(self, recorded: Recorded) -> None:
        event = recorded.event
        book = self.books.get(recorded.emitter)
        if book is not None:
            twin.evolve(book.state, event, recorded.timestamp_s)
        elif isinstance(event, WeightsUploaded):
            self._model.upload(event.first_word, event.words)
        elif isinstance(event, WeightsAdopted):
            self._model.upload(0, event.words)
            self.books[event.market].state.adopted = True
        elif isinstance(event, MarketOpened):
            self.books[event.market] = self._opened(event, recorded.block_number)

    def _opened(self, event: MarketOpened, block_number: int) -> MarketBook:
        words = b"".join(self._model.words(0, self.info.shape.word_count))
        if keccak(words) != event.weights_hash:
            raise ReorgFault(
                f"Market {event.market} should start from weights that hash to "
                f"0x{event.weights_hash.hex()} but the model's events lead to "
                f"0x{keccak(words).hex()}; the node does not give all logs, so use another."
            )
        info = self.info
        state = MarketState.opened(event, info.address, info.model, info.shape, block_number)
        return MarketBook(info, state, words)


def latest_book(
    runtime: ContractRuntime,
    info: TrainerInfo,
    watch: Watch = unwatched,
) -> MarketBook:
    """Read the book of the market that a model opened last.

    Raises
    ------
    ActionFault
        The model has had no market.
    """
    markets = ModelMarkets(runtime, info)
    markets.sync(watch)
    book = markets.latest
    if book is None:
        raise ActionFault(
            f"{info.metadata.name} should have a market but none was opened yet; open one with "
            "`commonweal market open`."
        )
    return book
