"""Gas is exact: a fresh measurement on Ganache equals the snapshot.

No sentence misses its target by more than a tenth.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import gas as gas_script

EIP_170_BYTES = 24_576


@pytest.fixture(scope="module")
def measured() -> dict[str, int]:
    """Everything, measured now."""
    return gas_script.measure()


def _snapshot(name: str) -> dict[str, int]:
    found: dict[str, int] = json.loads((gas_script.SNAPSHOTS / name).read_text(encoding="utf-8"))
    return found


def test_measured_gas_equals_the_snapshot(measured: dict[str, int]) -> None:
    assert measured == _snapshot("gas.json")


@pytest.mark.parametrize("sentence", sorted(gas_script.targets()))
def test_gas_is_within_a_tenth_of_its_target(measured: dict[str, int], sentence: str) -> None:
    assert measured[sentence] <= gas_script.targets()[sentence]["at_most"] * gas_script.TOLERANCE


def test_sizes_equal_the_snapshot_and_fit() -> None:
    sizes = gas_script.sizes()
    assert sizes == _snapshot("sizes.json")
    assert {"Registry", "Badges", "SparsePerceptronStake", "DensePerceptronPoints"} <= sizes.keys()
    assert max(sizes.values()) < EIP_170_BYTES


def test_the_readme_shows_the_snapshot() -> None:
    text = (gas_script.project_root() / "README.md").read_text(encoding="utf-8")
    for row in gas_script.rows(_snapshot("gas.json")):
        assert "| " + " | ".join(row) + " |" in text
