"""Run every check of the repository, stage by stage, and stop at the first that fails.

A stage whose files are not there is left out. Several stages run at a time: most of them wait
for chains and browsers half of theirs. Each stage's output goes to ``build/logs``; it is shown if
the stage fails, or with ``--verbose`` while it runs.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "logs"
BIN = ROOT / ".venv" / "bin"
NODE_BIN = ROOT / "node_modules" / ".bin"
PYTHON = str(BIN / "python")
LINES_SHOWN = 120
MOST_JOBS = 3

#: Folders of tests in the order they are begun, the longest first; others that hold tests follow.
TEST_FOLDERS = ("integration", "parity", "contracts", "unit", "e2e", "conformance", "invariants")
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
    after
        Names of stages whose success it builds on.
    hint
        What to try first when it fails.
    """

    name: str
    commands: tuple[tuple[str, ...], ...]
    needs: str = "."
    fast: bool = True
    after: tuple[str, ...] = ("generated",)
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
            after=(),
            hint=mend_style,
        ),
        Stage("python-types", ((PYTHON, "-m", "mypy"),), after=()),
        Stage("python-layers", ((str(BIN / "lint-imports"), "--no-logo"),), after=()),
        Stage(
            "solidity-style",
            (
                ("solhint", "--max-warnings", "0", contracts),
                ("prettier", "--check", "--log-level", "warn", contracts),
            ),
            after=(),
            hint=mend_style,
        ),
        Stage("compile", ((PYTHON, "-m", "commonweal.runtime.artifacts"),), after=()),
        Stage("generated", ((PYTHON, "scripts/generate.py", "--check"),), after=("compile",)),
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
        after = ("generated", "page") if name == "e2e" else ("generated",)
        stages.append(Stage(name, commands, fast=name in FAST_TEST_FOLDERS, after=after))
    return stages


class Runner:
    """Runs stages side by side, each after those that it builds on.

    Parameters
    ----------
    stages
        In the order in which they are begun where they may be.
    jobs
        How many run at a time.
    verbose
        Whether to show their output while it comes.
    """

    def __init__(self, stages: list[Stage], jobs: int, *, verbose: bool) -> None:
        self._waiting = list(stages)
        self._count = len(stages)
        self._verbose = verbose
        self._jobs = jobs
        self._lock = threading.Lock()
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self) -> Stage | None:
        """Run them all; return the one that failed, if any, and begin no more after it."""
        running: dict[Future[float | None], Stage] = {}
        done = 0
        with ThreadPoolExecutor(self._jobs) as pool:
            try:
                while self._waiting or running:
                    while len(running) < self._jobs and (stage := self._next(running.values())):
                        running[pool.submit(self._timed, stage)] = stage
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        stage = running.pop(future)
                        done += 1
                        seconds = future.result()
                        result = "FAILED" if seconds is None else f"ok, {seconds:.1f} s"
                        said = last_line(log_file(stage))[:100]
                        print(f"[{done}/{self._count}] {stage.name} {result}  ({said})", flush=True)
                        if seconds is None:
                            return stage
            finally:
                self._stop()
        return None

    def _next(self, running: Iterable[Stage]) -> Stage | None:
        """Take the first stage that nothing which is still to be done comes before."""
        missing = {stage.name for stage in (*self._waiting, *running)}
        for stage in self._waiting:
            if missing.isdisjoint(stage.after):
                self._waiting.remove(stage)
                return stage
        return None

    def _timed(self, stage: Stage) -> float | None:
        """Run a stage; return its seconds, or None if it failed."""
        started_s = time.monotonic()
        succeeded = self._commands(stage)
        return time.monotonic() - started_s if succeeded else None

    def _commands(self, stage: Stage) -> bool:
        """Run a stage's commands, its output into the log; return whether all succeeded."""
        environment = os.environ | {
            "PATH": os.pathsep.join([str(BIN), str(NODE_BIN), os.environ.get("PATH", os.defpath)]),
            "SOLCX_BINARY_PATH": str(ROOT / "toolchain"),
            "PYTHONUNBUFFERED": "1",
        }
        with log_file(stage).open("wb") as log:
            for command in stage.commands:
                with self._lock:
                    if self._stopped:
                        return False
                    process = subprocess.Popen(
                        command,
                        cwd=ROOT,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                    self._processes.add(process)
                with process:
                    for line in process.stdout or ():
                        log.write(line)
                        log.flush()
                        if self._verbose:
                            sys.stdout.buffer.write(line)
                            sys.stdout.buffer.flush()
                with self._lock:
                    self._processes.discard(process)
                if process.returncode != 0:
                    return False
        return True

    def _stop(self) -> None:
        """End what still runs, with all that it started."""
        with self._lock:
            self._stopped = True
            for process in self._processes:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGTERM)


def log_file(stage: Stage) -> Path:
    """Return where a stage's output is kept."""
    return LOGS / f"test-{stage.name}.log"


def last_line(file: Path) -> str:
    """Return a log's last line that says something: what the tool found, in short."""
    lines = file.read_text(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def counted(stages: list[Stage]) -> str:
    """Add up what pytest counted in the stages' logs."""
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for stage in stages:
        for number, word in re.findall(
            r"(\d+) (passed|failed|skipped)", last_line(log_file(stage))
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
    parser.add_argument(
        "--jobs",
        type=int,
        default=min(MOST_JOBS, (os.cpu_count() or 1) + 1),
        help="stages at a time (default: %(default)s; with --verbose 1)",
    )
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
    jobs = 1 if wanted.verbose else max(1, wanted.jobs)
    failed = Runner(stages, jobs, verbose=wanted.verbose).run()
    if failed is not None:
        log = log_file(failed)
        if not wanted.verbose:
            print(*log.read_text(errors="replace").splitlines()[-LINES_SHOWN:], sep="\n")
        print(
            f"\nStage {failed.name} failed. All of its output: {log.relative_to(ROOT)}\n"
            f"{failed.hint}Run it alone: .venv/bin/python scripts/test.py {failed.name} --verbose"
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
