"""`commonweal verify`: an export, an account or a model against the chain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.commands.export import encoder_if_there
from commonweal.cli.console import RESULT, emit_json, table
from commonweal.cli.session import Session
from commonweal.errors import ConfigFault

_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


def verify(
    model: options.Model,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A CSV that `commonweal export` wrote."),
    ] = None,
    holder: Annotated[
        str | None,
        typer.Option("--holder", metavar="ADDRESS", help="Whose shares, credit or points."),
    ] = None,
    encoder_file: options.EncoderFile = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Verify an exported file, somebody's balance, or by default a model's weights and books.

    Balances and weights are recomputed in Python from all events and compared with the chain.
    The exit code is 1 if anything differs.
    """
    from commonweal.services.recorded import RecordedData
    from commonweal.services.verify import verify_account, verify_csv, verify_model

    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    trainer = session.trainer(model)
    data = RecordedData(session.transport, session.runtime.registry, trainer.address)
    name = trainer.metadata.name
    with bars.count_bar("Verifying", 1) as bar:
        if file is not None:
            encoder = encoder_if_there(session, trainer, encoder_file)
            found = verify_csv(file, data, encoder, bar.show)
        elif holder is not None:
            address = _holder(holder)
            report = verify_account(session.transport, data, address, bar.show)
        else:
            report = verify_model(session.transport, data, bar.show)
    if file is not None:
        if as_json:
            emit_json(
                {
                    "model": name,
                    "ok": found.ok,
                    "rows": found.rows,
                    "samplesOnChain": found.samples_on_chain,
                    "row": found.row,
                    "difference": found.difference,
                }
            )
        elif found.ok:
            RESULT.print(
                f"[green]{file} is complete, in order and unaltered: {found.rows:,} samples in "
                f"{found.contributions:,} contributions.[/]"
            )
        else:
            RESULT.print(found.difference, style="red", markup=False)
        ok = found.ok
    else:
        if as_json:
            emit_json(
                {
                    "model": name,
                    "ok": report.ok,
                    "block": report.block_number,
                    "events": report.events,
                    "checks": [
                        {
                            "name": check.name,
                            "replayed": str(check.replayed),
                            "onChain": str(check.on_chain),
                            "ok": check.ok,
                        }
                        for check in report.checks
                    ],
                }
            )
        else:
            grid = table(f"{name}, {report.events:,} events replayed", "What", "Replayed", "Chain")
            for check in report.checks:
                colour = "green" if check.ok else "red"
                grid.add_row(check.name, str(check.replayed), f"[{colour}]{check.on_chain}[/]")
            RESULT.print(grid)
        ok = report.ok
    if not ok:
        raise typer.Exit(1)


def _holder(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ConfigFault(
            f'A holder is an address of 0x and 40 hex digits, found "{text[:60]}"; correct it.'
        )
    return text.lower()
