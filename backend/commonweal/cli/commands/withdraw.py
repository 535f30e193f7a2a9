"""`commonweal withdraw`: have what is owed paid out."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer

from commonweal.actions import Call, Withdraw
from commonweal.cli import options
from commonweal.cli.amounts import show_eth
from commonweal.cli.console import RESULT, emit_json, say
from commonweal.cli.session import Session
from commonweal.errors import ConfigFault
from commonweal.events import Withdrawn
from commonweal.types import ZERO_ADDRESS, IncentiveKind

_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


def withdraw(
    model: options.AnyModel = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ADDRESS", help="Who is paid; by default the account itself."),
    ] = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Withdraw the account's credits with one model or with all of them."""
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    runtime = session.runtime
    recipient = _recipient(to) if to else session.account
    paid: list[dict[str, Any]] = []
    for trainer in session.trainers(model, IncentiveKind.STAKE):
        if not runtime.credit_wei(trainer.address, session.account):
            continue
        call = Call(session.account, trainer.address, Withdraw(recipient))
        outcome = runtime.run(call).accepted()
        amount_wei = sum(
            recorded.event.amount_wei
            for recorded in outcome.events
            if isinstance(recorded.event, Withdrawn)
        )
        paid.append(
            {
                "model": trainer.metadata.name,
                "amountWei": str(amount_wei),
                "gasFeeWei": str(outcome.fee_wei),
                "recipient": recipient,
            }
        )
        if not as_json:
            RESULT.print(
                f"{trainer.metadata.name}: {show_eth(amount_wei)} paid to {recipient} "
                f"(gas {show_eth(outcome.fee_wei)})"
            )
    if as_json:
        emit_json(paid)
    elif not paid:
        say(f"{session.account} has no credit to withdraw; settle what is due first.")


def _recipient(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or text.lower() == ZERO_ADDRESS:
        raise ConfigFault(
            f'A recipient is an address of 0x and 40 hex digits, found "{text[:60]}"; correct it.'
        )
    return text.lower()
