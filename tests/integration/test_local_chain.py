"""A local chain of our own, and what is remembered of the registry on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.errors import ConfigFault, RpcFault, WrongChainFault, WrongHistoryFault
from commonweal.runtime.deploy import (
    IMPLEMENTATIONS,
    JUDGE,
    MARKET,
    deploy,
    deployment_path,
    find_deployment,
)
from commonweal.runtime.ganache import CHAIN_ID, HOST, Ganache
from commonweal.runtime.transports.web3 import Web3Transport

ENDS_WITHIN_S = 15


def answers(chain: Ganache) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, chain.port)) == 0


def test_a_chain_runs_while_its_context_does() -> None:
    with Ganache(accounts=3, balance_eth=7) as chain:
        transport = Web3Transport(chain.url, chain_id=CHAIN_ID)
        assert transport.is_local
        accounts = transport.accounts()
        assert [transport.balance_wei(account) for account in accounts] == [7 * 10**18] * 3
        with pytest.raises(ConfigFault, match=f"Port {chain.port}"):
            Ganache(port=chain.port).start()
    assert not answers(chain)
    chain.stop()


def test_a_chain_ends_with_the_process_that_started_it() -> None:
    program = (
        "import time\n"
        "from commonweal.runtime.ganache import Ganache\n"
        "chain = Ganache()\n"
        "chain.start()\n"
        "print(chain.port, chain._process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        port, pid = map(int, parent.stdout.readline().split())
        with socket.create_connection((HOST, port), timeout=5):
            parent.kill()
    deadline_s = time.monotonic() + ENDS_WITHIN_S
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline_s:
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_chain_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigFault, match="another folder"):
        Ganache(database=tmp_path / "file").start()
    with Ganache(database=tmp_path / "chain"):
        # Two processes cannot keep their chains in one folder.
        second = Ganache(database=tmp_path / "chain")
        with pytest.raises(RpcFault, match="ended at once"):
            second.start()
        assert not answers(second)


def test_without_node_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigFault, match="Node 20"):
        Ganache().start()


def test_a_registry_is_found_again_on_a_kept_chain(tmp_path: Path) -> None:
    folder, database = tmp_path / "deployments", tmp_path / "chain"
    told: list[str] = []
    with Ganache(database=database) as chain:
        transport = Web3Transport(chain.url)
        deployment = deploy(transport, transport.accounts()[0], told.append)
        assert told == [*IMPLEMENTATIONS, JUDGE, MARKET, "Registry"]
        path = deployment.save(folder)
        assert path == deployment_path(folder, CHAIN_ID)
        assert find_deployment(transport, folder) == deployment
        transport.advance_time(90 * 86_400)
        before = transport.block()
    with Ganache(database=database) as chain:
        transport = Web3Transport(chain.url)
        assert find_deployment(transport, folder) == deployment
        # Its time goes on from where it was moved to.
        assert before.timestamp_s <= transport.now_s() < before.timestamp_s + 600
        transport.advance_time(1)
        assert transport.block().timestamp_s > before.timestamp_s
    with Ganache() as other:
        restarted = Web3Transport(other.url)
        with pytest.raises(WrongHistoryFault, match="restarted with another history"):
            find_deployment(restarted, folder)
        # The same history up to there, but the registry is another's.
        genesis_hash = restarted.block(0).hash
        replace(deployment, genesis_hash=genesis_hash).save(folder)
        with pytest.raises(WrongHistoryFault, match="nothing is there"):
            find_deployment(restarted, folder)
        replace(deployment, chain_id=5).save(folder)
        deployment_path(folder, 5).rename(path)
        with pytest.raises(WrongChainFault):
            find_deployment(restarted, folder)
        path.write_text('{"chainId": 1337}')
        with pytest.raises(ConfigFault, match="damaged"):
            find_deployment(restarted, folder)
        path.unlink()
        with pytest.raises(ConfigFault, match="commonweal deploy"):
            find_deployment(restarted, folder)
