"""Markets from their opening to their end, on the compiled contracts.

What the twin's tests say runs again, in both: events, rejections, reads and money are compared at
each call.
"""

from __future__ import annotations

import pytest
import test_market_life
from market_on_chain import bring_on_chain
from test_market_life import *  # noqa: F403  # each of its tests is collected here again


@pytest.fixture(autouse=True)
def _on_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_on_chain(monkeypatch, test_market_life)
