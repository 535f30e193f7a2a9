"""Any network, through a node's JSON-RPC: Ganache, anvil, test networks, Ethereum itself.

A transaction is estimated first, so what a contract would reject is never sent. It is sent under a
nonce that is fixed beforehand; whatever answer is lost, it cannot happen twice. While it is waited
for, one that others outbid is offered again for more, under the same nonce.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from commonweal.commitment import keccak
from commonweal.errors import (
    ConfigFault,
    DroppedFault,
    InsufficientFundsFault,
    NonceFault,
    RpcFault,
    SignatureRejectedFault,
    TimeoutFault,
    UnknownRevertFault,
    WrongChainFault,
)
from commonweal.runtime.base import Block
from commonweal.runtime.transports.base import Log, Message, Receipt, Reverted
from commonweal.runtime.transports.fees import MOST_RAISED, Fees
from commonweal.runtime.transports.rpc import (
    PATIENCE_S,
    TIMEOUT_S,
    RpcClient,
    RpcError,
    Unanswered,
)
from commonweal.types import Address

MOST_GAS = 1 << 24
"""Of one transaction (EIP-7825)."""

_LOCAL_NODES = ("ganache", "anvil", "hardhat")
# Until it is mined, a model may come to disagree and so have more to write.
_SPARE_GAS = 60_000
_ESTIMATES = 5
_CONFIRMATIONS = 2
_FEES_KEPT_S = 2.0
_FIRST_POLL_S = 0.01
_LONGEST_POLL_S = 1.0
_REBROADCAST_S = 15.0
_OUTBID_BLOCKS = 3
_REFUSED_KEPT = 8
_SEARCHED_BLOCKS = 64
_DEFAULT_TIP_WEI = 10**9
_USER_REJECTED = 4001
_KNOWN = ("already known", "known transaction", "already imported")
_TOO_LITTLE = (
    "insufficient funds",
    "doesn't have enough funds",
    "insufficient balance",
    "upfront cost",
)
_LOG_LIMITS = ("limit", "range", "too many", "too large", "10000", "10,000")


@dataclass(frozen=True, slots=True)
class _Market:
    """What a transaction sent now would offer, and the latest block."""

    fees: Fees
    block_number: int
    read_s: float


@dataclass(frozen=True, slots=True)
class _Version:
    """A transaction as it was signed for one offer, and the latest block when it was sent."""

    hash: bytes
    raw: bytes
    fees: Fees
    block_number: int


@dataclass(slots=True)
class _Signed:
    """A transaction that is not known to be mined; one of its versions will be.

    Attributes
    ----------
    fields
        All but the offer.
    worth_wei
        As in `Message`.
    versions
        Those that the node has taken, as far as is known; each offers more than the one before.
        The first has the hash that it is known by.
    refused
        Hashes of the last that the node would not take: it may have taken one all the same.
    hindrance
        Why no more is offered for it, if anything but its limit hinders.
    """

    signer: LocalAccount
    nonce: int
    fields: dict[str, str]
    worth_wei: int
    versions: list[_Version]
    refused: deque[bytes] = field(default_factory=lambda: deque(maxlen=_REFUSED_KEPT))
    hindrance: str = ""

    @property
    def sender(self) -> Address:
        return self.signer.address.lower()

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Of all that may be mined."""
        return (*(each.hash for each in self.versions), *self.refused)

    @property
    def limit_wei(self) -> int:
        """The most to offer for a unit of gas."""
        return max(MOST_RAISED * self.versions[0].fees.most_wei, self.worth_wei)


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
        self._rpc = RpcClient(url, timeout_s=timeout_s, patience_s=patience_s)
        self._signers = {signer.address.lower(): signer for signer in map(_signer, keys)}
        self._chain_id = int(self._ask("eth_chainId"), 16)
        if chain_id is not None and chain_id != self._chain_id:
            raise WrongChainFault(chain_id, self._chain_id)
        version = str(self._ask_if_offered("web3_clientVersion", "")).lower()
        self._is_local = version.startswith(_LOCAL_NODES)
        if confirmations is None:
            confirmations = 0 if self._is_local else _CONFIRMATIONS
        self._confirmations = confirmations
        self._sending = Lock()
        self._signed: dict[bytes, _Signed] = {}
        self._unlocked: tuple[Address, ...] = ()
        self._market: _Market | None = None

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
        found = self._ask_if_offered("eth_accounts", [])
        self._unlocked = tuple(account.lower() for account in found)
        return (*self._signers, *(each for each in self._unlocked if each not in self._signers))

    def block(self, number: int | None = None) -> Block:
        """Give a block; the latest by default."""
        return _block(self._ask("eth_getBlockByNumber", _tag(number), False), number)

    def blocks(self, numbers: Sequence[int]) -> tuple[Block, ...]:
        """Give several blocks in few requests."""
        found = self._rpc.ask_many("eth_getBlockByNumber", [(hex(n), False) for n in numbers])
        return tuple(_block(each, number) for each, number in zip(found, numbers, strict=True))

    def now_s(self) -> int:
        """Give the time that the next block would have, as far as one can know."""
        latest_s = self.block().timestamp_s
        if not self._is_local:
            return latest_s
        offset_s = self._ask("evm_increaseTime", 0)
        return max(latest_s, int(time.time()) + _number(offset_s))

    def advance_time(self, seconds: int) -> None:
        """Move the time of a local chain on, and let a block have it.

        Raises
        ------
        ConfigFault
            The chain is none of ours.
        """
        self._require_local("time can be moved")
        self._ask("evm_increaseTime", seconds)
        self._ask("evm_mine")

    def advance_blocks(self, count: int) -> None:
        """Let a local chain mine so many blocks with nothing in them.

        Raises
        ------
        ConfigFault
            The chain is none of ours.
        """
        self._require_local("blocks can be mined at will")
        for _ in range(count):
            self._ask("evm_mine")

    def block_hash(self, number: int) -> bytes:
        """Give the hash of a block as contracts see it."""
        return self.block(number).hash

    def balance_wei(self, account: Address, block: int | None = None) -> int:
        """ETH of an account."""
        return int(self._ask("eth_getBalance", account, _tag(block)), 16)

    def code(self, address: Address) -> bytes:
        """Code at an address, empty if there is none."""
        return bytes.fromhex(self._ask("eth_getCode", address, "latest")[2:])

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next transaction takes."""
        return int(self._ask("eth_getTransactionCount", sender, "pending"), 16)

    def mined_nonce(self, sender: Address, block: int | None = None) -> int:
        """Give the number of the sender's transactions that are mined, up to a block."""
        return int(self._ask("eth_getTransactionCount", sender, _tag(block)), 16)

    def call(self, message: Message, block: int | None = None) -> bytes:
        """Pretend to send; give the returned data."""
        try:
            return _bytes(self._rpc.ask("eth_call", _fields(message), _tag(block)))
        except RpcError as error:
            if error.revert_data is None:
                raise self._refusal(error, message.sender) from None
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
        fields = _fields(message) | {"gas": hex(self._gas(message))}
        with self._sending:
            return self._send_next(message, fields, nonce)

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
            receipt = self._receipt_of_any(transaction_hash)
            if receipt is not None:
                self._signed.pop(transaction_hash, None)
                return receipt
            now_s = time.monotonic()
            if now_s - start_s > timeout_s:
                raise self._late(transaction_hash, timeout_s)
            if now_s > rebroadcast_s:
                self._insist(transaction_hash)
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
            query["topics"] = [[_hex(topic) for topic in topics]]
        try:
            found = self._rpc.ask("eth_getLogs", query)
        except RpcError as error:
            if from_block == to_block or not error.says(*_LOG_LIMITS):
                raise self._refusal(error) from None
            middle = (from_block + to_block) // 2
            return self.logs(addresses, from_block, middle, topics) + self.logs(
                addresses, middle + 1, to_block, topics
            )
        logs = map(_log, found)
        return tuple(sorted(logs, key=lambda log: (log.block_number, log.log_index)))

    def _ask(self, method: str, *params: Any) -> Any:
        try:
            return self._rpc.ask(method, *params)
        except RpcError as error:
            raise self._refusal(error) from None

    def _ask_if_offered(self, method: str, otherwise: Any) -> Any:
        """Ask for what public nodes may not offer."""
        try:
            return self._rpc.ask(method)
        except RpcError:
            return otherwise

    def _refusal(self, error: RpcError, sender: Address | None = None) -> Exception:
        """Give the fault for what a node will not do."""
        if error.code == _USER_REJECTED or error.says("denied", "rejected by user"):
            return SignatureRejectedFault(
                f"{sender or 'The account'} should sign the transaction but its owner rejected it; "
                "nothing was sent."
            )
        if error.says(*_TOO_LITTLE):
            return InsufficientFundsFault(
                f"{sender or 'The account'} should pay for value and gas but has too little; "
                "send it ETH, or use another account."
            )
        if error.says("out of gas", "exceeds block gas", "gas required exceeds"):
            return UnknownRevertFault(
                "The transaction should fit a block but needs more gas than one has; "
                "send fewer samples at a time."
            )
        return RpcFault(
            f'The node at {self._rpc.shown_url} will not: "{error.message[:200]}"; '
            "check the request and the node."
        )

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
                    raise self._refusal(error, message.sender) from None
                # If this returns it reverts no more: a block was mined in between, or it was judged
                # at another second.
                self._explain(message)
        return max(estimate, min(estimate * 3 // 2 + _SPARE_GAS, MOST_GAS))

    def _estimate(self, message: Message) -> int:
        return int(self._rpc.ask("eth_estimateGas", _fields(message)), 16)

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
            self._ask("evm_mine")
        latest = self.block()
        try:
            self._rpc.ask("eth_call", _fields(message), hex(latest.number))
        except RpcError as error:
            if error.revert_data is None:
                raise self._refusal(error, message.sender) from None
            raise Reverted(error.revert_data, latest) from None

    def _require_local(self, what: str) -> None:
        if not self._is_local:
            raise ConfigFault(
                f"Only a local chain's {what}, but {self._rpc.shown_url} serves chain "
                f"{self._chain_id}; wait instead."
            )

    def _current_market(self) -> _Market:
        now_s = time.monotonic()
        if self._market is None or now_s - self._market.read_s > _FEES_KEPT_S:
            latest = self._ask("eth_getBlockByNumber", "latest", False)
            base = latest.get("baseFeePerGas")
            if base is None:
                fees = Fees(int(self._ask("eth_gasPrice"), 16))
            else:
                tip_wei = self._tip_wei()
                fees = Fees(2 * int(base, 16) + tip_wei, tip_wei)
            self._market = _Market(fees, int(latest["number"], 16), now_s)
        return self._market

    def _tip_wei(self) -> int:
        try:
            return int(self._rpc.ask("eth_maxPriorityFeePerGas"), 16)
        except RpcError:
            return _DEFAULT_TIP_WEI

    def _send_next(self, message: Message, fields: dict[str, str], nonce: int | None) -> bytes:
        """Send under the nonce given, or else under the next that is free."""
        sender = message.sender
        while True:
            pending = self.next_nonce(sender)
            expected = self._expected_nonce(sender, pending)
            if nonce is not None and not pending <= nonce <= expected:
                raise NonceFault(sender, expected, nonce)
            used = expected if nonce is None else nonce
            try:
                return self._send_under(message, fields, used)
            except NonceFault:
                if nonce is not None or self.next_nonce(sender) <= used:
                    raise
                # Another process of the same account was quicker.

    def _expected_nonce(self, sender: Address, pending: int) -> int:
        """Give the nonce behind all that was signed and is not known to be mined."""
        expected = pending
        for each in list(self._signed.values()):
            if each.sender == sender and each.nonce >= pending:
                # The node forgot it, or another one behind the same address does not know it yet.
                self._rebroadcast(each)
                expected = max(expected, each.nonce + 1)
        return expected

    def _send_under(self, message: Message, fields: dict[str, str], nonce: int) -> bytes:
        transaction = fields | {"nonce": hex(nonce)}
        signer = self._signers.get(message.sender)
        if signer is None:
            return self._send_unlocked(transaction, nonce)
        version = self._sign(signer, transaction, self._current_market())
        signed = _Signed(signer, nonce, transaction, message.worth_wei, [version])
        self._signed[version.hash] = signed
        return self._send_signed(signed, version)

    def _sign(self, signer: LocalAccount, fields: dict[str, str], market: _Market) -> _Version:
        unsigned: dict[str, Any] = {
            name: int(value, 16)
            for name, value in (fields | market.fees.fields).items()
            if name not in ("from", "to", "data")
        }
        unsigned |= {"chainId": self._chain_id, "data": fields["data"]}
        if "to" in fields:
            unsigned["to"] = to_checksum_address(fields["to"])
        raw = bytes(signer.sign_transaction(unsigned).raw_transaction)
        return _Version(keccak(raw), raw, market.fees, market.block_number)

    def _send_signed(self, signed: _Signed, version: _Version) -> bytes:
        pauses = self._rpc.pauses()
        while True:
            try:
                self._rpc.ask_once("eth_sendRawTransaction", _hex(version.raw))
                return version.hash
            except RpcError as error:
                # An answer may have been lost, and this be the answer to the second time.
                if error.says(*_KNOWN) or self._found(version.hash) is not None:
                    return version.hash
                del self._signed[version.hash]
                raise self._send_refusal(error, signed.sender, signed.nonce) from None
            except RpcFault:
                # The node refuses to talk: what it did not hear must not be sent later.
                del self._signed[version.hash]
                raise
            except Unanswered:
                # The node may have heard. It must be asked first: Ganache 7.9.2 carries out one
                # and the same transaction again and again if its nonce is 0.
                if not self._is_missing(version.hash, pauses):
                    return version.hash

    def _send_unlocked(self, fields: dict[str, str], nonce: int) -> bytes:
        sender = fields["from"]
        fields = fields | self._current_market().fees.fields
        latest = self.block().number
        pauses = self._rpc.pauses()
        while True:
            try:
                return _bytes(self._rpc.ask_once("eth_sendTransaction", fields))
            except RpcError as error:
                raise self._send_refusal(error, sender, nonce) from None
            except Unanswered:
                # The node may have heard: what has the nonce now can only be this transaction.
                if next(pauses, None) is None:
                    raise self._unsure(sender, nonce) from None
                found = self._find(sender, nonce, latest)
                if found is not None:
                    return found

    def _send_refusal(self, error: RpcError, sender: Address, nonce: int) -> Exception:
        if error.says("nonce", "replacement transaction"):
            return NonceFault(sender, self.next_nonce(sender), nonce)
        return self._refusal(error, sender)

    def _unsure(self, sender: Address, nonce: int) -> TimeoutFault:
        return TimeoutFault(
            f"The node at {self._rpc.shown_url} fell silent while transaction {nonce} of {sender} "
            "was sent; it may be mined yet, so start the node and look for it before sending again."
        )

    def _find(self, sender: Address, nonce: int, from_block: int) -> bytes | None:
        """Find the transaction of a nonce in the pending and the latest blocks."""
        try:
            if self.next_nonce(sender) <= nonce:
                return None
            latest = self.block().number
        except RpcFault:
            return None
        first = max(from_block, latest - _SEARCHED_BLOCKS)
        for tag in ("pending", *map(hex, range(latest, first - 1, -1))):
            block = self._ask("eth_getBlockByNumber", tag, True) or {}
            for each in block.get("transactions", ()):
                if each["from"].lower() == sender and _number(each["nonce"]) == nonce:
                    return _bytes(each["hash"])
        return None

    def _found(self, transaction_hash: bytes) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._ask("eth_getTransactionByHash", _hex(transaction_hash))
        return found

    def _is_missing(self, transaction_hash: bytes, pauses: Iterator[float]) -> bool:
        """Whether the node certainly does not know a transaction; waits until it answers."""
        for _ in pauses:
            try:
                found = self._rpc.ask_once("eth_getTransactionByHash", _hex(transaction_hash))
            except (Unanswered, RpcError):
                continue
            return found is None
        signed = self._signed[transaction_hash]
        raise self._unsure(signed.sender, signed.nonce)

    def _rebroadcast(self, signed: _Signed) -> None:
        """Tell the node again of a transaction that it has forgotten."""
        if any(self._found(each) is not None for each in signed.hashes):
            return
        with suppress(RpcError, RpcFault, Unanswered):
            self._rpc.ask_once("eth_sendRawTransaction", _hex(signed.versions[-1].raw))

    def _insist(self, transaction_hash: bytes) -> None:
        """Tell the node again of what it has forgotten, and offer more for what others outbid."""
        waited_for = self._signed.get(transaction_hash)
        if waited_for is None:
            if self._found(transaction_hash) is None:
                raise _dropped(transaction_hash, "the node no longer knows it")
            return
        with self._sending:
            mined = self.mined_nonce(waited_for.sender)
            if mined > waited_for.nonce:
                if not any(self._found(each) for each in waited_for.hashes):
                    del self._signed[transaction_hash]
                    why = f"another transaction of {waited_for.sender} has its nonce"
                    raise _dropped(transaction_hash, why)
                return
            for each in list(self._signed.values()):
                if each.sender == waited_for.sender and mined <= each.nonce <= waited_for.nonce:
                    self._rebroadcast(each)
                    self._raise_offer(each)

    def _raise_offer(self, signed: _Signed) -> None:
        """Sign and send it anew for more if blocks have passed it over."""
        last = signed.versions[-1]
        market = self._current_market()
        if market.block_number < last.block_number + _OUTBID_BLOCKS:
            return
        own_wei = self.balance_wei(signed.sender) - int(signed.fields["value"], 16)
        affordable_wei = max(own_wei, 0) // int(signed.fields["gas"], 16)
        fees = last.fees.raised(market.fees, min(signed.limit_wei, affordable_wei))
        if fees is None:
            signed.hindrance = (
                f"{signed.sender} has too little to offer more for it; send it ETH"
                if affordable_wei < signed.limit_wei
                else f"more than {signed.limit_wei} wei for a unit of gas is not offered for it"
            )
            return
        version = self._sign(signed.signer, signed.fields, replace(market, fees=fees))
        # Before it is sent: its answer may be lost.
        signed.versions.append(version)
        signed.hindrance = ""
        try:
            self._rpc.ask_once("eth_sendRawTransaction", _hex(version.raw))
        except (Unanswered, RpcFault):
            return
        except RpcError as error:
            if not error.says(*_KNOWN):
                signed.versions.remove(version)
                if version.hash not in signed.refused:
                    signed.refused.append(version.hash)
                signed.hindrance = f'the node will not take a higher offer: "{error.message[:200]}"'

    def _late(self, transaction_hash: bytes, timeout_s: float) -> TimeoutFault:
        signed = self._signed.get(transaction_hash)
        hindrance = f"; {signed.hindrance}" if signed and signed.hindrance else ""
        return TimeoutFault(
            f"Transaction 0x{transaction_hash.hex()} should have been mined within {timeout_s:.0f} "
            f"s but was not; it may be yet, so look for it before sending again{hindrance}."
        )

    def _receipt_of_any(self, transaction_hash: bytes) -> Receipt | None:
        """Look for each version of a transaction, whichever was mined."""
        signed = self._signed.get(transaction_hash)
        hashes = signed.hashes if signed else (transaction_hash,)
        return next(filter(None, map(self._receipt, hashes)), None)

    def _receipt(self, transaction_hash: bytes) -> Receipt | None:
        found = self._ask("eth_getTransactionReceipt", _hex(transaction_hash))
        if found is None or found.get("blockHash") is None:
            return None
        number = int(found["blockNumber"], 16)
        if self._confirmations and self.block().number < number + self._confirmations:
            return None
        canonical = self._ask("eth_getBlockByNumber", hex(number), False)
        if canonical is None or canonical["hash"] != found["blockHash"]:
            return None  # reorganised away; it will be mined again, or not
        block = _block(canonical, number)
        failed = int(found["status"], 16) == 0
        price_wei = int(found.get("effectiveGasPrice") or "0x0", 16)
        gas_used = int(found["gasUsed"], 16)
        created = found.get("contractAddress")
        return Receipt(
            transaction_hash=transaction_hash,
            block=block,
            gas_used=gas_used,
            fee_wei=gas_used * price_wei,
            logs=tuple(map(_log, found["logs"])),
            created=created.lower() if created else None,
            reverted=self._reason(transaction_hash, block, gas_used) if failed else None,
        )

    def _reason(self, transaction_hash: bytes, block: Block, gas_used: int) -> bytes:
        """Find out why a mined transaction reverted, by pretending it once more after its block."""
        found = self._ask("eth_getTransactionByHash", _hex(transaction_hash))
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
                self._rpc.ask("eth_call", fields, hex(number))
            except RpcError as error:
                if error.revert_data is not None:
                    return error.revert_data
        return b""


def _dropped(transaction_hash: bytes, why: str) -> DroppedFault:
    return DroppedFault(
        f"Transaction 0x{transaction_hash.hex()} should be mined but {why}; look whether what it "
        "was to do is done, then send it again."
    )


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


def _fields(message: Message) -> dict[str, str]:
    fields = {"from": message.sender, "data": _hex(message.data), "value": hex(message.value_wei)}
    if message.to is not None:
        fields["to"] = message.to
    return fields


def _tag(block: int | None) -> str:
    return "latest" if block is None else hex(block)


def _hex(data: bytes) -> str:
    return "0x" + data.hex()


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _number(value: str | int) -> int:
    return int(value, 16) if isinstance(value, str) else value


def _block(found: dict[str, Any] | None, number: int | None) -> Block:
    if found is None:
        raise RpcFault(
            f"Block {number} should exist but the node does not have it; "
            "it may have been reorganised away, so read again."
        )
    return Block(
        number=int(found["number"], 16),
        hash=_bytes(found["hash"]),
        parent_hash=_bytes(found["parentHash"]),
        timestamp_s=int(found["timestamp"], 16),
    )


def _log(found: dict[str, Any]) -> Log:
    return Log(
        address=found["address"].lower(),
        topics=tuple(map(_bytes, found["topics"])),
        data=_bytes(found["data"]),
        block_number=int(found["blockNumber"], 16),
        block_hash=_bytes(found["blockHash"]),
        transaction_hash=_bytes(found["transactionHash"]),
        log_index=_number(found["logIndex"]),
    )
