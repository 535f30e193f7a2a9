"""`commonweal market watch`: what happens in a market, as it happens."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from commonweal.cli import options
from commonweal.cli.console import RESULT, say
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession, open_market
from commonweal.cli.market_words import told
from commonweal.cli.session import Session
from commonweal.errors import RpcFault
from commonweal.events import MarketOpened, Recorded, WeightsAdopted
from commonweal.types import Address


def watch(
    market: options.Market,
    once: options.Once = False,
    poll: options.Poll = 2.0,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Tell everything that happened in a market and then what happens, until it has ended.

    With --json each event is a line of JSON.
    """
    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    heard: list[Recorded] = []
    own = open_market(session, market, heard.append)
    follow(own, heard, once=once, poll_s=poll, as_json=as_json)


def follow(
    own: MarketSession,
    heard: list[Recorded],
    *,
    once: bool = False,
    poll_s: float = 2.0,
    as_json: bool = False,
) -> None:
    """Tell what was heard of a market, and what comes until it has ended."""
    _tell(own, heard, as_json)
    failed = False
    while not once and not _is_over(own):
        time.sleep(poll_s)
        try:
            own.sync()
        except RpcFault as fault:
            if not failed:
                say(f"{fault.sentence} Trying again.", "yellow")
            failed = True
            continue
        failed = False
        _tell(own, heard, as_json)
    state = own.book.state
    if not as_json:
        until = f" until {show_moment(state.deadline_s, own.now_s())}" if state.deadline_s else ""
        say(f"The market is in {state.phase.label}{until}.")


def _is_over(own: MarketSession) -> bool:
    state = own.book.state
    return state.ended and not state.owed_wei and not state.standing and not state.challenges


def _tell(own: MarketSession, heard: list[Recorded], as_json: bool) -> None:
    for recorded in heard:
        if not _is_of(recorded, own.market):
            continue
        if as_json:
            # The API's parts take a while to load.
            from commonweal.cli.market_json import event_json

            print(json.dumps(event_json(recorded)), flush=True)
        else:
            at = datetime.fromtimestamp(recorded.timestamp_s, UTC)
            RESULT.print(f"{at:%Y-%m-%d %H:%M:%S}  {told(recorded.event)}", soft_wrap=True)
    heard.clear()


def _is_of(recorded: Recorded, market: Address) -> bool:
    event = recorded.event
    if isinstance(event, MarketOpened | WeightsAdopted):
        return event.market == market
    return recorded.emitter == market
