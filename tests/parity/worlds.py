"""Pairs of a twin and the contracts, in this process or on Ganache."""

from __future__ import annotations

from pair import Pair

from commonweal.runtime.codec import creation_data
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.runtime.twin import TwinRuntime
from commonweal.types import Address

CHAIN_CALLS = 1_000
"""On Ganache."""
PEOPLE = tuple("0x" + f"{number:02x}" * 20 for number in range(0xA1, 0xA7))
GIVER = "0x" + "91" * 20
BALANCE_WEI = 10**30
"""More than a trainer may hold."""


def in_process_pair() -> tuple[Pair, Address, Address]:
    """Give a pair in this process, an account that gives, and a contract that takes ETH."""
    balances = dict.fromkeys((*PEOPLE, GIVER), BALANCE_WEI)
    transport = InProcessTransport(balances)
    contract = ContractRuntime(transport, deploy(transport, GIVER).registry)
    creation = Message(GIVER, None, creation_data("WritingReceiver"))
    receiver = transport.wait(transport.send(creation), 0).created
    assert receiver is not None
    twin = TwinRuntime(
        contract.registry,
        transport.now_s(),
        balances,
        chain_id=transport.chain_id,
        hash_of=transport.block_hash,
    )
    return Pair(contract, twin, PEOPLE, transport.now_s, judged_ahead=1), GIVER, receiver


def ganache_pair(transport: Web3Transport) -> tuple[Pair, Address]:
    """Give a pair on a local chain, and an account that gives."""
    giver, *people = transport.accounts()
    contract = ContractRuntime(transport, deploy(transport, giver).registry)
    latest_s = transport.block().timestamp_s
    twin = TwinRuntime(
        contract.registry,
        latest_s,
        dict.fromkeys(people, BALANCE_WEI),
        chain_id=transport.chain_id,
        hash_of=transport.block_hash,
    )
    # Between transactions Ganache answers reads by the time of its latest block.
    return Pair(contract, twin, tuple(people), lambda: transport.block().timestamp_s), giver
