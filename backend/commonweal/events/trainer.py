"""Events of registry, trainers and badges."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.types import Address, IncentiveKind, Metadata, ModelKind, ModelShape


@dataclass(frozen=True, slots=True)
class TrainerDeployed:
    """A trainer was deployed; `rules` is the packed word (`StakeRules` or `PointsRules`)."""

    index: int
    trainer: Address
    deployer: Address
    model: ModelKind
    incentive: IncentiveKind
    shape: ModelShape
    rules: bytes
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class WeightsUploaded:
    """Starting weights were stored from word `first_word` on."""

    first_word: int
    words: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class UploadClosed:
    """From here on only learning changes weights."""


@dataclass(frozen=True, slots=True)
class Contributed:
    """A contribution was recorded and, where the model disagreed, learned from."""

    index: int
    contributor: Address
    deposit_wei: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class DisagreementFound:
    """A stranger's first verdict: bit i of `disagreeing` stands for sample i."""

    key: bytes
    contributor: Address
    caller: Address
    disagreeing: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A contribution under stake was closed; `caller_wei` is a part of `forfeited_wei`."""

    key: bytes
    contributor: Address
    caller: Address
    shares_earned: int
    returned_wei: int
    forfeited_wei: int
    caller_wei: int


@dataclass(frozen=True, slots=True)
class Funded:
    """A sponsor added to what those who hold shares have."""

    sponsor: Address
    amount_wei: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A credit was paid out."""

    account: Address
    recipient: Address
    amount_wei: int


@dataclass(frozen=True, slots=True)
class Validated:
    """A contribution under points was closed."""

    key: bytes
    contributor: Address
    validator: Address
    contributor_points: int
    validator_points: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """A badge was awarded: ERC-721's event, always from the zero address."""

    from_: Address
    to: Address
    token_id: int


@dataclass(frozen=True, slots=True)
class Locked:
    """A badge is bound to its holder (ERC-5192)."""

    token_id: int


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Declared by ERC-5192; badges never emit it."""

    token_id: int


@dataclass(frozen=True, slots=True)
class Approval:
    """Declared by ERC-721; it moves no badge."""

    owner: Address
    approved: Address
    token_id: int


@dataclass(frozen=True, slots=True)
class ApprovalForAll:
    """Declared by ERC-721; it moves no badge."""

    owner: Address
    operator: Address
    approved: bool
