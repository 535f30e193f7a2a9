"""The app: routes, problems, and a follower that lives as long as it."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware

from commonweal import __version__
from commonweal.api import errors, page
from commonweal.api.body_limit import BodyLimit
from commonweal.api.deps import Encoders
from commonweal.api.routes import accounts, contributions, encoders, events, markets, models, status
from commonweal.encoders import ManifestStore
from commonweal.errors import ConfigFault
from commonweal.services.connecting import connector
from commonweal.services.follower import Follower
from commonweal.services.market_results import MarketResults
from commonweal.settings import Settings

_DESCRIPTION = """
Read-only: what stands on the chain, indexed, and free predictions. Contributing, settling and
withdrawing go to the contracts themselves; this server holds no keys.

Fields are in camelCase. Amounts are in wei (`Wei`) and times in seconds (`S`); integers that may
exceed 2**53 are decimal texts. Every problem is answered with `{"error": {"name", "sentence"}}`.
"""
_TAGS = [
    {"name": "models", "description": "What people train, and its free predictions."},
    {"name": "contributions", "description": "Samples of one contributor under one deposit."},
    {"name": "markets", "description": "Bounties, results that can be recomputed, disputes."},
    {"name": "credits", "description": "Shares and credits under stakes."},
    {"name": "points", "description": "Points and badges, no money."},
    {"name": "accounts", "description": "All that somebody has."},
    {"name": "encoders", "description": "How raw data becomes samples."},
    {"name": "events", "description": "Everything as it happens."},
    {"name": "status", "description": "Configuration and health."},
]
_SHUTDOWN_S = 10


def create_app(settings: Settings, follower: Follower | None = None) -> FastAPI:
    """Build the app.

    Parameters
    ----------
    settings
        What the backend needs to know.
    follower
        What keeps the index; by default one that follows the settings' chain.
    """
    results = MarketResults()
    following = follower or Follower(connector(settings), settings.index_folder, settings.poll_s)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        following.start()
        try:
            yield
        finally:
            await run_in_threadpool(following.stop)
            await run_in_threadpool(results.stop)

    app = FastAPI(
        title="Commonweal",
        summary="Models on Ethereum that people train together.",
        description=_DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=_TAGS,
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.follower = following
    app.state.results = results
    app.state.encoders = Encoders(ManifestStore(settings.encoders_folder))
    errors.install(app)
    for module in (models, contributions, markets, accounts, encoders, events, status, page):
        app.include_router(module.router)
    app.add_middleware(BodyLimit)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.allowed_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "Last-Event-ID"],
        )
    return app


class Server(uvicorn.Server):
    """Serves the app; ends its event streams when it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        self.settings = settings
        super().__init__(
            uvicorn.Config(
                self.app,
                host=settings.host,
                port=settings.port,
                log_level="warning",
                timeout_graceful_shutdown=_SHUTDOWN_S,
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; streams would otherwise hold the server."""
        self.app.state.follower.end_streams()
        super().handle_exit(sig, frame)


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    Raises
    ------
    ConfigFault
        The address cannot be listened at.
    """
    _check_address(settings)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn passes it on once it has stopped
        Server(settings).run()


def _check_address(settings: Settings) -> None:
    """Try the address first: uvicorn would end the process without saying why in one sentence."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        raise ConfigFault(
            f"{settings.host}:{settings.port} should be free to listen at but is not "
            f"({error.strerror}); stop what listens there, or choose another port."
        ) from None
