"""The command line as a user has it: arguments in, exit code, stdout and stderr out."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from commonweal.cli import main

PROGRAM = Path(sys.executable).with_name("commonweal")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON and nothing else."""
        return json.loads(self.out)

    def ok(self) -> Ran:
        assert self.code == 0, self.err
        return self

    def failed(self) -> str:
        """Give the one sentence of a command that failed plainly."""
        assert self.code == 1, (self.code, self.err)
        assert "Traceback" not in self.err
        assert self.out == ""
        lines = [line for line in self.err.splitlines() if line.startswith("Error: ")]
        assert len(lines) == 1, self.err
        sentence = lines[0].removeprefix("Error: ")
        assert sentence.endswith("."), sentence
        return sentence


class CommandLine:
    """Runs commands against one node with one data folder."""

    def __init__(self, rpc_url: str, data: Path) -> None:
        self.environment = {
            "COMMONWEAL_RPC_URL": rpc_url,
            "COMMONWEAL_DATA_FOLDER": str(data),
            "COLUMNS": "200",
        }

    def run(self, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> Ran:
        """Run a command in this process."""
        out, err = io.StringIO(), io.StringIO()
        wrapped = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        code = 0
        with (
            patch.dict(os.environ, self.environment | environment),
            patch.object(sys, "stdin", wrapped),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main([str(argument) for argument in arguments])
            except SystemExit as end:
                code = int(end.code or 0)
        return Ran(code, out.getvalue(), err.getvalue())

    def start(
        self, *arguments: str | Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command in a process of its own."""
        return subprocess.Popen(
            [str(PROGRAM), *map(str, arguments)],
            env=os.environ | self.environment | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_obey_interrupts,
        )


def _obey_interrupts() -> None:
    # A shell starts background jobs, such as these tests, deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
