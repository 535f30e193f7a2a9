"""From markets' states to what the API answers."""

from __future__ import annotations

from commonweal.api import schemas_market as schemas
from commonweal.api.present import hexed
from commonweal.twin.market import settlement, terms
from commonweal.twin.market.state import MarketState
from commonweal.twin.models import new_model
from commonweal.types import MarketPhase, MarketResult, MarketTerms

_PHASES: dict[MarketPhase, schemas.PhaseName] = {
    MarketPhase.DRAWING: "Drawing",
    MarketPhase.REVEALING_DRAWN_PART: "RevealingDrawnPart",
    MarketPhase.PARTICIPATING: "Participating",
    MarketPhase.REVEALING_CONTRIBUTIONS: "RevealingContributions",
    MarketPhase.REVEALING_TEST: "RevealingTest",
    MarketPhase.RESOLVING: "Resolving",
    MarketPhase.RESOLVED: "Resolved",
    MarketPhase.VOIDED: "Voided",
    MarketPhase.CANCELLED: "Cancelled",
    MarketPhase.DEFAULTED: "Defaulted",
    MarketPhase.EXPIRED: "Expired",
}


def market(state: MarketState) -> schemas.MarketOut:
    """Give a market."""
    takes = state.phase is MarketPhase.PARTICIPATING
    takes = takes and state.contribution_count < state.terms.capacity
    return schemas.MarketOut(
        address=state.address,
        model=state.trainer,
        number=state.number,
        sponsor=state.sponsor,
        opened_at_block=state.opened_at_block,
        terms=_terms(state.terms),
        test_root=hexed(state.test_root),
        weights_hash=hexed(state.weights_hash),
        phase=_PHASES[state.phase],
        is_ended=state.ended,
        deadline_s=state.deadline_s or None,
        contribution_count=state.contribution_count,
        revealed_count=state.revealed_count,
        missed_draws=state.missed_draws,
        drawn_part=_drawn_part(state),
        revealed_parts=tuple(sorted(state.parts)),
        scored_rows=state.plan.scored_rows,
        fees_wei=str(state.fees_wei),
        bond_left_wei=str(state.bond_left_wei),
        recorded_wei=str(state.recorded_wei),
        quote_wei=str(terms.quote_wei(state.terms, state.contribution_count)) if takes else None,
        bonds=schemas.MarketBondsOut(
            proposal_wei=str(terms.proposal_bond_wei(state.terms)),
            challenge_wei=str(terms.challenge_bond_wei(state.terms)),
        ),
        proposal_count=len(state.proposals),
        standing=state.standing,
        trace=_trace(state),
        end=_end(state),
    )


def contribution(state: MarketState, index: int) -> schemas.MarketContributionOut:
    """Give a contribution with its samples, as far as they are known."""
    own = state.contributions[index]
    count = None
    if own.samples is not None:
        count = len(new_model(state.kind, state.shape).parse(own.samples))
    return schemas.MarketContributionOut(
        index=index,
        contributor=own.contributor,
        value_wei=str(own.value_wei),
        fee_wei=str(own.value_wei - state.terms.stake_wei),
        data_hash=hexed(own.data_hash),
        record=hexed(own.record),
        is_revealed=own.revealed,
        is_claimed=own.claimed,
        sample_count=count,
        samples=None if own.samples is None else hexed(own.samples),
    )


def result(found: MarketResult) -> schemas.MarketResultOut:
    """Give a result."""
    return schemas.MarketResultOut(
        payouts_root=hexed(found.payouts_root),
        weights_hash=hexed(found.weights_hash),
        paid_wei=str(found.paid_wei),
    )


def _terms(found: MarketTerms) -> schemas.MarketTermsOut:
    return schemas.MarketTermsOut(
        bounty_wei=str(found.bounty_wei),
        sponsor_bond_wei=str(found.sponsor_bond_wei),
        proposer_fee_wei=str(found.proposer_fee_wei),
        stake_wei=str(found.stake_wei),
        most_fee_wei=str(found.most_fee_wei),
        gas_price_wei=str(found.gas_price_wei),
        rounds=found.rounds,
        capacity=found.capacity,
        least_contributions=found.least_contributions,
        part_count=found.part_count,
        rows_per_part=found.rows_per_part,
        is_sealed=found.is_sealed,
        earliest_end_s=found.earliest_end_s,
        latest_end_s=found.latest_end_s,
        move_s=found.move_s,
        reveal_s=found.reveal_s,
        test_reveal_s=found.test_reveal_s,
        window_s=found.window_s,
        resolve_s=found.resolve_s,
        claim_s=found.claim_s,
    )


def _drawn_part(state: MarketState) -> int | None:
    """Give the drawn part; before the draw, and where all were missed, there is none."""
    drawn = state.phase not in (MarketPhase.DRAWING, MarketPhase.VOIDED)
    return state.drawn_part if drawn else None


def _trace(state: MarketState) -> schemas.MarketTraceOut | None:
    if not state.step_count:
        return None
    return schemas.MarketTraceOut(
        first_hash=hexed(state.first_hash),
        step_count=state.step_count,
        segment_steps=state.segment_steps,
        segment_count=state.segment_count,
        unit_wei=str(state.unit_wei),
        next_step=state.next_step,
        state_hash=hexed(state.state_hash),
    )


def _end(state: MarketState) -> schemas.MarketEndOut | None:
    if not state.ended:
        return None
    by_proposal = state.resolved_by not in (None, settlement.DIRECT_RUN)
    return schemas.MarketEndOut(
        result=None if state.result is None else result(state.result),
        proposal=hexed(state.resolved_by) if by_proposal and state.resolved_by else None,
        bonus_wei=str(state.bonus_wei),
        owed_wei=str(state.owed_wei),
        is_adopted=state.adopted,
    )
