"""Markets: where they stand, what they will pay, and what is disputed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from commonweal.api import present_dispute, present_market, present_moves, present_result
from commonweal.api.deps import (
    AccountAddress,
    IndexOf,
    Limit,
    ModelAddress,
    Offset,
    ResultsOf,
)
from commonweal.api.errors import MarketConflictFault, responses
from commonweal.api.routes.paging import paged
from commonweal.api.schemas import ADDRESS_PATTERN, MOST_SAFE_INTEGER, Page
from commonweal.api.schemas_market import (
    ClaimsOut,
    MarketContributionOut,
    MarketOut,
    MovesOut,
    ProposalOut,
    RecomputedOut,
)
from commonweal.services.market_contributor import PAYING
from commonweal.services.market_disputes import DISPUTE_EVENTS, disputes_of
from commonweal.services.market_results import MarketView

router = APIRouter(prefix="/api", tags=["markets"])
MarketAddress = Annotated[
    str, Path(alias="address", pattern=ADDRESS_PATTERN, description="Address of the market.")
]


@router.get(
    "/models/{address}/markets",
    summary="Markets of one model, the latest first",
    responses=responses(404, 422, 503),
)
def list_markets(
    address: ModelAddress, index: IndexOf, limit: Limit = 50, cursor: Offset = 0
) -> Page[MarketOut]:
    """Give the markets of a model; a model under stakes or points has none."""
    with index.world() as world:
        world.trainer(address)
        found = [state for state in world.markets.values() if state.trainer == address]
        page = paged(found[::-1], cursor, limit)
        items = tuple(map(present_market.market, page.items))
    return Page(items=items, total=page.total, next=page.next)


@router.get("/markets/{address}", summary="One market", responses=responses(404, 422, 503))
def get_market(address: MarketAddress, index: IndexOf) -> MarketOut:
    """Give a market: phase, times, money."""
    with index.world() as world:
        return present_market.market(world.market(address.lower()))


@router.get(
    "/markets/{address}/contributions",
    summary="Contributions to one market, in their order",
    responses=responses(404, 422, 503),
)
def list_market_contributions(
    address: MarketAddress,
    index: IndexOf,
    contributor: Annotated[str | None, Query(pattern=ADDRESS_PATTERN)] = None,
    limit: Limit = 50,
    cursor: Offset = 0,
) -> Page[MarketContributionOut]:
    """Give contributions in the order in which the model learns from them."""
    state = MarketView.of(index, address.lower()).state
    wanted = contributor and contributor.lower()
    found = [
        number
        for number, own in enumerate(state.contributions)
        if wanted in (None, own.contributor)
    ]
    page = paged(found, cursor, limit)
    items = tuple(present_market.contribution(state, number) for number in page.items)
    return Page(items=items, total=page.total, next=page.next)


@router.get(
    "/markets/{address}/result",
    summary="The result, computed by this server from the chain's events",
    responses=responses(404, 409, 422, 503),
)
def get_result(address: MarketAddress, index: IndexOf, results: ResultsOf) -> RecomputedOut:
    """Compute errors, drop-outs, balances, payouts and weights, whatever was proposed.

    Provisional until the market has a result. 409 before the whole test set is known; 503 while it
    is being computed: ask again.
    """
    view = MarketView.of(index, address.lower())
    return present_result.recomputed(view.state, results.get(index, view))


@router.get(
    "/markets/{address}/proposals",
    summary="Proposals and their disputes, step by step",
    responses=responses(404, 422, 503),
)
def list_proposals(
    address: MarketAddress,
    index: IndexOf,
    results: ResultsOf,
    limit: Limit = 50,
    cursor: Offset = 0,
) -> Page[ProposalOut]:
    """Give proposals in their order, each compared with the result that this server computed."""
    view = MarketView.of(index, address.lower())
    history = index.events_of(view.state.address, DISPUTE_EVENTS)
    stories = disputes_of(stored.recorded for stored in history)
    # An event may have come between the two looks.
    page = paged([id_ for id_ in stories if id_ in view.state.proposals], cursor, limit)
    played = results.soon(index, view) if page.items else None
    trace = None if played is None else played.trace
    items = tuple(
        present_dispute.proposal(view.state, id_, stories[id_], trace) for id_ in page.items
    )
    return Page(items=items, total=page.total, next=page.next)


@router.get(
    "/markets/{address}/moves/{account}",
    summary="What an account can send now about the result, ready to be signed",
    responses=responses(404, 409, 422, 503),
)
def get_moves(
    address: MarketAddress,
    account: AccountAddress,
    index: IndexOf,
    results: ResultsOf,
    at_s: Annotated[
        int | None,
        Query(
            alias="atS",
            ge=0,
            le=MOST_SAFE_INTEGER,
            description="Time to judge by; that of the latest block by default.",
        ),
    ] = None,
) -> MovesOut:
    """Propose, challenge, reveal a segment, name a wrong step: what the programs would do.

    Every move follows from the result that this server computed, so a right proposal is never
    challenged. 409 before the whole test set is known; 503 while the result is being computed.
    """
    view = MarketView.of(index, address.lower())
    trace = results.get(index, view).trace
    if at_s is None:
        tip = index.tip
        at_s = 0 if tip is None else tip.timestamp_s
    return present_moves.moves(view.state, trace, account.lower(), at_s)


@router.get(
    "/markets/{address}/proofs/{account}",
    summary="What an account can claim, with proofs, ready to be sent",
    responses=responses(404, 409, 422, 503),
)
def get_proofs(
    address: MarketAddress,
    account: AccountAddress,
    index: IndexOf,
    results: ResultsOf,
) -> ClaimsOut:
    """Give the claims of contributions that were not paid yet. 409 before the market has ended."""
    view = MarketView.of(index, address.lower())
    state = view.state
    if state.phase not in PAYING:
        raise MarketConflictFault(
            f"Market {state.address} should have ended with something to claim but is "
            f"{state.phase.label}; "
            + ("withdraw credits instead." if state.ended else "claim when it has ended.")
        )
    trace = None if state.result is None else results.get(index, view).trace
    if trace is not None and trace.result != state.result:
        raise MarketConflictFault(
            f"Market {state.address} accepted another result than follows from its data, so its "
            "proofs cannot be computed; ask the proposer of the accepted one for them."
        )
    return present_result.claims(state, account.lower(), trace)
