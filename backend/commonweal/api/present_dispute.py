"""From proposals and their disputes to what the API answers."""

from __future__ import annotations

from commonweal.api import schemas_market as schemas
from commonweal.api.present import hexed
from commonweal.api.present_market import result
from commonweal.events import ProposalRefuted, Recorded
from commonweal.services.market_disputes import ChallengeStory, ProposalStory
from commonweal.services.market_moves import (
    proposal_of,
    stands_until_s,
    wrong_offset,
    wrong_segments,
)
from commonweal.services.market_trace import MarketTrace
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.segments import segment_hashes
from commonweal.twin.market.state import MarketProposal, MarketState


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
