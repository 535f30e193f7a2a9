"""`commonweal models`: what there is to predict with and to contribute to."""

from __future__ import annotations

from typing import Any

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
    numbers = ("#", "Weights", "Samples", "Price of a sample")
    grid = table("Models", "#", "Name", "Labels", "Incentive", *numbers[1:], right=numbers)
    grid.add_column("Data licence")
    grid.add_column("Address", no_wrap=True)
    for trainer in found:
        head = session.runtime.head(trainer.address)
        grid.add_row(
            str(trainer.index),
            trainer.metadata.name,
            " / ".join(trainer.metadata.label_names),
            trainer.incentive.name.lower() + (" (not open yet)" if head.upload_open else ""),
            f"{trainer.shape.feature_count:,}",
            f"{head.sample_count:,}",
            _price(session.runtime, trainer),
            trainer.metadata.data_licence,
            trainer.address,
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
