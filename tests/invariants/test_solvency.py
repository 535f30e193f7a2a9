"""Whatever people do, a trainer under stakes holds to the wei what it owes, and can pay it out."""

from __future__ import annotations

from contextlib import ExitStack
from struct import pack

from ground import DEPLOYER, METADATA, PEOPLE, fresh_runtime, run
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from commonweal.actions import Contribute, DeployUnderStake, Fund, Settle, UploadWeights, Withdraw
from commonweal.commitment import contribution_key
from commonweal.errors import CreditEmpty, DepositTooSmall, SettleTooEarly
from commonweal.events import Contributed, DisagreementFound, Settled, TrainerDeployed, Withdrawn
from commonweal.runtime.codec import creation_data
from commonweal.runtime.transports.base import Message
from commonweal.types import Address, ModelKind, ModelShape, StakeRules

SHAPE = ModelShape(3, 16, 0)
people = st.sampled_from(PEOPLE)
amounts_wei = st.one_of(st.integers(1, 50), st.integers(1, 10**21), st.just(2**64 + 1))
samples = st.lists(
    st.tuples(st.integers(0, 1), st.sets(st.integers(0, 2), min_size=1)), min_size=1, max_size=6
)


class Solvency(RuleBasedStateMachine):
    """Contributions good and bad, settlements by all, funding, withdrawals, forced ETH."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.runtime = self.stack.enter_context(fresh_runtime())
        self.trainer: Address = ""
        self.open: dict[bytes, tuple[Address, bytes, int]] = {}
        self.paid_in_wei = self.paid_out_wei = self.forced_wei = 0

    def teardown(self) -> None:
        # The next machine needs the chain as it was, whatever this one found.
        with self.stack:
            if self.trainer:
                self.pay_everybody_out()

    @initialize(
        floor_price_wei=st.sampled_from((1, 3, 10**9 + 7, 10**18)),
        seconds_per_sample=st.sampled_from((1, 60, 3_600)),
        waits_s=st.sampled_from(((600, 1_200, 600), (3_600, 7_200, 86_400))),
    )
    def deploy(
        self, floor_price_wei: int, seconds_per_sample: int, waits_s: tuple[int, int, int]
    ) -> None:
        self.rules = StakeRules(floor_price_wei, seconds_per_sample, *waits_s, 2**70)
        model = ModelKind.SPARSE_PERCEPTRON
        action = DeployUnderStake(model, SHAPE, self.rules, METADATA)
        outcome = run(self.runtime, DEPLOYER, self.runtime.registry, action).accepted()
        deployed = outcome.events[0].event
        assert isinstance(deployed, TrainerDeployed)
        self.trainer = deployed.trainer
        run(self.runtime, DEPLOYER, self.trainer, UploadWeights(0, (), True)).accepted()

    @rule(who=people, what=samples, extra_wei=st.integers(-1, 10**6))
    def contribute(self, who: Address, what: list[tuple[int, set[int]]], extra_wei: int) -> None:
        data = b"".join(pack(f">BB{len(on)}H", label, len(on), *sorted(on)) for label, on in what)
        value_wei = self.runtime.quote_wei(self.trainer, len(what)) + extra_wei
        outcome = run(self.runtime, who, self.trainer, Contribute(data, value_wei))
        if extra_wei < 0:
            assert isinstance(outcome.rejection, DepositTooSmall)
        for recorded in outcome.events:
            assert isinstance(recorded.event, Contributed)
            self.paid_in_wei += value_wei
            self.open[contribution_key(who, data)] = (who, data, value_wei)

    @precondition(lambda self: self.open)
    @rule(who=st.sampled_from((None, *PEOPLE)), waits=st.integers(0, 3), place=st.integers(0, 9))
    def settle(self, who: Address | None, waits: int, place: int) -> None:
        """Settle after a wait, by the contributor or somebody else, one of the oldest."""
        rules = self.rules
        wait_s = (0, rules.refund_wait_s, rules.take_wait_s, rules.verdict_gap_s)[waits]
        self.runtime.advance_time(wait_s)
        key = list(self.open)[min(place // 4, len(self.open) - 1)]
        contributor, data, deposit_wei = self.open[key]
        caller = contributor if who is None else who
        outcome = run(self.runtime, caller, self.trainer, Settle(contributor, data))
        if outcome.rejection is not None:
            assert isinstance(outcome.rejection, SettleTooEarly)
            return
        event = outcome.events[0].event
        if isinstance(event, DisagreementFound):
            return
        assert isinstance(event, Settled)
        assert event.returned_wei + event.forfeited_wei == deposit_wei
        assert event.caller_wei <= event.forfeited_wei // 16
        if caller == contributor:
            assert event.caller_wei == 0
        del self.open[key]

    @rule(who=people, amount_wei=amounts_wei)
    def fund(self, who: Address, amount_wei: int) -> None:
        run(self.runtime, who, self.trainer, Fund(amount_wei)).accepted()
        self.paid_in_wei += amount_wei

    @rule(who=people, recipient=people)
    def withdraw(self, who: Address, recipient: Address) -> None:
        credit_wei = self.runtime.credit_wei(self.trainer, who)
        before_wei = self.runtime.balance_wei(recipient)
        outcome = run(self.runtime, who, self.trainer, Withdraw(recipient))
        if outcome.rejection is not None:
            assert outcome.rejection == CreditEmpty(who)
            assert credit_wei == 0
            return
        assert outcome.events[0].event == Withdrawn(who, recipient, credit_wei)
        assert self.runtime.balance_wei(recipient) - before_wei == credit_wei
        self.paid_out_wei += credit_wei

    @rule(who=people, amount_wei=amounts_wei)
    def force(self, who: Address, amount_wei: int) -> None:
        transport = self.runtime.transport
        transport.send(Message(who, None, creation_data("ForceEther", self.trainer), amount_wei))
        self.forced_wei += amount_wei

    @rule(seconds=st.sampled_from((1, 59, 600, 86_400)))
    def advance(self, seconds: int) -> None:
        self.runtime.advance_time(seconds)

    @invariant()
    def the_books_balance(self) -> None:
        if not self.trainer:
            return
        demand, pool = self.runtime.demand(self.trainer), self.runtime.pool(self.trainer)
        accounts = [self.runtime.account_of(self.trainer, who) for who in PEOPLE]
        owed_x32 = demand.deposits_wei << 32
        owed_x32 += pool.carry_x32
        for account in accounts:
            pending_x32 = account.shares * (pool.per_share_x32 - account.checkpoint_x32)
            owed_x32 += account.credit_x32 + pending_x32
        balance_wei = self.runtime.balance_wei(self.trainer)
        assert balance_wei - self.forced_wei << 32 == owed_x32
        assert balance_wei == self.paid_in_wei - self.paid_out_wei + self.forced_wei
        assert sum(account.shares for account in accounts) == demand.total_shares
        deposits = {key: deposit_wei for key, (_, _, deposit_wei) in self.open.items()}
        assert sum(deposits.values()) == demand.deposits_wei
        for key, deposit_wei in deposits.items():
            record = self.runtime.open_contribution(self.trainer, key)
            assert record is not None
            assert record.deposit_wei == deposit_wei

    def pay_everybody_out(self) -> None:
        """Nothing is locked for ever: what stays is carried, a fraction of a wei, or forced."""
        self.runtime.advance_time(2 * max(self.rules.take_wait_s, self.rules.verdict_gap_s))
        for contributor, data, _ in list(self.open.values()):
            run(self.runtime, contributor, self.trainer, Settle(contributor, data)).accepted()
        for who in PEOPLE:
            run(self.runtime, who, self.trainer, Withdraw(who))
        left_wei = self.runtime.balance_wei(self.trainer) - self.forced_wei
        carry_x32 = self.runtime.pool(self.trainer).carry_x32
        fractions = [self.runtime.account_of(self.trainer, who).credit_x32 for who in PEOPLE]
        assert left_wei << 32 == carry_x32 + sum(fractions)
        assert all(fraction < 1 << 32 for fraction in fractions)
        total_shares = self.runtime.demand(self.trainer).total_shares
        if total_shares:
            # The next wei takes along what was carried while nobody held a share.
            run(self.runtime, DEPLOYER, self.trainer, Fund(1)).accepted()
            assert self.runtime.pool(self.trainer).carry_x32 < total_shares


TestSolvency = Solvency.TestCase
TestSolvency.settings = settings(
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=HealthCheck.all(),
)
