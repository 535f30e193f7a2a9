"""Contracts as people of a market: those that refuse ETH, and those that call back when paid."""

from __future__ import annotations

from random import Random

import pytest
from eth_abi.abi import decode
from market_disputes import dispute, lie, tell_truth, truth
from market_ends import BAD, ENDS, GOOD, Cast, play
from market_on_chain import PEOPLE
from market_players import PlayerScene
from market_scene import SPONSOR
from scene import ALICE, BOB

from commonweal.actions import (
    Action,
    Adopt,
    BurnUnclaimed,
    Call,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    Draw,
    EndParticipation,
    Expire,
    Propose,
    Resolve,
    RunSteps,
    Withdraw,
)
from commonweal.errors import FailedCall, Rejection
from commonweal.events import Claimed, Withdrawn
from commonweal.runtime import codec
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.test_set import draw_from_block
from commonweal.types import ZERO_ADDRESS, Address

FRESH = "0x" + "f7" * 20
ATTACKS = 12


@pytest.mark.parametrize("end", ENDS)
def test_who_refuses_eth_loses_nothing_and_holds_up_nobody(end: str) -> None:
    """Everybody is a contract that takes no ETH; the market comes to its end all the same."""
    scene = PlayerScene(ENDS[end].terms, sponsor="RefusingReceiver")
    cast = Cast(*(scene.join("RefusingReceiver") for _ in Cast._fields))
    balances = play(end, scene, cast)
    market = scene.market

    def claims(contributor: Address, recipient: Address) -> ClaimPayouts:
        own = [
            scene.claim_of(index, balances)
            for index, each in enumerate(market.contributions)
            if each.contributor == contributor and each.revealed
        ]
        return ClaimPayouts(tuple(own), recipient)

    payments: list[tuple[Address, Action, Action]] = [
        (account, Withdraw(account), Withdraw(FRESH))
        for account in market.credits_wei
        if account in scene.contracts
    ]
    if market.owed_wei:
        payments += [(who, claims(who, who), claims(who, FRESH)) for who in (cast.good, cast.bad)]
    for sender, action, _ in payments:
        scene.catch_up()
        assert scene.perform(Call(sender, scene.address, action)) == (FailedCall(), ())
        # Credits, claims and money are still those of the twin, which knows nothing of it.
        scene.check_money()

    # Half of them name another recipient, the others change their mind.
    paid_wei = 0
    for sender, _, elsewhere in payments[::2]:
        for one in scene.do(sender, elsewhere):
            assert isinstance(one.event, Claimed | Withdrawn)
            paid_wei += one.event.amount_wei
    assert scene.transport.balance_wei(FRESH) == paid_wei > 0
    for account in scene.contracts:
        scene.tell(account, "setWilling", True)
    for sender, action, _ in payments[1::2]:
        scene.do(sender, action)
    # The tip for the draw.
    scene.do(ALICE, Withdraw(ALICE))
    if market.owed_wei:
        scene.pass_deadline()
        scene.do(ALICE, BurnUnclaimed())
    assert scene.transport.balance_wei(scene.address) == 0


class Attack:
    """A contract that calls back whenever it is paid has much to call for at that moment.

    It contributed twice, drew, proposed the truth, which was challenged in vain, and a lie, which
    nobody challenged. All of that is due, but nothing was done yet.

    Parameters
    ----------
    late
        Whether the time to claim is over, too.
    """

    def __init__(self, late: bool) -> None:
        self.scene = scene = PlayerScene()
        self.who = scene.join("ReentrantReceiver")
        scene.block_number = max(scene.block_number, draw_from_block(scene.market) - 1)
        scene.do(self.who, Draw())
        scene.do(SPONSOR, scene.part(scene.market.drawn_part))
        for sender, samples in ((self.who, GOOD), (BOB, BAD), (self.who, GOOD)):
            scene.send(sender, samples)
        scene.end_participation()
        scene.reveal_test()
        known = truth(scene)
        right, wrong = tell_truth(scene, self.who), lie(scene, self.who, 5)
        dispute(scene, BOB, right, 1)
        scene.now_s += dispute_s(scene.market) + 1
        weights = known.weights[known.result.weights_hash]
        self.bobs = ClaimPayouts((scene.claim_of(1, known.balances),), BOB)
        self.actions: list[Action] = [
            Withdraw(self.who),
            *(
                ClaimPayouts((scene.claim_of(index, known.balances),), self.who)
                for index in range(3)
            ),
            Resolve(right.proposal),
            Resolve(wrong.proposal),
            CloseProposal(right.proposal),
            CloseProposal(wrong.proposal),
            CloseChallenge(right.proposal, 1),
            BurnUnclaimed(),
            Adopt(weights),
            Expire(),
            EndParticipation(),
            RunSteps(()),
            Propose(known.result, right.cuts(scene.market), 0),
        ]
        if late:
            scene.do(BOB, Resolve(right.proposal))
            scene.pass_deadline()

    def rush(self, random: Random) -> set[tuple[str, str]]:
        """Withdraw, and call for all of it while being paid; give what came of which call."""
        scene, actions = self.scene, self.actions.copy()
        random.shuffle(actions)
        scene.tell(self.who, "arm", [codec.action_data(action) for action in actions])
        scene.catch_up()
        logs = scene.execute(Call(self.who, scene.address, Withdraw(self.who)))
        scene.follow(scene.emitted_by(logs))
        scene.check_money()
        answers = set()
        for log in logs:
            if log.address == self.who:
                index, success, returned = decode(["uint256", "bool", "bytes"], log.data)
                said = "" if success else type(codec.rejection_of(returned)).__name__
                answers.add((type(actions[index]).__name__, said))
        return answers

    def finish(self) -> dict[Address, int]:
        """Do whatever can still be done, in turn; give what everybody has and what was burnt."""
        scene = self.scene
        scene.tell(self.who, "arm", [])
        for action in self.actions * 2:
            try:
                scene.do(self.who, action)
            except Rejection:
                continue
        for sender, action in ((BOB, self.bobs), (SPONSOR, Withdraw(SPONSOR))):
            try:
                scene.do(sender, action)
            except Rejection:
                continue
        if scene.market.owed_wei:
            scene.pass_deadline()
            scene.do(BOB, BurnUnclaimed())
        assert scene.transport.balance_wei(scene.address) == 0
        accounts = (self.who, *PEOPLE, ZERO_ADDRESS)
        return {account: scene.transport.balance_wei(account) for account in accounts}


SUCCEED = {
    False: {
        "Withdraw",
        "ClaimPayouts",
        "Resolve",
        "CloseProposal",
        "CloseChallenge",
        "Adopt",
        # Of no steps: it changes nothing.
        "RunSteps",
    },
    True: {"Withdraw", "CloseProposal", "CloseChallenge", "Adopt", "BurnUnclaimed"},
}
FAIL = {
    False: {
        ("Withdraw", "CreditEmpty"),
        ("ClaimPayouts", "MarketAlreadyClaimed"),
        ("ClaimPayouts", "MarketRecordMismatch"),
        ("ClaimPayouts", "MarketNotEnded"),
        ("Resolve", "MarketWrongPhase"),
        ("CloseProposal", "MarketProposalUnknown"),
        ("CloseChallenge", "MarketChallengeUnknown"),
        ("BurnUnclaimed", "MarketTooEarly"),
        ("Adopt", "MarketAlreadyAdopted"),
    },
    True: {
        ("Withdraw", "CreditEmpty"),
        ("ClaimPayouts", "MarketTooLate"),
        ("BurnUnclaimed", "MarketNothingLeft"),
    },
}


@pytest.mark.parametrize("late", [False, True])
def test_who_calls_back_while_being_paid_gets_what_it_would_have_got_in_turn(late: bool) -> None:
    expected = Attack(late).finish()
    answers: set[tuple[str, str]] = set()
    for seed in range(ATTACKS):
        print(f"seed {seed}")
        attack = Attack(late)
        answers |= attack.rush(Random(seed))
        assert attack.finish() == expected
    assert {name for name, said in answers if not said} == SUCCEED[late]
    assert answers >= FAIL[late]
