"""Deposit, refund, take: guards and bookkeeping; the rules stand in price, verdict and shares."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.errors import (
    BalanceTooLarge,
    CreditEmpty,
    DepositCapExceeded,
    DepositTooSmall,
    FundingEmpty,
    SettleTooEarly,
)
from commonweal.events import DisagreementFound, Funded, Settled, Withdrawn
from commonweal.twin.incentives import price, shares, verdict
from commonweal.types import Account, Address, Demand, OpenStake, Pool, StakeRules

MAX_BALANCE_WEI = 1 << 79
"""Keeps credits (112 bits of wei x 2**32) and deposits (88 bits) from overflowing."""
NO_DEMAND = Demand(deposits_wei=0, total_shares=0, price_time_s=0, backlog_s=0, added_samples=0)
EMPTY_POOL = Pool(per_share_x32=0, carry_x32=0)


@dataclass(slots=True)
class StakeState:
    """What a trainer under stakes keeps beside its model.

    Attributes
    ----------
    rules : StakeRules
        Fixed at deployment.
    demand, pool : Demand, Pool
        As the contract stores them.
    accounts : dict
        Accounts that were ever written, by address.
    open_contributions : dict
        Open contributions by key.
    """

    rules: StakeRules
    demand: Demand = NO_DEMAND
    pool: Pool = EMPTY_POOL
    accounts: dict[Address, Account] = field(default_factory=dict)
    open_contributions: dict[bytes, OpenStake] = field(default_factory=dict)

    def copy(self) -> StakeState:
        """Give a state of its own."""
        return StakeState(
            self.rules,
            self.demand,
            self.pool,
            self.accounts.copy(),
            self.open_contributions.copy(),
        )

    def account_of(self, account: Address) -> Account:
        """Give an account as stored; zeros if it was never written."""
        return self.accounts.get(account, shares.NO_ACCOUNT)

    def credit_wei(self, account: Address) -> int:
        """Give what `withdraw` would pay now."""
        accrued = shares.accrued_x32(self.account_of(account), self.pool.per_share_x32)
        return accrued >> shares.FRACTION_BITS

    def quote_wei(self, samples: int, now_s: int) -> int:
        """Give the least deposit for so many samples at this time."""
        rules = self.rules
        backlog_s = price.backlog_at(self.demand, rules.seconds_per_sample, now_s)
        return samples * price.price_wei(rules.floor_price_wei, rules.seconds_per_sample, backlog_s)


def check_deposit(
    state: StakeState, samples: int, value_wei: int, balance_wei: int, now_s: int
) -> None:
    """Reject a deposit that is too small or too large; `balance_wei` is before the value."""
    least_wei = state.quote_wei(samples, now_s)
    if value_wei < least_wei:
        raise DepositTooSmall(value_wei, least_wei)
    held_wei = state.demand.deposits_wei + value_wei
    if held_wei > state.rules.deposit_cap_wei:
        raise DepositCapExceeded(held_wei, state.rules.deposit_cap_wei)
    _check_balance(balance_wei + value_wei)


def check_time(
    state: StakeState, record: OpenStake, contributor: Address, caller: Address, now_s: int
) -> None:
    """Reject a settlement before the caller's time."""
    from_s = verdict.settle_from_s(record, caller == contributor, state.rules)
    if now_s < from_s:
        raise SettleTooEarly(now_s, from_s)


def decide_settle(
    state: StakeState,
    key: bytes,
    contributor: Address,
    caller: Address,
    samples: int,
    disagreeing: int,
) -> DisagreementFound | Settled:
    """Decide a settlement in time, by what the model says of the samples now."""
    record = state.open_contributions[key]
    by_contributor = caller == contributor
    if verdict.is_first_verdict(record, by_contributor, disagreeing):
        return DisagreementFound(key, contributor, caller, disagreeing)
    forfeited = verdict.forfeited(record, by_contributor, disagreeing)
    forfeited_wei, caller_wei = shares.split(
        record.deposit_wei, samples, forfeited.bit_count(), by_contributor
    )
    agreeing = samples - disagreeing.bit_count()
    return Settled(
        key=key,
        contributor=contributor,
        caller=caller,
        shares_earned=shares.earned(agreeing, state.demand.total_shares),
        returned_wei=record.deposit_wei - forfeited_wei,
        forfeited_wei=forfeited_wei,
        caller_wei=caller_wei,
    )


def decide_fund(state: StakeState, sponsor: Address, value_wei: int, balance_wei: int) -> Funded:
    """Decide a funding; `balance_wei` is before the value."""
    if value_wei == 0:
        raise FundingEmpty
    _check_balance(balance_wei + value_wei)
    return Funded(sponsor, value_wei)


def decide_withdraw(state: StakeState, account: Address, recipient: Address) -> Withdrawn:
    """Decide a withdrawal of the whole credit."""
    amount_wei = state.credit_wei(account)
    if amount_wei == 0:
        raise CreditEmpty(account)
    return Withdrawn(account, recipient, amount_wei)


def evolve_contributed(
    state: StakeState, key: bytes, samples: int, deposit_wei: int, now_s: int
) -> None:
    """Open a contribution."""
    backlog_s = price.backlog_at(state.demand, state.rules.seconds_per_sample, now_s)
    state.demand = price.add(state.demand, backlog_s, deposit_wei, samples, now_s)
    state.open_contributions[key] = OpenStake(deposit_wei, now_s, 0)


def evolve_disagreement(state: StakeState, event: DisagreementFound, now_s: int) -> None:
    """Note a stranger's first verdict."""
    record = state.open_contributions[event.key]
    state.open_contributions[event.key] = OpenStake(record.deposit_wei, now_s, event.disagreeing)


def evolve_settled(state: StakeState, event: Settled) -> None:
    """Close a contribution: share the forfeit, credit contributor and caller."""
    demand = state.demand
    account = state.account_of(event.contributor)
    forfeits = event.forfeited_wei != 0
    eligible = demand.total_shares - (account.shares if forfeits else 0)
    before = state.pool
    afterwards = shares.distribute(before, event.forfeited_wei - event.caller_wei, eligible)
    state.pool = afterwards
    state.accounts[event.contributor] = shares.settle(
        account, before, afterwards, forfeits, event.shares_earned, event.returned_wei
    )
    if event.caller_wei:
        caller = state.account_of(event.caller)
        state.accounts[event.caller] = shares.credit(caller, event.caller_wei)
    state.demand = Demand(
        deposits_wei=demand.deposits_wei - event.returned_wei - event.forfeited_wei,
        total_shares=demand.total_shares + event.shares_earned,
        price_time_s=demand.price_time_s,
        backlog_s=demand.backlog_s,
        added_samples=demand.added_samples,
    )
    del state.open_contributions[event.key]


def evolve_funded(state: StakeState, event: Funded) -> None:
    """Share what a sponsor gave."""
    state.pool = shares.distribute(state.pool, event.amount_wei, state.demand.total_shares)


def evolve_withdrawn(state: StakeState, event: Withdrawn) -> None:
    """Take out a credit."""
    account = state.account_of(event.account)
    state.accounts[event.account], _ = shares.withdraw(account, state.pool)


def _check_balance(balance_wei: int) -> None:
    if balance_wei > MAX_BALANCE_WEI:
        raise BalanceTooLarge(balance_wei, MAX_BALANCE_WEI)
