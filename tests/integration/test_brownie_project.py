"""Brownie opens the repository as its project and compiles it to the same code as we do."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from commonweal.runtime.artifacts import Artifact, load_artifacts
from commonweal.runtime.compiler import CompilerSettings

COMPILE_TIMEOUT_S = 900
# A hash of all sources with their comments; brownie does not compile what uses a file of which
# only comments changed.
METADATA = re.compile("a2646970667358221220[0-9a-f]{64}64736f6c6343[0-9a-f]{6}0033")


@pytest.fixture(scope="module")
def compiled(repository: Path) -> Path:
    """Let brownie compile what changed; give the folder of its build."""
    environment = os.environ | {
        "PATH": os.pathsep.join(
            [
                str(repository / ".venv" / "bin"),
                str(repository / "node_modules" / ".bin"),
                os.environ.get("PATH", os.defpath),
            ]
        ),
        "SOLCX_BINARY_PATH": str(repository / "toolchain"),
    }
    done = subprocess.run(
        ["brownie", "compile"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        timeout=COMPILE_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Project has been compiled" in done.stdout
    return repository / "build" / "contracts"


def built(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


def code(bytecode: str) -> str:
    """Give the bytecode without its metadata."""
    return METADATA.sub("", bytecode)


def deployable() -> dict[str, Artifact]:
    return {name: found for name, found in load_artifacts().items() if found.bytecode}


def test_brownie_s_bytecode_is_ours(compiled: Path) -> None:
    ours = {
        name: (code(found.bytecode.hex()), code(found.deployed_bytecode.hex()))
        for name, found in deployable().items()
    }
    theirs = {
        name: (code(build["bytecode"]), code(build["deployedBytecode"]))
        for name in ours
        for build in [built(compiled, name)]
    }
    assert theirs == ours
    assert {"Registry", "Badges", "SparsePerceptronStake", "ConsumerExample"} <= ours.keys()


def test_brownie_s_abi_is_ours(compiled: Path) -> None:
    for name, found in deployable().items():
        assert sorted(built(compiled, name)["abi"], key=str) == sorted(found.abi, key=str)


def test_both_read_the_same_settings(compiled: Path, repository: Path) -> None:
    settings = CompilerSettings.read(repository / "brownie-config.yaml")
    used = built(compiled, "Registry")["compiler"]
    assert used["version"].startswith(settings.version)
    assert used["evm_version"] == settings.evm_version
