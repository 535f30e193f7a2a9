"""Whatever people do in a market, it holds to the wei what it owes, and an honest account that is
never late has its due: no bond lost, and what liars and wrong challengers lost to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from random import Random
from typing import Any, ClassVar

import pytest
from ground import fresh_runtime
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from market_crowd import CLOSINGS, LIES, Crowd
from market_ground import CONTRIBUTORS, FRIEND, HONEST, LIAR, SPONSOR, THIRD, Ground
from market_honest import Honest, due_wei, wrong_segment

from commonweal.actions import (
    Action,
    Adopt,
    BurnUnclaimed,
    DeclareDefault,
    EndParticipation,
    EndReveal,
    Expire,
    VoidMarket,
    Withdraw,
)
from commonweal.events import ChallengeFailed, Claimed, ProposalRefuted, Withdrawn
from commonweal.twin.market import money
from commonweal.twin.market.dispute import dispute_s
from commonweal.types import ZERO_ADDRESS, Address, MarketPhase, ModelKind

EVERYBODY = (SPONSOR, HONEST, LIAR, FRIEND, THIRD)
PUSHES: dict[MarketPhase, Action] = {
    MarketPhase.REVEALING_DRAWN_PART: VoidMarket(),
    MarketPhase.PARTICIPATING: EndParticipation(),
    MarketPhase.REVEALING_CONTRIBUTIONS: EndReveal(),
    MarketPhase.REVEALING_TEST: DeclareDefault(),
}
"""How anybody ends a phase whose time is over, before the result is looked for."""

MOVES = 50
"""Of each market."""
DISPUTES = {
    "ResultProposed",
    "SegmentChallenged",
    "SegmentRevealed",
    "ProposalRefuted",
    "ChallengeFailed",
    "ChallengeReturned",
    "BondReturned",
    "StepsRun",
    "MarketResolved",
    "Claimed",
    "Withdrawn",
    "Burnt",
}
BEFORE = {"MarketVoided", "MarketCancelled", "ParticipationEnded", "Burnt", "Withdrawn"}
STARTS = {"opened": (40, BEFORE), "resolving": (75, DISPUTES)}
"""From where how many markets are played, and what is all but sure to happen in them."""
ENDED = tuple(MarketPhase)[MarketPhase.RESOLVED :]
DISPUTED = (MarketPhase.RESOLVING, MarketPhase.RESOLVED, MarketPhase.EXPIRED)
crowd = st.sampled_from(CONTRIBUTORS)
some = st.integers(0, 11)


def during(*phases: MarketPhase) -> Callable[[Any], Any]:
    """Let a rule apply in these phases only."""

    # No lambda: hypothesis would look for its source at each try.
    def applies(self: MarketLife) -> bool:
        return self.phase in phases

    return precondition(applies)


def where(there_is: Callable[[MarketLife], Sequence[object]]) -> Callable[[Any], Any]:
    """Let a rule apply where there is something in a dispute."""

    def applies(self: MarketLife) -> bool:
        return self.phase in DISPUTED and bool(there_is(self))

    return precondition(applies)


class MarketLife(RuleBasedStateMachine):
    """One market with an honest account that is never late, its sponsor, and a crowd.

    Attributes
    ----------
    start : str
        From where it is played.
    happened : Counter
        Events of all markets that were played.
    """

    start: ClassVar[str]
    happened: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.runtime = self.stack.enter_context(fresh_runtime())
        self.phase: MarketPhase | None = None

    def teardown(self) -> None:
        try:
            if self.phase is not None:
                self.finish()
                self.happened.update(type(event).__name__ for event in self.ground.events)
        finally:
            self.stack.close()

    @initialize(seed=st.integers(0, 2**32 - 1))
    def open(self, seed: int) -> None:
        random = Random(seed)
        self.before_wei = self.runtime.balance_wei(HONEST)
        is_sealed = random.random() < 0.5
        self.ground = Ground(
            self.runtime,
            random,
            random.choice(list(ModelKind)),
            is_sealed=is_sealed,
            reveal_s=600 * is_sealed,
            capacity=random.randint(1, 4),
            least_contributions=1,
            rows_per_part=2,
        )
        proposes, watches = random.random() < 0.5, random.random() < 0.8
        self.honest = Honest(self.ground, proposes, watches)
        self.crowd = Crowd(self.ground)
        if self.start == "resolving":
            self.ground.hurry()
        elif random.random() < 0.8:
            assert self.ground.show_part()
            for _ in range(random.randint(0, 2)):
                self.ground.contribute(random.choice(CONTRIBUTORS), 3, 0)
        self.phase = self.ground.market.phase

    # Before the result

    @during(MarketPhase.PARTICIPATING)
    @rule(who=crowd, count=st.integers(1, 6), more_wei=st.sampled_from((-1, 0, 0, 1, 10**15)))
    def contribute(self, who: Address, count: int, more_wei: int) -> None:
        accepted = self.ground.contribute(who, count, more_wei)
        assert not (accepted and more_wei < 0)

    @during(MarketPhase.REVEALING_CONTRIBUTIONS)
    @rule(which=some)
    def reveal(self, which: int) -> None:
        self.ground.reveal(which % self.ground.market.contribution_count)

    @during(MarketPhase.REVEALING_DRAWN_PART, MarketPhase.REVEALING_TEST)
    @rule()
    def show_part(self) -> None:
        self.ground.show_part()

    @during(*PUSHES)
    @rule(who=crowd, waits=st.sampled_from((False, False, False, True)))
    def push(self, who: Address, waits: bool) -> None:
        """Try to end the phase, perhaps when its time is over."""
        market = self.ground.market
        if waits:
            self.honest.pass_time(market.deadline_s + 1)
        self.ground.attempt(who, PUSHES[market.phase])

    # The result

    @during(MarketPhase.RESOLVING)
    @rule(who=crowd, kind=st.sampled_from((None, *LIES)), step=st.integers(0, 40))
    def propose(self, who: Address, kind: str | None, step: int) -> None:
        self.crowd.propose(who, kind, step)

    @where(lambda self: self.crowd.proposals())
    @rule(who=crowd, which=some, segment=some, aims=st.booleans())
    def challenge(self, who: Address, which: int, segment: int, aims: bool) -> None:
        self.crowd.challenge(who, which, segment, aims)

    @where(lambda self: self.crowd.hidden())
    @rule(which=some, as_planned=st.booleans())
    def answer(self, which: int, as_planned: bool) -> None:
        self.crowd.answer(which, as_planned)

    @where(lambda self: self.crowd.revealed())
    @rule(who=crowd, which=some, offset=some, spoils=st.booleans())
    def name(self, who: Address, which: int, offset: int, spoils: bool) -> None:
        self.crowd.name(who, which, offset, spoils)

    @where(lambda self: self.crowd.proposals())
    @rule(who=crowd, how=some, which=some, segment=some)
    def close(self, who: Address, how: int, which: int, segment: int) -> None:
        self.crowd.close(who, how, which, segment)

    @during(MarketPhase.RESOLVING)
    @rule(who=crowd, count=st.integers(0, 3))
    def run_steps(self, who: Address, count: int) -> None:
        self.crowd.run_steps(who, count)

    @where(lambda self: list(self.honest.moves()))
    @rule(which=some)
    def be_honest(self, which: int) -> None:
        """Let the honest account make one of its moves before it must."""
        moves = list(self.honest.moves())
        self.ground.act(HONEST, moves[which % len(moves)].action)

    # Always

    @rule(seconds=st.sampled_from((1, 60, 300, 600, 601)))
    def wait(self, seconds: int) -> None:
        self.honest.pass_time(self.runtime.now_s() + seconds)

    @rule(giver=crowd, amount_wei=st.sampled_from((1, 10**9, 10**20)))
    def force(self, giver: Address, amount_wei: int) -> None:
        self.ground.force(giver, amount_wei)

    @rule(who=st.sampled_from(EVERYBODY))
    def withdraw(self, who: Address) -> None:
        credit_wei = self.ground.market.credit_wei(who)
        before_wei = self.runtime.balance_wei(who)
        assert self.ground.attempt(who, Withdraw(who)) is (credit_wei > 0)
        assert self.runtime.balance_wei(who) == before_wei + credit_wei

    @during(*ENDED)
    @rule(which=some, more_wei=st.sampled_from((0, 0, 1, 2**128)), who=st.one_of(st.none(), crowd))
    def claim(self, which: int, more_wei: int, who: Address | None) -> None:
        market = self.ground.market
        if not market.contributions:
            return
        own = market.contributions[which % market.contribution_count]
        accepted = self.crowd.claim(which % market.contribution_count, more_wei, who)
        if accepted:
            assert own.revealed
            assert not own.claimed
            assert who in (None, own.contributor)
            # Where stakes return the claim names no balance.
            assert not (more_wei and market.result)

    @during(*ENDED)
    @rule(who=crowd, waits=st.booleans())
    def burn(self, who: Address, waits: bool) -> None:
        if waits:
            self.honest.pass_time(self.ground.market.deadline_s + 1)
        self.ground.attempt(who, BurnUnclaimed())

    @during(MarketPhase.RESOLVED)
    @rule(who=crowd)
    def adopt(self, who: Address) -> None:
        weights = self.ground.truth.weights.values()
        for each in dict.fromkeys(weights):
            self.ground.attempt(who, Adopt(each))

    @invariant()
    def the_books_balance(self) -> None:
        if self.phase is None:
            return
        market, runtime, here = self.ground.market, self.runtime, self.ground.address
        self.phase = market.phase
        balance_wei = runtime.balance_wei(here) - self.ground.forced_wei
        assert balance_wei == money.obligations_wei(market) == market.recorded_wei
        assert balance_wei == self.ground.paid_in_wei - self.paid_out_wei() - self.burnt_wei()
        found = runtime.market_head(here)
        assert (found.phase, found.standing) == (market.phase, market.standing)
        assert runtime.outcome(here).owed_wei == market.owed_wei

    def paid_out_wei(self) -> int:
        """What calls have paid to people, as the events say."""
        paid = (Claimed, Withdrawn)
        return sum(each.amount_wei for each in self.ground.events if isinstance(each, paid))

    def burnt_wei(self) -> int:
        """What is gone, as the chain says."""
        return self.runtime.balance_wei(ZERO_ADDRESS)

    # The end

    def finish(self) -> None:
        """Bring everything to its end: nothing is left, and nobody honest has lost."""
        market = self.ground.market
        while market.phase in PUSHES:
            self.honest.pass_time(market.deadline_s + 1)
            self.ground.act(THIRD, PUSHES[market.phase])
        if market.step_count:
            self.end_disputes()
        is_open = self.runtime.now_s() <= market.deadline_s
        for index, own in enumerate(market.contributions):
            if own.revealed and not own.claimed and is_open:
                # Only a wrong result may leave somebody without what it promises.
                assert self.crowd.claim(index) or not self.honest.watches
        for who in EVERYBODY:
            self.ground.attempt(who, Withdraw(who))
        self.honest.pass_time(market.deadline_s + 1)
        self.ground.attempt(THIRD, BurnUnclaimed())
        self.the_books_balance()
        assert self.runtime.balance_wei(self.ground.address) == self.ground.forced_wei
        assert self.ground.paid_in_wei == self.paid_out_wei() + self.burnt_wei()
        self.check_honesty()

    def end_disputes(self) -> None:
        """Let the honest account have its time, then close whatever there is."""
        market, now_s = self.ground.market, self.runtime.now_s
        for _ in range(MOVES):
            if market.ended and not market.standing and not market.challenges:
                return
            while (move := next(self.honest.moves(), None)) is not None:
                self.ground.act(HONEST, move.action)
            until_s = now_s() + dispute_s(market) + 1
            if not market.ended:
                until_s = max(until_s, market.deadline_s + 1)
            self.honest.pass_time(until_s)
            self.ground.attempt(THIRD, Expire())
            for which in range(len(market.proposals)):
                for how in range(len(CLOSINGS)):
                    for segment in range(market.segment_count):
                        self.crowd.close(THIRD, how, which, segment)
        raise AssertionError("disputes do not end")

    def check_honesty(self) -> None:
        """Honest people have their due, to the wei; liars who were watched have lost."""
        market = self.ground.market
        gained_wei = self.runtime.balance_wei(HONEST) - self.before_wei
        assert gained_wei == due_wei(self.ground) >= 0
        for state in market.proposals.values():
            if state.proposer == HONEST:
                assert not state.refuted
                # What it proposed stood until there was a result.
                assert market.phase is MarketPhase.RESOLVED
            elif self.honest.watches and wrong_segment(self.ground, state) is not None:
                assert state.refuted
                assert not state.closed
        if self.honest.watches and market.result is not None:
            assert market.result == self.ground.truth.result
        refuted: set[bytes] = set()
        for event in self.ground.events:
            match event:
                case ProposalRefuted():
                    refuted.add(event.id)
                case ChallengeFailed():
                    # Whoever challenged what was refuted has the bond back.
                    assert event.id not in refuted


@pytest.mark.parametrize("start", STARTS)
def test_markets_are_solvent_and_honest_disputes_pay(start: str) -> None:
    markets, expected = STARTS[start]

    class Played(MarketLife):
        happened: ClassVar[Counter[str]] = Counter()

    Played.start = start
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=markets,
            stateful_step_count=MOVES,
            deadline=None,
            suppress_health_check=HealthCheck.all(),
        ),
    )
    assert Played.happened.keys() >= expected
