"""Go on in a market for days: reveal each thing when its time has come, whatever the node does."""

from __future__ import annotations

import time
from collections.abc import Callable

from commonweal.cli import progress as bars
from commonweal.cli.console import say
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession
from commonweal.errors import (
    ActionFault,
    CommonwealError,
    DroppedFault,
    InsufficientFundsFault,
    NonceFault,
    ReorgFault,
    RpcFault,
)
from commonweal.services.market_book import MarketBook
from commonweal.services.market_contributor import own_contributions, reveal_steps
from commonweal.services.market_moves import Move, Step, Wait, ending_steps
from commonweal.services.market_responder import Decide
from commonweal.services.sealed import SealedStore
from commonweal.services.sponsor import OwnTestSet, sponsor_steps
from commonweal.types import MarketPhase

_SHORTEST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_MOST_DOUBLINGS = 8
PASSING_FAULTS = (RpcFault, ReorgFault, DroppedFault, NonceFault)
"""What may be over in a moment."""
# A bond or a stake is lost by giving up: money may come, and a node that answers nonsense recover.
_WAITED_OUT = (*PASSING_FAULTS, InsufficientFundsFault, ActionFault)


def all_reveals(own: MarketSession, tests: OwnTestSet | None, sealed: SealedStore | None) -> Decide:
    """Give what an account does until all that it committed to is revealed.

    Parameters
    ----------
    own
        The market.
    tests
        The test set, where the account is the sponsor.
    sealed
        What the account sealed, where it contributed.
    """

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        state, steps = book.state, list[Step]()
        hidden = False
        if sealed is not None:
            steps += reveal_steps(state, own.account, sealed, now_s)
            mine = own_contributions(state, own.account).values()
            hidden = not all(each.revealed for each in mine)
        if tests is not None:
            steps += sponsor_steps(state, tests, now_s, own.next_block())
            hidden = hidden or state.phase < MarketPhase.RESOLVING
        if hidden and not any(isinstance(step, Move) for step in steps):
            steps += ending_steps(state, now_s)
        return steps

    return decide


def pursue_to_the_end(own: MarketSession, decide: Decide, poll_s: float) -> list[Wait]:
    """Send what is to be sent, and wait, until nothing more comes; give what is left undone.

    A node that is away is waited for. What the market refuses is decided anew, for somebody else
    may have been quicker.
    """

    def advance() -> list[Wait]:
        waits = own.responder.pursue(own.markets, own.market, decide)
        now_s = own.now_s()
        if any(isinstance(step, Move) for step in decide(own.book, now_s)):
            return [Wait("there is more to send", now_s)]
        return waits

    def passes(fault: CommonwealError, failures: int) -> bool:
        return isinstance(fault, _WAITED_OUT)

    try:
        with bars.status_line() as line:
            return wait_out(own, advance, poll_s, passes, line.show)
    except KeyboardInterrupt:
        book = own.markets.books.get(own.market)
        if book is not None:
            phase, due_s = book.state.phase, book.state.deadline_s
            until = f" until {show_moment(due_s, int(time.time()))}" if due_s else ""
            say(f"The market is in {phase.label}{until}.", "yellow")
        say(f"What is not revealed in time is lost. Go on: `{own.again('reveal')} --wait`.")
        raise


def wait_out(
    own: MarketSession,
    advance: Callable[[], list[Wait]],
    poll_s: float,
    passes: Callable[[CommonwealError, int], bool],
    show: Callable[[str], None] = lambda line: None,
) -> list[Wait]:
    """Advance again and again until nothing more comes; give what is left undone.

    Parameters
    ----------
    own
        The market.
    advance
        Does what can be done now, and says what is waited for.
    poll_s
        How often to look.
    passes
        Told a fault and how many came in a row: whether to go on after it.
    show
        Shown what is waited for.
    """
    told: set[tuple[str, int | None]] = set()
    lines: dict[tuple[str, int | None], str]
    failures = 0
    while True:
        pause_s = poll_s
        try:
            waits, now_s = advance(), own.now_s()
        except CommonwealError as fault:
            failures += 1
            if not passes(fault, failures):
                raise
            lines = {(fault.sentence, None): f"{fault.sentence} Trying again."}
            longest_s = max(_LONGEST_PAUSE_S, poll_s)
            pause_s = min(poll_s * 2 ** min(failures, _MOST_DOUBLINGS), longest_s)
        else:
            failures = 0
            ends_s = [wait.until_s for wait in waits if wait.until_s is not None]
            if not ends_s:
                return waits
            lines = dict(_told(wait, now_s) for wait in waits)
            if min(ends_s) <= now_s:
                pause_s = min(poll_s, _SHORTEST_PAUSE_S)
        for name, line in lines.items():
            if name not in told:
                say(line, "yellow" if failures else None)
        told = set(lines)
        show(" ".join(lines.values()))
        time.sleep(pause_s)


def _told(wait: Wait, now_s: int) -> tuple[tuple[str, int | None], str]:
    """Say what is waited for; give what tells it from what was said before, too."""
    until_s = wait.until_s
    if until_s is None or until_s <= now_s + 1:
        return (wait.why, None), f"Waiting: {wait.why}."
    return (wait.why, until_s), f"Waiting: {wait.why} until {show_moment(until_s, now_s)}."
