"""Export the recorded data set of a model as CSV, proved complete and in order.

brownie run export main <model> <file> --network ganache-cli
"""

from __future__ import annotations

from pathlib import Path

from scripts.chain import connected, plainly

from commonweal.encoders.errors import ManifestMissing
from commonweal.services.export import write_csv
from commonweal.services.recorded import RecordedData


@plainly
def main(model: str, file: str) -> None:
    """Write everything that was contributed to a model."""
    session = connected()
    trainer = session.trainer(model)
    try:
        encoder = session.encoder(trainer)
    except ManifestMissing:
        print("The encoder's manifest is not here, so features are numbered instead of named.")
        encoder = None
    data = RecordedData(session.transport, session.runtime.registry, trainer.address)
    rows = write_csv(data, Path(file), encoder)
    print(f"{rows} samples of {trainer.metadata.name} are in {file}, as of {data.block.number}.")
