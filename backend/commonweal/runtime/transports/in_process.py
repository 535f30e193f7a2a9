"""The compiled contracts in this process, by revm: thousands of transactions a second, real gas.

Each transaction is a block of its own; a call that reverts is refused and makes no block, as a
wallet that simulates first would do. Time moves only when it is told to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from pyrevm import EVM, AccountInfo, BlockEnv, CfgEnv, Env, ExecutionResult, JournalCheckpoint

from commonweal.commitment import contract_address, keccak
from commonweal.errors import (
    ConfigFault,
    InsufficientFundsFault,
    NonceFault,
    TimeoutFault,
    UnknownRevertFault,
)
from commonweal.runtime.base import Block
from commonweal.runtime.transports.base import GAS_LIMIT, Log, Message, Receipt, Reverted
from commonweal.runtime.transports.journal import changes
from commonweal.types import Address

CHAIN_ID = 31_337
START_S = 1_800_000_000
"""Time of the first block, unless another is given."""
HARDFORK = "SHANGHAI"

_REVERT = re.compile(r"^Revert \{ gas_used: \d+, output: 0x([0-9a-f]*) \}$")


class _Account(NamedTuple):
    balance_wei: int
    nonce: int
    code: bytes


_NO_ACCOUNT = _Account(0, 0, b"")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state to go back to."""

    undo_count: int
    log_count: int
    block_count: int
    now_s: int


class InProcessTransport:
    """A chain of our own in this process.

    Gas is what a receipt says (intrinsic gas, cold access and refunds counted as on a chain), but
    it costs nothing.

    Parameters
    ----------
    balances_wei
        What accounts have at the start; all others have nothing.
    chain_id
        Id of the chain.
    now_s
        Time of the first block.
    """

    def __init__(
        self,
        balances_wei: Mapping[Address, int] | None = None,
        *,
        chain_id: int = CHAIN_ID,
        now_s: int = START_S,
    ) -> None:
        self._chain_id = chain_id
        self._now_s = now_s
        self._evm = EVM(Env(cfg=CfgEnv(chain_id=chain_id)), gas_limit=GAS_LIMIT, spec_id=HARDFORK)
        self._blocks = [Block(0, keccak(b"in process"), bytes(32), now_s)]
        self._accounts: dict[Address, _Account] = {}
        self._logs: list[Log] = []
        self._receipts: dict[bytes, Receipt] = {}
        # What was before each change; kept from the first snapshot on.
        self._undo: list[tuple[Address, _Account] | tuple[Address, int, int]] | None = None
        for account, balance_wei in (balances_wei or {}).items():
            self.set_balance_wei(account, balance_wei)

    @property
    def chain_id(self) -> int:
        """Id of the chain."""
        return self._chain_id

    @property
    def confirmations(self) -> int:
        """None: no block is ever replaced."""
        return 0

    def block(self, number: int | None = None) -> Block:
        """Give a block; the latest by default."""
        return self._blocks[-1 if number is None else number]

    def blocks(self, numbers: Sequence[int]) -> tuple[Block, ...]:
        """Give several blocks."""
        return tuple(map(self._blocks.__getitem__, numbers))

    def now_s(self) -> int:
        """Time of the next block."""
        return self._now_s

    def advance_time(self, seconds: int) -> None:
        """Move time on."""
        self._now_s += seconds

    def advance_blocks(self, count: int) -> None:
        """Mine so many blocks with nothing in them."""
        for _ in range(count):
            self._blocks.append(self._next_block())

    def block_hash(self, number: int) -> bytes:
        """Give the hash of a block as contracts see it: revm makes it of the number alone."""
        return keccak(str(number).encode())

    def balance_wei(self, account: Address, block: int | None = None) -> int:
        """ETH of an account."""
        self._require_latest(block)
        return self._account(account).balance_wei

    def set_balance_wei(self, account: Address, balance_wei: int) -> None:
        """Give an account this much ETH, out of nowhere."""
        before = self._account(account)
        self._store_account(account, before._replace(balance_wei=balance_wei))

    def code(self, address: Address) -> bytes:
        """Code at an address, empty if there is none."""
        return self._account(address).code

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next transaction takes."""
        return self._account(sender).nonce

    def mined_nonce(self, sender: Address, block: int | None = None) -> int:
        """Give the number of the sender's transactions, all of which are mined."""
        return self.next_nonce(sender)

    def call(self, message: Message, block: int | None = None) -> bytes:
        """Pretend to send; give the returned data."""
        self._require_latest(block)
        checkpoint = self._begin()
        try:
            return self._execute(message)
        finally:
            self._evm.revert(checkpoint)

    def send(self, message: Message, nonce: int | None = None) -> bytes:
        """Send a transaction, which is mined at once; give its hash."""
        sender = self._account(message.sender)
        if nonce is not None and nonce != sender.nonce:
            raise NonceFault(message.sender, sender.nonce, nonce)
        if sender.balance_wei < message.value_wei:
            raise InsufficientFundsFault(
                f"{message.sender} needs {message.value_wei} wei but has {sender.balance_wei}; "
                "send it ETH, or use another account."
            )
        checkpoint = self._begin()
        try:
            self._execute(message)
            result = cast(ExecutionResult, self._evm.result)
            journal = self._evm.journal_str
        finally:
            self._evm.revert(checkpoint)
        self._apply(journal)
        # revm counts the nonce of a sender that creates a contract, not of one that calls.
        after = self._account(message.sender)
        self._store_account(message.sender, after._replace(nonce=sender.nonce + 1))
        created = None if message.to else contract_address(message.sender, sender.nonce)
        return self._mine(result, created)

    def wait(self, transaction_hash: bytes, timeout_s: float) -> Receipt:
        """Give the receipt of a transaction."""
        receipt = self._receipts.get(transaction_hash)
        if receipt is None:
            raise TimeoutFault(
                f"Transaction 0x{transaction_hash.hex()} should be on this chain but is not; "
                "it was sent to another one."
            )
        return receipt

    def logs(
        self,
        addresses: Sequence[Address],
        from_block: int,
        to_block: int,
        topics: Sequence[bytes] = (),
    ) -> tuple[Log, ...]:
        """Give logs in order."""
        first = bisect_left(self._logs, from_block, key=_block_number)
        end = bisect_right(self._logs, to_block, key=_block_number)
        return tuple(
            log
            for log in self._logs[first:end]
            if (not addresses or log.address in addresses)
            and (not topics or log.topics[0] in topics)
        )

    def snapshot(self) -> Snapshot:
        """Give a state to go back to."""
        if self._undo is None:
            self._undo = []
        return Snapshot(len(self._undo), len(self._logs), len(self._blocks), self._now_s)

    def revert(self, snapshot: Snapshot) -> None:
        """Go back to a state of this chain's past; later snapshots are gone."""
        while self._undo is not None and len(self._undo) > snapshot.undo_count:
            entry = self._undo.pop()
            if len(entry) == 2:
                self._write_account(*entry)
            else:
                self._write_slot(*entry)
        del self._logs[snapshot.log_count :]
        del self._blocks[snapshot.block_count :]
        self._now_s = snapshot.now_s

    def _begin(self) -> JournalCheckpoint:
        """Make everything cold, as a transaction finds it."""
        self._evm.set_block_env(
            BlockEnv(
                number=len(self._blocks),
                timestamp=self._now_s,
                prevrandao=bytes(32),
                gas_limit=GAS_LIMIT,
            )
        )
        return self._evm.snapshot()

    def _execute(self, message: Message) -> bytes:
        try:
            if message.to is None:
                self._evm.deploy(message.sender, message.data, value=message.value_wei)
                return b""
            return self._evm.message_call(
                message.sender, message.to, calldata=message.data, value=message.value_wei
            )
        except RuntimeError as error:
            reverted = _REVERT.match(str(error))
            if reverted is None:
                raise UnknownRevertFault(
                    f"The contract should answer but stopped ({error}); check the arguments."
                ) from None
            raise Reverted(bytes.fromhex(reverted[1]), self._judging_block()) from None

    def _apply(self, journal: str) -> None:
        """Make the changes of one transaction the state that the next one finds."""
        for change in changes(journal):
            before = self._account(change.address)
            code = before.code if change.created_code is None else change.created_code
            now = _Account(change.balance_wei, change.nonce, code)
            self._store_account(change.address, _NO_ACCOUNT if change.destroyed else now)
            if change.destroyed:
                continue
            for slot, value_before, value in change.slots:
                if self._undo is not None:
                    self._undo.append((change.address, slot, value_before))
                self._write_slot(change.address, slot, value)

    def _mine(self, result: ExecutionResult, created: Address | None) -> bytes:
        block = self._next_block()
        transaction_hash = keccak(b"transaction" + block.hash)
        logs = []
        for position, log in enumerate(result.logs):
            topics, data = log.data
            logs.append(
                Log(
                    address=log.address.lower(),
                    topics=tuple(topics),
                    data=data,
                    block_number=block.number,
                    block_hash=block.hash,
                    transaction_hash=transaction_hash,
                    log_index=position,
                )
            )
        self._blocks.append(block)
        self._logs += logs
        self._receipts[transaction_hash] = Receipt(
            transaction_hash=transaction_hash,
            block=block,
            gas_used=result.gas_used,
            fee_wei=0,
            logs=tuple(logs),
            created=created,
            reverted=None,
        )
        return transaction_hash

    def _next_block(self) -> Block:
        parent = self._blocks[-1]
        number = parent.number + 1
        identity = parent.hash + number.to_bytes(32, "big") + self._now_s.to_bytes(32, "big")
        return Block(number, keccak(identity), parent.hash, self._now_s)

    def _judging_block(self) -> Block:
        latest = self._blocks[-1]
        return Block(latest.number, latest.hash, latest.parent_hash, self._now_s)

    def _account(self, address: Address) -> _Account:
        return self._accounts.get(address, _NO_ACCOUNT)

    def _store_account(self, address: Address, account: _Account) -> None:
        before = self._account(address)
        if account != before:
            if self._undo is not None:
                self._undo.append((address, before))
            self._write_account(address, account)

    def _write_account(self, address: Address, account: _Account) -> None:
        self._accounts[address] = account
        info = AccountInfo(  # type: ignore[call-arg]  # its stub forgets the balance
            balance=account.balance_wei, nonce=account.nonce, code=account.code or None
        )
        self._evm.insert_account_info(address, info)

    def _write_slot(self, address: Address, slot: int, value: int) -> None:
        # Writing loads the account into the journal, where it would be warm, and where the next
        # write would go instead of below it.
        checkpoint = self._evm.snapshot()
        self._evm.insert_account_storage(address, slot, value)
        self._evm.revert(checkpoint)

    def _require_latest(self, block: int | None) -> None:
        if block is not None and block != self._blocks[-1].number:
            raise ConfigFault(
                f"This chain keeps its latest state only, that of block {self._blocks[-1].number}, "
                f"but block {block} is asked; use a node that keeps history, such as Ganache."
            )


def _block_number(log: Log) -> int:
    return log.block_number
