"""What may happen in which phase."""

from __future__ import annotations

from commonweal.errors import MarketNotEnded, MarketWrongPhase
from commonweal.twin.market.state import ENDS, PAYING_ENDS, MarketState
from commonweal.types import MarketPhase


def check_phase(state: MarketState, expected: MarketPhase) -> None:
    """Reject what belongs to another phase."""
    if state.phase is not expected:
        raise MarketWrongPhase(expected, state.phase)


def check_ended(state: MarketState) -> None:
    """Reject what is for markets that have ended."""
    if state.phase not in ENDS:
        raise MarketNotEnded(state.phase)


def check_paying(state: MarketState) -> None:
    """Reject what is for markets that have ended with something to pay."""
    if state.phase not in PAYING_ENDS:
        raise MarketNotEnded(state.phase)
