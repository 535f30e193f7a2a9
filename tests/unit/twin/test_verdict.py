"""Who may settle when, and what is forfeited."""

from __future__ import annotations

import pytest
from scene import STAKE_RULES

from commonweal.twin.incentives import verdict
from commonweal.types import OpenStake

FRESH = OpenStake(deposit_wei=100, since_s=5_000, disagreeing=0)
JUDGED = OpenStake(deposit_wei=100, since_s=9_000, disagreeing=0b0110)


@pytest.mark.parametrize(
    ("record", "by_contributor", "from_s"),
    [(FRESH, True, 5_600), (FRESH, False, 6_800), (JUDGED, True, 0), (JUDGED, False, 9_900)],
)
def test_waits(record: OpenStake, by_contributor: bool, from_s: int) -> None:
    assert verdict.settle_from_s(record, by_contributor, STAKE_RULES) == from_s


@pytest.mark.parametrize(
    ("record", "by_contributor", "disagreeing", "first"),
    [
        (FRESH, False, 0b1, True),
        (FRESH, False, 0, False),
        (FRESH, True, 0b1, False),
        (JUDGED, False, 0b1, False),
    ],
)
def test_a_first_verdict_is_a_strangers_first_disagreement(
    record: OpenStake, by_contributor: bool, disagreeing: int, first: bool
) -> None:
    assert verdict.is_first_verdict(record, by_contributor, disagreeing) is first


@pytest.mark.parametrize(
    ("by_contributor", "disagreeing", "forfeited"),
    [(True, 0b1100, 0b1100), (False, 0b1100, 0b0100), (False, 0b1001, 0), (False, 0, 0)],
)
def test_a_stranger_forfeits_only_what_both_verdicts_disagree_with(
    by_contributor: bool, disagreeing: int, forfeited: int
) -> None:
    assert verdict.forfeited(JUDGED, by_contributor, disagreeing) == forfeited
