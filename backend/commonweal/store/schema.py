"""Tables of an index.

A change here is a new `SCHEMA_VERSION`: an index is made again from the chain, so there is
nothing to migrate.
Amounts and masks can exceed SQLite's 64-bit integers and are decimal text.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

SCHEMA_VERSION = 1

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""The history's identity and the schema's version."""

blocks = Table(
    "blocks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("parent_hash", LargeBinary, nullable=False),
    Column("timestamp_s", Integer, nullable=False),
    Column("has_events", Boolean, nullable=False),
    Index("empty_blocks", "number", sqlite_where=text("NOT has_events")),
)
"""Blocks with events, and the last block of every batch: a reorganisation shows in their hashes."""

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("block_number", Integer, nullable=False, index=True),
    Column("log_index", Integer, nullable=False),
    Column("transaction_hash", LargeBinary, nullable=False),
    Column("emitter", String, nullable=False),
    Column("name", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("samples", LargeBinary),
    Index("events_of_emitter", "emitter", "sequence"),
)
"""Every event in the chain's order; the packed samples stand beside the rest of the payload."""

contributions = Table(
    "contributions",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("trainer", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("contributor", String, nullable=False),
    Column("deposit_wei", Text, nullable=False),
    Column("sample_count", Integer, nullable=False),
    Column("byte_count", Integer, nullable=False),
    Column("block_number", Integer, nullable=False, index=True),
    Column("at_s", Integer, nullable=False),
    Column("transaction_hash", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("verdict_caller", String),
    Column("verdict_at_s", Integer),
    Column("verdict_block", Integer, index=True),
    Column("disagreeing", Text),
    Column("closed_by", String),
    Column("closed_at_s", Integer),
    Column("closed_block", Integer, index=True),
    Column("closed_transaction_hash", LargeBinary),
    Column("shares_earned", Integer),
    Column("returned_wei", Text),
    Column("forfeited_wei", Text),
    Column("caller_wei", Text),
    Column("contributor_points", Integer),
    Column("validator_points", Integer),
    Index("contributions_of_trainer", "trainer", "number", unique=True),
    Index("contributions_of_contributor", "contributor", "sequence"),
    Index("open_contributions", "trainer", "key", sqlite_where=text("closed_block IS NULL")),
)
"""Contributions from record to closing."""

snapshots = Table(
    "snapshots",
    metadata,
    Column("trainer", String, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("state", LargeBinary, nullable=False),
)
"""States of trainers after an event, so that a restart replays only what came later."""

reorganisations = Table(
    "reorganisations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kept_block", Integer),
    Column("first_sequence", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
)
"""What was taken back, so that who follows the events learns of it."""
