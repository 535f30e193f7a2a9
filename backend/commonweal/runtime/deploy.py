"""Deploys the registry with all it needs, and remembers where for each chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commonweal.commitment import keccak
from commonweal.errors import ConfigFault, WrongChainFault, WrongHistoryFault
from commonweal.runtime import codec
from commonweal.runtime.base import WAIT_S
from commonweal.runtime.transports.base import Message, Receipt, Reverted, Transport
from commonweal.types import Address

IMPLEMENTATIONS = (
    "SparsePerceptronStake",
    "DensePerceptronStake",
    "SparsePerceptronPoints",
    "DensePerceptronPoints",
    "SparsePerceptronMarket",
    "DensePerceptronMarket",
)
"""Of trainers, in the order of the registry's constructor."""
JUDGE = "StepJudge"
MARKET = "Market"


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the registry of a chain is.

    Attributes
    ----------
    chain_id : int
        Id of the chain.
    genesis_hash : bytes
        Hash of its first block, by which a restarted local chain shows.
    registry : str
        Address.
    code_hash : bytes
        keccak256 of the registry's code.
    block_number : int
        Block of its deployment: no event of it is older.
    """

    chain_id: int
    genesis_hash: bytes
    registry: Address
    code_hash: bytes
    block_number: int

    def save(self, folder: Path) -> Path:
        """Write it to `<folder>/<chain id>.json`, whole or not at all; give the path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = deployment_path(folder, self.chain_id)
        content = {
            "chainId": self.chain_id,
            "genesisHash": "0x" + self.genesis_hash.hex(),
            "registry": self.registry,
            "codeHash": "0x" + self.code_hash.hex(),
            "block": self.block_number,
        }
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(path)
        return path


def deployment_path(folder: Path, chain_id: int) -> Path:
    """Give the deployments file of a chain."""
    return folder / f"{chain_id}.json"


def deploy(
    transport: Transport,
    sender: Address,
    progress: Callable[[str], None] | None = None,
    timeout_s: float = WAIT_S,
) -> Deployment:
    """Deploy the implementations, the registry and with it the badges.

    Parameters
    ----------
    transport
        Way to the chain.
    sender
        Who pays for it; it has no rights later.
    progress
        Told the name of each contract before it is deployed.
    timeout_s
        How long to wait for each of the transactions.
    """

    def create(contract: str, *arguments: Address | list[Address]) -> Receipt:
        if progress is not None:
            progress(contract)
        return _create(transport, sender, contract, arguments, timeout_s)

    implementations = [_created(create(contract)) for contract in IMPLEMENTATIONS]
    market = _created(create(MARKET, _created(create(JUDGE))))
    receipt = create(codec.REGISTRY, implementations, market)
    registry = _created(receipt)
    return Deployment(
        chain_id=transport.chain_id,
        genesis_hash=transport.block(0).hash,
        registry=registry,
        code_hash=keccak(transport.code(registry)),
        block_number=receipt.block.number,
    )


def find_deployment(transport: Transport, folder: Path) -> Deployment:
    """Find the registry of a chain from its deployments file, and make sure that it is there.

    Raises
    ------
    ConfigFault
        There is no such file, or it is damaged.
    WrongHistoryFault
        The chain has another history than the file speaks of, as a local chain after a restart.
    """
    deployment = load_deployment(folder, transport.chain_id)
    check_deployment(transport, deployment)
    return deployment


def load_deployment(folder: Path, chain_id: int) -> Deployment:
    """Read the deployments file of a chain.

    Raises
    ------
    ConfigFault
        There is no such file, or it is damaged.
    """
    path = deployment_path(folder, chain_id)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Deployment(
            chain_id=int(content["chainId"]),
            genesis_hash=bytes.fromhex(content["genesisHash"][2:]),
            registry=str(content["registry"]),
            code_hash=bytes.fromhex(content["codeHash"][2:]),
            block_number=int(content["block"]),
        )
    except FileNotFoundError:
        raise ConfigFault(
            f"The registry of chain {chain_id} should be named in {path} but there is no such "
            "file; deploy one with `commonweal deploy`, or name its address."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ConfigFault(
            f"{path} should name the registry of chain {chain_id} but is damaged; "
            "remove it and deploy again, or name the registry's address."
        ) from None


def check_deployment(transport: Transport, deployment: Deployment) -> None:
    """Make sure that a chain holds a deployment.

    Raises
    ------
    WrongChainFault
        The node serves another chain.
    WrongHistoryFault
        The chain has the right id but another history, or its registry is not there.
    """
    if transport.chain_id != deployment.chain_id:
        raise WrongChainFault(deployment.chain_id, transport.chain_id)
    if transport.block(0).hash != deployment.genesis_hash:
        raise WrongHistoryFault(
            f"Chain {deployment.chain_id} was restarted with another history since the registry "
            f"{deployment.registry} was deployed; deploy again, or start the chain with its old "
            "data."
        )
    code = transport.code(deployment.registry)
    if keccak(code) != deployment.code_hash:
        raise WrongHistoryFault(
            f"The registry should be at {deployment.registry} on chain {deployment.chain_id} but "
            f"{'another contract' if code else 'nothing'} is there; deploy again."
        )


def _create(
    transport: Transport,
    sender: Address,
    contract: str,
    arguments: tuple[Address | list[Address], ...],
    timeout_s: float,
) -> Receipt:
    message = Message(sender, None, codec.creation_data(contract, *arguments))
    try:
        receipt = transport.wait(transport.send(message), timeout_s)
    except Reverted as reverted:
        raise codec.rejection_of(reverted.data) from None
    if receipt.reverted is not None:
        raise codec.rejection_of(receipt.reverted)
    return receipt


def _created(receipt: Receipt) -> Address:
    if receipt.created is None:
        raise ConfigFault(
            f"Transaction 0x{receipt.transaction_hash.hex()} should have created a contract but "
            "created none; check the node."
        )
    return receipt.created
