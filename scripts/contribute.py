"""Contribute the labelled rows of a file to a model, up to 128 at a time.

brownie run contribute main <model> <file> --network ganache-cli

The model is its number, its address, or the beginning of its name; the file is CSV, TSV or JSONL
with a column `label`.
"""

from __future__ import annotations

from pathlib import Path

from scripts.chain import connected, contract_of, fee_wei, plainly, send, senders

from commonweal.cli.amounts import show_eth
from commonweal.datasets import RowError, encode_rows, read_rows
from commonweal.encoders.text import TextEncoder
from commonweal.errors import ContributionAlreadyOpen
from commonweal.runtime.deposit import safe_deposit_wei
from commonweal.services.contributor import batches
from commonweal.types import IncentiveKind


@plainly
def main(model: str, file: str) -> None:
    """Contribute the file; bad rows are reported and left out."""
    session, sender = connected(), senders()[0]
    trainer = session.trainer(model)
    contract, encoder = contract_of(trainer), session.encoder(trainer)
    under_stake = trainer.incentive is IncentiveKind.STAKE
    bad_rows: list[int] = []

    def report(error: RowError) -> None:
        bad_rows.append(error.number)
        print(error.sentence)

    rows = read_rows(Path(file), text=isinstance(encoder, TextEncoder), on_error=report)
    contributed = deposits_wei = fees_wei = 0
    for batch in batches(encoder.sample_format, encode_rows(encoder, rows, report)):
        # The price may rise before the transaction is mined; what is above it returns as well.
        deposit_wei = (
            safe_deposit_wei(session.runtime, trainer.address, batch.sample_count)
            if under_stake
            else 0
        )
        try:
            receipt = send(contract.contribute, batch.samples, sender=sender, value_wei=deposit_wei)
        except ContributionAlreadyOpen:
            print(f"Rows {batch.first_row} to {batch.last_row} are open already; left out.")
            continue
        contributed += batch.sample_count
        deposits_wei += deposit_wei
        fees_wei += fee_wei(receipt)
        print(f"Rows {batch.first_row} to {batch.last_row}: {batch.sample_count} samples.")
    print(
        f"{contributed} samples contributed to {trainer.metadata.name} by {sender.address}; "
        f"deposits {show_eth(deposits_wei)}, gas {show_eth(fees_wei)}, bad rows {len(bad_rows)}."
    )
