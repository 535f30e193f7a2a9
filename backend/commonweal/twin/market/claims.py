"""Claims on what an end pays, and weights for the model."""

from __future__ import annotations

from dataclasses import replace

from commonweal.actions import ClaimPayouts
from commonweal.commitment import keccak
from commonweal.errors import (
    MarketAlreadyAdopted,
    MarketAlreadyClaimed,
    MarketClaimWrong,
    MarketContributionUnknown,
    MarketNothingLeft,
    MarketNotRevealed,
    MarketOwesLess,
    MarketRecordMismatch,
    MarketTooEarly,
    MarketTooLate,
    MarketWeightsWrong,
    MarketWrongPhase,
)
from commonweal.events import Burnt, Claimed, ClaimsClosed
from commonweal.twin.market import encoding, merkle
from commonweal.twin.market.money import burn
from commonweal.twin.market.phases import check_ended
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, Claim, MarketPhase

_MOST_BALANCE_WEI = (1 << 128) - 1


def decide_claim(
    state: MarketState, sender: Address, action: ClaimPayouts, now_s: int
) -> tuple[Claimed, ...]:
    """Decide the payment of contributions of the sender."""
    check_ended(state)
    if now_s > state.deadline_s:
        raise MarketTooLate(now_s, state.deadline_s)
    events: list[Claimed] = []
    paid: set[int] = set()
    owed_wei = state.owed_wei
    for claim in action.claims:
        _check_record(state, sender, claim)
        if state.contributions[claim.index].claimed or claim.index in paid:
            raise MarketAlreadyClaimed(claim.index)
        amount_wei = _amount_wei(state, claim)
        if amount_wei > owed_wei:
            raise MarketOwesLess(amount_wei, owed_wei)
        owed_wei -= amount_wei
        paid.add(claim.index)
        events.append(Claimed(claim.index, sender, amount_wei))
    return tuple(events)


def decide_burn(
    state: MarketState, caller: Address, now_s: int
) -> tuple[ClaimsClosed | Burnt, ...]:
    """Decide that what was not claimed in time burns."""
    check_ended(state)
    if now_s <= state.deadline_s:
        raise MarketTooEarly(now_s, state.deadline_s + 1)
    if state.owed_wei == 0:
        raise MarketNothingLeft
    return ClaimsClosed(caller), *burn(state.owed_wei)


def check_adopt(state: MarketState, weights: bytes) -> None:
    """Reject weights that are not the result's, or come twice."""
    result = state.result
    if result is None:
        raise MarketWrongPhase(MarketPhase.RESOLVED, state.phase)
    if state.adopted:
        raise MarketAlreadyAdopted
    found = keccak(weights)
    if found != result.weights_hash:
        raise MarketWeightsWrong(result.weights_hash, found)


def evolve_claimed(state: MarketState, event: Claimed) -> None:
    """Pay a contribution."""
    state.contributions[event.index] = replace(state.contributions[event.index], claimed=True)
    state.owed_wei -= event.amount_wei
    state.recorded_wei -= event.amount_wei


def evolve_closed(state: MarketState) -> None:
    """Owe nothing any more."""
    state.owed_wei = 0


def _check_record(state: MarketState, sender: Address, claim: Claim) -> None:
    if claim.index >= state.contribution_count:
        raise MarketContributionUnknown(claim.index, state.contribution_count)
    own = state.contributions[claim.index]
    found = encoding.record(sender, claim.data_hash, claim.value_wei)
    if found != own.record:
        raise MarketRecordMismatch(claim.index, own.record, found)
    if not own.revealed:
        raise MarketNotRevealed(claim.index)


def _amount_wei(state: MarketState, claim: Claim) -> int:
    result = state.result
    if result is None:
        return claim.value_wei + state.bonus_wei
    # The leaf holds 128 bits: a cast would take balance + 2**128 for the balance.
    if claim.balance_wei > _MOST_BALANCE_WEI:
        raise MarketClaimWrong(claim.index)
    leaf = encoding.payout_leaf(claim.index, claim.balance_wei)
    if not merkle.verify(claim.proof, result.payouts_root, leaf):
        raise MarketClaimWrong(claim.index)
    return claim.balance_wei + state.bonus_wei
