"""`commonweal market draw|reveal|end|close`: bring a market from one phase to the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from commonweal.actions import Draw
from commonweal.cli import options
from commonweal.cli.amounts import show_eth
from commonweal.cli.console import RESULT, counted, emit_json, warn
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession, open_market
from commonweal.cli.market_waiting import all_reveals, pursue_to_the_end
from commonweal.cli.session import Session
from commonweal.errors import ConfigFault, MarketDrawTooEarly, MarketWrongPhase
from commonweal.events import PartDrawn
from commonweal.services.market_book import MarketBook
from commonweal.services.market_contributor import own_contributions, reveal_steps
from commonweal.services.market_moves import Move, Step, Wait, closing_steps, ending_steps
from commonweal.services.sponsor import sponsor_steps
from commonweal.twin.market import terms, test_set
from commonweal.types import MarketPhase

_BLOCK_POLL_S = 1.0


def draw(
    market: options.Market,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for the block that decides, if it is not there.")
    ] = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Draw the part of the test set that is shown, by a block's hash; you get a tip."""
    own = _opened(market, rpc, registry, chain_id, account, key_file)
    state = own.book.state
    if state.phase is not MarketPhase.DRAWING:
        raise MarketWrongPhase(MarketPhase.DRAWING, state.phase)
    from_block = test_set.draw_from_block(state)
    while own.next_block() < from_block:
        if not wait:
            raise MarketDrawTooEarly(own.next_block(), from_block)
        time.sleep(_BLOCK_POLL_S)
    sent = own.responder.send(own.market, Move(Draw(), "the part to show is drawn"))
    if not sent:
        raise typer.Exit(1)
    outcome = own.responder.outcomes[-1]
    drawn = next(e.event for e in outcome.events if isinstance(e.event, PartDrawn))
    tip_wei = terms.DRAW_TIP_GAS * state.terms.gas_price_wei
    if as_json:
        emit_json(
            {
                "market": own.market,
                "part": drawn.part,
                "blockHash": "0x" + drawn.block_hash.hex(),
                "missedDraws": drawn.missed_draws,
                "tipWei": str(tip_wei),
                "gasFeeWei": str(outcome.fee_wei),
            }
        )
        return
    RESULT.print(
        f"Part {drawn.part} is to be shown; {show_eth(tip_wei)} are credited to {own.account}."
    )


def reveal(
    market: options.Market,
    test_file: Annotated[
        Path | None,
        typer.Option(
            "--test-set", metavar="FILE", help="The sponsor's file. [default: where it was written]"
        ),
    ] = None,
    wait: Annotated[
        bool,
        typer.Option(
            "--wait", help="Go on until all of it is revealed, whatever has to be waited for."
        ),
    ] = False,
    poll: options.Poll = 5.0,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Reveal what you committed to: as sponsor parts of the test set, else your contributions.

    Run it again to go on where it stopped. With --wait it stays and does all that is due, when it
    is due: it draws the part to show, shows it, ends participation and reveals the rest.
    """
    own = _opened(market, rpc, registry, chain_id, account, key_file)
    if wait:
        _reveal_all(own, test_file, poll, as_json)
        return
    state = own.book.state
    if state.phase is MarketPhase.REVEALING_CONTRIBUTIONS:
        decide = _contributions(own)
    elif test_file is not None or own.account == state.sponsor:
        tests = own.test_set(test_file)

        def decide(book: MarketBook, now_s: int) -> list[Step]:
            steps = sponsor_steps(book.state, tests, now_s, own.next_block())
            return [step for step in steps if not _draws(step)]
    else:
        raise ConfigFault(
            f"Contributions are revealed in the phase revealing contributions and parts by the "
            f"sponsor {state.sponsor}, but the market is in {state.phase.label} and the account is "
            f"{own.account}; see `commonweal market status`."
        )
    waits = own.responder.pursue(own.markets, own.market, decide)
    _report(own, waits, as_json, "revealed", "Nothing of yours is to be revealed now.")


def end(
    market: options.Market,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """End participation when its time has come, and then the reveal of sealed contributions."""
    own = _opened(market, rpc, registry, chain_id, account, key_file)
    state = own.book.state
    if state.phase not in (MarketPhase.PARTICIPATING, MarketPhase.REVEALING_CONTRIBUTIONS):
        raise MarketWrongPhase(MarketPhase.PARTICIPATING, state.phase)

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        return ending_steps(book.state, now_s)

    waits = own.responder.pursue(own.markets, own.market, decide)
    _report(own, waits, as_json, "ended", "Nothing can be ended now.")


def close(
    market: options.Market,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Bring on a market that somebody left: void it, declare a default, let it expire, and so on.

    Anybody may; some of it is paid for from the sponsor's bond. What nobody claimed in time is
    burnt. Your own credit is paid out.
    """
    own = _opened(market, rpc, registry, chain_id, account, key_file)

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        return closing_steps(book.state, own.account, now_s, own.next_block())

    waits = own.responder.pursue(own.markets, own.market, decide)
    _report(own, waits, as_json, "closed", "Nothing of this market waits for being closed.")


def _opened(
    market: str,
    rpc: str | None,
    registry: str | None,
    chain_id: int | None,
    account: int,
    key_file: Path | None,
) -> MarketSession:
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    return open_market(session, market)


def _contributions(own: MarketSession) -> Callable[[MarketBook, int], list[Step]]:
    sealed = own.sealed()
    if sealed is None:
        raise _nothing_sealed(own)

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        return reveal_steps(book.state, own.account, sealed, now_s)

    return decide


def _reveal_all(own: MarketSession, test_file: Path | None, poll_s: float, as_json: bool) -> None:
    is_sponsor = test_file is not None or own.account == own.book.state.sponsor
    tests = own.test_set(test_file) if is_sponsor else None
    sealed = own.sealed()
    if tests is None and sealed is None:
        raise _nothing_sealed(own)
    waits = pursue_to_the_end(own, all_reveals(own, tests, sealed), poll_s)
    _report(own, waits, as_json, "sent", "Nothing of yours is left to reveal.")


def _nothing_sealed(own: MarketSession) -> ConfigFault:
    count = len(own_contributions(own.book.state, own.account))
    return ConfigFault(
        f"{own.account} has {counted(count, 'contribution')} in this market and nothing sealed "
        "on this machine; reveal with the account and on the machine that contributed."
    )


def _draws(step: Step) -> bool:
    return isinstance(step, Move) and isinstance(step.action, Draw)


def _report(own: MarketSession, waits: list[Wait], as_json: bool, did: str, nothing: str) -> None:
    outcomes, state = own.responder.outcomes, own.sync().state
    if as_json:
        # The API's parts take a while to load.
        from commonweal.cli.market_json import sent_json

        emit_json(sent_json(own, waits))
        return
    for wait in waits:
        until = "" if wait.until_s is None else f" until {show_moment(wait.until_s, own.now_s())}"
        warn(f"{wait.why[:1].upper()}{wait.why[1:]}{until}.")
    if outcomes:
        RESULT.print(
            f"{counted(len(outcomes), 'transaction')} {did} "
            f"(gas {show_eth(own.gas_fee_wei())}); the market is in {state.phase.label}."
        )
    elif not waits:
        RESULT.print(f"{nothing} The market is in {state.phase.label}.")
