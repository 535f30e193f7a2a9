"""How forfeits and funding reach those who hold shares.

Amounts are in wei x 2**32. What a distribution cannot divide is carried to the next one; accruing
rounds nothing, so the books balance exactly. Nothing here is negative, so `//` rounds as in
Solidity.
"""

from __future__ import annotations

from commonweal.types import Account, Pool

MAX_SHARES = 2**32 - 1
"""Shares of all accounts together."""
CALLER_SHIFT = 4
"""A stranger who closes a bad contribution gets one part in 2**CALLER_SHIFT of its forfeit."""
FRACTION_BITS = 32
_MAX_PER_SHARE_X32 = 2**112 - 1
_FRACTION_MASK = 2**FRACTION_BITS - 1

NO_ACCOUNT = Account(shares=0, checkpoint_x32=0, credit_x32=0)


def split(
    deposit_wei: int, samples: int, forfeited_samples: int, by_contributor: bool
) -> tuple[int, int]:
    """Give what is forfeited and the caller's part of it, rounded in the contributor's favour."""
    forfeited_wei = deposit_wei * forfeited_samples // samples
    return forfeited_wei, 0 if by_contributor else forfeited_wei >> CALLER_SHIFT


def earned(agreeing_samples: int, total_shares: int) -> int:
    """Give the shares that so many agreeing samples earn."""
    return min(agreeing_samples, MAX_SHARES - total_shares)


def distribute(pool: Pool, amount_wei: int, eligible: int) -> Pool:
    """Share an amount and what was carried among eligible shares; with none, carry all."""
    pot_x32 = pool.carry_x32 + (amount_wei << FRACTION_BITS)
    rises_x32 = pot_x32 // eligible if eligible else 0
    # Settling must never fail: past 2**80 wei a share, which no chain has, all is carried.
    if pool.per_share_x32 + rises_x32 > _MAX_PER_SHARE_X32:
        rises_x32 = 0
    return Pool(pool.per_share_x32 + rises_x32, pot_x32 - rises_x32 * eligible)


def accrued_x32(account: Account, per_share_x32: int) -> int:
    """Give the credit including what was shared since the checkpoint; exact."""
    return account.credit_x32 + account.shares * (per_share_x32 - account.checkpoint_x32)


def settle(
    account: Account,
    before: Pool,
    afterwards: Pool,
    forfeits: bool,
    shares_earned: int,
    returned_wei: int,
) -> Account:
    """Give a contributor's account after a settlement.

    Parameters
    ----------
    account
        The account before it.
    before, afterwards
        The pool before and after the settlement's distribution, in which a forfeiter has no part.
    forfeits
        Whether anything is forfeited.
    shares_earned, returned_wei
        What the settlement gives.
    """
    credit_x32 = accrued_x32(account, (before if forfeits else afterwards).per_share_x32)
    return Account(
        shares=account.shares + shares_earned,
        checkpoint_x32=afterwards.per_share_x32,
        credit_x32=credit_x32 + (returned_wei << FRACTION_BITS),
    )


def credit(account: Account, amount_wei: int) -> Account:
    """Give the account with more credit, its shares untouched."""
    return Account(
        account.shares,
        account.checkpoint_x32,
        account.credit_x32 + (amount_wei << FRACTION_BITS),
    )


def withdraw(account: Account, pool: Pool) -> tuple[Account, int]:
    """Take out the whole wei; the fraction of a wei stays. Give the account and the amount."""
    credit_x32 = accrued_x32(account, pool.per_share_x32)
    left = Account(account.shares, pool.per_share_x32, credit_x32 & _FRACTION_MASK)
    return left, credit_x32 >> FRACTION_BITS
