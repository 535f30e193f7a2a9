"""What a market may be opened with, and the amounts that follow from its terms."""

from __future__ import annotations

from commonweal.errors import MarketTermOutOfRange
from commonweal.twin.rule_ranges import MIN_WAIT_S
from commonweal.types import MarketTerms, text_to_bytes32

MOST_AMOUNT_WEI = 1 << 90
MOST_ROUNDS = 1 << 20
MOST_CAPACITY = 1_024
MOST_PARTS = 44
"""More would make segments so long that refuting a step takes over 60,000 bytes."""
MOST_ROWS_PER_PART = 1_000
MOST_SCORED_ROWS = 10_000
MOST_GAS_PRICE_WEI = 1 << 63
MOST_MOVE_S = 14 * 86_400
MAX_WAIT_S = 60 * 86_400
MIN_CLAIM_S = 86_400
MAX_CLAIM_S = 3_650 * 86_400
STAKE_FACTOR = 4
"""A stake covers at least this many rows' share of the bounty."""

PROPOSAL_BOND_GAS = 12_000_000
PROPOSAL_BOND_PART = 32
"""A proposal's bond is at least this part of what can be in a market: there is no room within a
dispute's time for so many wrong ones that one is left over and makes up for the others."""
CHALLENGE_BOND_GAS = 200_000
DRAW_TIP_GAS = 100_000
CALLER_FEE_GAS = 100_000
SPONSOR_BOND_GAS = 10_000_000


def check(terms: MarketTerms, least_bounty_wei: int, now_s: int) -> None:
    """Reject terms that are not safe; the first one out of its range, in the contract's order."""
    move_s, window_s = terms.move_s, terms.window_s
    _check("bountyWei", terms.bounty_wei, least_bounty_wei, MOST_AMOUNT_WEI)
    _check("sponsorBondWei", terms.sponsor_bond_wei, least_bond_wei(terms), MOST_AMOUNT_WEI)
    _check("proposerFeeWei", terms.proposer_fee_wei, 0, terms.bounty_wei)
    _check("rounds", terms.rounds, 1, min(MOST_ROUNDS, terms.bounty_wei))
    _check("capacity", terms.capacity, 1, MOST_CAPACITY)
    _check("leastContributions", terms.least_contributions, 1, terms.capacity)
    _check("partCount", terms.part_count, 2, MOST_PARTS)
    most_rows = min(MOST_ROWS_PER_PART, MOST_SCORED_ROWS // (terms.part_count - 1))
    _check("rowsPerPart", terms.rows_per_part, 1, most_rows)
    _check("gasPriceWei", terms.gas_price_wei, 1, MOST_GAS_PRICE_WEI)
    _check("mostFeeWei", terms.most_fee_wei, 0, terms.stake_wei)
    _check("stakeWei", terms.stake_wei, least_stake_wei(terms), MOST_AMOUNT_WEI)
    _check("moveS", move_s, MIN_WAIT_S, MOST_MOVE_S)
    earliest_s = terms.earliest_end_s
    _check("earliestEndS", earliest_s, now_s + 2 * move_s, now_s + MAX_WAIT_S)
    _check("latestEndS", terms.latest_end_s, earliest_s + 1, earliest_s + MAX_WAIT_S)
    least_s, most_s = (MIN_WAIT_S, MOST_MOVE_S) if terms.is_sealed else (0, 0)
    _check("revealS", terms.reveal_s, least_s, most_s)
    _check("testRevealS", terms.test_reveal_s, MIN_WAIT_S, MOST_MOVE_S)
    _check("windowS", window_s, MIN_WAIT_S, MOST_MOVE_S)
    _check("resolveS", terms.resolve_s, 2 * window_s + 2 * move_s, MAX_WAIT_S)
    _check("claimS", terms.claim_s, MIN_CLAIM_S, MAX_CLAIM_S)


def least_bond_wei(terms: MarketTerms) -> int:
    """Give the least bond of the sponsor."""
    return max(terms.bounty_wei // 4, SPONSOR_BOND_GAS * terms.gas_price_wei)


def least_stake_wei(terms: MarketTerms) -> int:
    """Give the least stake: what a round can take, and some rows' share of the bounty."""
    most_fees_wei = terms.most_fee_wei * terms.capacity // 2
    scored_rows = (terms.part_count - 1) * terms.rows_per_part
    return max(
        (terms.bounty_wei + most_fees_wei) // terms.rounds,
        STAKE_FACTOR * terms.bounty_wei // scored_rows,
    )


def opening_wei(terms: MarketTerms) -> int:
    """Give the value with which a market is opened."""
    return terms.bounty_wei + terms.proposer_fee_wei + terms.sponsor_bond_wei


def quote_wei(terms: MarketTerms, index: int) -> int:
    """Give the least value of a contribution with this number: stake and fee, rounded down."""
    return terms.stake_wei + terms.most_fee_wei * index // terms.capacity


def proposal_bond_wei(terms: MarketTerms) -> int:
    """Give the bond of a proposal.

    It is worth its gas, and a part of bounty, fees and stakes of a full market, rounded up.
    """
    fees_wei = terms.capacity * terms.most_fee_wei // 2
    full_wei = terms.bounty_wei + terms.capacity * terms.stake_wei + fees_wei
    return max(PROPOSAL_BOND_GAS * terms.gas_price_wei, -(-full_wei // PROPOSAL_BOND_PART))


def missed_draws_wei(terms: MarketTerms, missed: int) -> int:
    """Give what missed draws burn of the sponsor's bond: a tenth each, rounded down."""
    return missed * (terms.sponsor_bond_wei // 10)


def challenge_bond_wei(terms: MarketTerms) -> int:
    """Give the bond of a challenge."""
    return CHALLENGE_BOND_GAS * terms.gas_price_wei


def _check(term: str, found: int, least: int, most: int) -> None:
    if not least <= found <= most:
        raise MarketTermOutOfRange(text_to_bytes32(term), found, least, most)
