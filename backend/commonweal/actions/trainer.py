"""Actions of registry and trainers; markets share `Contribute` and `Withdraw`."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.types import (
    Address,
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
)


@dataclass(frozen=True, slots=True)
class DeployUnderStake:
    """Deploy a trainer under stakes. To: the registry. By: anyone."""

    model: ModelKind
    shape: ModelShape
    rules: StakeRules
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class DeployUnderPoints:
    """Deploy a trainer under points. To: the registry. By: anyone."""

    model: ModelKind
    shape: ModelShape
    rules: PointsRules
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class DeployUnderMarket:
    """Deploy a trainer that learns by markets. To: the registry. By: anyone."""

    model: ModelKind
    shape: ModelShape
    rules: MarketRules
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class UploadWeights:
    """Store packed starting weights. To: a trainer, while its upload is open. By: its deployer.

    Attributes
    ----------
    first_word : int
        Index of the first word to write.
    words : tuple of bytes
        Packed lanes, 32 bytes each; may be empty.
    last : bool
        Whether the upload closes with this call, for good.
    """

    first_word: int
    words: tuple[bytes, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Contribute:
    """Record samples and learn from them. To: a trainer, once its upload is closed. By: anyone.

    Attributes
    ----------
    samples : bytes
        1..128 packed samples, at most 60,000 bytes.
    value_wei : int
        The deposit; 0 under points.
    """

    samples: bytes
    value_wei: int = 0


@dataclass(frozen=True, slots=True)
class Settle:
    """Close a contribution. To: a trainer under stakes. By: its contributor; later anyone."""

    contributor: Address
    samples: bytes


@dataclass(frozen=True, slots=True)
class Validate:
    """Close another's contribution. To: a trainer under points. By: anyone but the contributor."""

    contributor: Address
    samples: bytes


@dataclass(frozen=True, slots=True)
class Fund:
    """Add to what those who hold shares have. To: a trainer under stakes. By: anyone."""

    value_wei: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Pay the caller's whole credit to `recipient`. To: a trainer under stakes."""

    recipient: Address
