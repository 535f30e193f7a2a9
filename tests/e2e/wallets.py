"""A browser wallet with a key of its own, as its person may use it: agrees, declines, is elsewhere.

`wallet.js` announces it to the page. It signs here; the node knows nothing of its key.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from commonweal.commitment import keccak
from commonweal.runtime.transports.rpc import RpcClient, RpcError
from commonweal.types import Address

SCRIPT = Path(__file__).with_name("wallet.js")
NAME = "Pocket Wallet"
SEND = "eth_sendTransaction"

_DECLINED = 4001
_UNSUPPORTED = 4200
_ELSEWHERE = 4901
_ASKS_PERSON = ("eth_requestAccounts", "wallet_requestPermissions")


class Wallet:
    """A wallet with one account.

    Parameters
    ----------
    rpc_url
        The wallet's own way to the node of `home_chain_id`.
    home_chain_id
        Chain of that node.
    owner
        Any text; the same one gives the same key.

    Attributes
    ----------
    chain_id : int
        The chain that the wallet is on; the page may ask it to switch.
    declines : set of str
        Methods to which its person says no.
    asked : list of str
        Methods it was asked for, in order.
    sent : list of str
        Hashes of the transactions it sent.
    on_sent : callable
        Called after each transaction, before the page hears of it.
    """

    def __init__(self, rpc_url: str, home_chain_id: int, owner: str) -> None:
        self._account: LocalAccount = Account.from_key(keccak(owner.encode()))
        self._rpc = RpcClient(rpc_url)
        self._home_chain_id = home_chain_id
        self._trusts_page = False
        self.chain_id = home_chain_id
        self.declines: set[str] = set()
        self.asked: list[str] = []
        self.sent: list[str] = []
        self.on_sent: Callable[[], None] = lambda: None

    @property
    def address(self) -> Address:
        return str(self._account.address).lower()

    def times_asked(self, method: str) -> int:
        return self.asked.count(method)

    def answer(self, _: object, method: str, params: list[Any]) -> dict[str, Any]:
        """Answer a request of the page; the binding of `wallet.js`."""
        self.asked.append(method)
        emits: list[tuple[str, object]] = []
        if method in self.declines:
            return _refusal(_DECLINED, "User rejected the request.")
        try:
            result = self._result(method, params, emits)
        except RpcError as error:
            data = None if error.revert_data is None else "0x" + error.revert_data.hex()
            return {"error": {"code": error.code, "message": error.message, "data": data}} | _QUIET
        except _Refused as refused:
            return _refusal(*refused.args)
        return {"result": result, "emits": emits}

    def _result(self, method: str, params: list[Any], emits: list[tuple[str, object]]) -> object:
        checksummed = to_checksum_address(self.address)
        if method == "eth_chainId":
            return hex(self.chain_id)
        if method == "eth_accounts":  # a page sees nothing before its person has agreed
            return [checksummed] if self._trusts_page else []
        if method in _ASKS_PERSON:
            self._trusts_page = True
            parent = {"parentCapability": "eth_accounts"}
            return [checksummed] if method == "eth_requestAccounts" else [parent]
        if method == "wallet_revokePermissions":
            self._trusts_page = False
            return None
        if method == "wallet_switchEthereumChain":
            self.chain_id = int(params[0]["chainId"], 16)
            emits.append(("chainChanged", hex(self.chain_id)))
            return None
        if method.startswith("wallet_"):
            raise _Refused(_UNSUPPORTED, f"{method} is not supported.")
        if self.chain_id != self._home_chain_id:
            raise _Refused(_ELSEWHERE, f"The wallet is on chain {self.chain_id}.")
        if method == SEND:
            return self._send(params[0])
        return self._rpc.ask(method, *params)

    def _send(self, asked: dict[str, Any]) -> str:
        """Sign as its person agreed and send; the wallet chooses fees and nonce."""
        if asked["from"].lower() != self.address:
            raise _Refused(_UNSUPPORTED, f"The wallet has no account {asked['from']}.")
        price_wei = int(self._rpc.ask("eth_gasPrice"), 16)
        transaction = {
            "chainId": self.chain_id,
            "to": to_checksum_address(asked["to"]),
            "data": asked.get("data", "0x"),
            "value": int(asked.get("value", "0x0"), 16),
            "gas": int(asked["gas"], 16),
            "nonce": int(self._rpc.ask("eth_getTransactionCount", self.address, "pending"), 16),
            "maxFeePerGas": 2 * price_wei,
            "maxPriorityFeePerGas": 10**9,
        }
        signed = self._account.sign_transaction(transaction)
        transaction_hash = str(
            self._rpc.ask_once("eth_sendRawTransaction", "0x" + signed.raw_transaction.hex())
        )
        self.sent.append(transaction_hash)
        self.on_sent()
        return transaction_hash


NewWallet = Callable[..., Wallet]
"""Makes a wallet; see the fixture `new_wallet`."""


class _Refused(Exception):
    """The wallet will not; code and message."""


_QUIET: dict[str, list[object]] = {"emits": []}


def _refusal(code: int, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}} | _QUIET
