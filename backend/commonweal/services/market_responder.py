"""Sends the moves of an actor of markets, whatever comes between; it decides nothing.

What was sent shows in the chain's events, so nothing is remembered here: when an answer is lost the
book is read again, and the same decision gives what is still to be done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commonweal.actions import Call
from commonweal.errors import (
    CommonwealError,
    DroppedFault,
    InsufficientFundsFault,
    UnknownRevertFault,
)
from commonweal.runtime.base import Outcome, Ticket
from commonweal.runtime.contract import ContractRuntime
from commonweal.services.market_book import MarketBook, ModelMarkets
from commonweal.services.market_moves import Move, Step, Wait
from commonweal.types import Address

Decide = Callable[[MarketBook, int], list[Step]]
"""Says what to do, given a book and the time."""
MOST_ROUNDS = 64
"""How often a book is read again after moves were sent, before others have their turn."""
MOST_AT_ONCE = 16
"""Moves on their way at the same time; nodes keep about so many of an account."""
_REFUSED_WAIT_S = 60
# Gas may cost so many times what the terms reckon with before it is not worth a bond.
_WORTH = 5


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
    may_be_at_stake : bool
        Whether something with a bond was sent. Who has read the book since sets it anew.
    """

    def __init__(
        self,
        runtime: ContractRuntime,
        account: Address,
        tell: Callable[[str], None] = lambda sentence: None,
        run: Callable[[Call], Outcome] | None = None,
    ) -> None:
        self.runtime = runtime
        self.account = account
        self.outcomes: list[Outcome] = []
        self.may_be_at_stake = False
        self._run = run
        self._tell = tell
        self._unmined: list[Ticket] = []

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
        return self._send(market, [move], worth_wei=0)

    def pursue(self, markets: ModelMarkets, market: Address, decide: Decide) -> list[Wait]:
        """Read, decide and send until nothing is to be sent now; give what is waited for.

        Moves are sent one behind the other and waited for together. One that there is no money for
        does not keep the others from being sent.

        Raises
        ------
        InsufficientFundsFault
            There is no money for any of the moves.
        ReorgFault
            The chain no longer has the market.
        Fault
            As `send`, after all that was sent had its time.
        """
        for _ in range(MOST_ROUNDS):
            markets.sync()
            now_s = self.runtime.now_s()
            book = markets.book(market)
            steps = decide(book, now_s)
            moves = [step for step in steps if isinstance(step, Move)]
            self._forget_others(market, moves)
            if not moves:
                return [step for step in steps if isinstance(step, Wait)]
            worth_wei = _WORTH * book.state.terms.gas_price_wei
            if self._send(market, moves[:MOST_AT_ONCE], worth_wei):
                continue
            # The same book would give the same moves again.
            why = "the market refuses what should be sent now; it is looked at again"
            return [Wait(why, now_s + _REFUSED_WAIT_S)]
        return [Wait("there is more to send", now_s)]

    def _send(self, market: Address, moves: Sequence[Move], worth_wei: int) -> bool:
        """Send moves, then wait for each; tell whether any was accepted."""
        sent: list[tuple[Move, Ticket]] = []
        poor: InsufficientFundsFault | None = None
        fault: CommonwealError | None = None
        for move in moves:
            call = Call(self.account, market, move.action)
            try:
                sent.append((move, self._submitted(call, worth_wei)))
            except InsufficientFundsFault as missing:
                poor = poor or missing
            except CommonwealError as other:
                fault = other
                break
        accepted = False
        for move, ticket in sent:
            try:
                outcome = self._mined(ticket)
            except CommonwealError as other:
                fault = fault or other
            else:
                accepted = self._note(move, outcome) or accepted
        if fault is not None:
            raise fault
        if poor is not None and not accepted:
            raise poor
        return accepted

    def _note(self, move: Move, outcome: Outcome) -> bool:
        name = type(move.action).__name__
        if outcome.rejection is not None:
            self._tell(f"{name} was refused: {outcome.rejection.sentence}")
            return False
        self.outcomes.append(outcome)
        self._tell(f"{name}: {move.why}.")
        return True

    def _submitted(self, call: Call, worth_wei: int) -> Ticket:
        """Submit a call, unless the same one is on its way."""
        for ticket in self._unmined:
            if ticket.call == call:
                return ticket
        self._check_funds(call)
        if self._run is not None:
            return Ticket(call, None, self._run(call))
        before = self.may_be_at_stake
        # Before it is sent: the answer may be lost.
        self.may_be_at_stake = before or call.value_wei > 0
        ticket = self.runtime.submit(call, worth_wei=worth_wei)
        if ticket.outcome is None:
            self._unmined.append(ticket)
        else:
            self.may_be_at_stake = before
        return ticket

    def _mined(self, ticket: Ticket) -> Outcome:
        """Wait for a ticket; it is kept until it is known what became of it."""
        if ticket.outcome is not None:
            return ticket.outcome
        try:
            outcome = self.runtime.wait(ticket)
        except (DroppedFault, UnknownRevertFault):
            self._unmined.remove(ticket)
            raise
        self._unmined.remove(ticket)
        return outcome

    def _forget_others(self, market: Address, moves: Sequence[Move]) -> None:
        """Forget what is on its way to a market that no longer asks for it."""
        wanted = [move.action for move in moves]
        self._unmined = [
            ticket
            for ticket in self._unmined
            if ticket.call.to != market or ticket.call.action in wanted
        ]

    def _check_funds(self, call: Call) -> None:
        if not call.value_wei:
            return
        balance_wei = self.runtime.balance_wei(self.account)
        if balance_wei < call.value_wei:
            raise InsufficientFundsFault(
                f"{type(call.action).__name__} needs a bond of {call.value_wei} wei, which comes "
                f"back if it is right, but {self.account} has {balance_wei} wei; send it ETH."
            )
