"""Live events, by server-sent events; who was away goes on where it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from commonweal.api.deps import FollowerOf
from commonweal.api.errors import responses
from commonweal.api.live import Cursor, follow
from commonweal.api.schemas import MOST_SAFE_INTEGER

router = APIRouter(prefix="/api/events", tags=["events"])


@router.get(
    "",
    summary="Live events (server-sent events)",
    response_class=EventSourceResponse,
    responses=responses(422),
)
async def stream_events(
    follower: FollowerOf,
    last_event_id: Annotated[
        str | None,
        Header(description="`id` of the last message; the stream goes on behind it."),
    ] = None,
    after: Annotated[
        int | None,
        Query(
            ge=0,
            le=MOST_SAFE_INTEGER,
            description="Begin behind this event's number; 0: with the first; none: now.",
        ),
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Send each event of the registry's contracts as it is indexed.

    Messages of type `event` carry `EventOut`. `reorganised` (`ReorganisedOut`) says that events
    from a number on are void, `restarted` (`RestartedOut`) that all are: what is true now follows.
    `waiting` (`Problem`) says why nothing comes. Send the last `id` as `Last-Event-ID`, as browsers
    do, and nothing is lost or comes twice.
    """
    async for message in follow(follower, Cursor.read(last_event_id), after):
        yield message
