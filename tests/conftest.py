"""Fixtures and settings that every test shares. No brownie in here: it would start a chain."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the repository's root."""
    return Path(__file__).resolve().parents[1]
