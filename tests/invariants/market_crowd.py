"""Everybody else in a market: liars, their friends, and whoever tries what is not due."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from market_ground import HONEST, Ground
from market_honest import proposal_of, wrong_segment

from commonweal.actions import (
    Action,
    Challenge,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    RunSteps,
)
from commonweal.commitment import keccak
from commonweal.twin.market import encoding, merkle, settlement, terms
from commonweal.twin.market.segments import segment_of, segment_root
from commonweal.twin.market.state import MarketChallenge, MarketProposal
from commonweal.types import Address, Claim, MarketResult, Proposal
from market_known import cuts, direct_steps, mutated

CLOSINGS = (Resolve, CloseProposal, CloseChallenge, CloseSilent)
"""First what a liar would like best."""
LIES = ("balances", "weights", "sum", "trace only", "last step only")


class Challenged(NamedTuple):
    """A challenged segment of a proposal."""

    id: bytes
    segment: int
    state: MarketProposal
    challenge: MarketChallenge


class Crowd:
    """Acts as it is told, on what there is; the market may refuse.

    Parameters
    ----------
    ground
        Where it plays.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._hashes: dict[bytes, list[bytes]] = {}
        self._balances: dict[MarketResult, list[int]] = {}

    # Proposals

    def propose(self, who: Address, kind: str | None, step: int) -> bool:
        """Propose a kind of lie from some step on, or the truth."""
        market, truth = self.ground.market, self.ground.truth
        result, hashes, balances = truth.result, truth.hashes, truth.balances
        if kind is not None:
            result, balances = self._other_result(kind)
            hashes = self._other_hashes(kind, step, result)
        bond_wei = terms.proposal_bond_wei(market.terms)
        given = cuts(market, hashes)
        if not self.ground.attempt(who, Propose(result, given, bond_wei)):
            return False
        id_ = encoding.proposal_id(Proposal(who, segment_root(market, result, given), result))
        self._hashes[id_] = hashes
        self._balances.setdefault(result, balances)
        return True

    def _other_result(self, kind: str) -> tuple[MarketResult, list[int]]:
        market, truth, random = self.ground.market, self.ground.truth, self.ground.random
        result, balances = truth.result, truth.balances.copy()
        if kind == "balances":
            place = random.randrange(len(balances))
            balances[place] = max(0, balances[place] + random.choice((-1, 1, 10**6, 10**17)))
            root = merkle.root(encoding.payout_leaves(balances))
            paid_wei = min(sum(balances), settlement.most_paid_wei(market))
            return replace(result, payouts_root=root, paid_wei=paid_wei), balances
        if kind == "sum":
            return replace(result, paid_wei=random.randint(0, result.paid_wei)), balances
        if kind == "weights":
            return replace(result, weights_hash=random.randbytes(32)), balances
        if kind == "last step only":
            return replace(result, weights_hash=keccak(result.weights_hash)), balances
        return result, balances

    def _other_hashes(self, kind: str, step: int, result: MarketResult) -> list[bytes]:
        """Go wrong after a step; with a true result back to the truth somewhere."""
        truth, random = self.ground.truth, self.ground.random
        last = len(truth.hashes) - 1
        if kind == "last step only":
            return [*truth.hashes[:-1], encoding.result_hash(result)]
        first = 1 + step % last
        end = random.randint(first, last) if kind == "trace only" else last
        wrong = [random.randbytes(32) for _ in range(first, end)]
        return [*truth.hashes[:first], *wrong, *truth.hashes[end:-1], encoding.result_hash(result)]

    # Disputes

    def challenge(self, who: Address, which: int, segment: int, aims: bool) -> bool:
        """Challenge a segment: the first wrong one, or any."""
        market, proposals = self.ground.market, self.proposals()
        _, state = proposals[which % len(proposals)]
        wrong = wrong_segment(self.ground, state)
        index = wrong if aims and wrong is not None else segment % market.segment_count
        bond_wei = terms.challenge_bond_wei(market.terms)
        given = segment_of(market, state.result, state.cuts, index)
        return self.ground.attempt(who, Challenge(proposal_of(self.ground, state), given, bond_wei))

    def answer(self, which: int, as_planned: bool) -> bool:
        """Reveal a challenged segment: what its proposer planned, or other hashes."""
        market, random = self.ground.market, self.ground.random
        hidden = self.hidden()
        id_, index, state, _ = hidden[which % len(hidden)]
        start = index * market.segment_steps
        inner = self._hashes[id_][start + 1 : start + market.steps_in(index)]
        if not as_planned:
            inner = [random.choice((each, random.randbytes(32))) for each in inner]
        given = segment_of(market, state.result, state.cuts, index)
        action = RevealSegment(proposal_of(self.ground, state), given, tuple(inner))
        return self.ground.attempt(state.proposer, action)

    def name(self, who: Address, which: int, offset: int, spoils: bool) -> bool:
        """Name any step of a revealed segment, with a true input or another."""
        market, truth = self.ground.market, self.ground.truth
        revealed = self.revealed()
        _, index, state, challenge = revealed[which % len(revealed)]
        offset %= market.steps_in(index)
        given = truth.inputs[index * market.segment_steps + offset]
        if spoils:
            given = mutated(self.ground.random, given, depth=1)
        proposal = proposal_of(self.ground, state)
        return self.ground.attempt(who, Refute(proposal, index, challenge.hashes, offset, given))

    def close(self, who: Address, how: int, which: int, segment: int) -> bool:
        """Try to close a challenge or a proposal, or to have it accepted."""
        proposals = self.proposals()
        id_, state = proposals[which % len(proposals)]
        proposal = proposal_of(self.ground, state)
        kind = CLOSINGS[how % len(CLOSINGS)]
        action: Action
        if kind is CloseSilent or kind is CloseChallenge:
            own = [index for known, index in self.ground.market.challenges if known == id_]
            action = kind(proposal, own[segment % len(own)] if own else segment)
        else:
            action = kind(proposal)  # type: ignore[call-arg]
        return self.ground.attempt(who, action)

    def run_steps(self, who: Address, count: int) -> bool:
        """Run some steps directly."""
        market, truth = self.ground.market, self.ground.truth
        steps = direct_steps(market, truth, market.next_step)[:count]
        return self.ground.attempt(who, RunSteps(tuple(truth.inputs[step] for step in steps)))

    # The end

    def claim(self, index: int, more_wei: int = 0, who: Address | None = None) -> bool:
        """Claim a contribution, rightly or for more than it has."""
        market = self.ground.market
        own = market.contributions[index]
        claim = Claim(index, own.data_hash, own.value_wei, more_wei, ())
        if market.result is not None:
            balances = self._balances.get(market.result, self.ground.truth.balances)
            proof = merkle.proof(encoding.payout_leaves(balances), index)
            claim = replace(claim, balance_wei=balances[index] + more_wei, proof=proof)
        sender = who or own.contributor
        return self.ground.attempt(sender, ClaimPayouts((claim,), sender))

    def proposals(self) -> list[tuple[bytes, MarketProposal]]:
        """Give all that was proposed."""
        return list(self.ground.market.proposals.items())

    def hidden(self) -> list[Challenged]:
        """Give challenges that wait for an answer of the crowd's."""
        return [each for each in self._challenges(False) if each.state.proposer != HONEST]

    def revealed(self) -> list[Challenged]:
        """Give challenges of segments whose hashes are known."""
        return self._challenges(True)

    def _challenges(self, revealed: bool) -> list[Challenged]:
        market = self.ground.market
        return [
            Challenged(id_, index, market.proposals[id_], challenge)
            for (id_, index), challenge in market.challenges.items()
            if bool(challenge.hashes) is revealed
        ]
