"""Simulated markets: first what contributions do to the errors, then what rules make of that.

What is learnt does not depend on the rules, so a market is trained once and then paid by as many
rules as one likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from commonweal.simulation.agents import SYBILS, Kind, View, agent
from commonweal.simulation.data import Texts, divide
from commonweal.twin.market.evaluate_fast import SparseErrorCounter
from commonweal.twin.market.grouped import least_balances, play_out_grouped
from commonweal.twin.market.rounds import last_in, play_out
from commonweal.twin.parse import Parsed

BOUNTY_WEI = 10**18
HONEST_ACCOUNTS = 8


@dataclass(frozen=True, slots=True)
class Market:
    """Who takes part.

    Attributes
    ----------
    attacker : Kind or None
        What those do who are not honest; None if all are.
    contributions : int
        All contributions; the market is full then.
    batch : int
        Samples of each.
    attackers_share : float
        Share of the contributions that attackers make.
    """

    attacker: Kind | None
    contributions: int = 100
    batch: int = 16
    attackers_share: float = 0.2


@dataclass(frozen=True, slots=True)
class Trail:
    """What the contributions did.

    Attributes
    ----------
    errors, held_out_errors : tuple of int
        At the start, then after each contribution: on the scored rows, and on as many others.
    accounts : tuple of int
        Whose each contribution is; those below `HONEST_ACCOUNTS` are honest.
    rows : int
        Scored rows.
    """

    errors: tuple[int, ...]
    held_out_errors: tuple[int, ...]
    accounts: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are compared.

    Attributes
    ----------
    stake_factor : int
        A stake is this many rows' share of the bounty, but at least the unit.
    rounds : int
        Rounds.
    most_fee_percent : int
        Fee of a contribution to a full market, in percent of the stake; earlier ones pay their
        share of that: floor(most fee x index / contributions).
    grouped : bool
        Whether scores and stakes of an account are added up.
    """

    stake_factor: int
    rounds: int
    most_fee_percent: int = 0
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """What a market paid.

    Attributes
    ----------
    honest_profits : tuple of float
        Of each honest account, for each 100 that it sent (stakes and fees).
    attackers_profit : float
        Of all attackers together, for each 100 that they sent; 0 without attackers.
    attackers_share : float
        Their profit as a share of the bounty.
    honest_share : float
        Profit of all honest accounts as a share of the bounty. If the attackers are the sponsor's
        sybils, what is lost here is what sponsor and sybils gain together, and conversely.
    returned_share : float
        What returns to the sponsor, as a share of the bounty; above 1 if stakes and fees go there.
    accuracy_before, accuracy_after : float
        On rows that nobody knows: of the starting weights, and of those that are adopted.
    honest_out_share : float
        Share of the honest contributions that dropped out.
    """

    honest_profits: tuple[float, ...]
    attackers_profit: float
    attackers_share: float
    honest_share: float
    returned_share: float
    accuracy_before: float
    accuracy_after: float
    honest_out_share: float


def train(texts: Texts, market: Market, random: Random) -> Trail:
    """Let agents contribute, and count errors after each contribution.

    Parameters
    ----------
    texts : Texts
        Data.
    market : Market
        Who takes part.
    random : Random
        Chance: division of the texts, order of contributions, and all that agents do.
    """
    parts = divide(texts, random)
    kinds = _order(market, random)
    counter = SparseErrorCounter(texts.shape, texts.lanes, parts.scored + parts.held_out)
    rows = len(parts.scored)
    view = View(counter, parts, (), iter(parts.pool), market.batch, random)
    errors = [counter.errors_by_chunk(rows)]
    accounts: list[int] = []
    honest = 0
    for kind in kinds:
        samples: Parsed = agent(kind).contribute(view)
        counter.learn(samples)
        errors.append(counter.errors_by_chunk(rows))
        if kind is Kind.HONEST:
            view.last_honest = samples
            accounts.append(honest % HONEST_ACCOUNTS)
            honest += 1
        elif kind is Kind.PURSE_SPLIT:
            accounts.append(HONEST_ACCOUNTS + len(accounts))
        else:
            accounts.append(HONEST_ACCOUNTS)
    scored, held_out = zip(*errors, strict=True)
    return Trail(scored, held_out, tuple(accounts), rows)


def pay(trail: Trail, rules: Rules) -> Paid:
    """Pay a market by rules."""
    count = len(trail.accounts)
    least_wei = rules.stake_factor * BOUNTY_WEI // trail.rows
    # The unit is what the pot pays a round; fees are in the pot, and follow from the stake.
    most_fee_wei = least_wei * rules.most_fee_percent // 100
    fees = [most_fee_wei * index // count for index in range(count)]
    pot_wei = BOUNTY_WEI + sum(fees)
    unit_wei = pot_wei // rules.rounds
    stake_wei = max(least_wei, unit_wei)
    payouts, inside = _payouts(trail, rules, stake_wei, unit_wei)
    sent: dict[int, int] = {}
    received: dict[int, int] = {}
    for account, fee in zip(trail.accounts, fees, strict=True):
        sent[account] = sent.get(account, 0) + stake_wei + fee
    for account, payout in payouts:
        received[account] = received.get(account, 0) + payout
    profits = {account: received[account] - sent[account] for account in sent}
    honest = [account for account in sorted(sent) if account < HONEST_ACCOUNTS]
    attackers = [account for account in sent if account >= HONEST_ACCOUNTS]
    taken = sum(profits[account] for account in attackers)
    staked = sum(sent[account] for account in attackers)
    honest_profit = sum(profits[account] for account in honest)
    adopted = max((index for index in inside), default=-1)
    if trail.errors[adopted + 1] >= trail.errors[0]:
        adopted = -1
    honest_in = sum(trail.accounts[index] < HONEST_ACCOUNTS for index in inside)
    honest_made = sum(account < HONEST_ACCOUNTS for account in trail.accounts)
    return Paid(
        honest_profits=tuple(100 * profits[account] / sent[account] for account in honest),
        attackers_profit=100 * taken / staked if staked else 0.0,
        attackers_share=taken / BOUNTY_WEI,
        honest_share=honest_profit / BOUNTY_WEI,
        returned_share=1 - (taken + honest_profit) / BOUNTY_WEI,
        accuracy_before=1 - trail.held_out_errors[0] / trail.rows,
        accuracy_after=1 - trail.held_out_errors[adopted + 1] / trail.rows,
        honest_out_share=1 - honest_in / honest_made,
    )


def _payouts(
    trail: Trail, rules: Rules, stake_wei: int, unit_wei: int
) -> tuple[Sequence[tuple[int, int]], list[int]]:
    """Give payouts with their accounts, and the contributions that are in at the end."""
    accounts = trail.accounts
    if not rules.grouped:
        balances = [stake_wei] * len(accounts)
        ended = play_out(balances, trail.errors, unit_wei, trail.rows, rules.rounds).balances
        last = last_in(ended, unit_wei)
        inside = [i for i in range(0 if last is None else last + 1) if ended[i] >= unit_wei]
        return list(zip(accounts, ended, strict=True)), inside
    names = sorted(set(accounts))
    index = {account: position for position, account in enumerate(names)}
    who = [index[account] for account in accounts]
    least = least_balances(who, len(names), unit_wei)
    stakes = least_balances(who, len(names), stake_wei)
    paid, _ = play_out_grouped(stakes, who, trail.errors, unit_wei, trail.rows, rules.rounds)
    inside = [position for position, one in enumerate(who) if paid[one] >= least[one]]
    return list(zip(names, paid, strict=True)), inside


def _order(market: Market, random: Random) -> list[Kind]:
    """Say who makes each contribution."""
    if market.attacker is None:
        return [Kind.HONEST] * market.contributions
    made = round(market.attackers_share * market.contributions)
    honest = [Kind.HONEST] * (market.contributions - made)
    attackers = [market.attacker] * made
    if market.attacker is SYBILS[0]:
        return attackers + honest
    if market.attacker is SYBILS[1]:
        return honest + attackers
    kinds = honest + attackers
    random.shuffle(kinds)
    return kinds
