"""`commonweal serve`: the page and the API, following the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli.console import say, warn
from commonweal.settings import Settings


def serve(
    host: Annotated[
        str | None,
        typer.Option(
            "--host",
            help="Where to listen. [env: COMMONWEAL_HOST; default: 127.0.0.1]",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65_535, help="[env: COMMONWEAL_PORT; default: 8000]"),
    ] = None,
    page_rpc: Annotated[
        str | None,
        typer.Option(
            "--page-rpc",
            metavar="URL",
            help="Node's address as browsers reach it. [default: the same as --rpc]",
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Where the index is kept."),
    ] = None,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Serve the web page and the API; reads only, and holds no keys."""
    from commonweal.api.app import serve as serve_app

    settings = Settings.read(
        host=host,
        port=port,
        page_rpc_url=page_rpc,
        data_folder=data,
        rpc_url=rpc,
        registry=registry,
        chain_id=chain_id,
    )
    announce(settings)
    serve_app(settings)


def announce(settings: Settings) -> None:
    """Say where the page and the API are."""
    address = f"http://{settings.host}:{settings.port}"
    if (settings.page_folder / "index.html").exists():
        say(f"The page is at {address}/")
    else:
        warn("The page is not built; build it with `make build`.")
    say(f"The API is documented at {address}/api/docs. Ctrl-C stops.")
