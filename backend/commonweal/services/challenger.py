"""Follows all markets of a registry, recomputes every proposal, and makes wrong ones lose.

One that is online for some part of each window suffices, whatever happens to it in between: it
remembers nothing that the chain does not tell.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from commonweal.errors import CommonwealError, InsufficientFundsFault
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import Step, Wait, challenger_steps, wrong_segments
from commonweal.services.market_responder import Responder
from commonweal.services.market_trace import Watch, unwatched
from commonweal.twin.market import terms
from commonweal.types import Address, IncentiveKind

_LONGEST_WAIT_S = 60.0
_GAS_OF_A_DISPUTE = 5_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proposal was found to be.

    Attributes
    ----------
    market : str
        Of which market.
    id : bytes
        The proposal.
    is_right : bool
        Whether it is what follows from the data.
    refuted : bool
        Whether it has lost.
    """

    market: Address
    id: bytes
    is_right: bool
    refuted: bool


class Challenger:
    """Watches every proposal of every market.

    Parameters
    ----------
    responder : Responder
        Sends.
    tell : callable
        Told in sentences what is found.
    watch : callable
        Is told how many of how many contributions are computed.

    Attributes
    ----------
    waits : dict
        What is waited for, by market.
    """

    def __init__(
        self,
        responder: Responder,
        tell: Callable[[str], None] = lambda sentence: None,
        watch: Watch = unwatched,
    ) -> None:
        self.responder = responder
        self.waits: dict[Address, list[Wait]] = {}
        self._runtime = responder.runtime
        self._account = responder.account
        self._tell = tell
        self._watch = watch
        self._models: dict[Address, ModelMarkets] = {}
        self._told: set[tuple[Address, bytes, str]] = set()

    def look(self) -> list[Verdict]:
        """Look at all markets once and do what is to be done now.

        A market whose chain data cannot be used, or for which there is no money, does not keep the
        others from being looked at.

        Raises
        ------
        CommonwealError
            The first fault, after all markets had their turn.
        """
        verdicts: list[Verdict] = []
        first: CommonwealError | None = None
        for info in self._runtime.trainers():
            if info.incentive is not IncentiveKind.MARKET:
                continue
            markets = self._models.setdefault(info.address, ModelMarkets(self._runtime, info))
            try:
                markets.sync()
            except CommonwealError as fault:
                first = first or fault
                continue
            for market in list(markets.books):
                try:
                    verdicts += self._look_at(markets, market)
                except CommonwealError as fault:
                    first = first or fault
        if first is not None:
            raise first
        return verdicts

    def run(self, stop: threading.Event, poll_s: float) -> None:
        """Look again and again until told to stop; faults are told, and looking goes on."""
        wait_s, said = poll_s, ""
        while not stop.is_set():
            try:
                self.look()
                wait_s, said = poll_s, ""
            except CommonwealError as fault:
                if fault.sentence != said:
                    said = fault.sentence
                    self._tell(said)
                wait_s = min(2 * wait_s, max(_LONGEST_WAIT_S, poll_s))
            stop.wait(wait_s)

    def _look_at(self, markets: ModelMarkets, market: Address) -> list[Verdict]:
        book = markets.books.get(market)
        if book is None:
            return []
        if not book.is_computable or not _concerns(book, self._account):
            self.waits.pop(market, None)
            book.forget_trace()
            return []
        self._check_funds(book)
        self.waits[market] = self.responder.pursue(markets, market, self._decide)
        for wait in self.waits[market]:
            self._once(market, b"", f"Waiting: {wait.why}.")
        return self._verdicts(markets.book(market))

    def _decide(self, book: MarketBook, now_s: int) -> list[Step]:
        self._verdicts(book)
        return challenger_steps(book.state, book.trace(self._watch), self._account, now_s)

    def _verdicts(self, book: MarketBook) -> list[Verdict]:
        state, truth = book.state, book.trace(self._watch)
        found: list[Verdict] = []
        for identity, proposal in state.proposals.items():
            is_right = not wrong_segments(state, proposal, truth)
            found.append(Verdict(state.address, identity, is_right, proposal.refuted))
            word = "right" if is_right else "WRONG"
            self._once(
                state.address,
                identity,
                f"Proposal 0x{identity.hex()[:8]} of {proposal.proposer} for market "
                f"{state.address} was recomputed over {state.step_count:,} steps: it is {word}.",
            )
        return found

    def _check_funds(self, book: MarketBook) -> None:
        """Say early that there is not enough money for a dispute."""
        state = book.state
        needed_wei = terms.challenge_bond_wei(state.terms)
        needed_wei += _GAS_OF_A_DISPUTE * state.terms.gas_price_wei
        found_wei = self._runtime.balance_wei(self._account)
        if found_wei < needed_wei:
            self._once(
                state.address,
                b"funds",
                InsufficientFundsFault(
                    f"A dispute of market {state.address} may need {needed_wei} wei for bond and "
                    f"gas but {self._account} has {found_wei} wei; send it ETH."
                ).sentence,
            )

    def _once(self, market: Address, about: bytes, sentence: str) -> None:
        if (market, about, sentence) not in self._told:
            self._told.add((market, about, sentence))
            self._tell(sentence)


def _concerns(book: MarketBook, account: Address) -> bool:
    """Whether anything about a market's proposals can still change, or is owed to us."""
    state = book.state
    return (
        any(proposal.stands for proposal in state.proposals.values())
        or any(challenge.challenger == account for challenge in state.challenges.values())
        or bool(state.credit_wei(account))
    )
