"""What the API answers. Fields are in camelCase; integers that may exceed 2**53 are texts."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.json_schema import SkipJsonSchema

ADDRESS_PATTERN = "^0x[0-9a-fA-F]{40}$"
HASH_PATTERN = "^0x[0-9a-fA-F]{64}$"
_ADDRESS = "0x5fbdb2315678afecb367f032d93f642f64180aa3"
_HASH = "0x" + "5b" * 32

Address = Annotated[str, Field(pattern="^0x[0-9a-f]{40}$", examples=[_ADDRESS])]
Hash = Annotated[str, Field(pattern="^0x[0-9a-f]{64}$", examples=[_HASH])]
Bytes = Annotated[str, Field(pattern="^0x([0-9a-f]{2})*$", examples=["0x0102000500a1"])]
Whole = Annotated[str, Field(pattern="^-?[0-9]+$", examples=["1000000000000000"])]
"""An integer as a decimal text."""
Seconds = Annotated[
    int, Field(ge=0, description="Seconds since 1970 (UTC).", examples=[1795132800])
]
T = TypeVar("T")
MOST_SAFE_INTEGER = 2**53 - 1
"""The largest integer that JavaScript holds exactly."""


class Schema(BaseModel):
    """What all answers are like."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid"
    )


class Problem(BaseModel):
    """What went wrong; a contract's rejection adds its own fields."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(description="Name of the error.", examples=["ModelUnknown"])
    sentence: str = Field(
        description="What was expected, what was found, what to do.",
        examples=["A model was expected at 0x5f… but there is none; use one from /api/models."],
    )


class ProblemAnswer(BaseModel):
    """The answer whenever something is wrong."""

    error: Problem


class ConfigAnswer(Schema):
    """What the web page needs to know."""

    chain_id: int = Field(examples=[1337])
    rpc_url: str = Field(examples=["http://127.0.0.1:8545"])
    registry: Address
    encoders: str = Field(
        description="Where encoders' manifests are: this and a hash.", examples=["/api/encoders/"]
    )


class HealthAnswer(Schema):
    """How the backend is."""

    phase: Literal["connecting", "catching-up", "following"] = Field(
        description="connecting: no chain with the registry was found yet, or it does not answer."
    )
    chain_reachable: bool
    chain_id: int | None = Field(examples=[1337])
    registry: Address | None
    genesis_hash: Hash | None = Field(description="Tells one history of a local chain from another")
    head_block: int | None = Field(description="The chain's last block.")
    indexed_block: int | None = Field(description="The last block in the index.")
    lag_blocks: int | None = Field(description="How many blocks the index is behind.")
    last_event: int = Field(description="Number of the last event in the index.")
    reorganisations: int = Field(description="How often the chain took events back.")
    unaudited: bool = Field(description="Nobody has audited the contracts.")
    problem: Problem | None


class ShapeOut(Schema):
    """Dimensions of a model."""

    feature_count: int
    lane_bits: int
    fraction_bits: int


class StakeRulesOut(Schema):
    """Rules of a model under stakes."""

    floor_price_wei: Whole
    seconds_per_sample: int
    refund_wait_s: int
    take_wait_s: int
    verdict_gap_s: int
    deposit_cap_wei: Whole


class PointsRulesOut(Schema):
    """Rules of a model under points."""

    validate_wait_s: int


class StakeOut(Schema):
    """What a model under stakes holds."""

    rules: StakeRulesOut
    deposits_wei: Whole = Field(description="Open deposits together.")
    total_shares: int
    account_count: int
    price_wei: Whole = Field(description="Price of one sample at the time of the last block.")
    price_time_s: Seconds
    backlog_s: int
    added_samples: int
    per_share_x32: Whole = Field(description="What was shared, per share, in wei x 2**32.")
    carry_x32: Whole = Field(description="What waits to be shared, in wei x 2**32.")


class PointsOut(Schema):
    """What a model under points holds."""

    rules: PointsRulesOut
    account_count: int


class MarketRulesOut(Schema):
    """Rules of a model that learns by markets."""

    least_bounty_wei: Whole


class MarketsOut(Schema):
    """Markets of a model."""

    rules: MarketRulesOut
    market_count: int
    latest: Address | None = Field(description="The market opened last.")


class ModelOut(Schema):
    """A model with its incentive: one trainer of the registry."""

    address: Address
    index: int = Field(description="Number in the registry, from 0.")
    name: str
    description: str
    label_names: tuple[str, str]
    data_licence: str = Field(description="Licence under which samples are public for ever.")
    encoder_hash: Hash
    model: Literal["SparsePerceptron", "DensePerceptron"]
    incentive: Literal["Stake", "Points", "Market"]
    shape: ShapeOut
    deployer: Address
    deployed_at_block: int
    upload_open: bool = Field(description="Whether starting weights may still be uploaded.")
    contribution_count: int
    sample_count: int
    open_contribution_count: int
    running_hash: str = Field(
        description="20 bytes over all contributions in order.", examples=["0x" + "00" * 20]
    )
    recorded_wei: Whole = Field(description="ETH that the model holds by its events.")
    stake: StakeOut | None
    points: PointsOut | None
    market: MarketsOut | None


class PredictIn(Schema):
    """Raw data to predict: a text, or the columns of a row; exactly one of the two."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["text"]}, {"required": ["columns"]}],
            "examples": [
                {"text": "A wonderful film, I loved every minute."},
                {"columns": {"mean radius": 14.1, "mean texture": 19.3}},
                {"columns": [14.1, 19.3, 92.0]},
            ],
        }
    )

    text: str | SkipJsonSchema[None] = None
    columns: dict[str, Any] | list[Any] | SkipJsonSchema[None] = None


class UsedFeatureOut(Schema):
    """A feature that the raw data turned on."""

    feature: int
    name: str
    lane: int = Field(description="Its integer in the sample; 1 for a word.")
    limited: bool = Field(description="Whether the value was cut to the encoder's range.")


class PredictionOut(Schema):
    """What the contract says of a sample."""

    label: int
    label_name: str
    score: Whole = Field(description="Label 1 iff the score is above 0.")
    undecided: bool = Field(description="The score is 0: the model agrees with no label.")
    sample: Bytes = Field(description="The packed sample; its label is 0.")
    used: tuple[UsedFeatureOut, ...]
    unknown: tuple[str, ...] = Field(description="Words that the model does not know.")
    dropped: tuple[str, ...] = Field(description="Known words beyond the 255 of a sample.")
    notes: tuple[str, ...]


class VerdictOut(Schema):
    """A stranger's first verdict."""

    caller: Address
    at_s: Seconds
    block_number: int
    disagreeing: Whole = Field(description="Bit i is set iff the model disagreed with sample i.")


class ClosingOut(Schema):
    """How a contribution was closed."""

    caller: Address
    at_s: Seconds
    block_number: int
    transaction_hash: Hash
    shares_earned: int
    returned_wei: Whole
    forfeited_wei: Whole
    caller_wei: Whole = Field(description="The caller's part of what was forfeited.")
    contributor_points: int
    validator_points: int


class DueOut(Schema):
    """From when on who may close a contribution that is open."""

    contributor_from_s: Seconds | None = Field(
        description="Its contributor settles from then on; nothing under points."
    )
    others_from_s: Seconds = Field(description="Others settle or validate from then on.")


class ContributionOut(Schema):
    """A contribution from its record to its closing."""

    model: Address
    index: int = Field(description="Number within the model, from 0.")
    key: Hash
    contributor: Address
    deposit_wei: Whole
    sample_count: int
    byte_count: int
    event: int = Field(description="Number of its event in the index.")
    block_number: int
    at_s: Seconds
    transaction_hash: Hash
    state: Literal["open", "disputed", "settled", "validated"]
    due: DueOut | None = Field(description="Nothing once it is closed.")
    verdict: VerdictOut | None
    closing: ClosingOut | None


class SampleOut(Schema):
    """One sample of a contribution."""

    label: int
    label_name: str
    features: tuple[int, ...] = Field(
        description="Sparse: indices of the features that are on. Dense: a lane for each feature."
    )
    names: tuple[str, ...] | None = Field(
        description="Sparse: names of these features, where the encoder is known."
    )


class ContributionDetail(ContributionOut):
    """A contribution with its samples."""

    packed: Bytes = Field(description="The samples as they were sent.")
    samples: tuple[SampleOut, ...]


class CreditOut(Schema):
    """What an account has under stake."""

    model: Address
    account: Address
    shares: int
    credit_wei: Whole = Field(description="What a withdrawal would pay now.")
    credit_x32: Whole = Field(description="The same with its fraction, in wei x 2**32.")


class PointsOfOut(Schema):
    """What an account has under points."""

    model: Address
    account: Address
    as_contributor: int
    as_validator: int
    total: int


class BadgeOut(Schema):
    """A badge: bound to its holder for good."""

    token_id: Whole
    holder: Address
    model: Address | None
    level: int
    milestone: int = Field(description="Points at which it is earned.")


class MarketCreditOut(Schema):
    """What an account may withdraw from a market; claims are not in it."""

    market: Address
    account: Address
    credit_wei: Whole


class AccountOut(Schema):
    """All that an account has."""

    address: Address
    contribution_count: int
    open_contribution_count: int
    credit_wei: Whole = Field(description="All credits with models together.")
    credits: tuple[CreditOut, ...]
    market_credits: tuple[MarketCreditOut, ...]
    points: tuple[PointsOfOut, ...]
    badges: tuple[BadgeOut, ...]


class EventOut(Schema):
    """An event and its place in the chain's history."""

    sequence: int = Field(description="Number in the index, from 1 without gaps.")
    name: str = Field(description="As in Solidity.", examples=["Contributed"])
    emitter: Address
    block_number: int
    block_hash: Hash
    at_s: Seconds
    transaction_hash: Hash
    log_index: int
    fields: dict[str, Any] = Field(
        description="The event's fields in camelCase; amounts, masks and badges are texts."
    )


class ReorganisedOut(Schema):
    """Events from a number on are void: their blocks left the chain. What is there now follows."""

    kept_block: int | None
    first_sequence: int


class RestartedOut(Schema):
    """The chain has another history: all events are void. The new ones follow from 1 on."""

    chain_id: int
    genesis_hash: Hash
    registry: Address


class Page(Schema, Generic[T]):
    """One page of a list."""

    # pydantic leaves the description of generic classes out.
    model_config = ConfigDict(json_schema_extra={"description": "One page of a list."})

    items: tuple[T, ...]
    total: int = Field(description="How many there are on all pages.")
    next: int | None = Field(description="Give it as `cursor` for the next page; none: the end.")
