"""A hundred thousand random calls: contracts in this process and twin say the same."""

from __future__ import annotations

from random import Random
from time import perf_counter

import pytest
from pair import Pair
from player import Player

from commonweal.runtime.codec import creation_data
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.twin import TwinRuntime

PARTS = 10
CALLS = 10_000
PEOPLE = tuple("0x" + f"{number:02x}" * 20 for number in range(0xA1, 0xA7))
GIVER = "0x" + "91" * 20
BALANCE_WEI = 10**30


@pytest.mark.parametrize("part", range(PARTS))
def test_contracts_and_twin_say_the_same(part: int, seed: int, played: list[str]) -> None:
    started_s = perf_counter()
    balances = dict.fromkeys((*PEOPLE, GIVER), BALANCE_WEI)
    transport = InProcessTransport(balances)
    contract = ContractRuntime(transport, deploy(transport, GIVER).registry)
    receiver = transport.wait(
        transport.send(Message(GIVER, None, creation_data("WritingReceiver"))), 0
    ).created
    assert receiver is not None
    twin = TwinRuntime(contract.registry, transport.now_s(), balances)
    pair = Pair(contract, twin, PEOPLE)
    player = Player(pair, Random(f"{seed}/{part}"), GIVER, recipients=(receiver,))
    try:
        player.set_up()
        player.play(CALLS)
        for account in (*PEOPLE, receiver):
            pair.read("balance_wei", account)
    finally:
        seconds = perf_counter() - started_s
        played.append(
            f"parity in process, seed {seed}, part {part}: {pair.summary()} in {seconds:.0f} s"
        )
    assert pair.calls >= CALLS
