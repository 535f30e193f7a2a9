"""Sends the moves of an actor of markets, whatever comes between; it decides nothing.

What was sent shows in the chain's events, so nothing is remembered here: when an answer is lost the
book is read again, and the same decision gives what is still to be done.
"""

from __future__ import annotations

from collections.abc import Callable

from commonweal.actions import Call
from commonweal.errors import InsufficientFundsFault, TimeoutFault
from commonweal.runtime.base import Outcome, Ticket
from commonweal.runtime.contract import ContractRuntime
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import Move, Step, Wait
from commonweal.types import Address

Decide = Callable[[MarketBook, int], list[Step]]
"""Says what to do, given a book and the time."""
MOST_ROUNDS = 64
"""How often a book is read again after moves were sent, before others have their turn."""
_REFUSED_WAIT_S = 60


class Responder:
    """Sends moves from one account.

    Parameters
    ----------
    runtime : ContractRuntime
        The chain.
    account : str
        Who sends.
    tell : callable
        Told in a sentence what was sent and what became of it.
    run : callable, optional
        Sends a call and waits; by default the runtime does.

    Attributes
    ----------
    outcomes : list of Outcome
        Of what was sent and accepted.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        account: Address,
        tell: Callable[[str], None] = lambda sentence: None,
        run: Callable[[Call], Outcome] | None = None,
    ) -> None:
        self.runtime = runtime
        self._run = run or self._submit_and_wait
        self._unmined: list[Ticket] = []
        self.account = account
        self.outcomes: list[Outcome] = []
        self._tell = tell

    def send(self, market: Address, move: Move) -> bool:
        """Send a move; tell whether the market accepted it.

        One that the market refuses is told, not raised: somebody else may have been quicker.

        Raises
        ------
        InsufficientFundsFault
            The account cannot pay for it.
        Fault
            The node does not answer; whether the move was sent shows in the book.
        """
        call = Call(self.account, market, move.action)
        name = type(move.action).__name__
        self._check_funds(call, name)
        outcome = self._run(call)
        if outcome.rejection is not None:
            self._tell(f"{name} was refused: {outcome.rejection.sentence}")
            return False
        self.outcomes.append(outcome)
        self._tell(f"{name}: {move.why}.")
        return True

    def pursue(self, markets: ModelMarkets, market: Address, decide: Decide) -> list[Wait]:
        """Read, decide and send until nothing is to be sent now; give what is waited for.

        A move that there is no money for does not keep the others from being sent.

        Raises
        ------
        InsufficientFundsFault
            There is no money for any of the moves.
        ReorgFault
            The chain no longer has the market.
        Fault
            As `send`.
        """
        for _ in range(MOST_ROUNDS):
            markets.sync()
            now_s = self.runtime.now_s()
            steps = decide(markets.book(market), now_s)
            moves = [step for step in steps if isinstance(step, Move)]
            if not moves:
                return [step for step in steps if isinstance(step, Wait)]
            sent, fault = False, None
            for move in moves:
                try:
                    sent = self.send(market, move) or sent
                except InsufficientFundsFault as missing:
                    fault = fault or missing
            if sent:
                continue
            if fault is not None:
                raise fault
            # The same book would give the same moves again.
            why = "the market refuses what should be sent now; it is looked at again"
            return [Wait(why, now_s + _REFUSED_WAIT_S)]
        return [Wait("there is more to send", now_s)]

    def _submit_and_wait(self, call: Call) -> Outcome:
        """Submit a call, or go on waiting for the same one that was not mined in time."""
        ticket = next((each for each in self._unmined if each.call == call), None)
        if ticket is None:
            ticket = self.runtime.submit(call)
        else:
            self._unmined.remove(ticket)
        try:
            return self.runtime.wait(ticket)
        except TimeoutFault:
            self._unmined.append(ticket)
            raise

    def _check_funds(self, call: Call, name: str) -> None:
        if not call.value_wei:
            return
        balance_wei = self.runtime.balance_wei(self.account)
        if balance_wei < call.value_wei:
            raise InsufficientFundsFault(
                f"{name} needs a bond of {call.value_wei} wei, which comes back if it is right, "
                f"but {self.account} has {balance_wei} wei; send it ETH."
            )
