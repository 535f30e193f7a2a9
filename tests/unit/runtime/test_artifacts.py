"""The compiled contracts: what is compiled when, and what is said when it cannot be."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from commonweal.errors import Fault
from commonweal.runtime import artifacts as module
from commonweal.runtime.artifacts import build_artifacts
from commonweal.runtime.compiler import CompilationError, CompilerSettings, ToolchainError
from commonweal.runtime.sources import closure_digests, read_sources

HEAD = "// SPDX-License-Identifier: Apache-2.0\npragma solidity ^0.8.0;\n"
CLONER = (
    HEAD
    + 'import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";\n'
    + "contract Cloner { function clone() external { Clones.clone(address(this)); } }\n"
)
COUNTER = (
    HEAD + "contract Counter { uint256 public count; function add() public { count += 1; } }\n"
)
TWICE = (
    HEAD
    + 'import {Counter} from "./Counter.sol";\n'
    + "contract Twice is Counter { function addTwice() external { add(); add(); } }\n"
)


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """Return a checkout of three small contracts with this repository's toolchain."""
    for name in ("brownie-config.yaml", "package.json"):
        shutil.copy(repository / name, tmp_path / name)
    shutil.copytree(repository / "toolchain", tmp_path / "toolchain")
    (tmp_path / "node_modules").symlink_to(repository / "node_modules")
    (tmp_path / "contracts").mkdir()
    write(tmp_path, Cloner=CLONER, Counter=COUNTER, Twice=TWICE)
    return tmp_path


def write(checkout: Path, **contracts: str) -> None:
    for name, text in contracts.items():
        (checkout / "contracts" / f"{name}.sol").write_text(text)


def digests(checkout: Path) -> dict[str, str]:
    settings = CompilerSettings.read(checkout / "brownie-config.yaml")
    return closure_digests(checkout, settings, read_sources(checkout))


def test_a_contract_that_imports_openzeppelin_compiles(checkout: Path) -> None:
    built = build_artifacts(checkout)
    assert set(built) == {"Cloner", "Counter", "Twice"}
    assert [entry["name"] for entry in built["Cloner"].abi if entry["type"] == "function"] == [
        "clone"
    ]
    assert built["Cloner"].bytecode.endswith(built["Cloner"].deployed_bytecode)
    assert built["Counter"].source_path == "contracts/Counter.sol"
    assert built["Counter"].storage_layout["storage"][0]["label"] == "count"


def test_nothing_is_compiled_when_nothing_changed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build_artifacts(checkout)
    monkeypatch.setenv("SOLCX_BINARY_PATH", str(checkout / "nowhere"))
    assert build_artifacts(checkout) == built


def test_a_change_compiles_the_file_and_its_importers_only(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_artifacts(checkout)
    compiled: list[str] = []
    compile_sources = module.compile_sources

    def recording(*arguments: object) -> object:
        compiled.extend(arguments[3])  # type: ignore[arg-type, call-overload]
        return compile_sources(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "compile_sources", recording)
    write(checkout, Counter=COUNTER.replace("+= 1", "+= 2"))
    after = build_artifacts(checkout)
    assert compiled == ["contracts/Counter.sol", "contracts/Twice.sol"]
    assert after["Cloner"] == before["Cloner"]
    assert after["Counter"].bytecode != before["Counter"].bytecode
    assert after["Twice"].bytecode != before["Twice"].bytecode

    # What was kept is what a full compilation gives.
    (checkout / "build" / "artifacts.json").unlink()
    assert build_artifacts(checkout) == after


def test_a_removed_contract_is_gone(checkout: Path) -> None:
    build_artifacts(checkout)
    (checkout / "contracts" / "Twice.sol").unlink()
    assert set(build_artifacts(checkout)) == {"Cloner", "Counter"}


@pytest.mark.parametrize("damage", ["{", '{"contracts/Counter.sol": 1}'])
def test_a_damaged_cache_is_built_anew(checkout: Path, damage: str) -> None:
    built = build_artifacts(checkout)
    (checkout / "build" / "artifacts.json").write_text(damage)
    assert build_artifacts(checkout) == built


def test_a_setting_changes_every_digest(checkout: Path) -> None:
    before = digests(checkout)
    config = checkout / "brownie-config.yaml"
    config.write_text(re.sub(r"runs: \d+", "runs: 7", config.read_text()))
    after = digests(checkout)
    assert before.keys() == after.keys()
    assert all(before[path] != after[path] for path in before)


def test_a_library_version_changes_every_digest(checkout: Path) -> None:
    before = digests(checkout)
    package = json.loads((checkout / "package.json").read_text())
    package["dependencies"]["@openzeppelin/contracts"] = "5.2.0"
    (checkout / "package.json").write_text(json.dumps(package))
    after = digests(checkout)
    assert all(before[path] != after[path] for path in before)


def test_imports_in_a_circle_have_one_closure(checkout: Path) -> None:
    write(
        checkout,
        A=HEAD + 'import {B} from "./B.sol";\ncontract A {}\n',
        B=HEAD + 'import {A} from "./A.sol";\ncontract B {}\n',
    )
    found = digests(checkout)
    assert found["contracts/A.sol"] == found["contracts/B.sol"]


def test_the_compilers_words_are_passed_on_in_full(checkout: Path) -> None:
    write(checkout, Counter=COUNTER.replace("count += 1", "count += nothing"))
    with pytest.raises(CompilationError) as raised:
        build_artifacts(checkout)
    assert "DeclarationError: Undeclared identifier." in raised.value.sentence
    assert "contracts/Counter.sol:3:" in raised.value.sentence


def test_two_contracts_of_one_name_are_refused(checkout: Path) -> None:
    write(checkout, Again=COUNTER)
    with pytest.raises(CompilationError, match=r"Counter was found in both .*Again.* and .*Count"):
        build_artifacts(checkout)


def test_missing_packages_are_named(checkout: Path) -> None:
    (checkout / "node_modules").unlink()
    with pytest.raises(ToolchainError, match=r"solc and @openzeppelin/contracts .*`make setup`"):
        build_artifacts(checkout)


def test_missing_node_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    with pytest.raises(ToolchainError, match=r"Node 20 .* no `node` was found"):
        build_artifacts(checkout)


def test_a_compiler_of_another_version_is_refused(checkout: Path) -> None:
    config = checkout / "brownie-config.yaml"
    config.write_text(config.read_text().replace("version: 0.8.37", "version: 0.8.36"))
    with pytest.raises(Fault, match=r"0\.8\.36 .* no such file was found"):
        build_artifacts(checkout)
