"""The values that contracts, twin, runtimes and services exchange.

Addresses are lower-case text of 42 characters ("0x" and 40 hex digits), hashes and words are
bytes. Amounts are in wei, times and waits in seconds, unless the name says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from commonweal import fixed_point

Address: TypeAlias = str

ZERO_ADDRESS: Address = "0x" + "00" * 20


class ModelKind(IntEnum):
    """The learners that a trainer can be made of; numbered as in Solidity."""

    SPARSE_PERCEPTRON = 0
    DENSE_PERCEPTRON = 1


class IncentiveKind(IntEnum):
    """The incentives that a trainer can be made of; numbered as in Solidity."""

    STAKE = 0
    POINTS = 1
    MARKET = 2


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The fixed dimensions of a model.

    Attributes
    ----------
    feature_count : int
        Features of a sample: 1..65,535 sparse, 1..1,024 dense.
    lane_bits : int
        Bits of a weight: 16 sparse, 16 or 32 dense (a dense feature has as many).
    fraction_bits : int
        A dense feature or bias of 1.0 is 2**fraction_bits; 0 for sparse models.
    """

    feature_count: int
    lane_bits: int
    fraction_bits: int

    @property
    def lane_count(self) -> int:
        """Weights, the bias included."""
        return self.feature_count + 1

    @property
    def word_count(self) -> int:
        """Words that hold the packed weights."""
        return fixed_point.word_count(self.lane_count, self.lane_bits)


@dataclass(frozen=True, slots=True)
class StakeRules:
    """The rules of a trainer under stakes, fixed when it is deployed.

    Attributes
    ----------
    floor_price_wei : int
        Lowest price of one sample, at least 1.
    seconds_per_sample : int
        How long the price takes to forget one sample, at least 1.
    refund_wait_s : int
        From this long after a contribution its contributor may settle it.
    take_wait_s : int
        From this long after a contribution anyone may settle it.
    verdict_gap_s : int
        Least time between a stranger's two verdicts on a disagreement.
    deposit_cap_wei : int
        Most that all open deposits of the trainer may be together.
    """

    floor_price_wei: int
    seconds_per_sample: int
    refund_wait_s: int
    take_wait_s: int
    verdict_gap_s: int
    deposit_cap_wei: int

    def pack(self) -> bytes:
        """Give the rules as the word that the trainer carries (64, 16, 3 x 32, 80 bits)."""
        return (
            self.floor_price_wei.to_bytes(8, "big")
            + self.seconds_per_sample.to_bytes(2, "big")
            + self.refund_wait_s.to_bytes(4, "big")
            + self.take_wait_s.to_bytes(4, "big")
            + self.verdict_gap_s.to_bytes(4, "big")
            + self.deposit_cap_wei.to_bytes(10, "big")
        )

    @classmethod
    def unpack(cls, word: bytes) -> StakeRules:
        """Read the word that `pack` makes."""
        return cls(
            floor_price_wei=int.from_bytes(word[:8], "big"),
            seconds_per_sample=int.from_bytes(word[8:10], "big"),
            refund_wait_s=int.from_bytes(word[10:14], "big"),
            take_wait_s=int.from_bytes(word[14:18], "big"),
            verdict_gap_s=int.from_bytes(word[18:22], "big"),
            deposit_cap_wei=int.from_bytes(word[22:], "big"),
        )


@dataclass(frozen=True, slots=True)
class PointsRules:
    """The rules of a trainer under points, fixed when it is deployed.

    Attributes
    ----------
    validate_wait_s : int
        From this long after a contribution others may validate it.
    """

    validate_wait_s: int

    def pack(self, badges: Address) -> bytes:
        """Give the word that the trainer carries: badges contract 160, wait 32, unused 64 bits."""
        return bytes.fromhex(badges[2:]) + self.validate_wait_s.to_bytes(4, "big") + bytes(8)

    @classmethod
    def unpack(cls, word: bytes) -> tuple[Address, PointsRules]:
        """Read the word that `pack` makes: the badges contract and the rules."""
        return "0x" + word[:20].hex(), cls(int.from_bytes(word[20:24], "big"))


@dataclass(frozen=True, slots=True)
class MarketRules:
    """The rules of a trainer that learns by markets, fixed when it is deployed.

    Attributes
    ----------
    least_bounty_wei : int
        Least bounty that a market may be opened with, at least 1.
    """

    least_bounty_wei: int

    def pack(self, registry: Address) -> bytes:
        """Give the word that the trainer carries: registry 160, least bounty 96 bits."""
        return bytes.fromhex(registry[2:]) + self.least_bounty_wei.to_bytes(12, "big")

    @classmethod
    def unpack(cls, word: bytes) -> tuple[Address, MarketRules]:
        """Read the word that `pack` makes: the registry and the rules."""
        return "0x" + word[:20].hex(), cls(int.from_bytes(word[20:], "big"))


@dataclass(frozen=True, slots=True)
class Metadata:
    """What people should know of a trainer before they use it.

    Attributes
    ----------
    name, description : str
        Short name, not empty; what the model predicts and from what.
    label_names : tuple of str
        Names of label 0 and label 1, not empty.
    data_licence : str
        Licence under which contributed samples are public for ever (an SPDX identifier).
    encoder_hash : bytes
        keccak256 (32 bytes) of the manifest of the encoder that turns raw data into samples.
    """

    name: str
    description: str
    label_names: tuple[str, str]
    data_licence: str
    encoder_hash: bytes


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One weight that a contribution would change; `feature == feature_count` is the bias."""

    feature: int
    before: int
    afterwards: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """Label and score of a sample: label 1 iff the score is above 0."""

    label: int
    score: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How many of so many samples have the label that the model predicts."""

    correct: int
    total: int


@dataclass(frozen=True, slots=True)
class Head:
    """State of the record of contributions.

    Attributes
    ----------
    running_hash : bytes
        20 bytes over the keys of all contributions in order; see `commitment`.
    contribution_count, sample_count : int
        Contributions and samples ever recorded.
    upload_open : bool
        Whether starting weights may still be uploaded.
    """

    running_hash: bytes
    contribution_count: int
    sample_count: int
    upload_open: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """What decides the price, and totals that change with it.

    Attributes
    ----------
    deposits_wei : int
        Open deposits together.
    total_shares : int
        Shares held together.
    price_time_s : int
        Time of the last contribution.
    backlog_s : int
        Demand at `price_time_s` before that moment's own samples, in seconds of forgetting.
    added_samples : int
        Samples added at `price_time_s`, at most what may raise the price.
    """

    deposits_wei: int
    total_shares: int
    price_time_s: int
    backlog_s: int
    added_samples: int


@dataclass(frozen=True, slots=True)
class Pool:
    """What has been shared, per share, and what waits to be shared; both in wei x 2**32."""

    per_share_x32: int
    carry_x32: int


@dataclass(frozen=True, slots=True)
class Account:
    """What an account has under stake, as stored.

    Attributes
    ----------
    shares : int
        Shares held.
    checkpoint_x32 : int
        `per_share_x32` of the pool up to which the credit is reckoned.
    credit_x32 : int
        Credit in wei x 2**32.
    """

    shares: int
    checkpoint_x32: int
    credit_x32: int


@dataclass(frozen=True, slots=True)
class OpenStake:
    """An open contribution under stake.

    Attributes
    ----------
    deposit_wei : int
        Its deposit.
    since_s : int
        Time of the contribution, or of the first verdict if `disagreeing` is not 0.
    disagreeing : int
        Bit i is set iff the first verdict disagreed with sample i.
    """

    deposit_wei: int
    since_s: int
    disagreeing: int


@dataclass(frozen=True, slots=True)
class Points:
    """Points of an account."""

    as_contributor: int
    as_validator: int

    @property
    def total(self) -> int:
        """Points that count for badges."""
        return self.as_contributor + self.as_validator


def text_to_bytes32(text: str) -> bytes:
    """Give an ASCII text of at most 32 characters as Solidity's bytes32."""
    return text.encode("ascii").ljust(32, b"\0")


def bytes32_to_text(word: bytes) -> str:
    """Read the text that `text_to_bytes32` makes."""
    return word.rstrip(b"\0").decode("ascii", errors="replace")
