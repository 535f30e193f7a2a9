"""`commonweal market resolve|challenge`: the proposer and the challenger."""

from __future__ import annotations

import threading
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, emit_json, say
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession, open_market
from commonweal.cli.market_waiting import PASSING_FAULTS, wait_out
from commonweal.cli.session import Session
from commonweal.errors import CommonwealError
from commonweal.services.challenger import Challenger, Verdict
from commonweal.services.market_moves import Wait
from commonweal.services.market_responder import Responder
from commonweal.services.market_trace import unwatched
from commonweal.services.proposer import Proposer
from commonweal.twin.market import terms
from commonweal.types import MarketPhase

_MOST_FAILURES = 20


def resolve(
    market: options.Market,
    direct: Annotated[
        bool,
        typer.Option("--direct", help="Run all steps on chain instead of proposing under a bond."),
    ] = False,
    once: options.Once = False,
    poll: options.Poll = 5.0,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Compute the result, propose it under a bond, answer challenges, and resolve the market.

    Stop it whenever you like and run it again: what was done shows on the chain. While a proposal
    of yours is challenged it must be running, or its bond is lost.
    """
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    own = open_market(session, market)
    state = own.book.state
    if state.phase is MarketPhase.RESOLVING and not direct and not once:
        bond_wei = terms.proposal_bond_wei(state.terms)
        confirm(
            f"Resolve market {own.market}? Where nobody proposed the result, a bond of "
            f"{show_eth(bond_wei)} is sent; it comes back if you answer every challenge in time.",
            yes or any(p.proposer == own.account for p in state.proposals.values()),
        )
    own.responder.may_be_at_stake = _is_at_stake(own)

    def passes(fault: CommonwealError, failures: int) -> bool:
        """While a bond of ours may be at stake, everything is waited out."""
        may_pass = isinstance(fault, PASSING_FAULTS) and failures < _MOST_FAILURES
        return may_pass or own.responder.may_be_at_stake

    title = "Computing the result" + (" and running it on chain" if direct else "")
    with bars.count_bar(title, state.contribution_count) as bar:
        proposer = Proposer(
            own.responder,
            own.markets,
            own.market,
            direct=direct,
            watch=bar.show,
            watch_run=bar.show if direct else unwatched,
        )

        def advance() -> list[Wait]:
            waits = proposer.advance()
            # The book was read after all that was sent.
            own.responder.may_be_at_stake = _is_at_stake(own)
            return waits

        waits = proposer.advance() if once else wait_out(own, advance, poll, passes)
    _report(own, waits, as_json)


def challenge(
    once: options.Once = False,
    poll: options.Poll = 15.0,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
    account: options.AccountIndex = 0,
    key_file: options.KeyFile = None,
) -> None:
    """Follow all markets of the registry, recompute every proposal, and make wrong ones lose.

    Runs until it is stopped. It sends challenge bonds by itself, for wrong proposals only, and
    collects what they earn.
    """
    session = Session.open(
        rpc=rpc, registry=registry, chain_id=chain_id, account=account, key_file=key_file
    )
    challenger = Challenger(Responder(session.runtime, session.account, say), say)
    if once:
        verdicts = challenger.look()
        _report_look(challenger, verdicts, as_json)
        return
    say(f"{session.account} watches all markets of {session.runtime.registry}. Ctrl-C ends it.")
    challenger.run(threading.Event(), poll)


def _is_at_stake(own: MarketSession) -> bool:
    """Whether a bond of ours stands in the book."""
    proposals = own.book.state.proposals.values()
    return any(one.proposer == own.account and one.stands for one in proposals)


def _report(own: MarketSession, waits: list[Wait], as_json: bool) -> None:
    state = own.sync().state
    result = state.result
    if as_json:
        # The API's parts take a while to load.
        from commonweal.cli.market_json import result_json, sent_json

        emit_json(
            {
                **sent_json(own, waits),
                "isAdopted": state.adopted,
                "result": result_json(result),
            }
        )
        return
    for wait in waits:
        until = "" if wait.until_s is None else f" until {show_moment(wait.until_s, own.now_s())}"
        say(f"{wait.why[:1].upper()}{wait.why[1:]}{until}.", "yellow")
    if result is None:
        RESULT.print(f"The market is in {state.phase.label}; run this again to go on.")
        return
    adopted = "has" if state.adopted else "keeps its weights, or has yet to take"
    RESULT.print(
        f"Market {own.market} is resolved: contributions are paid {show_eth(result.paid_wei)} "
        f"together; the model {adopted} the result's weights (gas {show_eth(own.gas_fee_wei())})."
    )


def _report_look(challenger: Challenger, verdicts: list[Verdict], as_json: bool) -> None:
    wrong = [verdict for verdict in verdicts if not verdict.is_right]
    outcomes = challenger.responder.outcomes
    if as_json:
        emit_json(
            {
                "proposals": [
                    {
                        "market": verdict.market,
                        "id": "0x" + verdict.id.hex(),
                        "isRight": verdict.is_right,
                        "isRefuted": verdict.refuted,
                    }
                    for verdict in verdicts
                ],
                "sent": [
                    type(recorded.event).__name__
                    for outcome in outcomes
                    for recorded in outcome.events
                ],
                "waitsFor": [
                    {"market": market, "why": wait.why, "untilS": wait.until_s}
                    for market, waits in challenger.waits.items()
                    for wait in waits
                ],
                "gasFeeWei": str(sum(outcome.fee_wei for outcome in outcomes)),
            }
        )
        return
    RESULT.print(
        f"{len(verdicts)} proposals recomputed, {len(wrong)} wrong, "
        f"{sum(verdict.refuted for verdict in wrong)} of them refuted; "
        f"{len(outcomes)} transactions sent."
    )
