"""Who follows the events misses none and gets none twice, whatever the chain does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.sse import ServerSentEvent

from commonweal.api import live
from commonweal.api.live import Cursor, history_of, news
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.indexer import Indexer, identify
from commonweal.store import Index
from conftest import ACCOUNTS, Backend
from stage import Stage


class Reader:
    """Keeps what a follower of the events would hold to be true."""

    def __init__(self) -> None:
        self.events: dict[int, dict] = {}
        self.kinds: list[str] = []
        self.cursor: Cursor | None = None

    def read(self, index: Index, after: int | None = 0) -> None:
        while True:
            messages, self.cursor = news(index, self.cursor, after)
            if not messages:
                return
            for message in messages:
                self.take(message)
            assert messages[-1].id == self.cursor.text
            assert Cursor.read(self.cursor.text) == self.cursor

    def take(self, message: ServerSentEvent) -> None:
        data = json.loads(message.raw_data or "null")
        self.kinds.append(message.event or "")
        if message.event == "event":
            assert data["sequence"] not in self.events, "an event came twice"
            self.events[data["sequence"]] = data
        elif message.event == "reorganised":
            gone = [key for key in self.events if key >= data["firstSequence"]]
            for sequence in gone:
                del self.events[sequence]
        elif message.event == "restarted":
            self.events.clear()

    def matches(self, index: Index) -> bool:
        known = [(one["blockHash"], one["logIndex"]) for one in self.events.values()]
        stored = [one.recorded for one in index.events_after(0, 100_000)]
        return list(self.events) == list(range(1, len(stored) + 1)) and known == [
            ("0x" + one.block_hash.hex(), one.log_index) for one in stored
        ]


@pytest.fixture
def transport() -> InProcessTransport:
    return InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))


@pytest.fixture
def stage(transport: InProcessTransport) -> Stage:
    return Stage(transport, ACCOUNTS)


def test_everything_comes_in_order(
    tmp_path: Path, stage: Stage, transport: InProcessTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_PAGE", 3)
    model = stage.model()
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        reader, indexer = Reader(), Indexer(transport, index)
        for _ in range(4):
            stage.contribute(model, ACCOUNTS[1])
            indexer.sync()
            reader.read(index)
            assert reader.matches(index)
    assert set(reader.kinds) == {"event"}


def test_who_comes_anew_begins_where_they_ask(
    tmp_path: Path, stage: Stage, transport: InProcessTransport
) -> None:
    stage.contribute(stage.model(), ACCOUNTS[1])
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        Indexer(transport, index).sync()
        last = index.last_sequence
        assert news(index, None, None)[0] == []
        assert len(news(index, None, last - 1)[0]) == 1
        assert len(news(index, None, 0)[0]) == last


def test_what_was_taken_back_is_told(
    tmp_path: Path, stage: Stage, transport: InProcessTransport
) -> None:
    model = stage.model()
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        indexer = Indexer(transport, index)
        always, away, ahead = Reader(), Reader(), Reader()
        for depth in (1, 3, 6):
            stage.contribute(model, ACCOUNTS[1])
            indexer.sync()
            away.read(index)
            snapshot = transport.snapshot()
            for _ in range(depth):
                stage.contribute(model, ACCOUNTS[2])
            indexer.sync()
            always.read(index)
            ahead.read(index)
            transport.revert(snapshot)
            transport.advance_time(1)
            stage.contribute(model, ACCOUNTS[3])
            indexer.sync()
            always.read(index)
            assert always.matches(index)
        for reader in (away, ahead):  # both missed some reorganisations
            reader.read(index)
            assert reader.matches(index)
    assert always.kinds.count("reorganised") == 3
    assert "reorganised" not in away.kinds  # it never heard of what was taken back


def test_another_history_is_told(
    tmp_path: Path, stage: Stage, transport: InProcessTransport
) -> None:
    stage.model()
    reader = Reader()
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        Indexer(transport, index).sync()
        reader.read(index)
        assert reader.matches(index)
    other_transport = InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20), chain_id=7)
    other_stage = Stage(other_transport, ACCOUNTS[1:])
    other_stage.contribute(other_stage.model(), ACCOUNTS[2])
    with Index.open(tmp_path, identify(other_transport, other_stage.runtime.registry)) as index:
        Indexer(other_transport, index).sync()
        assert reader.cursor is not None
        assert history_of(index.identity) != reader.cursor.history
        reader.read(index)
        assert reader.matches(index)
    assert reader.kinds.count("restarted") == 1


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "5", "0123456789abcdef.1", "0123456789abcdef.1.-2", "0123456789abcdeg.1.2"],
)
def test_an_id_that_is_none_of_ours_is_no_cursor(text: str | None) -> None:
    assert Cursor.read(text) is None


def test_amounts_and_names_travel_as_documented(backend: Backend) -> None:
    reader = Reader()
    reader.read(backend.follower.index)
    by_name = {one["name"]: one for one in reader.events.values()}
    assert {"TrainerDeployed", "Contributed", "Settled", "DisagreementFound"} <= set(by_name)
    assert isinstance(by_name["Contributed"]["fields"]["depositWei"], str)
    assert isinstance(by_name["DisagreementFound"]["fields"]["disagreeing"], str)
    deployed = by_name["TrainerDeployed"]["fields"]
    assert deployed["incentive"] == "Points"
    assert deployed["metadata"]["labelNames"] == ["bad", "good"]
    assert set(by_name["Transfer"]["fields"]) == {"from", "to", "tokenId"}
