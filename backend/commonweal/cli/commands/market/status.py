"""`commonweal market status`: where a market stands, and who would get what."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from commonweal.cli import options
from commonweal.cli import progress as bars
from commonweal.cli.amounts import show_eth
from commonweal.cli.console import RESULT, emit_json, short, table
from commonweal.cli.durations import show_moment
from commonweal.cli.market_session import MarketSession, open_market
from commonweal.cli.session import Session
from commonweal.events import Recorded
from commonweal.services.market_contributor import most_loss_wei
from commonweal.services.market_moves import wrong_segments
from commonweal.services.market_results import Played, play
from commonweal.services.market_trace import MarketTrace
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketPhase

_NEXT = {
    MarketPhase.DRAWING: "anybody draws the part to show (`market draw`)",
    MarketPhase.REVEALING_DRAWN_PART: "the sponsor shows the drawn part (`market reveal`)",
    MarketPhase.PARTICIPATING: "people contribute (`market contribute`), then `market end`",
    MarketPhase.REVEALING_CONTRIBUTIONS: "contributors reveal (`market reveal`), then `market end`",
    MarketPhase.REVEALING_TEST: "the sponsor reveals the other parts (`market reveal`)",
    MarketPhase.RESOLVING: "somebody finds the result (`market resolve`)",
    MarketPhase.RESOLVED: "contributors claim (`market claim`)",
    MarketPhase.VOIDED: "nothing; credits can be withdrawn (`market withdraw`)",
    MarketPhase.CANCELLED: "nothing; credits can be withdrawn (`market withdraw`)",
    MarketPhase.DEFAULTED: "contributors claim (`market claim`)",
    MarketPhase.EXPIRED: "contributors claim (`market claim`)",
}


def status(
    market: options.Market,
    standings: Annotated[
        bool,
        typer.Option("--standings", help="Compute errors and balances of every contribution."),
    ] = False,
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """Show phase, times, money, contributions and proposals of a market.

    With --standings the result is computed on this machine and every proposal compared with it.
    """
    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    heard: list[Recorded] = []
    own = open_market(session, market, heard.append)
    played = None
    if standings and own.book.is_computable:
        with bars.count_bar("Computing the result", own.book.state.contribution_count) as bar:
            played = play(own.book, bar.show)
    if as_json:
        # The API's parts take a while to load.
        from commonweal.cli.market_json import market_json

        history = [recorded for recorded in heard if recorded.emitter == own.market]
        emit_json(market_json(own.book.state, history, played))
    else:
        show(own, played)


def show(own: MarketSession, played: Played | None) -> None:
    """Print where a market stands; with a computed result also who would get what."""
    state, now_s = own.book.state, own.now_s()
    terms = state.terms
    grid = table(f"Market {state.number} of {own.book.info.metadata.name}", "What", "Value")
    grid.add_row("Address", state.address)
    grid.add_row("Sponsor", state.sponsor)
    grid.add_row("Phase", state.phase.label)
    if state.deadline_s:
        grid.add_row("Until", show_moment(state.deadline_s, now_s))
    grid.add_row("Next", _NEXT[state.phase])
    grid.add_row("Bounty", f"{show_eth(terms.bounty_wei)} in {terms.rounds:,} rounds")
    if not state.ended:
        grid.add_row("Sponsor's bond", show_eth(state.bond_left_wei))
    if state.phase is MarketPhase.PARTICIPATING:
        most = most_loss_wei(state, state.contribution_count)
        grid.add_row(
            "Most to lose", f"{show_eth(most)} (all that is sent with the next contribution)"
        )
        grid.add_row("May end", f"from {show_moment(terms.earliest_end_s, now_s)} on")
    grid.add_row(
        "Contributions",
        f"{state.contribution_count:,} of at most {terms.capacity:,}, {state.revealed_count:,} "
        f"revealed ({'sealed' if terms.is_sealed else 'open'})",
    )
    grid.add_row("Test set", f"{len(state.parts)} of {terms.part_count} parts revealed")
    if state.result is not None:
        grid.add_row("Paid", f"{show_eth(state.result.paid_wei)}, {show_eth(state.owed_wei)} owed")
        grid.add_row("Weights", "adopted" if state.adopted else "not adopted")
    RESULT.print(grid)
    if state.proposals:
        RESULT.print(_proposals(state, None if played is None else played.trace, now_s))
    if played is not None:
        RESULT.print(_standings(state, played))


def _proposals(state: MarketState, trace: MarketTrace | None, now_s: int) -> Any:
    grid = table("Proposals", "Id", "By", "At", "Stands", "Challenges", "Recomputed")
    for identity, proposal in state.proposals.items():
        stands = "refuted" if proposal.refuted else "closed" if proposal.closed else "yes"
        if identity == state.resolved_by:
            stands = "accepted"
        grid.add_row(
            f"0x{identity.hex()[:8]}",
            short(proposal.proposer),
            show_moment(proposal.proposed_at_s, now_s),
            stands,
            f"{proposal.challenges}, {proposal.waiting} waiting",
            ""
            if trace is None
            else "[red]wrong[/]"
            if wrong_segments(state, proposal, trace)
            else "[green]right[/]",
        )
    return grid


def _standings(state: MarketState, played: Played) -> Any:
    title = "Standings" if state.ended else "Provisional standings"
    right = ("Errors", "Sent", "Paid", "Gain")
    rows = state.plan.scored_rows
    errors = played.trace.errors
    grid = table(f"{title}, {rows:,} rows; start errs on {errors[0]}", "#", "By", *right)
    for index, contribution in enumerate(state.contributions):
        if not contribution.revealed:
            grid.add_row(str(index), short(contribution.contributor), "-", "", "", "not revealed")
            continue
        paid_wei = played.amount_wei(state, index)
        gain_wei = paid_wei - contribution.value_wei
        colour = "green" if gain_wei > 0 else "red" if gain_wei < 0 else "white"
        grid.add_row(
            str(index),
            short(contribution.contributor),
            str(errors[index + 1]),
            show_eth(contribution.value_wei),
            show_eth(paid_wei),
            f"[{colour}]{show_eth(gain_wei, sign=True)}[/]",
        )
    return grid
