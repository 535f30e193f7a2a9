"""Call the Solidity compiler with the settings that brownie uses too."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import solcx
import yaml
from solcx.exceptions import SolcError

from commonweal.errors import ConfigFault, Fault

#: What is asked of the compiler for every contract of ours.
OUTPUTS = (
    "abi",
    "evm.bytecode.object",
    "evm.bytecode.linkReferences",
    "evm.deployedBytecode.object",
    "storageLayout",
)


class ToolchainError(ConfigFault):
    """A tool or a file that the build needs is not there; the text says how to get it."""


class CompilationError(Fault):
    """The compiler refused the sources; the text is the compiler's own, in full."""


@cache
def project_root() -> Path:
    """Return the checkout this package runs from: the folder of ``brownie-config.yaml``.

    Raises
    ------
    ToolchainError
        If no parent folder of this file holds it.
    """
    for folder in Path(__file__).resolve().parents:
        if (folder / "brownie-config.yaml").is_file():
            return folder
    raise ToolchainError(
        "brownie-config.yaml was expected in a folder above the package, none was found: "
        "run commonweal from a checkout of its repository (`make setup` installs it so)."
    )


@dataclass(frozen=True, slots=True)
class CompilerSettings:
    """The compiler section of ``brownie-config.yaml``.

    Attributes
    ----------
    version
        Compiler release, without ``v``.
    evm_version
        Hardfork whose instructions may be used.
    optimizer
        As standard JSON wants it: ``{"enabled": bool, "runs": int}``.
    via_ir
        Whether code is generated through Yul.
    remappings
        ``prefix=path`` pairs, the path relative to the repository.
    """

    version: str
    evm_version: str
    optimizer: Mapping[str, bool | int]
    via_ir: bool
    remappings: tuple[str, ...]

    @classmethod
    def read(cls, config_file: Path) -> CompilerSettings:
        """Read the settings from a brownie configuration file."""
        solc = yaml.safe_load(config_file.read_text(encoding="utf-8"))["compiler"]["solc"]
        return cls(
            version=solc["version"],
            evm_version=solc["evm_version"],
            optimizer=dict(solc["optimizer"]),
            via_ir=solc["viaIR"],
            remappings=tuple(solc["remappings"]),
        )

    def standard_json(self) -> dict[str, Any]:
        """Return the settings of a standard JSON input, without the output selection."""
        return {
            "evmVersion": self.evm_version,
            "optimizer": dict(self.optimizer),
            "viaIR": self.via_ir,
            "remappings": list(self.remappings),
        }

    def digest(self) -> str:
        """Return a hash that changes with anything in here or in what we ask for."""
        identity = {"version": self.version, "outputs": OUTPUTS, "settings": self.standard_json()}
        return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Compilation:
    """What one run of the compiler gave.

    Attributes
    ----------
    contracts
        Source path -> contract name -> the compiler's output for it.
    warnings
        Formatted, as the compiler words them.
    """

    contracts: Mapping[str, Mapping[str, Mapping[str, Any]]]
    warnings: tuple[str, ...]


def compile_sources(
    root: Path,
    settings: CompilerSettings,
    sources: Mapping[str, str],
    wanted: Iterable[str],
) -> Compilation:
    """Compile Solidity sources in a subprocess.

    Parameters
    ----------
    root
        The repository: remapped imports are read below it.
    settings
        Compiler version and settings.
    sources
        Path relative to `root` -> text.
    wanted
        Paths of `sources` whose contracts are to be generated; the rest is only analysed.

    Raises
    ------
    ToolchainError
        If Node, the compiler or the Solidity libraries are not installed.
    CompilationError
        If the sources do not compile.
    """
    compiler = _require_toolchain(root, settings)
    standard_json = {
        "language": "Solidity",
        "sources": {path: {"content": text} for path, text in sorted(sources.items())},
        "settings": {
            **settings.standard_json(),
            "outputSelection": {path: {"*": list(OUTPUTS)} for path in sorted(wanted)},
        },
    }
    try:
        output = solcx.compile_standard(
            standard_json,
            base_path=root,
            solc_binary=compiler,
            allow_empty=True,
        )
    except SolcError as error:
        if not error.error_dict:
            raise CompilationError(error.stderr_data or str(error)) from error
        reports = "\n".join(report["formattedMessage"] for report in error.error_dict)
        raise CompilationError(reports) from error
    return Compilation(
        contracts={path: output.get("contracts", {}).get(path, {}) for path in wanted},
        warnings=tuple(report["formattedMessage"] for report in output.get("errors", [])),
    )


def _require_toolchain(root: Path, settings: CompilerSettings) -> Path:
    """Return the compiler's path, or say what is missing and how to get it."""
    folder = Path(os.environ.get("SOLCX_BINARY_PATH", root / "toolchain"))
    compiler = folder / f"solc-v{settings.version}"
    if not compiler.is_file():
        raise ToolchainError(
            f"The compiler {settings.version} of brownie-config.yaml was expected at {compiler}, "
            "no such file was found: let both name the same version."
        )
    if shutil.which("node") is None:
        raise ToolchainError(
            "Node 20 or newer is needed to run the compiler, no `node` was found on PATH: "
            "install it from nodejs.org or your package manager."
        )
    missing = [
        package
        for package in ("solc", "@openzeppelin/contracts")
        if not (root / "node_modules" / package / "package.json").is_file()
    ]
    if missing:
        raise ToolchainError(
            f"The npm packages {' and '.join(missing)} are not installed: run `make setup`."
        )
    return compiler
