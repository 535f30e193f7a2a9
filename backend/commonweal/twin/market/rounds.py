"""The market's rounds: what contributions gain and lose by the errors counted after each.

The pot of R rounds pays u = floor(pot / R) a round. A contribution with at least u is *in*; in
a round it gains, or loses, floor(u x (errors before - errors after) / rows), where "before" is
after the previous contribution that is in, or the start. Who has less than u is out and keeps
what it has.

The differences telescope, so a round pays at most u x (start - last) / rows <= u, less what the
floors drop; at most `rows` errors come on, so a loss is at most u, and no balance is ever
negative. Gains and losses stay as they are until somebody drops out, so one step plays all rounds
up to there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the rounds end.

    Attributes
    ----------
    balances : tuple of int
        What each contribution is paid, in wei.
    rounds_left : int
        Rounds that were not played, because nobody was in.
    steps : int
        Calls of `play` that this takes; at most one more than there are contributions.
    last_in : int or None
        The last contribution that is in; None if nobody is.
    """

    balances: tuple[int, ...]
    rounds_left: int
    steps: int
    last_in: int | None


def play(
    balances: Sequence[int], errors: Sequence[int], unit_wei: int, rows: int, rounds_left: int
) -> tuple[list[int], int]:
    """Play one step: all rounds up to the next drop-out, or all that are left.

    A loser has less than u after floor((balance - u) / loss) + 1 rounds; the step plays the least
    of these, or all rounds that are left if there are fewer or nobody loses. With no rounds left,
    or nobody in, nothing changes.

    Parameters
    ----------
    balances : sequence of int
        Of the n contributions, in wei.
    errors : sequence of int
        n + 1 counts: at the start, then after each contribution; 0..rows each.
    unit_wei : int
        Most that a round pays, u.
    rows : int
        Rows that are scored; at least 1.
    rounds_left : int
        Rounds that are left.

    Returns
    -------
    (list of int, int)
        Balances and rounds left after the step. Both gains and losses are rounded towards minus
        infinity, to the pot's advantage.
    """
    if not rounds_left:
        return list(balances), rounds_left
    inside: list[int] = []
    gains: list[int] = []
    rounds = rounds_left
    before = errors[0]
    for index, balance in enumerate(balances):
        if balance < unit_wei:
            continue
        after = errors[index + 1]
        gain = unit_wei * (before - after) // rows
        before = after
        inside.append(index)
        gains.append(gain)
        if gain < 0:
            rounds = min(rounds, (balance - unit_wei) // -gain + 1)
    if not inside:
        return list(balances), rounds_left
    played = list(balances)
    for index, gain in zip(inside, gains, strict=True):
        played[index] += rounds * gain
    return played, rounds_left - rounds


def play_out(
    balances: Sequence[int], errors: Sequence[int], unit_wei: int, rows: int, rounds: int
) -> Outcome:
    """Play all rounds: the same as `play` until nothing changes, in O(n log n).

    Only the contribution behind one that drops out gains or loses something else from then on, so
    the others are looked at again only when they drop out or at the end.

    Parameters
    ----------
    balances, errors, unit_wei, rows
        As for `play`.
    rounds : int
        All rounds.
    """
    paid = list(balances)
    count = len(paid)
    # Neighbours among those that are in. Index -1, the last place, is the start, and ends the row.
    following = [-1] * (count + 1)
    previous = [-1] * (count + 1)
    gains = [0] * count
    # The rounds since which a gain holds and after which its contribution drops out, -1 for never.
    since = [0] * count
    ends = [-1] * count
    drops: list[tuple[int, int]] = []

    def follow(index: int, before: int, played: int) -> None:
        following[before] = index
        previous[index] = before
        if index < 0:
            return
        gain = unit_wei * (errors[before + 1] - errors[index + 1]) // rows
        gains[index] = gain
        since[index] = played
        if gain < 0:
            end = played + (paid[index] - unit_wei) // -gain + 1
            ends[index] = end
            if end < rounds:
                heappush(drops, (end, index))
        else:
            ends[index] = -1

    last = -1
    for index, balance in enumerate(paid):
        if balance >= unit_wei:
            follow(index, last, 0)
            last = index

    steps = played = 0
    while drops:
        end, index = heappop(drops)
        # The contribution before it may have dropped out since, which changed when it will.
        if ends[index] != end:
            continue
        if end != played:
            steps += 1
            played = end
        ends[index] = -1
        paid[index] += (played - since[index]) * gains[index]
        before = previous[index]
        after = following[index]
        if after >= 0 and ends[after] == played:
            # It drops out in the same round; its gain was the old one.
            following[before] = after
            previous[after] = before
            continue
        if after >= 0:
            paid[after] += (played - since[after]) * gains[after]
        follow(after, before, played)

    index = following[-1]
    if index < 0 or not rounds:
        return Outcome(tuple(paid), rounds - played, steps, last_in(paid, unit_wei))
    while index >= 0:
        paid[index] += (rounds - since[index]) * gains[index]
        index = following[index]
    return Outcome(tuple(paid), 0, steps + 1, last_in(paid, unit_wei))


def last_in(balances: Sequence[int], unit_wei: int) -> int | None:
    """Give the last contribution that is in, whose weights the market adopts, if any is."""
    for index in range(len(balances) - 1, -1, -1):
        if balances[index] >= unit_wei:
            return index
    return None
