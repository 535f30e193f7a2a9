"""Marks that run a behaviour suite against every trainer that has the interface."""

from __future__ import annotations

from itertools import product

import pytest
from arena import DENSE, POINTS, SPARSE, STAKE

EVERY_TRAINER = pytest.mark.parametrize(
    ("model", "incentive"),
    [
        pytest.param(model, incentive, id=f"{model.name}_{incentive.name}".title().replace("_", ""))
        for model, incentive in product((SPARSE, DENSE), (STAKE, POINTS))
    ],
)
EVERY_STAKE_TRAINER = pytest.mark.parametrize(
    "model", [SPARSE, DENSE], ids=["SparsePerceptronStake", "DensePerceptronStake"]
)
EVERY_POINTS_TRAINER = pytest.mark.parametrize(
    "model", [SPARSE, DENSE], ids=["SparsePerceptronPoints", "DensePerceptronPoints"]
)
