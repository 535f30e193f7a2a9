"""The rounds: money cannot be made of nothing, and one step is many rounds at once."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hypothesis import example, given
from hypothesis import strategies as st

from commonweal.twin.market.rounds import Outcome, last_in, play, play_out

Game = tuple[list[int], list[int], int, int, int]


@st.composite
def games(draw: st.DrawFn, most_rounds: int = 60) -> Game:
    """Draw balances, errors, unit, rows and rounds; stakes as in a market, all the same."""
    rows = draw(st.integers(1, 40))
    unit = draw(st.one_of(st.integers(0, 30), st.integers(0, 10**21)))
    count = draw(st.integers(0, 9))
    stake = unit + draw(st.one_of(st.integers(0, 60), st.integers(0, 10 * unit + 1)))
    errors = draw(st.lists(st.integers(0, rows), min_size=count + 1, max_size=count + 1))
    return [stake] * count, errors, unit, rows, draw(st.integers(0, most_rounds))


def stepwise(game: Game) -> tuple[list[int], int, int]:
    """Call `play` until nothing changes."""
    balances, errors, unit, rows, left = game
    steps = 0
    while True:
        played, rest = play(balances, errors, unit, rows, left)
        if rest == left:
            assert played == balances
            return played, rest, steps
        balances, left, steps = played, rest, steps + 1


def naive(game: Game) -> tuple[list[int], int]:
    """Play one round at a time, with fractions."""
    balances, errors, unit, rows, left = game
    balances = balances.copy()
    while left and any(balance >= unit for balance in balances):
        before = errors[0]
        inside = [i for i, balance in enumerate(balances) if balance >= unit]
        for i in inside:
            balances[i] += floor(Fraction(unit) * Fraction(before - errors[i + 1], rows))
            before = errors[i + 1]
        left -= 1
    return balances, left


# The first to drop out, two at once, a neighbour each, the last; a gainer turned loser.
@given(games())
@example(([10, 10, 10, 10], [5, 9, 9, 9, 2], 10, 10, 7))
@example(([12, 12, 12], [5, 10, 5, 10], 10, 10, 50))
@example(([10, 10, 10], [0, 4, 0, 4], 10, 10, 3))
@example(([10, 10], [0, 10, 10], 10, 10, 1))
def test_steps_are_rounds_played_one_at_a_time(game: Game) -> None:
    balances, left, steps = stepwise(game)
    assert (balances, left) == naive(game)
    assert steps <= len(balances) + 1
    assert play_out(*game) == Outcome(tuple(balances), left, steps, last_in(balances, game[2]))


@given(games(most_rounds=10**6))
def test_playing_out_is_playing_until_nothing_changes(game: Game) -> None:
    balances, left, steps = stepwise(game)
    assert play_out(*game) == Outcome(tuple(balances), left, steps, last_in(balances, game[2]))


@given(games(most_rounds=10**6))
def test_never_more_than_the_pot_and_never_less_than_nothing(game: Game) -> None:
    balances, _, unit, _, rounds = game
    paid, left, steps = stepwise(game)
    assert sum(paid) <= sum(balances) + (rounds - left) * unit
    assert min(paid, default=0) >= 0
    assert steps <= len(balances) + 1


@given(games(most_rounds=1))
def test_a_round_takes_at_most_the_unit_and_telescopes(game: Game) -> None:
    balances, errors, unit, rows, rounds = game
    paid, _ = play(balances, errors, unit, rows, rounds)
    gains = [after - before for before, after in zip(balances, paid, strict=True)]
    assert all(-unit <= gain <= unit for gain in gains)
    most = Fraction(unit) * Fraction(errors[0] - errors[-1], rows) if rounds and gains else 0
    assert most - len(gains) < sum(gains) <= most or sum(gains) == most == 0


@given(games(most_rounds=200))
def test_any_part_of_the_rounds_can_be_played_first(game: Game) -> None:
    """A step is the same whether the rounds before it were one step or several."""
    balances, errors, unit, rows, rounds = game
    outcome = play_out(*game)
    first = play_out(balances, errors, unit, rows, rounds // 3)
    rest = play_out(first.balances, errors, unit, rows, rounds - rounds // 3)
    assert rest.balances == outcome.balances
    assert rest.last_in == outcome.last_in


def test_worked_example() -> None:
    """Unit 10, 10 rows: +4, -2, +5; the second pays 2 a round and is out after the sixth."""
    start = [20, 20, 20], [8, 4, 6, 1], 10, 10
    assert play(*start, 20) == ([20 + 6 * 4, 20 - 6 * 2, 20 + 6 * 5], 14)
    # The third is then measured against the first: +3.
    assert play([44, 8, 50], [8, 4, 6, 1], 10, 10, 14) == ([44 + 14 * 4, 8, 50 + 14 * 3], 0)
    assert play_out(*start, 20) == Outcome((100, 8, 92), 0, 2, 2)


def test_nothing_changes_at_the_end() -> None:
    assert play([5, 6], [3, 2, 1], 5, 4, 0) == ([5, 6], 0)
    assert play([4, 3], [3, 2, 1], 5, 4, 9) == ([4, 3], 9)
    assert play([], [3], 5, 4, 9) == ([], 9)


def test_last_in() -> None:
    assert last_in([5, 9, 4], 5) == 1
    assert last_in([4, 4], 5) is None
    assert last_in([], 5) is None


def test_ancestors_overdraft_does_not_happen() -> None:
    """Accuracies 0, 1, .8, .4, .5, 0, 1 and a pot of 80, of which the ancestor pays 81.67."""
    outcome = play_out([5] * 6, [10, 0, 2, 6, 5, 10, 0], 1, 10, 50)
    assert sum(outcome.balances) <= 80
