"""The stake's money, against books in exact fractions that know no shares x 2**32 and no floors.

The books split every forfeit and every funding among the holders of shares at once, to the last
fraction. The twin rounds in one place only: what a distribution cannot divide, less than 2**-32
wei a share, waits for the next one. So an account may differ by less than that much for each
distribution there was, and all accounts together with what waits are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from scene import ALICE, BOB, CAROL, DAVE, STAKE_RULES, Scene, sparse

from commonweal.actions import Contribute, Fund, Settle, Withdraw
from commonweal.commitment import contribution_key
from commonweal.errors import CreditEmpty
from commonweal.events import DisagreementFound, Settled, Withdrawn

PEOPLE = (ALICE, BOB, CAROL, DAVE)
ONE_X32 = 1 << 32


@dataclass
class Books:
    """Who is owed what, exactly."""

    shares: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    owed: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(PEOPLE, Fraction(0)))
    waiting: Fraction = Fraction(0)
    rounded: Fraction = Fraction(0)

    def share(self, amount: Fraction, but_not: str | None = None) -> None:
        """Give an amount, and what waited, to who holds shares now."""
        amount += self.waiting
        holders = {who: count for who, count in self.shares.items() if who != but_not}
        total = sum(holders.values())
        if not total:
            self.waiting = amount
            return
        self.waiting = Fraction(0)
        for who, count in holders.items():
            self.owed[who] += amount * count / total
        self.rounded += Fraction(total, ONE_X32)


@dataclass
class Open:
    """A contribution that is open, as its contributor knows it."""

    contributor: str
    samples: bytes
    value_wei: int
    count: int
    bad: int
    judged: bool = False


class StakeMoney(RuleBasedStateMachine):
    """People contribute good and bad data, settle, fund and withdraw as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = Scene()
        self.books = Books()
        self.open: list[Open] = []
        self.paid_in = 0
        self.paid_out = 0
        self.salt = 0
        # Feature 0 speaks for label 1, too strongly to change.
        self.trainer = self.scene.deploy(lanes=[0, 9_000])

    @rule(
        who=st.sampled_from(PEOPLE),
        good=st.lists(st.booleans(), min_size=1, max_size=7),
        extra_wei=st.integers(0, 5_000),
    )
    def contribute(self, who: str, good: list[bool], extra_wei: int) -> None:
        # The salt keeps contributions apart; its features have no weight that counts.
        self.salt += 1
        features = [0, *(2 + bit for bit in range(30) if self.salt >> bit & 1)]
        samples = sparse(*((int(is_good), features) for is_good in good))
        value = self.trainer.stake.quote_wei(len(good), self.scene.now_s) + extra_wei
        self.scene.submit(who, self.trainer.address, Contribute(samples, value))
        self.open.append(Open(who, samples, value, len(good), good.count(False)))
        self.paid_in += value

    @rule(seconds=st.sampled_from([1, 600, 1_800]))
    def wait(self, seconds: int) -> None:
        self.scene.wait(seconds)

    @precondition(lambda self: self.open)
    @rule(pick=st.integers(0, 1_000), caller=st.sampled_from(PEOPLE))
    def settle(self, pick: int, caller: str) -> None:
        one = self.open[pick % len(self.open)]
        who = one.contributor
        own = caller == who
        waits = {
            (True, False): STAKE_RULES.refund_wait_s,
            (True, True): 0,
            (False, False): STAKE_RULES.take_wait_s,
            (False, True): STAKE_RULES.verdict_gap_s,
        }
        record = self.trainer.stake.open_contributions[contribution_key(who, one.samples)]
        self.scene.now_s = max(self.scene.now_s, record.since_s + waits[own, one.judged])
        (emitted,) = self.scene.submit(caller, self.trainer.address, Settle(who, one.samples))
        if one.bad and not own and not one.judged:
            assert isinstance(emitted.event, DisagreementFound)
            one.judged = True
            return
        assert isinstance(emitted.event, Settled)
        self.open.remove(one)
        # The model's verdict does not change here: each bad sample forfeits its part.
        forfeit = one.value_wei * one.bad // one.count
        reward = 0 if own else forfeit // 16
        self.books.share(Fraction(forfeit - reward), but_not=who if one.bad else None)
        self.books.owed[who] += one.value_wei - forfeit
        self.books.owed[caller] += reward
        self.books.shares[who] += one.count - one.bad

    @rule(sponsor=st.sampled_from(PEOPLE), value=st.integers(1, 10**15))
    def fund(self, sponsor: str, value: int) -> None:
        self.scene.submit(sponsor, self.trainer.address, Fund(value))
        self.paid_in += value
        self.books.share(Fraction(value))

    @rule(who=st.sampled_from(PEOPLE))
    def withdraw(self, who: str) -> None:
        due = self.trainer.stake.credit_wei(who)
        try:
            (emitted,) = self.scene.submit(who, self.trainer.address, Withdraw(who))
        except CreditEmpty:
            assert due == 0
            return
        assert emitted.event == Withdrawn(who, who, due)
        self.paid_out += due
        self.books.owed[who] -= due
        assert self.trainer.stake.credit_wei(who) == 0

    @invariant()
    def every_account_is_exact_but_for_what_was_rounded(self) -> None:
        own = self.trainer.stake
        for who in PEOPLE:
            assert own.account_of(who).shares == self.books.shares[who]
            assert abs(Fraction(self.credit_x32(who), ONE_X32) - self.books.owed[who]) <= (
                self.books.rounded
            )
        assert abs(Fraction(own.pool.carry_x32, ONE_X32) - self.books.waiting) <= (
            self.books.rounded
        )

    @invariant()
    def all_together_is_exact(self) -> None:
        own = self.trainer.stake
        assert self.trainer.balance_wei == self.paid_in - self.paid_out
        assert own.demand.deposits_wei == sum(one.value_wei for one in self.open)
        assert own.demand.total_shares == sum(self.books.shares.values())
        credits_x32 = sum(self.credit_x32(who) for who in PEOPLE)
        held_x32 = own.demand.deposits_wei * ONE_X32 + credits_x32 + own.pool.carry_x32
        assert self.trainer.balance_wei * ONE_X32 == held_x32

    def credit_x32(self, who: str) -> int:
        """Give the credit, reckoned from what the views show."""
        own = self.trainer.stake
        account = own.account_of(who)
        risen = own.pool.per_share_x32 - account.checkpoint_x32
        return account.credit_x32 + account.shares * risen


TestStakeMoney = StakeMoney.TestCase
TestStakeMoney.settings = settings(max_examples=60, stateful_step_count=60)
