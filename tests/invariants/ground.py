"""A registry in this process that each example finds as new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from commonweal.actions import Action, Call
from commonweal.runtime.base import Outcome
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.types import Address, Metadata

PEOPLE = tuple("0x" + f"{number:02x}" * 20 for number in (0xA1, 0xA2, 0xA3, 0xA4))
DEPLOYER = "0x" + "91" * 20
BALANCE_WEI = 10**30
METADATA = Metadata("invariant", "", ("no", "yes"), "CC0-1.0", bytes(32))


@cache
def _prepared() -> tuple[InProcessTransport, Address]:
    transport = InProcessTransport(dict.fromkeys((*PEOPLE, DEPLOYER), BALANCE_WEI))
    return transport, deploy(transport, DEPLOYER).registry


@contextmanager
def fresh_runtime() -> Iterator[ContractRuntime]:
    """Give a runtime whose chain is set back afterwards."""
    transport, registry = _prepared()
    snapshot = transport.snapshot()
    try:
        yield ContractRuntime(transport, registry)
    finally:
        transport.revert(snapshot)


def run(runtime: ContractRuntime, sender: Address, to: Address, action: Action) -> Outcome:
    """Submit and wait."""
    return runtime.run(Call(sender, to, action))
