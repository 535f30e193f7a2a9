"""The index of a real chain: reorganised, cut off, and crashed in the middle."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonweal.errors import RpcFault, WrongHistoryFault
from commonweal.events import Recorded
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.indexer import Indexer, identify
from commonweal.services.recorded import RecordedData
from commonweal.services.verify import verify_account, verify_model
from commonweal.store import Index
from commonweal.types import Address, IncentiveKind, ModelKind
from cut_line import CutLine
from stage import Stage

GANACHE_PORT = 8740
LINE_PORT = 8741
RESTARTED_PORT = 8742


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


@pytest.fixture(scope="module")
def stage(ganache: Ganache) -> Stage:
    transport = Web3Transport(ganache.url)
    return Stage(transport, transport.accounts())


@pytest.fixture(scope="module")
def model(stage: Stage) -> Address:
    address = stage.model()
    stage.live(address, 1)
    stage.live(stage.model(ModelKind.DENSE_PERCEPTRON), 1)
    points = stage.model(incentive=IncentiveKind.POINTS)
    samples = stage.contribute(points, stage.accounts[1], 20)
    stage.runtime.advance_time(600)
    stage.validate(points, stage.accounts[1], samples, stage.accounts[2])
    return address


def on_chain(stage: Stage) -> tuple[Recorded, ...]:
    return stage.runtime.history(0, stage.runtime.transport.block().number)


def indexed(index: Index) -> tuple[Recorded, ...]:
    return tuple(one.recorded for one in index.events_after(0, 100_000))


def open_index(tmp_path: Path, stage: Stage) -> Index:
    return Index.open(tmp_path, identify(stage.runtime.transport, stage.runtime.registry))


def test_all_that_happened_is_indexed(tmp_path: Path, stage: Stage, model: Address) -> None:
    with open_index(tmp_path, stage) as index:
        Indexer(stage.runtime.transport, index).sync()
        assert indexed(index) == on_chain(stage)
        with index.world() as world:
            state = world.trainers[model]
            weights = stage.runtime.weights(model)
            assert (tuple(state.model.weights), state.model.bias) == (
                weights.features,
                weights.bias,
            )
            assert state.stake.demand == stage.runtime.demand(model)
            assert state.stake.pool == stage.runtime.pool(model)


def test_a_reorganisation_is_followed(
    tmp_path: Path, ganache: Ganache, stage: Stage, model: Address
) -> None:
    rpc = RpcClient(ganache.url)
    alice, bob = stage.accounts[1:3]
    with open_index(tmp_path, stage) as index:
        indexer = Indexer(stage.runtime.transport, index)
        for depth in (1, 4, 9):
            snapshot = rpc.ask("evm_snapshot")
            for _ in range(depth):
                stage.contribute(model, alice)
                indexer.sync()
            before = indexed(index)
            assert rpc.ask("evm_revert", snapshot)
            rpc.ask("evm_increaseTime", 5)
            stage.contribute(model, bob, 2)
            indexer.sync()
            assert indexed(index) == on_chain(stage) != before
            with index.world() as world:
                assert world.trainers[model].head == stage.runtime.head(model)
        assert index.reorganisation_count == 3


def test_a_line_that_is_cut_loses_nothing_and_counts_nothing_twice(
    tmp_path: Path, stage: Stage, model: Address
) -> None:
    assert stage.runtime.head(model).contribution_count
    chance = random.Random(11)
    with CutLine(LINE_PORT, GANACHE_PORT) as line, open_index(tmp_path, stage) as index:
        transport = Web3Transport(line.url, patience_s=0.3)
        indexer = Indexer(transport, index)
        cuts, told = 0, set()
        while True:
            line.mend()
            indexer._reader.pace.span = 2
            line.cut_after(chance.randrange(2_000, 60_000))
            try:
                indexer.sync()
                break
            except RpcFault as fault:
                told.add(fault.sentence)
                assert line.is_cut
                cuts += 1
        assert cuts > 2
        (sentence,) = told
        assert sentence.startswith(f"The node at {line.url} should answer but does not; start it")
        line.mend()
        indexer.sync()
        assert indexed(index) == on_chain(stage)


def test_a_crash_anywhere_loses_nothing_and_counts_nothing_twice(
    tmp_path: Path, ganache: Ganache, stage: Stage, model: Address
) -> None:
    registry = stage.runtime.registry
    script = (
        "import sys, commonweal.store.index as i\n"
        "from pathlib import Path\n"
        "from commonweal.runtime.transports.web3 import Web3Transport\n"
        "from commonweal.services.indexer import Indexer, identify\n"
        "i.EVENTS_PER_SNAPSHOT = 7\n"
        "url, registry, folder = sys.argv[1:]\n"
        "transport = Web3Transport(url)\n"
        "with i.Index.open(Path(folder), identify(transport, registry)) as index:\n"
        "    indexer = Indexer(transport, index)\n"
        "    def watch(progress):\n"
        "        indexer._reader.pace.span = 1\n"
        "        print(progress.block_number, flush=True)\n"
        "    indexer.sync(watch)\n"
        "print('done', flush=True)\n"
    )
    command = [sys.executable, "-c", script, ganache.url, registry, str(tmp_path)]
    chance, crashes, reached = random.Random(5), 0, 0
    while True:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            wanted = reached + chance.randrange(9, 16)
            done = False
            for line in process.stdout:
                done = line == "done\n"
                number = 0 if done or line == "None\n" else int(line)
                reached = max(reached, number)
                if number >= wanted:
                    time.sleep(chance.random() * 0.02)
                    process.kill()
                    crashes += 1
                    break
        if done:
            break
    assert crashes > 2
    with open_index(tmp_path, stage) as index:
        Indexer(stage.runtime.transport, index).sync()
        assert indexed(index) == on_chain(stage)
        with index.world() as world:
            assert world.trainers[model].head == stage.runtime.head(model)


def test_accounts_and_weights_verify_against_the_chain(stage: Stage, model: Address) -> None:
    transport, registry = stage.runtime.transport, stage.runtime.registry
    for info in stage.runtime.trainers():
        data = RecordedData(transport, registry, info.address)
        report = verify_model(transport, data)
        assert report.ok, report
        for account in stage.accounts[:4]:
            report = verify_account(transport, data, account)
            assert report.ok, report


def test_a_past_block_verifies_while_the_chain_goes_on(stage: Stage, model: Address) -> None:
    transport = stage.runtime.transport
    data = RecordedData(transport, stage.runtime.registry, model)
    stage.contribute(model, stage.accounts[3], 3)
    report = verify_model(transport, data)
    assert report.ok, report
    assert report.block_number < transport.block().number


def test_a_restart_with_another_history_is_refused(
    tmp_path: Path, ganache: Ganache, stage: Stage
) -> None:
    identity = identify(stage.runtime.transport, stage.runtime.registry)
    with Ganache(port=RESTARTED_PORT) as restarted, Index.open(tmp_path, identity) as index:
        Indexer(stage.runtime.transport, index).sync()
        before = indexed(index)
        with pytest.raises(WrongHistoryFault, match="was restarted with another history"):
            Indexer(Web3Transport(restarted.url), index).sync()
        assert indexed(index) == before
