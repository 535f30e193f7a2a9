"""The Solidity sources, and a hash for each that changes with anything it is compiled from."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from commonweal.runtime.compiler import CompilerSettings

_IMPORT = re.compile(r"""^\s*import\b[^;]*?["'](\.[^"']*)["']\s*;""", re.MULTILINE)


def read_sources(root: Path) -> dict[str, str]:
    """Return the text of every file under ``contracts/`` by its path relative to `root`."""
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted((root / "contracts").rglob("*.sol"))
    }


def closure_digests(
    root: Path, settings: CompilerSettings, sources: Mapping[str, str]
) -> dict[str, str]:
    """Hash each source with all it imports, the compiler's settings and the libraries' version.

    Parameters
    ----------
    root
        The repository, whose ``package.json`` pins the imported libraries.
    settings
        Compiler version and settings.
    sources
        Path -> text, as `read_sources` gives them.

    Returns
    -------
    dict of str to str
        Path -> SHA-256 in hexadecimal.
    """
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    common = f"{settings.digest()} {json.dumps(package['dependencies'], sort_keys=True)}"
    own = {path: _sha256(text) for path, text in sources.items()}
    return {
        path: _sha256("\n".join([common, *(f"{p} {own[p]}" for p in _closure(path, sources))]))
        for path in sources
    }


def _closure(path: str, sources: Mapping[str, str]) -> list[str]:
    """Return `path` and everything of ours that it imports, directly or not, sorted."""
    reached = {path}
    frontier = [path]
    while frontier:
        current = frontier.pop()
        folder = posixpath.dirname(current)
        for target in _IMPORT.findall(sources[current]):
            imported = posixpath.normpath(posixpath.join(folder, target))
            if imported in sources and imported not in reached:
                reached.add(imported)
                frontier.append(imported)
    return sorted(reached)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
