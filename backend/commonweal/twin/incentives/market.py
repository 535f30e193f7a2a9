"""Learning by markets: one at a time, each a contract of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.actions import OpenMarket
from commonweal.commitment import contract_address, keccak
from commonweal.errors import (
    MarketNotCurrent,
    MarketNumberWrong,
    MarketStillOpen,
    MarketValueWrong,
)
from commonweal.events import MarketOpened
from commonweal.twin.market import terms
from commonweal.types import ZERO_ADDRESS, Address, MarketRules


@dataclass(slots=True)
class MarketsState:
    """What a trainer under markets keeps beside its model.

    Attributes
    ----------
    rules : MarketRules
        Fixed at deployment.
    markets : list of str
        Its markets in order; the last is the present one.
    """

    rules: MarketRules
    markets: list[Address] = field(default_factory=list)

    def copy(self) -> MarketsState:
        """Give a state of its own."""
        return MarketsState(self.rules, self.markets.copy())

    @property
    def latest(self) -> Address:
        """The latest market; zeros if there was none."""
        return self.markets[-1] if self.markets else ZERO_ADDRESS

    @property
    def open_contributions(self) -> dict[bytes, int]:
        """None: contributions go to markets."""
        return {}


def decide_open(
    state: MarketsState,
    trainer: Address,
    sponsor: Address,
    action: OpenMarket,
    weights: bytes,
    now_s: int,
    latest_is_over: bool,
) -> MarketOpened:
    """Decide the opening of a market that starts from these weights (packed words)."""
    if not latest_is_over:
        raise MarketStillOpen(state.latest)
    number = len(state.markets)
    if action.number != number:
        raise MarketNumberWrong(number, action.number)
    terms.check(action.terms, state.rules.least_bounty_wei, now_s)
    expected_wei = terms.opening_wei(action.terms)
    if action.value_wei != expected_wei:
        raise MarketValueWrong(expected_wei, action.value_wei)
    return MarketOpened(
        number=number,
        market=contract_address(trainer, number + 1),
        sponsor=sponsor,
        terms=action.terms,
        test_root=action.test_root,
        weights_hash=keccak(weights),
    )


def check_current(state: MarketsState, sender: Address) -> None:
    """Reject weights from anybody but the present market."""
    if sender != state.latest:
        raise MarketNotCurrent(state.latest, sender)


def evolve_opened(state: MarketsState, event: MarketOpened) -> None:
    """Go on to the next market."""
    state.markets.append(event.market)
