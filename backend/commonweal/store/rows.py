"""Rows that follow from events, and taking them back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from commonweal.events import Contributed, DisagreementFound, Recorded, Settled, Validated
from commonweal.runtime.base import Block
from commonweal.store import schema
from commonweal.store.payload import to_payload
from commonweal.store.queries import last_sequence, reorganisation_count
from commonweal.store.values import ContributionState, Reorganisation
from commonweal.twin import data_handler
from commonweal.twin.world import WorldState
from commonweal.types import Address

_CLOSING: dict[str, Any] = {
    "closed_by": None,
    "closed_at_s": None,
    "closed_block": None,
    "closed_transaction_hash": None,
    "shares_earned": None,
    "returned_wei": None,
    "forfeited_wei": None,
    "caller_wei": None,
    "contributor_points": None,
    "validator_points": None,
}
_VERDICT: dict[str, Any] = {
    "verdict_caller": None,
    "verdict_at_s": None,
    "verdict_block": None,
    "disagreeing": None,
}


class Batch:
    """The rows of events that are added together.

    Attributes
    ----------
    sequence : int
        Number of the last event.
    """

    def __init__(self, sequence: int) -> None:
        self.sequence = sequence
        self._events: list[dict[str, Any]] = []
        self._contributions: list[dict[str, Any]] = []
        self._open: dict[tuple[Address, bytes], dict[str, Any]] = {}
        self._verdicts: list[dict[str, Any]] = []
        self._closings: list[dict[str, Any]] = []

    def add(self, recorded: Recorded, world: WorldState) -> None:
        """Add an event; the world is the one after it."""
        self.sequence += 1
        payload, samples = to_payload(recorded.event)
        self._events.append(
            {
                "sequence": self.sequence,
                "block_number": recorded.block_number,
                "log_index": recorded.log_index,
                "transaction_hash": recorded.transaction_hash,
                "emitter": recorded.emitter,
                "name": type(recorded.event).__name__,
                "payload": payload,
                "samples": samples,
            }
        )
        match recorded.event:
            # What a market takes stands in its state.
            case Contributed() as event if recorded.emitter in world.trainers:
                self._contributed(recorded, event, world)
            case DisagreementFound() as event:
                self._disagreement(recorded, event)
            case Settled() | Validated() as event:
                self._closed(recorded, event)

    def write(self, connection: Connection) -> None:
        """Write all rows.

        Earlier contributions change first: one with the key of a closed one may follow it.
        """
        for changes, names in ((self._verdicts, _VERDICT), (self._closings, _CLOSING)):
            if changes:
                connection.execute(_change_open({"state": None, **names}), changes)
        for table, added in (
            (schema.events, self._events),
            (schema.contributions, self._contributions),
        ):
            if added:
                connection.execute(insert(table), added)

    def _contributed(self, recorded: Recorded, event: Contributed, world: WorldState) -> None:
        trainer = world.trainers[recorded.emitter]
        key = data_handler.contribution_key(event.contributor, event.samples)
        row = {
            "sequence": self.sequence,
            "trainer": recorded.emitter,
            "number": event.index,
            "key": key,
            "contributor": event.contributor,
            "deposit_wei": str(event.deposit_wei),
            "sample_count": len(trainer.model.parse_contribution(event.samples)),
            "byte_count": len(event.samples),
            "block_number": recorded.block_number,
            "at_s": recorded.timestamp_s,
            "transaction_hash": recorded.transaction_hash,
            "state": ContributionState.OPEN,
            **_VERDICT,
            **_CLOSING,
        }
        self._contributions.append(row)
        self._open[recorded.emitter, key] = row

    def _disagreement(self, recorded: Recorded, event: DisagreementFound) -> None:
        change = {
            "state": ContributionState.DISPUTED,
            "verdict_caller": event.caller,
            "verdict_at_s": recorded.timestamp_s,
            "verdict_block": recorded.block_number,
            "disagreeing": str(event.disagreeing),
        }
        self._change(recorded.emitter, event.key, change, self._verdicts)

    def _closed(self, recorded: Recorded, event: Settled | Validated) -> None:
        change = {
            "closed_at_s": recorded.timestamp_s,
            "closed_block": recorded.block_number,
            "closed_transaction_hash": recorded.transaction_hash,
        }
        if isinstance(event, Settled):
            change |= {
                "state": ContributionState.SETTLED,
                "closed_by": event.caller,
                "shares_earned": event.shares_earned,
                "returned_wei": str(event.returned_wei),
                "forfeited_wei": str(event.forfeited_wei),
                "caller_wei": str(event.caller_wei),
                "contributor_points": 0,
                "validator_points": 0,
            }
        else:
            change |= {
                "state": ContributionState.VALIDATED,
                "closed_by": event.validator,
                "shares_earned": 0,
                "returned_wei": "0",
                "forfeited_wei": "0",
                "caller_wei": "0",
                "contributor_points": event.contributor_points,
                "validator_points": event.validator_points,
            }
        self._change(recorded.emitter, event.key, change, self._closings)
        self._open.pop((recorded.emitter, event.key), None)

    def _change(
        self, trainer: Address, key: bytes, change: dict[str, Any], later: list[dict[str, Any]]
    ) -> None:
        """Change a contribution's row: of this batch at once, of an earlier one in `write`."""
        row = self._open.get((trainer, key))
        if row is not None:
            row.update(change)
        else:
            later.append({"of_trainer": trainer, "of_key": key, **change})


def block_row(block: Block, *, has_events: bool) -> dict[str, Any]:
    """Give the row of a block."""
    return {
        "number": block.number,
        "hash": block.hash,
        "parent_hash": block.parent_hash,
        "timestamp_s": block.timestamp_s,
        "has_events": has_events,
    }


def keep_snapshot(
    connection: Connection, trainer: Address, sequence: int, state: bytes, kept: int
) -> None:
    """Keep a trainer's state after an event, and only the newest `kept` of them."""
    table = schema.snapshots
    connection.execute(insert(table), {"trainer": trainer, "sequence": sequence, "state": state})
    newest = (
        select(table.c.sequence)
        .where(table.c.trainer == trainer)
        .order_by(table.c.sequence.desc())
        .limit(kept)
    )
    connection.execute(
        delete(table).where(table.c.trainer == trainer, table.c.sequence.not_in(newest))
    )


def take_back(connection: Connection, kept_block: int) -> Reorganisation | None:
    """Remove what came behind a block (-1: everything) and undo what it changed.

    Returns
    -------
    Reorganisation or None
        What was taken back, if there were events.
    """
    events, contributions, blocks = schema.events, schema.contributions, schema.blocks
    first = connection.scalar(
        select(func.min(events.c.sequence)).where(events.c.block_number > kept_block)
    )
    removed = 0 if first is None else last_sequence(connection) - first + 1
    connection.execute(delete(events).where(events.c.block_number > kept_block))
    connection.execute(delete(contributions).where(contributions.c.block_number > kept_block))
    connection.execute(delete(blocks).where(blocks.c.number > kept_block))
    disputed = contributions.c.verdict_block <= kept_block
    connection.execute(
        update(contributions)
        .where(contributions.c.closed_block > kept_block)
        .values(
            state=case((disputed, ContributionState.DISPUTED), else_=ContributionState.OPEN),
            **_CLOSING,
        )
    )
    connection.execute(
        update(contributions)
        .where(contributions.c.verdict_block > kept_block)
        .values(state=ContributionState.OPEN, **_VERDICT)
    )
    if first is None:
        return None
    connection.execute(delete(schema.snapshots).where(schema.snapshots.c.sequence >= first))
    found = Reorganisation(
        number=reorganisation_count(connection) + 1,
        kept_block=None if kept_block < 0 else kept_block,
        first_sequence=first,
        removed=removed,
    )
    connection.execute(
        insert(schema.reorganisations),
        {
            "number": found.number,
            "kept_block": found.kept_block,
            "first_sequence": found.first_sequence,
            "removed": found.removed,
        },
    )
    return found


def _change_open(names: dict[str, Any]) -> Any:
    table = schema.contributions
    return (
        update(table)
        .where(
            table.c.trainer == bindparam("of_trainer"),
            table.c.key == bindparam("of_key"),
            table.c.closed_block.is_(None),
        )
        .values({name: bindparam(name) for name in names})
    )
