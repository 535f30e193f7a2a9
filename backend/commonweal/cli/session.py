"""What a command works with: the node, the registry, an account, a model and its encoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from eth_account.signers.local import LocalAccount

from commonweal.cli.keys import read_key
from commonweal.encoders.base import Encoder
from commonweal.encoders.manifest import MOST_MANIFEST_BYTES, ManifestStore, load_encoder
from commonweal.errors import ConfigFault
from commonweal.runtime.base import TrainerInfo
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import find_deployment
from commonweal.runtime.transports.web3 import Web3Transport
from commonweal.settings import Settings
from commonweal.types import Address, IncentiveKind

_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")
_DOWNLOAD_TIMEOUT_S = 30


@dataclass
class Session:
    """A command's view of the world; connects when it is first needed.

    Attributes
    ----------
    settings : Settings
        Node, registry and folders.
    account_index : int
        Which of the node's accounts, where no key is given.
    signer : LocalAccount or None
        The account of a key.
    key_file : Path or None
        Where that key is, if it was read from a file.
    """

    settings: Settings
    account_index: int = 0
    signer: LocalAccount | None = None
    key_file: Path | None = None

    @classmethod
    def open(
        cls,
        *,
        rpc: str | None = None,
        registry: str | None = None,
        chain_id: int | None = None,
        account: int = 0,
        key_file: Path | None = None,
    ) -> Session:
        """Make a session of a command's options."""
        settings = Settings.read(rpc_url=rpc, registry=registry, chain_id=chain_id)
        return cls(settings, account, read_key(key_file), key_file)

    @cached_property
    def transport(self) -> Web3Transport:
        """The node."""
        keys = () if self.signer is None else (self.signer,)
        return Web3Transport(
            self.settings.rpc_url,
            keys=keys,
            chain_id=self.settings.chain_id,
            confirmations=self.settings.confirmations,
        )

    @cached_property
    def runtime(self) -> ContractRuntime:
        """The contracts of the registry.

        Raises
        ------
        ConfigFault
            No registry is known for this chain, or none is at its address.
        WrongHistoryFault
            The chain was restarted.
        """
        registry = self.settings.registry
        if registry is None:
            folder = self.settings.deployments_folder
            registry = find_deployment(self.transport, folder).registry
        elif not self.transport.code(registry):
            raise ConfigFault(
                f"A registry should be at {registry} on chain {self.transport.chain_id} but no "
                "contract is there; correct the address or the network."
            )
        return ContractRuntime(self.transport, registry)

    @cached_property
    def account(self) -> Address:
        """The account that sends.

        Raises
        ------
        ConfigFault
            The node has no such account.
        """
        if self.signer is not None:
            return self.signer.address.lower()
        accounts = self.transport.accounts()
        if self.account_index >= len(accounts):
            found = f"{len(accounts)} unlocked accounts" if accounts else "no unlocked account"
            raise ConfigFault(
                f"Account {self.account_index} was asked for but the node has {found}; "
                "choose another one, or give a key by --key-file."
            )
        return accounts[self.account_index]

    @property
    def account_options(self) -> str:
        """Options that make another command send from this account."""
        if self.signer is None:
            return f" --account {self.account_index}" if self.account_index else ""
        return f" --key-file {quote(str(self.key_file))}" if self.key_file else ""

    @property
    def manifests(self) -> ManifestStore:
        """The local store of encoders' manifests."""
        return ManifestStore(self.settings.encoders_folder)

    def trainer(self, wanted: str) -> TrainerInfo:
        """Find a model by number, address, name or the beginning of its name.

        Raises
        ------
        ConfigFault
            No model, or more than one, is meant.
        """
        if _ADDRESS.fullmatch(wanted):
            return self.runtime.trainer(wanted.lower())
        trainers = self.runtime.trainers()
        if wanted.isdecimal():
            found = [trainer for trainer in trainers if trainer.index == int(wanted)]
        else:
            name = wanted.casefold()
            names = [trainer.metadata.name.casefold() for trainer in trainers]
            found = [t for t, known in zip(trainers, names, strict=True) if known == name]
            found = found or [
                t for t, known in zip(trainers, names, strict=True) if known.startswith(name)
            ]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f"{t.index} {t.metadata.name}" for t in (found or trainers)[:10])
        if found:
            raise ConfigFault(f'"{wanted[:60]}" means several models ({listed}); use the number.')
        raise ConfigFault(
            f'No model is called "{wanted[:60]}"; there are: {listed or "none"}. '
            "See `commonweal models`."
        )

    def trainers(
        self, wanted: str | None, incentive: IncentiveKind | None = None
    ) -> tuple[TrainerInfo, ...]:
        """Find one model, or all of an incentive."""
        found = self.runtime.trainers() if wanted is None else (self.trainer(wanted),)
        return tuple(t for t in found if incentive is None or t.incentive is incentive)

    def encoder(self, trainer: TrainerInfo, source: str | None = None) -> Encoder[Any]:
        """Load a model's encoder from a file, an address, or the local store, by its hash.

        Raises
        ------
        EncodingError
            The manifest is missing, or it is another one.
        ConfigFault
            The file or address cannot be read.
        """
        wanted = trainer.metadata.encoder_hash
        if source is None:
            return self.manifests.get(wanted)
        encoder = load_encoder(_manifest_bytes(source), wanted)
        self.manifests.put(encoder)
        return encoder


def _manifest_bytes(source: str) -> bytes:
    try:
        if source.startswith(("http://", "https://")):
            with urlopen(source, timeout=_DOWNLOAD_TIMEOUT_S) as answer:
                data: bytes = answer.read(MOST_MANIFEST_BYTES + 1)
                return data
        with Path(source).open("rb") as file:
            return file.read(MOST_MANIFEST_BYTES + 1)
    except (OSError, URLError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise ConfigFault(
            f"The manifest {source} cannot be read ({reason}); check the name."
        ) from None
