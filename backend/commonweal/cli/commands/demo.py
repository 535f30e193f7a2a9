"""`commonweal demo`: the whole story on a local chain, then the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from commonweal.cli.commands.serve import announce
from commonweal.cli.console import RESULT, SPEECH, emit_json, say
from commonweal.errors import CommonwealError
from commonweal.runtime.ganache import Ganache
from commonweal.settings import Settings

DEFAULT_RPC_PORT = 8545


class Unequal(CommonwealError):
    """The twin and the chain differ."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return "The chain and its replay in Python should be equal but differ; please report it."


def demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="End after the story instead of serving the page.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON to stdout, nothing else.")
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", help="Chooses who contributes what and what is held out.")
    ] = 0,
    rpc_port: Annotated[
        int | None,
        typer.Option(
            "--rpc-port",
            min=1,
            max=65_535,
            help="Where the chain listens. [default: 8545, with --exit a free one]",
        ),
    ] = None,
    host: Annotated[str | None, typer.Option("--host", help="Where the page is served.")] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65_535, help="Where the page is served. [default: 8000]"),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Where deployments and the index are kept."),
    ] = None,
) -> None:
    """Start a local chain, deploy models, let people contribute, settle, and serve the page."""
    from commonweal.cli.demo_report import Teller, report
    from commonweal.demo.facts import as_json as facts_as_json
    from commonweal.demo.show import perform

    chain_port = rpc_port or (None if leave else DEFAULT_RPC_PORT)
    say("Starting a local chain …")
    with Ganache(port=chain_port) as ganache, _data_folder(data, leave) as folder:
        settings = Settings.read(rpc_url=ganache.url, host=host, port=port, data_folder=folder)
        teller = Teller(SPEECH if as_json else RESULT)
        performance = perform(ganache.url, settings, teller, seed)
        if as_json:
            emit_json(
                facts_as_json(performance.facts, performance.comparisons, performance.seconds)
                | {"market": performance.market.as_json()}
            )
        else:
            RESULT.print()
            RESULT.print(report(performance.facts, performance.market, performance.comparisons))
        if not all(comparison.equal for comparison in performance.comparisons):
            raise Unequal
        if leave:
            return
        say(f"The story took {performance.seconds:.0f} s. Accounts that are yours, with ETH:")
        for account in performance.cast.free:
            say(f"  {account}")
        _serve(settings)


@contextmanager
def _data_folder(given: Path | None, leave: bool) -> Iterator[Path | None]:
    """Give a folder that goes with the chain, unless the chain stays or one was given."""
    if given is not None or not leave:
        yield given
        return
    with TemporaryDirectory(prefix="commonweal-") as scratch:
        yield Path(scratch)


def _serve(settings: Settings) -> None:
    from commonweal.api.app import serve as serve_app

    announce(settings)
    serve_app(settings)
