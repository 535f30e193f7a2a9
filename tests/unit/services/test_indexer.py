"""The indexer follows whatever the chain does, and says what it cannot follow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from commonweal.errors import ReorgFault, RpcFault, WrongChainFault, WrongHistoryFault
from commonweal.events import Recorded
from commonweal.runtime.base import Block
from commonweal.runtime.transports.base import Log
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services import history as history_module
from commonweal.services.history import ChainMoved, HistoryReader, Pace, Stretch
from commonweal.services.indexer import Indexer, Progress, identify
from commonweal.store import Index
from commonweal.types import Address, IncentiveKind, ModelKind
from stage import Stage

ACCOUNTS = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA6))


@pytest.fixture
def transport() -> InProcessTransport:
    return InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))


@pytest.fixture
def stage(transport: InProcessTransport) -> Stage:
    return Stage(transport, ACCOUNTS)


@pytest.fixture
def index(tmp_path: Path, stage: Stage, transport: InProcessTransport) -> Iterator[Index]:
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as opened:
        yield opened


def indexed(index: Index) -> tuple[Recorded, ...]:
    return tuple(one.recorded for one in index.events_after(0, 100_000))


def on_chain(stage: Stage, transport: InProcessTransport) -> tuple[Recorded, ...]:
    return stage.runtime.history(0, transport.block().number)


class Disturbed(InProcessTransport):
    """A chain to which something happens in the middle of being read."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(ACCOUNTS, 10**20))
        self.most_blocks = 10**9
        self.disturb: Callable[[], None] = lambda: None

    def logs(
        self,
        addresses: Sequence[Address],
        from_block: int,
        to_block: int,
        topics: Sequence[bytes] = (),
    ) -> tuple[Log, ...]:
        if to_block - from_block + 1 > self.most_blocks:
            raise RpcFault("The node will not: query returned more than it likes.")
        found = super().logs(addresses, from_block, to_block, topics)
        self.disturb()
        return found


def test_all_that_happened_is_indexed(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    stage.live(stage.model())
    told: list[Progress] = []
    progress = Indexer(transport, index).sync(told.append)
    assert indexed(index) == on_chain(stage, transport)
    number = transport.block().number
    assert progress == told[-1] == Progress(number, number, len(indexed(index)))
    assert told[0].block_number is None


def test_models_that_come_later_are_followed(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    indexer = Indexer(transport, index)
    for kind in ModelKind:
        for incentive in IncentiveKind:
            model = stage.model(kind, incentive)
            stage.contribute(model, ACCOUNTS[1], 2)
            indexer.sync()
            assert indexed(index) == on_chain(stage, transport)


def test_looking_again_changes_nothing(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    stage.contribute(stage.model(), ACCOUNTS[1])
    indexer = Indexer(transport, index)
    indexer.sync()
    before = indexed(index)
    assert indexer.sync() == indexer.sync()
    assert indexed(index) == before


def test_blocks_that_were_replaced_are_taken_back(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    model = stage.model()
    indexer = Indexer(transport, index)
    for depth in (1, 5, 40):
        stage.contribute(model, ACCOUNTS[1])
        indexer.sync()
        snapshot = transport.snapshot()
        for _ in range(depth):
            stage.contribute(model, ACCOUNTS[2])
            indexer.sync()
        transport.revert(snapshot)
        transport.advance_time(1)
        for _ in range(depth // 2 + 1):
            stage.contribute(model, ACCOUNTS[3])
        indexer.sync()
        assert indexed(index) == on_chain(stage, transport)
        with index.world() as world:
            assert world.trainers[model].head == stage.runtime.head(model)
    assert index.reorganisation_count == 3


def test_a_chain_that_became_shorter_is_followed_back(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    model = stage.model()
    indexer = Indexer(transport, index)
    snapshot = transport.snapshot()
    stage.contribute(model, ACCOUNTS[1])
    indexer.sync()
    transport.revert(snapshot)
    indexer.sync()
    assert indexed(index) == on_chain(stage, transport)
    assert index.tip == transport.block()


def test_everything_behind_the_first_block_may_be_replaced(tmp_path: Path) -> None:
    transport = InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))
    snapshot = transport.snapshot()
    first = Stage(transport, ACCOUNTS)
    first.contribute(first.model(), ACCOUNTS[1])
    with Index.open(tmp_path, identify(transport, first.runtime.registry)) as index:
        indexer = Indexer(transport, index, from_block=1)
        indexer.sync()
        transport.revert(snapshot)
        transport.advance_time(60)
        second = Stage(transport, ACCOUNTS)
        assert second.runtime.registry == first.runtime.registry
        second.contribute(second.model(), ACCOUNTS[2])
        indexer.sync()
        assert indexed(index) == on_chain(second, transport)


def test_a_chain_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    transport = Disturbed()
    stage = Stage(transport, ACCOUNTS)
    model = stage.model()
    snapshot = transport.snapshot()
    stage.contribute(model, ACCOUNTS[1])

    def replace_once() -> None:
        transport.disturb = lambda: None
        transport.revert(snapshot)
        transport.advance_time(1)
        stage.contribute(model, ACCOUNTS[2])

    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        transport.disturb = replace_once
        Indexer(transport, index).sync()
        assert indexed(index) == on_chain(stage, transport)
        assert index.reorganisation_count == 0


def test_a_chain_that_never_stands_still_is_a_fault(tmp_path: Path) -> None:
    transport = Disturbed()
    stage = Stage(transport, ACCOUNTS)
    model = stage.model()
    snapshot = transport.snapshot()
    stage.contribute(model, ACCOUNTS[1])

    seconds = count(1)

    def replace() -> None:
        transport.revert(snapshot)
        transport.advance_time(next(seconds))
        transport.disturb = lambda: None
        stage.contribute(model, ACCOUNTS[2])
        transport.disturb = replace

    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        transport.disturb = replace
        with pytest.raises(ReorgFault, match="changed 5 times; wait until its blocks settle"):
            Indexer(transport, index).sync()
        transport.disturb = lambda: None
        Indexer(transport, index).sync()
        assert indexed(index) == on_chain(stage, transport)


def test_a_node_that_gives_little_is_asked_for_little(tmp_path: Path) -> None:
    transport = Disturbed()
    stage = Stage(transport, ACCOUNTS)
    stage.live(stage.model())
    transport.most_blocks = 3
    with Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index:
        Indexer(transport, index).sync()
        transport.most_blocks = 10**9
        assert indexed(index) == on_chain(stage, transport)


def test_a_node_that_gives_nothing_is_a_fault(tmp_path: Path) -> None:
    transport = Disturbed()
    stage = Stage(transport, ACCOUNTS)
    transport.most_blocks = 0
    with (
        Index.open(tmp_path, identify(transport, stage.runtime.registry)) as index,
        pytest.raises(RpcFault, match="will not"),
    ):
        Indexer(transport, index).sync()


def test_another_chain_or_history_is_refused(tmp_path: Path, stage: Stage) -> None:
    other = InProcessTransport(chain_id=5)
    restarted = InProcessTransport(now_s=1_900_000_000)
    with Index.open(tmp_path, identify(other, stage.runtime.registry)) as index:
        with pytest.raises(WrongChainFault):
            Indexer(restarted, index).sync()
        assert index.tip is None


def test_a_restarted_chain_is_another_history(
    index: Index, stage: Stage, transport: InProcessTransport
) -> None:
    class Restarted(InProcessTransport):
        def block(self, number: int | None = None) -> Block:
            found = super().block(number)
            return Block(found.number, bytes(32), found.parent_hash, found.timestamp_s)

    Indexer(transport, index).sync()
    before = indexed(index)
    with pytest.raises(WrongHistoryFault, match="restarted with another history"):
        Indexer(Restarted(), index).sync()
    assert indexed(index) == before


def test_the_work_stops_after_a_batch(
    index: Index,
    stage: Stage,
    transport: InProcessTransport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history_module, "WANTED_EVENTS", 2)
    stage.live(stage.model())
    indexer = Indexer(transport, index)
    indexer._reader.pace.span = 2
    stop = threading.Event()
    batches = 0

    def watch(progress: Progress) -> None:
        nonlocal batches
        batches += progress.block_number is not None
        if batches == 3:
            stop.set()

    stopped = indexer.sync(watch, stop)
    assert batches == 3
    assert stopped.block_number is not None
    assert stopped.block_number < stopped.head_number
    indexer.sync()
    assert indexed(index) == on_chain(stage, transport)


def test_a_stream_is_the_same_history(stage: Stage, transport: InProcessTransport) -> None:
    stage.live(stage.model())
    last = transport.block().number
    reader = HistoryReader(transport)
    reader.pace.span = 3
    addresses = frozenset((stage.runtime.registry, stage.runtime.badges))
    told: list[int] = []
    assert tuple(reader.stream(0, last, addresses, told.append)) == on_chain(stage, transport)
    assert told[-1] == last


def test_a_stream_whose_past_changes_ends(stage: Stage, transport: InProcessTransport) -> None:
    model = stage.model()
    snapshot = transport.snapshot()
    for _ in range(8):
        stage.contribute(model, ACCOUNTS[1])
    reader = HistoryReader(transport)
    reader.pace = Pace(span=1)
    first = transport.block().number - 7
    stream = reader.stream(first, first + 7, frozenset((model,)))
    next(stream)
    transport.revert(snapshot)
    transport.advance_time(1)
    for _ in range(8):
        stage.contribute(model, ACCOUNTS[2])
    with pytest.raises(ChainMoved, match="the chain replaced some"):
        list(stream)


def test_the_pace_follows_what_happens() -> None:
    def stretch(blocks: int, events: int) -> Stretch:
        first, last = Block(1, b"", b"", 0), Block(blocks, b"", b"", 0)
        history = (None,) * events
        return Stretch(first, last, (), history, frozenset())

    pace = Pace(span=100)
    pace.learn(stretch(100, 0), 0)
    assert pace.span == 200
    pace.learn(stretch(200, 2 * history_module.WANTED_EVENTS), 0)
    assert pace.span == 100
    pace.learn(stretch(100, 1), 4 * history_module.WANTED_BYTES)
    assert pace.span == 25
    pace.halve()
    assert pace.span == 12
    for _ in range(30):
        pace.learn(stretch(1, 0), 0)
    assert pace.span == history_module.MOST_SPAN
