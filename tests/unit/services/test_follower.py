"""The follower goes on whatever happens to the chain, and says how it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commonweal.errors import ConfigFault, Fault, RpcFault, WrongHistoryFault
from commonweal.runtime.base import Block
from commonweal.runtime.contract import ContractViews
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.follower import Connection, Follower, Phase
from commonweal.store import Index
from stage import Stage

ACCOUNTS = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA6))


class Node:
    """A node that can be away, fail, or start again with another history."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.genesis = bytes([1]) * 32
        self.restart()

    def restart(self) -> None:
        """Begin a chain with a history of its own."""
        node, genesis = self, self.genesis

        class Served(InProcessTransport):
            def block(self, number: int | None = None) -> Block:
                if node.fault is not None:
                    raise node.fault
                found = super().block(number)
                if number != 0:
                    return found
                return Block(0, node.genesis, found.parent_hash, found.timestamp_s)

        self.transport = Served(dict.fromkeys(ACCOUNTS, 10**20))
        self.genesis = bytes([genesis[0] + 1]) * 32
        self.stage = Stage(self.transport, ACCOUNTS)
        self.model = self.stage.model()

    def connect(self) -> Connection:
        if self.fault is not None:
            raise self.fault
        registry = self.stage.runtime.registry
        return Connection(self.transport, ContractViews(self.transport, registry), registry, 0)


@pytest.fixture
def node() -> Node:
    return Node()


@pytest.fixture
def follower(node: Node, tmp_path: Path) -> Iterator[Follower]:
    follower = Follower(node.connect, tmp_path, poll_s=0.01)
    yield follower
    follower.stop()


def wait_until(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(0.005)


def at_head(follower: Follower, node: Node) -> bool:
    progress = follower.status.progress
    return (
        follower.status.phase is Phase.FOLLOWING
        and progress is not None
        and progress.block_number == node.transport.block().number
    )


def test_what_happens_is_followed(follower: Follower, node: Node) -> None:
    rung: list[float] = []
    follower.listen(lambda: rung.append(time.monotonic()))
    follower.start()
    wait_until(lambda: at_head(follower, node))
    before, heard = follower.index.last_sequence, len(rung)
    node.stage.contribute(node.model, ACCOUNTS[1])
    wait_until(lambda: follower.index.last_sequence == before + 1)
    wait_until(lambda: len(rung) > heard)
    assert follower.status.problem is None


def test_before_the_first_connection_it_says_why(follower: Follower, node: Node) -> None:
    for read in (lambda: follower.index, lambda: follower.views, lambda: follower.registry):
        with pytest.raises(Fault, match="still being looked for"):
            read()
    node.fault = ConfigFault("There is no registry.")
    follower.start()
    wait_until(lambda: follower.status.problem is node.fault)
    with pytest.raises(ConfigFault, match="There is no registry"):
        _ = follower.index
    node.fault = None
    wait_until(lambda: at_head(follower, node))
    assert follower.registry == node.stage.runtime.registry


def test_a_node_that_is_away_is_waited_for(follower: Follower, node: Node) -> None:
    follower.start()
    wait_until(lambda: at_head(follower, node))
    before = follower.index.last_sequence
    node.fault = RpcFault("The node is away.")
    wait_until(lambda: follower.status.problem is node.fault)
    assert follower.status.phase is Phase.CONNECTING
    assert follower.index.last_sequence == before  # what is known is still served
    node.fault = None
    node.stage.contribute(node.model, ACCOUNTS[1])
    wait_until(lambda: at_head(follower, node))
    assert follower.index.last_sequence == before + 1
    assert follower.status.problem is None


def test_another_history_gets_an_index_of_its_own(
    follower: Follower, node: Node, tmp_path: Path
) -> None:
    follower.start()
    wait_until(lambda: at_head(follower, node))
    first = follower.index
    node.stage.contribute(node.model, ACCOUNTS[1])
    wait_until(lambda: at_head(follower, node))
    old_registry = node.stage.runtime.registry
    node.restart()
    assert node.stage.runtime.registry == old_registry
    wait_until(lambda: follower.status.progress is not None and _index(follower) is not first)
    wait_until(lambda: at_head(follower, node))
    assert follower.index.identity != first.identity
    with follower.index.world() as world:
        assert world.trainers[node.model].head.contribution_count == 0
    assert len(list(tmp_path.glob("*.sqlite"))) == 2
    with Index.open(tmp_path, first.identity) as old, old.world() as world:
        assert world.trainers[node.model].head.contribution_count == 1


def _index(follower: Follower) -> Index | None:
    try:
        return follower.index
    except Fault:
        return None


def test_a_restart_without_a_registry_is_told(follower: Follower, node: Node) -> None:
    follower.start()
    wait_until(lambda: at_head(follower, node))
    node.fault = WrongHistoryFault("It was restarted; deploy again.")
    # Between the two the index is being looked for.
    wait_until(lambda: _index(follower) is None and follower.status.problem is not None)
    with pytest.raises(WrongHistoryFault, match="deploy again"):
        _ = follower.index
    node.fault = None
    wait_until(lambda: at_head(follower, node))


def test_the_unexpected_is_logged_and_survived(
    follower: Follower,
    node: Node,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commonweal.services.follower._LONGEST_WAIT_S", 0.01)
    follower.start()
    wait_until(lambda: at_head(follower, node))
    node.fault = RuntimeError("what nobody thought of")
    wait_until(lambda: follower.status.problem is not None)
    assert follower.status.problem is not None
    assert "unknown reason" in follower.status.problem.sentence
    assert "what nobody thought of" not in follower.status.problem.sentence
    assert "what nobody thought of" in caplog.text
    node.fault = None
    node.stage.contribute(node.model, ACCOUNTS[1])
    wait_until(lambda: at_head(follower, node))


def test_the_same_problem_is_logged_once(
    follower: Follower, node: Node, caplog: pytest.LogCaptureFixture
) -> None:
    node.fault = RpcFault("The node is away.")
    follower.start()
    wait_until(lambda: follower.status.problem is not None)
    time.sleep(0.2)
    assert caplog.text.count("The node is away.") == 1


def test_a_stopped_follower_lets_go_of_its_index(node: Node, tmp_path: Path) -> None:
    with Follower(node.connect, tmp_path, poll_s=0.01) as follower:
        wait_until(lambda: at_head(follower, node))
        identity = follower.index.identity
    assert follower.stopping
    Index.open(tmp_path, identity).close()
