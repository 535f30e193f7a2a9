"""How markets end, and where all the money goes then, to the wei.

Every end has a tuple of events: the end itself, then credits, then at most one burn.
"""

from __future__ import annotations

from commonweal.events import (
    Burnt,
    Credited,
    MarketCancelled,
    MarketExpired,
    MarketResolved,
    MarketVoided,
    SponsorDefaulted,
)
from commonweal.twin.market import terms
from commonweal.twin.market.money import burn, credit
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketPhase, MarketResult

Money = Credited | Burnt
DIRECT_RUN = bytes(32)
"""Stands for the accepted proposal where a direct run gave the result."""


def most_paid_wei(state: MarketState) -> int:
    """Give what a result can pay at most: revealed stakes, bounty and fees."""
    stakes_wei = state.revealed_count * state.terms.stake_wei
    return stakes_wei + state.terms.bounty_wei + state.fees_wei


def is_shown_wrong(state: MarketState, result: MarketResult) -> bool:
    """Whether a direct run was completed and had another result."""
    return state.resolved_by == DIRECT_RUN and state.result != result


def unit_wei(state: MarketState) -> int:
    """Give the most that a contribution can gain or lose in a round.

    Whoever pays more than the fee could make the pot's share larger than a stake; what that
    leaves in the pot is part of the remainder.
    """
    pot_wei = state.terms.bounty_wei + state.fees_wei
    return min(pot_wei // state.terms.rounds, state.terms.stake_wei)


def bonus_and_dust_wei(state: MarketState) -> tuple[int, int]:
    """Share the stakes of those not revealed among those revealed; give what is left, too."""
    hidden = state.contribution_count - state.revealed_count
    return divmod(hidden * state.terms.stake_wei, state.revealed_count)


def void(
    state: MarketState, caller: Address, missed_draws: int
) -> tuple[MarketVoided | Money, ...]:
    """End a market that nobody could contribute to: the bond is burnt but for the caller's fee."""
    fee_wei = terms.CALLER_FEE_GAS * state.terms.gas_price_wei
    return (
        MarketVoided(caller, missed_draws),
        *credit(caller, fee_wei),
        *credit(state.sponsor, state.terms.bounty_wei + state.terms.proposer_fee_wei),
        *burn(state.bond_left_wei - fee_wei),
    )


def cancel(state: MarketState) -> tuple[MarketCancelled | Money, ...]:
    """End a market with nothing to train on; stakes and fees of those not revealed are burnt."""
    return (
        MarketCancelled(),
        *credit(state.sponsor, _deposited_wei(state)),
        *burn(state.contribution_count * state.terms.stake_wei + state.fees_wei),
    )


def default(state: MarketState, caller: Address) -> tuple[SponsorDefaulted | Money, ...]:
    """End a market whose sponsor was silent: contributors are compensated, the rest is burnt."""
    _, dust_wei = bonus_and_dust_wei(state)
    fee_wei = terms.CALLER_FEE_GAS * state.terms.gas_price_wei
    half_of_bond_wei = state.bond_left_wei - state.bond_left_wei // 2
    forfeit_wei = _deposited_wei(state) - fee_wei
    share_wei = (forfeit_wei - half_of_bond_wei) // state.revealed_count
    compensation_wei = min(state.terms.stake_wei, share_wei)
    return (
        SponsorDefaulted(caller, compensation_wei),
        *credit(caller, fee_wei),
        *burn(forfeit_wei - state.revealed_count * compensation_wei + dust_wei),
    )


def expire(state: MarketState, caller: Address) -> tuple[MarketExpired | Money, ...]:
    """End a market without a result: values return, the sponsor gets everything of its own."""
    _, dust_wei = bonus_and_dust_wei(state)
    return (MarketExpired(caller), *credit(state.sponsor, _deposited_wei(state)), *burn(dust_wei))


def resolve(
    state: MarketState, id_: bytes, result: MarketResult
) -> tuple[MarketResolved | Money, ...]:
    """End a market with a result: of a proposal, or of a direct run."""
    bonus_wei, dust_wei = bonus_and_dust_wei(state)
    remainder_wei = most_paid_wei(state) - result.paid_wei
    to_sponsor_wei = remainder_wei + state.bond_left_wei
    to_proposer: tuple[Credited, ...] = ()
    if id_ == DIRECT_RUN:
        to_sponsor_wei += state.terms.proposer_fee_wei
    else:
        bond_wei = terms.proposal_bond_wei(state.terms)
        proposer = state.proposals[id_].proposer
        to_proposer = credit(proposer, state.terms.proposer_fee_wei + bond_wei)
    return (
        MarketResolved(id_, result, bonus_wei, remainder_wei),
        *to_proposer,
        *credit(state.sponsor, to_sponsor_wei),
        *burn(dust_wei),
    )


def evolve_voided(state: MarketState, event: MarketVoided) -> None:
    """End without contributions."""
    state.missed_draws = event.missed_draws
    _end(state, MarketPhase.VOIDED, 0)


def evolve_cancelled(state: MarketState) -> None:
    """End without anything to train on."""
    _end(state, MarketPhase.CANCELLED, 0)


def evolve_defaulted(state: MarketState, event: SponsorDefaulted, now_s: int) -> None:
    """Owe values, shared forfeits and compensation."""
    bonus_wei, _ = bonus_and_dust_wei(state)
    _owe(state, bonus_wei + event.compensation_wei)
    _end(state, MarketPhase.DEFAULTED, now_s + state.terms.claim_s)


def evolve_expired(state: MarketState, now_s: int) -> None:
    """Owe values and shared forfeits."""
    bonus_wei, _ = bonus_and_dust_wei(state)
    _owe(state, bonus_wei)
    _end(state, MarketPhase.EXPIRED, now_s + state.terms.claim_s)


def evolve_resolved(state: MarketState, event: MarketResolved, now_s: int) -> None:
    """Owe what the result pays, and shared forfeits."""
    state.result = event.result
    state.resolved_by = event.id
    state.bonus_wei = event.bonus_wei
    state.owed_wei = event.result.paid_wei + state.revealed_count * event.bonus_wei
    _end(state, MarketPhase.RESOLVED, now_s + state.terms.claim_s)


def _deposited_wei(state: MarketState) -> int:
    return state.terms.bounty_wei + state.terms.proposer_fee_wei + state.bond_left_wei


def _owe(state: MarketState, bonus_wei: int) -> None:
    """Owe stakes of those revealed, and all fees: those of the others burn when claims close."""
    state.bonus_wei = bonus_wei
    each_wei = state.terms.stake_wei + bonus_wei
    state.owed_wei = state.revealed_count * each_wei + state.fees_wei


def _end(state: MarketState, phase: MarketPhase, deadline_s: int) -> None:
    state.phase = phase
    state.deadline_s = deadline_s
    state.bond_left_wei = 0
