"""The index: a chain's events and what follows from them, in one SQLite file per history."""

from commonweal.store.index import Index
from commonweal.store.queries import ContributionFilter
from commonweal.store.values import (
    ChainIdentity,
    Closing,
    ContributionState,
    Reorganisation,
    StoredContribution,
    StoredEvent,
    Verdict,
)

__all__ = [
    "ChainIdentity",
    "Closing",
    "ContributionFilter",
    "ContributionState",
    "Index",
    "Reorganisation",
    "StoredContribution",
    "StoredEvent",
    "Verdict",
]
