"""Numbers in the documents are those of the code."""

from __future__ import annotations

import re

import pytest

from commonweal.runtime.compiler import project_root
from commonweal.twin.market import rounds
from commonweal.twin.market.terms import MOST_PARTS

POT, ROUNDS, STAKE, ROWS, START_ERRORS = 100, 5, 30, 40, 24
UNIT = POT // ROUNDS
NAMES = ("Ann", "Bob", "Cay")
MINUS = "−"


@pytest.fixture(scope="module")
def page() -> str:
    return (project_root() / "docs" / "market.md").read_text()


@pytest.fixture(scope="module")
def table(page: str) -> dict[str, list[int]]:
    """What the worked example says of each: errors, gain, balance, gain, balance, paid."""
    rows = re.findall(rf"^\| ({'|'.join(NAMES)}) \|(.*)\|$", page, re.MULTILINE)
    return {
        name: [int(cell.replace(MINUS, "-")) for cell in cells.split("|")] for name, cells in rows
    }


def test_the_worked_example_names_its_terms(page: str) -> None:
    assert f"Pot {POT} in {ROUNDS} rounds, so u = {UNIT}; stake {STAKE}; {ROWS} scored rows" in page
    assert f"At the start the model errs on {START_ERRORS} rows" in page


def test_the_worked_example_is_what_the_rounds_give(table: dict[str, list[int]]) -> None:
    assert tuple(table) == NAMES
    counts = [START_ERRORS, *(table[name][0] for name in NAMES)]
    balances = [STAKE] * len(NAMES)
    left = ROUNDS
    for column, rounds_played in ((1, 2), (3, 3)):
        before = balances
        balances, still_left = rounds.play(before, counts, UNIT, ROWS, left)
        assert left - still_left == rounds_played
        gains = [
            (after - earlier) // rounds_played
            for after, earlier in zip(balances, before, strict=True)
        ]
        assert gains == [table[name][column] for name in NAMES]
        assert balances == [table[name][column + 1] for name in NAMES]
        left = still_left
    assert left == 0
    assert balances == [table[name][5] for name in NAMES]
    outcome = rounds.play_out([STAKE] * len(NAMES), counts, UNIT, ROWS, ROUNDS)
    assert list(outcome.balances) == balances
    assert outcome.last_in == len(NAMES) - 1
    assert counts[-1] < counts[0]


def test_the_worked_example_says_who_pays(page: str, table: dict[str, list[int]]) -> None:
    paid = sum(table[name][5] for name in NAMES)
    stakes = STAKE * len(NAMES)
    text = page.replace("\n", " ")
    assert f"{paid} are paid of {stakes} in stakes and {POT} in the pot" in text
    assert f"the sponsor gets {stakes + POT - paid} back" in text
    assert f"has paid {paid - stakes} = 100 × (24 − 4) / 40" in text


@pytest.mark.parametrize("share", ["20 %", "50 %"])
def test_what_a_sponsors_friend_takes_is_what_was_measured(share: str) -> None:
    docs = project_root() / "docs"
    numbers = (docs / "market-numbers.md").read_text()
    told = " ".join((docs / "trust.md").read_text().split())
    table = numbers.split("<!-- sybils:begin -->")[1].split("<!-- sybils:end -->")[0]
    rows = [[cell.strip(" %+") for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    found = [row for row in rows if len(row) == 7 and f"{row[1]} %" == share]
    assert len(found) == 3
    taken, most, together, lost = (
        sorted(abs(int(row[column])) for row in found) for column in (3, 4, 5, 6)
    )
    sentence = told[told.index(f"{share} of the contributions") :]
    sentence = sentence[: sentence.index(" of each 100")]
    assert f"{taken[0]} to {taken[-1]} % of the bounty" in sentence
    assert f"{most[-1]} % at most" in sentence
    assert f"lose {lost[0]} to {lost[-1]}" in sentence
    if share == "20 %":
        assert f"{together[0]} to {together[-1]} % of the bounty" in sentence


def test_the_numbers_of_steps_are_those_of_the_formula(page: str) -> None:
    def steps(contributions: int, parts: int) -> int:
        return parts + contributions * (1 + parts) + (contributions + 1) + 1

    assert f"{steps(1_024, 10):,} for 1,024" in page
    assert f"{steps(1_024, MOST_PARTS - 1):,} at the utmost" in page
