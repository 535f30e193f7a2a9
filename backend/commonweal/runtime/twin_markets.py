"""Free reads of the markets of a twin's state."""

from __future__ import annotations

from commonweal.commitment import keccak
from commonweal.runtime.base import MarketInfo
from commonweal.twin.incentives.market import MarketsState
from commonweal.twin.market import terms
from commonweal.twin.market.state import MarketProposal, MarketState
from commonweal.twin.world import WorldState
from commonweal.types import (
    ZERO_ADDRESS,
    Address,
    ChallengeHead,
    ContributionRecord,
    DirectRun,
    MarketBonds,
    MarketHead,
    MarketOutcome,
    MarketResult,
    MarketRoots,
    ProposalHead,
    Trace,
)

_NONE = bytes(32)


def head_of(state: MarketState) -> MarketHead:
    """Give where a market stands, as the market itself says it."""
    return MarketHead(
        phase=state.phase,
        deadline_s=state.deadline_s,
        contribution_count=state.contribution_count,
        revealed_count=state.revealed_count,
        missed_draws=state.missed_draws,
        drawn_part=state.drawn_part,
        parts_revealed=len(state.parts),
        standing=state.standing,
        fees_wei=state.fees_wei,
    )


def proposal_head_of(proposal: MarketProposal) -> ProposalHead:
    """Give where a proposal stands; all 0 if it is closed."""
    if proposal.closed:
        return ProposalHead(0, 0, 0, False)
    return ProposalHead(
        proposal.proposed_at_s, proposal.waiting, proposal.challenges, proposal.refuted
    )


class TwinMarketViews:
    """The part of a twin's reads that is about markets.

    Parameters
    ----------
    state
        The world to read; it is not changed.
    now_s
        Time by which the reads are made.
    """

    def __init__(self, state: WorldState, now_s: int) -> None:
        self.state = state
        self._now_s = now_s

    def market_count(self, trainer: Address) -> int:
        """Give how many markets a model ever opened; 0 for one that does not learn by them."""
        return len(self._markets(trainer))

    def markets(self, trainer: Address) -> tuple[MarketInfo, ...]:
        """Give all markets of a model in order."""
        return tuple(map(self.market, self._markets(trainer)))

    def market(self, address: Address) -> MarketInfo:
        """Give what never changes of a market."""
        state = self._market(address)
        return MarketInfo(
            address=state.address,
            trainer=state.trainer,
            sponsor=state.sponsor,
            number=state.number,
            terms=state.terms,
            roots=self.market_roots(address),
            opened_at_block=state.opened_at_block,
        )

    def market_head(self, market: Address) -> MarketHead:
        """Give where a market stands."""
        return head_of(self._market(market))

    def market_roots(self, market: Address) -> MarketRoots:
        """Give the commitments to the test set, and the hash of the weights at the start."""
        state = self._market(market)
        return MarketRoots(state.test_root, state.weights_hash)

    def record_of(self, market: Address, index: int) -> ContributionRecord:
        """Give what a market keeps of a contribution."""
        state = self._market(market)
        if index >= state.contribution_count:
            return ContributionRecord(_NONE, False, False)
        found = state.contributions[index]
        return ContributionRecord(found.record, found.revealed, found.claimed)

    def rows_hash_of(self, market: Address, part: int) -> bytes:
        """Give keccak256 of a part's rows, 0 before it is revealed."""
        found = self._market(market).parts.get(part)
        return _NONE if found is None else found.rows_hash

    def trace(self, market: Address) -> Trace:
        """Give the row of steps: from `RESOLVING` on."""
        state = self._market(market)
        if not state.step_count:
            return Trace(_NONE, 0, 0, 0)
        return Trace(state.first_hash, state.step_count, state.segment_steps, state.segment_count)

    def direct(self, market: Address) -> DirectRun:
        """Give where the direct run is."""
        state = self._market(market)
        return DirectRun(state.next_step, state.state_hash)

    def proposal_of(self, market: Address, id_: bytes) -> ProposalHead:
        """Give where a proposal stands; all 0 if it is unknown or closed."""
        found = self._market(market).proposals.get(id_)
        return ProposalHead(0, 0, 0, False) if found is None else proposal_head_of(found)

    def challenge_of(self, market: Address, id_: bytes, segment: int) -> ChallengeHead:
        """Give where a challenge stands; all 0 if there is none or it is closed."""
        found = self._market(market).challenges.get((id_, segment))
        if found is None:
            return ChallengeHead(ZERO_ADDRESS, 0, _NONE)
        hashes_hash = keccak(b"".join(found.hashes)) if found.hashes else _NONE
        return ChallengeHead(found.challenger, found.challenged_at_s, hashes_hash)

    def outcome(self, market: Address) -> MarketOutcome:
        """Give how a market ended; all 0 before."""
        state = self._market(market)
        result = state.result or MarketResult(_NONE, _NONE, 0)
        return MarketOutcome(result, state.bonus_wei, state.owed_wei, state.adopted)

    def market_quote_wei(self, market: Address) -> int:
        """Give the least value of a contribution in the market's next place."""
        state = self._market(market)
        return terms.quote_wei(state.terms, state.contribution_count)

    def bonds_wei(self, market: Address) -> MarketBonds:
        """Give the bond of a proposal and that of a challenge."""
        found = self._market(market).terms
        return MarketBonds(terms.proposal_bond_wei(found), terms.challenge_bond_wei(found))

    def market_credit_wei(self, market: Address, account: Address) -> int:
        """Give what a withdrawal from a market would pay now."""
        return self._market(market).credit_wei(account)

    def is_over(self, market: Address) -> bool:
        """Whether the model may open its next market."""
        return self._market(market).is_over(self._now_s)

    def _market(self, address: Address) -> MarketState:
        return self.state.market(address)

    def _markets(self, trainer: Address) -> list[Address]:
        incentive = self.state.trainer(trainer).incentive
        return incentive.markets if isinstance(incentive, MarketsState) else []
