"""One arena, set back to its start for every test."""

from __future__ import annotations

import pytest
from arena import Arena


@pytest.fixture(scope="session")
def _arena() -> Arena:
    return Arena()


@pytest.fixture
def arena(_arena: Arena) -> Arena:
    """A registry on a chain where nothing has happened yet."""
    _arena.reset()
    return _arena
