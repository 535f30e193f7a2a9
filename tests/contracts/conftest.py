"""One arena, set back to its start for every test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from arena import Arena

# Tests of the twin's markets run again here, on the contracts.
_TWIN = Path(__file__).parents[1] / "unit" / "twin"
sys.path += [str(_TWIN), str(_TWIN / "market")]


@pytest.fixture(scope="session")
def _arena() -> Arena:
    return Arena()


@pytest.fixture
def arena(_arena: Arena) -> Arena:
    """A registry on a chain where nothing has happened yet."""
    _arena.reset()
    return _arena
