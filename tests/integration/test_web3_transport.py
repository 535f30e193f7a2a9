"""What the web3 transport does when node, network or people do not as they should."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account

from commonweal.actions import (
    ACTIONS,
    Action,
    Call,
    Contribute,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.errors import (
    ConfigFault,
    CreditEmpty,
    InsufficientFundsFault,
    NonceFault,
    RpcFault,
    SignatureRejectedFault,
    TimeoutFault,
    UnknownRevertFault,
    WrongChainFault,
)
from commonweal.events import DisagreementFound, Funded
from commonweal.fixed_point import pack_lanes
from commonweal.runtime.base import Outcome, Ticket
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.ganache import Ganache
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.runtime.transports.rpc import RpcClient
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.types import Address, IncentiveKind, ModelKind
from lossy_node import LossyNode
from stage import DENSE_SHAPE, METADATA, POINTS_RULES, SPARSE_SHAPE, STAKE_RULES, Stage

KEY = "0x" + "57" * 32
SIGNER: Address = Account.from_key(KEY).address.lower()
PATIENCE_S = 1.0
SHAPES = {ModelKind.SPARSE_PERCEPTRON: SPARSE_SHAPE, ModelKind.DENSE_PERCEPTRON: DENSE_SHAPE}


@pytest.fixture(scope="module")
def ganache() -> Iterator[Ganache]:
    with Ganache() as chain:
        yield chain


@pytest.fixture(scope="module")
def stage(ganache: Ganache) -> Stage:
    transport = Web3Transport(ganache.url)
    accounts = transport.accounts()
    transport.wait(transport.send(Message(accounts[9], SIGNER, b"", 10**20)), 30)
    return Stage(transport, accounts)


@pytest.fixture(scope="module")
def model(stage: Stage) -> Address:
    return stage.model()


@pytest.fixture
def node(ganache: Ganache) -> Iterator[LossyNode]:
    with LossyNode(ganache.url) as lossy:
        yield lossy


@pytest.fixture
def runtime(node: LossyNode, stage: Stage) -> ContractRuntime:
    return through(node.url, stage)


def through(url: str, stage: Stage, **options: Any) -> ContractRuntime:
    transport = Web3Transport(url, keys=[KEY], patience_s=PATIENCE_S, **options)
    return ContractRuntime(transport, stage.runtime.registry)


def senders(stage: Stage) -> tuple[Address, Address]:
    """Give an account that signs here, and one that the node signs for."""
    return SIGNER, stage.accounts[3]


METHODS = {0: "eth_sendRawTransaction", 1: "eth_sendTransaction"}


@pytest.mark.parametrize("place", METHODS)
def test_a_lost_answer_does_not_send_twice(
    node: LossyNode, runtime: ContractRuntime, stage: Stage, model: Address, place: int
) -> None:
    sender = senders(stage)[place]
    before_wei, nonce = runtime.balance_wei(model), runtime.next_nonce(sender)
    node.lose_answers(METHODS[place])
    outcome = runtime.run(Call(sender, model, Fund(5)))
    assert [each.event for each in outcome.accepted().events] == [Funded(sender, 5)]
    assert runtime.balance_wei(model) == before_wei + 5
    assert runtime.next_nonce(sender) == nonce + 1


@pytest.mark.parametrize("place", METHODS)
def test_a_lost_request_is_sent_again(
    node: LossyNode, runtime: ContractRuntime, stage: Stage, model: Address, place: int
) -> None:
    sender = senders(stage)[place]
    before_wei = runtime.balance_wei(model)
    node.lose_requests(METHODS[place], 2)
    runtime.run(Call(sender, model, Fund(6))).accepted()
    assert runtime.balance_wei(model) == before_wei + 6


@pytest.mark.parametrize("place", METHODS)
def test_silence_while_sending_may_mean_sent(
    ganache: Ganache,
    node: LossyNode,
    runtime: ContractRuntime,
    stage: Stage,
    model: Address,
    place: int,
) -> None:
    sender = senders(stage)[place]
    call = Call(sender, model, Fund(7))
    before_wei, nonce = runtime.balance_wei(model), runtime.next_nonce(sender)
    for method in (METHODS[place], "eth_getTransactionByHash"):
        node.lose_answers(method, 10**6)
    node.tamper("eth_getTransactionCount", lambda _request, answer: answer | {"result": hex(nonce)})
    with pytest.raises(TimeoutFault, match="may be mined yet"):
        runtime.submit(call, nonce=nonce)
    # It was, and the same call under the same nonce does not happen again.
    fresh = through(ganache.url, stage)
    assert fresh.balance_wei(model) == before_wei + 7
    with pytest.raises(NonceFault):
        fresh.submit(call, nonce=nonce)
    assert fresh.balance_wei(model) == before_wei + 7


def test_what_the_node_refused_to_hear_is_not_sent_later(
    node: LossyNode, runtime: ContractRuntime, stage: Stage, model: Address
) -> None:
    """Nor does it keep the account from sending what is smaller."""
    before_wei, nonce = runtime.balance_wei(model), runtime.next_nonce(SIGNER)
    node.refuse("eth_sendRawTransaction", 413, 100, over_bytes=3_000)
    with pytest.raises(RpcFault, match="413"):
        runtime.transport.send(Message(SIGNER, stage.accounts[1], b"\1" * 4_000, 1))
    for value_wei in (5, 6):
        runtime.run(Call(SIGNER, model, Fund(value_wei))).accepted()
    assert runtime.balance_wei(model) == before_wei + 11
    assert runtime.next_nonce(SIGNER) == nonce + 2


def test_what_a_stumbling_node_did_not_take_is_sent_again(
    node: LossyNode, runtime: ContractRuntime, model: Address
) -> None:
    before_wei, nonce = runtime.balance_wei(model), runtime.next_nonce(SIGNER)
    node.refuse("eth_sendRawTransaction", 500, 2)
    runtime.run(Call(SIGNER, model, Fund(5))).accepted()
    assert runtime.balance_wei(model) == before_wei + 5
    assert runtime.next_nonce(SIGNER) == nonce + 1


def test_a_node_that_no_longer_knows_what_reverted_is_no_crash(
    node: LossyNode, runtime: ContractRuntime, model: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.transport, "_gas", lambda _message: 200_000)
    node.tamper("eth_getTransactionByHash", lambda _request, answer: answer | {"result": None})
    sent = runtime.transport.send(Message(SIGNER, model, b"\x12\x34\x56\x78"))
    assert runtime.transport.wait(sent, 30).reverted == b""


def test_an_absent_node_is_named_without_its_secrets(ganache: Ganache, stage: Stage) -> None:
    with LossyNode(ganache.url) as node:
        url = node.url
    started_s = time.monotonic()
    with pytest.raises(RpcFault) as fault:
        Web3Transport(f"{url}/v3/secret?key=secret", patience_s=PATIENCE_S)
    assert PATIENCE_S <= time.monotonic() - started_s < PATIENCE_S + 5
    assert url in fault.value.sentence
    assert "secret" not in fault.value.sentence


def test_an_absent_node_that_returns_is_waited_for(
    node: LossyNode, runtime: ContractRuntime, model: Address
) -> None:
    node.lose_requests("eth_call", 2)
    node.reply(503)
    node.reply(429)
    assert runtime.head(model).upload_open is False


def test_a_node_that_refuses_is_named(node: LossyNode, runtime: ContractRuntime) -> None:
    node.reply(401, b"no")
    with pytest.raises(RpcFault, match="401"):
        runtime.trainer_count()
    node.reply(200, b"<html>")
    with pytest.raises(RpcFault, match="something else answers"):
        runtime.trainer_count()


def test_the_wrong_chain_is_named(ganache: Ganache) -> None:
    with pytest.raises(WrongChainFault) as fault:
        Web3Transport(ganache.url, chain_id=11_155_111)
    assert (fault.value.expected_chain_id, fault.value.found_chain_id) == (11_155_111, 1337)


def test_a_key_is_checked_and_never_shown() -> None:
    for key in ("57" * 31, "0x" + "zz" * 32, ""):
        with pytest.raises(ConfigFault) as fault:
            Web3Transport("http://127.0.0.1:9", keys=[key])
        assert not key or key not in fault.value.sentence
        assert fault.value.__cause__ is None


def test_an_account_without_a_key_is_named(runtime: ContractRuntime, model: Address) -> None:
    stranger = "0x" + "0d" * 20
    with pytest.raises(ConfigFault, match=stranger):
        runtime.run(Call(stranger, model, Fund(1)))


def test_who_cannot_pay_the_gas_is_told_so(
    ganache: Ganache, runtime: ContractRuntime, stage: Stage, model: Address
) -> None:
    poor_key = "0x" + "58" * 32
    poor: Address = Account.from_key(poor_key).address.lower()
    transport = runtime.transport
    transport.wait(transport.send(Message(stage.accounts[9], poor, b"", 10)), 30)
    web3 = Web3Transport(ganache.url, keys=[poor_key])
    with pytest.raises(InsufficientFundsFault, match=poor):
        ContractRuntime(web3, runtime.registry).run(Call(poor, model, Fund(3)))


def test_a_rejected_signature_is_named(
    node: LossyNode, runtime: ContractRuntime, stage: Stage, model: Address
) -> None:
    def reject(request: Any, _answer: Any) -> Any:
        error = {"code": 4001, "message": "User denied transaction signature."}
        return {"jsonrpc": "2.0", "id": request["id"], "error": error}

    # A wallet's node asks its owner before it signs, so the estimate is what the test may pass.
    node.tamper("eth_estimateGas", reject)
    with pytest.raises(SignatureRejectedFault, match=stage.accounts[3]):
        runtime.run(Call(stage.accounts[3], model, Fund(1)))


def test_several_are_sent_before_the_first_is_mined(
    runtime: ContractRuntime, ganache: Ganache, model: Address
) -> None:
    rpc = RpcClient(ganache.url)
    before_wei = runtime.balance_wei(model)
    rpc.ask("miner_stop")
    try:
        tickets = [runtime.submit(Call(SIGNER, model, Fund(value))) for value in (10, 20, 30)]
        with pytest.raises(TimeoutFault, match="may be yet"):
            runtime.wait(tickets[0], timeout_s=0.3)
        assert runtime.balance_wei(model) == before_wei
    finally:
        rpc.ask("miner_start")
    outcomes = [runtime.wait(ticket).accepted() for ticket in tickets]
    assert runtime.balance_wei(model) == before_wei + 60
    # A ticket that outlived its process is found by its hash.
    again = ContractRuntime(Web3Transport(ganache.url), runtime.registry)
    kept = Ticket(tickets[1].call, tickets[1].transaction_hash)
    assert again.wait(kept) == outcomes[1]


def test_what_is_rejected_when_it_is_mined_says_why(
    runtime: ContractRuntime, ganache: Ganache, stage: Stage, model: Address
) -> None:
    rpc = RpcClient(ganache.url)
    samples = stage.samples(model)
    act(runtime, model, Contribute(samples, 10**9))
    stage.runtime.advance_time(STAKE_RULES.refund_wait_s)
    act(runtime, model, Settle(SIGNER, samples))
    rpc.ask("miner_stop")
    try:
        tickets = [runtime.submit(Call(SIGNER, model, Withdraw(SIGNER))) for _ in range(2)]
    finally:
        rpc.ask("miner_start")
    first, second = (runtime.wait(ticket) for ticket in tickets)
    assert first.rejection is None
    assert second.rejection == CreditEmpty(SIGNER)
    assert second.transaction_hash == tickets[1].transaction_hash
    assert second.gas_used > 21_000
    assert second.fee_wei > 0


def act(runtime: ContractRuntime, model: Address, action: Action) -> None:
    runtime.run(Call(SIGNER, model, action)).accepted()


def test_confirmations_are_waited_for(ganache: Ganache, stage: Stage, model: Address) -> None:
    rpc = RpcClient(ganache.url)
    runtime = through(ganache.url, stage, confirmations=2)
    ticket = runtime.submit(Call(SIGNER, model, Fund(1)))
    rpc.ask("evm_mine")
    with pytest.raises(TimeoutFault):
        runtime.wait(ticket, timeout_s=0.2)
    rpc.ask("evm_mine")
    assert runtime.wait(ticket, timeout_s=5).rejection is None


def test_what_a_reorganisation_took_back_is_not_mined(
    ganache: Ganache, stage: Stage, model: Address
) -> None:
    rpc = RpcClient(ganache.url)
    runtime = through(ganache.url, stage, confirmations=1)
    snapshot = rpc.ask("evm_snapshot")
    ticket = runtime.submit(Call(SIGNER, model, Fund(1)))
    assert rpc.ask("evm_revert", snapshot) is True
    rpc.ask("evm_mine")
    with pytest.raises(TimeoutFault):
        runtime.wait(ticket, timeout_s=0.2)
    # What the node forgot is told to it again before the next is sent.
    later = runtime.submit(Call(SIGNER, model, Fund(2)))
    rpc.ask("evm_mine")
    outcomes = [runtime.wait(each, timeout_s=5).accepted() for each in (ticket, later)]
    assert outcomes[0].block.number <= outcomes[1].block.number


def test_two_processes_may_use_one_account(ganache: Ganache, stage: Stage, model: Address) -> None:
    one, other = through(ganache.url, stage), through(ganache.url, stage)
    before_wei = one.balance_wei(model)
    for value in range(1, 5):
        (one, other)[value % 2].run(Call(SIGNER, model, Fund(value))).accepted()
    assert one.balance_wei(model) == before_wei + 10


def test_only_a_local_chains_time_is_moved(node: LossyNode, stage: Stage) -> None:
    node.tamper("web3_clientVersion", lambda _request, answer: answer | {"result": "Geth/v1"})
    runtime = through(node.url, stage)
    with pytest.raises(ConfigFault, match="wait instead"):
        runtime.advance_time(1)
    assert runtime.now_s() == runtime.transport.block().timestamp_s


def test_a_node_may_offer_little(node: LossyNode, stage: Stage, model: Address) -> None:
    """No batches, few logs at a time, no fee market, no version and no accounts."""

    def refuse(request: Any, _answer: Any) -> Any:
        number = None if isinstance(request, list) else request["id"]
        error = {"code": -32601, "message": "the method does not exist"}
        return {"jsonrpc": "2.0", "id": number, "error": error}

    def few(request: Any, answer: Any) -> Any:
        query = request["params"][0]
        if int(query["toBlock"], 16) - int(query["fromBlock"], 16) > 3:
            error = {"code": -32000, "message": "query returned more than 10000 results"}
            return {"jsonrpc": "2.0", "id": request["id"], "error": error}
        return answer

    def old(_request: Any, answer: Any) -> Any:
        answer["result"].pop("baseFeePerGas", None)
        return answer

    for method in ("web3_clientVersion", "eth_accounts", "eth_maxPriorityFeePerGas", "batch"):
        node.tamper(method, refuse)
    node.tamper("eth_getLogs", few)
    # What is not known to be local has confirmations, which this chain never mines by itself.
    assert Web3Transport(node.url).confirmations == 2
    runtime = through(node.url, stage, confirmations=0)
    runtime.run(Call(SIGNER, model, Fund(2))).accepted()
    latest = runtime.transport.block().number
    assert runtime.history(0, latest) == stage.runtime.history(0, latest)
    node.tamper("eth_getBlockByNumber", old)
    through(node.url, stage, confirmations=0).run(Call(SIGNER, model, Fund(2))).accepted()


def test_what_has_come_due_between_blocks_is_seen(ganache: Ganache, stage: Stage) -> None:
    """Ganache stands still between transactions and judges calls by its latest block's time."""
    model = stage.model()
    samples = stage.contribute(model, stage.accounts[1])
    RpcClient(ganache.url).ask("evm_increaseTime", STAKE_RULES.refund_wait_s)
    stage.settle(model, stage.accounts[1], samples)


@pytest.mark.parametrize(("refusals", "sent"), [(4, True), (5, False)])
def test_an_estimate_of_another_moment_is_asked_for_again(
    node: LossyNode, runtime: ContractRuntime, model: Address, refusals: int, sent: bool
) -> None:
    """A node may judge the estimate a second later than the call that would say why it reverts."""
    refused = 0

    def refuse(request: Any, answer: Any) -> Any:
        nonlocal refused
        refused += 1
        if refused > refusals:
            return answer
        error = {"code": 3, "message": "execution reverted", "data": "0x12345678"}
        return {"jsonrpc": "2.0", "id": request["id"], "error": error}

    node.tamper("eth_estimateGas", refuse)
    if sent:
        runtime.run(Call(SIGNER, model, Fund(1))).accepted()
    else:
        with pytest.raises(RpcFault):
            runtime.run(Call(SIGNER, model, Fund(1)))
    assert refused == 5


def test_more_gas_than_a_block_has_is_named(
    node: LossyNode, runtime: ContractRuntime, model: Address
) -> None:
    def refuse(request: Any, _answer: Any) -> Any:
        error = {"code": -32000, "message": "gas required exceeds allowance (30000000)"}
        return {"jsonrpc": "2.0", "id": request["id"], "error": error}

    node.tamper("eth_estimateGas", refuse)
    with pytest.raises(UnknownRevertFault, match="more gas"):
        runtime.run(Call(SIGNER, model, Fund(1)))


def test_gas_in_process_is_the_chains() -> None:
    with Ganache() as chain:
        web3 = Web3Transport(chain.url)
        accounts = web3.accounts()
        on_chain = Stage(web3, accounts)
        in_process = Stage(InProcessTransport(dict.fromkeys(accounts, 10**21)), accounts)
        assert on_chain.deployment.registry == in_process.deployment.registry
        there, here = on_chain.runtime, in_process.runtime
        gas = []

        def run(sender: Address, to: Address, action: Action) -> Outcome:
            call = Call(sender, to, action)
            expected = there.run(call).accepted()
            here.advance_time(expected.block.timestamp_s - here.now_s())
            found = here.run(call).accepted()
            assert found.emitted == expected.emitted
            gas.append((type(action).__name__, found.gas_used, expected.gas_used))
            return expected

        ada, bob, cy = accounts[:3]
        trainers = []
        for kind in ModelKind:
            for deployment in (
                DeployUnderStake(kind, SHAPES[kind], STAKE_RULES, METADATA),
                DeployUnderPoints(kind, SHAPES[kind], POINTS_RULES, METADATA),
            ):
                (recorded,) = run(ada, there.registry, deployment).events
                trainers.append(there.trainer(recorded.event.trainer))  # type: ignore[union-attr]
        for trainer in trainers:
            words = pack_lanes(range(trainer.shape.lane_count), trainer.shape.lane_bits)
            run(ada, trainer.address, UploadWeights(0, words, False))
            run(ada, trainer.address, UploadWeights(0, (), True))
        contributed = []
        for trainer in trainers:
            for count, sender in ((1, bob), (1, bob), (12, cy), (40, cy)):
                samples = on_chain.samples(trainer.address, count)
                stake = trainer.incentive is IncentiveKind.STAKE
                run(sender, trainer.address, Contribute(samples, stake * 10**6))
                contributed.append((trainer, sender, samples))
            if stake:
                run(ada, trainer.address, Fund(999))
        there.advance_time(STAKE_RULES.take_wait_s)
        for trainer, sender, samples in contributed:
            if trainer.incentive is IncentiveKind.STAKE:
                caller = cy if sender == cy else ada
                first = run(caller, trainer.address, Settle(sender, samples))
                if isinstance(first.events[0].event, DisagreementFound):
                    there.advance_time(STAKE_RULES.verdict_gap_s)
                    run(ada, trainer.address, Settle(sender, samples))
            else:
                run(ada, trainer.address, Validate(sender, samples))
        for trainer in trainers:
            if trainer.incentive is IncentiveKind.STAKE:
                for account in (bob, cy):
                    if there.credit_wei(trainer.address, account):
                        run(account, trainer.address, Withdraw(account))
        assert [(name, found) for name, found, _ in gas] == [(name, true) for name, _, true in gas]
        # A market's gas is compared, game by game, in tests/parity/test_market_games.py.
        all_but_markets = {
            action.__name__
            for action in ACTIONS.values()
            if action.__module__ == Fund.__module__ and action is not DeployUnderMarket
        }
        assert {name for name, _, _ in gas} == all_but_markets
