"""What is exported is what was contributed; what was altered is found."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.sparse import issparse

from commonweal.encoders import Column, Encoder, TableEncoder, TextEncoder
from commonweal.errors import ActionFault, ConfigFault, ReorgFault
from commonweal.events import Contributed
from commonweal.runtime.transports.base import Log
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.samples import DenseFormat, SparseFormat
from commonweal.services.export import bunch, weights_estimator, write_csv
from commonweal.services.recorded import RecordedData
from commonweal.services.verify import verify_account, verify_csv, verify_model
from commonweal.types import Address, IncentiveKind, Metadata, ModelKind, ModelShape
from stage import POINTS_RULES, Stage

ACCOUNTS = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA6))
WORDS = ("the", "film", "good", "bad", 'qu"ote', "a", "not", "fine", "great", "lovely")
TEXT = TextEncoder(("bad", "good"), tuple(word.replace('"', "") for word in WORDS))
TABLE = TableEncoder(
    ("no", "yes"),
    tuple(Column(name, 1.5, 2.0) for name in ("label", "size, mm", "weight")),
    lane_bits=16,
    fraction_bits=8,
)


class Recording:
    """A chain with one model that was trained."""

    def __init__(
        self, kind: ModelKind, incentive: IncentiveKind = IncentiveKind.STAKE, rounds: int = 2
    ) -> None:
        self.transport = InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))
        self.stage = Stage(self.transport, ACCOUNTS)
        self.encoder: Encoder[Any] = TEXT if kind is ModelKind.SPARSE_PERCEPTRON else TABLE
        labels = self.encoder.labels
        metadata = Metadata("Name", "What.", labels, "CC0-1.0", self.encoder.manifest_hash)
        self.model = self.stage.model(kind, incentive, metadata, self.encoder.shape)
        if incentive is IncentiveKind.STAKE:
            self.stage.live(self.model, rounds)
        else:
            self.work_for_points()

    def work_for_points(self) -> None:
        alice, bob = ACCOUNTS[1:3]
        given = [self.stage.contribute(self.model, alice, 5) for _ in range(11)]
        self.stage.runtime.advance_time(POINTS_RULES.validate_wait_s)
        for samples in given:
            self.stage.validate(self.model, alice, samples, bob)

    @property
    def data(self) -> RecordedData:
        return RecordedData(self.transport, self.stage.runtime.registry, self.model)

    def contributed(self) -> list[Contributed]:
        history = self.stage.runtime.history(0, self.transport.block().number)
        return [one.event for one in history if isinstance(one.event, Contributed)]


@pytest.fixture(scope="module", params=ModelKind, ids=lambda kind: kind.name.lower())
def recording(request: pytest.FixtureRequest) -> Recording:
    return Recording(request.param)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_file_has_every_sample_in_order(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "new" / "data.csv"
    told: list[tuple[int, int]] = []
    count = write_csv(recording.data, path, watch=lambda *done: told.append(done))
    header, *rows = read(path)
    assert header[:6] == ["contribution", "sample", "time_s", "contributor", "label", "label_name"]
    assert count == len(rows) == recording.data.head.sample_count
    contributed = recording.contributed()
    assert told[-1] == (len(contributed), len(contributed))
    expected: list[list[str]] = []
    for event in contributed:
        shape = recording.data.info.shape
        if recording.encoder is TEXT:
            for position, sparse in enumerate(
                SparseFormat(shape.feature_count).unpack(event.samples)
            ):
                key = [str(event.index), str(position), event.contributor, str(sparse.label)]
                expected.append([*key, " ".join(map(str, sparse.indices))])
        else:
            form = DenseFormat(shape.feature_count, shape.lane_bits)
            for position, dense in enumerate(form.unpack(event.samples)):
                key = [str(event.index), str(position), event.contributor, str(dense.label)]
                expected.append([*key, *(str(lane / 256) for lane in dense.values)])
    assert [[*row[:2], row[3], row[4], *row[6:]] for row in rows] == expected
    assert {row[5] for row in rows} == set(recording.encoder.labels)
    assert not list(path.parent.glob("*.part"))


def test_the_encoder_gives_names(recording: Recording, tmp_path: Path) -> None:
    write_csv(recording.data, tmp_path / "data.csv", recording.encoder)
    header, *rows = read(tmp_path / "data.csv")
    if recording.encoder is TABLE:
        assert header[6:] == ["feature_label", "size, mm", "weight"]
        return
    assert header[6:] == ["features", "words"]
    for row in rows:
        assert row[7].split() == [TEXT.vocabulary[int(index)] for index in row[6].split()]


@pytest.mark.parametrize("named", [False, True])
def test_a_file_that_nobody_touched_is_right(
    recording: Recording, tmp_path: Path, named: bool
) -> None:
    path = tmp_path / "data.csv"
    write_csv(recording.data, path, recording.encoder if named else None)
    report = verify_csv(path, recording.data, recording.encoder)
    assert report.ok
    assert report.rows == report.samples_on_chain == recording.data.head.sample_count
    assert report.contributions == report.contributions_on_chain == len(recording.contributed())


def altered_cell(rows: list[list[str]]) -> str:
    rows[7][4] = "1" if rows[7][4] == "0" else "0"
    return "Row 7 .*, column label: expected . as on the chain, found .; the file was altered"


def altered_feature(rows: list[list[str]]) -> str:
    rows[3][6] = rows[3][6][:-1] + ("1" if rows[3][6][-1] != "1" else "2")
    return "Row 3 .*; the file was altered"


def altered_contributor(rows: list[list[str]]) -> str:
    rows[5][3] = ACCOUNTS[4]
    return "Row 5 .*, column contributor"


def row_missing(rows: list[list[str]]) -> str:
    del rows[4]
    return "Row 4: expected sample .*; rows are missing, repeated or in another order"


def row_twice(rows: list[list[str]]) -> str:
    rows.insert(4, rows[4])
    return "Row 5: expected sample .*; rows are missing, repeated or in another order"


def rows_swapped(rows: list[list[str]]) -> str:
    rows[8], rows[9] = rows[9], rows[8]
    return "Row 8: expected sample"


def end_missing(rows: list[list[str]]) -> str:
    del rows[-2:]
    return f"Row {len(rows)}: expected sample .*, found the end of the file; 2 samples are missing"


def row_invented(rows: list[list[str]]) -> str:
    rows.append(rows[-1])
    return f"Row {len(rows) - 1}: expected the end of the file .* that nobody contributed"


def column_missing(rows: list[list[str]]) -> str:
    del rows[2][-1]
    return "Row 2: expected . columns, found ."


@pytest.mark.parametrize(
    "alter",
    [
        altered_cell,
        altered_feature,
        altered_contributor,
        row_missing,
        row_twice,
        rows_swapped,
        end_missing,
        row_invented,
        column_missing,
    ],
    ids=lambda alter: alter.__name__,
)
def test_what_was_altered_is_found(
    recording: Recording, tmp_path: Path, alter: Callable[[list[list[str]]], str]
) -> None:
    path = tmp_path / "data.csv"
    write_csv(recording.data, path)
    rows = read(path)
    sentence = alter(rows)
    report = verify_csv(write(path, rows), recording.data)
    assert not report.ok
    assert report.difference is not None
    assert re.search(sentence, report.difference)
    assert report.row is not None
    assert report.row == report.rows + 1


def test_a_file_of_something_else_is_refused(recording: Recording, tmp_path: Path) -> None:
    path = write(tmp_path / "other.csv", [["text", "label"], ["a", "b"]])
    with pytest.raises(ConfigFault, match="should begin with the columns contribution, sample"):
        verify_csv(path, recording.data)
    path.write_bytes(b"")
    with pytest.raises(ConfigFault, match="begins with nothing"):
        verify_csv(path, recording.data)
    write_csv(recording.data, path)
    path.write_bytes(path.read_bytes()[:-9] + b'"\xff"x\n')
    with pytest.raises(ConfigFault, match="damaged"):
        verify_csv(path, recording.data)


def test_names_need_the_encoder(recording: Recording, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    write_csv(recording.data, path, recording.encoder)
    with pytest.raises(ConfigFault, match="encoder is needed to compare them"):
        verify_csv(path, recording.data)


def test_another_models_encoder_is_refused(recording: Recording, tmp_path: Path) -> None:
    other = TextEncoder(("a", "b"), ("word",))
    with pytest.raises(ConfigFault, match=r"should have the hash .*; get the model's own"):
        write_csv(recording.data, tmp_path / "data.csv", other)
    assert list(tmp_path.iterdir()) == []


def test_a_model_deployed_with_another_shape_is_told(tmp_path: Path) -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON, rounds=0)
    metadata = Metadata("Name", "What.", ("a", "b"), "CC0-1.0", TEXT.manifest_hash)
    recording.model = recording.stage.model(metadata=metadata, shape=ModelShape(500, 16, 0))
    with pytest.raises(ConfigFault, match="deployed wrongly"):
        write_csv(recording.data, tmp_path / "data.csv", TEXT)


def test_an_empty_record_is_an_empty_file(tmp_path: Path) -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON, rounds=0)
    assert write_csv(recording.data, tmp_path / "data.csv") == 0
    assert verify_csv(tmp_path / "data.csv", recording.data).ok
    found = bunch(recording.data)
    assert found.data.shape == (0, len(TEXT.vocabulary))
    assert found.target.shape == (0,)


def test_a_node_that_hides_a_log_is_found_out(recording: Recording, tmp_path: Path) -> None:
    class Hiding(InProcessTransport):
        def logs(self, *arguments: object, **named: object) -> tuple[Log, ...]:
            found = recording.transport.logs(*arguments, **named)
            return tuple(log for log in found if log.block_number != hidden)

        def __getattribute__(self, name: str) -> object:
            if name == "logs":
                return super().__getattribute__(name)
            return getattr(recording.transport, name)

    history = recording.stage.runtime.history(0, recording.transport.block().number)
    hidden = next(
        one.block_number
        for one in history
        if isinstance(one.event, Contributed) and one.event.index == 3
    )
    data = RecordedData(Hiding(), recording.stage.runtime.registry, recording.model)
    path = tmp_path / "data.csv"
    path.write_text("an older export")
    with pytest.raises(ReorgFault, match="should have the running hash"):
        write_csv(data, path)
    assert path.read_text() == "an older export"
    assert list(tmp_path.iterdir()) == [path]


def test_a_bunch_is_the_same_data(recording: Recording) -> None:
    found = bunch(recording.data, recording.encoder)
    data = recording.data
    assert found.data.shape == (data.head.sample_count, data.info.shape.feature_count)
    assert issparse(found.data) == (recording.encoder is TEXT)
    assert found.feature_names == list(recording.encoder.feature_names)
    assert found.target_names == list(recording.encoder.labels)
    assert len(found.contribution) == len(found.target) == data.head.sample_count
    assert found.contributor == [event.contributor for event in recording.contributed()]
    assert found.running_hash == "0x" + data.head.running_hash.hex()
    assert data.info.address in found.DESCR
    packed = b"".join(event.samples for event in recording.contributed())
    predicted = recording.stage.runtime.predict_batch(recording.model, packed)
    estimator = weights_estimator(data)
    assert [one.label for one in predicted] == list(estimator.predict(found.data))
    assert recording.stage.runtime.evaluate(recording.model, packed).correct == int(
        np.sum(estimator.predict(found.data) == found.target)
    )


@pytest.mark.parametrize("incentive", IncentiveKind, ids=lambda kind: kind.name.lower())
def test_accounts_and_models_are_what_their_events_say(incentive: IncentiveKind) -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON, incentive)
    for account in (*ACCOUNTS, "0x" + "77" * 20):
        report = verify_account(recording.transport, recording.data, account)
        assert report.ok, report
        assert report.events > 10
    report = verify_model(recording.transport, recording.data)
    assert report.ok, report
    names = {check.name for check in report.checks}
    assert {"running hash", "bias", "features whose weights differ"} <= names


def test_a_wrong_balance_is_found() -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON)
    data = recording.data

    class Lying:
        def __getattr__(self, name: str) -> object:
            return getattr(recording.data.views, name)

        def credit_wei(self, model: Address, account: Address) -> int:
            return recording.data.views.credit_wei(model, account) + 1

    data.views = Lying()
    report = verify_account(recording.transport, data, ACCOUNTS[1])
    assert not report.ok
    assert [check.name for check in report.checks if not check.ok] == ["credit, wei"]


def test_an_address_without_a_model_is_refused() -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON, rounds=0)
    with pytest.raises(ActionFault, match="but there is none"):
        RecordedData(recording.transport, recording.stage.runtime.registry, ACCOUNTS[0])


def test_random_bytes_are_no_file(tmp_path: Path) -> None:
    recording = Recording(ModelKind.SPARSE_PERCEPTRON, rounds=1)
    random = Random(3)
    for _ in range(50):
        path = tmp_path / "data.csv"
        path.write_bytes(random.randbytes(random.randrange(400)))
        with pytest.raises(ConfigFault):
            verify_csv(path, recording.data)
