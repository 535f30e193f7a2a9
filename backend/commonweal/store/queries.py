"""What can be asked of an index's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from commonweal.events import Recorded
from commonweal.runtime.base import Block
from commonweal.store.payload import from_payload
from commonweal.store.schema import blocks, reorganisations, snapshots
from commonweal.store.schema import contributions as contribution_table
from commonweal.store.schema import events as event_table
from commonweal.store.values import (
    Closing,
    ContributionState,
    Reorganisation,
    StoredContribution,
    StoredEvent,
    Verdict,
)
from commonweal.types import Address


@dataclass(frozen=True, slots=True)
class ContributionFilter:
    """Which contributions are wanted, the newest first.

    Attributes
    ----------
    trainer, contributor : str or None
        Only this trainer's, only this contributor's.
    states : tuple of ContributionState
        Only those in one of these states; empty for any.
    before : int or None
        Only those whose event has a lower sequence number: where the last page ended.
    index : int or None
        Only the one with this number within its trainer.
    limit : int
        Length of a page.
    """

    trainer: Address | None = None
    contributor: Address | None = None
    states: tuple[ContributionState, ...] = ()
    before: int | None = None
    index: int | None = None
    limit: int = 50


def tip(connection: Connection) -> Block | None:
    """Give the last block that was read."""
    found = blocks_down_from(connection, None, 1)
    return found[0] if found else None


def last_sequence(connection: Connection) -> int:
    """Give the number of the last event; 0 before the first."""
    return connection.scalar(select(func.max(event_table.c.sequence))) or 0


def reorganisation_count(connection: Connection) -> int:
    """Give the number of the last reorganisation; 0 before the first."""
    return connection.scalar(select(func.max(reorganisations.c.number))) or 0


def blocks_down_from(connection: Connection, number: int | None, limit: int) -> list[Block]:
    """Give known blocks up to a number (None: any), the highest first."""
    query = select(blocks).order_by(blocks.c.number.desc()).limit(limit)
    if number is not None:
        query = query.where(blocks.c.number <= number)
    return [
        Block(row.number, row.hash, row.parent_hash, row.timestamp_s)
        for row in connection.execute(query)
    ]


def events(
    connection: Connection, after: int, limit: int, emitter: Address | None = None
) -> list[StoredEvent]:
    """Give events behind a sequence number in order, of all contracts or of one."""
    query = (
        select(event_table, blocks.c.hash, blocks.c.timestamp_s)
        .join(blocks, blocks.c.number == event_table.c.block_number)
        .where(event_table.c.sequence > after)
        .order_by(event_table.c.sequence)
        .limit(limit)
    )
    if emitter is not None:
        query = query.where(event_table.c.emitter == emitter)
    return [StoredEvent(row.sequence, _recorded(row)) for row in connection.execute(query)]


def events_of(connection: Connection, emitter: Address, names: Sequence[str]) -> list[StoredEvent]:
    """Give all events of one contract that have one of these names, in order."""
    query = (
        select(event_table, blocks.c.hash, blocks.c.timestamp_s)
        .join(blocks, blocks.c.number == event_table.c.block_number)
        .where(event_table.c.emitter == emitter, event_table.c.name.in_(names))
        .order_by(event_table.c.sequence)
    )
    return [StoredEvent(row.sequence, _recorded(row)) for row in connection.execute(query)]


def samples_of(connection: Connection, sequence: int) -> bytes:
    """Give the packed samples of the contribution whose event has this number."""
    found = connection.scalar(
        select(event_table.c.samples).where(event_table.c.sequence == sequence)
    )
    return bytes(found or b"")


def newest_snapshot(connection: Connection, trainer: Address) -> tuple[int, bytes] | None:
    """Give the last snapshot of a trainer and the event after which it was taken."""
    query = (
        select(snapshots.c.sequence, snapshots.c.state)
        .where(snapshots.c.trainer == trainer)
        .order_by(snapshots.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.sequence, row.state)


def reorganisations_after(connection: Connection, number: int) -> list[Reorganisation]:
    """Give the reorganisations behind a number, in order."""
    query = (
        select(reorganisations)
        .where(reorganisations.c.number > number)
        .order_by(reorganisations.c.number)
    )
    return [
        Reorganisation(row.number, row.kept_block, row.first_sequence, row.removed)
        for row in connection.execute(query)
    ]


def contributions(connection: Connection, wanted: ContributionFilter) -> list[StoredContribution]:
    """Give one page of contributions, the newest first."""
    query = _filtered(select(contribution_table), wanted)
    if wanted.before is not None:
        query = query.where(contribution_table.c.sequence < wanted.before)
    query = query.order_by(contribution_table.c.sequence.desc()).limit(wanted.limit)
    return [_contribution(row) for row in connection.execute(query)]


def count_contributions(connection: Connection, wanted: ContributionFilter) -> int:
    """Count contributions of all pages."""
    query = _filtered(select(func.count()).select_from(contribution_table), wanted)
    return connection.scalar(query) or 0


def _filtered(query: Select[Any], wanted: ContributionFilter) -> Select[Any]:
    columns = contribution_table.c
    if wanted.trainer is not None:
        query = query.where(columns.trainer == wanted.trainer)
    if wanted.contributor is not None:
        query = query.where(columns.contributor == wanted.contributor)
    if wanted.states:
        query = query.where(columns.state.in_(wanted.states))
    if wanted.index is not None:
        query = query.where(columns.number == wanted.index)
    return query


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(
        event=from_payload(row.name, row.payload, row.samples),
        emitter=row.emitter,
        block_number=row.block_number,
        block_hash=row.hash,
        timestamp_s=row.timestamp_s,
        transaction_hash=row.transaction_hash,
        log_index=row.log_index,
    )


def _contribution(row: Row[Any]) -> StoredContribution:
    return StoredContribution(
        trainer=row.trainer,
        index=row.number,
        key=row.key,
        contributor=row.contributor,
        deposit_wei=int(row.deposit_wei),
        sample_count=row.sample_count,
        byte_count=row.byte_count,
        sequence=row.sequence,
        block_number=row.block_number,
        at_s=row.at_s,
        transaction_hash=row.transaction_hash,
        state=ContributionState(row.state),
        verdict=_verdict(row),
        closing=_closing(row),
    )


def _verdict(row: Row[Any]) -> Verdict | None:
    if row.verdict_block is None:
        return None
    return Verdict(row.verdict_caller, row.verdict_at_s, row.verdict_block, int(row.disagreeing))


def _closing(row: Row[Any]) -> Closing | None:
    if row.closed_block is None:
        return None
    return Closing(
        caller=row.closed_by,
        at_s=row.closed_at_s,
        block_number=row.closed_block,
        transaction_hash=row.closed_transaction_hash,
        shares_earned=row.shares_earned,
        returned_wei=int(row.returned_wei),
        forfeited_wei=int(row.forfeited_wei),
        caller_wei=int(row.caller_wei),
        contributor_points=row.contributor_points,
        validator_points=row.validator_points,
    )
