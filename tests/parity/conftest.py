"""The seed of the random play, and what was played, shown after the run."""

from __future__ import annotations

import os
from random import SystemRandom

import pytest

SEED_VARIABLE = "COMMONWEAL_SEED"
_played: list[str] = []


@pytest.fixture(scope="session")
def seed() -> int:
    """Seed of all choices: from the environment, else a new one."""
    return int(os.environ.get(SEED_VARIABLE) or SystemRandom().randrange(2**32))


@pytest.fixture(scope="session")
def played() -> list[str]:
    """Sentences to show after the run."""
    return _played


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for sentence in _played:
        terminalreporter.write_line(sentence)
