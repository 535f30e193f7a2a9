"""Credits, burns and what a market owes."""

from __future__ import annotations

from commonweal.errors import CreditEmpty
from commonweal.events import Burnt, Credited, Withdrawn
from commonweal.twin.market import terms
from commonweal.twin.market.state import MarketState
from commonweal.types import Address


def credit(account: Address, amount_wei: int) -> tuple[Credited, ...]:
    """Credit an account; nothing happens for an amount of 0."""
    return (Credited(account, amount_wei),) if amount_wei else ()


def burn(amount_wei: int) -> tuple[Burnt, ...]:
    """Destroy ETH; nothing happens for an amount of 0."""
    return (Burnt(amount_wei),) if amount_wei else ()


def decide_withdraw(state: MarketState, account: Address, recipient: Address) -> Withdrawn:
    """Decide a withdrawal of the whole credit."""
    amount_wei = state.credit_wei(account)
    if amount_wei == 0:
        raise CreditEmpty(account)
    return Withdrawn(account, recipient, amount_wei)


def evolve_credited(state: MarketState, event: Credited) -> None:
    """Credit an account."""
    state.credits_wei[event.account] = state.credit_wei(event.account) + event.amount_wei


def evolve_burnt(state: MarketState, event: Burnt) -> None:
    """Let ETH go for good."""
    state.recorded_wei -= event.amount_wei


def evolve_withdrawn(state: MarketState, event: Withdrawn) -> None:
    """Pay out a credit."""
    del state.credits_wei[event.account]
    state.recorded_wei -= event.amount_wei


def obligations_wei(state: MarketState) -> int:
    """Give all that the market must be able to pay or burn; its recorded ETH is exactly this."""
    held_wei = sum(state.credits_wei.values()) + state.owed_wei
    held_wei += state.standing * terms.proposal_bond_wei(state.terms)
    held_wei += len(state.challenges) * terms.challenge_bond_wei(state.terms)
    if not state.ended:
        held_wei += state.terms.bounty_wei + state.terms.proposer_fee_wei + state.bond_left_wei
        held_wei += state.contribution_count * state.terms.stake_wei + state.fees_wei
    return held_wei
