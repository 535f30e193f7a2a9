"""Each function of a market that changes something, at a moment when it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from market_disputes import challenging, dispute, lie, naming, revealing, tell_truth, truth
from market_ends import BAD, GOOD, Cast, contributed, defaulted, disputed, resolving
from market_on_chain import ChainMarketScene, ChainScene
from market_scene import SALT, SPONSOR, open_terms, sealed_terms
from scene import ALICE, BOB, CHAIN_ID, DAVE

from commonweal.actions import (
    Action,
    Adopt,
    BurnUnclaimed,
    Call,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Commit,
    Contribute,
    DeclareDefault,
    Draw,
    EndParticipation,
    EndReveal,
    Expire,
    OpenMarket,
    Propose,
    Resolve,
    RevealContribution,
    RunSteps,
    VoidMarket,
    Withdraw,
)
from commonweal.twin.market import encoding, terms
from commonweal.twin.market.dispute import dispute_s
from commonweal.twin.market.test_set import draw_from_block
from commonweal.types import Address, IncentiveKind, ModelKind
from market_known import cuts, direct_steps

CAST = Cast()


@dataclass(frozen=True)
class Moment:
    """A call that the chain and the twin accept now."""

    scene: ChainScene
    call: Call


def _at(scene: ChainMarketScene, sender: Address, action: Action) -> Moment:
    scene.catch_up()
    return Moment(scene, Call(sender, scene.address, action))


def _open() -> ChainMarketScene:
    return ChainMarketScene(open_terms())


def _sealed() -> ChainMarketScene:
    return ChainMarketScene(sealed_terms())


def _begun(sealed: bool = False) -> ChainMarketScene:
    scene = _sealed() if sealed else _open()
    scene.begin()
    return scene


def _resolving() -> ChainMarketScene:
    scene = _open()
    resolving(scene, CAST)
    return scene


def draw() -> Moment:
    scene = _open()
    scene.block_number = draw_from_block(scene.market)
    return _at(scene, ALICE, Draw())


def void() -> Moment:
    scene = _open()
    scene.draw()
    scene.pass_deadline()
    return _at(scene, ALICE, VoidMarket())


def reveal_drawn_part() -> Moment:
    scene = _open()
    scene.draw()
    return _at(scene, SPONSOR, scene.part(scene.market.drawn_part))


def reveal_last_part() -> Moment:
    scene = _open()
    contributed(scene, CAST)
    *first, last = scene.market.scored_parts
    for part in first:
        scene.do(SPONSOR, scene.part(part))
    return _at(scene, SPONSOR, scene.part(last))


def contribute() -> Moment:
    scene = _begun()
    scene.send(BOB)
    value_wei = terms.quote_wei(scene.market.terms, 1) + 5
    return _at(scene, ALICE, Contribute(GOOD + BAD, value_wei))


def commit() -> Moment:
    scene = _begun(sealed=True)
    commitment = encoding.contribution_commitment(ALICE, CHAIN_ID, scene.address, SALT, GOOD)
    return _at(scene, ALICE, Commit(commitment, terms.quote_wei(scene.market.terms, 0)))


def end_participation() -> Moment:
    scene = _begun()
    scene.send(ALICE)
    scene.now_s = scene.market.terms.latest_end_s
    return _at(scene, BOB, EndParticipation())


def reveal_contribution() -> Moment:
    scene = _begun(sealed=True)
    scene.send(BOB, BAD)
    scene.send(ALICE, GOOD, more_wei=3)
    scene.end_participation()
    own = scene.market.contributions[1]
    return _at(scene, ALICE, RevealContribution(1, SALT, own.value_wei, GOOD))


def end_reveal() -> Moment:
    scene = _begun(sealed=True)
    scene.send(ALICE, GOOD)
    scene.end_participation()
    scene.reveal(0, GOOD)
    return _at(scene, BOB, EndReveal())


def declare_default() -> Moment:
    scene = _sealed()
    contributed(scene, CAST)
    scene.pass_deadline()
    return _at(scene, ALICE, DeclareDefault())


def run_first_steps() -> Moment:
    scene = _resolving()
    return _at(scene, ALICE, RunSteps(tuple(truth(scene).inputs[:4])))


def run_last_steps() -> Moment:
    scene = _resolving()
    known = truth(scene)
    steps = direct_steps(scene.market, known, 0)
    scene.do(ALICE, RunSteps(tuple(known.inputs[step] for step in steps[:-2])))
    return _at(scene, BOB, RunSteps(tuple(known.inputs[step] for step in steps[-2:])))


def propose() -> Moment:
    scene = _resolving()
    known = truth(scene)
    bond_wei = terms.proposal_bond_wei(scene.market.terms)
    return _at(scene, BOB, Propose(known.result, cuts(scene.market, known.hashes), bond_wei))


def challenge() -> Moment:
    scene = _resolving()
    return _at(scene, BOB, challenging(scene, lie(scene, DAVE, 2), 2))


def reveal_segment() -> Moment:
    scene = _resolving()
    made = lie(scene, DAVE, 2)
    scene.do(BOB, challenging(scene, made, 1))
    return _at(scene, DAVE, revealing(scene, made, 1))


def _refute(step: int) -> Moment:
    scene = _resolving()
    made = lie(scene, DAVE, step)
    dispute(scene, BOB, made, step // scene.market.segment_steps)
    return _at(scene, ALICE, naming(scene, made, step))


def refute_training() -> Moment:
    return _refute(2)


def refute_finish() -> Moment:
    return _refute(15)


def close_silent() -> Moment:
    scene = _resolving()
    made = lie(scene, DAVE, 2)
    scene.do(BOB, challenging(scene, made, 1))
    scene.now_s += scene.market.terms.move_s + 1
    return _at(scene, ALICE, CloseSilent(made.proposal, 1))


def close_challenge() -> Moment:
    scene = _resolving()
    made = tell_truth(scene, DAVE)
    dispute(scene, BOB, made, 1)
    scene.now_s += dispute_s(scene.market) + 1
    return _at(scene, ALICE, CloseChallenge(made.proposal, 1))


def resolve() -> Moment:
    scene = _resolving()
    made = tell_truth(scene, DAVE)
    scene.now_s += scene.market.terms.window_s + 1
    return _at(scene, ALICE, Resolve(made.proposal))


def close_proposal() -> Moment:
    scene = _resolving()
    made, other = tell_truth(scene, DAVE), lie(scene, BOB, 4)
    scene.now_s += scene.market.terms.window_s + 1
    scene.do(ALICE, Resolve(made.proposal))
    return _at(scene, ALICE, CloseProposal(other.proposal))


def expire() -> Moment:
    scene = _resolving()
    scene.pass_deadline()
    return _at(scene, BOB, Expire())


def _resolved() -> tuple[ChainMarketScene, bytes, list[int]]:
    scene = _sealed()
    disputed(scene, CAST)
    known = truth(scene)
    return scene, known.weights[known.result.weights_hash], known.balances


def adopt() -> Moment:
    scene, weights, _ = _resolved()
    return _at(scene, BOB, Adopt(weights))


def claim_payouts() -> Moment:
    scene = _resolving()
    made = tell_truth(scene, DAVE)
    scene.now_s += scene.market.terms.window_s + 1
    scene.do(ALICE, Resolve(made.proposal))
    balances = truth(scene).balances
    claims = tuple(scene.claim_of(index, balances) for index in (2, 0))
    return _at(scene, CAST.good, ClaimPayouts(claims, BOB))


def claim_values() -> Moment:
    scene = _sealed()
    defaulted(scene, CAST)
    return _at(scene, CAST.bad, ClaimPayouts((scene.claim_of(1),), ALICE))


def burn_unclaimed() -> Moment:
    scene, _, _ = _resolved()
    scene.pass_deadline()
    return _at(scene, ALICE, BurnUnclaimed())


def withdraw() -> Moment:
    scene, _, _ = _resolved()
    return _at(scene, SPONSOR, Withdraw(BOB))


def _open_market(kind: ModelKind) -> Moment:
    scene = ChainScene()
    trainer = scene.deploy(kind, IncentiveKind.MARKET)
    own = open_terms(scene.now_s)
    action = OpenMarket(0, own, b"\x77" * 32, terms.opening_wei(own))
    scene.catch_up()
    return Moment(scene, Call(SPONSOR, trainer.address, action))


def open_sparse_market() -> Moment:
    return _open_market(ModelKind.SPARSE_PERCEPTRON)


def open_dense_market() -> Moment:
    return _open_market(ModelKind.DENSE_PERCEPTRON)


MOMENTS: dict[str, Callable[[], Moment]] = {
    "draw": draw,
    "voidMarket": void,
    "revealPart drawn": reveal_drawn_part,
    "revealPart last": reveal_last_part,
    "contribute": contribute,
    "commit": commit,
    "endParticipation": end_participation,
    "revealContribution": reveal_contribution,
    "endReveal": end_reveal,
    "declareDefault": declare_default,
    "runSteps first": run_first_steps,
    "runSteps last": run_last_steps,
    "propose": propose,
    "challenge": challenge,
    "revealSegment": reveal_segment,
    "refute training": refute_training,
    "refute finish": refute_finish,
    "closeSilent": close_silent,
    "closeChallenge": close_challenge,
    "resolve": resolve,
    "closeProposal": close_proposal,
    "expire": expire,
    "adopt": adopt,
    "claim payouts": claim_payouts,
    "claim values": claim_values,
    "burnUnclaimed": burn_unclaimed,
    "withdraw": withdraw,
    "openMarket sparse": open_sparse_market,
    "openMarket dense": open_dense_market,
}
"""By the function and what is special."""
