"""Follows a chain in a thread: keeps an index at its head and says how that goes.

The chain may be down, may be another one, or may start again with another history: the follower
says so in one sentence and goes on as soon as it can. Each history has an index of its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from commonweal.errors import CommonwealError, Fault, WrongChainFault, WrongHistoryFault
from commonweal.runtime.base import Views
from commonweal.runtime.transports.base import Transport
from commonweal.services.indexer import Indexer, Progress, identify
from commonweal.store import Index
from commonweal.types import Address

_LONGEST_WAIT_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connection:
    """A node and the registry to follow there.

    Attributes
    ----------
    transport : Transport
        The way to the node, used by the follower's thread only.
    views : Views
        Free reads of the contracts, used by any thread.
    registry : str
        The registry.
    from_block : int
        First block to read.
    """

    transport: Transport
    views: Views
    registry: Address
    from_block: int


class Phase(StrEnum):
    """What a follower is doing."""

    CONNECTING = "connecting"
    """It looks for a chain with the registry."""
    CATCHING_UP = "catching-up"
    """It reads what happened."""
    FOLLOWING = "following"
    """It is at the chain's head."""


@dataclass(frozen=True, slots=True)
class Status:
    """How following goes.

    Attributes
    ----------
    phase : Phase
        What the follower is doing.
    progress : Progress or None
        How far the index is; None before the first look at the chain.
    problem : CommonwealError or None
        What is in the way.
    """

    phase: Phase = Phase.CONNECTING
    progress: Progress | None = None
    problem: CommonwealError | None = None


class Follower:
    """Keeps an index at the head of a chain.

    Attributes
    ----------
    status : Status
        How that goes.
    """

    def __init__(
        self, connect: Callable[[], Connection], index_folder: Path, poll_s: float
    ) -> None:
        self.status = Status()
        self._connect = connect
        self._index_folder = index_folder
        self._poll_s = poll_s
        self._connection: Connection | None = None
        self._index: Index | None = None
        self._indexer: Indexer | None = None
        self._stop = threading.Event()
        self._listeners: set[Callable[[], None]] = set()
        self._thread = threading.Thread(target=self._run, name="commonweal-follow", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch in hand and let go of the index."""
        self.end_streams()
        if self._thread.is_alive():
            self._thread.join()
        self._disconnect()

    def end_streams(self) -> None:
        """Tell everybody who listens that nothing more will come."""
        self._stop.set()
        self._tell()

    @property
    def stopping(self) -> bool:
        """Whether nothing more will come."""
        return self._stop.is_set()

    @property
    def index(self) -> Index:
        """The index of the history that is followed.

        Raises
        ------
        Fault
            There is none yet; says why.
        """
        if self._index is None:
            raise self._why_not()
        return self._index

    @property
    def views(self) -> Views:
        """Free reads of the contracts.

        Raises
        ------
        Fault
            There is no connection yet; says why.
        """
        if self._connection is None:
            raise self._why_not()
        return self._connection.views

    @property
    def registry(self) -> Address:
        """The registry that is followed; raises as `views` does."""
        if self._connection is None:
            raise self._why_not()
        return self._connection.registry

    def listen(self, listener: Callable[[], None]) -> None:
        """Have a function called, in the follower's thread, whenever there may be news."""
        self._listeners.add(listener)

    def unlisten(self, listener: Callable[[], None]) -> None:
        """Call the function no more."""
        self._listeners.discard(listener)

    def _run(self) -> None:
        wait_s = self._poll_s
        while not self._stop.is_set():
            try:
                self._step()
                wait_s = self._poll_s
            except (WrongHistoryFault, WrongChainFault) as fault:
                self._disconnect()
                self._report(fault)
                wait_s = min(self._poll_s, _LONGEST_WAIT_S)
            except CommonwealError as fault:
                self._report(fault)
                wait_s = min(max(2 * wait_s, self._poll_s), max(_LONGEST_WAIT_S, self._poll_s))
            except Exception:
                # Whatever it is, the index is whole: open it again and read on.
                _log.exception("Following the chain failed")
                self._disconnect()
                self._report(
                    Fault(
                        "The index should follow the chain but failed for an unknown reason; see "
                        "the log of the server."
                    )
                )
                wait_s = _LONGEST_WAIT_S
            self._stop.wait(wait_s)

    def _step(self) -> None:
        if self._indexer is None:
            self._indexer = self._open()
        progress = self._indexer.sync(self._note, self._stop)
        self.status = Status(Phase.FOLLOWING, progress)

    def _open(self) -> Indexer:
        connection = self._connect()
        identity = identify(connection.transport, connection.registry)
        index = Index.open(self._index_folder, identity)
        self._connection, self._index = connection, index
        self._tell()
        return Indexer(connection.transport, index, connection.from_block)

    def _disconnect(self) -> None:
        index = self._index
        self._connection = self._index = self._indexer = None
        if index is not None:
            index.close()

    def _note(self, progress: Progress) -> None:
        done = progress.block_number == progress.head_number
        self.status = Status(Phase.FOLLOWING if done else Phase.CATCHING_UP, progress)
        self._tell()

    def _report(self, fault: CommonwealError) -> None:
        if self.status.problem is None or self.status.problem.sentence != fault.sentence:
            _log.warning("%s", fault.sentence)
        progress = None if self._indexer is None else self.status.progress
        self.status = Status(Phase.CONNECTING, progress, fault)
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    def _why_not(self) -> CommonwealError:
        problem = self.status.problem
        return problem or Fault(
            "The index should be open but the chain is still being looked for; try again in a "
            "moment."
        )
