"""From results that were computed here to what the API answers."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.api import schemas_market as schemas
from commonweal.api.present import hexed
from commonweal.services.market_contributor import claims_of, own_contributions
from commonweal.services.market_results import Played
from commonweal.services.market_trace import MarketTrace
from commonweal.twin.market import settlement
from commonweal.twin.market.state import MarketContribution, MarketState
from commonweal.types import Address


def recomputed(state: MarketState, played: Played) -> schemas.RecomputedOut:
    """Give a result that was computed here, beside what the market accepted."""
    trace = played.trace
    standings = tuple(
        _standing(state, index, own, played) for index, own in enumerate(state.contributions)
    )
    return schemas.RecomputedOut(
        market=state.address,
        is_provisional=not state.ended,
        is_accepted=None if state.result is None else state.result == trace.result,
        payouts_root=hexed(trace.result.payouts_root),
        weights_hash=hexed(trace.result.weights_hash),
        paid_wei=str(trace.result.paid_wei),
        weights=hexed(trace.final_weights),
        step_count=state.step_count,
        scored_rows=state.plan.scored_rows,
        errors=tuple(trace.errors),
        balances_wei=tuple(map(str, trace.balances)),
        rounds_played=played.rounds,
        unit_wei=str(state.unit_wei),
        adopted_index=played.adopted,
        remainder_wei=str(settlement.most_paid_wei(state) - trace.result.paid_wei),
        standings=standings,
        contributors=tuple(_contributors(standings)),
    )


def claims(state: MarketState, account: Address, trace: MarketTrace | None) -> schemas.ClaimsOut:
    """Give what an account can claim, ready to be sent; raises as `claims_of` does."""
    found = tuple(
        schemas.ClaimOut(
            index=one.index,
            data_hash=hexed(one.data_hash),
            value_wei=str(one.value_wei),
            balance_wei=str(one.balance_wei),
            proof=tuple(map(hexed, one.proof)),
            amount_wei=str(
                (one.value_wei if state.result is None else one.balance_wei) + state.bonus_wei
            ),
        )
        for one in claims_of(state, account, trace)
    )
    mine = own_contributions(state, account)
    return schemas.ClaimsOut(
        market=state.address,
        account=account,
        until_s=state.deadline_s,
        amount_wei=str(sum(int(one.amount_wei) for one in found)),
        claimed=tuple(index for index, own in mine.items() if own.claimed),
        claims=found,
    )


def _standing(
    state: MarketState, index: int, own: MarketContribution, played: Played
) -> schemas.StandingOut:
    amount_wei = played.amount_wei(state, index)
    return schemas.StandingOut(
        index=index,
        contributor=own.contributor,
        is_revealed=own.revealed,
        value_wei=str(own.value_wei),
        errors=played.trace.errors[index + 1],
        balance_wei=str(played.trace.balances[index]),
        amount_wei=str(amount_wei),
        gain_wei=str(amount_wei - own.value_wei),
        out_after=played.out_after.get(index),
    )


def _contributors(standings: tuple[schemas.StandingOut, ...]) -> Iterator[schemas.ContributorOut]:
    """Give what each account gains with all its contributions, who gains most first."""
    together: dict[Address, list[schemas.StandingOut]] = {}
    for one in standings:
        together.setdefault(one.contributor, []).append(one)

    def gained_wei(account: Address) -> int:
        return sum(int(one.gain_wei) for one in together[account])

    for account in sorted(together, key=lambda one: (-gained_wei(one), one)):
        own = together[account]
        yield schemas.ContributorOut(
            contributor=account,
            contribution_count=len(own),
            value_wei=str(sum(int(one.value_wei) for one in own)),
            amount_wei=str(sum(int(one.amount_wei) for one in own)),
            gain_wei=str(gained_wei(account)),
        )
