"""What goes into an index and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonweal.events import Recorded
from commonweal.types import Address


@dataclass(frozen=True, slots=True)
class ChainIdentity:
    """What tells one history of a registry from another.

    Attributes
    ----------
    chain_id : int
        Id of the chain.
    genesis_hash : bytes
        Hash of its first block (32 bytes); a local chain that restarts has another.
    registry : str
        Address of the registry.
    """

    chain_id: int
    genesis_hash: bytes
    registry: Address

    @property
    def file_name(self) -> str:
        """Name of the file that holds the index of this history and of no other."""
        return f"{self.chain_id}-{self.genesis_hash[:6].hex()}-{self.registry[2:14]}.sqlite"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A recorded event and its number in the index, from 1 without gaps."""

    sequence: int
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """Events that were taken back because their blocks left the chain.

    Attributes
    ----------
    number : int
        Number of the reorganisation, from 1.
    kept_block : int or None
        Last block that stayed; None if none did.
    first_sequence : int
        First event that was taken back; its number was given anew.
    removed : int
        How many events were taken back.
    """

    number: int
    kept_block: int | None
    first_sequence: int
    removed: int


class ContributionState(StrEnum):
    """Where a contribution stands."""

    OPEN = "open"
    DISPUTED = "disputed"
    """Under stake: a stranger's first verdict stands."""
    SETTLED = "settled"
    VALIDATED = "validated"


@dataclass(frozen=True, slots=True)
class Closing:
    """How a contribution was closed: settled under stake, validated under points.

    Attributes
    ----------
    caller : str
        Who closed it.
    at_s, block_number : int
        When.
    transaction_hash : bytes
        By which transaction.
    shares_earned, returned_wei, forfeited_wei, caller_wei : int
        What a settlement gave; 0 under points.
    contributor_points, validator_points : int
        What a validation gave; 0 under stake.
    """

    caller: Address
    at_s: int
    block_number: int
    transaction_hash: bytes
    shares_earned: int = 0
    returned_wei: int = 0
    forfeited_wei: int = 0
    caller_wei: int = 0
    contributor_points: int = 0
    validator_points: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stranger's first verdict: bit i of `disagreeing` stands for sample i."""

    caller: Address
    at_s: int
    block_number: int
    disagreeing: int


@dataclass(frozen=True, slots=True)
class StoredContribution:
    """A contribution from its record to its closing.

    Attributes
    ----------
    trainer : str
        Address of its trainer.
    index : int
        Number within the trainer, from 0.
    key : bytes
        Its key, 32 bytes.
    contributor : str
        Who contributed it.
    deposit_wei : int
        Its deposit; 0 under points.
    sample_count, byte_count : int
        How many samples, in how many bytes.
    sequence : int
        Number of its event in the index.
    block_number, at_s, transaction_hash
        Where it stands in the chain.
    verdict : Verdict or None
        A first verdict, if one was found.
    closing : Closing or None
        How it was closed, if it was.
    state : ContributionState
        Where it stands.
    """

    trainer: Address
    index: int
    key: bytes
    contributor: Address
    deposit_wei: int
    sample_count: int
    byte_count: int
    sequence: int
    block_number: int
    at_s: int
    transaction_hash: bytes
    state: ContributionState
    verdict: Verdict | None = None
    closing: Closing | None = None
