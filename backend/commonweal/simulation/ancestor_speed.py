"""How much faster than the ancestor's simulator rewards are computed, on the same data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np
from numpy.typing import NDArray

from commonweal.samples import SparseFormat, SparseSample, pack
from commonweal.twin.market.evaluate_fast import SparseErrorCounter
from commonweal.twin.market.grouped import least_balances, play_out_grouped
from commonweal.twin.market.rounds import play_out
from commonweal.twin.parse import parse_sparse
from commonweal.types import ModelShape

# Of its reward phase with 1,000 contributions, from the README beside its data.
ANCESTOR_S = 6.86
ANCESTOR_GROUPED_S = 2.13
CONTRIBUTIONS = 1_000
# A bounty of 100,000 in as many rounds, and a deposit of 1.
UNIT_WEI = 10**18
ROUNDS = 100_000
_REVEALED = slice(500, 600)


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds and factors.

    Attributes
    ----------
    seconds, grouped_seconds : float
        From packed samples and rows to everybody's payout.
    speedup, grouped_speedup : float
        The ancestor's seconds over these.
    errors_at_start, errors_at_end : int
        Of 900 rows; they show that the same model is trained on the same data.
    """

    seconds: float
    grouped_seconds: float
    speedup: float
    grouped_speedup: float
    errors_at_start: int
    errors_at_end: int

    @property
    def market_speedup_over_ancestor(self) -> float:
        """The lower of the two factors."""
        return min(self.speedup, self.grouped_speedup)


@dataclass(frozen=True, slots=True)
class AncestorData:
    """The data of the ancestor's runs, packed as a market gets them.

    Attributes
    ----------
    shape, lanes
        Of the model. Starting weights are the reference's, in units of its learning step at the
        first contribution, rounded.
    contributions : list of bytes
        One sample each.
    rows : bytes
        The 900 scored rows.
    contributors : list of int
        Who made each contribution.
    """

    shape: ModelShape
    lanes: list[int]
    contributions: list[bytes]
    rows: bytes
    contributors: list[int]


def load(folder: Path) -> AncestorData:
    """Read the reference's data and pack it."""
    reference = json.loads((folder / "pm_reference_payouts.json").read_text(encoding="utf-8"))
    start = reference["init_model"]
    # Its rule: eta = 1 / (1e-4 x (1000 + t - 1)).
    step = 1 / (1e-4 * (1000 + start["t"] - 1))
    lanes = [round(weight / step) for weight in (start["intercept"], *start["coef"])]
    with np.load(folder / "pm_data.npz") as data:
        test = np.delete(data["X_test"], _REVEALED, axis=0)
        test_labels = np.delete(data["y_test"], _REVEALED)
        given, labels = data["X_con"][:CONTRIBUTIONS], data["y_con"][:CONTRIBUTIONS]
        contributors: list[int] = data["who"][:CONTRIBUTIONS].tolist()
    form = SparseFormat(len(lanes) - 1)

    def samples(features: NDArray[np.uint8], of: NDArray[np.int64]) -> list[SparseSample]:
        return [
            SparseSample(label, tuple(np.flatnonzero(row).tolist()))
            for row, label in zip(features, of.tolist(), strict=True)
        ]

    return AncestorData(
        shape=ModelShape(len(lanes) - 1, 16, 0),
        lanes=lanes,
        contributions=[pack(form, [sample]) for sample in samples(given, labels)],
        rows=pack(form, samples(test, test_labels)),
        contributors=contributors,
    )


def errors_of(data: AncestorData) -> tuple[list[int], int]:
    """Train on every contribution and count the errors after each; give rows too."""
    count = data.shape.feature_count
    rows = parse_sparse(data.rows, count, None)
    counter = SparseErrorCounter(data.shape, data.lanes, rows)
    errors = [counter.errors]
    errors += [counter.learn(parse_sparse(each, count, 1)) for each in data.contributions]
    return errors, len(rows)


def rewards(data: AncestorData) -> dict[int, int]:
    """Compute everybody's payout from the data, per contribution."""
    errors, rows = errors_of(data)
    balances = [UNIT_WEI] * len(data.contributions)
    outcome = play_out(balances, errors, UNIT_WEI, rows, ROUNDS)
    payouts: dict[int, int] = {}
    for who, balance in zip(data.contributors, outcome.balances, strict=True):
        payouts[who] = payouts.get(who, 0) + balance
    return payouts


def grouped_rewards(data: AncestorData) -> dict[int, int]:
    """Compute everybody's payout from the data, grouped by contributor."""
    errors, rows = errors_of(data)
    stakes = least_balances(data.contributors, max(data.contributors) + 1, UNIT_WEI)
    paid, _ = play_out_grouped(stakes, data.contributors, errors, UNIT_WEI, rows, ROUNDS)
    return dict(enumerate(paid))


def measure(folder: Path, repeats: int = 15) -> Speed:
    """Measure both forms; the median of some repeats.

    What is timed is all from packed bytes to payouts: parsing 1,000 contributions and 900 rows,
    setting up the counter, training on each contribution, counting the errors on all rows after
    each, playing the rounds, adding up each contributor's payout. Reading and packing the data is
    not, as it is not in the ancestor's seconds either; nor is anything kept between repeats. It is
    the processor's time of the one thread that works, so that other programs count for little.

    Parameters
    ----------
    folder : Path
        With the ancestor's data and runs.
    repeats : int
        How often each form is measured.
    """
    data = load(folder)
    errors, _ = errors_of(data)
    seconds = _median_s(lambda: rewards(data), repeats)
    grouped_seconds = _median_s(lambda: grouped_rewards(data), repeats)
    return Speed(
        seconds=seconds,
        grouped_seconds=grouped_seconds,
        speedup=ANCESTOR_S / seconds,
        grouped_speedup=ANCESTOR_GROUPED_S / grouped_seconds,
        errors_at_start=errors[0],
        errors_at_end=errors[-1],
    )


def _median_s(work: Callable[[], object], repeats: int) -> float:
    times: list[float] = []
    for _ in range(repeats):
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times)
