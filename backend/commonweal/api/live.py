"""What somebody who follows the events is told, and where they stand."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool
from fastapi.sse import ServerSentEvent

from commonweal.api import present
from commonweal.api.errors import problem
from commonweal.api.schemas import ReorganisedOut, RestartedOut, Schema
from commonweal.errors import CommonwealError
from commonweal.services.follower import Follower
from commonweal.store import ChainIdentity, Index

_RETRY_MS = 2_000
_PAGE = 200
_ID = re.compile(r"([0-9a-f]{16})\.([0-9]{1,15})\.([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where somebody knows the events.

    Attributes
    ----------
    history : str
        Which history.
    reorganisation : int
        Number of the last reorganisation that is known.
    sequence : int
        Number of the last event that is known.
    """

    history: str
    reorganisation: int
    sequence: int

    @classmethod
    def read(cls, text: str | None) -> Cursor | None:
        """Read a message's id; None if it is none of ours."""
        found = _ID.fullmatch(text or "")
        return found and cls(found[1], int(found[2]), int(found[3]))

    @property
    def text(self) -> str:
        """The id of the message after which one stands here."""
        return f"{self.history}.{self.reorganisation}.{self.sequence}"


def history_of(identity: ChainIdentity) -> str:
    """Give a short name of a history."""
    return identity.genesis_hash[:4].hex() + identity.registry[2:10]


def news(
    index: Index, cursor: Cursor | None, after: int | None
) -> tuple[list[ServerSentEvent], Cursor]:
    """Give the messages that lead on from a cursor, and where one stands behind them.

    Parameters
    ----------
    index
        The index that is followed.
    cursor
        Where somebody stands; None for who comes anew.
    after
        Where who comes anew begins; None for now.
    """
    history = history_of(index.identity)
    messages: list[ServerSentEvent] = []
    if cursor is None:
        known = index.reorganisation_count
        cursor = Cursor(history, known, index.last_sequence if after is None else after)
    elif cursor.history != history:
        cursor = Cursor(history, index.reorganisation_count, 0)
        messages.append(_message("restarted", cursor, _restarted(index.identity)))
    changes, events = index.news(cursor.reorganisation, cursor.sequence, _PAGE)
    if changes:
        first = min(change.first_sequence for change in changes)
        reached = cursor.sequence
        cursor = Cursor(history, changes[-1].number, min(reached, first - 1))
        if first <= reached:
            kept = min(-1 if one.kept_block is None else one.kept_block for one in changes)
            told = ReorganisedOut(kept_block=None if kept < 0 else kept, first_sequence=first)
            messages.append(_message("reorganised", cursor, told))
    for stored in events:
        cursor = Cursor(history, cursor.reorganisation, stored.sequence)
        messages.append(_message("event", cursor, present.event(stored)))
    return messages, cursor


async def follow(
    follower: Follower, cursor: Cursor | None, after: int | None
) -> AsyncIterator[ServerSentEvent]:
    """Give messages as they come, until the server stops."""
    yield ServerSentEvent(comment="commonweal", retry=_RETRY_MS)
    why_told = ""
    with _woken(follower) as wait:
        while not follower.stopping:
            try:
                index = follower.index
                messages, cursor = await run_in_threadpool(news, index, cursor, after)
            except CommonwealError as fault:
                if fault.sentence != why_told:
                    why_told = fault.sentence
                    yield ServerSentEvent(event="waiting", data=problem(fault))
                await wait()
                continue
            why_told = ""
            for message in messages:
                yield message
            if not messages:
                await wait()


@contextmanager
def _woken(follower: Follower) -> Iterator[Callable[[], asyncio.Future[bool]]]:
    """Give a function that waits until the follower may have news."""
    loop = asyncio.get_running_loop()
    bell = asyncio.Event()

    def ring() -> None:
        loop.call_soon_threadsafe(bell.set)

    async def wait() -> bool:
        await bell.wait()
        bell.clear()
        return True

    follower.listen(ring)
    try:
        yield lambda: asyncio.ensure_future(wait())
    finally:
        follower.unlisten(ring)


def _message(kind: str, cursor: Cursor, data: Schema) -> ServerSentEvent:
    return ServerSentEvent(event=kind, id=cursor.text, raw_data=data.model_dump_json(by_alias=True))


def _restarted(identity: ChainIdentity) -> RestartedOut:
    return RestartedOut(
        chain_id=identity.chain_id,
        genesis_hash=present.hexed(identity.genesis_hash),
        registry=identity.registry,
    )
