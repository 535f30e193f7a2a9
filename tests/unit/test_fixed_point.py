"""Packed lanes and saturation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.fixed_point import (
    clamp,
    is_weight_word,
    lane_limit,
    lanes_per_word,
    pack_lanes,
    unpack_lanes,
    word_count,
)

LANE_BITS = st.sampled_from([16, 32])


@st.composite
def lanes_and_bits(draw: st.DrawFn) -> tuple[list[int], int]:
    """Draw lanes of any value that fits, the lowest one too."""
    bits = draw(LANE_BITS)
    low = -lane_limit(bits) - 1
    return draw(st.lists(st.integers(low, lane_limit(bits)), max_size=70)), bits


@given(lanes_and_bits())
def test_lanes_survive_packing_and_the_rest_is_zero(case: tuple[list[int], int]) -> None:
    lanes, bits = case
    words = pack_lanes(lanes, bits)
    assert len(words) == word_count(len(lanes), bits)
    assert all(len(word) == 32 for word in words)
    found = unpack_lanes(words, bits)
    assert found[: len(lanes)] == lanes
    assert not any(found[len(lanes) :])


@given(lanes_and_bits())
def test_a_lane_never_reaches_its_neighbour(case: tuple[list[int], int]) -> None:
    # The word as one big number, built by shifts alone.
    lanes, bits = case
    total = 0
    for lane in lanes:
        total = total << bits | lane % (1 << bits)
    total <<= word_count(len(lanes), bits) * 256 - len(lanes) * bits
    expected = total.to_bytes(word_count(len(lanes), bits) * 32, "big")
    assert b"".join(pack_lanes(lanes, bits)) == expected


def test_the_first_lane_stands_in_the_highest_bits() -> None:
    (word,) = pack_lanes([1, -1], 16)
    assert word == bytes.fromhex("0001ffff") + bytes(28)


@pytest.mark.parametrize(("bits", "value"), [(16, 32_768), (16, -32_769), (32, 2**31)])
def test_what_does_not_fit_a_lane_is_refused(bits: int, value: int) -> None:
    with pytest.raises(OverflowError, match=f"A lane of {bits} bits holds"):
        pack_lanes([0, value], bits)


@given(st.integers(), LANE_BITS)
def test_clamp_gives_the_nearest_value_of_the_symmetric_range(value: int, bits: int) -> None:
    limit = lane_limit(bits)
    assert clamp(value, limit) == sorted((-limit, value, limit))[1]


@pytest.mark.parametrize(("bits", "limit"), [(16, 32_767), (32, 2_147_483_647)])
def test_limits(bits: int, limit: int) -> None:
    assert lane_limit(bits) == limit
    assert clamp(-limit - 1, limit) == -limit


@pytest.mark.parametrize(
    ("lanes", "bits", "words"), [(1, 16, 1), (16, 16, 1), (17, 16, 2), (8, 32, 1), (1_025, 32, 129)]
)
def test_words_are_rounded_up(lanes: int, bits: int, words: int) -> None:
    assert word_count(lanes, bits) == words


@given(lanes_and_bits(), st.integers(0, 3), st.integers(0, 60))
def test_weight_words_hold_no_lowest_value_and_nothing_behind_the_last_lane(
    case: tuple[list[int], int], index: int, lanes: int
) -> None:
    values, bits = case
    per_word = lanes_per_word(bits)
    values = (values + [0] * per_word)[:per_word]
    (word,) = pack_lanes(values, bits)
    expected = all(
        value != -lane_limit(bits) - 1 and (value == 0 or index * per_word + i < lanes)
        for i, value in enumerate(values)
    )
    assert is_weight_word(word, index, lanes, bits) == expected
