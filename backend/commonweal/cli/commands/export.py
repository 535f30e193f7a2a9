"""`commonweal export`: the recorded data set, or the weights, as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.console import RESULT, emit_json, warn
from commonweal.cli.session import Session
from commonweal.encoders.base import Encoder
from commonweal.encoders.errors import ManifestMissing
from commonweal.runtime.base import TrainerInfo


class Form(StrEnum):
    """What is written."""

    CSV = "csv"
    BUNCH = "bunch"


def export(
    model: options.Model,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    form: Annotated[
        Form, typer.Option("--format", help="A table, or a scikit-learn bunch by joblib.")
    ] = Form.CSV,
    weights: Annotated[
        bool,
        typer.Option(
            "--weights", help="Write a fitted scikit-learn Perceptron by joblib instead of data."
        ),
    ] = False,
    encoder_file: options.EncoderFile = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Export everything that was contributed, proved complete and in order by the running hash."""
    import joblib

    from commonweal.services.export import bunch, weights_estimator, write_csv
    from commonweal.services.recorded import RecordedData

    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    trainer = session.trainer(model)
    encoder = encoder_if_there(session, trainer, encoder_file)
    data = RecordedData(session.transport, session.runtime.registry, trainer.address)
    total = max(1, data.head.contribution_count)
    what = "weights" if weights else str(form)
    with bars.count_bar("Exporting", total) as bar:
        if weights:
            _dump(joblib, weights_estimator(data), target)
        elif form is Form.BUNCH:
            _dump(joblib, bunch(data, encoder, bar.show), target)
        else:
            write_csv(data, target, encoder, bar.show)
    if as_json:
        emit_json(
            {
                "model": trainer.metadata.name,
                "file": str(target),
                "what": what,
                "samples": data.head.sample_count,
                "contributions": data.head.contribution_count,
                "runningHash": "0x" + data.head.running_hash.hex(),
                "block": data.block.number,
            }
        )
    elif weights:
        RESULT.print(f"The weights of {trainer.metadata.name} are in {target} (use joblib.load).")
    else:
        RESULT.print(
            f"{data.head.sample_count:,} samples of {trainer.metadata.name} are in {target}, as "
            f"of block {data.block.number:,}. Licence: {trainer.metadata.data_licence}."
        )


def encoder_if_there(
    session: Session, trainer: TrainerInfo, source: str | None
) -> Encoder[Any] | None:
    """Load a model's encoder, which is wanted for names only, if its manifest is at hand."""
    try:
        return session.encoder(trainer, source)
    except ManifestMissing:
        warn("The encoder's manifest is not here, so features are numbered instead of named.")
        return None


def _dump(joblib: Any, value: object, target: Path) -> None:
    """Write whole or not at all."""
    unfinished = target.with_name(target.name + ".part")
    try:
        joblib.dump(value, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
