"""Rules packed as trainers carry them, and shapes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commonweal.types import (
    MarketPhase,
    MarketRules,
    ModelShape,
    PointsRules,
    StakeRules,
    bytes32_to_text,
    text_to_bytes32,
)


@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**80 - 1),
)
def test_stake_rules_are_one_word_from_the_high_end(
    floor: int, seconds: int, refund: int, take: int, gap: int, cap: int
) -> None:
    rules = StakeRules(floor, seconds, refund, take, gap, cap)
    word = int.from_bytes(rules.pack(), "big")
    assert word == floor << 192 | seconds << 176 | refund << 144 | take << 112 | gap << 80 | cap
    assert len(rules.pack()) == 32
    assert StakeRules.unpack(rules.pack()) == rules


@given(st.integers(0, 2**160 - 1), st.integers(0, 2**32 - 1))
def test_points_rules_are_one_word_from_the_high_end(badges: int, wait: int) -> None:
    address = f"0x{badges:040x}"
    word = PointsRules(wait).pack(address)
    assert int.from_bytes(word, "big") == badges << 96 | wait << 64
    assert PointsRules.unpack(word) == (address, PointsRules(wait))


@given(st.integers(0, 2**160 - 1), st.integers(0, 2**96 - 1))
def test_market_rules_are_one_word_from_the_high_end(registry: int, bounty: int) -> None:
    address = f"0x{registry:040x}"
    word = MarketRules(bounty).pack(address)
    assert int.from_bytes(word, "big") == registry << 96 | bounty
    assert MarketRules.unpack(word) == (address, MarketRules(bounty))


def test_phases_are_named_for_people() -> None:
    assert MarketPhase.REVEALING_DRAWN_PART.label == "revealing drawn part"


def test_a_shape_counts_the_bias() -> None:
    shape = ModelShape(feature_count=16, lane_bits=16, fraction_bits=0)
    assert (shape.lane_count, shape.word_count) == (17, 2)


def test_texts_fill_a_word() -> None:
    assert text_to_bytes32("laneBits") == b"laneBits" + bytes(24)
    assert bytes32_to_text(text_to_bytes32("laneBits")) == "laneBits"
