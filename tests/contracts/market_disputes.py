"""The moves of a dispute in a market scene, true and false."""

from __future__ import annotations

from dataclasses import replace

from market_scene import MarketScene

from commonweal.actions import Challenge, Refute, RevealSegment
from commonweal.twin.market import encoding, terms
from commonweal.types import Address, MarketResult
from market_known import Proposed, cuts
from market_trace import NaiveTrace, naive_trace


def truth(scene: MarketScene) -> NaiveTrace:
    """Compute the market's result; only before the model adopts it."""
    return naive_trace(scene.market, scene.trainer.packed_weights)


def propose(
    scene: MarketScene, proposer: Address, result: MarketResult, hashes: list[bytes]
) -> Proposed:
    """Propose a result with these hashes."""
    proposal = scene.propose(proposer, result, cuts(scene.market, hashes))
    return Proposed(proposal, hashes, [])


def tell_truth(scene: MarketScene, proposer: Address) -> Proposed:
    """Propose what is right."""
    known = truth(scene)
    return propose(scene, proposer, known.result, known.hashes)


def lie(scene: MarketScene, liar: Address, step: int) -> Proposed:
    """Propose what goes wrong with this step, and names other weights in the end."""
    known = truth(scene)
    result = replace(known.result, weights_hash=bytes([step]) * 32)
    wrong = [bytes([0xEE, number]) * 16 for number in range(step + 1, len(known.inputs))]
    hashes = [*known.hashes[: step + 1], *wrong, encoding.result_hash(result)]
    return propose(scene, liar, result, hashes)


def challenging(scene: MarketScene, made: Proposed, segment: int) -> Challenge:
    """Give the challenge of a segment."""
    bond_wei = terms.challenge_bond_wei(scene.market.terms)
    return Challenge(made.proposal, made.segment(scene.market, segment), bond_wei)


def revealing(scene: MarketScene, made: Proposed, segment: int) -> RevealSegment:
    """Give the answer to a challenge."""
    market = scene.market
    return RevealSegment(made.proposal, made.segment(market, segment), made.inner(market, segment))


def dispute(scene: MarketScene, challenger: Address, made: Proposed, segment: int) -> None:
    """Challenge a segment, and let its proposer answer."""
    scene.do(challenger, challenging(scene, made, segment))
    scene.do(made.proposal.proposer, revealing(scene, made, segment))


def naming(scene: MarketScene, made: Proposed, step: int) -> Refute:
    """Name a step, with its true input."""
    segment, offset = divmod(step, scene.market.segment_steps)
    hashes = made.all_of(scene.market, segment)
    return Refute(made.proposal, segment, hashes, offset, truth(scene).inputs[step])
