"""`commonweal fund`: add to what contributors share."""

from __future__ import annotations

from typing import Annotated

import typer

from commonweal.actions import Call, Fund
from commonweal.cli import options
from commonweal.cli.amounts import parse_wei, show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, emit_json
from commonweal.cli.session import Session


def fund(
    model: options.Model,
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help='Such as "0.1", "25 gwei" or "1000 wei".')
    ],
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Give an amount to those who hold shares of a model; it cannot be taken back."""
    amount_wei = parse_wei(amount)
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    trainer = session.trainer(model)
    shares = session.runtime.demand(trainer.address).total_shares
    holders = f"those who hold its {shares:,} shares" if shares else "its first contributors"
    confirm(f"Give {show_eth(amount_wei)} to {trainer.metadata.name}, for {holders}?", yes)
    call = Call(session.account, trainer.address, Fund(amount_wei))
    outcome = session.runtime.run(call).accepted()
    if as_json:
        emit_json(
            {
                "model": trainer.metadata.name,
                "amountWei": str(amount_wei),
                "gasFeeWei": str(outcome.fee_wei),
                "shares": shares,
            }
        )
    else:
        RESULT.print(
            f"{show_eth(amount_wei)} given to {trainer.metadata.name} "
            f"(gas {show_eth(outcome.fee_wei)})"
        )
