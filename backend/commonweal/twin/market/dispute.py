"""Results proposed under a bond, and the dispute down to one step that is recomputed here."""

from __future__ import annotations

from dataclasses import replace

from commonweal.actions import (
    Challenge,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
)
from commonweal.commitment import keccak
from commonweal.errors import (
    MarketChallengeUnknown,
    MarketHashesWrong,
    MarketInputMismatch,
    MarketNotProposer,
    MarketPaysTooMuch,
    MarketProposalChallenged,
    MarketProposalKnown,
    MarketProposalRefuted,
    MarketProposalsStand,
    MarketProposalUnknown,
    MarketSegmentChallenged,
    MarketSegmentHidden,
    MarketSegmentRevealed,
    MarketSegmentUnknown,
    MarketStepRight,
    MarketStepUnknown,
    MarketTooEarly,
    MarketTooLate,
    MarketValueWrong,
)
from commonweal.events import (
    BondReturned,
    ChallengeFailed,
    ChallengeReturned,
    Credited,
    Event,
    ProposalRefuted,
    ResultProposed,
    SegmentChallenged,
    SegmentRevealed,
)
from commonweal.twin.market import encoding, merkle, settlement, terms
from commonweal.twin.market.judging import step_after
from commonweal.twin.market.money import burn, credit
from commonweal.twin.market.phases import check_ended, check_phase
from commonweal.twin.market.segments import segment_hashes, segment_root
from commonweal.twin.market.state import MarketChallenge, MarketProposal, MarketState
from commonweal.types import (
    Address,
    MarketPhase,
    Proposal,
    Segment,
    text_to_bytes32,
)

# Of the half of a refuted proposal's bond that is not burnt, the challenger gets this part where
# somebody names the wrong step, and who names it the rest.
_CHALLENGER_PART = 8
# More segments than any trace has.
_MOST_SEGMENTS = 1 << 16


def decide_propose(
    state: MarketState, sender: Address, action: Propose, now_s: int
) -> ResultProposed:
    """Decide a proposal."""
    check_phase(state, MarketPhase.RESOLVING)
    until_s = state.deadline_s - dispute_s(state)
    if now_s > until_s:
        raise MarketTooLate(now_s, until_s)
    expected = state.segment_count - 1
    if len(action.cuts) != expected:
        raise MarketHashesWrong(expected, len(action.cuts))
    most_wei = settlement.most_paid_wei(state)
    if action.result.paid_wei > most_wei:
        raise MarketPaysTooMuch(action.result.paid_wei, most_wei)
    root = segment_root(state, action.result, action.cuts)
    id_ = encoding.proposal_id(Proposal(sender, root, action.result))
    if id_ in state.proposals:
        raise MarketProposalKnown(id_)
    _check_bond(terms.proposal_bond_wei(state.terms), action.value_wei)
    return ResultProposed(id_, sender, action.result, action.cuts)


def decide_challenge(
    state: MarketState, sender: Address, action: Challenge, now_s: int
) -> SegmentChallenged:
    """Decide a challenge."""
    id_, proposal = _standing(state, action.proposal)
    if settlement.is_shown_wrong(state, proposal.result):
        raise MarketProposalRefuted(id_)
    until_s = proposal.proposed_at_s + state.terms.window_s
    if now_s > until_s:
        raise MarketTooLate(now_s, until_s)
    _check_segment(id_, action.proposal, action.segment)
    segment = action.segment.index
    if (id_, segment) in state.challenges:
        raise MarketSegmentChallenged(id_, segment)
    _check_bond(terms.challenge_bond_wei(state.terms), action.value_wei)
    return SegmentChallenged(id_, segment, sender)


def decide_reveal(
    state: MarketState, sender: Address, action: RevealSegment, now_s: int
) -> SegmentRevealed:
    """Decide the reveal of a challenged segment."""
    id_, proposal = _standing(state, action.proposal)
    if sender != proposal.proposer:
        raise MarketNotProposer(proposal.proposer, sender)
    segment = action.segment.index
    challenge = _challenge(state, id_, segment)
    if challenge.hashes:
        raise MarketSegmentRevealed(id_, segment)
    until_s = challenge.challenged_at_s + state.terms.move_s
    if now_s > until_s:
        raise MarketTooLate(now_s, until_s)
    expected = state.steps_in(segment) - 1
    if len(action.inner) != expected:
        raise MarketHashesWrong(expected, len(action.inner))
    _check_segment(id_, action.proposal, action.segment)
    return SegmentRevealed(id_, segment, action.inner)


def decide_refute(
    state: MarketState, sender: Address, action: Refute, now_s: int
) -> tuple[Event, ...]:
    """Decide the naming of a wrong step, which is recomputed here."""
    id_, proposal = _standing(state, action.proposal)
    until_s = proposal.proposed_at_s + dispute_s(state)
    if now_s > until_s:
        raise MarketTooLate(now_s, until_s)
    challenge = _challenge(state, id_, action.segment)
    if not challenge.hashes:
        raise MarketSegmentHidden(id_, action.segment)
    _check_hash("hashes", keccak(b"".join(challenge.hashes)), keccak(b"".join(action.hashes)))
    steps = len(action.hashes) - 1
    if action.offset >= steps:
        raise MarketStepUnknown(action.offset, steps)
    step = action.segment * state.segment_steps + action.offset
    after = step_after(state, step, action.hashes[action.offset], action.input)
    if after == action.hashes[action.offset + 1]:
        raise MarketStepRight(step)
    half_wei, rest_wei = _halves_wei(state)
    eighth_wei = half_wei // _CHALLENGER_PART
    return (
        ProposalRefuted(id_, sender, step),
        *_return_challenge(state, id_, action.segment, challenge, eighth_wei),
        *credit(sender, half_wei - eighth_wei),
        *burn(rest_wei),
    )


def decide_close_silent(
    state: MarketState, sender: Address, action: CloseSilent, now_s: int
) -> tuple[Event, ...]:
    """Decide that a proposer who does not reveal loses."""
    id_, _ = _standing(state, action.proposal)
    challenge = _challenge(state, id_, action.segment)
    if challenge.hashes:
        raise MarketSegmentRevealed(id_, action.segment)
    _check_after(challenge.challenged_at_s + state.terms.move_s, now_s)
    half_wei, rest_wei = _halves_wei(state)
    return (
        ProposalRefuted(id_, sender, state.step_count),
        *_return_challenge(state, id_, action.segment, challenge, half_wei),
        *burn(rest_wei),
    )


def decide_close_challenge(
    state: MarketState, action: CloseChallenge, now_s: int
) -> tuple[Event, ...]:
    """Decide who gets the bond of a challenge."""
    id_ = encoding.proposal_id(action.proposal)
    segment = action.segment
    challenge = _challenge(state, id_, segment)
    proposal = state.proposals[id_]
    if not proposal.refuted and not challenge.hashes:
        raise MarketSegmentHidden(id_, segment)
    if proposal.refuted or settlement.is_shown_wrong(state, proposal.result):
        return _return_challenge(state, id_, segment, challenge, 0)
    _check_answered(id_, proposal)
    _check_after(proposal.proposed_at_s + dispute_s(state), now_s)
    return (
        ChallengeFailed(id_, segment, challenge.challenger),
        *credit(proposal.proposer, terms.challenge_bond_wei(state.terms)),
    )


def decide_resolve(state: MarketState, action: Resolve, now_s: int) -> tuple[Event, ...]:
    """Decide the acceptance of a proposal that stood its time."""
    check_phase(state, MarketPhase.RESOLVING)
    id_, proposal = _standing(state, action.proposal)
    _check_stood(state, id_, proposal, now_s)
    return settlement.resolve(state, id_, proposal.result)


def decide_close_proposal(
    state: MarketState, sender: Address, action: CloseProposal, now_s: int
) -> tuple[Event, ...]:
    """Decide what a proposal gets that was not accepted: its bond, unless a direct run says no."""
    check_ended(state)
    id_, proposal = _standing(state, action.proposal)
    _check_stood(state, id_, proposal, now_s)
    if state.runner is not None and settlement.is_shown_wrong(state, proposal.result):
        half_wei, rest_wei = _halves_wei(state)
        return (
            ProposalRefuted(id_, sender, state.step_count),
            *credit(state.runner, half_wei),
            *burn(rest_wei),
        )
    bond_wei = terms.proposal_bond_wei(state.terms)
    return BondReturned(id_), *credit(proposal.proposer, bond_wei)


def decide_expire(state: MarketState, caller: Address, now_s: int) -> tuple[Event, ...]:
    """Decide the end of a market without a result."""
    check_phase(state, MarketPhase.RESOLVING)
    _check_after(state.deadline_s, now_s)
    if state.standing:
        raise MarketProposalsStand(state.standing)
    return settlement.expire(state, caller)


def dispute_s(state: MarketState) -> int:
    """Give the time that a disputed proposal takes: to be challenged, revealed and refuted."""
    return state.terms.window_s + 2 * state.terms.move_s


def evolve_proposed(state: MarketState, event: ResultProposed, now_s: int) -> None:
    """Hold a proposal under its bond."""
    state.proposals[event.id] = MarketProposal(event.proposer, event.result, event.cuts, now_s)
    state.standing += 1
    state.recorded_wei += terms.proposal_bond_wei(state.terms)


def evolve_challenged(state: MarketState, event: SegmentChallenged, now_s: int) -> None:
    """Wait for the reveal of a segment."""
    proposal = state.proposals[event.id]
    state.proposals[event.id] = replace(
        proposal, waiting=proposal.waiting + 1, challenges=proposal.challenges + 1
    )
    state.challenges[event.id, event.segment] = MarketChallenge(event.challenger, now_s)
    state.recorded_wei += terms.challenge_bond_wei(state.terms)


def evolve_revealed(state: MarketState, event: SegmentRevealed) -> None:
    """Know the hashes within a segment."""
    proposal = state.proposals[event.id]
    state.proposals[event.id] = replace(proposal, waiting=proposal.waiting - 1)
    first, last = segment_hashes(state, proposal.result, proposal.cuts)[event.segment]
    place = event.id, event.segment
    state.challenges[place] = replace(state.challenges[place], hashes=(first, *event.inner, last))


def evolve_refuted(state: MarketState, event: ProposalRefuted) -> None:
    """Take a proposal's bond."""
    state.proposals[event.id] = replace(state.proposals[event.id], refuted=True)
    state.standing -= 1


def evolve_challenge_closed(state: MarketState, event: ChallengeReturned | ChallengeFailed) -> None:
    """Forget a challenge."""
    del state.challenges[event.id, event.segment]


def evolve_closed(state: MarketState, id_: bytes) -> None:
    """Let a proposal have its bond back."""
    state.proposals[id_] = replace(state.proposals[id_], closed=True)
    state.standing -= 1


def _standing(state: MarketState, given: Proposal) -> tuple[bytes, MarketProposal]:
    id_ = encoding.proposal_id(given)
    proposal = state.proposals.get(id_)
    if proposal is None or proposal.closed:
        raise MarketProposalUnknown(id_)
    if proposal.refuted:
        raise MarketProposalRefuted(id_)
    return id_, proposal


def _challenge(state: MarketState, id_: bytes, segment: int) -> MarketChallenge:
    challenge = state.challenges.get((id_, segment))
    if challenge is None:
        raise MarketChallengeUnknown(id_, segment)
    return challenge


def _check_segment(id_: bytes, proposal: Proposal, segment: Segment) -> None:
    leaf = encoding.segment_leaf(segment.index, segment.first, segment.last)
    # With any number for an index one could choose the leaf.
    is_number = segment.index < _MOST_SEGMENTS
    if not is_number or not merkle.verify(segment.proof, proposal.cuts_root, leaf):
        raise MarketSegmentUnknown(id_, segment.index)


def _check_stood(state: MarketState, id_: bytes, proposal: MarketProposal, now_s: int) -> None:
    _check_answered(id_, proposal)
    wait_s = dispute_s(state) if proposal.challenges else state.terms.window_s
    _check_after(proposal.proposed_at_s + wait_s, now_s)


def _check_answered(id_: bytes, proposal: MarketProposal) -> None:
    if proposal.waiting:
        raise MarketProposalChallenged(id_, proposal.waiting)


def _check_after(until_s: int, now_s: int) -> None:
    if now_s <= until_s:
        raise MarketTooEarly(now_s, until_s + 1)


def _check_bond(expected_wei: int, found_wei: int) -> None:
    if found_wei != expected_wei:
        raise MarketValueWrong(expected_wei, found_wei)


def _check_hash(field: str, expected: bytes, found: bytes) -> None:
    if found != expected:
        raise MarketInputMismatch(text_to_bytes32(field), expected, found)


def _halves_wei(state: MarketState) -> tuple[int, int]:
    """Split a refuted proposal's bond into what is paid and what is burnt."""
    bond_wei = terms.proposal_bond_wei(state.terms)
    return bond_wei // 2, bond_wei - bond_wei // 2


def _return_challenge(
    state: MarketState, id_: bytes, segment: int, challenge: MarketChallenge, reward_wei: int
) -> tuple[ChallengeReturned | Credited, ...]:
    bond_wei = terms.challenge_bond_wei(state.terms)
    return (
        ChallengeReturned(id_, segment, challenge.challenger),
        *credit(challenge.challenger, bond_wei + reward_wei),
    )
