"""What commands about markets print as JSON: the API's answers, in the API's names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonweal.api import present, present_dispute, present_market, present_result
from commonweal.cli.market_session import MarketSession
from commonweal.events import Recorded
from commonweal.services.market_disputes import disputes_of
from commonweal.services.market_moves import Wait
from commonweal.services.market_results import Played
from commonweal.store import StoredEvent
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketResult


def market_json(
    state: MarketState, history: Iterable[Recorded], played: Played | None
) -> dict[str, Any]:
    """Give a market with its proposals and, where it was computed, its result.

    Parameters
    ----------
    state
        The market.
    history
        Its own events.
    played
        The result that was computed here.
    """
    trace = None if played is None else played.trace
    proposals = [
        present_dispute.proposal(state, identity, story, trace)
        for identity, story in disputes_of(history).items()
    ]
    result = None if played is None else present_result.recomputed(state, played)
    return {
        **_plain(present_market.market(state)),
        "proposals": [_plain(proposal) for proposal in proposals],
        "result": result and _plain(result, exclude={"weights"}),
    }


def event_json(recorded: Recorded) -> dict[str, Any]:
    """Give an event; its number in an index is none of a command's business."""
    return _plain(present.event(StoredEvent(0, recorded)), exclude={"sequence"})


def sent_json(own: MarketSession, waits: Iterable[Wait]) -> dict[str, Any]:
    """Give what a command sent, where that brought the market, and what is waited for."""
    outcomes, state = own.responder.outcomes, own.book.state
    return {
        "market": own.market,
        "phase": present_market.market(state).phase,
        "sent": len(outcomes),
        "gasUsed": sum(outcome.gas_used for outcome in outcomes),
        "gasFeeWei": str(own.gas_fee_wei()),
        "waitsFor": [{"why": wait.why, "untilS": wait.until_s} for wait in waits],
    }


def result_json(found: MarketResult | None) -> dict[str, Any] | None:
    """Give the result that a market accepted."""
    return None if found is None else _plain(present_market.result(found))


def _plain(answer: Any, exclude: set[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = answer.model_dump(mode="json", by_alias=True, exclude=exclude)
    return found
