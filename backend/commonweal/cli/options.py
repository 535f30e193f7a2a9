"""Options that several commands share, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_NETWORK = "Network"
_ACCOUNT = "Account"

Rpc = Annotated[
    str | None,
    typer.Option(
        "--rpc",
        metavar="URL",
        help="JSON-RPC address of the node. [env: COMMONWEAL_RPC_URL; default: "
        "http://127.0.0.1:8545]",
        rich_help_panel=_NETWORK,
    ),
]
Registry = Annotated[
    str | None,
    typer.Option(
        "--registry",
        metavar="ADDRESS",
        help="Registry to use. [env: COMMONWEAL_REGISTRY; default: the one in the chain's "
        "deployments file]",
        rich_help_panel=_NETWORK,
    ),
]
ChainId = Annotated[
    int | None,
    typer.Option(
        "--chain-id",
        metavar="ID",
        help="Chain that the node must serve. [env: COMMONWEAL_CHAIN_ID; default: any]",
        rich_help_panel=_NETWORK,
    ),
]
AccountIndex = Annotated[
    int,
    typer.Option(
        "--account",
        metavar="N",
        min=0,
        help="Which of the node's unlocked accounts, from 0.",
        rich_help_panel=_ACCOUNT,
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="File that holds a private key (64 hex digits) or an encrypted keystore, whose "
        "password is asked for. [env: COMMONWEAL_KEY_FILE, or the key in COMMONWEAL_PRIVATE_KEY]",
        rich_help_panel=_ACCOUNT,
    ),
]
EncoderFile = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="FILE|URL",
        help="Manifest of the model's encoder, if it is not in the local store; its hash is "
        "checked against the chain.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON to stdout.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before sending.")]
Model = Annotated[
    str,
    typer.Argument(metavar="MODEL", help="Number, name (or its beginning) or address of a model."),
]
AnyModel = Annotated[
    str | None,
    typer.Argument(
        metavar="[MODEL]", help="Number, name or address of a model; all of them by default."
    ),
]
Market = Annotated[
    str,
    typer.Argument(
        metavar="MARKET",
        help="Address of a market, or a model (number, name or address): its latest market.",
    ),
]
Once = Annotated[
    bool, typer.Option("--once", help="Do what can be done now and end, instead of waiting.")
]
Poll = Annotated[
    float,
    typer.Option("--poll", metavar="SECONDS", min=0.1, max=3600, help="How often to look."),
]
LabelColumn = Annotated[
    str, typer.Option("--label-column", metavar="NAME", help="Column of the labels.")
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="Column of the texts. [default: text, sentence, or the only one]",
    ),
]
