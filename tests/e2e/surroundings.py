"""What the page lives in: a local chain, a registry with models, a backend that serves it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from commonweal.actions import Action, Call, Contribute
from commonweal.demo.check import compare, recompute
from commonweal.demo.productions import POINTS_RULES, STAKE_RULES
from commonweal.encoders import ManifestStore
from commonweal.encoders.base import Encoder
from commonweal.events import Contributed, Recorded
from commonweal.runtime.base import Outcome, TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy as deploy_registry
from commonweal.runtime.deposit import safe_deposit_wei
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.runtime.twin import TwinViews
from commonweal.samples import pack_contribution
from commonweal.services.deployer import deploy
from commonweal.services.plans import ModelPlan, planned
from commonweal.types import Address, IncentiveKind, PointsRules, StakeRules
from cut_line import CutLine

PROGRAM = Path(sys.executable).with_name("commonweal")
ETHER = 10**18

_START_TIMEOUT_S = 60.0
_POLL_S = 0.05


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Model:
    """A deployed model.

    Attributes
    ----------
    trainer : TrainerInfo
        Where it is and by which rules.
    plan : ModelPlan
        What it was made of; has rows that nobody contributed.
    """

    trainer: TrainerInfo
    plan: ModelPlan

    @property
    def address(self) -> Address:
        return self.trainer.address

    @property
    def name(self) -> str:
        return self.trainer.metadata.name

    @property
    def place(self) -> str:
        """The model's screen."""
        return f"#/models/{self.trainer.index}"

    @property
    def encoder(self) -> Encoder:
        return self.plan.start.encoder

    def pack(self, *rows: tuple[object, int]) -> bytes:
        """Pack raw data and labels."""
        samples = [self.encoder.encode(raw, label) for raw, label in rows]
        return pack_contribution(self.encoder.sample_format, samples)


class Chain:
    """A Ganache with a registry, and a line to it that can be cut.

    Attributes
    ----------
    ganache : Ganache
        The node.
    line : CutLine
        The page's way to it.
    runtime : ContractRuntime
        Submits and reads, past the line.
    people : tuple of str
        The node's own accounts with ETH; the first deployed everything.
    """

    def __init__(self, ganache: Ganache, line: CutLine, data_folder: Path) -> None:
        self.ganache = ganache
        self.line = line
        self.data_folder = data_folder
        self.begin()

    def begin(self) -> None:
        """Deploy a registry and remember it, as `commonweal deploy` does on a new chain."""
        self.rpc = RpcClient(self.ganache.url)
        transport = Web3Transport(self.ganache.url)
        self.people = tuple(transport.accounts())
        deployment = deploy_registry(transport, self.people[0])
        deployment.save(self.data_folder / "deployments")
        self._first_block = deployment.block_number
        self.runtime = ContractRuntime(transport, deployment.registry)

    def deploy(self, plan: str, rules: StakeRules | PointsRules) -> Model:
        found = planned(plan)
        manifests = ManifestStore(self.data_folder / "encoders")
        return Model(deploy(self.runtime, self.people[0], found, rules, manifests).trainer, found)

    def run(self, sender: Address, to: Model, action: Action) -> Outcome:
        return self.runtime.run(Call(sender, to.address, action)).accepted()

    def contribute(self, sender: Address, to: Model, *rows: tuple[object, int]) -> bytes:
        """Contribute raw data with labels; give the samples."""
        samples = to.pack(*rows)
        stake = to.trainer.incentive is IncentiveKind.STAKE
        value_wei = safe_deposit_wei(self.runtime, to.address, len(rows)) if stake else 0
        self.run(sender, to, Contribute(samples, value_wei))
        return samples

    def give(self, account: Address, wei: int) -> None:
        """Send ETH."""
        message = {"from": self.people[0], "to": account, "value": hex(wei)}
        self.wait_for(self.rpc.ask_once("eth_sendTransaction", message))

    def wait_for(self, transaction_hash: str) -> dict[str, str]:
        """Give the receipt of a transaction."""
        deadline_s = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < deadline_s:
            receipt: dict[str, str] | None = self.rpc.ask(
                "eth_getTransactionReceipt", transaction_hash
            )
            if receipt is not None:
                assert receipt["status"] == "0x1", receipt
                return receipt
            time.sleep(_POLL_S)
        raise AssertionError(f"Transaction {transaction_hash} was not mined.")

    def fee_wei(self, transaction_hash: str) -> int:
        receipt = self.wait_for(transaction_hash)
        return int(receipt["gasUsed"], 16) * int(receipt["effectiveGasPrice"], 16)

    def history(self) -> tuple[Recorded, ...]:
        """Give all events since the registry was deployed."""
        return self.runtime.history(self._first_block, self.runtime.transport.block().number)

    def contributed(self, model: Model) -> tuple[Contributed, ...]:
        """Give a model's contributions, in order."""
        events = (one.event for one in self.history() if one.emitter == model.address)
        return tuple(event for event in events if isinstance(event, Contributed))

    def assert_twin_agrees(self, *accounts: Address) -> TwinViews:
        """Compare all that the chain says of every model and these accounts with the twin."""
        last = self.runtime.transport.block()
        history = self.runtime.history(self._first_block, last.number)
        twin = recompute(self.runtime.registry, history, last.timestamp_s)
        compared = tuple(compare(self.runtime.at(last.number), twin, accounts, history))
        assert compared
        assert [found for found in compared if not found.equal] == []
        return twin


@dataclass(frozen=True, slots=True)
class Models:
    """The registry's models, in its order."""

    sentiment: Model
    points: Model
    table: Model

    @classmethod
    def deploy_to(cls, chain: Chain) -> Models:
        return cls(
            sentiment=chain.deploy("sentiment", STAKE_RULES),
            points=chain.deploy("sentiment", POINTS_RULES),
            table=chain.deploy("breast-cancer", STAKE_RULES),
        )


class Backend:
    """`commonweal serve` in a process of its own.

    Attributes
    ----------
    url : str
        Where the page is.
    """

    def __init__(self, data_folder: Path, rpc_url: str, page_rpc_url: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close
        command = [PROGRAM, "serve", "--port", port, "--data", data_folder, "--rpc", rpc_url]
        self._process = subprocess.Popen(
            [*map(str, command), "--page-rpc", page_rpc_url],
            env=os.environ | {"COMMONWEAL_POLL_S": "0.5"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_serving()
        except BaseException:
            self.close()
            raise

    @property
    def words(self) -> str:
        """What it said."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._log.close()

    def _wait_until_serving(self) -> None:
        deadline_s = time.monotonic() + _START_TIMEOUT_S
        with httpx.Client(trust_env=False) as client:
            while time.monotonic() < deadline_s:
                assert self._process.poll() is None, self.words
                with contextlib.suppress(httpx.TransportError):
                    if client.get(f"{self.url}/api/config").status_code == httpx.codes.OK:
                        return
                time.sleep(_POLL_S)
        raise AssertionError(f"The backend did not serve in time: {self.words}")
