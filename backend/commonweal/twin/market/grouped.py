"""The rounds, grouped by contributor: the form that the market does not use.

Scores and stakes of one contributor are added up, as the ancestor does it: it gains
floor(u x (errors before - errors after, summed over its contributions) / rows) a round. (Those of
neighbouring contributions telescope, so that a run of them is scored as one.) A contributor is in
with at least u for each of its contributions; who is out takes all of them along.

It pays no more than the pot and leaves no balance negative, for the same reasons as `rounds`: a
contribution adds at most `rows` errors, so a contributor loses at most what it must have.
"""

from __future__ import annotations

from collections.abc import Sequence


def play_grouped(
    balances: Sequence[int],
    contributors: Sequence[int],
    errors: Sequence[int],
    unit_wei: int,
    rows: int,
    rounds_left: int,
) -> tuple[list[int], int]:
    """Play one step: all rounds up to the next drop-out, or all that are left.

    Parameters
    ----------
    balances : sequence of int
        Of each contributor, in wei.
    contributors : sequence of int
        For each of the n contributions the index of its contributor.
    errors : sequence of int
        n + 1 counts: at the start, then after each contribution.
    unit_wei, rows, rounds_left
        As for `rounds.play`.

    Returns
    -------
    (list of int, int)
        Balances and rounds left after the step.
    """
    played = list(balances)
    least = least_balances(contributors, len(played), unit_wei)
    scores: dict[int, int] = {}
    before = errors[0]
    for who, after in zip(contributors, errors[1:], strict=True):
        if played[who] < least[who]:
            continue
        scores[who] = scores.get(who, 0) + before - after
        before = after
    if not scores or not rounds_left:
        return played, rounds_left
    gains = {who: unit_wei * score // rows for who, score in scores.items()}
    rounds = rounds_left
    for who, gain in gains.items():
        if gain < 0:
            rounds = min(rounds, (played[who] - least[who]) // -gain + 1)
    for who, gain in gains.items():
        played[who] += rounds * gain
    return played, rounds_left - rounds


def play_out_grouped(
    balances: Sequence[int],
    contributors: Sequence[int],
    errors: Sequence[int],
    unit_wei: int,
    rows: int,
    rounds: int,
) -> tuple[list[int], int]:
    """Play all rounds, in at most one step more than there are contributors."""
    paid = list(balances)
    left = rounds
    while True:
        paid, rest = play_grouped(paid, contributors, errors, unit_wei, rows, left)
        if rest == left:
            return paid, left
        left = rest


def least_balances(contributors: Sequence[int], count: int, unit_wei: int) -> list[int]:
    """Give what each contributor must have to be in: the unit for each of its contributions."""
    least = [0] * count
    for who in contributors:
        least[who] += unit_wei
    return least
