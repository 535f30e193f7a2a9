"""`commonweal market open`: lock a bounty and commit to a test set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commonweal.actions import Call, OpenMarket
from commonweal.cli import options
from commonweal.cli.amounts import parse_wei, show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, emit_json, say, warn
from commonweal.cli.durations import parse_s, show_moment, show_s
from commonweal.cli.market_session import market_model
from commonweal.cli.session import Session
from commonweal.commitment import contract_address
from commonweal.datasets import RowError, encode_rows, read_rows
from commonweal.encoders.text import TextEncoder
from commonweal.errors import MarketStillOpen
from commonweal.runtime.base import TrainerInfo
from commonweal.services.market_book import ModelMarkets
from commonweal.services.sponsor import (
    OwnTestSet,
    own_test_set_path,
    prepared,
    split_into_parts,
    with_amounts,
)
from commonweal.twin.market import terms as rules
from commonweal.types import MarketRules, MarketTerms

_MONEY = "Money"
_TIMES = "Times (600, 10 min, 2 h, 1 d)"
_SPARE_S = 60
_SHOWN_REJECTIONS = 10
_BLOCKS_TO_DRAW = 3


def open_(
    model: options.Model,
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV, TSV or JSONL with labels: the test set.")
    ],
    bounty: Annotated[
        str,
        typer.Option("--bounty", metavar="AMOUNT", help="Paid for what contributions improve."),
    ],
    rounds: Annotated[
        int, typer.Option("--rounds", help="Rounds in which it is played.", rich_help_panel=_MONEY)
    ] = 10_000,
    stake: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT", help="Of a contribution. [default: the least]", rich_help_panel=_MONEY
        ),
    ] = None,
    most_fee: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT",
            help="Fee of the last contribution, rising from 0. [default: a 20th of the stake]",
            rich_help_panel=_MONEY,
        ),
    ] = None,
    bond: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT",
            help="Burnt if you do not reveal. [default: the least]",
            rich_help_panel=_MONEY,
        ),
    ] = None,
    proposer_fee: Annotated[
        str | None,
        typer.Option(
            metavar="AMOUNT",
            help="For who proposes the result. [default: about what that costs]",
            rich_help_panel=_MONEY,
        ),
    ] = None,
    gas_price: Annotated[
        str,
        typer.Option(metavar="AMOUNT", help="At which bonds are reckoned.", rich_help_panel=_MONEY),
    ] = "2 gwei",
    capacity: Annotated[int, typer.Option(help="Most contributions.")] = 64,
    least: Annotated[
        int, typer.Option("--least", help="Contributions after which it may end early.")
    ] = 1,
    parts: Annotated[
        int, typer.Option("--parts", help="Parts of the test set; one is shown and not scored.")
    ] = 5,
    rows_per_part: Annotated[
        int | None, typer.Option(min=1, help="Rows of each part. [default: as many as there are]")
    ] = None,
    sealed: Annotated[
        bool, typer.Option("--sealed/--open", help="Whether samples are hidden until the end.")
    ] = True,
    earliest: Annotated[
        str,
        typer.Option(
            metavar="SPAN", help="May end from then on; at least two moves.", rich_help_panel=_TIMES
        ),
    ] = "1 d",
    latest: Annotated[
        str, typer.Option(metavar="SPAN", help="Ends then.", rich_help_panel=_TIMES)
    ] = "7 d",
    move: Annotated[
        str, typer.Option(metavar="SPAN", help="For one move.", rich_help_panel=_TIMES)
    ] = "1 h",
    reveal: Annotated[
        str,
        typer.Option(metavar="SPAN", help="To reveal contributions.", rich_help_panel=_TIMES),
    ] = "1 d",
    test_reveal: Annotated[
        str,
        typer.Option(metavar="SPAN", help="For you to reveal the test.", rich_help_panel=_TIMES),
    ] = "1 d",
    window: Annotated[
        str, typer.Option(metavar="SPAN", help="To challenge a result.", rich_help_panel=_TIMES)
    ] = "1 d",
    resolve: Annotated[
        str, typer.Option(metavar="SPAN", help="To find a result.", rich_help_panel=_TIMES)
    ] = "7 d",
    claim: Annotated[
        str, typer.Option(metavar="SPAN", help="To claim.", rich_help_panel=_TIMES)
    ] = "90 d",
    label_column: options.LabelColumn = "label",
    text_column: options.TextColumn = None,
    encoder_file: options.EncoderFile = None,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Open a market on a model, with a bounty and a test set that stays hidden until the end.

    The test set is written to a file before anything is sent. Keep that file: without it you cannot
    reveal, and your bond is burnt. Running the same command again repeats nothing.
    """
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    info = market_model(session, model)
    rows = _rows(session, info, source, label_column, text_column, encoder_file)
    split, count = split_into_parts(rows, parts, rows_per_part)
    left_out = len(rows) - parts * count
    now_s = session.runtime.now_s()
    terms = MarketTerms(
        bounty_wei=parse_wei(bounty),
        sponsor_bond_wei=0,
        proposer_fee_wei=0,
        stake_wei=0,
        most_fee_wei=0,
        gas_price_wei=parse_wei(gas_price),
        rounds=rounds,
        capacity=capacity,
        least_contributions=least,
        part_count=parts,
        rows_per_part=count,
        is_sealed=sealed,
        earliest_end_s=now_s + parse_s(earliest) + _spare_s(earliest, move),
        latest_end_s=now_s + parse_s(latest),
        move_s=parse_s(move),
        reveal_s=parse_s(reveal) if sealed else 0,
        test_reveal_s=parse_s(test_reveal),
        window_s=parse_s(window),
        resolve_s=parse_s(resolve),
        claim_s=parse_s(claim),
    )
    terms = with_amounts(
        terms,
        stake_wei=_wei(stake),
        most_fee_wei=_wei(most_fee),
        bond_wei=_wei(bond),
        proposer_fee_wei=_wei(proposer_fee),
    )
    assert isinstance(info.rules, MarketRules)
    rules.check(terms, info.rules.least_bounty_wei, now_s)
    markets = ModelMarkets(session.runtime, info)
    markets.sync()
    latest_book = markets.latest
    if latest_book is not None and not latest_book.state.is_over(now_s):
        raise MarketStillOpen(latest_book.state.address)
    number = len(markets.books)
    address = contract_address(info.address, number + 1)
    value_wei = rules.opening_wei(terms)
    again = f"commonweal market reveal {address}{session.account_options} --wait"
    if left_out:
        warn(f"{left_out:,} rows of {source} are repeated or too many and are left out.")
    confirm(
        f"Open a market on {info.metadata.name} with {parts} parts of {count:,} rows for "
        f"{show_eth(value_wei)}: bounty {show_eth(terms.bounty_wei)}, fee of the proposer "
        f"{show_eth(terms.proposer_fee_wei)}, and a bond of {show_eth(terms.sponsor_bond_wei)}? "
        f"Three blocks after the opening anybody may draw the part to show, for a tip. From the "
        f"draw on you have {show_s(terms.move_s)} to show it, and {show_s(terms.test_reveal_s)} at "
        f"the end to reveal the other parts; else your bond is burnt. `{again}` does both in time: "
        "start it at once and leave it running.",
        yes,
    )
    genesis_hash = session.transport.block(0).hash
    path = own_test_set_path(session.settings.data_folder, genesis_hash, address)
    wanted = OwnTestSet.made(session.transport.chain_id, genesis_hash, address, split)
    own = prepared(wanted, path)
    call = Call(session.account, info.address, OpenMarket(number, terms, own.root, value_wei))
    outcome = session.runtime.run(call).accepted()
    if as_json:
        emit_json(
            {
                "model": info.address,
                "market": address,
                "number": number,
                "testSet": str(path),
                "testRoot": "0x" + own.root.hex(),
                "partCount": parts,
                "rowsPerPart": count,
                "stakeWei": str(terms.stake_wei),
                "mostFeeWei": str(terms.most_fee_wei),
                "valueWei": str(value_wei),
                "isSealed": sealed,
                "earliestEndS": terms.earliest_end_s,
                "latestEndS": terms.latest_end_s,
                "gasFeeWei": str(outcome.fee_wei),
            }
        )
        return
    RESULT.print(
        f"Market {len(markets.books)} of {info.metadata.name} is open at {address} "
        f"(gas {show_eth(outcome.fee_wei)})."
    )
    RESULT.print(
        f"A contribution stakes {show_eth(terms.stake_wei)}; participation may end from "
        f"{show_moment(terms.earliest_end_s, now_s)} on."
    )
    from_block = outcome.block.number + _BLOCKS_TO_DRAW
    say(f"Keep {path}: without it your bond is burnt.")
    warn(
        f"From block {from_block:,} on anybody may draw the part to show, for a tip. From then on "
        f"you have {show_s(terms.move_s)} to show it, or your bond of "
        f"{show_eth(terms.sponsor_bond_wei)} is burnt. Run this now and leave it running: "
        f"`{again}`."
    )


def _wei(text: str | None) -> int | None:
    return None if text is None else parse_wei(text)


def _spare_s(earliest: str, move: str) -> int:
    """Let time pass until the opening is mined: two moves must fit in between even then."""
    return _SPARE_S if 0 <= parse_s(earliest) - 2 * parse_s(move) < _SPARE_S else 0


def _rows(
    session: Session,
    info: TrainerInfo,
    source: Path,
    label_column: str,
    text_column: str | None,
    encoder_file: str | None,
) -> list[bytes]:
    encoder = session.encoder(info, encoder_file)
    rejected = 0

    def report(error: RowError) -> None:
        nonlocal rejected
        rejected += 1
        if rejected <= _SHOWN_REJECTIONS:
            say(error.sentence, "yellow")

    rows = read_rows(
        source,
        text=isinstance(encoder, TextEncoder),
        label_column=label_column,
        text_column=text_column,
        on_error=report,
    )
    form = encoder.sample_format
    found = [form.pack_one(sample) for _, sample in encode_rows(encoder, rows, report)]
    if rejected:
        warn(f"{rejected:,} bad rows of {source} were left out.")
    return found
