"""Transactions on their way, each under a nonce of its own; more is offered for what is outbid."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from commonweal.commitment import keccak
from commonweal.errors import DroppedFault, NonceFault, RpcFault, TimeoutFault
from commonweal.runtime.transports.answers import bytes_of, hex_of, message_fields, number_of
from commonweal.runtime.transports.base import Message
from commonweal.runtime.transports.fees import MOST_RAISED, Fees
from commonweal.runtime.transports.node import Node
from commonweal.runtime.transports.rpc import RpcError, Unanswered
from commonweal.types import Address

_FEES_KEPT_S = 2.0
_OUTBID_BLOCKS = 3
_REFUSED_KEPT = 8
_SEARCHED_BLOCKS = 64
_DEFAULT_TIP_WEI = 10**9
_KNOWN = ("already known", "known transaction", "already imported")


@dataclass(frozen=True, slots=True)
class _Quote:
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


class Outbox:
    """What was sent and is not known to be mined.

    Parameters
    ----------
    node
        Where it is sent to.
    chain_id
        Of the node's chain.
    signers
        By address in lower case; the node signs for its own accounts.
    """

    def __init__(self, node: Node, chain_id: int, signers: Mapping[Address, LocalAccount]) -> None:
        self._node = node
        self._chain_id = chain_id
        self._signers = signers
        self._sending = Lock()
        self._signed: dict[bytes, _Signed] = {}
        self._quote: _Quote | None = None

    def send(self, message: Message, gas: int, nonce: int | None) -> bytes:
        """Send under the nonce given, or else under the next that is free; give the hash.

        Raises
        ------
        InsufficientFundsFault, NonceFault, SignatureRejectedFault
            Nothing was sent.
        TimeoutFault
            The node fell silent meanwhile.
        """
        fields = message_fields(message) | {"gas": hex(gas)}
        with self._sending:
            return self._send_next(message, fields, nonce)

    def hashes(self, transaction_hash: bytes) -> tuple[bytes, ...]:
        """Give the hashes under which a transaction may be mined."""
        signed = self._signed.get(transaction_hash)
        return signed.hashes if signed else (transaction_hash,)

    def forget(self, transaction_hash: bytes) -> None:
        """Forget a transaction that is mined."""
        self._signed.pop(transaction_hash, None)

    def hindrance(self, transaction_hash: bytes) -> str:
        """Say why no more is offered for a transaction; nothing if nothing hinders."""
        signed = self._signed.get(transaction_hash)
        return signed.hindrance if signed else ""

    def insist(self, transaction_hash: bytes) -> None:
        """Tell the node again of what it has forgotten, and offer more for what others outbid.

        So for a transaction and for what the same account must have mined before it.

        Raises
        ------
        DroppedFault
            It will not be mined.
        """
        waited_for = self._signed.get(transaction_hash)
        if waited_for is None:
            if self._node.transaction(transaction_hash) is None:
                raise _dropped(transaction_hash, "the node no longer knows it")
            return
        with self._sending:
            mined = self._node.mined_nonce(waited_for.sender)
            if mined > waited_for.nonce:
                if not any(self._node.transaction(each) for each in waited_for.hashes):
                    del self._signed[transaction_hash]
                    why = f"another transaction of {waited_for.sender} has its nonce"
                    raise _dropped(transaction_hash, why)
                return
            for each in list(self._signed.values()):
                if each.sender == waited_for.sender and mined <= each.nonce <= waited_for.nonce:
                    self._rebroadcast(each)
                    self._raise_offer(each)

    def _quote_now(self) -> _Quote:
        now_s = time.monotonic()
        if self._quote is None or now_s - self._quote.read_s > _FEES_KEPT_S:
            latest = self._node.ask("eth_getBlockByNumber", "latest", False)
            base = latest.get("baseFeePerGas")
            if base is None:
                fees = Fees(int(self._node.ask("eth_gasPrice"), 16))
            else:
                tip_wei = self._tip_wei()
                fees = Fees(2 * int(base, 16) + tip_wei, tip_wei)
            self._quote = _Quote(fees, int(latest["number"], 16), now_s)
        return self._quote

    def _tip_wei(self) -> int:
        try:
            return int(self._node.rpc.ask("eth_maxPriorityFeePerGas"), 16)
        except RpcError:
            return _DEFAULT_TIP_WEI

    def _send_next(self, message: Message, fields: dict[str, str], nonce: int | None) -> bytes:
        """Send under the nonce given, or else under the next that is free."""
        sender = message.sender
        while True:
            pending = self._node.next_nonce(sender)
            expected = self._expected_nonce(sender, pending)
            if nonce is not None and not pending <= nonce <= expected:
                raise NonceFault(sender, expected, nonce)
            used = expected if nonce is None else nonce
            try:
                return self._send_under(message, fields, used)
            except NonceFault:
                if nonce is not None or self._node.next_nonce(sender) <= used:
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
        version = self._sign(signer, transaction, self._quote_now())
        signed = _Signed(signer, nonce, transaction, message.worth_wei, [version])
        self._signed[version.hash] = signed
        return self._send_signed(signed, version)

    def _sign(self, signer: LocalAccount, fields: dict[str, str], quote: _Quote) -> _Version:
        unsigned: dict[str, Any] = {
            name: int(value, 16)
            for name, value in (fields | quote.fees.fields).items()
            if name not in ("from", "to", "data")
        }
        unsigned |= {"chainId": self._chain_id, "data": fields["data"]}
        if "to" in fields:
            unsigned["to"] = to_checksum_address(fields["to"])
        raw = bytes(signer.sign_transaction(unsigned).raw_transaction)
        return _Version(keccak(raw), raw, quote.fees, quote.block_number)

    def _send_signed(self, signed: _Signed, version: _Version) -> bytes:
        pauses = self._node.rpc.pauses()
        while True:
            try:
                self._node.rpc.ask_once("eth_sendRawTransaction", hex_of(version.raw))
                return version.hash
            except RpcError as error:
                # An answer may have been lost, and this be the answer to the second time.
                if error.says(*_KNOWN) or self._node.transaction(version.hash) is not None:
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
        fields = fields | self._quote_now().fees.fields
        latest = self._node.block().number
        pauses = self._node.rpc.pauses()
        while True:
            try:
                return bytes_of(self._node.rpc.ask_once("eth_sendTransaction", fields))
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
            return NonceFault(sender, self._node.next_nonce(sender), nonce)
        return self._node.refusal(error, sender)

    def _unsure(self, sender: Address, nonce: int) -> TimeoutFault:
        return TimeoutFault(
            f"The node at {self._node.rpc.shown_url} fell silent while transaction {nonce} of "
            f"{sender} was sent; it may be mined yet, so start the node and look for it before "
            "sending again."
        )

    def _find(self, sender: Address, nonce: int, from_block: int) -> bytes | None:
        """Find the transaction of a nonce in the pending and the latest blocks."""
        try:
            if self._node.next_nonce(sender) <= nonce:
                return None
            latest = self._node.block().number
        except RpcFault:
            return None
        first = max(from_block, latest - _SEARCHED_BLOCKS)
        for tag in ("pending", *map(hex, range(latest, first - 1, -1))):
            block = self._node.ask("eth_getBlockByNumber", tag, True) or {}
            for each in block.get("transactions", ()):
                if each["from"].lower() == sender and number_of(each["nonce"]) == nonce:
                    return bytes_of(each["hash"])
        return None

    def _is_missing(self, transaction_hash: bytes, pauses: Iterator[float]) -> bool:
        """Whether the node certainly does not know a transaction; waits until it answers."""
        for _ in pauses:
            try:
                name = hex_of(transaction_hash)
                found = self._node.rpc.ask_once("eth_getTransactionByHash", name)
            except (Unanswered, RpcError):
                continue
            return found is None
        signed = self._signed[transaction_hash]
        raise self._unsure(signed.sender, signed.nonce)

    def _rebroadcast(self, signed: _Signed) -> None:
        """Tell the node again of a transaction that it has forgotten."""
        if any(self._node.transaction(each) is not None for each in signed.hashes):
            return
        with suppress(RpcError, RpcFault, Unanswered):
            self._node.rpc.ask_once("eth_sendRawTransaction", hex_of(signed.versions[-1].raw))

    def _raise_offer(self, signed: _Signed) -> None:
        """Sign and send it anew for more if blocks have passed it over."""
        last = signed.versions[-1]
        quote = self._quote_now()
        if quote.block_number < last.block_number + _OUTBID_BLOCKS:
            return
        own_wei = self._node.balance_wei(signed.sender) - int(signed.fields["value"], 16)
        affordable_wei = max(own_wei, 0) // int(signed.fields["gas"], 16)
        fees = last.fees.raised(quote.fees, min(signed.limit_wei, affordable_wei))
        if fees is None:
            signed.hindrance = (
                f"{signed.sender} has too little to offer more for it; send it ETH"
                if affordable_wei < signed.limit_wei
                else f"more than {signed.limit_wei} wei for a unit of gas is not offered for it"
            )
            return
        version = self._sign(signed.signer, signed.fields, replace(quote, fees=fees))
        # Before it is sent: its answer may be lost.
        signed.versions.append(version)
        signed.hindrance = ""
        try:
            self._node.rpc.ask_once("eth_sendRawTransaction", hex_of(version.raw))
        except (Unanswered, RpcFault):
            return
        except RpcError as error:
            if not error.says(*_KNOWN):
                signed.versions.remove(version)
                if version.hash not in signed.refused:
                    signed.refused.append(version.hash)
                signed.hindrance = f'the node will not take a higher offer: "{error.message[:200]}"'


def _dropped(transaction_hash: bytes, why: str) -> DroppedFault:
    return DroppedFault(
        f"Transaction 0x{transaction_hash.hex()} should be mined but {why}; look whether what it "
        "was to do is done, then send it again."
    )
