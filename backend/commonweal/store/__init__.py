"""The index: a chain's events and what follows from them, in one SQLite file per history."""

from commonweal.store.index import Index
from commonweal.store.values import Block, ChainIdentity, Reorganisation, StoredEvent

__all__ = ["Block", "ChainIdentity", "Index", "Reorganisation", "StoredEvent"]
