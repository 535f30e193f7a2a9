"""What the contracts offer: their interfaces, no more, and within the size a chain accepts."""

from __future__ import annotations

from typing import Any

import pytest

from commonweal.runtime.artifacts import CODE_LIMIT_BYTES, artifact, load_artifacts

PRODUCT = {
    "Registry": {"IRegistry"},
    "SparsePerceptronStake": {"ITrainer", "IStakeIncentive"},
    "DensePerceptronStake": {"ITrainer", "IStakeIncentive"},
    "SparsePerceptronPoints": {"ITrainer", "IPointsIncentive"},
    "DensePerceptronPoints": {"ITrainer", "IPointsIncentive"},
    "SparsePerceptronMarket": {"ITrainer", "IMarketIncentive", "ILearner"},
    "DensePerceptronMarket": {"ITrainer", "IMarketIncentive", "ILearner"},
    "Market": {"IMarket"},
    "StepJudge": {"IStepJudge"},
    "Badges": {"IBadges", "IERC5192", "IERC165", "IERC721", "IERC721Metadata"},
}
TRAINERS = [name for name in PRODUCT if name.startswith(("Sparse", "Dense"))]
DEPLOYABLE = sorted(
    name
    for name, found in load_artifacts().items()
    if found.deployed_bytecode and found.source_path.startswith("contracts/")
)


def signature(entry: dict[str, Any]) -> str:
    """Give what makes an ABI entry that entry."""

    def kind(field: dict[str, Any]) -> str:
        if field["type"].startswith("tuple"):
            inner = ",".join(map(kind, field["components"]))
            return f"({inner}){field['type'].removeprefix('tuple')}"
        return str(field["type"])

    def fields(name: str) -> str:
        return ",".join(
            kind(field) + (" indexed" if field.get("indexed") else "")
            for field in entry.get(name, ())
        )

    returns = f" -> {fields('outputs')} {entry['stateMutability']}" if "outputs" in entry else ""
    return f"{entry['type']} {entry['name']}({fields('inputs')}){returns}"


def entries(contract: str, *kinds: str) -> set[str]:
    return {signature(entry) for entry in artifact(contract).abi if entry["type"] in kinds}


@pytest.mark.parametrize("contract", PRODUCT)
def test_a_contract_has_its_interfaces_whole(contract: str) -> None:
    found = {entry.rsplit(" ", 1)[0] for entry in entries(contract, "function")}
    found |= entries(contract, "event", "error")
    for interface in PRODUCT[contract]:
        if interface in load_artifacts():
            # An implementation may promise more than its interface: `pure` for `view`.
            wanted = {entry.rsplit(" ", 1)[0] for entry in entries(interface, "function")}
            assert wanted | entries(interface, "event", "error") <= found


@pytest.mark.parametrize("contract", [*TRAINERS, "Registry", "StepJudge"])
def test_a_contract_has_no_function_beyond_its_interfaces(contract: str) -> None:
    declared = {
        entry["name"]
        for interface in (*PRODUCT[contract], "IModel", "IDataHandler")
        for entry in artifact(interface).abi
        if entry["type"] == "function"
    }
    found = {entry["name"] for entry in artifact(contract).abi if entry["type"] == "function"}
    assert found <= declared


def test_badges_have_no_function_beyond_the_standards() -> None:
    found = {entry["name"] for entry in artifact("Badges").abi if entry["type"] == "function"}
    own = {entry["name"] for entry in artifact("IBadges").abi if entry["type"] == "function"}
    erc721 = {"balanceOf", "ownerOf", "safeTransferFrom", "transferFrom", "approve", "getApproved"}
    erc721 |= {"setApprovalForAll", "isApprovedForAll", "name", "symbol", "tokenURI"}
    assert found == own | erc721 | {"locked", "supportsInterface"}


def test_models_of_one_incentive_have_the_same_abi() -> None:
    kinds = ("function", "event", "error")
    for incentive in ("Stake", "Points", "Market"):
        sparse = entries(f"SparsePerceptron{incentive}", *kinds)
        assert sparse == entries(f"DensePerceptron{incentive}", *kinds)


@pytest.mark.parametrize("contract", PRODUCT)
def test_eth_enters_where_the_rules_say_only(contract: str) -> None:
    payable = {
        entry.get("name", entry["type"])
        for entry in artifact(contract).abi
        if entry.get("stateMutability") == "payable"
    }
    expected = {"contribute"} if contract in TRAINERS else set()
    if contract.endswith("Stake"):
        expected |= {"fund"}
    elif contract.endswith("Market"):
        # A model passes what opens a market on to it; `contribute` refuses.
        of_market = {"start", "contribute", "commit", "propose", "challenge"}
        expected = of_market if contract == "Market" else expected | {"openMarket"}
    assert payable == expected


@pytest.mark.parametrize("contract", DEPLOYABLE)
def test_a_contract_is_small_enough_for_every_chain(contract: str) -> None:
    assert len(artifact(contract).deployed_bytecode) < CODE_LIMIT_BYTES


def test_every_contract_of_the_product_is_measured() -> None:
    assert set(PRODUCT) | {"ConsumerExample"} <= set(DEPLOYABLE)
