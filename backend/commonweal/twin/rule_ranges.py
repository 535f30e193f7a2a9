"""What a trainer may be deployed with."""

from __future__ import annotations

from commonweal.errors import (
    MarketRuleOutOfRange,
    MetadataMissing,
    PointsRuleOutOfRange,
    ShapeOutOfRange,
    StakeRuleOutOfRange,
)
from commonweal.samples import LANE_BITS, MOST_DENSE_FEATURES, MOST_SPARSE_FEATURES
from commonweal.types import (
    MarketRules,
    Metadata,
    ModelKind,
    ModelShape,
    PointsRules,
    StakeRules,
    text_to_bytes32,
)

MIN_WAIT_S = 600
"""Waits shorter than this could be over before people see a contribution."""
MAX_WAIT_S = 365 * 86_400
"""Nothing is locked for ever."""
MAX_SECONDS_PER_SAMPLE = 3_600
_MAX_FLOOR_PRICE_WEI = 2**64 - 1
_MAX_DEPOSIT_CAP_WEI = 2**80 - 1
_MAX_LEAST_BOUNTY_WEI = 2**90
MOST_MARKET_FEATURES = 1_023
"""A step of a market's result takes all weights in one call: 1,024, bias included."""


def check_shape(model: ModelKind, shape: ModelShape) -> None:
    """Reject a shape that the model cannot have."""
    sparse = model is ModelKind.SPARSE_PERCEPTRON
    most_features = MOST_SPARSE_FEATURES if sparse else MOST_DENSE_FEATURES
    _check_dimension("featureCount", shape.feature_count, 1, most_features)
    if sparse:
        _check_dimension("laneBits", shape.lane_bits, 16, 16)
        _check_dimension("fractionBits", shape.fraction_bits, 0, 0)
        return
    if shape.lane_bits not in LANE_BITS:
        raise ShapeOutOfRange(text_to_bytes32("laneBits"), shape.lane_bits, *LANE_BITS)
    _check_dimension("fractionBits", shape.fraction_bits, 0, shape.lane_bits - 2)


def check_stake_rules(rules: StakeRules) -> None:
    """Reject rules under stake that are not safe."""
    # With a price of 0 a contribution would risk nothing.
    _check_rule("floorPriceWei", rules.floor_price_wei, 1, _MAX_FLOOR_PRICE_WEI)
    _check_rule("secondsPerSample", rules.seconds_per_sample, 1, MAX_SECONDS_PER_SAMPLE)
    _check_rule("refundWaitS", rules.refund_wait_s, MIN_WAIT_S, MAX_WAIT_S)
    # Between the two waits only the contributor may settle.
    _check_rule("takeWaitS", rules.take_wait_s, rules.refund_wait_s + MIN_WAIT_S, MAX_WAIT_S)
    _check_rule("verdictGapS", rules.verdict_gap_s, MIN_WAIT_S, MAX_WAIT_S)
    _check_rule("depositCapWei", rules.deposit_cap_wei, rules.floor_price_wei, _MAX_DEPOSIT_CAP_WEI)


def check_points_rules(rules: PointsRules) -> None:
    """Reject rules under points that are not safe."""
    wait_s = rules.validate_wait_s
    if not MIN_WAIT_S <= wait_s <= MAX_WAIT_S:
        raise PointsRuleOutOfRange(text_to_bytes32("validateWaitS"), wait_s, MIN_WAIT_S, MAX_WAIT_S)


def check_market_shape(shape: ModelShape) -> None:
    """Reject a model that is too large for markets; the usual check comes after."""
    _check_dimension("featureCount", shape.feature_count, 1, MOST_MARKET_FEATURES)


def check_market_rules(rules: MarketRules) -> None:
    """Reject rules under markets that are not safe."""
    least_wei = rules.least_bounty_wei
    if not 1 <= least_wei <= _MAX_LEAST_BOUNTY_WEI:
        name = text_to_bytes32("leastBountyWei")
        raise MarketRuleOutOfRange(name, least_wei, 1, _MAX_LEAST_BOUNTY_WEI)


def check_metadata(metadata: Metadata) -> None:
    """Reject metadata without a name, a label name or the licence of the data."""
    if not metadata.name:
        raise MetadataMissing(text_to_bytes32("name"))
    if not all(metadata.label_names):
        raise MetadataMissing(text_to_bytes32("labelNames"))
    if not metadata.data_licence:
        raise MetadataMissing(text_to_bytes32("dataLicence"))


def _check_dimension(dimension: str, found: int, least: int, most: int) -> None:
    if not least <= found <= most:
        raise ShapeOutOfRange(text_to_bytes32(dimension), found, least, most)


def _check_rule(rule: str, found: int, least: int, most: int) -> None:
    if not least <= found <= most:
        raise StakeRuleOutOfRange(text_to_bytes32(rule), found, least, most)
