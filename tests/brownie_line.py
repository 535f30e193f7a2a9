"""`brownie run` as a user has it, with a home of its own in which networks listen elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NODE_BIN = ROOT / "node_modules" / ".bin"
# A checkout whose contracts brownie has not compiled yet takes a minute.
TIMEOUT_S = 600
_COLOUR = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class BrownieLine:
    """Runs brownie on one network with one data folder.

    Attributes
    ----------
    network : str
        Id of the network.
    home : Path
        Where brownie keeps what it knows of networks and accounts.
    data : Path
        Where commonweal keeps deployments and manifests.
    """

    network: str
    home: Path
    data: Path

    @classmethod
    def at(cls, network: str, url: str, folder: Path) -> BrownieLine:
        """Make the network mean the node at this address."""
        line = cls(network, folder / "home", folder / "data")
        line.home.mkdir()
        line.brownie("networks", "modify", network, f"host={url}")
        return line

    def brownie(self, *arguments: str, code: int = 0, account: str = "") -> str:
        """Run brownie, expect an exit code and give all that was printed."""
        environment = os.environ | {
            "HOME": str(self.home),
            "PATH": os.pathsep.join([str(BIN), str(NODE_BIN), os.environ.get("PATH", os.defpath)]),
            "SOLCX_BINARY_PATH": str(ROOT / "toolchain"),
            "COMMONWEAL_DATA_FOLDER": str(self.data),
            "COMMONWEAL_BROWNIE_ACCOUNT": account,
            # Brownie starts in half the time if Python keeps what it compiled.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.home / "bytecode"),
        }
        done = subprocess.run(
            [str(BIN / "brownie"), *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
            check=False,
        )
        printed = _COLOUR.sub("", done.stdout.decode())
        assert done.returncode == code, printed
        return printed

    def run(self, script: str, *arguments: str, code: int = 0, account: str = "") -> str:
        """Run a script; arguments are those of its function main."""
        function = ("main", *arguments) if arguments else ()
        return self.brownie(
            "run", script, *function, "--network", self.network, code=code, account=account
        )

    def fails(self, script: str, *arguments: str, account: str = "") -> str:
        """Run a script that ends with one plain sentence, and give it."""
        printed = self.run(script, *arguments, code=1, account=account)
        assert "Traceback" not in printed
        assert 'File "' not in printed
        (sentence,) = re.findall("^Error: (.*)$", printed, re.MULTILINE)
        assert sentence.endswith(".")
        return str(sentence)
