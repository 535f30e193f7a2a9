"""From settings to a connection: a node, and the registry to follow there."""

from __future__ import annotations

from collections.abc import Callable

from commonweal.errors import ConfigFault
from commonweal.runtime.contract import ContractViews
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.services.follower import Connection
from commonweal.settings import Settings

# Who asks waits behind these: better to hear soon that the node is away, and to ask again.
_TIMEOUT_S = 15.0
_PATIENCE_S = 1.0


def connector(settings: Settings) -> Callable[[], Connection]:
    """Give a function that connects to the settings' chain.

    It raises a `Fault` where the node does not answer, serves another chain than the settings
    name, or has no registry.
    """

    def connect() -> Connection:
        transport = Web3Transport(
            settings.rpc_url,
            chain_id=settings.chain_id,
            timeout_s=_TIMEOUT_S,
            patience_s=_PATIENCE_S,
        )
        registry, from_block = settings.registry, 0
        if registry is None:
            deployment = find_deployment(transport, settings.deployments_folder)
            registry, from_block = deployment.registry, deployment.block_number
        elif not transport.code(registry):
            raise ConfigFault(
                f"A registry should be at {registry} on chain {transport.chain_id} but nothing is "
                "there; correct the address, or deploy one with `commonweal deploy`."
            )
        if settings.from_block is not None:
            from_block = settings.from_block
        views = ContractViews(transport, registry)
        return Connection(transport, views, registry, from_block)

    return connect
