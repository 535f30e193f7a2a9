"""`commonweal models`: what there is to predict with and to contribute to."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from commonweal.cli import options
from commonweal.cli.amounts import show_eth
from commonweal.cli.console import RESULT, emit_json, say, table
from commonweal.cli.session import Session
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.types import IncentiveKind


def models(
    as_json: options.AsJson = False,
    rpc: options.Rpc = None,
    registry: options.Registry = None,
    chain_id: options.ChainId = None,
) -> None:
    """List the models of the registry."""
    session = Session.open(rpc=rpc, registry=registry, chain_id=chain_id)
    found = session.runtime.trainers()
    if as_json:
        emit_json([describe(session.runtime, trainer) for trainer in found])
        return
    if not found:
        say("There is no model yet; deploy one with `commonweal deploy sentiment`.")
        return
    numbers = ("#", "Weights", "Samples", "A sample costs")
    grid = table("Models", "#", "Model", "Incentive", *numbers[1:], right=numbers)
    for trainer in found:
        head = session.runtime.head(trainer.address)
        metadata = trainer.metadata
        about = f"{' or '.join(metadata.label_names)}; data under {metadata.data_licence}"
        name = Text(f"{metadata.name}\n", "bold")
        grid.add_row(
            str(trainer.index),
            name.append(f"{about}\n{trainer.address}", "not bold dim"),
            trainer.incentive.name.lower() + ("\nnot open yet" if head.upload_open else ""),
            f"{trainer.shape.feature_count:,}",
            f"{head.sample_count:,}",
            _price(session.runtime, trainer),
        )
    RESULT.print(grid)


def describe(runtime: ContractRuntime, trainer: TrainerInfo) -> dict[str, Any]:
    """Give a model as JSON values."""
    head = runtime.head(trainer.address)
    metadata = trainer.metadata
    found: dict[str, Any] = {
        "index": trainer.index,
        "address": trainer.address,
        "name": metadata.name,
        "description": metadata.description,
        "labels": list(metadata.label_names),
        "model": trainer.model.name.lower(),
        "incentive": trainer.incentive.name.lower(),
        "featureCount": trainer.shape.feature_count,
        "laneBits": trainer.shape.lane_bits,
        "fractionBits": trainer.shape.fraction_bits,
        "dataLicence": metadata.data_licence,
        "encoderHash": "0x" + metadata.encoder_hash.hex(),
        "deployer": trainer.deployer,
        "deployedAtBlock": trainer.deployed_at_block,
        "uploadOpen": head.upload_open,
        "contributions": head.contribution_count,
        "samples": head.sample_count,
    }
    if trainer.incentive is IncentiveKind.STAKE:
        demand = runtime.demand(trainer.address)
        found["samplePriceWei"] = str(runtime.quote_wei(trainer.address, 1))
        found["openDepositsWei"] = str(demand.deposits_wei)
        found["shares"] = demand.total_shares
    return found


def _price(runtime: ContractRuntime, trainer: TrainerInfo) -> str:
    if trainer.incentive is IncentiveKind.POINTS:
        return "free"
    return show_eth(runtime.quote_wei(trainer.address, 1))
