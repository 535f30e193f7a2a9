"""The backend as people run it: a process that serves, follows, and stops when it is told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from commonweal.encoders import ManifestStore, TextEncoder
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.types import Address, Metadata
from cut_line import CutLine
from stage import Stage

GANACHE_PORT = 8743
LINE_PORT = 8744
RESTARTED_PORT = 8745
API_PORT = 8750
API = f"http://127.0.0.1:{API_PORT}"
SERVE = (
    "from commonweal.api.app import serve\n"
    "from commonweal.settings import Settings\n"
    "serve(Settings.read())\n"
)
TEXT = TextEncoder(("bad", "good"), tuple(f"word{letter}" for letter in "abcdefgh"))


class Backend:
    """The process.

    Attributes
    ----------
    data_folder : Path
        Where it keeps everything.
    """

    def __init__(self, data_folder: Path, rpc_url: str) -> None:
        self.data_folder = data_folder
        self._log = (data_folder / "serve.log").open("w+")
        environment = {
            **os.environ,
            "COMMONWEAL_RPC_URL": rpc_url,
            "COMMONWEAL_PORT": str(API_PORT),
            "COMMONWEAL_DATA_FOLDER": str(data_folder),
            "COMMONWEAL_POLL_S": "0.05",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVE], env=environment, stderr=self._log, stdout=self._log
        )
        try:
            wait_until(self._follows)
        except BaseException:
            self.close()
            raise

    def _follows(self) -> bool:
        assert self._process.poll() is None, self.log
        try:
            return httpx.get(f"{API}/api/health").json()["phase"] == "following"
        except httpx.TransportError:
            return False

    @property
    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def stop(self, how: signal.Signals = signal.SIGINT) -> float:
        """Stop it and give how long that took, in seconds."""
        started_s = time.monotonic()
        self._process.send_signal(how)
        self._process.wait(60)
        return time.monotonic() - started_s

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()


class Listener:
    """Follows the events like a browser: reconnects with the last id it saw."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, dict]] = []
        self.last_id = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    @property
    def events(self) -> dict[int, dict]:
        """What is true by all that was told."""
        events: dict[int, dict] = {}
        for kind, data in tuple(self.messages):
            if kind == "event":
                assert data["sequence"] not in events, "an event came twice"
                events[data["sequence"]] = data
            elif kind == "reorganised":
                first = data["firstSequence"]
                events = {key: one for key, one in events.items() if key < first}
            elif kind == "restarted":
                events = {}
        return events

    def has(self, kind: str) -> bool:
        return any(one == kind for one, _ in self.messages)

    def _run(self) -> None:
        while not self._stop.is_set():
            headers = {"Last-Event-ID": self.last_id} if self.last_id else {}
            try:
                with httpx.stream(
                    "GET", f"{API}/api/events?after=0", headers=headers, timeout=1
                ) as answer:
                    self._read(answer)
            except httpx.TransportError:
                time.sleep(0.05)

    def _read(self, answer: httpx.Response) -> None:
        kind = last_id = data = ""
        for line in answer.iter_lines():
            if self._stop.is_set():
                return
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "id":
                last_id = value
            elif name == "data":
                data = value
            elif not line and data:
                self.last_id = last_id or self.last_id
                self.messages.append((kind, json.loads(data)))
                kind = last_id = data = ""


def wait_until(true: Callable[[], bool], timeout_s: float = 60) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(0.02)


def get(path: str) -> dict:
    return httpx.get(API + path, timeout=30).json()


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache(port=GANACHE_PORT) as chain:
        yield chain


def begin(ganache: Ganache, data_folder: Path) -> tuple[Stage, Address]:
    """Deploy a registry and a model over texts, and write down where they are."""
    transport = Web3Transport(ganache.url)
    stage = Stage(transport, transport.accounts())
    stage.deployment.save(data_folder / "deployments")
    ManifestStore(data_folder / "encoders").put(TEXT)
    metadata = Metadata("Words", "What.", TEXT.labels, "CC0-1.0", TEXT.manifest_hash)
    return stage, stage.model(metadata=metadata, shape=TEXT.shape)


@pytest.fixture
def story(ganache: Ganache, tmp_path: Path) -> tuple[Stage, Address]:
    return begin(ganache, tmp_path)


@pytest.fixture
def backend(story: tuple[Stage, Address], ganache: Ganache, tmp_path: Path) -> Iterator[Backend]:
    served = Backend(tmp_path, ganache.url)
    yield served
    served.close()


@pytest.fixture
def listener(backend: Backend) -> Iterator[Listener]:
    heard = Listener()
    yield heard
    heard.close()


def wait_for_all(listener: Listener, stage: Stage) -> None:
    """Wait until what was heard is the chain's history, no more and no less."""
    history = stage.runtime.history(0, stage.runtime.transport.block().number)
    expected = [("0x" + one.transaction_hash.hex(), one.log_index) for one in history]

    def is_heard() -> bool:
        events = listener.events
        found = [(one["transactionHash"], one["logIndex"]) for one in events.values()]
        return list(events) == list(range(1, len(history) + 1)) and found == expected

    wait_until(is_heard)


def test_live_from_contribution_to_page(
    story: tuple[Stage, Address], backend: Backend, listener: Listener
) -> None:
    stage, model = story
    alice = stage.accounts[1]
    found = httpx.post(f"{API}/api/models/{model}/predict", json={"text": "worda wordb"}).json()
    assert found["undecided"]
    samples = TEXT.sample_format.pack_one(TEXT.encode("worda wordb", "good"))
    stage.contribute(model, alice, samples=samples)
    wait_for_all(listener, stage)
    found = httpx.post(f"{API}/api/models/{model}/predict", json={"text": "worda wordb"}).json()
    assert (found["labelName"], found["score"]) == ("good", "3")
    page = get(f"/api/contributions?contributor={alice}")
    assert [one["state"] for one in page["items"]] == ["open"]
    stage.runtime.advance_time(600)
    stage.settle(model, alice, samples)
    wait_for_all(listener, stage)
    account = get(f"/api/accounts/{alice}")
    assert account["creditWei"] == str(stage.runtime.credit_wei(model, alice)) != "0"
    assert account["credits"][0]["shares"] == 1
    assert get("/api/health")["lagBlocks"] == 0


def test_a_reorganisation_reaches_who_listens(
    story: tuple[Stage, Address], backend: Backend, listener: Listener, ganache: Ganache
) -> None:
    stage, model = story
    rpc = RpcClient(ganache.url)
    snapshot = rpc.ask("evm_snapshot")
    for _ in range(3):
        stage.contribute(model, stage.accounts[1])
    wait_for_all(listener, stage)
    rpc.ask("evm_revert", snapshot)
    rpc.ask("evm_increaseTime", 7)
    stage.contribute(model, stage.accounts[2], 2)
    wait_for_all(listener, stage)
    assert listener.has("reorganised")
    assert get("/api/health")["reorganisations"] == 1
    assert get(f"/api/models/{model}")["contributionCount"] == 1


def test_a_backend_that_was_away_goes_on_where_it_was(
    story: tuple[Stage, Address],
    backend: Backend,
    listener: Listener,
    ganache: Ganache,
    tmp_path: Path,
) -> None:
    stage, model = story
    stage.contribute(model, stage.accounts[1])
    wait_for_all(listener, stage)
    backend.stop(signal.SIGKILL)
    stage.contribute(model, stage.accounts[2])
    again = Backend(tmp_path, ganache.url)
    try:
        wait_for_all(listener, stage)
        assert not listener.has("restarted")
        assert not listener.has("reorganised")
    finally:
        again.close()


def test_it_stops_at_once_though_people_listen(
    story: tuple[Stage, Address], backend: Backend, listener: Listener
) -> None:
    wait_for_all(listener, story[0])
    assert backend.stop() < 8
    assert "Traceback" not in backend.log


def test_a_node_that_goes_away_is_a_sentence_and_comes_back(
    ganache: Ganache, tmp_path: Path
) -> None:
    stage, model = begin(ganache, tmp_path)
    with CutLine(LINE_PORT, GANACHE_PORT) as line:
        backend = Backend(tmp_path, line.url)
        try:
            wait_until(lambda: get("/api/health")["phase"] == "following")
            line.cut()
            wait_until(lambda: not get("/api/health")["chainReachable"])
            answer = httpx.get(f"{API}/api/health")
            assert answer.status_code == 503
            assert answer.json()["problem"]["name"] == "RpcFault"
            assert "should answer but does not" in answer.json()["problem"]["sentence"]
            assert get("/api/models")[0]["address"] == model  # what is known is still told
            answer = httpx.post(
                f"{API}/api/models/{model}/predict", json={"text": "worda"}, timeout=30
            )
            assert answer.status_code == 503
            assert answer.json()["error"]["name"] == "RpcFault"
            stage.contribute(model, stage.accounts[1])
            line.mend()
            wait_until(lambda: get(f"/api/models/{model}")["contributionCount"] == 1)
            assert get("/api/health")["problem"] is None
            assert "Traceback" not in backend.log
        finally:
            backend.close()


def test_a_chain_that_starts_again_with_another_history_is_followed_anew(
    tmp_path: Path,
) -> None:
    with ExitStack() as stack:
        with Ganache(port=RESTARTED_PORT) as first:
            stage, model = begin(first, tmp_path)
            stage.contribute(model, stage.accounts[1])
            backend = stack.enter_context(closing(Backend(tmp_path, first.url)))
            listener = stack.enter_context(closing(Listener()))
            wait_for_all(listener, stage)
            old = get("/api/health")
        wait_until(lambda: not get("/api/health")["chainReachable"])
        second = stack.enter_context(Ganache(port=RESTARTED_PORT))

        def is_told() -> bool:
            found = get("/api/health")["problem"]
            return found is not None and found["name"] == "WrongHistoryFault"

        wait_until(is_told)
        assert "deploy again" in get("/api/health")["problem"]["sentence"]
        assert get("/api/models")["error"]["name"] == "WrongHistoryFault"
        again, other_model = begin(second, tmp_path)
        assert other_model == model
        again.contribute(other_model, again.accounts[2], 2)
        wait_for_all(listener, again)
        assert listener.has("restarted")
        new = get("/api/health")
        assert new["genesisHash"] != old["genesisHash"]
        assert get(f"/api/models/{model}")["sampleCount"] == 2
        assert len(list((tmp_path / "index").glob("*.sqlite"))) == 2
        assert "Traceback" not in backend.log


def test_a_taken_port_is_a_sentence(backend: Backend, tmp_path: Path) -> None:
    script = (
        "from commonweal.api.app import serve\n"
        "from commonweal.errors import ConfigFault\n"
        "from commonweal.settings import Settings\n"
        "try:\n    serve(Settings.read())\n"
        "except ConfigFault as fault:\n    print(fault.sentence)\n"
    )
    environment = {**os.environ, "COMMONWEAL_PORT": str(API_PORT)}
    found = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert found.stdout == (
        f"127.0.0.1:{API_PORT} should be free to listen at but is not (Address already in use); "
        "stop what listens there, or choose another port.\n"
    )
