"""One word per noun: Solidity and Python name errors, events and actions alike."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from commonweal.actions import ACTIONS
from commonweal.errors import REJECTIONS
from commonweal.events import EVENTS
from commonweal.runtime.artifacts import Artifact, load_artifacts
from commonweal.types import IncentiveKind, ModelKind

TRAINERS = {
    "DensePerceptronMarket",
    "DensePerceptronPoints",
    "DensePerceptronStake",
    "SparsePerceptronMarket",
    "SparsePerceptronPoints",
    "SparsePerceptronStake",
}
PRODUCT = {"Badges", "Market", "Registry", "StepJudge"} | TRAINERS
# `from` is no name in Python.
RENAMED = {"from": "from_"}
# Amounts of Solidity's unit; Python also names the value of a payable call.
PAYABLE_VALUE = "value_wei"
# Only a model calls it, when it makes a market.
BY_CONTRACTS = {"start"}


@pytest.fixture(scope="module")
def contracts() -> dict[str, Artifact]:
    """Every contract that is deployed by the product."""
    return {name: found for name, found in load_artifacts().items() if name in PRODUCT}


def snake_case(name: str) -> str:
    return RENAMED.get(name) or re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def signatures(contracts: dict[str, Artifact], kind: str) -> dict[str, list[str]]:
    """Names of all entries of a kind and of their fields, as Python would spell them."""
    found: dict[str, list[str]] = {}
    for contract in contracts.values():
        for entry in contract.abi:
            if entry["type"] == kind:
                names = [snake_case(field["name"]) for field in entry["inputs"]]
                assert found.setdefault(entry["name"], names) == names
    return found


def field_names(cls: Any) -> list[str]:
    assert is_dataclass(cls)
    return [field.name for field in fields(cls)]


def test_every_contract_of_the_product_is_there(contracts: dict[str, Artifact]) -> None:
    assert set(contracts) == PRODUCT


def test_errors_are_rejections(contracts: dict[str, Artifact]) -> None:
    expected = signatures(contracts, "error")
    assert {name: field_names(cls) for name, cls in REJECTIONS.items()} == expected


def test_events_are_events(contracts: dict[str, Artifact]) -> None:
    expected = signatures(contracts, "event")
    assert {name: field_names(cls) for name, cls in EVENTS.items()} == expected


def test_functions_that_change_state_are_actions(contracts: dict[str, Artifact]) -> None:
    # Badges change by trainers only; what ERC-721 adds for people is refused or moves nothing.
    people_call = {name: found for name, found in contracts.items() if name != "Badges"}
    expected: dict[str, list[str]] = {}
    for contract in people_call.values():
        for entry in contract.abi:
            if entry["type"] != "function" or entry["stateMutability"] in ("view", "pure"):
                continue
            if entry["name"] in BY_CONTRACTS:
                continue
            names = [snake_case(field["name"]) for field in entry["inputs"]]
            if entry["stateMutability"] == "payable":
                names.append(PAYABLE_VALUE)
            assert expected.setdefault(entry["name"], names) == names
    assert {name: field_names(cls) for name, cls in ACTIONS.items()} == expected


def test_trainers_are_one_model_and_one_incentive_each() -> None:
    names = {
        f"{model.name}_{incentive.name}".title().replace("_", "")
        for model in ModelKind
        for incentive in IncentiveKind
    }
    assert names == TRAINERS
