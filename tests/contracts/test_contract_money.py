"""Where the money goes: deposits, forfeits, shares, funds, credits. To the last 2**-32 wei."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from arena import ALICE, BOB, CAROL, DAVE, DENSE, DEPLOYER, SPARSE, STAKE_RULES, Arena, Trainer
from eth_abi.abi import decode
from suites import EVERY_STAKE_TRAINER

from commonweal.errors import (
    CreditEmpty,
    DepositTooSmall,
    FailedCall,
    SettleTooEarly,
)
from commonweal.events import DisagreementFound, Settled, Withdrawn
from commonweal.runtime import codec
from commonweal.twin.incentives.shares import MAX_SHARES
from commonweal.types import Account, Demand, ModelKind, Pool

REFUND_S, TAKE_S, GAP_S = 600, 1_800, 900
FRACTION = 2**32


def forfeit(trainer: Trainer, contributor: str, caller: str, deposit_wei: int) -> Settled:
    """Let somebody lose a deposit of one bad sample by two verdicts of another."""
    samples = trainer.bad()
    trainer.contribute(contributor, samples, deposit_wei)
    trainer.arena.wait(TAKE_S)
    assert isinstance(trainer.settle(contributor, samples, caller), DisagreementFound)
    trainer.arena.wait(GAP_S)
    settled = trainer.settle(contributor, samples, caller)
    assert isinstance(settled, Settled)
    return settled


@EVERY_STAKE_TRAINER
def test_the_whole_value_sent_is_the_deposit_and_returns(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model)
    before_wei = arena.balance_wei(ALICE)
    samples, value_wei = trainer.good(3), 123_456_789_012
    trainer.contribute(ALICE, samples, value_wei)
    assert arena.balance_wei(ALICE) == before_wei - value_wei
    arena.wait(REFUND_S)
    trainer.settle(ALICE, samples)
    assert trainer.withdraw(ALICE) == Withdrawn(ALICE, ALICE, value_wei)
    assert arena.balance_wei(ALICE) == before_wei
    assert trainer.balance_wei == 0


@EVERY_STAKE_TRAINER
def test_a_forfeit_goes_to_those_who_hold_shares_in_proportion(
    arena: Arena, model: ModelKind
) -> None:
    trainer = arena.trainer(model)
    for account, shares in ((ALICE, 1), (BOB, 2), (CAROL, 4)):
        trainer.earn(account, shares)
    settled = forfeit(trainer, DEPLOYER, DAVE, 16_000_007)
    # 7 wei do not divide by 16: the caller's part is rounded down.
    assert (settled.forfeited_wei, settled.caller_wei) == (16_000_007, 1_000_000)
    pot_x32 = 15_000_007 * FRACTION
    assert trainer.credit_wei(DAVE) == 1_000_000
    for account, shares in ((ALICE, 1), (BOB, 2), (CAROL, 4)):
        assert trainer.credit_wei(account) == shares * (pot_x32 // 7) // FRACTION
    # What seven shares do not divide is carried: less than a 2**-32 wei for each share.
    assert arena.runtime.pool(trainer.address) == Pool(pot_x32 // 7, pot_x32 % 7)
    assert arena.runtime.demand(trainer.address).total_shares == 7
    trainer.check()


def test_a_forfeiter_s_own_shares_take_no_part(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.earn(ALICE, 100)
    trainer.earn(BOB, 3)
    samples = trainer.bad()
    trainer.contribute(ALICE, samples, 3_000_000)
    arena.wait(REFUND_S)
    settled = trainer.settle(ALICE, samples)
    assert isinstance(settled, Settled)
    assert settled.caller_wei == 0
    assert trainer.credit_wei(ALICE) == 0
    assert trainer.credit_wei(BOB) == 3_000_000
    # In the next forfeit of another they do take part.
    forfeit(trainer, CAROL, DAVE, 1_030_000)
    assert trainer.credit_wei(ALICE) == (1_030_000 - 64_375) * 100 // 103
    trainer.check()


def test_shares_of_the_same_settlement_come_too_late_for_its_forfeit(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.earn(BOB, 1)
    samples = trainer.good(9) + trainer.bad()
    trainer.contribute(ALICE, samples, 10_000_000)
    arena.wait(REFUND_S)
    settled = trainer.settle(ALICE, samples)
    assert isinstance(settled, Settled)
    assert (settled.shares_earned, settled.forfeited_wei) == (9, 1_000_000)
    assert trainer.credit_wei(ALICE) == 9_000_000
    assert trainer.credit_wei(BOB) == 1_000_000
    trainer.check()


@pytest.mark.parametrize("seed", range(12))
def test_a_sybil_gets_back_what_is_stated_and_no_more(arena: Arena, seed: int) -> None:
    """A sixteenth by calling, and its other accounts' part of the rest: F/16 + 15/16 F s/S."""
    random = Random(seed)
    trainer = arena.trainer()
    own, others = random.randint(0, 60), random.randint(1, 60)
    for account, shares in ((BOB, own), (CAROL, others)):
        if shares:
            trainer.earn(account, shares)
    # The forfeiter's own account holds shares too; they do not help.
    trainer.earn(ALICE, random.randint(1, 60))
    deposit_wei = random.randint(10**6, 10**15)
    settled = forfeit(trainer, ALICE, BOB, deposit_wei)
    assert settled.forfeited_wei == deposit_wei
    back_wei = trainer.credit_wei(ALICE) + trainer.credit_wei(BOB)
    caller_wei = deposit_wei // 16
    rest_x32 = (deposit_wei - caller_wei) * FRACTION
    assert back_wei == caller_wei + own * (rest_x32 // (own + others)) // FRACTION
    # The bound itself, in whole numbers: 16 S x back <= F (S + 15 s), but for the caller's floor.
    total = own + others
    assert 16 * total * back_wei <= deposit_wei * (total + 15 * own) + 16 * total
    assert back_wei < deposit_wei
    trainer.check()


def test_a_sybil_alone_gets_all_back_for_nobody_else_was_there_to_pay(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.earn(BOB, 5)
    forfeit(trainer, ALICE, BOB, 1_600_000)
    assert trainer.credit_wei(BOB) == 1_600_000
    trainer.check()


@EVERY_STAKE_TRAINER
def test_what_nobody_may_share_is_carried_to_the_next_settlement(
    arena: Arena, model: ModelKind
) -> None:
    trainer = arena.trainer(model)
    forfeit(trainer, DEPLOYER, DAVE, 1_600_000)
    trainer.fund(CAROL, 500_000)
    assert arena.runtime.pool(trainer.address) == Pool(0, 2_000_000 * FRACTION)
    # The first who earns shares gets nothing yet: shares count from the next settlement on.
    trainer.earn(ALICE, 2)
    assert trainer.credit_wei(ALICE) == 0
    trainer.earn(BOB, 3)
    assert trainer.credit_wei(ALICE) == 2_000_000
    assert trainer.credit_wei(BOB) == 0
    assert arena.runtime.pool(trainer.address).carry_x32 == 0
    trainer.check()


def test_a_forfeit_of_the_only_holder_is_carried_past_its_own_shares(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.earn(ALICE, 5)
    samples = trainer.bad()
    trainer.contribute(ALICE, samples, 1_000_000)
    arena.wait(REFUND_S)
    trainer.settle(ALICE, samples)
    assert arena.runtime.pool(trainer.address) == Pool(0, 1_000_000 * FRACTION)
    assert trainer.credit_wei(ALICE) == 0
    trainer.check()


def test_funding_reaches_shares_at_once_and_loses_nothing_to_rounding(arena: Arena) -> None:
    trainer = arena.trainer()
    for account, shares in ((ALICE, 3), (BOB, 4)):
        trainer.earn(account, shares)
    given_wei = 0
    for amount_wei in (1, 1, 1, 5, 100, 99_999):
        trainer.fund(CAROL, amount_wei)
        given_wei += amount_wei
        # Together they have what was given, but for fractions of a wei.
        owed_wei = [trainer.credit_wei(who) for who in (ALICE, BOB)]
        assert given_wei - 2 <= sum(owed_wei) <= given_wei
        assert owed_wei[0] == pytest.approx(given_wei * 3 / 7, abs=1)
        trainer.check()


def test_a_fraction_of_a_wei_stays_when_the_rest_is_withdrawn(arena: Arena) -> None:
    trainer = arena.trainer()
    trainer.earn(ALICE, 1)
    trainer.earn(BOB, 2)
    trainer.fund(CAROL, 2)
    # Two thirds of a wei are no wei.
    with pytest.raises(CreditEmpty):
        trainer.withdraw(ALICE)
    trainer.fund(CAROL, 2)
    assert trainer.withdraw(ALICE) == Withdrawn(ALICE, ALICE, 1)
    account = arena.runtime.account_of(trainer.address, ALICE)
    assert account.credit_x32 == 4 * FRACTION // 3 - FRACTION
    # What did not divide was carried, so thirds make a whole in the end.
    trainer.fund(CAROL, 2)
    assert trainer.withdraw(ALICE) == Withdrawn(ALICE, ALICE, 1)
    assert trainer.withdraw(BOB) == Withdrawn(BOB, BOB, 4)
    assert trainer.balance_wei == 0
    trainer.check()


def test_a_credit_goes_wherever_its_owner_says_and_to_nobody_else(arena: Arena) -> None:
    trainer = arena.trainer()
    samples = trainer.good()
    trainer.contribute(ALICE, samples, 5_000_000)
    arena.wait(REFUND_S)
    trainer.settle(ALICE, samples)
    with pytest.raises(CreditEmpty):
        trainer.withdraw(BOB, ALICE)
    fresh = "0x" + "f7" * 20
    trainer.withdraw(ALICE, fresh)
    assert arena.balance_wei(fresh) == 5_000_000
    trainer.check()


def test_whoever_calls_may_be_contributor_and_holder_of_other_data(arena: Arena) -> None:
    """The caller's account holds shares that take part in the very forfeit it calls for."""
    trainer = arena.trainer()
    trainer.earn(BOB, 1)
    trainer.earn(CAROL, 1)
    open_samples = trainer.good(2, 5)
    trainer.contribute(BOB, open_samples, 4_000_000)
    forfeit(trainer, ALICE, BOB, 3_200_000)
    assert trainer.credit_wei(BOB) == 200_000 + 1_500_000
    trainer.settle(BOB, open_samples)
    assert trainer.credit_wei(BOB) == 200_000 + 1_500_000 + 4_000_000
    trainer.check()


class ContractContributor:
    """A contract that contributes, settles and withdraws."""

    def __init__(self, trainer: Trainer, contract: str) -> None:
        self.trainer = trainer
        self.arena = trainer.arena
        self.contract = contract
        self.address = self.arena.create(contract)

    def execute(self, function: str, *arguments: object, value_wei: int = 0) -> list[bytes]:
        """Make it call its trainer; give the data of what it logged itself."""
        data = codec.function_data(self.trainer.contract, function, *arguments)
        receipt = self.arena.transact(
            self.contract,
            self.address,
            "execute",
            self.trainer.address,
            data,
            value_wei=value_wei,
        )
        return [log.data for log in receipt.logs if log.address == self.address]

    def earn(self, samples: bytes, deposit_wei: int) -> None:
        self.execute("contribute", samples, value_wei=deposit_wei)
        self.arena.wait(REFUND_S)
        self.execute("settle", self.address, samples)


def test_a_contract_that_writes_storage_when_it_is_paid_is_paid(arena: Arena) -> None:
    trainer = arena.trainer()
    contributor = ContractContributor(trainer, "WritingReceiver")
    contributor.earn(trainer.good(2), 7_000_000)
    contributor.execute("withdraw", contributor.address)
    assert arena.balance_wei(contributor.address) == 7_000_000
    received = arena.read("WritingReceiver", contributor.address, "receivedWei")
    assert received == 7_000_000
    assert arena.read("WritingReceiver", contributor.address, "lastSender") == trainer.address
    trainer.check()


def test_a_contract_that_refuses_loses_nothing(arena: Arena) -> None:
    trainer = arena.trainer()
    contributor = ContractContributor(trainer, "RefusingReceiver")
    contributor.earn(trainer.good(2), 7_000_000)
    for _ in range(2):
        with pytest.raises(FailedCall):
            contributor.execute("withdraw", contributor.address)
        assert trainer.credit_wei(contributor.address) == 7_000_000
        trainer.check()
    # It changes its mind, or names another recipient.
    arena.transact("RefusingReceiver", contributor.address, "setWilling", True)
    contributor.execute("withdraw", contributor.address)
    assert arena.balance_wei(contributor.address) == 7_000_000
    contributor.earn(trainer.good(2), 3_000_000)
    before_wei = arena.balance_wei(BOB)
    contributor.execute("withdraw", BOB)
    assert arena.balance_wei(BOB) == before_wei + 3_000_000
    trainer.check()


def test_a_holder_that_refuses_does_not_hinder_others(arena: Arena) -> None:
    trainer = arena.trainer()
    holder = ContractContributor(trainer, "RefusingReceiver")
    holder.earn(trainer.good(4), 4_000_000)
    settled = forfeit(trainer, ALICE, BOB, 1_600_000)
    assert settled.forfeited_wei == 1_600_000
    assert trainer.credit_wei(holder.address) == 4_000_000 + 1_500_000
    trainer.check()


def test_who_calls_back_while_being_paid_is_paid_once(arena: Arena) -> None:
    trainer = arena.trainer()
    attacker = ContractContributor(trainer, "ReentrantReceiver")
    attacker.earn(trainer.good(2), 7_000_000)
    other, waiting = trainer.good(1, 1), trainer.good(1, 2)
    attacker.execute("contribute", other, value_wei=3_000_000)
    arena.wait(REFUND_S)
    attacker.execute("contribute", waiting, value_wei=2_000_000)
    # Somebody else's deposit is there to be stolen.
    trainer.contribute(BOB, trainer.good(5, 3), 50_000_000)

    def data(function: str, *arguments: object) -> bytes:
        return codec.function_data(trainer.contract, function, *arguments)

    calls = [
        data("withdraw", attacker.address),
        data("settle", attacker.address, waiting),
        data("settle", attacker.address, other),
        data("contribute", trainer.good(1, 4)),
        data("creditWei", attacker.address),
    ]
    arena.transact("ReentrantReceiver", attacker.address, "arm", calls)
    logged = attacker.execute("withdraw", attacker.address)
    answers = [decode(["uint256", "bool", "bytes"], found) for found in logged]
    assert [answer[:2] for answer in answers] == [
        (0, False),
        (1, False),
        (2, True),
        (3, False),
        (4, True),
    ]
    rejected = [codec.rejection_of(answers[i][2]) for i in (0, 1, 3)]
    assert [type(found) for found in rejected] == [CreditEmpty, SettleTooEarly, DepositTooSmall]
    # Settling what was due within the payment counts, once; the payment itself was the old credit.
    assert int.from_bytes(answers[4][2], "big") == 3_000_000
    assert arena.balance_wei(attacker.address) == 7_000_000
    assert trainer.credit_wei(attacker.address) == 3_000_000
    assert trainer.balance_wei == 3_000_000 + 2_000_000 + 50_000_000
    trainer.check()


def test_who_withdraws_again_within_the_payment_gets_the_newer_credit_only(arena: Arena) -> None:
    trainer = arena.trainer()
    attacker = ContractContributor(trainer, "ReentrantReceiver")
    attacker.earn(trainer.good(2), 7_000_000)
    other = trainer.good(1, 1)
    attacker.execute("contribute", other, value_wei=3_000_000)
    trainer.contribute(BOB, trainer.good(5, 3), 50_000_000)
    arena.wait(REFUND_S)
    settle = codec.function_data(trainer.contract, "settle", attacker.address, other)
    withdraw = codec.function_data(trainer.contract, "withdraw", attacker.address)
    arena.transact("ReentrantReceiver", attacker.address, "arm", [settle, withdraw])
    attacker.execute("withdraw", attacker.address)
    assert arena.balance_wei(attacker.address) == 10_000_000
    assert trainer.credit_wei(attacker.address) == 0
    assert trainer.balance_wei == 50_000_000
    trainer.check()


@EVERY_STAKE_TRAINER
def test_forced_eth_changes_nothing(arena: Arena, model: ModelKind) -> None:
    trainer = arena.trainer(model)
    trainer.earn(ALICE, 3)
    trainer.contribute(BOB, trainer.good(), 4_000_000)
    quote, pool = trainer.quote_wei(), arena.runtime.pool(trainer.address)
    arena.force_ether(trainer.address, 10**18)
    assert (trainer.quote_wei(), arena.runtime.pool(trainer.address)) == (quote, pool)
    assert arena.runtime.demand(trainer.address).deposits_wei == 4_000_000
    with pytest.raises(CreditEmpty):
        trainer.withdraw(ALICE)
    arena.wait(REFUND_S)
    trainer.settle(BOB, trainer.good())
    assert trainer.withdraw(BOB) == Withdrawn(BOB, BOB, 4_000_000)
    trainer.fund(CAROL, 7)
    assert trainer.balance_wei == 10**18 + 7
    trainer.check()


def test_eth_that_waits_at_a_future_trainer_s_address_changes_nothing(arena: Arena) -> None:
    """The address follows from the registry's nonce, so anybody can know it before."""
    future = arena.trainer().address
    arena.reset()
    arena.create("ForceEther", future, value_wei=5)
    trainer = arena.trainer()
    assert trainer.address == future
    trainer.twin.forced_wei = 5
    trainer.earn(ALICE, 2)
    assert trainer.balance_wei == 5
    trainer.check()


@pytest.mark.parametrize("model", [SPARSE, DENSE])
@pytest.mark.parametrize("seed", range(4))
def test_everything_can_be_emptied(arena: Arena, model: ModelKind, seed: int) -> None:
    """After the longest waits all ETH is out but what was forced and fractions of a wei."""
    random = Random(seed)
    trainer = arena.trainer(model)
    people = (ALICE, BOB, CAROL, DAVE)
    still_open: list[tuple[str, bytes]] = []
    forced_wei = 0
    for step in range(60):
        who = random.choice(people)
        match random.randrange(7):
            case 0 | 1 | 2:
                size = random.randint(1, 6)
                made = b"".join(
                    trainer.sample(random.randrange(2), random.random() < 0.6, step + 1)
                    for _ in range(size)
                )
                least_wei = trainer.quote_wei(size)
                trainer.contribute(who, made, least_wei + random.choice((0, 1, 10**9 + 7)))
                still_open.append((who, made))
            case 3:
                trainer.fund(who, random.randint(1, 10**10))
            case 4:
                amount_wei = random.randint(1, 10**6)
                arena.force_ether(trainer.address, amount_wei)
                forced_wei += amount_wei
            case 5 if trainer.credit_wei(who):
                trainer.withdraw(who)
            case _:
                arena.wait(random.randrange(GAP_S))
        trainer.check()

    arena.wait(TAKE_S)
    random.shuffle(still_open)
    for contributor, samples in still_open:
        # Some settle themselves, some are settled, by one verdict or two.
        caller = random.choice((contributor, DEPLOYER))
        if isinstance(trainer.settle(contributor, samples, caller), DisagreementFound):
            arena.wait(GAP_S)
            trainer.settle(contributor, samples, DEPLOYER)
    # Whoever earns the last shares lets go what was carried while nobody was eligible.
    trainer.earn(ALICE, 1)
    trainer.earn(BOB, 1)
    for who in (*people, DEPLOYER):
        if trainer.credit_wei(who):
            trainer.withdraw(who)
    trainer.check()

    demand, pool = arena.runtime.demand(trainer.address), arena.runtime.pool(trainer.address)
    assert demand.deposits_wei == 0
    assert pool.carry_x32 < demand.total_shares
    accounts = trainer.twin.stake.accounts
    left_wei = trainer.balance_wei - forced_wei
    assert trainer.owed_x32() == left_wei * FRACTION
    assert left_wei <= len(accounts)


def demand_word(demand: Demand) -> int:
    return (
        demand.deposits_wei << 160
        | demand.total_shares << 128
        | demand.price_time_s << 88
        | demand.backlog_s << 48
        | demand.added_samples << 32
    )


def test_the_last_shares_are_given_and_then_none(arena: Arena) -> None:
    """2**32 - 1 shares in all; whoever comes later still gets the deposit back."""
    trainer = arena.trainer()
    nearly = Demand(0, MAX_SHARES - 2, 0, 0, 0)
    arena.store(trainer.contract, trainer.address, "_demand", demand_word(nearly))
    assert arena.runtime.demand(trainer.address) == nearly
    trainer.twin.stake.demand = nearly
    for expected in (2, 0):
        trainer.contribute(ALICE, trainer.good(3), 3_000_000)
        arena.wait(REFUND_S)
        settled = trainer.settle(ALICE, trainer.good(3))
        assert isinstance(settled, Settled)
        assert (settled.shares_earned, settled.returned_wei) == (expected, 3_000_000)
    assert arena.runtime.demand(trainer.address).total_shares == MAX_SHARES


def test_settling_never_fails_for_what_was_shared_before(arena: Arena) -> None:
    """Where what was shared per share can rise no more, the forfeit is carried instead."""
    trainer = arena.trainer()
    trainer.earn(ALICE, 1)
    full = Pool(2**112 - 1 - 5, 3)
    arena.store(
        trainer.contract, trainer.address, "_pool", full.per_share_x32 << 144 | full.carry_x32 << 32
    )
    assert arena.runtime.pool(trainer.address) == full
    trainer.twin.stake.pool = full
    # As if Alice had withdrawn all that.
    account = Account(1, full.per_share_x32, 0)
    arena.store(
        trainer.contract,
        trainer.address,
        "_accounts",
        account.shares << 224 | account.checkpoint_x32 << 112,
        key=ALICE,
    )
    trainer.twin.stake.accounts[ALICE] = account
    assert arena.runtime.account_of(trainer.address, ALICE) == account
    settled = forfeit(trainer, BOB, CAROL, 1_600_000)
    assert settled.forfeited_wei == 1_600_000
    assert arena.runtime.pool(trainer.address) == Pool(full.per_share_x32, 3 + 1_500_000 * FRACTION)
    # And so is a funding; the credits of others stay what they were.
    trainer.fund(DAVE, 9)
    assert trainer.credit_wei(ALICE) == 0
    assert trainer.withdraw(CAROL) == Withdrawn(CAROL, CAROL, 100_000)


def test_the_largest_balance_fits_every_field(arena: Arena) -> None:
    """2**79 wei as one deposit, forfeited to one share: nothing overflows into its neighbour."""
    trainer = arena.trainer(rules=replace(STAKE_RULES, deposit_cap_wei=2**80 - 1))
    trainer.earn(ALICE, 1)
    settled = forfeit(trainer, BOB, CAROL, 2**79)
    assert (settled.forfeited_wei, settled.caller_wei) == (2**79, 2**75)
    trainer.check()
    assert trainer.credit_wei(ALICE) == 2**79 - 2**75
    trainer.withdraw(ALICE)
    trainer.withdraw(CAROL)
    assert trainer.balance_wei == 0
    trainer.check()
