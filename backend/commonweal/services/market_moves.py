"""What an actor of a market would do now, given its book and the time: pure, without a chain.

Each function gives moves in the order in which they should be sent, and says what is waited for.
Nothing here remembers anything: after a crash the same book gives the same moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from commonweal.actions import (
    Action,
    BurnUnclaimed,
    Challenge,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    DeclareDefault,
    EndParticipation,
    EndReveal,
    Expire,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    VoidMarket,
    Withdraw,
)
from commonweal.twin.market import encoding, settlement, terms, test_set
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.segments import segment_hashes, segment_of, segment_root
from commonweal.twin.market.state import MarketChallenge, MarketProposal, MarketState
from commonweal.types import Address, MarketPhase, MarketResult, Proposal, StepInput


class Truth(Protocol):
    """The trace of a market's result, computed from what the chain says."""

    @property
    def hashes(self) -> Sequence[bytes]:
        """Hashes before the first step and after each."""
        ...

    @property
    def result(self) -> MarketResult:
        """What the last step leaves."""
        ...

    @property
    def balances(self) -> Sequence[int]:
        """What each contribution is left, in wei."""
        ...

    @property
    def final_weights(self) -> bytes:
        """Packed weights of the result."""
        ...

    @property
    def segment_steps(self) -> int:
        """Steps of each segment but perhaps the last."""
        ...

    def step_input(self, step: int) -> StepInput:
        """Give what the contract needs to recompute a step."""
        ...


@dataclass(frozen=True, slots=True)
class Move:
    """Something to send now.

    Attributes
    ----------
    action : Action
        To the market.
    why : str
        For people.
    """

    action: Action
    why: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to send now.

    Attributes
    ----------
    why : str
        For people.
    until_s : int or None
        When to look again at the latest; None where nothing of the kind comes any more.
    """

    why: str
    until_s: int | None = None


Step = Move | Wait


# Proposals and their segments


def proposal_of(state: MarketState, proposal: MarketProposal) -> Proposal:
    """Give a proposal as the market knows it."""
    root = segment_root(state, proposal.result, proposal.cuts)
    return Proposal(proposal.proposer, root, proposal.result)


def cuts_of(truth: Truth) -> tuple[bytes, ...]:
    """Give the hashes between the segments of a right proposal."""
    steps = truth.segment_steps
    return tuple(truth.hashes[steps : len(truth.hashes) - 1 : steps])


def wrong_segments(state: MarketState, proposal: MarketProposal, truth: Truth) -> list[int]:
    """Give the segments that begin with the right hash and end with a wrong one, in order.

    A proposal without any is right.
    """
    found = segment_hashes(state, proposal.result, proposal.cuts)
    right = segment_hashes(state, truth.result, cuts_of(truth))
    return [
        index
        for index, (own, true) in enumerate(zip(found, right, strict=True))
        if own[0] == true[0] and own[1] != true[1]
    ]


def wrong_offset(hashes: Sequence[bytes], segment: int, truth: Truth) -> int | None:
    """Give the first step of a revealed segment that leads from a right hash to a wrong one."""
    first = segment * truth.segment_steps
    right = truth.hashes[first : first + len(hashes)]
    for offset in range(len(hashes) - 1):
        if hashes[offset] == right[offset] and hashes[offset + 1] != right[offset + 1]:
            return offset
    return None


def inner_hashes(truth: Truth, segment: int) -> tuple[bytes, ...]:
    """Give the hashes within a segment, without its ends."""
    first = segment * truth.segment_steps
    last = min(first + truth.segment_steps, len(truth.hashes) - 1)
    return tuple(truth.hashes[first + 1 : last])


def stands_until_s(state: MarketState, proposal: MarketProposal) -> int:
    """Give the last moment before a proposal has stood its time."""
    wait_s = dispute_s(state) if proposal.challenges else state.terms.window_s
    return proposal.proposed_at_s + wait_s


# The challenger


def challenger_steps(state: MarketState, truth: Truth, me: Address, now_s: int) -> list[Step]:
    """Say what a challenger does: it makes every wrong proposal lose, and collects.

    A right proposal is never challenged. A challenge that somebody else made is used as if it were
    one's own: whoever names the step, or closes the silent one, refutes the proposal.
    """
    steps: list[Step] = []
    for identity, proposal in state.proposals.items():
        if proposal.refuted:
            steps += _returns(state, identity, proposal, me)
        elif not proposal.closed:
            found = list(_against(state, identity, proposal, truth, now_s))
            if not found and settlement.is_shown_wrong(state, proposal.result):
                found = list(_returns(state, identity, proposal, me))
            steps += found
    return _collecting(state, me, steps)


def _against(
    state: MarketState, identity: bytes, proposal: MarketProposal, truth: Truth, now_s: int
) -> Iterator[Step]:
    """Say what to do about one proposal."""
    wrong = wrong_segments(state, proposal, truth)
    if not wrong:
        # It stands in nobody's way any more, and whoever falls silent loses, right or not.
        yield from _silent(state, identity, proposal, now_s)
        return
    known = proposal_of(state, proposal)
    name = _name(identity)
    move_s = state.terms.move_s
    last_s = proposal.proposed_at_s + dispute_s(state)
    challenges = _challenges(state, identity)
    waiting: list[int] = []
    for segment, challenge in challenges.items():
        if challenge.hashes:
            offset = wrong_offset(challenge.hashes, segment, truth)
            if offset is None or now_s > last_s:
                continue
            step = segment * truth.segment_steps + offset
            yield Move(
                Refute(known, segment, challenge.hashes, offset, truth.step_input(step)),
                f"step {step:,} of {name} is wrong",
            )
            return
        if _is_silent(state, challenge, now_s):
            yield from _silent(state, identity, proposal, now_s)
            return
        if segment in wrong:
            waiting.append(challenge.challenged_at_s + move_s + 1)
    if waiting:
        yield Wait(f"the proposer of {name} must reveal a segment", min(waiting))
    elif settlement.is_shown_wrong(state, proposal.result):
        return
    elif now_s <= proposal.proposed_at_s + state.terms.window_s:
        open_ = [index for index in wrong if index not in challenges]
        if open_:
            segment = open_[0]
            yield Move(
                Challenge(
                    known,
                    segment_of(state, proposal.result, proposal.cuts, segment),
                    terms.challenge_bond_wei(state.terms),
                ),
                f"segment {segment} of {name} ends with a wrong hash",
            )
    elif state.phase is MarketPhase.RESOLVING:
        yield Wait(
            f"{name} is wrong but its window has closed; only a direct run "
            "(`commonweal market resolve --direct`) overrides it now"
        )


def _is_silent(state: MarketState, challenge: MarketChallenge, now_s: int) -> bool:
    return not challenge.hashes and now_s > challenge.challenged_at_s + state.terms.move_s


def _silent(
    state: MarketState, identity: bytes, proposal: MarketProposal, now_s: int
) -> list[Step]:
    """Say how a proposal loses whose proposer did not answer a challenge."""
    for segment, challenge in _challenges(state, identity).items():
        if _is_silent(state, challenge, now_s):
            action = CloseSilent(proposal_of(state, proposal), segment)
            return [Move(action, f"the proposer of {_name(identity)} was silent")]
    return []


def _returns(
    state: MarketState, identity: bytes, proposal: MarketProposal, me: Address
) -> Iterator[Step]:
    """Take back the bonds of one's own challenges of a proposal that was shown wrong."""
    for segment, challenge in _challenges(state, identity).items():
        if challenge.challenger == me:
            yield Move(
                CloseChallenge(proposal_of(state, proposal), segment),
                "the challenge was right: its bond comes back",
            )


# The proposer


def proposer_steps(state: MarketState, truth: Truth, me: Address, now_s: int) -> list[Step]:
    """Say what a proposer does: propose, answer challenges, resolve, and take the bonds back.

    Where somebody else's right proposal stands no other is made, unless that one's silence could
    be known too late to propose again in peace.
    """
    steps = [*answer_steps(state, truth, me, now_s)]
    if state.phase is MarketPhase.RESOLVING:
        steps += _towards_result(state, truth, me, now_s)
    elif state.ended:
        steps += _bonds_back(state, me, now_s)
    return _collecting(state, me, steps)


def answer_steps(state: MarketState, truth: Truth, me: Address, now_s: int) -> Iterator[Step]:
    """Reveal the segments of one's own proposals that were challenged."""
    for identity, proposal in state.proposals.items():
        if proposal.proposer != me or not proposal.stands:
            continue
        for segment, challenge in _challenges(state, identity).items():
            if challenge.hashes:
                continue
            if _is_silent(state, challenge, now_s):
                yield Wait(f"segment {segment} was not revealed in time, so the bond is lost")
            else:
                yield Move(
                    RevealSegment(
                        proposal_of(state, proposal),
                        segment_of(state, proposal.result, proposal.cuts, segment),
                        inner_hashes(truth, segment),
                    ),
                    f"segment {segment} was challenged",
                )


def _towards_result(state: MarketState, truth: Truth, me: Address, now_s: int) -> list[Step]:
    last_s = state.deadline_s - dispute_s(state)
    known_s = last_s - state.terms.move_s // 2
    times_s: list[int] = []
    is_safe = False
    for identity, proposal in state.proposals.items():
        if not proposal.stands or wrong_segments(state, proposal, truth):
            continue
        if _silent(state, identity, proposal, now_s):
            # It has lost its bond; only nobody has said so yet.
            continue
        until_s = stands_until_s(state, proposal)
        if now_s > until_s and not proposal.waiting:
            return [Move(Resolve(proposal_of(state, proposal)), "the proposal stood its time")]
        times_s.append(max(now_s, until_s) + 1)
        silent_s = proposal.proposed_at_s + state.terms.window_s + state.terms.move_s
        is_safe = is_safe or proposal.proposer == me or silent_s < known_s
    if is_safe or (times_s and now_s > last_s):
        return [Wait("the proposal may still be challenged", min(times_s))]
    if now_s > last_s:
        return [
            Wait(
                "it is too late to propose; run the steps on chain with "
                "`commonweal market resolve --direct`"
            )
        ]
    root = segment_root(state, truth.result, cuts_of(truth))
    if encoding.proposal_id(Proposal(me, root, truth.result)) in state.proposals:
        return [
            Wait(
                "this account's proposal of the result has lost its bond and cannot be made again; "
                "propose from another account, or run the steps on chain with "
                "`commonweal market resolve --direct`"
            )
        ]
    bond_wei = terms.proposal_bond_wei(state.terms)
    why = "another right proposal might fall silent" if times_s else "nobody proposed it yet"
    return [Move(Propose(truth.result, cuts_of(truth), bond_wei), f"the result: {why}")]


def _bonds_back(state: MarketState, me: Address, now_s: int) -> Iterator[Step]:
    """Take back bonds of proposals that were not refuted, and what others lost.

    That is bonds of challenges that failed and, for who ran the steps on chain, a part of the bonds
    of proposals that said something else.
    """
    ran = state.resolved_by == settlement.DIRECT_RUN and state.runner == me
    for identity, proposal in state.proposals.items():
        if proposal.refuted or proposal.waiting:
            continue
        challenges = _challenges(state, identity) if proposal.proposer == me else {}
        is_due = proposal.stands and (
            proposal.proposer == me or (ran and proposal.result != state.result)
        )
        if not (is_due or challenges):
            continue
        until_s = stands_until_s(state, proposal)
        if now_s <= until_s:
            yield Wait("bonds come back when no step can be named any more", until_s + 1)
            continue
        known = proposal_of(state, proposal)
        for segment in challenges:
            yield Move(CloseChallenge(known, segment), "the challenge failed: its bond is ours")
        if is_due:
            yield Move(CloseProposal(known), "the market has ended: its bond is due")


# Everybody


def closing_steps(state: MarketState, me: Address, now_s: int, block_number: int) -> list[Step]:
    """Say what anybody may do to bring a market on that somebody left.

    Parameters
    ----------
    state
        The market.
    me
        Who would do it.
    now_s, block_number
        Time, and number of the block that would hold the call.
    """
    late = now_s > state.deadline_s
    match state.phase:
        case MarketPhase.DRAWING:
            if test_set.missed_draws(state, block_number) == test_set.DRAWS:
                return [Move(VoidMarket(), "all draws were missed")]
        case MarketPhase.REVEALING_DRAWN_PART if late:
            return [Move(VoidMarket(), "the sponsor did not show the drawn part")]
        case MarketPhase.REVEALING_TEST if late:
            return [Move(DeclareDefault(), "the sponsor did not reveal the test set")]
        case MarketPhase.RESOLVING if late:
            if not state.standing:
                return [Move(Expire(), "no result was found in time")]
            silent = [
                step
                for identity, proposal in state.proposals.items()
                if proposal.stands
                for step in _silent(state, identity, proposal, now_s)
            ]
            if silent:
                return silent
            return [Wait(f"{state.standing} proposals stand and may yet be accepted")]
        case MarketPhase.RESOLVED | MarketPhase.DEFAULTED | MarketPhase.EXPIRED:
            if late and state.owed_wei:
                return [Move(BurnUnclaimed(), "time to claim is over")]
        case _:
            pass
    return ending_steps(state, now_s) or collect_steps(state, me)


def ending_steps(state: MarketState, now_s: int) -> list[Step]:
    """Say what ends participation, or the reveal of sealed contributions."""
    terms_, count = state.terms, state.contribution_count
    if state.phase is MarketPhase.PARTICIPATING:
        if count == terms_.capacity or now_s >= terms_.latest_end_s:
            return [Move(EndParticipation(), "participation is over")]
        if now_s >= terms_.earliest_end_s and count >= terms_.least_contributions:
            return [Move(EndParticipation(), "there are enough contributions")]
        few = count < terms_.least_contributions
        until_s = terms_.latest_end_s if few else terms_.earliest_end_s
        return [Wait("participation goes on", until_s)]
    if state.phase is MarketPhase.REVEALING_CONTRIBUTIONS:
        if state.revealed_count == count:
            return [Move(EndReveal(), "all contributions are revealed")]
        if now_s > state.deadline_s:
            return [Move(EndReveal(), "time to reveal is over")]
        return [Wait("contributions can still be revealed", state.deadline_s + 1)]
    return []


def collect_steps(state: MarketState, me: Address) -> list[Step]:
    """Say whether there is a credit to be paid out."""
    if state.credit_wei(me):
        return [Move(Withdraw(me), "the credit is paid out")]
    return []


def _collecting(state: MarketState, me: Address, steps: list[Step]) -> list[Step]:
    """Collect a credit when there is nothing else to do, or before it is needed for a bond."""
    needs_money = any(
        isinstance(step, Move) and isinstance(step.action, Challenge | Propose) for step in steps
    )
    return collect_steps(state, me) + steps if needs_money else steps or collect_steps(state, me)


def _name(identity: bytes) -> str:
    return f"proposal 0x{identity.hex()[:8]}"


def _challenges(state: MarketState, identity: bytes) -> dict[int, MarketChallenge]:
    return {
        segment: challenge
        for (of, segment), challenge in state.challenges.items()
        if of == identity
    }
