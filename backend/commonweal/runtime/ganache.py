"""A local Ethereum chain: Ganache in a process of its own that never outlives ours."""

from __future__ import annotations

import atexit
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from web3 import HTTPProvider
from web3.types import RPCEndpoint

from commonweal.errors import ConfigFault, RpcFault
from commonweal.runtime.compiler import project_root

CHAIN_ID = 1337
MNEMONIC = "myth like bonus scare over problem client lizard pioneer submit female collect"
"""Ganache's own deterministic words: everybody knows the keys, so never send real ETH there."""
HOST = "127.0.0.1"

_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 10.0
_POLL_S = 0.05
# Ends with its standard input, that is with the process that started it, however that one ends.
_END_WITH_PARENT = (
    "data:text/javascript,process.stdin.resume();"
    "process.stdin.on('end',()=>process.kill(process.pid,'SIGTERM'))"
)


class Ganache:
    """A local chain; a context manager that starts and stops it.

    Parameters
    ----------
    port
        Where it listens on this machine; a free one by default.
    accounts
        Number of unlocked accounts.
    balance_eth
        What each of them has.
    database
        Folder in which the chain is kept between runs; None forgets it.
    chain_id
        Id of the chain.

    Raises
    ------
    ConfigFault
        Node or Ganache is not installed, or the port is taken.
    RpcFault
        It did not start; the sentence holds its last words.
    """

    def __init__(
        self,
        *,
        port: int | None = None,
        accounts: int = 10,
        balance_eth: int = 1_000,
        database: Path | None = None,
        chain_id: int = CHAIN_ID,
    ) -> None:
        self.port = _free_port() if port is None else port
        self.accounts = accounts
        self.balance_eth = balance_eth
        self.database = database
        self.chain_id = chain_id
        self._process: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """JSON-RPC address."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = self._command()
        _require_free(self.port)
        if self.database is not None:
            _require_folder(self.database)
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=self._words,
            stderr=subprocess.STDOUT,
            # Ctrl-C is ours to handle.
            start_new_session=True,
        )
        atexit.register(self.stop)
        try:
            self._wait_until_ready()
            self._catch_up()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it; harmless if it does not run."""
        atexit.unregister(self.stop)
        process, self._process = self._process, None
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._words is not None:
            self._words.close()
            self._words = None

    def _command(self) -> list[str]:
        node = shutil.which("node")
        if node is None:
            raise ConfigFault(
                "Node 20 or newer is needed to run Ganache but there is no `node` on PATH; "
                "install it from nodejs.org or your package manager."
            )
        program = project_root() / "node_modules" / ".bin" / "ganache"
        if not program.exists():
            raise ConfigFault(
                "Ganache should be installed under node_modules but is not; run `make setup`."
            )
        options = {
            "server.host": HOST,
            "server.port": self.port,
            "chain.chainId": self.chain_id,
            "chain.hardfork": "shanghai",
            "miner.defaultTransactionGasLimit": "estimate",
            "wallet.mnemonic": MNEMONIC,
            "wallet.totalAccounts": self.accounts,
            "wallet.defaultBalance": self.balance_eth,
        }
        if self.database is not None:
            options["database.dbPath"] = self.database
        arguments = [f"--{name}={value}" for name, value in options.items()]
        return [node, "--import", _END_WITH_PARENT, str(program), "--logging.quiet", *arguments]

    def _wait_until_ready(self) -> None:
        deadline_s = time.monotonic() + _START_TIMEOUT_S
        while time.monotonic() < deadline_s:
            if self._process is None or self._process.poll() is not None:
                raise RpcFault(f"Ganache should have started but ended at once: {self._last()}")
            try:
                with socket.create_connection((HOST, self.port), timeout=1):
                    self._ask("eth_chainId")
                    return
            except OSError:
                time.sleep(_POLL_S)
        raise RpcFault(
            f"Ganache should have answered within {_START_TIMEOUT_S:.0f} s but did not: "
            f"{self._last()}"
        )

    def _catch_up(self) -> None:
        """Go on from the time of a kept chain, which may have been moved ahead of the clock."""
        latest = self._ask("eth_getBlockByNumber", "latest", False)
        ahead_s = int(latest["timestamp"], 16) - int(time.time())
        if ahead_s > 0:
            self._ask("evm_increaseTime", ahead_s)

    def _ask(self, method: str, *params: Any) -> Any:
        provider = HTTPProvider(self.url, exception_retry_configuration=None)
        return provider.make_request(RPCEndpoint(method), params)["result"]

    def _last(self) -> str:
        if self._words is None:
            return "it said nothing"
        self._words.seek(0)
        lines = self._words.read().decode(errors="replace").strip().splitlines()
        errors = [line for line in lines if "Error:" in line]
        return next(iter([*errors, *reversed(lines)]), "it said nothing").strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _require_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigFault(
            f"The chain should be kept in the folder {folder} but it cannot be made "
            f"({error.strerror}); choose another folder."
        ) from None


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise ConfigFault(
                f"Port {port} should be free for the local chain but is taken; "
                "stop what listens there, or choose another port."
            ) from None
