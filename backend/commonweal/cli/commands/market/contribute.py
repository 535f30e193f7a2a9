"""`commonweal market contribute`: rows of a file to a market, each once, sealed where it asks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, Any

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import parse_wei, show_eth, show_eth_exactly
from commonweal.cli.asking import confirm
from commonweal.cli.commands.contribute import (
    JOURNALS,
    Reading,
    encoded_rows,
    form_of,
    rejected_path,
    write_rejected,
)
from commonweal.cli.console import RESULT, counted, emit_json, say, warn
from commonweal.cli.durations import show_moment, show_s
from commonweal.cli.market_session import MarketSession, open_market
from commonweal.cli.session import Session
from commonweal.encoders.base import Encoder
from commonweal.encoders.text import TextEncoder
from commonweal.errors import MarketFull, MarketWrongPhase
from commonweal.samples import MOST_SAMPLES
from commonweal.services.contributor import batches
from commonweal.services.journal import Journal, JournalKey, Progress
from commonweal.services.market_contributor import MarketContributor, most_losses_wei
from commonweal.services.row_file import row_file
from commonweal.twin.market.test_set import MOST_BYTES
from commonweal.types import MarketPhase


def contribute(
    market: options.Market,
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
    most_value: Annotated[
        str | None,
        typer.Option(
            "--max-value", metavar="AMOUNT", help="Stop when a contribution costs more than this."
        ),
    ] = None,
    encoder_file: options.EncoderFile = None,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Contribute labelled rows to a market; run it again to continue where it stopped.

    In a sealed market only a commitment is sent now. Samples and salts stay in a file of yours
    until `commonweal market reveal`; without them the stake is forfeited.
    """
    most_value_wei = None if most_value is None else parse_wei(most_value)
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    own = open_market(session, market)
    state = own.book.state
    if state.phase is not MarketPhase.PARTICIPATING:
        raise MarketWrongPhase(MarketPhase.PARTICIPATING, state.phase)
    encoder = session.encoder(own.book.info, encoder_file)
    with row_file(source, form_of(form)) as file, ExitStack() as stack:
        reading = Reading(file, isinstance(encoder, TextEncoder), label_column, text_column)
        target = rejected_path(file)
        key = JournalKey(own.genesis_hash, own.market, own.account, reading.digest)
        folder = session.settings.data_folder / JOURNALS
        journal = stack.enter_context(Journal(folder / f"{key.name}.sqlite"))
        sealed = None
        if state.terms.is_sealed:
            sealed = own.sealed(make=True)
            assert sealed is not None
            stack.enter_context(sealed)
        before = journal.progress()
        contributor = MarketContributor(
            session.runtime,
            own.book,
            own.account,
            journal,
            own.genesis_hash,
            sealed,
            most_value_wei,
        )
        contributor.resolve()
        before_row = journal.progress().last_row
        # Rows are grouped as when the file was begun, so that a continued file has the same.
        if journal.next_number():
            batch = int(journal.remembered("batch", str(batch)))
        if not yes:
            contributor.agree(_agreed(own, _left(encoder, reading, journal, batch)))
        batch = int(journal.remembered("batch", str(batch)))
        try:
            with bars.file_bar("Contributing", file.path) as bar:
                rows = encoded_rows(journal, encoder, reading, before_row, bar)
                found = batches(encoder.sample_format, rows, batch, MOST_BYTES)
                progress = contributor.contribute(
                    found, lambda progress: bar.tell(f"{progress.samples:,} samples")
                )
        finally:
            write_rejected(journal, target)
        sent = progress.contributions - before.contributions
    _report(own, progress, sent, as_json)


def _left(encoder: Encoder[Any], reading: Reading, journal: Journal, batch: int) -> int:
    """Count the contributions that are left to send."""
    with bars.file_bar("Reading", reading.file.path) as bar:
        rows = encoded_rows(journal, encoder, reading, journal.progress().last_row, bar)
        return sum(1 for _ in batches(encoder.sample_format, rows, batch, MOST_BYTES))


def _agreed(own: MarketSession, count: int) -> list[int]:
    """Say before anything is sent how much that is and can be lost, and ask."""
    state = own.sync().state
    values_wei = most_losses_wei(state, count)
    if count and not values_wei:
        raise MarketFull(state.terms.capacity)
    if count > len(values_wei):
        warn(
            f"The market has {counted(len(values_wei), 'place')} left for "
            f"{counted(count, 'contribution')}; the others are not sent."
        )
    if values_wei:
        licence = own.book.info.metadata.data_licence
        confirm(
            f"Contribute {counted(len(values_wei), 'contribution')} to market {own.market}? The "
            "most that one can lose is its value (stake and fee), at most "
            f"{show_eth_exactly(values_wei[-1])}; all together at most "
            f"{show_eth_exactly(sum(values_wei))}, and gas. No more than that is sent. The samples "
            f"become public for ever under {licence}.",
            yes=False,
        )
    return values_wei


def _report(own: MarketSession, progress: Progress, sent: int, as_json: bool) -> None:
    terms = own.book.state.terms
    if as_json:
        emit_json(
            {
                "market": own.market,
                "isSealed": terms.is_sealed,
                "contributions": progress.contributions,
                "sentNow": sent,
                "samples": progress.samples,
                "rejectedRows": progress.rejected_rows,
                "valueWei": str(progress.deposit_wei),
                "gasFeeWei": str(progress.gas_wei),
                "lastRow": progress.last_row,
            }
        )
        return
    if not sent and progress.contributions:
        say("All rows were contributed before; nothing was sent.")
    did = "committed to" if terms.is_sealed else "contributed to"
    RESULT.print(
        f"{counted(progress.samples, 'sample')} {did} market {own.market} in "
        f"{counted(progress.contributions, 'contribution')}; value {show_eth(progress.deposit_wei)}"
        f" (the most that can be lost), gas {show_eth(progress.gas_wei)}."
    )
    if terms.is_sealed:
        say(_reveal_note(own))
    if progress.rejected_rows:
        warn(f"{counted(progress.rejected_rows, 'bad row')} left out.")


def _reveal_note(own: MarketSession) -> str:
    """Say when and how what was committed to is revealed: who is late loses its stake."""
    terms, now_s = own.book.state.terms, own.now_s()
    count = counted(terms.least_contributions, "contribution")
    return (
        f"From {show_moment(terms.earliest_end_s, now_s)} on, participation may end at any time "
        f"once there are {count}, and earlier when all {terms.capacity:,} places are taken; then "
        f"you have {show_s(terms.reveal_s)} to reveal, or your stake is forfeited. Run "
        f"`{own.again('reveal')} --wait` and leave it running: it reveals when it is time."
    )
