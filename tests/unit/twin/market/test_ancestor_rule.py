"""The ancestor's rule pays what its simulator paid, and more than the pot; ours never does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.twin.market.ancestor import ancestor_rewards
from commonweal.twin.market.rounds import play_out

ACCURACIES = [0, 1, 0.8, 0.4, 0.5, 0, 1]
ERRORS = [10, 0, 2, 6, 5, 10, 0]


@pytest.fixture(scope="module")
def market(repository: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the simulator's runs, and who made each contribution."""
    folder = repository.parent / "shared" / "peer" / "market"
    if not folder.is_dir():
        pytest.skip("needs the ancestor's runs in ../shared/peer beside the repository")
    numpy = pytest.importorskip("numpy")
    names = json.loads((folder / "pm_data_info.json").read_text(encoding="utf-8"))["contributors"]
    with numpy.load(folder / "pm_data.npz") as data:
        who = [names[index] for index in data["who"].tolist()]
    return json.loads((folder / "pm_reference_payouts.json").read_text(encoding="utf-8")), who


def test_payouts_are_the_simulators(market: tuple[dict[str, Any], list[str]]) -> None:
    """All runs without retraining, from their accuracies."""
    reference, who = market
    runs = [run for run in reference["runs"] if not run["reset_model_during_reward_phase"]]
    assert len(runs) == 12
    for run in runs:
        outcome = ancestor_rewards(
            run["accuracies_first_pass"],
            who[: run["n"]],
            reference["parameters"]["total_bounty"],
            run["value"],
            grouped=run["group_contributions"],
        )
        assert outcome.payouts == pytest.approx(run["payouts"], rel=1e-6, abs=1e-9)
        assert outcome.balances == pytest.approx(run["market_balances_raw"], rel=1e-6, abs=1e-9)
        assert list(outcome.passes) == run["pass_sizes"]


def test_ancestor_overdraws_the_pot() -> None:
    """Six contributors pay 5 each into a pot of 50: of these 80 the ancestor pays 81.67."""
    outcome = ancestor_rewards(ACCURACIES, range(6), 50, 5, grouped=True)
    assert sum(outcome.payouts.values()) == pytest.approx(81.67, abs=0.005)
    assert min(outcome.balances.values()) < 0
    assert sum(play_out([5] * 6, ERRORS, 1, 10, 50).balances) <= 80
    # In wei nothing is lost to rounding that anybody would miss.
    ether = 10**18
    ours = play_out([5 * ether] * 6, ERRORS, ether, 10, 50)
    assert sum(ours.balances) <= 80 * ether
    assert min(ours.balances) >= 0


@given(
    st.integers(1, 50),
    st.lists(st.integers(0, 20), min_size=2, max_size=12),
    st.integers(0, 300),
    st.integers(1, 400),
)
def test_ours_never_pays_more_than_the_pot(
    unit: int, errors: list[int], more_stake: int, rounds: int
) -> None:
    count = len(errors) - 1
    balances = [unit + more_stake] * count
    outcome = play_out(balances, errors, unit, 20, rounds)
    assert sum(outcome.balances) <= sum(balances) + unit * rounds
    assert min(outcome.balances) >= 0


def test_ancestor_keeps_a_dropped_deposit_and_loses_gains() -> None:
    """Not grouped, as its simulator does it; ours pays what the rounds left."""
    # -0.5 and +0.5: the first is out after 4 rounds with 0, the second has gained 2 by then.
    apart = ancestor_rewards([0.5, 0.0, 0.5], ["bad", "good"], 10, 2, grouped=False)
    assert apart.payouts == {"bad": 2.0, "good": 2.0}
    ours = play_out([2_000, 2_000], [10, 20, 10], 1_000, 20, 10)
    assert ours.balances == (500, 3_500)


def test_nothing_gained_is_nothing_paid() -> None:
    together = ancestor_rewards([0.5, 0.5], ["same"], 10, 1, grouped=True)
    assert together.payouts == {"same": 1.0}
    assert ancestor_rewards([0.5], [], 10, 1, grouped=False).payouts == {}
