"""A node's answers as values, and its refusals as faults."""

from __future__ import annotations

from typing import Any

from commonweal.errors import (
    InsufficientFundsFault,
    RpcFault,
    SignatureRejectedFault,
    UnknownRevertFault,
)
from commonweal.runtime.base import Block
from commonweal.runtime.transports.answers import block_of, block_tag, hex_of
from commonweal.runtime.transports.rpc import RpcClient, RpcError
from commonweal.types import Address

_USER_REJECTED = 4001
_TOO_LITTLE = (
    "insufficient funds",
    "doesn't have enough funds",
    "insufficient balance",
    "upfront cost",
)


class Node:
    """What can be asked of any node.

    Parameters
    ----------
    rpc
        Its line.

    Attributes
    ----------
    rpc : RpcClient
        For what may be refused as a matter of course.
    """

    def __init__(self, rpc: RpcClient) -> None:
        self.rpc = rpc

    def ask(self, method: str, *params: Any) -> Any:
        """Ask for something; a refusal is a fault."""
        try:
            return self.rpc.ask(method, *params)
        except RpcError as error:
            raise self.refusal(error) from None

    def ask_if_offered(self, method: str, otherwise: Any) -> Any:
        """Ask for what public nodes may not offer."""
        try:
            return self.rpc.ask(method)
        except RpcError:
            return otherwise

    def refusal(self, error: RpcError, sender: Address | None = None) -> Exception:
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
            f'The node at {self.rpc.shown_url} will not: "{error.message[:200]}"; '
            "check the request and the node."
        )

    def block(self, number: int | None = None) -> Block:
        """Give a block; the latest by default."""
        return block_of(self.ask("eth_getBlockByNumber", block_tag(number), False), number)

    def balance_wei(self, account: Address, block: int | None = None) -> int:
        """ETH of an account."""
        return int(self.ask("eth_getBalance", account, block_tag(block)), 16)

    def next_nonce(self, sender: Address) -> int:
        """Give the nonce that the sender's next transaction takes."""
        return int(self.ask("eth_getTransactionCount", sender, "pending"), 16)

    def mined_nonce(self, sender: Address, block: int | None = None) -> int:
        """Give the number of the sender's transactions that are mined, up to a block."""
        return int(self.ask("eth_getTransactionCount", sender, block_tag(block)), 16)

    def transaction(self, transaction_hash: bytes) -> dict[str, Any] | None:
        """Give a transaction as the node knows it, if it does."""
        found: dict[str, Any] | None = self.ask(
            "eth_getTransactionByHash", hex_of(transaction_hash)
        )
        return found
