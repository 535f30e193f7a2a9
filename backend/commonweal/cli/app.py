"""All commands, in the order in which one meets them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from commonweal import __version__
from commonweal.cli.commands import (
    chain,
    contribute,
    demo,
    deploy,
    export,
    fund,
    models,
    predict,
    serve,
    settle,
    validate,
    verify,
    withdraw,
)
from commonweal.cli.commands.market import market
from commonweal.cli.failures import EXIT_INTERRUPTED

app = typer.Typer(
    name="commonweal",
    help="Models on Ethereum that people train together for stakes, points or bounties. Unaudited.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"commonweal {__version__}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the stack trace of an error; may stand anywhere.")
    ] = False,
) -> None:
    """Commonweal: models on Ethereum that people train together. Unaudited."""


app.command("demo", short_help="The whole story on a local chain, then the page.")(demo.demo)
app.command("chain", short_help="Start a local chain with a registry.")(chain.chain)
app.command("deploy", short_help="Deploy a model with its starting weights.")(deploy.deploy)
app.command("models", short_help="List the models.")(models.models)
app.command("predict", short_help="Ask a model, for free.")(predict.predict)
app.command("contribute", short_help="Contribute labelled rows of a file.")(contribute.contribute)
app.command("settle", short_help="Settle what is due under stakes.")(settle.settle)
app.command("validate", short_help="Validate others under points.")(validate.validate)
app.command("withdraw", short_help="Have credits paid out.")(withdraw.withdraw)
app.command("fund", short_help="Add to what contributors share.")(fund.fund)
app.add_typer(market, name="market", short_help="Open, contribute to, resolve and dispute markets.")
app.command("export", short_help="Write the recorded data, or the weights.")(export.export)
app.command("verify", short_help="Check a file, a balance or a model.")(verify.verify)
app.command("serve", short_help="Serve the web page and the API.")(serve.serve)


def run(arguments: Sequence[str]) -> None:
    """Run a command; errors are the caller's.

    Raises
    ------
    KeyboardInterrupt
        The user interrupted it.
    SystemExit
        It ended with another code than 0.
    """
    # Typer turns an interruption into this code and gives codes back instead of raising.
    code = app(args=list(arguments), prog_name="commonweal", standalone_mode=False)
    if code == EXIT_INTERRUPTED:
        raise KeyboardInterrupt
    if code:
        raise SystemExit(code)
