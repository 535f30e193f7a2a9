"""`commonweal contribute`: rows of a file to the chain, each once, whatever comes between."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import parse_wei, show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, counted, emit_json, say, warn
from commonweal.cli.session import Session
from commonweal.datasets import Form, Row, RowError, encode_rows
from commonweal.encoders.base import Encoder
from commonweal.encoders.text import TextEncoder
from commonweal.errors import ConfigFault
from commonweal.runtime.base import TrainerInfo
from commonweal.samples import MOST_SAMPLES, Sample
from commonweal.services.contributor import Batch, Contributor, batches
from commonweal.services.journal import Journal, JournalKey, Progress, RejectedRow
from commonweal.services.row_file import LineMemory, RowFile, opened_rows, row_file
from commonweal.types import IncentiveKind

_SHOWN_REJECTIONS = 10
JOURNALS = "journals"


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are read; part of what makes two files the same."""

    file: RowFile
    text: bool
    label_column: str
    text_column: str | None

    @property
    def digest(self) -> bytes:
        """Tell files apart that are read in different ways, too."""
        parts = (self.file.digest.hex(), self.file.form, self.label_column, self.text_column)
        return sha256(repr(parts).encode()).digest()


def contribute(
    model: options.Model,
    source: Annotated[
        str,
        typer.Argument(metavar="FILE", help="CSV, TSV or JSONL with labels; - for standard input."),
    ],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="csv|tsv|jsonl", help="By default the file's ending tells."
        ),
    ] = None,
    label_column: options.LabelColumn = "label",
    text_column: options.TextColumn = None,
    batch: Annotated[
        int,
        typer.Option(
            "--batch", min=1, max=MOST_SAMPLES, help="Samples of one contribution at most."
        ),
    ] = MOST_SAMPLES,
    most_price: Annotated[
        str | None,
        typer.Option(
            "--max-price", metavar="AMOUNT", help="Stop when the deposit for a sample exceeds this."
        ),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option(
            "--rejected",
            metavar="FILE",
            help="Where bad rows go. [default: the file's name with .rejected]",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and encode everything but send nothing.")
    ] = False,
    encoder_file: options.EncoderFile = None,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Contribute labelled rows of a file, in batches; run it again to continue where it stopped."""
    most_price_wei = None if most_price is None else parse_wei(most_price)
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    trainer = session.trainer(model)
    encoder = session.encoder(trainer, encoder_file)
    with row_file(source, form_of(form)) as file:
        reading = Reading(file, isinstance(encoder, TextEncoder), label_column, text_column)
        target = rejected or rejected_path(file)
        with _journal(session, trainer, reading, dry_run) as journal:
            before = journal.progress().contributions
            if dry_run:
                progress = _measure(journal, encoder, reading, batch)
            else:
                if not journal.next_number():
                    confirm(_question(session, trainer), yes)
                progress = _send(
                    session, trainer, encoder, journal, reading, batch, most_price_wei, target
                )
            write_rejected(journal, target)
            sent = progress.contributions - before
    _report(session, trainer, progress, sent, target, dry_run, as_json)


def form_of(form: str | None) -> Form | None:
    """Read the name of a file's form."""
    for known in ("csv", "tsv", "jsonl"):
        if form == known:
            return known
    if form is None:
        return None
    raise ConfigFault(f'A format is csv, tsv or jsonl, found "{form[:20]}"; choose one of them.')


def rejected_path(file: RowFile) -> Path:
    """Give the file where bad rows go by default."""
    if file.name == "standard input":
        return Path("stdin.rejected")
    return file.path.with_name(file.path.name + ".rejected")


@contextmanager
def _journal(
    session: Session, trainer: TrainerInfo, reading: Reading, dry_run: bool
) -> Iterator[Journal]:
    """Open the journal of this chain, model, account and file; a dry run has one of its own."""
    if dry_run:
        with (
            tempfile.TemporaryDirectory(prefix="commonweal-") as scratch,
            Journal(Path(scratch) / "dry.sqlite") as journal,
        ):
            yield journal
        return
    key = JournalKey(
        genesis_hash=session.transport.block(0).hash,
        trainer=trainer.address,
        contributor=session.account,
        file_hash=reading.digest,
    )
    folder = session.settings.data_folder / JOURNALS
    with Journal(folder / f"{key.name}.sqlite") as journal:
        yield journal


def _question(session: Session, trainer: TrainerInfo) -> str:
    name, licence = trainer.metadata.name, trainer.metadata.data_licence
    price = ""
    if trainer.incentive is IncentiveKind.STAKE:
        quote = session.runtime.quote_wei(trainer.address, 1)
        price = f" under a deposit of about {show_eth(quote)} a sample"
    return f"Contribute to {name}{price}? The encoded samples are public for ever under {licence}."


def encoded_rows(
    journal: Journal, encoder: Encoder[Any], reading: Reading, skip: int, watch: bars.FileBar
) -> Iterator[tuple[Row, Sample]]:
    """Read and encode rows behind the first `skip`; bad ones go to the journal."""
    memory: LineMemory | None = None

    def reject(error: RowError) -> None:
        raw = memory.line(error.line) if memory else ""
        journal.reject(RejectedRow(error.number, error.sentence, raw))
        count = watch.rejected()
        if count <= _SHOWN_REJECTIONS:
            watch.say(error.sentence)
        if count == _SHOWN_REJECTIONS:
            watch.say("More bad rows go to the file of rejected rows only.")

    with opened_rows(
        reading.file,
        text=reading.text,
        label_column=reading.label_column,
        text_column=reading.text_column,
        skip_rows=skip,
        on_error=reject,
    ) as (rows, lines):
        memory = lines
        for item in encode_rows(encoder, rows, reject):
            watch.at(lines.position)
            yield item


def _measure(journal: Journal, encoder: Encoder[Any], reading: Reading, batch: int) -> Progress:
    """Read and encode everything; count what would be contributed."""
    contributions = samples = last_row = 0
    with bars.file_bar("Reading", reading.file.path) as bar:
        rows = encoded_rows(journal, encoder, reading, 0, bar)
        for found in batches(encoder.sample_format, rows, batch):
            contributions += 1
            samples += found.sample_count
            last_row = found.last_row
            bar.tell(f"{samples:,} samples")
    rejected = journal.progress().rejected_rows
    return Progress(last_row, contributions, samples, 0, rejected, 0, 0)


def _send(
    session: Session,
    trainer: TrainerInfo,
    encoder: Encoder[Any],
    journal: Journal,
    reading: Reading,
    batch: int,
    most_price_wei: int | None,
    rejected: Path,
) -> Progress:
    genesis_hash = session.transport.block(0).hash
    contributor = Contributor(
        session.runtime, trainer, session.account, journal, genesis_hash, most_price_wei
    )
    contributor.resolve()
    # Rows are grouped as when the file was begun, so that a continued file has the same batches.
    batch = int(journal.remembered("batch", str(batch)))
    before = journal.progress()
    if before.last_row:
        say(f"Continuing behind row {before.last_row:,}: {before.samples:,} samples are there.")
    try:
        with bars.file_bar("Contributing", reading.file.path) as bar:
            rows = encoded_rows(journal, encoder, reading, before.last_row, bar)
            found: Iterator[Batch] = batches(encoder.sample_format, rows, batch)
            return contributor.contribute(
                found, lambda progress: bar.tell(f"{progress.samples:,} samples")
            )
    except BaseException:
        write_rejected(journal, rejected)
        raise


def write_rejected(journal: Journal, path: Path) -> None:
    """Write all bad rows of the file: row, sentence, beginning of the raw line."""
    if not journal.progress().rejected_rows:
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "problem", "line"))
        writer.writerows((row.row, row.sentence, row.raw) for row in journal.rejected())


def _report(
    session: Session,
    trainer: TrainerInfo,
    progress: Progress,
    sent: int,
    rejected: Path,
    dry_run: bool,
    as_json: bool,
) -> None:
    if as_json:
        emit_json(
            {
                "model": trainer.metadata.name,
                "address": trainer.address,
                "dryRun": dry_run,
                "contributions": progress.contributions,
                "sentNow": 0 if dry_run else sent,
                "samples": progress.samples,
                "alreadyOpenSamples": progress.skipped_samples,
                "rejectedRows": progress.rejected_rows,
                "rejectedFile": str(rejected) if progress.rejected_rows else None,
                "depositWei": str(progress.deposit_wei),
                "gasFeeWei": str(progress.gas_wei),
                "lastRow": progress.last_row,
            }
        )
        return
    if not sent and progress.contributions:
        say("All rows were contributed before; nothing was sent.")
    did = "would be contributed" if dry_run else "contributed"
    RESULT.print(
        f"{counted(progress.samples, 'sample')} {did} to {trainer.metadata.name} "
        f"in {counted(progress.contributions, 'contribution')}."
    )
    if not dry_run and trainer.incentive is IncentiveKind.STAKE:
        RESULT.print(
            f"Deposits: {show_eth(progress.deposit_wei)}; gas: {show_eth(progress.gas_wei)}. "
            "Settle when they are due with `commonweal settle`."
        )
    if progress.skipped_samples:
        warn(f"{progress.skipped_samples:,} samples were left out: you have the same ones open.")
    if progress.rejected_rows:
        warn(f"{counted(progress.rejected_rows, 'bad row')} left out; see {rejected}.")
