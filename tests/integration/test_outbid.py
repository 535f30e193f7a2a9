"""What becomes of transactions that others outbid, on anvil, whose base fee can be set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from eth_account import Account
from eth_account.typed_transactions import TypedTransaction
from hexbytes import HexBytes

from anvil_chain import anvil_chain
from commonweal.actions import Call, Fund
from commonweal.errors import DroppedFault, TimeoutFault
from commonweal.runtime.base import Ticket
from commonweal.runtime.codec import action_data
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports import outbox, web3
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.fees import MOST_RAISED
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.types import Address
from lossy_node import LossyNode
from stage import Stage

KEY = "0x" + "58" * 32
SIGNER: Address = Account.from_key(KEY).address.lower()
TIP_WEI = 10**9


@dataclass
class Ground:
    """A chain with a model, and others who fill its blocks.

    Attributes
    ----------
    rpc : RpcClient
        Asks the node.
    runtime : ContractRuntime
        Signs for `SIGNER`; its patience with what is not mined is short.
    model : str
        Takes funds.
    offer_wei : int
        What a transaction offered when nobody else wanted a place.
    offers_wei : list of int
        The most that each transaction offered that reached the node.
    node : LossyNode
        What the runtime asks.
    """

    rpc: RpcClient
    runtime: Any
    model: Address
    offer_wei: int
    offers_wei: list[int]
    node: LossyNode

    def fund(self, value_wei: int, worth_wei: int = 0) -> Ticket:
        """Submit something that sends so much, and is worth so much for a unit of its gas."""
        return self.runtime.submit(Call(SIGNER, self.model, Fund(value_wei)), worth_wei=worth_wei)

    def fund_all_but(self, price_wei: int) -> Ticket:
        """Send all that the signer has but so much for each unit of gas."""
        message = Message(SIGNER, self.model, action_data(Fund(1)), 1)
        left_wei = price_wei * self.runtime.transport._gas(message)
        return self.fund(self.runtime.balance_wei(SIGNER) - left_wei)

    @contextmanager
    def outbid(self, base_fee_wei: int) -> Iterator[None]:
        """Mine a block every now and then, each so full that it costs so much to be in it."""
        over = threading.Event()

        def mine() -> None:
            while not over.wait(0.1):
                self.rpc.ask("anvil_setNextBlockBaseFeePerGas", hex(base_fee_wei))
                self.rpc.ask("evm_mine")

        thread = threading.Thread(target=mine)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    monkeypatch.setattr(web3, "_REBROADCAST_S", 0.3)
    monkeypatch.setattr(outbox, "_FEES_KEPT_S", 0.0)
    with anvil_chain() as url:
        transport = Web3Transport(url)
        accounts = transport.accounts()
        transport.wait(transport.send(Message(accounts[9], SIGNER, b"", 10**20)), 30)
        stage = Stage(transport, accounts)
        model = stage.model()
        rpc = RpcClient(url)
        base_fee_wei = int(rpc.ask("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
        # From now on blocks are mined by `outbid` only.
        rpc.ask("evm_setAutomine", False)
        offers_wei: list[int] = []

        def note(request: Any, answer: Any) -> Any:
            raw = HexBytes(request["params"][0])
            offers_wei.append(TypedTransaction.from_bytes(raw).as_dict()["maxFeePerGas"])
            return answer

        with LossyNode(url) as node:
            node.tamper("eth_sendRawTransaction", note)
            runtime = ContractRuntime(Web3Transport(node.url, keys=[KEY]), stage.runtime.registry)
            yield Ground(rpc, runtime, model, 2 * base_fee_wei + TIP_WEI, offers_wei, node)


def test_an_outbid_transaction_is_mined_once_for_more(ground: Ground) -> None:
    runtime, base_fee_wei = ground.runtime, 3 * ground.offer_wei
    before_wei, nonce = runtime.balance_wei(ground.model), runtime.next_nonce(SIGNER)
    ticket = ground.fund(7)
    with ground.outbid(base_fee_wei):
        outcome = runtime.wait(ticket, 60).accepted()
    assert outcome.transaction_hash != ticket.transaction_hash
    assert outcome.fee_wei >= outcome.gas_used * base_fee_wei
    assert runtime.balance_wei(ground.model) == before_wei + 7
    assert runtime.next_nonce(SIGNER) == nonce + 1


def test_what_must_be_mined_before_is_offered_for_more_too(ground: Ground) -> None:
    runtime = ground.runtime
    before_wei, nonce = runtime.balance_wei(ground.model), runtime.next_nonce(SIGNER)
    tickets = [ground.fund(value_wei) for value_wei in (1, 10, 100)]
    with ground.outbid(3 * ground.offer_wei):
        runtime.wait(tickets[2], 60).accepted()
        runtime.wait(tickets[0], 10).accepted()
        runtime.wait(tickets[1], 10).accepted()
    assert runtime.balance_wei(ground.model) == before_wei + 111
    assert runtime.next_nonce(SIGNER) == nonce + 3


def test_an_offer_has_its_limit(ground: Ground) -> None:
    runtime = ground.runtime
    nonce = runtime.next_nonce(SIGNER)
    ticket = ground.fund(7)
    limit_wei = MOST_RAISED * ground.offers_wei[0]
    with (
        ground.outbid(limit_wei + 1),
        pytest.raises(TimeoutFault, match=f"more than {limit_wei} wei for a unit of gas"),
    ):
        runtime.wait(ticket, 3)
    assert max(ground.offers_wei) == limit_wei
    # It waits for better times.
    with ground.outbid(ground.offer_wei // 2):
        runtime.wait(ticket, 60).accepted()
    assert runtime.next_nonce(SIGNER) == nonce + 1


def test_what_the_account_cannot_pay_is_not_offered(ground: Ground) -> None:
    runtime = ground.runtime
    nonce = runtime.next_nonce(SIGNER)
    ticket = ground.fund_all_but(ground.offer_wei * 21 // 20)
    with (
        ground.outbid(9 * ground.offer_wei),
        pytest.raises(TimeoutFault, match="has too little to offer more for it; send it ETH"),
    ):
        runtime.wait(ticket, 3)
    with ground.outbid(ground.offer_wei // 2):
        outcome = runtime.wait(ticket, 60).accepted()
    assert outcome.transaction_hash == ticket.transaction_hash
    assert runtime.next_nonce(SIGNER) == nonce + 1


def test_a_transaction_that_is_mined_is_left_alone(ground: Ground) -> None:
    runtime = ground.runtime
    nonce = runtime.next_nonce(SIGNER)
    ticket = ground.fund(7)
    with ground.outbid(ground.offer_wei // 2):
        assert runtime.wait(ticket, 60).transaction_hash == ticket.transaction_hash
    assert runtime.next_nonce(SIGNER) == nonce + 1


def test_what_another_took_the_place_of_is_dropped(ground: Ground) -> None:
    runtime = ground.runtime
    before_wei, nonce = runtime.balance_wei(ground.model), runtime.next_nonce(SIGNER)
    ticket = ground.fund(7)
    signer = Account.from_key(KEY)
    other = signer.sign_transaction(
        {
            "chainId": runtime.transport.chain_id,
            "nonce": nonce,
            "to": signer.address,
            "value": 0,
            "gas": 21_000,
            "maxFeePerGas": 2 * ground.offer_wei,
            "maxPriorityFeePerGas": 2 * ground.offer_wei,
        }
    )
    ground.rpc.ask("eth_sendRawTransaction", "0x" + bytes(other.raw_transaction).hex())
    with ground.outbid(ground.offer_wei // 2), pytest.raises(DroppedFault, match="has its nonce"):
        runtime.wait(ticket, 60)
    assert runtime.balance_wei(ground.model) == before_wei
    with ground.outbid(ground.offer_wei // 2):
        runtime.wait(ground.fund(8), 60).accepted()
    assert runtime.balance_wei(ground.model) == before_wei + 8


def test_what_the_node_signed_and_lost_is_dropped(ground: Ground) -> None:
    runtime = ground.runtime
    sender = next(each for each in runtime.transport.accounts() if each != SIGNER)
    ticket = runtime.submit(Call(sender, ground.model, Fund(7)))
    assert ticket.transaction_hash is not None
    ground.rpc.ask("anvil_dropTransaction", "0x" + ticket.transaction_hash.hex())
    with pytest.raises(DroppedFault, match="no longer knows it"):
        runtime.wait(ticket, 60)


def test_what_is_worth_more_is_offered_more(ground: Ground) -> None:
    runtime, level_wei = ground.runtime, 2 * MOST_RAISED * ground.offer_wei
    ticket = ground.fund(7, worth_wei=2 * level_wei)
    with ground.outbid(level_wei):
        runtime.wait(ticket, 60).accepted()
    assert max(ground.offers_wei) <= 2 * level_wei


def test_what_the_account_can_pay_is_offered(ground: Ground) -> None:
    """Not twice the base fee, as if it had more, but what is left beside the value."""
    runtime = ground.runtime
    ticket = ground.fund_all_but(3 * ground.offer_wei)
    with ground.outbid(2 * ground.offer_wei):
        runtime.wait(ticket, 60).accepted()
    assert max(ground.offers_wei) <= 3 * ground.offer_wei


def test_what_a_node_took_in_spite_of_its_answer_is_found(ground: Ground) -> None:
    runtime, nonce = ground.runtime, ground.runtime.next_nonce(SIGNER)
    ticket = ground.fund(7)

    def late(request: Any, answer: Any) -> Any:
        error = {"code": -32002, "message": "request timed out"}
        return {"jsonrpc": "2.0", "id": request["id"], "error": error}

    ground.node.tamper("eth_sendRawTransaction", late)
    with ground.outbid(3 * ground.offer_wei):
        outcome = runtime.wait(ticket, 60).accepted()
    assert outcome.transaction_hash != ticket.transaction_hash
    assert runtime.next_nonce(SIGNER) == nonce + 1
