"""The compiled contracts: built when a source changes, else read from ``build/artifacts.json``.

``python -m commonweal.runtime.artifacts`` builds them and prints their sizes.
"""

from __future__ import annotations

import fcntl
import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from commonweal.runtime.compiler import (
    CompilationError,
    CompilerSettings,
    ToolchainError,
    compile_sources,
    project_root,
)
from commonweal.runtime.sources import closure_digests, read_sources

#: Largest code a chain accepts for one contract, in bytes (EIP-170).
CODE_LIMIT_BYTES = 24_576

# A library of internal functions has none of these: what is left of it is a stub nobody deploys.
_CALLABLE = frozenset({"constructor", "fallback", "function", "receive"})

# Source path -> {"closure": digest, "contracts": {name: the compiler's output}}. An entry stays
# valid until its source, or anything that it imports, changes.
_Entries = dict[str, dict[str, Any]]

_progress = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One compiled contract, abstract contract, interface or library.

    Attributes
    ----------
    name
        As the source spells it.
    abi
        The JSON ABI.
    bytecode
        What a deployment sends; empty for interfaces and abstract contracts.
    deployed_bytecode
        What then stands on chain, immutables still zero.
    source_path
        Relative to the repository, with forward slashes.
    storage_layout
        The compiler's description of the storage slots.
    """

    name: str
    abi: list[dict[str, Any]]
    bytecode: bytes
    deployed_bytecode: bytes
    source_path: str
    storage_layout: dict[str, Any]


def artifact(name: str) -> Artifact:
    """Return one compiled contract by name.

    Raises
    ------
    LookupError
        If no source declares it; the message lists those that do.
    """
    artifacts = load_artifacts()
    if name not in artifacts:
        known = ", ".join(artifacts) or "none at all"
        raise LookupError(f"A contract {name} was expected under contracts/, found {known}.")
    return artifacts[name]


@cache
def load_artifacts() -> dict[str, Artifact]:
    """Return every contract under ``contracts/`` by name, compiling first what changed.

    A process reads them once.

    Raises
    ------
    ToolchainError
        If the compiler is needed and cannot run.
    CompilationError
        If the sources do not compile.
    """
    return build_artifacts(project_root())


def build_artifacts(root: Path) -> dict[str, Artifact]:
    """Compile what changed in a checkout; two processes never compile it at the same time.

    Parameters
    ----------
    root
        The folder that holds ``contracts/``, ``brownie-config.yaml`` and ``package.json``.
    """
    settings = CompilerSettings.read(root / "brownie-config.yaml")
    sources = read_sources(root)
    closures = closure_digests(root, settings, sources)
    cache_file = root / "build" / "artifacts.json"

    entries = _read_cache(cache_file)
    if _closures_of(entries) != closures:
        with _locked(cache_file.with_name("artifacts.lock")):
            entries = _read_cache(cache_file)  # another process may just have built it
            if _closures_of(entries) != closures:
                entries = _rebuild(root, settings, sources, closures, entries)
                _write_cache(cache_file, entries)
    return _artifacts(entries)


def _closures_of(entries: _Entries) -> dict[str, str]:
    return {path: entry["closure"] for path, entry in entries.items()}


def _rebuild(
    root: Path,
    settings: CompilerSettings,
    sources: Mapping[str, str],
    closures: Mapping[str, str],
    old: _Entries,
) -> _Entries:
    """Compile the files whose closure changed and keep the rest."""
    kept = {path: entry for path, entry in old.items() if closures.get(path) == entry["closure"]}
    changed = sorted(sources.keys() - kept.keys())
    if not changed:  # files were only removed
        return kept
    task = f"Compiling {len(changed)} of {len(sources)} Solidity files with {settings.version}"
    started_s = time.monotonic()
    with _progress.status(f"{task} (all of them take about a minute)"):
        compilation = compile_sources(root, settings, sources, changed)
    for warning in compilation.warnings:
        _progress.print(warning.strip(), style="yellow", markup=False, highlight=False)
    _progress.print(f"{task}: {time.monotonic() - started_s:.0f} s", highlight=False)
    new = {
        path: {"closure": closures[path], "contracts": compilation.contracts[path]}
        for path in changed
    }
    return dict(sorted({**kept, **new}.items()))


def _artifacts(entries: _Entries) -> dict[str, Artifact]:
    artifacts: dict[str, Artifact] = {}
    for path, entry in entries.items():
        for name, output in entry["contracts"].items():
            if name in artifacts:
                raise CompilationError(
                    f"Contract names must be unique, {name} was found in both "
                    f"{artifacts[name].source_path} and {path}: rename one."
                )
            if output["evm"]["bytecode"]["linkReferences"]:
                raise CompilationError(
                    f"{name} in {path} needs a library linked at deployment, which is not "
                    "supported: make that library's functions internal."
                )
            artifacts[name] = Artifact(
                name=name,
                abi=output["abi"],
                bytecode=bytes.fromhex(output["evm"]["bytecode"]["object"]),
                deployed_bytecode=bytes.fromhex(output["evm"]["deployedBytecode"]["object"]),
                source_path=path,
                storage_layout=output["storageLayout"],
            )
    return dict(sorted(artifacts.items()))


def _read_cache(cache_file: Path) -> _Entries:
    """Return what was built before; nothing if there is no cache or it is damaged."""
    try:
        entries: _Entries = json.loads(cache_file.read_text(encoding="utf-8"))
        _closures_of(entries)
    except (FileNotFoundError, ValueError, AttributeError, TypeError, KeyError):
        return {}
    return entries


def _write_cache(cache_file: Path, entries: _Entries) -> None:
    unfinished = cache_file.with_suffix(".part")
    unfinished.write_text(json.dumps(entries, separators=(",", ":")), encoding="utf-8")
    unfinished.replace(cache_file)


@contextmanager
def _locked(lock_file: Path) -> Iterator[None]:
    """Hold a lock between processes; it is released even if this one is killed."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with _progress.status("Another process is compiling the contracts: waiting for it"):
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _size_table(artifacts: Mapping[str, Artifact]) -> Table:
    table = Table(title=f"Contract sizes in bytes (limit {CODE_LIMIT_BYTES:,})")
    table.add_column("Contract", no_wrap=True)
    table.add_column("On chain", justify="right")
    table.add_column("of limit", justify="right")
    table.add_column("Deployment", justify="right")
    for item in artifacts.values():
        size_bytes = len(item.deployed_bytecode)
        if not size_bytes or not any(entry["type"] in _CALLABLE for entry in item.abi):
            continue
        table.add_row(
            item.name,
            f"{size_bytes:,}",
            f"{size_bytes / CODE_LIMIT_BYTES:.0%}",
            f"{len(item.bytecode):,}",
            style="bold red" if size_bytes > CODE_LIMIT_BYTES else None,
        )
    return table


def main() -> int:
    """Build the contracts and print their sizes."""
    try:
        artifacts = load_artifacts()
    except (ToolchainError, CompilationError) as error:
        _progress.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return 1
    console = Console()
    console.print(_size_table(artifacts))
    largest = max(artifacts.values(), key=lambda item: len(item.deployed_bytecode), default=None)
    if largest is not None:
        share = len(largest.deployed_bytecode) / CODE_LIMIT_BYTES
        console.print(f"Largest: {largest.name}, {share:.0%} of the limit", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
