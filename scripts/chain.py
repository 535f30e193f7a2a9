"""What brownie's scripts share: brownie sends, commonweal encodes and reads the same node."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any

import requests
from brownie import Contract, accounts, chain, web3
from brownie.exceptions import VirtualMachineError
from brownie.network.main import rpc
from brownie.project.main import get_loaded_projects
from web3.exceptions import ContractLogicError

from commonweal.cli.failures import sentence_of
from commonweal.cli.session import Session
from commonweal.errors import CommonwealError, ConfigFault
from commonweal.runtime import codec
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.transports.base import Message, Reverted
from commonweal.settings import Settings
from commonweal.types import IncentiveKind, ModelKind

ACCOUNT = "COMMONWEAL_BROWNIE_ACCOUNT"
"""Variable that names the account: an id of `brownie accounts`, or a number of the node's own."""

_CONTRACTS = {
    (ModelKind.SPARSE_PERCEPTRON, IncentiveKind.STAKE): "SparsePerceptronStake",
    (ModelKind.DENSE_PERCEPTRON, IncentiveKind.STAKE): "DensePerceptronStake",
    (ModelKind.SPARSE_PERCEPTRON, IncentiveKind.POINTS): "SparsePerceptronPoints",
    (ModelKind.DENSE_PERCEPTRON, IncentiveKind.POINTS): "DensePerceptronPoints",
    (ModelKind.SPARSE_PERCEPTRON, IncentiveKind.MARKET): "SparsePerceptronMarket",
    (ModelKind.DENSE_PERCEPTRON, IncentiveKind.MARKET): "DensePerceptronMarket",
}


def plainly(script: Callable[..., None]) -> Callable[..., None]:
    """Make a script end with one sentence where it would end with a stack trace (unless --tb)."""

    @wraps(script)
    def run(*arguments: str) -> None:
        try:
            try:
                inspect.signature(script).bind(*arguments)
            except TypeError:
                expected = " ".join(f"<{name}>" for name in inspect.signature(script).parameters)
                raise ConfigFault(
                    f"This script takes {expected or 'no arguments'}, found "
                    f'"{" ".join(arguments)}"; run it as '
                    f"{' '.join([script.__name__, expected]).strip()}."
                ) from None
            script(*arguments)
        except Exception as error:
            if {"--tb", "-t"} & set(sys.argv):
                raise
            print(f"Error: {_sentence(error)}", file=sys.stderr)
            raise SystemExit(1) from None

    return run


@cache
def connected() -> Session:
    """Connect commonweal to the node that brownie is connected to.

    A local chain stands still between transactions: a block is mined, so that it is now there, too.
    """
    url = getattr(web3.provider, "endpoint_uri", None)
    if not str(url).startswith(("http://", "https://")):
        raise ConfigFault(
            "The node of brownie's network should be reached by http or https but is not; add "
            "another network with `brownie networks add`."
        )
    if rpc.is_active():
        chain.mine()
    return Session(Settings.read(rpc_url=str(url)))


def senders() -> Sequence[Any]:
    """Give the accounts to send from: the one that is named, else all that the node has unlocked.

    Raises
    ------
    ConfigFault
        There is none, or not the one that is named.
    """
    wanted = os.environ.get(ACCOUNT, "").strip()
    if wanted.isdecimal() and int(wanted) < len(accounts):
        return [accounts[int(wanted)]]
    if wanted:
        try:
            return [accounts.load(wanted)]
        except FileNotFoundError:
            raise ConfigFault(
                f'{ACCOUNT} should name an account of brownie, found "{wanted[:40]}"; see '
                "`brownie accounts list`."
            ) from None
        except ValueError:
            raise ConfigFault(
                f'The account "{wanted[:40]}" cannot be opened with this password; try again.'
            ) from None
    if not len(accounts):
        raise ConfigFault(
            f"The node has no unlocked account; name one of `brownie accounts list` in {ACCOUNT}."
        )
    return list(accounts)


def compiled(name: str) -> Any:
    """Give a contract of this project, as brownie compiled it."""
    contracts: Any = get_loaded_projects()[0]
    return contracts[name]


def attached(name: str, address: str) -> Any:
    """Give the brownie contract at an address, without brownie's keeping it between runs."""
    attach: Any = Contract.from_abi
    return attach(name, address, compiled(name).abi, persist=False)


def contract_of(trainer: TrainerInfo) -> Any:
    """Give the brownie contract of a model, which is a clone of one of the project's."""
    return attached(_CONTRACTS[trainer.model, trainer.incentive], trainer.address)


def create(name: str, *arguments: Any, sender: Any) -> Any:
    """Deploy a contract of this project and give the receipt.

    Not by its `deploy(...)`: brownie 1.22.2 fails to note what that deployed on a live network.
    """
    return sender.transfer(data=compiled(name).deploy.encode_input(*arguments))


def send(method: Any, *arguments: Any, sender: Any, value_wei: int = 0) -> Any:
    """Send a transaction and give its receipt.

    What the contract would refuse is not sent: it would cost gas, and brownie would trace it.

    Raises
    ------
    Rejection
        The contract refuses, and why.
    """
    data = bytes.fromhex(method.encode_input(*arguments).removeprefix("0x"))
    message = Message(sender.address.lower(), method._address.lower(), data, value_wei)
    try:
        connected().transport.call(message)
    except Reverted as reverted:
        raise codec.rejection_of(reverted.data) from None
    return method(*arguments, {"from": sender, "value": value_wei})


def fee_wei(receipt: Any) -> int:
    """Give what a transaction cost its sender."""
    return int(receipt.gas_used * receipt.gas_price)


def _sentence(error: Exception) -> str:
    if isinstance(error, CommonwealError):
        return error.sentence
    if isinstance(error, ContractLogicError):
        return "The contract refuses now what it would have accepted before; run the script again."
    if any(words in str(error).lower() for words in ("insufficient funds", "enough funds")):
        return "The account has not enough ETH for deposit and gas; send it some and run again."
    if isinstance(error, VirtualMachineError):
        return f"The contract refuses ({error.revert_msg or error.revert_type}); check and retry."
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return "The node of this network does not answer; start it and run the script again."
    return sentence_of(error).replace("--debug", "--tb")
