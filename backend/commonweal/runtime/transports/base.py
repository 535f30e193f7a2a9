"""What a transport does: carry bytes to the compiled contracts and bring back what they say.

It knows blocks, transactions and logs; what the bytes mean is the codec's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from commonweal.runtime.base import Block
from commonweal.types import Address

GAS_LIMIT = 30_000_000
"""Of a block on the chains that we start, and of calls that only read."""


@dataclass(frozen=True, slots=True)
class Message:
    """A transaction, or a call that only pretends to be one.

    Attributes
    ----------
    sender : str
        Who sends it.
    to : str or None
        The contract; None creates one.
    data : bytes
        Calldata, or the code that creates a contract.
    value_wei : int
        Value sent along.
    worth_wei : int
        What its gas is worth to the sender, for each unit, should others outbid it: so much is
        offered in the end, however little was offered first.
    """

    sender: Address
    to: Address | None
    data: bytes
    value_wei: int = 0
    worth_wei: int = 0


@dataclass(frozen=True, slots=True)
class Log:
    """A log as it stands in a chain's history."""

    address: Address
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    block_hash: bytes
    transaction_hash: bytes
    log_index: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a transaction.

    Attributes
    ----------
    transaction_hash : bytes
        Which one.
    block : Block
        The block that holds it.
    gas_used, fee_wei : int
        What it took and what that cost its sender.
    logs : tuple of Log
        In order.
    created : str or None
        Address of the contract that it created.
    reverted : bytes or None
        Revert data; None if it succeeded.
    """

    transaction_hash: bytes
    block: Block
    gas_used: int
    fee_wei: int
    logs: tuple[Log, ...]
    created: Address | None
    reverted: bytes | None


class Reverted(Exception):
    """A contract reverted; nothing was sent. Never leaves the runtime.

    Attributes
    ----------
    data : bytes
        Revert data.
    block : Block
        The block against whose state and time the call was judged.
    """

    def __init__(self, data: bytes, block: Block) -> None:
        super().__init__(data, block)
        self.data = data
        self.block = block


class Transport(Protocol):
    """A way to reach a chain."""

    @property
    def chain_id(self) -> int:
        """Id of the chain."""
        ...

    @property
    def confirmations(self) -> int:
        """Blocks that must follow before what a block holds counts."""
        ...

    def block(self, number: int | None = None) -> Block:
        """Give a block; the latest by default."""
        ...

    def blocks(self, numbers: Sequence[int]) -> tuple[Block, ...]:
        """Give several blocks in one go."""
        ...

    def now_s(self) -> int:
        """Give the time that the next block would have, as far as one can know."""
        ...

    def advance_time(self, seconds: int) -> None:
        """Move time on."""
        ...

    def advance_blocks(self, count: int) -> None:
        """Mine so many blocks with nothing in them; only on a local chain."""
        ...

    def block_hash(self, number: int) -> bytes:
        """Give the hash of a block as contracts see it."""
        ...

    def balance_wei(self, account: Address, block: int | None = None) -> int:
        """ETH of an account."""
        ...

    def code(self, address: Address) -> bytes:
        """Code at an address, empty if there is none."""
        ...

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next transaction takes."""
        ...

    def mined_nonce(self, sender: Address, block: int | None = None) -> int:
        """Give the number of the sender's transactions that are mined: lower nonces are gone."""
        ...

    def call(self, message: Message, block: int | None = None) -> bytes:
        """Pretend to send; give the returned data.

        Parameters
        ----------
        message
            What to pretend.
        block
            Number of the block after which it is made; the latest by default.

        Raises
        ------
        Reverted
            The contract said no.
        """
        ...

    def send(self, message: Message, nonce: int | None = None) -> bytes:
        """Send a transaction; give its hash.

        Raises
        ------
        Reverted
            The contract would say no, so nothing was sent.
        Fault
            Nothing was sent.
        """
        ...

    def wait(self, transaction_hash: bytes, timeout_s: float) -> Receipt:
        """Wait until a transaction is mined.

        Raises
        ------
        TimeoutFault
            It was not mined in time; it may be mined yet.
        """
        ...

    def logs(
        self,
        addresses: Sequence[Address],
        from_block: int,
        to_block: int,
        topics: Sequence[bytes] = (),
    ) -> tuple[Log, ...]:
        """Give logs in order.

        Parameters
        ----------
        addresses
            Contracts that emitted them; empty for any.
        from_block, to_block
            Numbers of the first and the last block.
        topics
            First topics of which one must stand; empty for any.
        """
        ...
