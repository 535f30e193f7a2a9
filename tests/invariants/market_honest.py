"""An honest account in disputes: every move in time, and what it must have in the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from market_ground import HONEST, Ground

from commonweal.actions import (
    Action,
    Challenge,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
)
from commonweal.events import ChallengeFailed, ChallengeReturned, MarketResolved, ProposalRefuted
from commonweal.twin.market import settlement, terms
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.segments import segment_hashes, segment_of, segment_root
from commonweal.twin.market.state import MarketProposal
from commonweal.types import MarketPhase, Proposal
from market_known import cuts


class Move(NamedTuple):
    """What the honest account may do now, and until when it must; None: some time."""

    until_s: int | None
    action: Action


class Honest:
    """Does what its tools would: proposes the truth, answers, challenges and names what is wrong.

    Parameters
    ----------
    ground
        Where it plays.
    proposes, watches
        Whether it proposes a result; whether it looks at those of others.
    """

    def __init__(self, ground: Ground, proposes: bool, watches: bool) -> None:
        self.ground = ground
        self.proposes, self.watches = proposes, watches

    def pass_time(self, until_s: int) -> None:
        """Let time pass, but make each move before it is too late: at the last moment."""
        while due := [each for each in self.moves() if (each.until_s or until_s) < until_s]:
            move = min(due, key=lambda each: each.until_s or 0)
            self.ground.wait_until(move.until_s or 0)
            self.ground.act(HONEST, move.action)
        self.ground.wait_until(until_s)

    def moves(self) -> Iterator[Move]:
        """Give what there is to do."""
        market = self.ground.market
        if not market.step_count:
            return
        made = {state.proposer for state in market.proposals.values()}
        if self.proposes and market.phase is MarketPhase.RESOLVING and HONEST not in made:
            truth = self.ground.truth
            bond_wei = terms.proposal_bond_wei(market.terms)
            action = Propose(truth.result, cuts(market, truth.hashes), bond_wei)
            yield Move(market.deadline_s - dispute_s(market), action)
        for id_, state in market.proposals.items():
            if state.proposer == HONEST:
                yield from self._defend(id_, state)
            elif self.watches:
                wrong = wrong_segment(self.ground, state)
                if wrong is not None:
                    yield from self._attack(id_, state, wrong)

    def _defend(self, id_: bytes, state: MarketProposal) -> Iterator[Move]:
        market, now_s = self.ground.market, self.ground.runtime.now_s()
        proposal = proposal_of(self.ground, state)
        last_s = state.proposed_at_s + dispute_s(market)
        for (challenged, index), challenge in market.challenges.items():
            if challenged != id_:
                continue
            if not challenge.hashes:
                segment = segment_of(market, state.result, state.cuts, index)
                start = index * market.segment_steps
                inner = self.ground.truth.hashes[start + 1 : start + market.steps_in(index)]
                action = RevealSegment(proposal, segment, tuple(inner))
                yield Move(challenge.challenged_at_s + market.terms.move_s, action)
            elif now_s > last_s:
                yield Move(None, CloseChallenge(proposal, index))
        stood_s = last_s if state.challenges else state.proposed_at_s + market.terms.window_s
        if state.stands and not state.waiting and now_s > stood_s:
            ended = market.ended
            yield Move(None, CloseProposal(proposal) if ended else Resolve(proposal))

    def _attack(self, id_: bytes, state: MarketProposal, wrong: int) -> Iterator[Move]:
        market, now_s = self.ground.market, self.ground.runtime.now_s()
        proposal = proposal_of(self.ground, state)
        if not state.stands:
            for (challenged, index), challenge in market.challenges.items():
                if challenged == id_ and challenge.challenger == HONEST:
                    yield Move(None, CloseChallenge(proposal, index))
            return
        found = market.challenges.get((id_, wrong))
        if found is None:
            until_s = state.proposed_at_s + market.terms.window_s
            # What a direct run has shown wrong takes no challenge any more.
            shown_wrong = settlement.is_shown_wrong(market, state.result)
            if now_s <= until_s and not shown_wrong:
                segment = segment_of(market, state.result, state.cuts, wrong)
                bond_wei = terms.challenge_bond_wei(market.terms)
                yield Move(until_s, Challenge(proposal, segment, bond_wei))
        elif found.hashes:
            start = wrong * market.segment_steps
            right = self.ground.truth.hashes[start:]
            steps = zip(found.hashes[1:], right[1:], strict=False)
            offset = next(step for step, (theirs, ours) in enumerate(steps) if theirs != ours)
            given = self.ground.truth.inputs[start + offset]
            action = Refute(proposal, wrong, found.hashes, offset, given)
            yield Move(state.proposed_at_s + dispute_s(market), action)
        elif now_s > found.challenged_at_s + market.terms.move_s:
            yield Move(None, CloseSilent(proposal, wrong))


def proposal_of(ground: Ground, state: MarketProposal) -> Proposal:
    """Give a proposal as calls name it."""
    root = segment_root(ground.market, state.result, state.cuts)
    return Proposal(state.proposer, root, state.result)


def wrong_segment(ground: Ground, state: MarketProposal) -> int | None:
    """Give the first segment whose end is wrong, as far as the proposal shows."""
    market, truth = ground.market, ground.truth
    ours = segment_hashes(market, truth.result, cuts(market, truth.hashes))
    theirs = segment_hashes(market, state.result, state.cuts)
    pairs = enumerate(zip(ours, theirs, strict=True))
    return next((index for index, (one, other) in pairs if one != other), None)


def due_wei(ground: Ground) -> int:
    """Reckon what the honest account must have gained: no bond lost, and what others lost to it."""
    market = ground.market
    half_wei = terms.proposal_bond_wei(market.terms) // 2
    own = {id_ for id_, state in market.proposals.items() if state.proposer == HONEST}
    gained_wei = 0
    for event, following in pairwise((*ground.events, None)):
        match event:
            case MarketResolved() if event.id in own:
                gained_wei += market.terms.proposer_fee_wei
            case ChallengeFailed() if event.id in own:
                gained_wei += terms.challenge_bond_wei(market.terms)
            case ProposalRefuted() if isinstance(following, ChallengeReturned):
                named = event.step < market.step_count
                if following.challenger == HONEST:
                    gained_wei += half_wei // 8 if named else half_wei
                if named and event.caller == HONEST:
                    gained_wei += half_wei - half_wei // 8
    return gained_wei
