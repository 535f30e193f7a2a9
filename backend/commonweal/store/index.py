"""An index: events and read models in SQLite, and the state that follows from them.

The state is the twin's `evolve`, folded over the events; the file keeps snapshots of it. A batch
is one transaction: whatever stops the process, all of a batch is there or none of it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

from sqlalchemy import Connection, Engine, delete, insert

from commonweal.errors import ReorgFault
from commonweal.events import Recorded, TrainerDeployed
from commonweal.runtime.base import Block
from commonweal.store import queries, rows, schema, snapshots
from commonweal.store.file import open_engine, take_lock
from commonweal.store.values import (
    ChainIdentity,
    Reorganisation,
    StoredContribution,
    StoredEvent,
)
from commonweal.twin import world as twin
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.world import WorldState
from commonweal.types import Address

EVENTS_PER_SNAPSHOT = 5_000
SNAPSHOTS_KEPT = 4
EMPTY_BLOCKS_KEPT = 1_024
_REPLAY_ROWS = 2_000


class Index:
    """The index of one history. One thread writes; any thread reads.

    Attributes
    ----------
    identity : ChainIdentity
        The history.
    path : Path
        Its file.
    """

    def __init__(
        self, identity: ChainIdentity, path: Path, engine: Engine, write_lock: IO[str]
    ) -> None:
        self.identity = identity
        self.path = path
        self._engine = engine
        self._write_lock = write_lock
        self._guard = threading.RLock()
        self._world: WorldState | None = None
        self._last_of: dict[Address, int] = {}  # sequence of each emitter's last event
        self._unfrozen: Counter[Address] = Counter()  # its events since its last snapshot

    @classmethod
    def open(cls, folder: Path, identity: ChainIdentity) -> Self:
        """Open the index of a history in a folder; it is made if it is not there.

        Raises
        ------
        ConfigFault
            Another process writes it, or the file is damaged or of another version.
        WrongHistoryFault
            The file is of another history.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / identity.file_name
        lock = take_lock(path)
        try:
            return cls(identity, path, open_engine(path, identity), lock)
        except BaseException:
            lock.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        self._write_lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    @contextmanager
    def world(self) -> Iterator[WorldState]:
        """Give the state after the last event, to read; it stands still until the block ends."""
        with self._guard:
            if self._world is None:
                with self._engine.connect() as connection:
                    self._load(connection)
            assert self._world is not None
            yield self._world

    @property
    def tip(self) -> Block | None:
        """The last block that was read; None before the first."""
        with self._engine.connect() as connection:
            return queries.tip(connection)

    @property
    def last_sequence(self) -> int:
        """Number of the last event; 0 before the first."""
        with self._engine.connect() as connection:
            return queries.last_sequence(connection)

    @property
    def reorganisation_count(self) -> int:
        """How many reorganisations took events back."""
        with self._engine.connect() as connection:
            return queries.reorganisation_count(connection)

    def blocks_down_from(self, number: int, limit: int) -> list[Block]:
        """Give known blocks up to a number, the highest first."""
        with self._engine.connect() as connection:
            return queries.blocks_down_from(connection, number, limit)

    def events_after(self, sequence: int, limit: int) -> list[StoredEvent]:
        """Give at most `limit` events behind a sequence number, in order."""
        with self._engine.connect() as connection:
            return queries.events(connection, after=sequence, limit=limit)

    def events_of(self, emitter: Address, names: Sequence[str]) -> list[StoredEvent]:
        """Give all events of one contract that have one of these names, in order."""
        with self._engine.connect() as connection:
            return queries.events_of(connection, emitter, names)

    def news(
        self, reorganisation: int, sequence: int, limit: int
    ) -> tuple[list[Reorganisation], list[StoredEvent]]:
        """Give what is new to who knows the events up to a sequence number, read at one moment.

        Parameters
        ----------
        reorganisation
            Number of the last reorganisation that is known.
        sequence
            Number of the last event that is known.
        limit
            Most events to give.

        Returns
        -------
        list of Reorganisation, list of StoredEvent
            Later reorganisations, and the events in order: from the first that was taken back on,
            or else behind `sequence`.
        """
        with self._engine.connect() as connection:
            changes = queries.reorganisations_after(connection, reorganisation)
            after = min([sequence, *(change.first_sequence - 1 for change in changes)])
            return changes, queries.events(connection, after=after, limit=limit)

    def contributions(self, wanted: queries.ContributionFilter) -> list[StoredContribution]:
        """Give one page of the contributions that are wanted."""
        with self._engine.connect() as connection:
            return queries.contributions(connection, wanted)

    def count_contributions(self, wanted: queries.ContributionFilter) -> int:
        """Count the contributions that are wanted, of all pages."""
        with self._engine.connect() as connection:
            return queries.count_contributions(connection, wanted)

    def samples_of(self, sequence: int) -> bytes:
        """Give the packed samples of a contribution by the number of its event."""
        with self._engine.connect() as connection:
            return queries.samples_of(connection, sequence)

    # Writing

    def append(self, history: Sequence[Recorded], blocks: Sequence[Block], tip: Block) -> int:
        """Add the events up to a block, in one transaction.

        Parameters
        ----------
        history
            All events behind the index's tip, in order.
        blocks
            The blocks of these events.
        tip
            The last block that was read, with events or without.

        Returns
        -------
        int
            Number of the last event.
        """
        with self._guard, self.world() as world:
            try:
                with self._engine.begin() as connection:
                    return self._append(connection, world, history, blocks, tip)
            except BaseException:
                self._world = None  # it may be ahead of the file: read it from there
                raise

    def rewind(self, kept: Block | None) -> Reorganisation | None:
        """Take back everything behind a block, in one transaction; None takes back all.

        Returns
        -------
        Reorganisation or None
            What was taken back, if there were events.
        """
        with self._guard:
            self._world = None
            with self._engine.begin() as connection:
                return rows.take_back(connection, -1 if kept is None else kept.number)

    def _append(
        self,
        connection: Connection,
        world: WorldState,
        history: Sequence[Recorded],
        blocks: Sequence[Block],
        tip: Block,
    ) -> int:
        before = queries.tip(connection)
        if before is not None and tip.number <= before.number:
            raise ReorgFault(
                f"A block behind {before.number} was expected but {tip.number} was given; "
                "rewind the index first."
            )
        sequence = queries.last_sequence(connection)
        batch = rows.Batch(sequence)
        for recorded in history:
            twin.evolve(world, recorded.emitted, recorded.timestamp_s, recorded.block_number)
            batch.add(recorded, world)
            self._last_of[recorded.emitter] = batch.sequence
            self._unfrozen[recorded.emitter] += 1
        batch.write(connection)
        numbers = {block.number for block in blocks}
        known = [rows.block_row(block, has_events=True) for block in blocks]
        if tip.number not in numbers:
            known.append(rows.block_row(tip, has_events=False))
        connection.execute(insert(schema.blocks), known)
        connection.execute(
            delete(schema.blocks).where(
                ~schema.blocks.c.has_events,
                schema.blocks.c.number < tip.number - EMPTY_BLOCKS_KEPT,
            )
        )
        self._keep_snapshots(connection, world)
        return batch.sequence

    def _keep_snapshots(self, connection: Connection, world: WorldState) -> None:
        for address, state in world.trainers.items():
            if isinstance(state.incentive, MarketsState):
                continue  # it has few events, and all of its markets follow from them
            # In proportion to what is frozen, so that all snapshots together stay cheap.
            wanted = max(EVENTS_PER_SNAPSHOT, snapshots.size(state) // 2)
            if self._unfrozen[address] >= wanted:
                data = snapshots.freeze(state)
                rows.keep_snapshot(
                    connection, address, self._last_of[address], data, SNAPSHOTS_KEPT
                )
                self._unfrozen[address] = 0

    def _load(self, connection: Connection) -> None:
        """Fold the events into the state, each trainer from its newest snapshot on.

        Contracts follow each other in the order in which they make each other: what a market's
        events change, those of its model do not ask for.
        """
        world = WorldState.new(self.identity.registry)
        self._last_of, self._unfrozen = {}, Counter()
        for emitter in (world.registry.address, world.registry.badges):
            self._replay(connection, world, emitter, 0)
        for deployment in tuple(world.registry.deployments):
            self._load_trainer(connection, world, deployment)
        for market in tuple(world.markets):
            self._last_of[market] = 0
            self._replay(connection, world, market, 0)
        self._world = world

    def _load_trainer(
        self, connection: Connection, world: WorldState, deployment: TrainerDeployed
    ) -> None:
        address = deployment.trainer
        found = queries.newest_snapshot(connection, address)
        sequence = 0
        if found is not None:
            sequence, data = found
            world.trainers[address] = snapshots.thaw(deployment, data)
        self._last_of[address] = sequence
        self._replay(connection, world, address, sequence)

    def _replay(
        self, connection: Connection, world: WorldState, emitter: Address, after: int
    ) -> None:
        while True:
            page = queries.events(connection, after=after, limit=_REPLAY_ROWS, emitter=emitter)
            for stored in page:
                recorded = stored.recorded
                twin.evolve(world, recorded.emitted, recorded.timestamp_s, recorded.block_number)
            if not page:
                return
            after = self._last_of[emitter] = page[-1].sequence
            self._unfrozen[emitter] += len(page)
