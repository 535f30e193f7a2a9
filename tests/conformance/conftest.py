"""All runtimes, each with people who have ETH and a registry of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from runtime_scene import Scene

from anvil_chain import anvil_chain
from commonweal.runtime.base import Runtime
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.in_process import START_S, InProcessTransport
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.runtime.twin import TwinRuntime

BALANCE_WEI = 10**20
PEOPLE = tuple("0x" + f"{number:02x}" * 20 for number in (0xA1, 0xB2, 0xC3, 0xD4))
KEYS = tuple("0x" + f"{number:02x}" * 32 for number in (0x11, 0x22))
"""Of accounts that the node does not know; the others are unlocked there."""


@pytest.fixture(scope="session")
def ganache() -> Iterator[Ganache]:
    with Ganache() as chain:
        yield chain


@pytest.fixture(scope="session")
def anvil_url() -> Iterator[str]:
    with anvil_chain("--accounts", "12") as url:
        yield url


@pytest.fixture(scope="session", params=["twin", "in process", "ganache", "anvil"])
def scene(request: pytest.FixtureRequest) -> Scene:
    runtime: Runtime
    balances = dict.fromkeys(PEOPLE, BALANCE_WEI)
    if request.param == "twin":
        runtime = TwinRuntime("0x" + "99" * 20, START_S, balances)
        return Scene(runtime, PEOPLE)
    if request.param == "in process":
        transport = InProcessTransport(balances)
        runtime = ContractRuntime(transport, deploy(transport, PEOPLE[0]).registry)
        return Scene(runtime, PEOPLE)
    if request.param == "ganache":
        chain: Ganache = request.getfixturevalue("ganache")
        return web3_scene(chain.url)
    return web3_scene(request.getfixturevalue("anvil_url"))


def web3_scene(url: str) -> Scene:
    """Give a scene in which two of the people sign for themselves, and the node for the others."""
    # The transport waits for a node that has just been started.
    web3 = Web3Transport(url, keys=KEYS, patience_s=30)
    signing, unlocked = web3.accounts()[: len(KEYS)], web3.accounts()[len(KEYS) :]
    for account in signing:
        web3.wait(web3.send(Scene.payment(unlocked[9], account, BALANCE_WEI)), 30)
    runtime = ContractRuntime(web3, deploy(web3, unlocked[0]).registry)
    return Scene(runtime, (unlocked[1], signing[0], signing[1], unlocked[2]))
