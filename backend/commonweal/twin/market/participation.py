"""Contributions: at once or sealed first, and the end of taking them."""

from __future__ import annotations

from dataclasses import replace

from commonweal.actions import Commit, Contribute, RevealContribution
from commonweal.commitment import keccak
from commonweal.errors import (
    BalanceTooLarge,
    ContributionTooLarge,
    DepositTooSmall,
    MarketAlreadyRevealed,
    MarketContributionUnknown,
    MarketFull,
    MarketModeWrong,
    MarketRecordMismatch,
    MarketRevealsPending,
    MarketTooEarly,
    MarketTooFewContributions,
    MarketTooLate,
    SamplesTooMany,
)
from commonweal.events import (
    Committed,
    Contributed,
    ContributionRevealed,
    Event,
    ParticipationEnded,
    RevealEnded,
)
from commonweal.samples import MOST_SAMPLES
from commonweal.twin.market import encoding, settlement, terms
from commonweal.twin.market.phases import check_phase
from commonweal.twin.market.state import MarketContribution, MarketState
from commonweal.twin.market.test_set import MOST_BYTES
from commonweal.twin.models import new_model
from commonweal.types import Address, MarketPhase

_MOST_FEES_WEI = 2**96 - 1


def decide_contribute(
    state: MarketState, sender: Address, action: Contribute, now_s: int
) -> Contributed:
    """Decide a contribution to an open market."""
    _check_open(state, sealed=False, now_s=now_s)
    _check_samples(state, action.samples)
    _check_value(state, action.value_wei)
    return Contributed(state.contribution_count, sender, action.value_wei, action.samples)


def decide_commit(state: MarketState, sender: Address, action: Commit, now_s: int) -> Committed:
    """Decide a commitment to a contribution to a sealed market."""
    _check_open(state, sealed=True, now_s=now_s)
    _check_value(state, action.value_wei)
    return Committed(state.contribution_count, sender, action.value_wei, action.commitment)


def decide_end(state: MarketState, caller: Address, now_s: int) -> tuple[Event, ...]:
    """Decide the end of participation; without contributions that of the market."""
    check_phase(state, MarketPhase.PARTICIPATING)
    count = state.contribution_count
    own = state.terms
    if count < own.capacity and now_s < own.latest_end_s:
        if now_s < own.earliest_end_s:
            raise MarketTooEarly(now_s, own.earliest_end_s)
        if count < own.least_contributions:
            raise MarketTooFewContributions(count, own.least_contributions)
    ended = ParticipationEnded(caller, count)
    return (ended,) if count else (ended, *settlement.cancel(state))


def decide_reveal(
    state: MarketState, sender: Address, action: RevealContribution, now_s: int, chain_id: int
) -> ContributionRevealed:
    """Decide the reveal of a sealed contribution."""
    check_phase(state, MarketPhase.REVEALING_CONTRIBUTIONS)
    if now_s > state.deadline_s:
        raise MarketTooLate(now_s, state.deadline_s)
    index = action.index
    if index >= state.contribution_count:
        raise MarketContributionUnknown(index, state.contribution_count)
    own = state.contributions[index]
    if own.revealed:
        raise MarketAlreadyRevealed(index)
    commitment = encoding.contribution_commitment(
        sender, chain_id, state.address, action.salt, action.samples
    )
    found = encoding.record(sender, commitment, action.sent_wei)
    if found != own.record:
        raise MarketRecordMismatch(index, own.record, found)
    _check_samples(state, action.samples)
    return ContributionRevealed(index, sender, action.salt, action.samples)


def decide_end_reveal(state: MarketState, caller: Address, now_s: int) -> tuple[Event, ...]:
    """Decide the end of the reveal; with nothing revealed that of the market."""
    check_phase(state, MarketPhase.REVEALING_CONTRIBUTIONS)
    revealed, count = state.revealed_count, state.contribution_count
    if revealed < count and now_s <= state.deadline_s:
        raise MarketRevealsPending(revealed, count)
    ended = RevealEnded(caller, revealed)
    return (ended,) if revealed else (ended, *settlement.cancel(state))


def decide_default(state: MarketState, caller: Address, now_s: int) -> tuple[Event, ...]:
    """Decide the end of a market whose sponsor did not reveal the test set."""
    check_phase(state, MarketPhase.REVEALING_TEST)
    if now_s <= state.deadline_s:
        raise MarketTooEarly(now_s, state.deadline_s + 1)
    return settlement.default(state, caller)


def evolve_contributed(state: MarketState, event: Contributed) -> None:
    """Record a contribution whose samples are known."""
    _add(state, event.contributor, keccak(event.samples), event.deposit_wei, event.samples)
    state.revealed_count += 1


def evolve_committed(state: MarketState, event: Committed) -> None:
    """Record a sealed contribution."""
    _add(state, event.contributor, event.commitment, event.value_wei, None)


def evolve_revealed(state: MarketState, event: ContributionRevealed) -> None:
    """Record the samples of a sealed contribution."""
    own = state.contributions[event.index]
    state.contributions[event.index] = replace(
        own, data_hash=keccak(event.samples), samples=event.samples
    )
    state.revealed_count += 1


def evolve_ended(state: MarketState, now_s: int) -> None:
    """Wait for the contributions' samples, or at once for the test set."""
    if state.terms.is_sealed:
        state.phase = MarketPhase.REVEALING_CONTRIBUTIONS
        state.deadline_s = now_s + state.terms.reveal_s
    else:
        evolve_reveal_ended(state, now_s)


def evolve_reveal_ended(state: MarketState, now_s: int) -> None:
    """Wait for the test set."""
    state.phase = MarketPhase.REVEALING_TEST
    state.deadline_s = now_s + state.terms.test_reveal_s


def _check_open(state: MarketState, *, sealed: bool, now_s: int) -> None:
    check_phase(state, MarketPhase.PARTICIPATING)
    if state.terms.is_sealed is not sealed:
        raise MarketModeWrong(state.terms.is_sealed)
    if now_s >= state.terms.latest_end_s:
        raise MarketTooLate(now_s, state.terms.latest_end_s)
    if state.contribution_count == state.terms.capacity:
        raise MarketFull(state.terms.capacity)


def _check_samples(state: MarketState, samples: bytes) -> None:
    if len(samples) > MOST_BYTES:
        raise ContributionTooLarge(len(samples), MOST_BYTES)
    if len(new_model(state.kind, state.shape).parse(samples)) > MOST_SAMPLES:
        raise SamplesTooMany(MOST_SAMPLES)


def _check_value(state: MarketState, value_wei: int) -> None:
    least_wei = terms.quote_wei(state.terms, state.contribution_count)
    if value_wei < least_wei:
        raise DepositTooSmall(value_wei, least_wei)
    fees_wei = state.fees_wei + value_wei - state.terms.stake_wei
    if fees_wei > _MOST_FEES_WEI:
        raise BalanceTooLarge(fees_wei, _MOST_FEES_WEI)


def _add(
    state: MarketState,
    contributor: Address,
    data_hash: bytes,
    value_wei: int,
    samples: bytes | None,
) -> None:
    state.contributions.append(MarketContribution(contributor, data_hash, value_wei, samples))
    state.fees_wei += value_wei - state.terms.stake_wei
    state.recorded_wei += value_wei
