"""What a market may be opened with: each range at both ends, in order."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from market_scene import open_terms, sealed_terms
from scene import DEPLOYER, MARKET_RULES, METADATA, REGISTRY, Scene

from commonweal import errors
from commonweal.actions import DeployUnderMarket
from commonweal.errors import MarketTermOutOfRange
from commonweal.twin.market import terms
from commonweal.types import MarketRules, MarketTerms, ModelKind, ModelShape, text_to_bytes32

NOW_S = 1_000_000
LEAST_BOUNTY_WEI = 1_000
DAY_S = 86_400
MOST_WEI = 2**90
OPEN, SEALED = open_terms(NOW_S), sealed_terms(NOW_S)
STAKE_WEI = max((40_000_003 + 1_001 * 5 // 2) // 7, 4 * 40_000_003 // 4)

# Term, terms that it is looked at in, least, most.
RANGES: list[tuple[str, MarketTerms, int, int]] = [
    ("bountyWei", OPEN, 1_000, MOST_WEI),
    ("sponsorBondWei", OPEN, 10_000_000, MOST_WEI),
    ("sponsorBondWei", replace(OPEN, bounty_wei=40_000_004), 10_000_001, MOST_WEI),
    ("sponsorBondWei", replace(OPEN, gas_price_wei=2), 20_000_000, MOST_WEI),
    ("proposerFeeWei", OPEN, 0, 40_000_003),
    ("rounds", OPEN, 1, 2**20),
    ("rounds", replace(OPEN, bounty_wei=1_001, proposer_fee_wei=0), 1, 1_001),
    ("capacity", OPEN, 1, 1_024),
    ("leastContributions", OPEN, 1, 5),
    ("partCount", replace(OPEN, rows_per_part=1), 2, 44),
    ("rowsPerPart", OPEN, 1, 1_000),
    ("rowsPerPart", replace(OPEN, part_count=44), 1, 232),
    ("gasPriceWei", replace(OPEN, sponsor_bond_wei=MOST_WEI), 1, 2**63),
    ("mostFeeWei", OPEN, 0, OPEN.stake_wei),
    ("stakeWei", OPEN, STAKE_WEI, MOST_WEI),
    ("stakeWei", replace(OPEN, rounds=1), 40_000_003 + 1_001 * 5 // 2, MOST_WEI),
    ("moveS", OPEN, 600, 14 * DAY_S),
    ("earliestEndS", OPEN, NOW_S + 1_200, NOW_S + 60 * DAY_S),
    ("latestEndS", OPEN, NOW_S + 1_501, NOW_S + 1_500 + 60 * DAY_S),
    ("revealS", OPEN, 0, 0),
    ("revealS", SEALED, 600, 14 * DAY_S),
    ("testRevealS", OPEN, 600, 14 * DAY_S),
    ("windowS", OPEN, 600, 14 * DAY_S),
    ("resolveS", OPEN, 1_400 + 1_200, 60 * DAY_S),
    ("claimS", OPEN, DAY_S, 3_650 * DAY_S),
]


def field_of(term: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in term)


def changed(own: MarketTerms, term: str, value: int) -> MarketTerms:
    """Change a term and what would be out of range because of it before it is looked at."""
    more: dict[str, Any] = {field_of(term): value}
    if term == "bountyWei":
        more |= {"sponsor_bond_wei": MOST_WEI, "proposer_fee_wei": 0, "rounds": 1}
        more |= {"stake_wei": MOST_WEI, "part_count": 6}
    if term == "capacity":
        more |= {"least_contributions": 1, "stake_wei": MOST_WEI}
    if term == "rowsPerPart" or term == "mostFeeWei" or (term == "rounds" and value == 1):
        more |= {"stake_wei": max(OPEN.stake_wei, STAKE_WEI) * 5}
        if term == "mostFeeWei":
            more |= {"stake_wei": OPEN.stake_wei}
    if term == "earliestEndS":
        more |= {"latest_end_s": value + 1}
    if term in ("moveS", "windowS"):
        more |= {"resolve_s": 60 * DAY_S}
    if term == "moveS":
        more |= {"earliest_end_s": NOW_S + 2 * value, "latest_end_s": NOW_S + 3 * value}
    return replace(own, **more)


def rejection_of(own: MarketTerms) -> MarketTermOutOfRange | None:
    try:
        terms.check(own, LEAST_BOUNTY_WEI, NOW_S)
    except MarketTermOutOfRange as rejection:
        return rejection
    return None


@pytest.mark.parametrize(("term", "own", "least", "most"), RANGES)
def test_a_term_is_taken_within_its_range_only(
    term: str, own: MarketTerms, least: int, most: int
) -> None:
    for outside in (least - 1, most + 1):
        if outside >= 0:
            expected = MarketTermOutOfRange(text_to_bytes32(term), outside, least, most)
            assert rejection_of(changed(own, term, outside)) == expected
    for inside in {least, most}:
        # Another term that follows from this one may be wrong; never this one.
        found = rejection_of(changed(own, term, inside))
        assert found is None or found.term != text_to_bytes32(term)


def test_both_kinds_of_terms_are_taken() -> None:
    terms.check(OPEN, LEAST_BOUNTY_WEI, NOW_S)
    terms.check(SEALED, LEAST_BOUNTY_WEI, NOW_S)


ORDER = list(dict.fromkeys(term for term, *_ in RANGES))
# Far out of every range; more would not fit the contract's fields.
OUTSIDE: dict[str, int] = {
    "bountyWei": 0,
    "sponsorBondWei": 0,
    "proposerFeeWei": MOST_WEI,
    "capacity": 0,
    "leastContributions": 0,
    "partCount": 0,
    "rowsPerPart": 0,
    "gasPriceWei": 0,
    "mostFeeWei": MOST_WEI,
    "stakeWei": 1_001,
    "rounds": 0,
    "earliestEndS": 0,
    "latestEndS": 0,
    "revealS": 1,
}


@pytest.mark.parametrize(("first", "second"), list(pairwise(ORDER)))
def test_the_first_wrong_term_is_named(first: str, second: str) -> None:
    outside: dict[str, Any] = {field_of(term): OUTSIDE.get(term, 0) for term in (first, second)}
    found = rejection_of(replace(OPEN, **outside))
    assert found is not None
    assert found.term == text_to_bytes32(first)


@given(st.integers(1, 1_024), st.integers(0, 10**18), st.data())
def test_the_fee_grows_up_to_the_most_and_is_rounded_down(
    capacity: int, most_fee_wei: int, data: st.DataObject
) -> None:
    own = replace(OPEN, capacity=capacity, most_fee_wei=most_fee_wei)
    index = data.draw(st.integers(0, capacity - 1))
    fee_wei = terms.quote_wei(own, index) - own.stake_wei
    assert fee_wei * capacity <= most_fee_wei * index < (fee_wei + 1) * capacity
    assert 0 <= fee_wei <= most_fee_wei


@pytest.mark.parametrize(
    ("model", "shape", "rules", "rejection"),
    [
        (
            ModelKind.SPARSE_PERCEPTRON,
            ModelShape(1_024, 32, 0),
            MARKET_RULES,
            errors.ShapeOutOfRange(text_to_bytes32("featureCount"), 1_024, 1, 1_023),
        ),
        (
            ModelKind.DENSE_PERCEPTRON,
            ModelShape(1_023, 24, 0),
            MarketRules(0),
            errors.ShapeOutOfRange(text_to_bytes32("laneBits"), 24, 16, 32),
        ),
        (
            ModelKind.SPARSE_PERCEPTRON,
            ModelShape(1_023, 16, 0),
            MarketRules(0),
            errors.MarketRuleOutOfRange(text_to_bytes32("leastBountyWei"), 0, 1, MOST_WEI),
        ),
        (
            ModelKind.SPARSE_PERCEPTRON,
            ModelShape(1, 16, 0),
            MarketRules(MOST_WEI + 1),
            errors.MarketRuleOutOfRange(
                text_to_bytes32("leastBountyWei"), MOST_WEI + 1, 1, MOST_WEI
            ),
        ),
        (
            ModelKind.SPARSE_PERCEPTRON,
            ModelShape(1, 16, 0),
            MarketRules(MOST_WEI),
            errors.MetadataMissing(text_to_bytes32("name")),
        ),
    ],
)
def test_models_under_markets(
    scene: Scene,
    model: ModelKind,
    shape: ModelShape,
    rules: MarketRules,
    rejection: errors.Rejection,
) -> None:
    action = DeployUnderMarket(model, shape, rules, replace(METADATA, name=""))
    with pytest.raises(errors.Rejection) as caught:
        scene.submit(DEPLOYER, REGISTRY, action)
    assert caught.value == rejection
