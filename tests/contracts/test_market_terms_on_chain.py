"""Ranges of a market's terms, on the compiled contracts.

What the twin's tests say runs again, in both: events, rejections, reads and money are compared at
each call.
"""

from __future__ import annotations

import pytest
import test_market_terms
from market_on_chain import ChainMarketScene, ChainScene, bring_on_chain
from test_market_terms import *  # noqa: F403  # each of its tests is collected here again

from commonweal.errors import MarketTermOutOfRange
from commonweal.types import MarketTerms


def rejection_of(own: MarketTerms) -> MarketTermOutOfRange | None:
    """Open a market with these terms."""
    try:
        ChainMarketScene(own)
    except MarketTermOutOfRange as rejection:
        return rejection
    return None


@pytest.fixture
def scene() -> ChainScene:
    """A registry and nothing else."""
    return ChainScene()


@pytest.fixture(autouse=True)
def _on_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_on_chain(monkeypatch, test_market_terms)
    monkeypatch.setattr(test_market_terms, "rejection_of", rejection_of)
