"""Any network, through a node's JSON-RPC: Ganache, anvil, test networks, Ethereum itself.

A transaction is estimated first, so what a contract would reject is never sent. It is sent under a
nonce that is fixed beforehand; whatever answer is lost, it cannot happen twice. While it is waited
for, one that others outbid is offered again for more, under the same nonce.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount

from commonweal.errors import (
    ConfigFault,
    InsufficientFundsFault,
    TimeoutFault,
    UnknownRevertFault,
    WrongChainFault,
)
from commonweal.runtime.base import Block
from commonweal.runtime.transports.answers import (
    block_of,
    block_tag,
    bytes_of,
    hex_of,
    log_of,
    message_fields,
    number_of,
)
from commonweal.runtime.transports.base import Log, Message, Receipt, Reverted
from commonweal.runtime.transports.node import Node
from commonweal.runtime.transports.outbox import Outbox
from commonweal.runtime.transports.rpc import PATIENCE_S, TIMEOUT_S, RpcClient, RpcError
from commonweal.types import Address

MOST_GAS = 1 << 24
"""Of one transaction (EIP-7825)."""

_LOCAL_NODES = ("ganache", "anvil", "hardhat")
# Until it is mined, a model may come to disagree and so have more to write.
_SPARE_GAS = 60_000
_ESTIMATES = 5
_CONFIRMATIONS = 2
_FIRST_POLL_S = 0.01
_LONGEST_POLL_S = 1.0
_REBROADCAST_S = 15.0
_LOG_LIMITS = ("limit", "range", "too many", "too large", "10000", "10,000")


class Web3Transport:
    """A chain behind a node.

    Parameters
    ----------
    url
        JSON-RPC address of the node.
    keys
        Private keys of accounts to sign for. The node's own unlocked accounts need none.
    chain_id
        Id that the chain must have; None takes any.
    confirmations
        Blocks that must follow before a transaction counts as mined; None: none on a local chain,
        elsewhere two.
    timeout_s, patience_s
        For one answer; for an absent node.

    Attributes
    ----------
    node : Node
        For what only some nodes can be asked.

    Raises
    ------
    WrongChainFault
        The node serves another chain.
    RpcFault
        It does not answer.
    """

    def __init__(
        self,
        url: str,
        *,
        keys: Sequence[str | LocalAccount] = (),
        chain_id: int | None = None,
        confirmations: int | None = None,
        timeout_s: float = TIMEOUT_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.node = Node(RpcClient(url, timeout_s=timeout_s, patience_s=patience_s))
        self._signers = {signer.address.lower(): signer for signer in map(_signer, keys)}
        self._chain_id = int(self.node.ask("eth_chainId"), 16)
        if chain_id is not None and chain_id != self._chain_id:
            raise WrongChainFault(chain_id, self._chain_id)
        version = str(self.node.ask_if_offered("web3_clientVersion", "")).lower()
        self._is_local = version.startswith(_LOCAL_NODES)
        if confirmations is None:
            confirmations = 0 if self._is_local else _CONFIRMATIONS
        self._confirmations = confirmations
        self._outbox = Outbox(self.node, self._chain_id, self._signers)
        self._unlocked: tuple[Address, ...] = ()

    @property
    def confirmations(self) -> int:
        """Blocks that must follow before what a block holds counts."""
        return self._confirmations

    @property
    def chain_id(self) -> int:
        """Id of the chain."""
        return self._chain_id

    @property
    def is_local(self) -> bool:
        """Whether the node runs a chain for development, whose time is ours to move."""
        return self._is_local

    def accounts(self) -> tuple[Address, ...]:
        """Give the accounts that can send: those with keys, then the node's unlocked ones."""
        found = self.node.ask_if_offered("eth_accounts", [])
        self._unlocked = tuple(account.lower() for account in found)
        return (*self._signers, *(each for each in self._unlocked if each not in self._signers))

    def block(self, number: int | None = None) -> Block:
        """Give a block; the latest by default."""
        return self.node.block(number)

    def blocks(self, numbers: Sequence[int]) -> tuple[Block, ...]:
        """Give several blocks in few requests."""
        found = self.node.rpc.ask_many("eth_getBlockByNumber", [(hex(n), False) for n in numbers])
        return tuple(block_of(each, number) for each, number in zip(found, numbers, strict=True))

    def now_s(self) -> int:
        """Give the time that the next block would have, as far as one can know."""
        latest_s = self.block().timestamp_s
        if not self._is_local:
            return latest_s
        offset_s = self.node.ask("evm_increaseTime", 0)
        return max(latest_s, int(time.time()) + number_of(offset_s))

    def advance_time(self, seconds: int) -> None:
        """Move the time of a local chain on, and let a block have it.

        Raises
        ------
        ConfigFault
            The chain is none of ours.
        """
        self._require_local("time can be moved")
        self.node.ask("evm_increaseTime", seconds)
        self.node.ask("evm_mine")

    def advance_blocks(self, count: int) -> None:
        """Let a local chain mine so many blocks with nothing in them.

        Raises
        ------
        ConfigFault
            The chain is none of ours.
        """
        self._require_local("blocks can be mined at will")
        for _ in range(count):
            self.node.ask("evm_mine")

    def block_hash(self, number: int) -> bytes:
        """Give the hash of a block as contracts see it."""
        return self.block(number).hash

    def balance_wei(self, account: Address, block: int | None = None) -> int:
        """ETH of an account."""
        return self.node.balance_wei(account, block)

    def code(self, address: Address) -> bytes:
        """Code at an address, empty if there is none."""
        return bytes.fromhex(self.node.ask("eth_getCode", address, "latest")[2:])

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next transaction takes."""
        return self.node.next_nonce(sender)

    def mined_nonce(self, sender: Address, block: int | None = None) -> int:
        """Give the number of the sender's transactions that are mined, up to a block."""
        return self.node.mined_nonce(sender, block)

    def call(self, message: Message, block: int | None = None) -> bytes:
        """Pretend to send; give the returned data."""
        try:
            return bytes_of(
                self.node.rpc.ask("eth_call", message_fields(message), block_tag(block))
            )
        except RpcError as error:
            if error.revert_data is None:
                raise self.node.refusal(error, message.sender) from None
            raise Reverted(error.revert_data, self.block(block)) from None

    def send(self, message: Message, nonce: int | None = None) -> bytes:
        """Send a transaction; give its hash.

        Raises
        ------
        Reverted
            The contract would say no, so nothing was sent.
        InsufficientFundsFault, NonceFault, SignatureRejectedFault, ConfigFault
            The account cannot or may not send it, so nothing was sent.
        TimeoutFault
            The node fell silent while it was sent; it may be mined yet.
        """
        self._require_sender(message.sender)
        return self._outbox.send(message, self._gas(message), nonce)

    def wait(self, transaction_hash: bytes, timeout_s: float) -> Receipt:
        """Wait until a transaction is mined, and stays so for the confirmations asked for.

        One that was signed here and is passed over for some blocks is offered again for more, as is
        what the same account must have mined before it. The receipt tells under which hash it was
        mined.

        Raises
        ------
        TimeoutFault
            It was not mined in time; it may be mined yet.
        DroppedFault
            It will not be mined.
        """
        start_s = time.monotonic()
        rebroadcast_s = start_s + _REBROADCAST_S
        poll_s = _FIRST_POLL_S
        while True:
            receipts = map(self._receipt, self._outbox.hashes(transaction_hash))
            receipt = next(filter(None, receipts), None)
            if receipt is not None:
                self._outbox.forget(transaction_hash)
                return receipt
            now_s = time.monotonic()
            if now_s - start_s > timeout_s:
                hindrance = self._outbox.hindrance(transaction_hash)
                raise TimeoutFault(
                    f"Transaction 0x{transaction_hash.hex()} should have been mined within "
                    f"{timeout_s:.0f} s but was not; it may be yet, so look for it before sending "
                    f"again{hindrance and '; '}{hindrance}."
                )
            if now_s > rebroadcast_s:
                self._outbox.insist(transaction_hash)
                rebroadcast_s = time.monotonic() + _REBROADCAST_S
            time.sleep(poll_s)
            poll_s = min(2 * poll_s, _LONGEST_POLL_S)

    def logs(
        self,
        addresses: Sequence[Address],
        from_block: int,
        to_block: int,
        topics: Sequence[bytes] = (),
    ) -> tuple[Log, ...]:
        """Give logs in order; asks for fewer blocks at a time where the node gives no more."""
        query: dict[str, Any] = {"fromBlock": hex(from_block), "toBlock": hex(to_block)}
        if addresses:
            query["address"] = list(addresses)
        if topics:
            query["topics"] = [[hex_of(topic) for topic in topics]]
        try:
            found = self.node.rpc.ask("eth_getLogs", query)
        except RpcError as error:
            if from_block == to_block or not error.says(*_LOG_LIMITS):
                raise self.node.refusal(error) from None
            middle = (from_block + to_block) // 2
            return self.logs(addresses, from_block, middle, topics) + self.logs(
                addresses, middle + 1, to_block, topics
            )
        logs = map(log_of, found)
        return tuple(sorted(logs, key=lambda log: (log.block_number, log.log_index)))

    def _require_sender(self, sender: Address) -> None:
        if sender in self._unlocked:
            return
        if sender not in self.accounts():
            raise ConfigFault(
                f"A key for {sender} is needed to sign but there is none, and the node has not "
                "unlocked the account; give its key, or use another account."
            )

    def _gas(self, message: Message) -> int:
        """Give a gas limit that also covers a model that learns more than it would now."""
        for tries_left in reversed(range(_ESTIMATES)):
            try:
                estimate = self._estimate(message)
                break
            except RpcError as error:
                if error.revert_data is None or tries_left == 0:
                    raise self.node.refusal(error, message.sender) from None
                # If this returns it reverts no more: a block was mined in between, or it was judged
                # at another second.
                self._explain(message)
        return max(estimate, min(estimate * 3 // 2 + _SPARE_GAS, MOST_GAS))

    def _estimate(self, message: Message) -> int:
        return int(self.node.rpc.ask("eth_estimateGas", message_fields(message)), 16)

    def _explain(self, message: Message) -> None:
        """Raise why a message reverts; return if it does no more."""
        balance_wei = self.balance_wei(message.sender)
        if balance_wei < message.value_wei:
            raise InsufficientFundsFault(
                f"{message.sender} needs {message.value_wei} wei but has {balance_wei}; "
                "send it ETH, or use another account."
            )
        if self._is_local and self.block().timestamp_s < self.now_s():
            # Local chains stand still between transactions: judge by the time that it is now.
            self.node.ask("evm_mine")
        latest = self.block()
        try:
            self.node.rpc.ask("eth_call", message_fields(message), hex(latest.number))
        except RpcError as error:
            if error.revert_data is None:
                raise self.node.refusal(error, message.sender) from None
            raise Reverted(error.revert_data, latest) from None

    def _require_local(self, what: str) -> None:
        if not self._is_local:
            raise ConfigFault(
                f"Only a local chain's {what}, but {self.node.rpc.shown_url} serves chain "
                f"{self._chain_id}; wait instead."
            )

    def _receipt(self, transaction_hash: bytes) -> Receipt | None:
        found = self.node.ask("eth_getTransactionReceipt", hex_of(transaction_hash))
        if found is None or found.get("blockHash") is None:
            return None
        number = int(found["blockNumber"], 16)
        if self._confirmations and self.block().number < number + self._confirmations:
            return None
        canonical = self.node.ask("eth_getBlockByNumber", hex(number), False)
        if canonical is None or canonical["hash"] != found["blockHash"]:
            return None  # reorganised away; it will be mined again, or not
        block = block_of(canonical, number)
        failed = int(found["status"], 16) == 0
        price_wei = int(found.get("effectiveGasPrice") or "0x0", 16)
        gas_used = int(found["gasUsed"], 16)
        created = found.get("contractAddress")
        return Receipt(
            transaction_hash=transaction_hash,
            block=block,
            gas_used=gas_used,
            fee_wei=gas_used * price_wei,
            logs=tuple(map(log_of, found["logs"])),
            created=created.lower() if created else None,
            reverted=self._reason(transaction_hash, block, gas_used) if failed else None,
        )

    def _reason(self, transaction_hash: bytes, block: Block, gas_used: int) -> bytes:
        """Find out why a mined transaction reverted, by pretending it once more after its block."""
        found = self.node.transaction(transaction_hash)
        if found is None:
            return b""
        if gas_used >= int(found["gas"], 16):
            raise UnknownRevertFault(
                f"Transaction 0x{transaction_hash.hex()} should have done with its gas but ran out "
                "of it; send it again."
            )
        fields = {"from": found["from"], "to": found["to"], "value": found["value"]}
        fields["data"] = found["input"]
        for number in (block.number, block.number - 1):
            try:
                self.node.rpc.ask("eth_call", fields, hex(number))
            except RpcError as error:
                if error.revert_data is not None:
                    return error.revert_data
        return b""


def _signer(key: str | LocalAccount) -> LocalAccount:
    if isinstance(key, LocalAccount):
        return key
    try:
        signer: LocalAccount = Account.from_key(key.strip())
    except ValueError:
        raise ConfigFault(
            "A private key should be 64 hex digits, with or without 0x, but this one is not; "
            "check the file or the variable that holds it."
        ) from None
    return signer
