"""The in-process chain: blocks, logs, money, snapshots, and what one transaction changes."""

from __future__ import annotations

from typing import Any

import pytest
from pyrevm import EVM, AccountInfo

from commonweal.commitment import contract_address
from commonweal.errors import (
    ConfigFault,
    InsufficientFundsFault,
    NonceFault,
    TimeoutFault,
    UnknownRevertFault,
)
from commonweal.events import Contributed, TrainerDeployed, UploadClosed
from commonweal.runtime.artifacts import artifact
from commonweal.runtime.codec import creation_data, function_data, function_result, topic
from commonweal.runtime.transports.base import Message, Reverted
from commonweal.runtime.transports.in_process import START_S, InProcessTransport
from commonweal.runtime.transports.journal import changes
from stage import Stage

ADA, BOB, CY, DEE = ("0x" + f"{number:02x}" * 20 for number in (0xA1, 0xB2, 0xC3, 0xD4))
WEI = 10**18
INVALID = b"\xfe"


@pytest.fixture
def chain() -> InProcessTransport:
    return InProcessTransport({ADA: WEI})


def create(chain: InProcessTransport, contract: str, *arguments: Any, value_wei: int = 0) -> str:
    message = Message(ADA, None, creation_data(contract, *arguments), value_wei)
    created = chain.wait(chain.send(message), 0).created
    assert created is not None
    return created


def pay(chain: InProcessTransport, to: str, value_wei: int) -> None:
    chain.send(Message(ADA, to, b"", value_wei))


def received_wei(chain: InProcessTransport, receiver: str) -> int:
    data = function_data("WritingReceiver", "receivedWei")
    found = chain.call(Message(BOB, receiver, data))
    return int(function_result("WritingReceiver", "receivedWei", found)[0])


def test_each_transaction_is_a_block(chain: InProcessTransport) -> None:
    genesis = chain.block()
    assert (genesis.number, genesis.timestamp_s) == (0, START_S)
    chain.advance_time(12)
    transaction_hash = chain.send(Message(ADA, BOB, b"", 3))
    receipt = chain.wait(transaction_hash, 0)
    block = chain.block()
    assert receipt.block == block == chain.block(1) == chain.blocks([0, 1])[1]
    assert (block.number, block.parent_hash, block.timestamp_s) == (1, genesis.hash, START_S + 12)
    assert receipt.gas_used == 21_000
    assert (receipt.logs, receipt.reverted, receipt.created) == ((), None, None)
    with pytest.raises(TimeoutFault):
        chain.wait(bytes(32), 0)


def test_what_reverts_makes_no_block(chain: InProcessTransport) -> None:
    receiver = create(chain, "RefusingReceiver")
    before = chain.block()
    chain.advance_time(5)
    with pytest.raises(Reverted) as reverted:
        pay(chain, receiver, 1)
    assert reverted.value.data == b""
    assert reverted.value.block.timestamp_s == START_S + 5
    assert chain.block() == before
    assert chain.next_nonce(ADA) == 1
    with pytest.raises(UnknownRevertFault, match="stopped"):
        chain.send(Message(ADA, None, INVALID))


def test_money_moves_and_runs_out(chain: InProcessTransport) -> None:
    pay(chain, BOB, 3)
    assert (chain.balance_wei(ADA), chain.balance_wei(BOB)) == (WEI - 3, 3)
    with pytest.raises(InsufficientFundsFault, match=BOB):
        chain.send(Message(BOB, ADA, b"", 4))
    chain.set_balance_wei(BOB, 4)
    chain.send(Message(BOB, ADA, b"", 4))
    assert (chain.balance_wei(ADA), chain.balance_wei(BOB)) == (WEI + 1, 0)


def test_nonces_count_calls_and_creations(chain: InProcessTransport) -> None:
    pay(chain, BOB, 1)
    created = create(chain, "WritingReceiver")
    assert created == contract_address(ADA, 1)
    assert chain.next_nonce(ADA) == 2
    chain.send(Message(ADA, BOB, b"", 1), nonce=2)
    for wrong in (2, 4):
        with pytest.raises(NonceFault):
            chain.send(Message(ADA, BOB, b"", 1), nonce=wrong)
    assert chain.balance_wei(BOB) == 2


def test_storage_lasts_and_a_pretended_call_does_not(chain: InProcessTransport) -> None:
    receiver = create(chain, "WritingReceiver")
    assert chain.code(receiver) == artifact("WritingReceiver").deployed_bytecode
    for amount_wei in (5, 7):
        pay(chain, receiver, amount_wei)
    assert received_wei(chain, receiver) == 12 == chain.balance_wei(receiver)
    chain.call(Message(ADA, receiver, b"", 100))
    assert received_wei(chain, receiver) == 12 == chain.balance_wei(receiver)
    assert chain.block().number == 3


def test_gas_does_not_depend_on_what_ran_before(chain: InProcessTransport) -> None:
    receiver = create(chain, "WritingReceiver")
    gas = []
    for _ in range(3):
        gas.append(chain.wait(chain.send(Message(ADA, receiver, b"", 1)), 0).gas_used)
        received_wei(chain, receiver)
    # The first fills two empty slots; the others change one of them, both cold (EIP-2929, 2200).
    fills = 2 * (20_000 + 2_100)
    changes_one = (2_900 + 2_100) + (100 + 2_100)
    assert gas[0] - gas[1] == fills - changes_one
    assert gas[1] == gas[2]


def test_a_destroyed_contract_is_gone(chain: InProcessTransport) -> None:
    receiver = create(chain, "RefusingReceiver")
    force = create(chain, "ForceEther", receiver, value_wei=9)
    assert chain.balance_wei(receiver) == 9
    assert (chain.code(force), chain.balance_wei(force)) == (b"", 0)


def test_a_snapshot_is_gone_back_to(chain: InProcessTransport) -> None:
    receiver = create(chain, "WritingReceiver")
    pay(chain, receiver, 1)
    outer, outer_block = chain.snapshot(), chain.block()
    pay(chain, receiver, 10)
    inner = chain.snapshot()
    chain.advance_time(50)
    pay(chain, receiver, 100)
    second = create(chain, "WritingReceiver")
    assert (received_wei(chain, receiver), chain.next_nonce(ADA)) == (111, 5)
    chain.revert(inner)
    assert (received_wei(chain, receiver), chain.next_nonce(ADA)) == (11, 3)
    assert (chain.now_s(), chain.code(second)) == (START_S, b"")
    pay(chain, receiver, 1_000)
    chain.revert(outer)
    assert received_wei(chain, receiver) == 1 == chain.balance_wei(receiver)
    assert (chain.block(), chain.balance_wei(ADA)) == (outer_block, WEI - 1)
    # And on from there.
    pay(chain, receiver, 4)
    assert received_wei(chain, receiver) == 5


def test_logs_are_found_by_place_contract_and_kind() -> None:
    chain = InProcessTransport(dict.fromkeys((ADA, BOB, CY, DEE), WEI))
    stage = Stage(chain, (ADA, BOB, CY, DEE))
    model, other = stage.model(), stage.model()
    stage.contribute(model, BOB)
    latest = chain.block().number
    every = chain.logs((), 0, latest)
    kinds = [topic(event) for event in (TrainerDeployed, UploadClosed)]
    assert [log.topics[0] for log in every] == [*kinds, *kinds, topic(Contributed)]
    assert [log.block_number for log in every] == list(range(latest - 4, latest + 1))
    assert chain.logs([model], 0, latest) == (every[1], every[4])
    assert chain.logs([model, other], 0, latest, [topic(UploadClosed)]) == (every[1], every[3])
    assert chain.logs((), latest, latest) == (every[4],)
    assert chain.logs((), latest + 1, latest + 9) == ()
    assert every[4].block_hash == chain.block(latest).hash
    snapshot = chain.snapshot()
    stage.contribute(model, CY)
    chain.revert(snapshot)
    assert chain.logs((), 0, latest + 1) == every


def test_only_the_latest_state_is_kept(chain: InProcessTransport) -> None:
    pay(chain, BOB, 1)
    assert chain.balance_wei(BOB, 1) == 1
    with pytest.raises(ConfigFault, match="Ganache"):
        chain.balance_wei(BOB, 0)
    with pytest.raises(ConfigFault, match="Ganache"):
        chain.call(Message(ADA, BOB, b""), 0)


def test_changes_are_read_from_the_journal() -> None:
    evm = EVM(spec_id="SHANGHAI")
    code = artifact("WritingReceiver").deployed_bytecode
    info: Any = AccountInfo
    evm.insert_account_info(BOB, info(balance=5, nonce=1, code=code))
    evm.insert_account_info(ADA, info(balance=100, nonce=7))
    checkpoint = evm.snapshot()
    evm.message_call(ADA, BOB, value=30)
    found = {change.address: change for change in changes(evm.journal_str)}
    evm.revert(checkpoint)
    assert (found[ADA].balance_wei, found[ADA].nonce, found[ADA].slots) == (70, 7, ())
    assert (found[BOB].balance_wei, found[BOB].created_code) == (35, None)
    assert sorted(found[BOB].slots) == [(0, 0, 30), (1, 0, int(ADA, 16))]


def test_another_form_of_journal_is_not_misread() -> None:
    evm = EVM(spec_id="SHANGHAI")
    evm.set_balance(ADA, 3)
    journal = evm.journal_str
    assert [change.balance_wei for change in changes(journal)] == [3]
    for other in ("", "{}", journal.replace("nonce", "count"), journal.replace("transient", "t")):
        with pytest.raises(ConfigFault, match="pyrevm"):
            changes(other)
