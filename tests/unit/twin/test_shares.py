"""Splitting, earning and sharing: edges and roundings."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commonweal.twin.incentives import shares
from commonweal.types import Account, Pool

WEI = st.integers(0, 2**80)


@given(WEI, st.integers(1, 128), st.data(), st.booleans())
def test_a_split_rounds_in_the_contributors_favour(
    deposit_wei: int, samples: int, data: st.DataObject, by_contributor: bool
) -> None:
    forfeited = data.draw(st.integers(0, samples))
    forfeited_wei, caller_wei = shares.split(deposit_wei, samples, forfeited, by_contributor)
    exact = Fraction(deposit_wei * forfeited, samples)
    assert 0 <= exact - forfeited_wei < 1
    if by_contributor:
        assert caller_wei == 0
    else:
        assert 0 <= Fraction(forfeited_wei, 16) - caller_wei < 1


@given(st.integers(0, 2**100), st.integers(0, 2**112 - 1), WEI, st.integers(0, shares.MAX_SHARES))
def test_a_distribution_loses_nothing(
    per_share_x32: int, carry_x32: int, amount_wei: int, eligible: int
) -> None:
    before = Pool(per_share_x32, carry_x32)
    after = shares.distribute(before, amount_wei, eligible)
    rise = after.per_share_x32 - before.per_share_x32
    assert rise * eligible + after.carry_x32 == carry_x32 + (amount_wei << 32)
    assert rise >= 0
    if eligible == 0 or per_share_x32 + (carry_x32 + (amount_wei << 32)) // eligible >= 2**112:
        assert rise == 0
    else:
        assert after.carry_x32 < eligible


def test_a_distribution_past_the_highest_share_value_is_carried() -> None:
    full = Pool(per_share_x32=2**112 - 1, carry_x32=3)
    assert shares.distribute(full, 1, 1) == Pool(2**112 - 1, 3 + (1 << 32))
    assert shares.distribute(Pool(2**112 - 1, 1), 0, 1) == Pool(2**112 - 1, 1)
    nearly = Pool(per_share_x32=2**112 - 1 - (1 << 32), carry_x32=0)
    assert shares.distribute(nearly, 1, 1) == Pool(2**112 - 1, 0)


def test_shares_end_at_32_bits() -> None:
    assert shares.earned(100, shares.MAX_SHARES - 100) == 100
    assert shares.earned(100, shares.MAX_SHARES - 99) == 99
    assert shares.earned(100, shares.MAX_SHARES) == 0
    assert shares.MAX_SHARES == 2**32 - 1


def test_a_withdrawal_keeps_the_fraction_of_a_wei() -> None:
    account = Account(shares=3, checkpoint_x32=10, credit_x32=(5 << 32) + 7)
    left, amount_wei = shares.withdraw(account, Pool(per_share_x32=12, carry_x32=0))
    assert amount_wei == 5
    assert left == Account(shares=3, checkpoint_x32=12, credit_x32=7 + 3 * 2)


def test_who_forfeits_has_no_part_in_the_distribution_and_who_does_not_has() -> None:
    account = Account(shares=4, checkpoint_x32=0, credit_x32=0)
    before, after = Pool(1 << 32, 0), Pool(3 << 32, 0)
    forfeiter = shares.settle(account, before, after, True, 0, 10)
    assert forfeiter == Account(4, 3 << 32, (4 * 1 + 10) << 32)
    honest = shares.settle(account, before, after, False, 2, 10)
    assert honest == Account(6, 3 << 32, (4 * 3 + 10) << 32)


def test_a_callers_credit_leaves_the_shares_alone() -> None:
    account = Account(shares=4, checkpoint_x32=9, credit_x32=1)
    assert shares.credit(account, 2) == Account(4, 9, (2 << 32) + 1)
