"""`commonweal settle`: close contributions under stakes that are due."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli.closing import close_due, find
from commonweal.cli.session import Session
from commonweal.types import IncentiveKind


class Whose(StrEnum):
    """Whose contributions are settled."""

    OWN = "own"
    OTHERS = "others"
    ALL = "all"


def settle(
    model: options.AnyModel = None,
    whose: Annotated[
        Whose,
        typer.Option(
            "--whose",
            help="Own ones are due from the refund wait on, others' from the take wait on; others' "
            "disagreements need two verdicts.",
        ),
    ] = Whose.OWN,
    whole_only: Annotated[
        bool,
        typer.Option(
            "--whole-only", help="Leave those that would forfeit anything for a better moment."
        ),
    ] = False,
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
    """Settle everything that is due, after showing what would be returned and what forfeited."""
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    found = find(session, session.trainers(model, IncentiveKind.STAKE))
    close_due(
        session,
        [item for item in found if _wanted(whose, item.contributor == session.account)],
        whole_only=whole_only,
        dry_run=dry_run,
        yes=yes,
        as_json=as_json,
    )


def _wanted(whose: Whose, own: bool) -> bool:
    return whose is Whose.ALL or (whose is Whose.OWN) == own
