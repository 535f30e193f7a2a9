"""Every rejection of a market, on the compiled contracts.

What the twin's tests say runs again, in both: events, rejections, reads and money are compared at
each call.
"""

from __future__ import annotations

from typing import Any

import pytest
import test_market_rejections
from market_on_chain import CHAIN_ID, bring_on_chain
from test_market_rejections import *  # noqa: F403  # each of its tests is collected here again

from commonweal.actions import RevealPart
from commonweal.twin.market import ordered_tree
from commonweal.twin.market.encoding import part_commitment


def part_with(scene: Any, part: int, rows: bytes) -> RevealPart:
    """Commit the scene's present market to other rows, as a sponsor could have."""
    leaves = list(scene.leaves)
    salt = test_market_rejections.SALTS[part]
    leaves[part] = part_commitment(CHAIN_ID, scene.address, part, salt, rows)
    scene.commit_to(ordered_tree.root(leaves))
    scene.leaves = tuple(leaves)
    found: RevealPart = scene.part(part, rows=rows)
    return found


@pytest.fixture(autouse=True)
def _on_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_on_chain(monkeypatch, test_market_rejections)
    monkeypatch.setattr(test_market_rejections, "part_with", part_with)
