"""What may happen in which phase."""

from __future__ import annotations

from commonweal.errors import MarketNotEnded, MarketWrongPhase
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketPhase


def check_phase(state: MarketState, expected: MarketPhase) -> None:
    """Reject what belongs to another phase."""
    if state.phase is not expected:
        raise MarketWrongPhase(expected, state.phase)


def check_ended(state: MarketState) -> None:
    """Reject what is for markets that have ended."""
    if not state.ended:
        raise MarketNotEnded(state.phase)
