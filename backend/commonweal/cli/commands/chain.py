"""`commonweal chain`: a local chain to try things on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from commonweal.cli import options
from commonweal.cli.console import RESULT, emit_json, say
from commonweal.errors import ConfigFault, WrongHistoryFault
from commonweal.runtime.deploy import deploy as deploy_registry
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.settings import Settings

DEFAULT_PORT = 8545


def chain(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65_535, help="Where it listens.")
    ] = DEFAULT_PORT,
    accounts: Annotated[
        int, typer.Option("--accounts", min=1, max=1_000, help="Unlocked accounts with ETH.")
    ] = 10,
    database: Annotated[
        Path | None,
        typer.Option("--database", metavar="FOLDER", help="Keep the chain there between runs."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Start a local Ganache chain with a registry, until Ctrl-C."""
    settings = Settings.read(rpc_url=f"http://127.0.0.1:{port}")
    with Ganache(port=port, accounts=accounts, database=database) as ganache:
        transport = Web3Transport(ganache.url)
        folder = settings.deployments_folder
        try:
            deployment = find_deployment(transport, folder)
        except (ConfigFault, WrongHistoryFault):
            deployment = deploy_registry(transport, transport.accounts()[0])
            deployment.save(folder)
        if as_json:
            emit_json(
                {
                    "rpcUrl": ganache.url,
                    "chainId": transport.chain_id,
                    "registry": deployment.registry,
                    "accounts": list(transport.accounts()),
                }
            )
        else:
            RESULT.print(f"Chain {transport.chain_id} at {ganache.url}")
            RESULT.print(f"Registry {deployment.registry}")
            for index, account in enumerate(transport.accounts()):
                RESULT.print(f"Account {index}: {account}")
        say("Ctrl-C stops the chain.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            say("The chain has stopped.")
