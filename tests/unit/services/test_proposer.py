"""The proposer and the sponsor: what comes first of what they have to send."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_market_contributor import PEOPLE, Peopled

from commonweal.actions import Challenge, RevealSegment, RunSteps
from commonweal.runtime.deploy import deploy
from commonweal.services.market_book import MarketBook
from commonweal.services.market_moves import Move, Step, proposal_of
from commonweal.services.market_responder import Responder
from commonweal.services.proposer import Proposer
from commonweal.services.sponsor import sponsor_steps
from commonweal.twin.market import terms
from commonweal.twin.market.segments import segment_of
from commonweal.types import MarketPhase
from market_stage import MarketStage

CHALLENGER, PROPOSER = 3, 4


@pytest.fixture
def stage(tmp_path: Path) -> MarketStage:
    """A market with a right proposal, of which a segment is challenged."""
    transport = Peopled(dict.fromkeys(PEOPLE, 10**20))
    made = MarketStage(transport, deploy(transport, PEOPLE[0]).registry, tmp_path)  # type: ignore[arg-type]
    made.deploy("Table")
    made.to_resolving()
    made.act_by(PROPOSER, made.book.trace())
    state = made.book.state
    ((_, proposal),) = state.proposals.items()
    segment = segment_of(state, proposal.result, proposal.cuts, 1)
    bond_wei = terms.challenge_bond_wei(state.terms)
    made.run(CHALLENGER, made.market, Challenge(proposal_of(state, proposal), segment, bond_wei))
    return made


@pytest.mark.parametrize("direct", [False, True])
def test_a_challenge_is_answered_before_anything_else(stage: MarketStage, direct: bool) -> None:
    responder = Responder(stage.runtime, PEOPLE[PROPOSER])
    proposer = Proposer(responder, stage.markets, stage.market, direct=direct)
    steps = proposer._decide(stage.book, stage.runtime.now_s())
    actions = [type(step.action) for step in steps if isinstance(step, Move)]
    assert actions == ([RevealSegment, RunSteps] if direct else [RevealSegment])
    proposer.advance()
    (challenge,) = stage.book.state.challenges.values()
    assert challenge.hashes


def test_the_last_part_is_revealed_when_the_others_are_mined(tmp_path: Path) -> None:
    """It opens the result: its gas is estimated when nothing else is on its way."""
    transport = Peopled(dict.fromkeys(PEOPLE, 10**20))
    stage = MarketStage(transport, deploy(transport, PEOPLE[0]).registry, tmp_path)  # type: ignore[arg-type]
    stage.deploy("Table")
    stage.open(parts=4, rows=10)
    stage.show_drawn()
    stage.contribute(2)
    stage.reveal(2)
    sent: list[int] = []

    def decide(book: MarketBook, now_s: int) -> list[Step]:
        block_number = transport.block().number + 1
        steps = sponsor_steps(book.state, stage.tests, now_s, block_number)
        sent.append(len(steps))
        return steps

    stage.pursue(1, decide)
    assert sent == [2, 1, 0]
    assert stage.book.state.phase is MarketPhase.RESOLVING
