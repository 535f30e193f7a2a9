"""What can be deployed: bundled plans and plans from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonweal.actions import DeployUnderPoints, DeployUnderStake
from commonweal.datasets import RowError
from commonweal.errors import ConfigFault
from commonweal.services.plans import PLANS, FileSource, plan_from_file, planned
from commonweal.twin import rule_ranges
from commonweal.types import ModelKind, PointsRules, StakeRules

STAKE = StakeRules(
    floor_price_wei=10**12,
    seconds_per_sample=10,
    refund_wait_s=600,
    take_wait_s=1200,
    verdict_gap_s=600,
    deposit_cap_wei=10**20,
)


def plan(source: FileSource, **options: object):  # noqa: ANN201 - inferred
    return plan_from_file(source, name="A", description="B", data_licence="CC0-1.0", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PLANS)
def test_every_bundled_plan_can_be_deployed_and_knows_something(name: str) -> None:
    found = planned(name)
    for action in (found.deployment(STAKE), found.deployment(PointsRules(600))):
        rule_ranges.check_shape(action.model, action.shape)
        rule_ranges.check_metadata(action.metadata)
    assert isinstance(found.deployment(STAKE), DeployUnderStake)
    assert isinstance(found.deployment(PointsRules(600)), DeployUnderPoints)
    held_out = {str(row.raw) for row in found.test}
    assert held_out.isdisjoint(str(row.raw) for row in found.train)
    evaluation = found.start.model().evaluate(found.test_samples())
    assert evaluation.total > 20
    assert evaluation.correct / evaluation.total > 0.7


def test_the_same_seed_gives_the_same_plan_and_another_one_another() -> None:
    assert planned("breast-cancer", 3) == planned("breast-cancer", 3)
    assert planned("breast-cancer", 3).train != planned("breast-cancer", 4).train


def test_an_unknown_plan_is_refused_by_name() -> None:
    with pytest.raises(ConfigFault, match='found "iriss"'):
        planned("iriss")


def test_a_file_of_texts_becomes_a_sparse_model(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("text,label\n" + "good film,yes\nbad film,no\n" * 3)
    found = plan(FileSource(path, text=True))
    encoder = found.start.encoder
    assert encoder.model_kind is ModelKind.SPARSE_PERCEPTRON
    assert encoder.labels == ("no", "yes")
    assert sorted(encoder.feature_names) == ["bad", "film", "good"]
    assert set(found.start.lanes) == {0}


def test_weights_can_be_learnt_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("text,label\n" + "good film,yes\nbad film,no\n" * 3)
    found = plan(FileSource(path, text=True), learn=True)
    model = found.start.model()
    weights = dict(zip(found.start.encoder.feature_names, model.weights, strict=True))
    assert weights["good"] > 0 > weights["bad"]


def test_a_bad_row_of_a_table_is_reported_once_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,kind\n1,2,x\n3,4,y\n5,six,x\n5,nan,x\n5,inf,y\n7,8,y\n")
    reported: list[RowError] = []
    source = FileSource(path, text=False, label_column="kind")
    found = plan(source, learn=True, on_error=reported.append)
    assert [error.number for error in reported] == [3, 4, 5]
    assert found.start.encoder.feature_names == ("a", "b")
    assert found.start.encoder.manifest()["columns"][0]["mean"] == pytest.approx(11 / 3)  # type: ignore[index]


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text('{"id": "x1", "a": 1, "label": 0}\n{"id": "x2", "a": 2, "label": 1}\n')
    found = plan(FileSource(path, text=False, columns=("a",)))
    assert found.start.encoder.feature_names == ("a",)
    assert found.start.encoder.labels == ("0", "1")


@pytest.mark.parametrize("rows", ["", "1,x\n", "1,x\n2,y\n3,z\n"])
def test_a_file_needs_exactly_two_labels(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,label\n" + rows)
    with pytest.raises(ConfigFault, match="tells two labels apart, found"):
        plan(FileSource(path, text=False))
