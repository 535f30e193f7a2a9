"""Refuses request bodies that are too long, before they are read."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commonweal.api.errors import BodyTooLargeFault, answer

MOST_BODY_BYTES = 2_000_000


class BodyLimit:
    """ASGI middleware: a body of more than 2,000,000 bytes is answered with one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > MOST_BODY_BYTES:
            await answer(_too_large(), {"Connection": "close"})(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BODY_BYTES:
                raise _too_large()
            return message

        async def unless_too_large(message: Message) -> None:
            if read <= MOST_BODY_BYTES:
                await send(message)

        await self.app(scope, counted, unless_too_large)
        if read > MOST_BODY_BYTES:
            await answer(_too_large(), {"Connection": "close"})(scope, receive, send)


def _too_large() -> BodyTooLargeFault:
    return BodyTooLargeFault(
        f"The request should have at most {MOST_BODY_BYTES:,} bytes but has more; send a shorter "
        "text or fewer columns."
    )
