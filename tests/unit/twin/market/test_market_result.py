"""The result: run step by step, proposed and left alone, or disputed down to one step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market_scene import SPONSOR, MarketScene, open_terms, sealed_terms
from reference_trace import Trace, trace_of
from scene import ALICE, BOB, CAROL, DAVE, sparse

from commonweal import errors
from commonweal.actions import (
    Adopt,
    Challenge,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    RunSteps,
)
from commonweal.errors import Rejection
from commonweal.events import (
    BondReturned,
    Burnt,
    ChallengeFailed,
    ChallengeReturned,
    Credited,
    MarketResolved,
    ProposalRefuted,
    StepsRun,
)
from commonweal.twin.market import terms
from commonweal.twin.market.encoding import proposal_id
from commonweal.twin.market.segments import segment_of, segment_root
from commonweal.types import MarketPhase, Proposal, StepInput, text_to_bytes32

PROPOSAL_WEI = 12_000_000
CHALLENGE_WEI = 200_000
GOOD = sparse(*[(index % 2, [index]) for index in range(4)] * 3, features=8)
BAD = sparse(*[((index + 1) % 2, [index]) for index in range(4)] * 6, features=8)


def searching(*samples: bytes, sealed: tuple[int, ...] | None = None) -> MarketScene:
    """Go on to the search for the result; `sealed`: which contributions are revealed."""
    scene = MarketScene(open_terms() if sealed is None else sealed_terms())
    scene.begin()
    for position, each in enumerate(samples):
        scene.send((ALICE, BOB, CAROL)[position % 3], each)
    scene.end_participation()
    if sealed is not None:
        for index in sealed:
            scene.reveal(index, samples[index])
        scene.end_reveal()
    scene.reveal_test()
    return scene


def cuts_of(scene: MarketScene, trace: Trace) -> tuple[bytes, ...]:
    steps = scene.market.segment_steps
    return tuple(trace.hashes[steps : scene.market.step_count : steps])


def needed(scene: MarketScene, trace: Trace) -> tuple[StepInput, ...]:
    """Give what a direct run needs: no rounds of a state that is known to be final."""
    first_round = scene.market.step_count - 2 - scene.market.contribution_count
    own = trace.inputs[:first_round]
    for step in range(first_round, scene.market.step_count - 1):
        if trace.inputs[step].state.rounds_left == 0:
            break
        own.append(trace.inputs[step])
        if trace.hashes[step] == trace.hashes[step + 1]:
            break
    return (*own, trace.inputs[-1])


@settings(max_examples=30)
@given(st.lists(st.sampled_from([GOOD, BAD]), min_size=1, max_size=5), st.data())
def test_a_direct_run_finds_the_result(samples: list[bytes], data: st.DataObject) -> None:
    sealed = data.draw(
        st.none() | st.sets(st.integers(0, len(samples) - 1), min_size=1).map(sorted).map(tuple)
    )
    scene = searching(*samples, sealed=sealed)
    trace = trace_of(scene)
    market = scene.market
    assert (market.first_hash, market.step_count) == (trace.hashes[0], len(trace.inputs))
    waiting = list(needed(scene, trace))
    while market.phase is MarketPhase.RESOLVING:
        many = data.draw(st.integers(1, 7))
        scene.do(DAVE, RunSteps(tuple(waiting[:many])))
        del waiting[:many]
        assert market.state_hash == trace.hashes[market.next_step]
    assert not waiting
    assert market.result == trace.result
    assert market.adopted is False
    if trace.result.weights_hash != market.weights_hash:
        scene.do(ALICE, Adopt(trace.words))
        assert scene.trainer.packed_weights == trace.words


def test_the_events_of_a_direct_run() -> None:
    scene = searching(GOOD, BAD)
    trace = trace_of(scene)
    market = scene.market
    (first,) = scene.do(DAVE, RunSteps(tuple(trace.inputs[:3])))
    assert first.event == StepsRun(DAVE, 3, trace.hashes[3])
    (nothing,) = scene.do(BOB, RunSteps(()))
    assert nothing.event == StepsRun(BOB, 3, trace.hashes[3])
    # What comes behind the last step is ignored.
    rest = (*needed(scene, trace)[3:], trace.inputs[0])
    most_wei = 2 * market.terms.stake_wei + market.terms.bounty_wei + market.fees_wei
    remainder_wei = most_wei - trace.result.paid_wei
    to_sponsor_wei = remainder_wei + market.bond_left_wei + market.terms.proposer_fee_wei
    emitted = scene.do(BOB, RunSteps(rest))
    assert [one.event for one in emitted] == [
        StepsRun(BOB, market.step_count, trace.hashes[-1]),
        MarketResolved(bytes(32), trace.result, 0, remainder_wei),
        Credited(SPONSOR, to_sponsor_wei),
    ]


def test_rounds_of_a_final_state_are_skipped() -> None:
    scene = searching(GOOD, GOOD, GOOD)
    trace = trace_of(scene)
    market = scene.market
    assert len(needed(scene, trace)) < len(trace.inputs)
    # What else is given for them is taken for the last step.
    with pytest.raises(errors.MarketInputMismatch) as caught:
        scene.do(DAVE, RunSteps(tuple(trace.inputs)))
    assert caught.value.field == text_to_bytes32("weightsHashes")
    scene.do(DAVE, RunSteps(needed(scene, trace)))
    assert market.result == trace.result


def proposed(
    scene: MarketScene, trace: Trace, cuts: tuple[bytes, ...], proposer: str = DAVE
) -> Proposal:
    bond_wei = terms.proposal_bond_wei(scene.market.terms)
    scene.do(proposer, Propose(trace.result, cuts, bond_wei))
    return Proposal(proposer, segment_root(scene.market, trace.result, cuts), trace.result)


def test_a_wrong_step_is_named() -> None:
    scene = searching(GOOD, BAD)
    market = scene.market
    trace = trace_of(scene)
    right = cuts_of(scene, trace)
    wrong = (right[0], b"\7" * 32, *right[2:])
    proposal = proposed(scene, trace, wrong)
    id_ = proposal_id(proposal)
    segment = segment_of(market, trace.result, wrong, 1)
    scene.do(CAROL, Challenge(proposal, segment, CHALLENGE_WEI))
    start, count = market.segment_steps, market.steps_in(1)
    inner = tuple(trace.hashes[start + 1 : start + count])
    scene.do(DAVE, RevealSegment(proposal, segment, inner))
    hashes = (segment.first, *inner, segment.last)
    for offset in range(count - 1):
        action = Refute(proposal, 1, hashes, offset, trace.inputs[start + offset])
        with pytest.raises(Rejection) as caught:
            scene.do(ALICE, action)
        assert caught.value == errors.MarketStepRight(start + offset)
    last = start + count - 1
    emitted = scene.do(ALICE, Refute(proposal, 1, hashes, count - 1, trace.inputs[last]))
    half_wei = PROPOSAL_WEI // 2
    assert [one.event for one in emitted] == [
        ProposalRefuted(id_, ALICE, last),
        ChallengeReturned(id_, 1, CAROL),
        Credited(CAROL, CHALLENGE_WEI + half_wei // 8),
        Credited(ALICE, half_wei - half_wei // 8),
        Burnt(PROPOSAL_WEI - half_wei),
    ]
    with pytest.raises(Rejection) as caught:
        scene.do(ALICE, Resolve(proposal))
    assert caught.value == errors.MarketProposalRefuted(id_)


def test_a_direct_run_refutes_other_results() -> None:
    scene = searching(GOOD, BAD)
    trace = trace_of(scene)
    cuts = cuts_of(scene, trace)
    right = proposed(scene, trace, cuts)
    other = replace(trace, result=replace(trace.result, paid_wei=0))
    wrong = proposed(scene, other, cuts, proposer=CAROL)
    scene.do(BOB, RunSteps(needed(scene, trace)))
    id_ = proposal_id(wrong)
    # Who is late to challenge does not get what is paid for the run.
    segment = segment_of(scene.market, other.result, cuts, 0)
    with pytest.raises(Rejection) as caught:
        scene.do(CAROL, Challenge(wrong, segment, CHALLENGE_WEI))
    assert caught.value == errors.MarketProposalRefuted(id_)
    scene.now_s += 701
    assert [one.event for one in scene.do(ALICE, CloseProposal(wrong))] == [
        ProposalRefuted(id_, ALICE, scene.market.step_count),
        Credited(BOB, PROPOSAL_WEI // 2),
        Burnt(PROPOSAL_WEI - PROPOSAL_WEI // 2),
    ]
    assert [one.event for one in scene.do(ALICE, CloseProposal(right))] == [
        BondReturned(proposal_id(right)),
        Credited(DAVE, PROPOSAL_WEI),
    ]
    with pytest.raises(errors.MarketChallengeUnknown):
        scene.do(ALICE, CloseChallenge(wrong, 0))


def test_a_direct_run_returns_the_bond_of_who_challenged_another_result() -> None:
    scene = searching(GOOD, BAD)
    trace = trace_of(scene)
    cuts = cuts_of(scene, trace)
    market = scene.market
    last = market.segment_count - 1
    start, count = last * market.segment_steps, market.steps_in(last)
    other = replace(trace, result=replace(trace.result, paid_wei=0))
    proposals = {}
    for proposer, found in ((DAVE, trace), (BOB, other)):
        proposal = proposed(scene, found, cuts, proposer=proposer)
        segment = segment_of(market, found.result, cuts, last)
        scene.do(CAROL, Challenge(proposal, segment, CHALLENGE_WEI))
        with pytest.raises(errors.MarketSegmentHidden):
            scene.do(ALICE, CloseChallenge(proposal, last))
        inner = tuple(trace.hashes[start + 1 : start + count])
        scene.do(proposer, RevealSegment(proposal, segment, inner))
        proposals[proposer] = proposal
    scene.do(ALICE, RunSteps(needed(scene, trace)))
    wrong = proposal_id(proposals[BOB])
    assert [one.event for one in scene.do(ALICE, CloseChallenge(proposals[BOB], last))] == [
        ChallengeReturned(wrong, last, CAROL),
        Credited(CAROL, CHALLENGE_WEI),
    ]
    with pytest.raises(errors.MarketTooEarly):
        scene.do(ALICE, CloseChallenge(proposals[DAVE], last))
    scene.now_s += 1_901
    assert [one.event for one in scene.do(ALICE, CloseChallenge(proposals[DAVE], last))] == [
        ChallengeFailed(proposal_id(proposals[DAVE]), last, CAROL),
        Credited(DAVE, CHALLENGE_WEI),
    ]
    assert isinstance(scene.do(ALICE, CloseProposal(proposals[BOB]))[0].event, ProposalRefuted)


def test_a_silent_proposer_keeps_no_challenges_bond_in_whatever_order() -> None:
    scene = searching(GOOD, BAD)
    trace = trace_of(scene)
    right = cuts_of(scene, trace)
    wrong = (right[0], b"\7" * 32, *right[2:])
    proposal = proposed(scene, trace, wrong)
    id_ = proposal_id(proposal)
    market = scene.market
    for number, challenger in ((1, CAROL), (2, ALICE)):
        segment = segment_of(market, trace.result, wrong, number)
        scene.do(challenger, Challenge(proposal, segment, CHALLENGE_WEI))
    start, count = market.segment_steps, market.steps_in(1)
    inner = tuple(trace.hashes[start + 1 : start + count])
    scene.do(DAVE, RevealSegment(proposal, segment_of(market, trace.result, wrong, 1), inner))
    scene.now_s += 1_901
    with pytest.raises(errors.MarketProposalChallenged) as caught:
        scene.do(DAVE, CloseChallenge(proposal, 1))
    assert caught.value == errors.MarketProposalChallenged(id_, 1)
    assert isinstance(scene.do(BOB, CloseSilent(proposal, 2))[0].event, ProposalRefuted)
    assert [one.event for one in scene.do(BOB, CloseChallenge(proposal, 1))] == [
        ChallengeReturned(id_, 1, CAROL),
        Credited(CAROL, CHALLENGE_WEI),
    ]


def test_a_proposals_bond_is_a_part_of_what_can_be_in_the_market() -> None:
    scene = MarketScene(replace(open_terms(), stake_wei=80_000_001))
    scene.to_resolving([ALICE, BOB])
    full_wei = 40_000_003 + 5 * 80_000_001 + 5 * 1_001 // 2
    bond_wei = full_wei // 32 + 1
    assert (full_wei % 32 != 0, bond_wei > PROPOSAL_WEI) == (True, True)
    result = scene.result([5, 6])
    with pytest.raises(errors.MarketValueWrong) as caught:
        scene.do(DAVE, Propose(result, scene.cuts(), PROPOSAL_WEI))
    assert caught.value == errors.MarketValueWrong(bond_wei, PROPOSAL_WEI)
    proposal = scene.propose(DAVE, result)
    scene.challenge(CAROL, proposal, 0)
    scene.now_s += 601
    assert [one.event for one in scene.do(BOB, CloseSilent(proposal, 0))] == [
        ProposalRefuted(proposal_id(proposal), BOB, scene.market.step_count),
        ChallengeReturned(proposal_id(proposal), 0, CAROL),
        Credited(CAROL, CHALLENGE_WEI + bond_wei // 2),
        Burnt(bond_wei - bond_wei // 2),
    ]


def test_what_is_given_for_a_step_is_checked() -> None:
    scene = searching(GOOD, BAD)
    trace = trace_of(scene)
    train = scene.market.terms.part_count - 1
    scene.do(DAVE, RunSteps(tuple(trace.inputs[:train])))
    given_ = trace.inputs[train]
    with pytest.raises(errors.MarketRecordMismatch) as record:
        scene.do(DAVE, RunSteps((replace(given_, data=BAD),)))
    assert record.value.index == 0
    with pytest.raises(errors.MarketInputMismatch) as caught:
        scene.do(DAVE, RunSteps((replace(given_, weights=bytes(64)),)))
    assert caught.value.field == text_to_bytes32("weights")
    scene.do(DAVE, RunSteps((given_,)))
    with pytest.raises(errors.MarketInputMismatch) as caught:
        scene.do(DAVE, RunSteps((replace(trace.inputs[train + 1], data=GOOD),)))
    assert caught.value.field == text_to_bytes32("data")


def test_rounds_end_when_nobody_is_in() -> None:
    scene = MarketScene()
    scene.begin()
    # So much above the fee that a round takes all that a stake can: who loses at all is out.
    scene.send(ALICE, sparse((0, [4]), (1, [2]), features=8), more_wei=10**9)
    scene.end_participation()
    scene.reveal_test()
    market = scene.market
    assert market.unit_wei == market.terms.stake_wei
    trace = trace_of(scene)
    first_round = market.step_count - 3
    last_round = trace.inputs[first_round + 1].state
    assert last_round.rounds_left > 0
    assert trace.hashes[first_round + 1] == trace.hashes[first_round + 2]
    scene.do(DAVE, RunSteps(needed(scene, trace)[:-1]))
    assert market.next_step == market.step_count - 1
    scene.do(DAVE, RunSteps(needed(scene, trace)[-1:]))
    assert market.result == trace.result
    assert trace.result.weights_hash == market.weights_hash
