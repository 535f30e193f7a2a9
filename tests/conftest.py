"""Fixtures and settings that every test shares. No brownie in here: it would start a chain."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A wall-clock limit on examples says more about the machine's other work than about the code.
settings.register_profile(
    "commonweal",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("commonweal")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the repository's root."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data(repository: Path) -> Path:
    """Return the folder of texts that are too large for the repository, or skip without it."""
    folder = repository.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the texts in ../shared/data beside the repository")
    return folder
