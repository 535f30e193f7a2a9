"""Install what the repository needs into ``.venv`` and ``node_modules``, as the locks say.

Needs nothing but the standard library. A step whose lock did not change since it last succeeded
is skipped, so running this again costs nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT / "build" / "logs"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
PYTHON_LOCK = ROOT / "requirements.lock"
NODE_MAJOR_AT_LEAST = 20


class StepFailed(Exception):
    """A command of a step failed; its output is in the step's log."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to install.

    Attributes
    ----------
    title
        What the user reads.
    inputs
        What decides what gets installed.
    stamp
        Written after success, inside what was installed, so that deleting one deletes both.
    install
        Does it, writing every command's output to the log it is given.
    """

    title: str
    inputs: bytes
    stamp: Path
    install: Callable[[IO[bytes]], None]

    def digest(self) -> str:
        """Hash the inputs, the interpreter and the place: an environment cannot be moved."""
        parts = (sys.version.encode(), os.fsencode(ROOT), self.inputs)
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def is_done(self) -> bool:
        """Whether this very thing is installed already."""
        return self.stamp.is_file() and self.stamp.read_text() == self.digest()


def missing_tools() -> list[str]:
    """Return one sentence for each tool that is not there or too old."""
    problems = []
    if importlib.util.find_spec("ensurepip") is None:
        problems.append(
            "Python's venv module is incomplete (no ensurepip): on Debian or Ubuntu run "
            "`apt-get install python3.11-venv`."
        )
    if shutil.which("git") is None:
        problems.append("git is needed, none was found: install it with your package manager.")
    node = shutil.which("node")
    if node is None:
        problems.append(
            f"Node {NODE_MAJOR_AT_LEAST} or newer is needed, none was found: "
            "get it from nodejs.org or your package manager."
        )
    else:
        version = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False
        ).stdout.strip()
        major = re.match(r"v(\d+)\.", version)
        if major is None or int(major[1]) < NODE_MAJOR_AT_LEAST:
            problems.append(
                f"Node {NODE_MAJOR_AT_LEAST} or newer is needed, found {version or 'a broken one'}"
                f" at {node}: get it from nodejs.org or your package manager."
            )
    if shutil.which("npm") is None:
        problems.append(
            "npm is needed, none was found: it comes with Node from nodejs.org "
            "(on Debian it is the package npm)."
        )
    return problems


def run(log: IO[bytes], command: Sequence[str | Path], folder: Path = ROOT) -> None:
    """Run a command quietly.

    Raises
    ------
    StepFailed
        If it does not exit with 0.
    """
    log.write(f"$ {' '.join(map(str, command))}\n".encode())
    log.flush()
    environment = os.environ | {"VIRTUAL_ENV": str(VENV), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        raise StepFailed


def install_python(log: IO[bytes]) -> None:
    """Fill ``.venv``: uv does it in seconds; pip does it where uv reaches no index."""
    if not venv_is_sound():
        # Resolved, since an activated `.venv` may run this and would clear itself away.
        run(log, [Path(sys.executable).resolve(), "-m", "venv", "--clear", VENV])
    pip_install: list[str | Path] = [VENV_PYTHON, "-m", "pip", "install", "--quiet"]
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirement:
            requirement.write(locked_requirement("uv"))
            requirement.flush()
            run(log, [*pip_install, "-r", requirement.name])
        run(log, [VENV / "bin" / "uv", "pip", "sync", "--python", VENV_PYTHON, PYTHON_LOCK])
    except StepFailed:
        log.write(b"uv could not do it: trying pip\n")
        run(log, [*pip_install, "-r", PYTHON_LOCK])
    # The project itself, editable; its build backend is in the lock.
    run(log, [*pip_install, "--no-deps", "--no-index", "--no-build-isolation", "-e", ROOT])


def venv_is_sound() -> bool:
    """Whether ``.venv`` was made here, by the same Python, and still runs."""
    config = VENV / "pyvenv.cfg"
    if not config.is_file() or str(VENV) not in config.read_text():
        return False
    version = subprocess.run(
        [VENV_PYTHON, "-c", "import sys; print(sys.version, end='')"],
        capture_output=True,
        text=True,
        check=False,
    )
    return version.stdout == sys.version


def locked_requirement(package: str) -> str:
    """Return a package's entry of the lock, with its hashes."""
    entry = re.search(
        rf"^{re.escape(package)}==.*\n(?:[ ]+.*\n)*", PYTHON_LOCK.read_text(), re.MULTILINE
    )
    if entry is None:
        raise SystemExit(f"{PYTHON_LOCK.name} should pin {package}, it does not: run `make lock`.")
    return entry[0]


def install_node(folder: Path) -> Callable[[IO[bytes]], None]:
    """Return the step that installs a folder's npm packages exactly as locked."""

    def install(log: IO[bytes]) -> None:
        # No install scripts: nothing that is pinned needs one.
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        run(log, ["npm", "ci", *options], folder)

    return install


def node_step(title: str, folder: Path) -> Step:
    """Return the step for one npm project."""
    return Step(
        title=title,
        inputs=b"\0".join((folder / f).read_bytes() for f in ("package.json", "package-lock.json")),
        stamp=folder / "node_modules" / ".commonweal-stamp",
        install=install_node(folder),
    )


def project_metadata() -> bytes:
    """Return what of ``pyproject.toml`` an installation depends on: not the tools' settings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    relevant = (project["build-system"], project["project"], project["tool"]["setuptools"])
    return json.dumps(relevant, sort_keys=True).encode()


def steps() -> list[Step]:
    """Return all steps in order."""
    todo = [
        Step(
            title="Python packages",
            inputs=PYTHON_LOCK.read_bytes() + b"\0" + project_metadata(),
            stamp=VENV / ".commonweal-stamp",
            install=install_python,
        ),
        node_step("Compiler, local chains, Solidity libraries", ROOT),
    ]
    if (ROOT / "dapp" / "package-lock.json").is_file():
        todo.append(node_step("Packages of the web page", ROOT / "dapp"))
    return todo


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show that a step runs: a counter of seconds on a terminal, one line elsewhere."""
    if not sys.stdout.isatty():
        print(f"  … {title}", flush=True)
        yield
        return
    finished = threading.Event()

    def tick() -> None:
        for seconds in itertools.count():
            print(f"\r  … {title}: {seconds} s", end="", flush=True)
            if finished.wait(1):
                return

    ticker = threading.Thread(target=tick)
    ticker.start()
    try:
        yield
    finally:
        finished.set()
        ticker.join()
        print("\r\033[K", end="", flush=True)


def perform(step: Step) -> bool:
    """Do one step with a progress line; return whether it succeeded."""
    if step.is_done():
        print(f"  ✓ {step.title}: up to date")
        return True
    log_file = LOGS / f"setup-{re.sub('[^a-z]+', '-', step.title.lower())}.log"
    started_s = time.monotonic()
    step.stamp.unlink(missing_ok=True)
    with log_file.open("wb") as log, progress(step.title):
        try:
            step.install(log)
        except StepFailed:
            succeeded = False
        else:
            succeeded = True
    if succeeded:
        step.stamp.write_text(step.digest())
        print(f"  ✓ {step.title}: installed in {time.monotonic() - started_s:.0f} s")
        return True
    last_command = log_file.read_text(errors="replace").rpartition("\n$ ")[2].splitlines()
    print(f"  ✗ {step.title}: failed. From {log_file.relative_to(ROOT)}:", file=sys.stderr)
    print("\n".join(f"    {line}" for line in last_command[:12]), file=sys.stderr)
    print(
        "    Check that this machine reaches its Python and npm package indexes, "
        "then run `make setup` again.",
        file=sys.stderr,
    )
    return False


def main() -> int:
    """Check the tools, then do every step that is not done yet."""
    problems = missing_tools()
    if problems:
        print("Something is missing:", *problems, sep="\n  ", file=sys.stderr)
        return 1
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits, then finds all done
        print("Setting up")
        return 0 if all(perform(step) for step in steps()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nInterrupted: run `make setup` again, it continues where it stopped.")
