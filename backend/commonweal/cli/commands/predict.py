"""`commonweal predict`: ask a model for free."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any

import typer

from commonweal.cli import options
from commonweal.cli.console import RESULT, emit_json, say, table, warn
from commonweal.cli.session import Session
from commonweal.datasets import Raw, RowError, encode_rows, read_rows
from commonweal.encoders.base import Encoder
from commonweal.encoders.text import MOST_CHARACTERS, TextEncoder
from commonweal.errors import ConfigFault
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.types import Prediction

_ROWS_AT_ONCE = 500
_MOST_LISTED = 20
# Enough of a text to know that it is too long, in the widest encoding.
_MOST_STDIN_BYTES = 4 * MOST_CHARACTERS + 4


def predict(
    model: options.Model,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="A text; - reads it from standard input."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", "-c", metavar="NAME=VALUE", help="A column of a table; repeat."),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--file", "-f", metavar="FILE", help="CSV, TSV or JSONL with many rows."),
    ] = None,
    label_column: Annotated[
        str | None,
        typer.Option(
            "--label-column",
            metavar="NAME",
            help="Column of the file with labels, to measure accuracy.",
        ),
    ] = None,
    text_column: options.TextColumn = None,
    encoder_file: options.EncoderFile = None,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Predict the label of a text, of columns, or of every row of a file; it costs nothing."""
    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    trainer = session.trainer(model)
    encoder = session.encoder(trainer, encoder_file)
    if file is not None:
        _predict_file(session, trainer, encoder, file, label_column, text_column, as_json)
        return
    raw = _raw(encoder, text or [], column or [])
    explanation = encoder.explain(raw)
    packed = encoder.sample_format.pack_one(encoder.encode(raw))
    found = session.runtime.predict(trainer.address, packed)
    names = trainer.metadata.label_names
    weights = session.runtime.weights(trainer.address).features
    used = sorted(
        ((use.name, use.lane, weights[use.feature]) for use in explanation.used),
        key=lambda item: -abs(item[1] * item[2]),
    )
    if as_json:
        emit_json(
            {
                "model": trainer.metadata.name,
                "address": trainer.address,
                "label": found.label,
                "labelName": names[found.label],
                "score": str(found.score),
                "undecided": found.score == 0,
                "used": [
                    {"name": name, "lane": lane, "weight": weight} for name, lane, weight in used
                ],
                "unknown": list(explanation.unknown),
                "notes": list(explanation.notes),
            }
        )
        return
    undecided = " (undecided: the score is 0)" if found.score == 0 else ""
    RESULT.print(f"[bold]{names[found.label]}[/]{undecided}, score {found.score:,}")
    grid = table("", "Feature", "Value", "Weight", right=("Value", "Weight"))
    for name, lane, weight in used[:_MOST_LISTED]:
        grid.add_row(name, str(lane), f"{weight:+,}")
    RESULT.print(grid)
    if explanation.unknown:
        say("Not known to the model: " + ", ".join(explanation.unknown[:_MOST_LISTED]))
    for note in explanation.notes:
        warn(note)


def _raw(encoder: Encoder[Any], text: list[str], columns: list[str]) -> Raw:
    """Take the raw data out of the arguments."""
    if isinstance(encoder, TextEncoder):
        if columns or not text:
            raise ConfigFault(
                "This model reads a text, found "
                + ("columns" if columns else "none")
                + '; write it as in `commonweal predict MODEL "a fine film"`.'
            )
        return _standard_input() if text == ["-"] else " ".join(text)
    if text or not columns:
        names = ", ".join(encoder.feature_names[:5])
        raise ConfigFault(
            f"This model reads columns, found {'a text' if text else 'none'}; give each as in "
            f"`--column NAME=VALUE` (its columns: {names}, …) or a file by --file."
        )
    values: dict[str, object] = {}
    for item in columns:
        name, equals, value = item.partition("=")
        if not equals:
            raise ConfigFault(
                f'A column looks like NAME=VALUE, found "{item[:60]}"; write it like that.'
            )
        values[name.strip()] = value.strip()
    return values


def _standard_input() -> str:
    data = sys.stdin.buffer.read(_MOST_STDIN_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # A text that is too long may have been cut inside a character.
        if len(data) == _MOST_STDIN_BYTES:
            return data.decode("utf-8", "ignore")
        raise ConfigFault(
            "Standard input should be UTF-8 text but is not; convert it, or check what was piped."
        ) from None


def _predict_file(
    session: Session,
    trainer: TrainerInfo,
    encoder: Encoder[Any],
    file: str,
    label_column: str | None,
    text_column: str | None,
    as_json: bool,
) -> None:
    names = trainer.metadata.label_names
    bad: list[RowError] = []
    counts = {"rows": 0, "bad": 0, "correct": 0}

    def report(error: RowError) -> None:
        counts["bad"] += 1
        if len(bad) < _MOST_LISTED:
            bad.append(error)
            say(error.sentence, "yellow")

    rows = read_rows(
        file,
        text=isinstance(encoder, TextEncoder),
        label_column=label_column,
        text_column=text_column,
        on_error=report,
    )
    encoded = ((row.number, sample) for row, sample in encode_rows(encoder, rows, report))
    found = _predictions(session.runtime, trainer, encoder, encoded)
    writer = None if as_json else csv.writer(sys.stdout)
    listed: list[Mapping[str, object]] = []
    if writer:
        writer.writerow(("row", "label", "score"))
    for number, label, prediction in found:
        counts["rows"] += 1
        counts["correct"] += label == prediction.label
        name = names[prediction.label]
        if writer:
            writer.writerow((number, name, prediction.score))
        else:
            listed.append({"row": number, "label": name, "score": str(prediction.score)})
    accuracy = counts["correct"] / counts["rows"] if label_column and counts["rows"] else None
    if as_json:
        emit_json({"predictions": listed, "badRows": counts["bad"], "accuracy": accuracy})
    if accuracy is not None:
        say(f"{100 * accuracy:.1f} % of {counts['rows']:,} labels were predicted.")
    if counts["bad"]:
        warn(f"{counts['bad']:,} rows could not be read and were left out.")


def _predictions(
    runtime: ContractRuntime,
    trainer: TrainerInfo,
    encoder: Encoder[Any],
    encoded: Iterator[tuple[int, Any]],
) -> Iterator[tuple[int, int, Prediction]]:
    """Predict many samples in few calls: row, its own label, prediction."""
    form = encoder.sample_format
    while part := list(islice(encoded, _ROWS_AT_ONCE)):
        packed = b"".join(form.pack_one(sample) for _, sample in part)
        found = runtime.predict_batch(trainer.address, packed)
        for (number, sample), prediction in zip(part, found, strict=True):
            yield number, sample.label, prediction
