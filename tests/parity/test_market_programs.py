"""The proposer and the challenger themselves, against liars, silent ones, and a node with gaps."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from market_game import Game, Setting, make_setting
from worlds import in_process_pair

from commonweal.actions import Challenge, CloseSilent, Propose, RevealSegment
from commonweal.errors import CommonwealError
from commonweal.runtime.transports.base import Message
from commonweal.services.challenger import Challenger
from commonweal.services.market_book import ModelMarkets
from commonweal.services.market_responder import Responder
from commonweal.services.proposer import Proposer
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketPhase

SETTINGS = 4
GAMES = 25
"""Of each setting."""
POLLS_S = (40, 250)
TRICKS = {
    "answered lie",
    "silent lie",
    "silent truth",
    "silent truth that nobody closes",
    "false challenge",
    "empty logs",
    "poor challenger",
    "restart",
}


class Bout:
    """The shipped programs play for the honest account; everybody else is against it."""

    def __init__(self, setting: Setting, random: Random) -> None:
        self.setting, self.random = setting, random
        self.game = Game(setting, random)
        self.runtime, self.market = setting.runtime, setting.market
        self._is_poor = random.random() < 0.3
        self.tricks: set[str] = set()
        self.faults: list[str] = []
        self._moves: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._numbers = count()
        self._start()

    def play(self) -> None:
        """Play to the end, then check the result and the honest account's money."""
        own, start_s = self.market.terms, self.runtime.now_s()
        if self._is_poor:
            self.tricks.add("poor challenger")
            self._spend_all_but(self.game.bond_wei + self.game.challenge_wei)
        before_wei = self._wealth_wei()
        for number in range(self.random.choice((0, 1, 2, 3))):
            self._at(start_s + self.random.randint(0, 2 * own.window_s), self._lie, number)
        if self.random.random() < 0.4:
            # Often before the honest account comes to propose.
            self._at(start_s + self.random.choice((0, 0, own.window_s // 2)), self._silent_truth)
        end_s = self.market.deadline_s + 2 * own.window_s + 4 * own.move_s
        while self.runtime.now_s() < end_s and not self._is_over():
            while self._moves and self._moves[0][0] <= self.runtime.now_s():
                *_, move, arguments = heappop(self._moves)
                move(*arguments)
            self._poll()
            self.runtime.advance_time(self.random.randint(*POLLS_S))
        head = self.runtime.market_head(self.setting.known.address)
        assert head.phase is MarketPhase.RESOLVED, self.faults
        outcome = self.runtime.outcome(self.setting.known.address)
        assert outcome.result == self.game.truth.result
        assert self._wealth_wei() >= before_wei, self.faults
        # Who cannot pay for every challenge has its own result accepted before the last lie's.
        assert self._is_poor or not self._standing_lies()

    # The honest side

    def _start(self) -> None:
        honest = self.setting.honest
        self.responder = Responder(self.runtime, honest)
        self.challenger = Challenger(self.responder)
        markets = ModelMarkets(self.runtime, self.runtime.trainer(self.setting.known.trainer))
        self.proposer = Proposer(self.responder, markets, self.setting.known.address)

    def _poll(self) -> None:
        if self.random.random() < 0.05:
            self.tricks.add("restart")
            self._start()
        transport: Any = self.runtime.transport
        logs = transport.logs
        if self.random.random() < 0.1:
            self.tricks.add("empty logs")
            transport.logs = lambda *_arguments, **_fields: ()
        programs = [self.challenger.look, self.proposer.advance]
        self.random.shuffle(programs)
        try:
            for program in programs:
                try:
                    program()
                except CommonwealError as fault:
                    self.faults.append(fault.sentence)
        finally:
            transport.logs = logs
        self._challenge_falsely()

    # The others

    def _at(self, at_s: int, move: Callable[..., None], *arguments: Any) -> None:
        heappush(self._moves, (at_s, next(self._numbers), move, arguments))

    def _lie(self, number: int) -> None:
        made, wrong, _ = self.game.lie(number)
        action = Propose(made.proposal.result, made.cuts(self.market), self.game.bond_wei)
        if self.game.do(self.setting.liar, action).rejection is not None:
            return
        answers = self.random.random() < 0.5
        self.tricks.add("answered lie" if answers else "silent lie")
        if answers:
            segment = wrong // self.market.segment_steps
            reveal = RevealSegment(
                made.proposal, made.segment(self.market, segment), made.inner(self.market, segment)
            )
            self._answer(reveal, self.runtime.now_s() + 2 * self.market.terms.window_s)

    def _answer(self, reveal: RevealSegment, until_s: int) -> None:
        """Reveal the segment once it was challenged."""
        if self.game.do(self.setting.liar, reveal).rejection is not None:
            now_s = self.runtime.now_s()
            if now_s < until_s:
                self._at(now_s + 200, self._answer, reveal, until_s)

    def _silent_truth(self) -> None:
        """Propose the truth, have a friend challenge it, and fall silent."""
        truth = self.game.truth
        made = self.setting.known.propose(
            self.market, self.setting.liar, truth.result, truth.hashes, truth.balances
        )
        action = Propose(truth.result, made.cuts(self.market), self.game.bond_wei)
        if self.game.do(self.setting.liar, action).rejection is not None:
            return
        self.tricks.add("silent truth")
        own, segment = self.market.terms, made.segment(self.market, 0)
        challenge = Challenge(made.proposal, segment, self.game.challenge_wei)
        challenged_s = self.runtime.now_s() + self.random.randint(0, own.window_s - POLLS_S[1])
        self._at(challenged_s, self.game.do, self.setting.friend, challenge)
        if self.random.random() < 0.5:
            late_s = self.runtime.now_s() + own.window_s + own.move_s + 1
            silent = CloseSilent(made.proposal, 0)
            self._at(late_s, self.game.do, self.setting.friend, silent)
        else:
            self.tricks.add("silent truth that nobody closes")

    def _challenge_falsely(self) -> None:
        """Let the friend challenge what the honest account proposed."""
        if self.random.random() < 0.9:
            return
        truth = self.game.truth
        made = self.setting.known.propose(
            self.market, self.setting.honest, truth.result, truth.hashes, truth.balances
        )
        segment = made.segment(self.market, self.random.randrange(self.market.segment_count))
        challenge = Challenge(made.proposal, segment, self.game.challenge_wei)
        if self.game.do(self.setting.friend, challenge).rejection is None:
            self.tricks.add("false challenge")

    # What there is

    def _spend_all_but(self, left_wei: int) -> None:
        transport: Any = self.runtime.transport
        spent_wei = self.runtime.balance_wei(self.setting.honest) - left_wei
        transport.wait(
            transport.send(Message(self.setting.honest, self.setting.friend, b"", spent_wei)), 0
        )

    def _wealth_wei(self) -> int:
        honest = self.setting.honest
        credit_wei = self.runtime.market_credit_wei(self.setting.known.address, honest)
        return self.runtime.balance_wei(honest) + credit_wei

    def _state(self) -> MarketState:
        markets = ModelMarkets(self.runtime, self.runtime.trainer(self.setting.known.trainer))
        markets.sync()
        return markets.books[self.setting.known.address].state

    def _is_over(self) -> bool:
        """Whether the market has ended, every lie lost, and all bonds of the honest are free."""
        head = self.runtime.market_head(self.setting.known.address)
        if head.phase is not MarketPhase.RESOLVED or self._moves:
            return False
        state, honest = self._state(), self.setting.honest
        return not (
            (self._standing_lies() and not self._is_poor)
            or any(one.stands and one.proposer == honest for one in state.proposals.values())
            or any(one.challenger == honest for one in state.challenges.values())
        )

    def _standing_lies(self) -> int:
        """Give how many wrong results still have their bond."""
        truth = self.game.truth.result
        return sum(
            not one.refuted and one.result != truth for one in self._state().proposals.values()
        )


def test_the_programs_bring_every_market_to_its_true_result(seed: int, played: list[str]) -> None:
    tricks: set[str] = set()
    for number in range(SETTINGS):
        pair, _, _ = in_process_pair()
        setting = make_setting(pair, Random(f"{seed}/programs/{number}"))
        transport: Any = pair.contract.transport
        for bout_number in range(GAMES):
            snapshot = transport.snapshot()
            bout = Bout(setting, Random(f"{seed}/programs/{number}/{bout_number}"))
            try:
                bout.play()
            except Exception as error:
                error.add_note(f"seed {seed}, setting {number}, bout {bout_number}: {bout.tricks}")
                raise
            tricks |= bout.tricks
            transport.revert(snapshot)
    assert tricks >= TRICKS
    played.append(f"programs against liars, seed {seed}: {SETTINGS * GAMES} bouts")
