"""Run every check of the repository, stage by stage, and stop at the first that fails.

A stage whose files are not there is left out. Each stage's output goes to ``build/logs``; it is
shown if the stage fails, or with ``--verbose`` while it runs.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "logs"
BIN = ROOT / ".venv" / "bin"
NODE_BIN = ROOT / "node_modules" / ".bin"
PYTHON = str(BIN / "python")
LINES_SHOWN = 120

#: Folders of tests in the order they run; others that hold tests follow.
TEST_FOLDERS = ("unit", "conformance", "contracts", "parity", "invariants", "integration", "e2e")
FAST_TEST_FOLDERS = ("unit", "conformance")


@dataclass(frozen=True, slots=True)
class Stage:
    """Commands that belong together.

    Attributes
    ----------
    name
        One word, to select the stage and name its log.
    commands
        Run one after the other from the repository's root.
    needs
        Path without which there is nothing to do.
    fast
        Whether ``--fast`` includes it.
    hint
        What to try first when it fails.
    """

    name: str
    commands: tuple[tuple[str, ...], ...]
    needs: str = "."
    fast: bool = True
    hint: str = ""


def all_stages() -> list[Stage]:
    """Return the stages that have something to do, in order."""
    contracts = "contracts/**/*.sol"
    mend_style = "Most of it is mended by: make format\n"
    stages = [
        Stage(
            "python-style",
            (
                (PYTHON, "-m", "ruff", "check", "."),
                (PYTHON, "-m", "ruff", "format", "--check", "."),
            ),
            hint=mend_style,
        ),
        Stage("python-types", ((PYTHON, "-m", "mypy"),)),
        Stage("python-layers", ((str(BIN / "lint-imports"), "--no-logo"),)),
        Stage(
            "solidity-style",
            (
                ("solhint", "--max-warnings", "0", contracts),
                ("prettier", "--check", "--log-level", "warn", contracts),
            ),
            hint=mend_style,
        ),
        Stage("compile", ((PYTHON, "-m", "commonweal.runtime.artifacts"),)),
        Stage("generated", ((PYTHON, "scripts/generate.py", "--check"),)),
        Stage("vectors", ((PYTHON, "scripts/vectors.py", "--check"),), needs="scripts/vectors.py"),
        Stage(
            "page",
            (
                ("npm", "--prefix", "dapp", "run", "check"),
                ("npm", "--prefix", "dapp", "run", "build"),
            ),
            needs="dapp/package-lock.json",
        ),
    ]
    return [stage for stage in stages + test_stages() if (ROOT / stage.needs).exists()]


def test_stages() -> list[Stage]:
    """Return one stage for each folder that holds Python tests."""
    found = {
        file.relative_to(ROOT / "tests").parts[0] for file in (ROOT / "tests").rglob("test_*.py")
    }
    ordered = [name for name in TEST_FOLDERS if name in found]
    ordered += sorted(found.difference(TEST_FOLDERS))
    stages = []
    for name in ordered:
        pytest = (PYTHON, "-m", "pytest", "-q", f"tests/{name}")
        commands = (("scripts/ensure_chromium.sh",), pytest) if name == "e2e" else (pytest,)
        stages.append(Stage(name, commands, fast=name in FAST_TEST_FOLDERS))
    return stages


def run(stage: Stage, log_file: Path, *, verbose: bool) -> bool:
    """Run a stage's commands, its output into the log; return whether all succeeded."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(BIN), str(NODE_BIN), os.environ.get("PATH", os.defpath)]),
        "SOLCX_BINARY_PATH": str(ROOT / "toolchain"),
        "PYTHONUNBUFFERED": "1",
    }
    with log_file.open("wb") as log:
        for command in stage.commands:
            with subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ) as process:
                for line in process.stdout or ():
                    log.write(line)
                    if verbose:
                        sys.stdout.buffer.write(line)
                        sys.stdout.buffer.flush()
            if process.returncode != 0:
                return False
    return True


def last_line(log_file: Path) -> str:
    """Return a log's last line that says something: what the tool found, in short."""
    lines = log_file.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def counted(stages: list[Stage]) -> str:
    """Add up what pytest counted in the stages' logs."""
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for stage in stages:
        for number, word in re.findall(
            r"(\d+) (passed|failed|skipped)", last_line(LOGS / f"test-{stage.name}.log")
        ):
            counts[word] += int(number)
    return "tests: " + ", ".join(f"{number} {word}" for word, number in counts.items())


def main() -> int:
    """Run the stages that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages", nargs="*", help="names of stages; none: all of them")
    parser.add_argument("--fast", action="store_true", help="leave out what takes long")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    parser.add_argument("--verbose", action="store_true", help="show output while it comes")
    wanted = parser.parse_args()

    stages = all_stages()
    names = [stage.name for stage in stages]
    unknown = set(wanted.stages) - set(names)
    if unknown:
        parser.error(f"no stage {', '.join(sorted(unknown))}: there are {', '.join(names)}")
    if wanted.stages:
        stages = [stage for stage in stages if stage.name in wanted.stages]
    if wanted.fast:
        stages = [stage for stage in stages if stage.fast]
    if wanted.list:
        print(*(stage.name for stage in stages), sep="\n")
        return 0

    LOGS.mkdir(parents=True, exist_ok=True)
    started_s = time.monotonic()
    for position, stage in enumerate(stages, start=1):
        log_file = LOGS / f"test-{stage.name}.log"
        print(f"[{position}/{len(stages)}] {stage.name} ", end="", flush=True)
        if wanted.verbose:
            print()
        stage_started_s = time.monotonic()
        succeeded = run(stage, log_file, verbose=wanted.verbose)
        seconds = time.monotonic() - stage_started_s
        print(f"{'ok' if succeeded else 'FAILED'}, {seconds:.1f} s  ({last_line(log_file)[:100]})")
        if not succeeded:
            if not wanted.verbose:
                print(*log_file.read_text(errors="replace").splitlines()[-LINES_SHOWN:], sep="\n")
            print(
                f"\nStage {stage.name} failed. All of its output: {log_file.relative_to(ROOT)}\n"
                f"{stage.hint}Run it alone: .venv/bin/python scripts/test.py {stage.name} --verbose"
            )
            return 1
    print(f"All {len(stages)} stages passed in {time.monotonic() - started_s:.0f} s")
    if any(stage in test_stages() for stage in stages):
        print(counted(stages))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nInterrupted.")
