"""From markets' states and results to what the API answers."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.api import schemas_market as schemas
from commonweal.api.present import hexed
from commonweal.events import ProposalRefuted, Recorded
from commonweal.services.market_contributor import claims_of, own_contributions
from commonweal.services.market_disputes import ChallengeStory, ProposalStory
from commonweal.services.market_moves import (
    proposal_of,
    stands_until_s,
    wrong_offset,
    wrong_segments,
)
from commonweal.services.market_results import Played
from commonweal.services.market_trace import MarketTrace
from commonweal.twin.market import settlement, terms
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.segments import segment_hashes
from commonweal.twin.market.state import MarketContribution, MarketProposal, MarketState
from commonweal.twin.models import new_model
from commonweal.types import Address, MarketPhase, MarketResult, MarketTerms

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


def proposal(
    state: MarketState, id_: bytes, story: ProposalStory, trace: MarketTrace | None
) -> schemas.ProposalOut:
    """Give a proposal, step by step; a trace says whether it is right."""
    found = state.proposals[id_]
    until_s = found.proposed_at_s + state.terms.window_s
    wrong = trace and wrong_segments(state, found, trace)
    return schemas.ProposalOut(
        id=hexed(id_),
        proposer=found.proposer,
        proposed_at_s=found.proposed_at_s,
        transaction_hash=hexed(story.proposed.transaction_hash),
        result=result(found.result),
        cuts=tuple(map(hexed, found.cuts)),
        cuts_root=hexed(proposal_of(state, found).cuts_root),
        state=_fate(story),
        challenge_until_s=until_s,
        refute_until_s=found.proposed_at_s + dispute_s(state),
        stands_until_s=stands_until_s(state, found),
        waiting=found.waiting,
        is_right=None if wrong is None else not wrong,
        first_wrong=_first_wrong(state, found, story, trace, wrong) if trace and wrong else None,
        refutation=_refutation(state, story.refuted) if story.refuted else None,
        challenges=tuple(
            _challenge(state, segment, challenge) for segment, challenge in story.challenges.items()
        ),
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
        difference_wei=str(amount_wei - own.value_wei),
        out_after=played.out_after.get(index),
    )


def _contributors(standings: tuple[schemas.StandingOut, ...]) -> Iterator[schemas.ContributorOut]:
    """Give what each account gains with all its contributions, who gains most first."""
    together: dict[Address, list[schemas.StandingOut]] = {}
    for one in standings:
        together.setdefault(one.contributor, []).append(one)

    def gained_wei(account: Address) -> int:
        return sum(int(one.difference_wei) for one in together[account])

    for account in sorted(together, key=lambda one: (-gained_wei(one), one)):
        own = together[account]
        yield schemas.ContributorOut(
            contributor=account,
            contribution_count=len(own),
            value_wei=str(sum(int(one.value_wei) for one in own)),
            amount_wei=str(sum(int(one.amount_wei) for one in own)),
            difference_wei=str(gained_wei(account)),
        )


def _fate(story: ProposalStory) -> schemas.Fate:
    if story.refuted:
        return "refuted"
    if story.accepted:
        return "accepted"
    return "returned" if story.returned else "standing"


def _first_wrong(
    state: MarketState,
    found: MarketProposal,
    story: ProposalStory,
    trace: MarketTrace,
    wrong: list[int],
) -> schemas.WrongOut:
    segment = wrong[0]
    challenge = story.challenges.get(segment)
    if challenge is None or not challenge.is_revealed:
        return schemas.WrongOut(segment=segment, step=None)
    first, last = segment_hashes(state, found.result, found.cuts)[segment]
    offset = wrong_offset((first, *challenge.hashes, last), segment, trace)
    step = None if offset is None else segment * state.segment_steps + offset
    return schemas.WrongOut(segment=segment, step=step)


def _refutation(state: MarketState, recorded: Recorded) -> schemas.RefutationOut:
    event = recorded.event
    assert isinstance(event, ProposalRefuted)
    return schemas.RefutationOut(
        caller=event.caller,
        at_s=recorded.timestamp_s,
        transaction_hash=hexed(recorded.transaction_hash),
        step=event.step if event.step < state.step_count else None,
    )


def _challenge(state: MarketState, segment: int, story: ChallengeStory) -> schemas.ChallengeOut:
    at_s = story.challenged.timestamp_s
    return schemas.ChallengeOut(
        segment=segment,
        challenger=story.challenger,
        challenged_at_s=at_s,
        reveal_until_s=at_s + state.terms.move_s,
        revealed_at_s=story.revealed.timestamp_s if story.revealed else None,
        inner=tuple(map(hexed, story.hashes)),
        closed_at_s=story.closed.timestamp_s if story.closed else None,
        state=_challenge_state(story),
    )


def _challenge_state(story: ChallengeStory) -> schemas.ChallengeFate:
    if story.closed:
        return "failed" if story.failed else "returned"
    return "revealed" if story.revealed else "waiting"
