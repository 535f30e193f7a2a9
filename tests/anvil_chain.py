"""A local chain of another make than Ganache, for tests that compare or that set the base fee."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ANVIL = Path(__file__).resolve().parents[1] / "node_modules" / ".bin" / "anvil"
START_TIMEOUT_S = 30.0


@contextmanager
def anvil_chain(*options: str, port: int | None = None) -> Iterator[str]:
    """Run anvil by the rules that Ganache knows; give its address."""
    if not ANVIL.exists():
        pytest.skip("anvil is not installed: its package is for Linux on x64 only")
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    command = [ANVIL, "--port", str(port), "--hardfork", "shanghai", "--silent", *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            _await_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _await_port(port: int) -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"anvil did not start within {START_TIMEOUT_S} s")
