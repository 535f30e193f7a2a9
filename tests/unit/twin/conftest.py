"""A fresh scene for every test of the twin."""

from __future__ import annotations

import pytest
from scene import Scene


@pytest.fixture
def scene() -> Scene:
    """A registry and nothing else."""
    return Scene()
