"""The grouped form: as solvent as the other, and the same if everybody contributes once."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from commonweal.twin.market.grouped import least_balances, play_grouped, play_out_grouped
from commonweal.twin.market.rounds import play, play_out

Game = tuple[list[int], list[int], list[int], int, int, int]


@st.composite
def games(draw: st.DrawFn) -> Game:
    rows = draw(st.integers(1, 30))
    unit = draw(st.one_of(st.integers(1, 30), st.integers(1, 10**20)))
    stake = unit + draw(st.integers(0, 5 * unit))
    who = draw(st.lists(st.integers(0, 3), max_size=9))
    errors = draw(st.lists(st.integers(0, rows), min_size=len(who) + 1, max_size=len(who) + 1))
    balances = [stake * who.count(index) for index in range(4)]
    return balances, who, errors, unit, rows, draw(st.integers(0, 40))


def naive(game: Game) -> tuple[list[int], int]:
    """Play one round at a time, with fractions, scoring runs as the ancestor does."""
    balances, who, errors, unit, rows, left = game
    balances = balances.copy()
    while left:
        inside = [
            (one, after)
            for one, after in zip(who, errors[1:], strict=True)
            if balances[one] >= unit * who.count(one)
        ]
        if not inside:
            break
        scores: dict[int, int] = {}
        before = errors[0]
        for index, (one, after) in enumerate(inside):
            if index + 1 == len(inside) or inside[index + 1][0] != one:
                scores[one] = scores.get(one, 0) + before - after
                before = after
        for one, score in scores.items():
            balances[one] += floor(Fraction(unit) * Fraction(score, rows))
        left -= 1
    return balances, left


@given(games())
def test_steps_are_rounds_played_one_at_a_time(game: Game) -> None:
    paid, left = play_out_grouped(*game)
    assert (paid, left) == naive(game)


@given(games())
def test_never_more_than_the_pot_and_never_less_than_nothing(game: Game) -> None:
    balances, who, errors, unit, rows, rounds = game
    steps = 0
    left = rounds
    paid = balances
    while True:
        paid, rest = play_grouped(paid, who, errors, unit, rows, left)
        if rest == left:
            break
        left, steps = rest, steps + 1
    assert sum(paid) <= sum(balances) + (rounds - left) * unit
    assert min(paid) >= 0
    assert steps <= len(set(who)) + 1


@given(games())
def test_whoever_contributes_once_is_paid_the_same(game: Game) -> None:
    _, who, errors, unit, rows, rounds = game
    count = len(who)
    stakes = [2 * unit] * count
    one_each = list(range(count))
    assert play_out_grouped(stakes, one_each, errors, unit, rows, rounds)[0] == list(
        play_out(stakes, errors, unit, rows, rounds).balances
    )
    if count:
        assert play_grouped(stakes, one_each, errors, unit, rows, rounds) == play(
            stakes, errors, unit, rows, rounds
        )


def test_least_balances() -> None:
    assert least_balances([0, 2, 0], 3, 7) == [14, 0, 7]
