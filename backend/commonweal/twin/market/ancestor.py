"""The rewards of the ancestor's prediction market, faults included; nothing pays by this rule.

It is the rule of the simulator of microsoft/0xDeCA10B (Harris and Waggoner, arXiv 1907.07247) for
a reward phase without retraining: what it pays follows from the accuracies alone. It is here to be
compared with `rounds`, and computes in floats, in the order of the original, because the original
does. Its faults, all kept:

- A pass plays, for everybody, the (fractional) rounds that empty the balance of the least score,
  not those after which the first has too little: balances may become negative, a negative one is
  paid as 0, and so the pot can be overdrawn.
- Not grouped, a contribution that drops out is paid its full deposit and what it has left besides;
  one that stays to the end is paid its deposit and the gains of the last pass, not of those before.
- Grouped, who has less than 1 for each contribution is out; at a deposit of 1 any loss does that.
- A bounty of n is n rounds of 1: what scores do not earn is never returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)

# Below this a contribution cannot stake the next round.
LEAST_STAKE = 1.0


@dataclass(frozen=True, slots=True)
class AncestorOutcome(Generic[Who]):
    """What the ancestor's market pays.

    Attributes
    ----------
    balances : dict
        Contributor to balance at the end; it may be negative.
    payouts : dict
        Contributor to payout: the balance, or 0.
    passes : tuple of int
        Contributions that took part in each pass.
    """

    balances: dict[Who, float]
    payouts: dict[Who, float]
    passes: tuple[int, ...]


@dataclass(slots=True)
class _Contribution(Generic[Who]):
    who: Who
    accuracy: float
    balance: float
    score: float = 0.0


def ancestor_rewards(
    accuracies: Sequence[float],
    contributors: Sequence[Who],
    bounty: float,
    stake: float,
    *,
    grouped: bool,
) -> AncestorOutcome[Who]:
    """Give what the ancestor pays, not grouped or grouped by contributor.

    Parameters
    ----------
    accuracies : sequence of float
        n + 1 accuracies in 0..1: at the start, then after each contribution.
    contributors : sequence
        Who made each of the n contributions.
    bounty : float
        Bounty, and number of rounds.
    stake : float
        Deposit of each contribution; at least 1.
    grouped : bool
        Whether a contributor's scores and deposits are added up.
    """
    start = accuracies[0]
    left = [
        _Contribution(who, accuracy, stake)
        for who, accuracy in zip(contributors, accuracies[1:], strict=True)
    ]
    balances: dict[Who, float] = dict.fromkeys(contributors, 0.0)
    for contribution in left:
        balances[contribution.who] += stake
    passes: list[int] = []
    rounds_left = bounty
    while left:
        passes.append(len(left))
        scores, least, worst_balance = (
            _scores_of_contributors(left, start, balances)
            if grouped
            else _scores_of_contributions(left, start)
        )
        rounds = min(worst_balance / -least, rounds_left) if least < 0 else rounds_left
        rounds_left -= rounds
        if rounds_left == 0:
            if grouped:
                for who, score in scores.items():
                    balances[who] += score * rounds
            else:
                for contribution in left:
                    balances[contribution.who] += contribution.score * rounds
            break
        if grouped:
            counts = Counter(contribution.who for contribution in left)
            for who, score in scores.items():
                balances[who] += score * rounds
            left = [item for item in left if balances[item.who] >= counts[item.who] * LEAST_STAKE]
        else:
            for contribution in left:
                contribution.balance += contribution.score * rounds
                if contribution.balance < LEAST_STAKE:
                    balances[contribution.who] += contribution.balance
            left = [item for item in left if item.balance >= LEAST_STAKE]
    payouts = {who: max(balance, 0.0) for who, balance in balances.items()}
    return AncestorOutcome(balances, payouts, tuple(passes))


def _scores_of_contributions(
    left: Sequence[_Contribution[Who]], start: float
) -> tuple[dict[Who, float], float, float]:
    """Score each contribution; give the least score and the balance that goes with it."""
    worst = None
    before = start
    for contribution in left:
        contribution.score = contribution.accuracy - before
        before = contribution.accuracy
        if worst is None or contribution.score < worst.score:
            worst = contribution
    if worst is None:
        raise ValueError("There is no contribution to score.")
    return {}, worst.score, worst.balance


def _scores_of_contributors(
    left: Sequence[_Contribution[Who]], start: float, balances: dict[Who, float]
) -> tuple[dict[Who, float], float, float]:
    """Score runs of contributions of one contributor, added up for each contributor."""
    scores: dict[Who, float] = {}
    before = start
    for contribution, following in pairwise([*left, None]):
        if contribution is None or (following is not None and following.who == contribution.who):
            continue
        scores[contribution.who] = (
            scores.get(contribution.who, 0.0) + contribution.accuracy - before
        )
        before = contribution.accuracy
    worst = min(scores, key=scores.__getitem__)
    return scores, scores[worst], balances[worst]
