"""Ways in which a market ends, each with much that may come before, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from market_disputes import challenging, dispute, lie, naming, tell_truth, truth
from market_scene import MarketScene, open_terms, sealed_terms
from scene import ALICE, BOB, CAROL, DAVE, DEPLOYER, sparse

from commonweal.actions import (
    BurnUnclaimed,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    DeclareDefault,
    Expire,
    Resolve,
    RunSteps,
    VoidMarket,
    Withdraw,
)
from commonweal.twin.market.dispute import dispute_s
from commonweal.types import Address, MarketPhase, MarketTerms
from market_known import direct_steps

GOOD = sparse((1, [0]), (0, [1]), features=8)
BAD = sparse((0, [0, 4]), features=8)


class Cast(NamedTuple):
    """Who does what."""

    good: Address = ALICE
    bad: Address = BOB
    proposer: Address = CAROL
    liar: Address = DAVE
    challenger: Address = DEPLOYER


def contributed(scene: MarketScene, cast: Cast) -> None:
    """Go on until contributions are known: a good one, a bad one, one never revealed."""
    scene.begin()
    scene.send(cast.good, GOOD)
    scene.send(cast.bad, BAD, more_wei=77)
    scene.send(cast.good, GOOD)
    scene.end_participation()
    if scene.market.terms.is_sealed:
        scene.reveal(0, GOOD)
        scene.reveal(1, BAD)
        scene.end_reveal()


def resolving(scene: MarketScene, cast: Cast) -> None:
    """Go on until a result can be found."""
    contributed(scene, cast)
    scene.reveal_test()


def voided(scene: MarketScene, cast: Cast) -> None:
    scene.draw()
    scene.pass_deadline()
    scene.do(cast.challenger, VoidMarket())


def cancelled(scene: MarketScene, cast: Cast) -> None:
    scene.begin()
    scene.send(cast.good, GOOD)
    scene.end_participation()
    scene.end_reveal()


def defaulted(scene: MarketScene, cast: Cast) -> None:
    contributed(scene, cast)
    scene.pass_deadline()
    scene.do(cast.challenger, DeclareDefault())


def expired(scene: MarketScene, cast: Cast) -> None:
    resolving(scene, cast)
    made = lie(scene, cast.liar, 2)
    dispute(scene, cast.challenger, made, 0)
    scene.do(cast.proposer, naming(scene, made, 2))
    scene.pass_deadline()
    scene.do(cast.challenger, Expire())


def disputed(scene: MarketScene, cast: Cast) -> None:
    """Lies are refuted by naming and by silence, the truth stands a challenge; so does a copy."""
    resolving(scene, cast)
    named, silent = lie(scene, cast.liar, 2), lie(scene, cast.liar, 9)
    right, copied = tell_truth(scene, cast.proposer), tell_truth(scene, cast.challenger)
    dispute(scene, cast.challenger, named, 0)
    scene.do(cast.bad, challenging(scene, named, 3))
    scene.do(cast.challenger, challenging(scene, silent, 2))
    dispute(scene, cast.liar, right, 1)
    scene.now_s += scene.market.terms.move_s + 1
    scene.do(cast.good, naming(scene, named, 2))
    scene.do(cast.bad, CloseChallenge(named.proposal, 3))
    scene.do(cast.bad, CloseSilent(silent.proposal, 2))
    scene.now_s += dispute_s(scene.market)
    scene.do(cast.bad, Resolve(right.proposal))
    scene.do(cast.good, CloseChallenge(right.proposal, 1))
    scene.do(cast.bad, CloseProposal(copied.proposal))


def run_directly(scene: MarketScene, cast: Cast) -> None:
    """Steps are run on chain, which shows a proposal wrong."""
    resolving(scene, cast)
    known = truth(scene)
    made = lie(scene, cast.liar, 6)
    dispute(scene, cast.challenger, made, 1)
    steps = direct_steps(scene.market, known, 0)
    for some in (steps[:3], steps[3:]):
        scene.do(cast.proposer, RunSteps(tuple(known.inputs[step] for step in some)))
    scene.do(cast.good, CloseChallenge(made.proposal, 1))
    scene.now_s += dispute_s(scene.market) + 1
    scene.do(cast.bad, CloseProposal(made.proposal))


class End(NamedTuple):
    """A way to end: which phase it leads to, under which terms, and what happens."""

    phase: MarketPhase
    terms: MarketTerms
    play: Callable[[MarketScene, Cast], None]


ENDS = {
    "voided": End(MarketPhase.VOIDED, open_terms(), voided),
    "cancelled": End(MarketPhase.CANCELLED, sealed_terms(), cancelled),
    "defaulted": End(MarketPhase.DEFAULTED, sealed_terms(), defaulted),
    "expired": End(MarketPhase.EXPIRED, open_terms(), expired),
    "resolved after disputes": End(MarketPhase.RESOLVED, sealed_terms(), disputed),
    "resolved by a direct run": End(MarketPhase.RESOLVED, open_terms(), run_directly),
}


def play(end: str, scene: MarketScene, cast: Cast) -> Sequence[int]:
    """Play to an end; give what the result pays, nothing where there is none."""
    ENDS[end].play(scene, cast)
    market = scene.market
    assert (market.phase, market.standing, market.challenges) == (ENDS[end].phase, 0, {})
    return truth(scene).balances if market.result is not None else ()


def settle(scene: MarketScene, balances: Sequence[int]) -> None:
    """Claim one contribution, withdraw every credit, and let the rest burn."""
    market = scene.market
    if market.owed_wei:
        scene.claim(0, balances)
    for account in tuple(market.credits_wei):
        scene.do(account, Withdraw(account))
    if market.owed_wei:
        scene.pass_deadline()
        scene.do(BOB, BurnUnclaimed())
