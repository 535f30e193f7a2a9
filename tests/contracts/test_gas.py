"""Gas is exact: Ganache, anvil and the EVM in this process measure what the snapshot says.

No sentence misses its target by more than a tenth.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account

from anvil_chain import anvil_chain
from commonweal.runtime.artifacts import CODE_LIMIT_BYTES
from commonweal.runtime.ganache import CHAIN_ID as GANACHE_CHAIN_ID
from commonweal.runtime.ganache import MNEMONIC
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.types import Address

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import gas as gas_script

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def snapshot() -> dict[str, int]:
    """Gas by sentence, as it was written down."""
    return _snapshot("gas.json")


def _snapshot(name: str) -> dict[str, int]:
    found: dict[str, int] = json.loads((gas_script.SNAPSHOTS / name).read_text(encoding="utf-8"))
    return found


def ganache_accounts() -> list[Address]:
    """Give the first accounts of Ganache's own words: their addresses decide about zero bytes."""
    Account.enable_unaudited_hdwallet_features()
    paths = [f"m/44'/60'/0'/0/{index}" for index in range(3)]
    return [Account.from_mnemonic(MNEMONIC, account_path=path).address.lower() for path in paths]


@pytest.fixture
def anvil() -> Iterator[str]:
    """Run anvil with Ganache's accounts; give its address."""
    with anvil_chain("--mnemonic", MNEMONIC) as url:
        yield url


def without_market(found: dict[str, int], snapshot: dict[str, int]) -> dict[str, int]:
    """Give the sentences that were measured; a full market takes minutes there: `make gas`."""
    assert found
    return {sentence: snapshot[sentence] for sentence in found}


def test_ganache_measures_the_snapshot(snapshot: dict[str, int]) -> None:
    found = gas_script.measure_on_ganache(market=False)
    assert found == without_market(found, snapshot)


def test_anvil_measures_the_snapshot(anvil: str, snapshot: dict[str, int]) -> None:
    found = gas_script.measure(Web3Transport(anvil), ganache_accounts(), market=False)
    assert found == without_market(found, snapshot)


def test_the_evm_in_this_process_measures_the_snapshot(snapshot: dict[str, int]) -> None:
    accounts = ganache_accounts()
    # Commitments bind to the chain's id, and their bytes of zero cost less.
    transport = InProcessTransport(dict.fromkeys(accounts, 10**24), chain_id=GANACHE_CHAIN_ID)
    assert gas_script.measure(transport, accounts) == snapshot


@pytest.mark.parametrize("sentence", sorted(gas_script.targets()))
def test_gas_is_within_a_tenth_of_its_target(snapshot: dict[str, int], sentence: str) -> None:
    assert snapshot[sentence] <= gas_script.targets()[sentence]["at_most"] * gas_script.TOLERANCE


@pytest.mark.parametrize("sentence", sorted(gas_script.market_targets()))
def test_gas_of_markets_is_within_a_tenth_of_its_target(
    snapshot: dict[str, int], sentence: str
) -> None:
    assert snapshot[sentence] <= gas_script.market_targets()[sentence] * gas_script.TOLERANCE


def test_sizes_equal_the_snapshot_and_fit() -> None:
    sizes = gas_script.sizes()
    assert sizes == _snapshot("sizes.json")
    assert {"Registry", "Badges", "SparsePerceptronStake", "DensePerceptronPoints"} <= sizes.keys()
    assert max(sizes.values()) < CODE_LIMIT_BYTES


def test_the_readme_shows_the_snapshot(snapshot: dict[str, int]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in [*gas_script.rows(snapshot), *gas_script.market_rows(snapshot)]:
        assert "| " + " | ".join(row) + " |" in text
