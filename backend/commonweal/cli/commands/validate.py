"""`commonweal validate`: close others' contributions under points."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli.closing import close_due, find
from commonweal.cli.session import Session
from commonweal.types import IncentiveKind


def validate(
    model: options.AnyModel = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen and send nothing.")
    ] = False,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Validate everything of others that is due; each brings its validator one point."""
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    found = find(session, session.trainers(model, IncentiveKind.POINTS))
    close_due(
        session,
        [item for item in found if item.contributor != session.account],
        whole_only=False,
        dry_run=dry_run,
        yes=yes,
        as_json=as_json,
    )
