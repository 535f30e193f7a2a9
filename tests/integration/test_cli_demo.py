"""The demo as a user has it: figures as JSON, the page served, everything gone at the end."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from command_line import CommandLine
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport

CHAIN_PORT = 8764
SERVED_CHAIN_PORT = 8765
PAGE_PORT = 8770
SERVE_PORT = 8771
LONGEST_S = 300


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the demo once; stdout holds JSON and nothing else."""
    cli = CommandLine("http://127.0.0.1:1", tmp_path_factory.mktemp("data"))
    process = cli.start("demo", "--exit", "--json", "--rpc-port", str(CHAIN_PORT))
    out, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 0, err
    assert b"Traceback" not in err
    assert_free(CHAIN_PORT)
    found: dict[str, Any] = json.loads(out)
    return found


def test_every_figure_is_the_same_on_the_twin(figures: dict[str, Any]) -> None:
    assert figures["twin"]["compared"] > 100
    assert figures["twin"]["equal"] == figures["twin"]["compared"]


def test_right_labels_earn_more_than_wrong_ones_after_gas(figures: dict[str, Any]) -> None:
    people = {person["role"]: person for person in figures["people"]}
    careful = [person for role, person in people.items() if role.startswith("Careful")]
    careless = people["Careless"]
    assert len(careful) == 3
    assert figures["carefulBeatCareless"] is True
    assert all(int(person["gasFeeWei"]) > 0 for person in people.values())
    assert all(int(person["netWei"]) > int(careless["netWei"]) for person in careful)
    paid_more = figures["carefulWhoPaidMoreGasThanTheyEarned"]
    assert paid_more == [p["role"] for p in careful if int(p["netWei"]) < 0]
    for person in people.values():
        assert int(person["netWei"]) == int(person["earnedWei"]) - int(person["gasFeeWei"])


def test_a_lie_about_the_market_is_caught_and_the_careless_lose(figures: dict[str, Any]) -> None:
    market = figures["market"]
    assert 0 < market["refutedAtStep"] < market["steps"]
    assert market["errorsAfter"] < market["errorsBefore"]
    lost, burnt = int(market["liarLostWei"]), int(market["burntWei"])
    assert (lost - burnt, lost) == (int(market["challengerGotWei"]), 2 * burnt)
    gains = {
        role: int(each["paidWei"]) - int(each["sentWei"])
        for role, each in market["payouts"].items()
    }
    assert gains["Careless"] == min(gains.values()) < 0 < max(gains.values())


def test_there_are_models_under_stakes_and_under_points(figures: dict[str, Any]) -> None:
    assert [model["incentive"] for model in figures["models"]] == ["stake", "stake", "points"]
    for model in figures["models"]:
        for moment in ("before", "after"):
            found = model[moment]
            assert found["accuracy"] == round(found["correct"] / found["total"], 4)
        assert model["samples"] > 100
    badges = [levels for person in figures["people"] for levels in person["badges"].values()]
    assert [0] in badges


def test_the_demo_serves_the_page_and_ends_cleanly(tmp_path: Path) -> None:
    cli = CommandLine("http://127.0.0.1:1", tmp_path)
    process = cli.start(
        "demo", "--rpc-port", str(SERVED_CHAIN_PORT), "--port", str(PAGE_PORT), "--data", tmp_path
    )
    try:
        health = answer(f"http://127.0.0.1:{PAGE_PORT}/api/health", process)
        assert health["chainId"] == 1337
        while health["phase"] != "following":
            health = answer(f"http://127.0.0.1:{PAGE_PORT}/api/health", process)
        assert len(httpx.get(f"http://127.0.0.1:{PAGE_PORT}/api/models").json()) == 4
        transport = Web3Transport(f"http://127.0.0.1:{SERVED_CHAIN_PORT}")
        free = transport.accounts()[7:]
        assert len(free) == 3
        assert all(transport.balance_wei(account) == 1_000 * 10**18 for account in free)
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert b"who earned and who lost" in out
    assert f"http://127.0.0.1:{PAGE_PORT}/".encode() in err
    assert_free(SERVED_CHAIN_PORT)
    assert_free(PAGE_PORT)


def test_the_demo_can_be_interrupted_in_the_middle(tmp_path: Path) -> None:
    cli = CommandLine("http://127.0.0.1:1", tmp_path)
    process = cli.start("demo", "--exit", "--rpc-port", str(CHAIN_PORT))
    assert process.stdout is not None
    while b"People contribute" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert_free(CHAIN_PORT)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_said_before_anything_happens(tmp_path: Path) -> None:
    cli = CommandLine("http://127.0.0.1:1", tmp_path)
    with socket.create_server(("127.0.0.1", CHAIN_PORT)):
        sentence = cli.run("demo", "--exit", "--rpc-port", str(CHAIN_PORT)).failed()
    assert f"Port {CHAIN_PORT} should be free" in sentence


def test_serve_follows_a_chain_until_it_is_stopped(tmp_path: Path) -> None:
    with Ganache(port=CHAIN_PORT) as ganache:
        cli = CommandLine(ganache.url, tmp_path)
        cli.run("deploy", "wine", "--yes").ok()
        process = cli.start("serve", "--port", str(SERVE_PORT))
        try:
            health = answer(f"http://127.0.0.1:{SERVE_PORT}/api/health", process)
            assert health["chainId"] == 1337
            with socket.create_server(("127.0.0.1", 0)) as taken:
                port = taken.getsockname()[1]
                sentence = cli.run("serve", "--port", str(port)).failed()
            assert "should be free to listen at" in sentence
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
    assert_free(SERVE_PORT)


def test_a_chain_of_ones_own_is_ready_to_use(tmp_path: Path) -> None:
    cli = CommandLine(f"http://127.0.0.1:{CHAIN_PORT}", tmp_path)
    process = cli.start("chain", "--port", str(CHAIN_PORT), "--accounts", "3", "--json")
    try:
        assert process.stdout is not None
        text = ""
        while not text.endswith("}\n"):
            line = process.stdout.readline().decode()
            assert line, process.stderr and process.stderr.read()
            text += line
        told = json.loads(text)
        assert len(told["accounts"]) == 3
        assert cli.run("models", "--json", "--registry", told["registry"]).ok().json == []
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert_free(CHAIN_PORT)


def answer(url: str, process: Any) -> dict[str, Any]:
    """Wait for a server that starts; fail at once if it has ended."""
    deadline_s = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline_s:
        assert process.poll() is None, process.communicate()
        try:
            response = httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
            continue
        found: dict[str, Any] = response.json()
        if response.status_code == 200:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def assert_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
