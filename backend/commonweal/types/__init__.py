"""The values that contracts, twin, runtimes and services exchange.

Addresses are lower-case text of 42 characters ("0x" and 40 hex digits), hashes and words are
bytes. Amounts are in wei, times and waits in seconds, unless the name says otherwise.
"""

from __future__ import annotations

from commonweal.types.market import (
    Claim,
    MarketPhase,
    MarketResult,
    MarketTerms,
    Proposal,
    Segment,
    StepInput,
    StepPlan,
    StepState,
)
from commonweal.types.trainer import (
    ZERO_ADDRESS,
    Account,
    Address,
    Demand,
    Evaluation,
    Head,
    IncentiveKind,
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
    OpenStake,
    Points,
    PointsRules,
    Pool,
    Prediction,
    StakeRules,
    WeightChange,
    bytes32_to_text,
    text_to_bytes32,
)

__all__ = [
    "ZERO_ADDRESS",
    "Account",
    "Address",
    "Claim",
    "Demand",
    "Evaluation",
    "Head",
    "IncentiveKind",
    "MarketPhase",
    "MarketResult",
    "MarketRules",
    "MarketTerms",
    "Metadata",
    "ModelKind",
    "ModelShape",
    "OpenStake",
    "Points",
    "PointsRules",
    "Pool",
    "Prediction",
    "Proposal",
    "Segment",
    "StakeRules",
    "StepInput",
    "StepPlan",
    "StepState",
    "WeightChange",
    "bytes32_to_text",
    "text_to_bytes32",
]
