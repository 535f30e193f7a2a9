"""Every rejection of a market, each with the one that would come next if it did not."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from market_scene import ROWS, SALT, SALTS, SHAPE, SPONSOR, MarketScene, open_terms, sealed_terms
from scene import ALICE, BOB, CAROL, CHAIN_ID, DAVE, sparse

from commonweal import errors
from commonweal.actions import (
    Action,
    Adopt,
    BurnUnclaimed,
    Challenge,
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
    Fund,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealContribution,
    RevealPart,
    RevealSegment,
    RunSteps,
    VoidMarket,
    Withdraw,
)
from commonweal.commitment import keccak
from commonweal.errors import ActionFault, Rejection
from commonweal.fixed_point import pack_lanes
from commonweal.twin.market import merkle, ordered_tree, terms
from commonweal.twin.market.encoding import (
    contribution_commitment,
    part_commitment,
    proposal_id,
    record,
)
from commonweal.twin.market.test_set import draw_from_block, split_test_set
from commonweal.types import (
    Claim,
    IncentiveKind,
    MarketPhase,
    Proposal,
    StepInput,
    StepState,
    text_to_bytes32,
)

GOOD = sparse((1, [3]), features=8)
STAKE_WEI = open_terms().stake_wei
PROPOSAL_WEI = terms.proposal_bond_wei(open_terms())
CHALLENGE_WEI = terms.challenge_bond_wei(open_terms())
NAME = text_to_bytes32
PHASE = MarketPhase
EMPTY = StepInput(
    StepState(bytes(32), bytes(32), bytes(32), bytes(32), 0, 3),
    b"",
    b"",
    "0x" + "00" * 20,
    0,
    b"",
    b"",
    b"",
)


def rejected(scene: MarketScene, sender: str, action: Action) -> Rejection:
    before = scene.market.copy()
    with pytest.raises(Rejection) as caught:
        scene.do(sender, action)
    assert scene.market == before
    return caught.value


@pytest.fixture
def scene() -> MarketScene:
    return MarketScene()


@pytest.fixture
def resolving() -> MarketScene:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    return scene


def nothing_proposed(scene: MarketScene) -> Proposal:
    return Proposal(DAVE, bytes(32), scene.result([1, 2]))


def id_of(proposal: Proposal) -> bytes:
    return proposal_id(proposal)


def test_every_action_has_its_phase(scene: MarketScene) -> None:
    proposal = nothing_proposed(scene)
    expected: list[tuple[Action, MarketPhase]] = [
        (RevealPart(0, b"", b"", ()), PHASE.REVEALING_DRAWN_PART),
        (Contribute(b"", 0), PHASE.PARTICIPATING),
        (Commit(bytes(32), 0), PHASE.PARTICIPATING),
        (EndParticipation(), PHASE.PARTICIPATING),
        (RevealContribution(9, SALT, 0, b""), PHASE.REVEALING_CONTRIBUTIONS),
        (EndReveal(), PHASE.REVEALING_CONTRIBUTIONS),
        (DeclareDefault(), PHASE.REVEALING_TEST),
        (RunSteps((EMPTY,)), PHASE.RESOLVING),
        (Propose(proposal.result, (), 0), PHASE.RESOLVING),
        (Resolve(proposal), PHASE.RESOLVING),
        (Expire(), PHASE.RESOLVING),
        (Adopt(b""), PHASE.RESOLVED),
    ]
    for action, phase in expected:
        found = rejected(scene, ALICE, action)
        assert found == errors.MarketWrongPhase(phase, PHASE.DRAWING), action
    late: list[Action] = [CloseProposal(proposal), ClaimPayouts((), ALICE), BurnUnclaimed()]
    for action in late:
        assert rejected(scene, ALICE, action) == errors.MarketNotEnded(PHASE.DRAWING)
    scene.begin()
    expected = [
        (Draw(), PHASE.DRAWING),
        (VoidMarket(), PHASE.REVEALING_DRAWN_PART),
        (RevealPart(0, b"", b"", ()), PHASE.REVEALING_TEST),
    ]
    for action, phase in expected:
        found = rejected(scene, ALICE, action)
        assert found == errors.MarketWrongPhase(phase, PHASE.PARTICIPATING), action


def test_draws(scene: MarketScene) -> None:
    first = draw_from_block(scene.market)
    scene.block_number = first - 2
    assert rejected(scene, BOB, Draw()) == errors.MarketDrawTooEarly(first - 1, first)
    assert rejected(scene, BOB, VoidMarket()) == errors.MarketDrawPossible(0)
    scene.block_number = first + 2 * 256 - 1
    assert rejected(scene, BOB, VoidMarket()) == errors.MarketDrawPossible(2)
    scene.block_number = first + 3 * 256 - 1
    assert rejected(scene, BOB, Draw()) == errors.MarketDrawsMissed(3)
    scene.block_number = first + 9 * 256
    assert rejected(scene, BOB, Draw()) == errors.MarketDrawsMissed(3)


def test_the_drawn_part_is_shown_in_time_by_the_sponsor(scene: MarketScene) -> None:
    scene.draw()
    drawn = scene.market.drawn_part
    other = (drawn + 1) % 3
    deadline_s = scene.market.deadline_s
    found = rejected(scene, BOB, VoidMarket())
    assert found == errors.MarketTooEarly(scene.now_s, deadline_s + 1)
    assert rejected(scene, BOB, scene.part(other)) == errors.MarketNotSponsor(SPONSOR, BOB)
    assert rejected(scene, SPONSOR, scene.part(other)) == errors.MarketPartWrong(drawn, other)
    scene.now_s = deadline_s + 1
    late = errors.MarketTooLate(deadline_s + 1, deadline_s)
    assert rejected(scene, SPONSOR, scene.part(other)) == late
    scene.now_s = deadline_s
    scene.do(SPONSOR, scene.part(drawn))


def test_who_shows_the_drawn_part_late_leaves_time_to_contribute(scene: MarketScene) -> None:
    own = scene.market.terms
    last_s = own.earliest_end_s - own.move_s
    scene.now_s = last_s - 100
    scene.draw()
    drawn = scene.market.drawn_part
    assert scene.market.deadline_s == last_s
    scene.now_s = last_s + 1
    found = rejected(scene, SPONSOR, scene.part(drawn))
    assert found == errors.MarketTooLate(last_s + 1, last_s)
    scene.do(BOB, VoidMarket())
    assert scene.market.phase is PHASE.VOIDED


def part_with(scene: MarketScene, part: int, rows: bytes) -> RevealPart:
    """Commit the scene's present market to other rows, as a sponsor could have."""
    leaves = list(scene.leaves)
    leaves[part] = part_commitment(CHAIN_ID, scene.address, part, SALTS[part], rows)
    scene.commit_to(ordered_tree.root(leaves))
    scene.leaves = tuple(leaves)
    return scene.part(part, rows=rows)


def test_rows_are_those_committed_to(scene: MarketScene) -> None:
    scene.draw()
    part = scene.market.drawn_part
    for changed in (
        scene.part(part, salt=SALT),
        scene.part(part, rows=b"\1" * 48_001),
        scene.part(part, proof=()),
        scene.part(part, proof=(*scene.part(part).proof, bytes(32))),
        scene.part(part, proof=scene.part(part).proof[:-1]),
    ):
        commitment = part_commitment(CHAIN_ID, scene.address, part, changed.salt, changed.rows)
        found = rejected(scene, SPONSOR, changed)
        assert found == errors.MarketPartMismatch(part, commitment)


def test_a_part_has_one_face_only(scene: MarketScene) -> None:
    """A root over two faces of each part would let the sponsor choose once it saw the data."""
    rows = sparse((1, [7]), features=8)
    other = [part_commitment(CHAIN_ID, scene.address, part, SALT, rows) for part in range(3)]
    leaves = (*scene.leaves, *other)
    scene.draw()
    part = scene.market.drawn_part
    for root in (ordered_tree.root(leaves), merkle.root(leaves)):
        scene.commit_to(root)
        faces = {part: (SALTS[part], scene.rows[part]), part + 3: (SALT, rows)}
        for (place, (salt, shown)), tree in product(faces.items(), (ordered_tree, merkle)):
            proof = tree.proof(leaves, place)
            for length in range(len(proof) + 1):
                found = rejected(scene, SPONSOR, RevealPart(part, salt, shown, proof[:length]))
                assert isinstance(found, errors.MarketPartMismatch)


@pytest.mark.parametrize(
    ("rows", "rejection"),
    [
        (b"\1" * 48_001, errors.ContributionTooLarge(48_001, 48_000)),
        (b"", errors.SamplesEmpty()),
        (GOOD + b"\2\1\0\0", errors.SampleLabelOutOfRange(1, 2, 2)),
        (GOOD + GOOD + b"\1", errors.SampleTruncated(2)),
    ],
    ids=["too many bytes", "empty", "label", "truncated"],
)
def test_rows_are_samples(scene: MarketScene, rows: bytes, rejection: Rejection) -> None:
    scene.draw()
    action = part_with(scene, scene.market.drawn_part, rows)
    assert rejected(scene, SPONSOR, action) == rejection


def test_rows_are_as_many_as_the_terms_say_and_sorted(scene: MarketScene) -> None:
    scene.draw()
    part = scene.market.drawn_part
    found = rejected(scene, SPONSOR, part_with(scene, part, GOOD))
    assert found == errors.MarketRowsWrong(part, 2, 1)
    found = rejected(scene, SPONSOR, part_with(scene, part, GOOD * 2))
    assert found == errors.MarketRowsNotIncreasing(part, 1)
    ordered = sorted(ROWS, key=keccak)
    action = part_with(scene, part, ordered[1] + ordered[0])
    assert rejected(scene, SPONSOR, action) == errors.MarketRowsNotIncreasing(part, 1)


def test_rows_are_distinct_across_parts() -> None:
    scene = MarketScene()
    scene.begin()
    scene.send(ALICE)
    scene.end_participation()
    drawn = scene.market.drawn_part
    for part in scene.market.scored_parts:
        neighbour = part - 1 if part - 1 == drawn else part + 1
        if neighbour != drawn:
            continue
        action = part_with(scene, part, scene.rows[drawn])
        found = rejected(scene, SPONSOR, action)
        assert found == errors.MarketPartsOverlap(part, drawn)


def test_hidden_parts_come_once_and_in_time(scene: MarketScene) -> None:
    scene.begin()
    scene.send(ALICE)
    scene.end_participation()
    drawn = scene.market.drawn_part
    found = rejected(scene, SPONSOR, replace(scene.part(drawn), part=3))
    assert found == errors.MarketPartWrong(2, 3)
    found = rejected(scene, SPONSOR, scene.part(drawn))
    assert found == errors.MarketPartAlreadyRevealed(drawn)
    deadline_s = scene.market.deadline_s
    found = rejected(scene, BOB, DeclareDefault())
    assert found == errors.MarketTooEarly(scene.now_s, deadline_s + 1)
    scene.pass_deadline()
    found = rejected(scene, SPONSOR, scene.part(drawn))
    assert found == errors.MarketTooLate(deadline_s + 1, deadline_s)


def test_contributions_to_an_open_market(scene: MarketScene) -> None:
    scene.begin()
    own = scene.market.terms
    assert rejected(scene, ALICE, Commit(bytes(32), 0)) == errors.MarketModeWrong(False)
    huge = b"\1" * 48_001
    found = rejected(scene, ALICE, Contribute(huge, 0))
    assert found == errors.ContributionTooLarge(48_001, 48_000)
    assert rejected(scene, ALICE, Contribute(huge[1:], 0)) == errors.SampleFeatureOutOfRange(
        0, 257, 8
    )
    assert rejected(scene, ALICE, Contribute(b"", 0)) == errors.SamplesEmpty()
    # All samples are looked at before they are counted.
    found = rejected(scene, ALICE, Contribute(GOOD * 129 + b"\1", 0))
    assert found == errors.SampleTruncated(129)
    assert rejected(scene, ALICE, Contribute(GOOD * 129, 0)) == errors.SamplesTooMany(128)
    found = rejected(scene, ALICE, Contribute(GOOD * 128, STAKE_WEI - 1))
    assert found == errors.DepositTooSmall(STAKE_WEI - 1, STAKE_WEI)
    most_wei = 2**96 - 1
    found = rejected(scene, ALICE, Contribute(GOOD, STAKE_WEI + most_wei + 1))
    assert found == errors.BalanceTooLarge(most_wei + 1, most_wei)
    for _ in range(5):
        scene.send(ALICE)
    found = rejected(scene, ALICE, Contribute(huge, 0))
    assert found == errors.MarketFull(5)
    scene.now_s = own.latest_end_s
    found = rejected(scene, ALICE, Contribute(huge, 0))
    assert found == errors.MarketTooLate(own.latest_end_s, own.latest_end_s)


def test_the_fee_grows_with_the_place(scene: MarketScene) -> None:
    scene.begin()
    scene.send(ALICE)
    scene.send(ALICE)
    least_wei = STAKE_WEI + 1_001 * 2 // 5
    found = rejected(scene, ALICE, Contribute(GOOD, least_wei - 1))
    assert found == errors.DepositTooSmall(least_wei - 1, least_wei)


def test_the_end_of_participation(scene: MarketScene) -> None:
    scene.begin()
    own = scene.market.terms
    found = rejected(scene, BOB, EndParticipation())
    assert found == errors.MarketTooEarly(scene.now_s, own.earliest_end_s)
    scene.now_s = own.earliest_end_s
    scene.send(ALICE)
    assert rejected(scene, BOB, EndParticipation()) == errors.MarketTooFewContributions(1, 2)
    scene.send(ALICE)
    scene.do(BOB, EndParticipation())


def test_a_full_market_may_end_at_once(scene: MarketScene) -> None:
    scene.begin()
    for _ in range(5):
        scene.send(ALICE)
    scene.do(BOB, EndParticipation())
    assert scene.market.phase is PHASE.REVEALING_TEST


def test_sealed_contributions() -> None:
    scene = MarketScene(sealed_terms())
    scene.begin()
    found = rejected(scene, ALICE, Contribute(b"", 0))
    assert found == errors.MarketModeWrong(True)
    found = rejected(scene, ALICE, Commit(bytes(32), STAKE_WEI - 1))
    assert found == errors.DepositTooSmall(STAKE_WEI - 1, STAKE_WEI)
    scene.send(ALICE)
    scene.send(BOB, GOOD * 129)
    scene.end_participation()
    wrong = RevealContribution(0, SALT, STAKE_WEI, GOOD * 2)
    assert rejected(scene, ALICE, replace(wrong, index=2)) == errors.MarketContributionUnknown(2, 2)
    commitment = contribution_commitment(ALICE, CHAIN_ID, scene.address, SALT, GOOD * 2)
    found = rejected(scene, ALICE, wrong)
    own = scene.market.contributions[0].record
    given = record(ALICE, commitment, STAKE_WEI)
    assert found == errors.MarketRecordMismatch(0, own, given)
    commitment = contribution_commitment(BOB, CHAIN_ID, scene.address, SALT, GOOD)
    found = rejected(scene, BOB, RevealContribution(0, SALT, STAKE_WEI, GOOD))
    given = record(BOB, commitment, STAKE_WEI)
    assert found == errors.MarketRecordMismatch(0, own, given)
    right = scene.market.contributions[1].value_wei
    found = rejected(scene, BOB, RevealContribution(1, SALT, right, GOOD * 129))
    assert found == errors.SamplesTooMany(128)
    scene.reveal(0)
    assert rejected(scene, ALICE, wrong) == errors.MarketAlreadyRevealed(0)
    assert rejected(scene, BOB, EndReveal()) == errors.MarketRevealsPending(1, 2)
    deadline_s = scene.market.deadline_s
    scene.pass_deadline()
    found = rejected(scene, ALICE, replace(wrong, index=2))
    assert found == errors.MarketTooLate(deadline_s + 1, deadline_s)
    scene.do(BOB, EndReveal())
    assert scene.market.contributions[1].data_hash == contribution_commitment(
        BOB, CHAIN_ID, scene.address, SALT, GOOD * 129
    )


def test_the_reveal_ends_early_once_all_are_revealed() -> None:
    scene = MarketScene(sealed_terms())
    scene.begin()
    scene.send(ALICE)
    scene.end_participation()
    scene.reveal(0)
    scene.do(BOB, EndReveal())
    assert scene.market.phase is PHASE.REVEALING_TEST


def test_proposals(resolving: MarketScene) -> None:
    scene = resolving
    market = scene.market
    most_wei = 2 * STAKE_WEI + market.terms.bounty_wei + market.fees_wei
    result = scene.result([most_wei + 1, 0])
    until_s = market.deadline_s - 700 - 2 * 600
    found = rejected(scene, DAVE, Propose(result, (), 0))
    assert found == errors.MarketHashesWrong(market.segment_count - 1, 0)
    found = rejected(scene, DAVE, Propose(result, scene.cuts(), 0))
    assert found == errors.MarketPaysTooMuch(most_wei + 1, most_wei)
    good = scene.result([most_wei, 0])
    found = rejected(scene, DAVE, Propose(good, scene.cuts(), PROPOSAL_WEI - 1))
    assert found == errors.MarketValueWrong(PROPOSAL_WEI, PROPOSAL_WEI - 1)
    proposal = scene.propose(DAVE, good)
    found = rejected(scene, DAVE, Propose(good, scene.cuts(), 0))
    assert found == errors.MarketProposalKnown(id_of(proposal))
    scene.propose(BOB, good)
    scene.now_s = until_s + 1
    found = rejected(scene, DAVE, Propose(result, (), 0))
    assert found == errors.MarketTooLate(until_s + 1, until_s)
    scene.now_s = until_s
    scene.propose(CAROL, good)


def test_a_refuted_proposal_is_not_proposed_again(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    scene.challenge(BOB, proposal, 0)
    scene.now_s += 601
    scene.do(BOB, CloseSilent(proposal, 0))
    again = Propose(proposal.result, scene.cuts(), PROPOSAL_WEI)
    assert rejected(scene, DAVE, again) == errors.MarketProposalKnown(id_of(proposal))


def test_challenges(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    id_ = id_of(proposal)
    proposed_s = scene.now_s
    unknown = replace(proposal, proposer=BOB)
    segment = scene.segment(proposal, 1)
    wrong = replace(segment, index=0)
    found = rejected(scene, BOB, Challenge(unknown, wrong, 0))
    assert found == errors.MarketProposalUnknown(id_of(unknown))
    found = rejected(scene, BOB, Challenge(proposal, wrong, 0))
    assert found == errors.MarketSegmentUnknown(id_, 0)
    found = rejected(scene, BOB, Challenge(proposal, segment, 1))
    assert found == errors.MarketValueWrong(CHALLENGE_WEI, 1)
    scene.challenge(BOB, proposal, 1)
    found = rejected(scene, CAROL, Challenge(proposal, segment, 1))
    assert found == errors.MarketSegmentChallenged(id_, 1)
    scene.now_s = proposed_s + 701
    found = rejected(scene, CAROL, Challenge(proposal, wrong, 1))
    assert found == errors.MarketTooLate(proposed_s + 701, proposed_s + 700)
    scene.now_s = proposed_s + 700
    scene.challenge(CAROL, proposal, 2)
    scene.now_s = proposed_s + 700
    scene.do(ALICE, CloseSilent(proposal, 1))
    found = rejected(scene, CAROL, Challenge(proposal, wrong, 1))
    assert found == errors.MarketProposalRefuted(id_)


def inner_of(scene: MarketScene, segment: int) -> tuple[bytes, ...]:
    return tuple(bytes([number]) * 32 for number in range(scene.market.steps_in(segment) - 1))


def test_segments_are_revealed_by_the_proposer_in_time(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    id_ = id_of(proposal)
    segment = scene.segment(proposal, 1)
    inner = inner_of(scene, 1)
    unknown = replace(proposal, proposer=BOB)
    found = rejected(scene, BOB, RevealSegment(unknown, segment, ()))
    assert found == errors.MarketProposalUnknown(id_of(unknown))
    found = rejected(scene, BOB, RevealSegment(proposal, segment, ()))
    assert found == errors.MarketNotProposer(DAVE, BOB)
    found = rejected(scene, DAVE, RevealSegment(proposal, segment, ()))
    assert found == errors.MarketChallengeUnknown(id_, 1)
    scene.challenge(BOB, proposal, 1)
    challenged_s = scene.now_s
    wrong = replace(segment, first=bytes(32))
    found = rejected(scene, DAVE, RevealSegment(proposal, wrong, ()))
    assert found == errors.MarketHashesWrong(len(inner), 0)
    found = rejected(scene, DAVE, RevealSegment(proposal, wrong, inner))
    assert found == errors.MarketSegmentUnknown(id_, 1)
    found = rejected(scene, ALICE, CloseSilent(proposal, 1))
    assert found == errors.MarketTooEarly(challenged_s, challenged_s + 601)
    scene.now_s = challenged_s + 601
    found = rejected(scene, DAVE, RevealSegment(proposal, wrong, ()))
    assert found == errors.MarketTooLate(challenged_s + 601, challenged_s + 600)
    scene.now_s = challenged_s + 600
    scene.do(DAVE, RevealSegment(proposal, segment, inner))
    found = rejected(scene, DAVE, RevealSegment(proposal, wrong, ()))
    assert found == errors.MarketSegmentRevealed(id_, 1)
    found = rejected(scene, ALICE, CloseSilent(proposal, 1))
    assert found == errors.MarketSegmentRevealed(id_, 1)


def test_naming_a_step(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    id_ = id_of(proposal)
    proposed_s = scene.now_s
    unknown = replace(proposal, proposer=BOB)
    found = rejected(scene, BOB, Refute(unknown, 1, (), 0, EMPTY))
    assert found == errors.MarketProposalUnknown(id_of(unknown))
    found = rejected(scene, BOB, Refute(proposal, 1, (), 0, EMPTY))
    assert found == errors.MarketChallengeUnknown(id_, 1)
    scene.challenge(BOB, proposal, 1)
    found = rejected(scene, BOB, Refute(proposal, 1, (), 0, EMPTY))
    assert found == errors.MarketSegmentHidden(id_, 1)
    inner = inner_of(scene, 1)
    segment = scene.segment(proposal, 1)
    scene.do(DAVE, RevealSegment(proposal, segment, inner))
    hashes = (segment.first, *inner, segment.last)
    found = rejected(scene, BOB, Refute(proposal, 1, (), 0, EMPTY))
    expected = keccak(b"".join(hashes))
    assert found == errors.MarketInputMismatch(NAME("hashes"), expected, keccak(b""))
    steps = scene.market.steps_in(1)
    found = rejected(scene, BOB, Refute(proposal, 1, hashes, steps, EMPTY))
    assert found == errors.MarketStepUnknown(steps, steps)
    found = rejected(scene, BOB, Refute(proposal, 1, hashes, 0, EMPTY))
    assert isinstance(found, errors.MarketInputMismatch)
    assert (found.field, found.expected) == (NAME("state"), segment.first)
    until_s = proposed_s + 700 + 2 * 600
    scene.now_s = until_s + 1
    found = rejected(scene, BOB, Refute(proposal, 9, (), 0, EMPTY))
    assert found == errors.MarketTooLate(until_s + 1, until_s)


def test_proposals_stand_their_time(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    id_ = id_of(proposal)
    from_s = scene.now_s + 701
    unknown = replace(proposal, proposer=BOB)
    found = rejected(scene, BOB, Resolve(unknown))
    assert found == errors.MarketProposalUnknown(id_of(unknown))
    found = rejected(scene, BOB, Resolve(proposal))
    assert found == errors.MarketTooEarly(scene.now_s, from_s)
    scene.challenge(BOB, proposal, 1)
    assert rejected(scene, BOB, Resolve(proposal)) == errors.MarketProposalChallenged(id_, 1)
    assert rejected(scene, BOB, CloseChallenge(proposal, 0)) == errors.MarketChallengeUnknown(
        id_, 0
    )
    assert rejected(scene, BOB, CloseChallenge(proposal, 1)) == errors.MarketSegmentHidden(id_, 1)
    scene.do(DAVE, RevealSegment(proposal, scene.segment(proposal, 1), inner_of(scene, 1)))
    late_s = scene.now_s + 700 + 2 * 600 + 1
    for action in (Resolve(proposal), CloseChallenge(proposal, 1)):
        assert rejected(scene, BOB, action) == errors.MarketTooEarly(scene.now_s, late_s)
    scene.now_s = late_s
    scene.do(BOB, Resolve(proposal))
    for closing in (CloseProposal(proposal), Challenge(proposal, scene.segment(proposal, 0), 0)):
        assert rejected(scene, BOB, closing) == errors.MarketProposalUnknown(id_)


def test_a_market_expires_only_without_proposals(resolving: MarketScene) -> None:
    scene = resolving
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    deadline_s = scene.market.deadline_s
    found = rejected(scene, BOB, Expire())
    assert found == errors.MarketTooEarly(scene.now_s, deadline_s + 1)
    scene.now_s = deadline_s + 1
    assert rejected(scene, BOB, Expire()) == errors.MarketProposalsStand(1)
    scene.do(BOB, Resolve(proposal))


def test_open_challenges_keep_a_proposal_from_closing(resolving: MarketScene) -> None:
    scene = resolving
    first = scene.propose(DAVE, scene.result([1, 2]))
    scene.now_s += 600
    second = scene.propose(BOB, scene.result([2, 1]))
    scene.now_s += 101
    scene.challenge(CAROL, second, 0)
    scene.do(ALICE, Resolve(first))
    id_ = id_of(second)
    assert rejected(scene, BOB, CloseProposal(second)) == errors.MarketProposalChallenged(id_, 1)
    scene.do(BOB, RevealSegment(second, scene.segment(second, 0), inner_of(scene, 0)))
    from_s = scene.now_s - 101 + 700 + 2 * 600 + 1
    found = rejected(scene, BOB, CloseProposal(second))
    assert found == errors.MarketTooEarly(scene.now_s, from_s)
    scene.now_s = from_s
    scene.do(BOB, CloseProposal(second))
    scene.do(BOB, CloseChallenge(second, 0))
    assert not scene.market.challenges
    assert scene.market.standing == 0


def resolved(balances: list[int]) -> MarketScene:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    proposal = scene.propose(DAVE, scene.result(balances))
    scene.now_s += 701
    scene.do(BOB, Resolve(proposal))
    return scene


def claim(scene: MarketScene, sender: str, *claims: Claim) -> Rejection:
    return rejected(scene, sender, ClaimPayouts(claims, sender))


def test_claims() -> None:
    balances = [5, 7]
    scene = resolved(balances)
    own = scene.market.contributions
    good = scene.claim_of(0, balances)
    assert claim(scene, ALICE, replace(good, index=2)) == errors.MarketContributionUnknown(2, 2)
    for sender, changed in (
        (BOB, good),
        (ALICE, replace(good, value_wei=1)),
        (ALICE, replace(good, data_hash=bytes(32))),
    ):
        given = record(sender, changed.data_hash, changed.value_wei)
        expected = errors.MarketRecordMismatch(0, own[0].record, given)
        assert claim(scene, sender, changed) == expected
    for changed in (
        replace(good, balance_wei=6),
        replace(good, balance_wei=5 + 2**128),
        replace(good, proof=()),
    ):
        assert claim(scene, ALICE, changed) == errors.MarketClaimWrong(0)
    assert claim(scene, ALICE, good, good) == errors.MarketAlreadyClaimed(0)
    scene.claim(0, balances)
    assert claim(scene, ALICE, replace(good, proof=())) == errors.MarketAlreadyClaimed(0)
    deadline_s = scene.market.deadline_s
    found = rejected(scene, DAVE, BurnUnclaimed())
    assert found == errors.MarketTooEarly(scene.now_s, deadline_s + 1)
    scene.pass_deadline()
    late = errors.MarketTooLate(deadline_s + 1, deadline_s)
    assert claim(scene, BOB, scene.claim_of(0, balances)) == late
    scene.do(DAVE, BurnUnclaimed())
    assert rejected(scene, DAVE, BurnUnclaimed()) == errors.MarketNothingLeft()


def test_a_wrong_result_pays_no_more_than_it_said() -> None:
    # The sum is not that of the balances in its tree.
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    balances = [50, 70]
    result = replace(scene.result(balances), paid_wei=100)
    proposal = scene.propose(DAVE, result)
    scene.now_s += 701
    scene.do(BOB, Resolve(proposal))
    scene.claim(0, balances)
    assert claim(scene, BOB, scene.claim_of(1, balances)) == errors.MarketOwesLess(70, 50)


def test_what_was_not_revealed_is_not_claimed() -> None:
    scene = MarketScene(sealed_terms())
    scene.to_resolving([ALICE, BOB], reveal=[1])
    scene.pass_deadline()
    scene.do(ALICE, Expire())
    assert claim(scene, ALICE, scene.claim_of(0)) == errors.MarketNotRevealed(0)
    assert scene.claim(1) == STAKE_WEI + 200 + STAKE_WEI


def test_ends_without_claims_owe_nothing(scene: MarketScene) -> None:
    scene.draw()
    scene.pass_deadline()
    scene.do(ALICE, VoidMarket())
    assert claim(scene, ALICE) == errors.MarketTooLate(scene.now_s, 0)
    assert rejected(scene, ALICE, BurnUnclaimed()) == errors.MarketNothingLeft()


def test_withdrawals(scene: MarketScene) -> None:
    assert rejected(scene, ALICE, Withdraw(ALICE)) == errors.CreditEmpty(ALICE)
    scene.draw()
    registry = scene.world.registry
    for contract in (scene.address, scene.trainer.address, registry.address, registry.badges):
        assert rejected(scene, ALICE, Withdraw(contract)) == errors.FailedCall()
    scene.do(ALICE, Withdraw(BOB))


def test_claims_to_a_contract_fail() -> None:
    balances = [5, 7]
    scene = resolved(balances)
    action = ClaimPayouts((scene.claim_of(0, balances),), scene.trainer.address)
    assert rejected(scene, ALICE, action) == errors.FailedCall()
    assert rejected(scene, ALICE, ClaimPayouts((), scene.address)) == errors.FailedCall()
    scene.do(ALICE, ClaimPayouts((), ALICE))


def finished(words: tuple[bytes, ...]) -> MarketScene:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    proposal = scene.propose(DAVE, scene.result([1, 2], keccak(b"".join(words))))
    scene.now_s += 701
    scene.do(BOB, Resolve(proposal))
    return scene


def test_adopting() -> None:
    words = pack_lanes([1, 2, 3], 16)
    scene = finished(words)
    wanted = keccak(b"".join(words))
    found = rejected(scene, ALICE, Adopt(b"other"))
    assert found == errors.MarketWeightsWrong(wanted, keccak(b"other"))
    with pytest.raises(errors.MarketNotCurrent) as caught:
        scene.submit(ALICE, scene.trainer.address, Adopt(b""))
    assert caught.value == errors.MarketNotCurrent(scene.address, ALICE)
    scene.do(ALICE, Adopt(b"".join(words)))
    assert rejected(scene, ALICE, Adopt(b"other")) == errors.MarketAlreadyAdopted()


@pytest.mark.parametrize(
    ("words", "rejection"),
    [
        ((bytes(32), b"\0"), errors.UploadTooLong(2, 1)),
        ((b"\0" * 31,), errors.UploadTooLong(1, 1)),
        ((b"",), errors.UploadTooLong(0, 1)),
        (pack_lanes([0] * 9 + [1], 16), errors.UploadWordInvalid(0)),
        (pack_lanes([-32_768], 16), errors.UploadWordInvalid(0)),
    ],
)
def test_weights_that_the_model_cannot_hold(words: tuple[bytes, ...], rejection: Rejection) -> None:
    scene = finished(words)
    assert rejected(scene, ALICE, Adopt(b"".join(words))) == rejection


def test_an_earlier_market_changes_the_model_no_more() -> None:
    words = pack_lanes([1, 2, 3], 16)
    scene = finished(words)
    first = scene.address
    scene.now_s = scene.market.deadline_s + 1
    scene.open(open_terms(scene.now_s))
    with pytest.raises(errors.MarketNotCurrent) as caught:
        scene.submit(ALICE, first, Adopt(b"".join(words)))
    assert caught.value == errors.MarketNotCurrent(scene.address, first)


def test_running_steps_needs_the_present_state(resolving: MarketScene) -> None:
    found = rejected(resolving, ALICE, RunSteps((EMPTY,)))
    assert isinstance(found, errors.MarketInputMismatch)
    assert (found.field, found.expected) == (NAME("state"), resolving.market.first_hash)


def test_actions_of_others_are_no_actions_of_markets(scene: MarketScene) -> None:
    for action in (Fund(1), OpenMarket(0, open_terms(), bytes(32), 0)):
        with pytest.raises(ActionFault):
            scene.do(ALICE, action)
    with pytest.raises(ActionFault, match="models"):
        scene.submit(ALICE, scene.trainer.address, Draw())
    with pytest.raises(ActionFault, match="by markets"):
        scene.submit(ALICE, scene.trainer.address, Fund(1))
    stake = scene.deploy()
    with pytest.raises(ActionFault, match="with stakes"):
        scene.submit(ALICE, stake.address, OpenMarket(0, open_terms(), bytes(32), 0))


def test_markets_open_after_the_upload_and_for_their_value(scene: MarketScene) -> None:
    early = scene.deploy(incentive=IncentiveKind.MARKET, shape=SHAPE, close=False)
    wrong = replace(open_terms(), bounty_wei=0)
    with pytest.raises(errors.UploadStillOpen):
        scene.submit(SPONSOR, early.address, OpenMarket(0, wrong, bytes(32), 0))
    with pytest.raises(errors.MarketStillOpen):
        scene.submit(SPONSOR, scene.trainer.address, OpenMarket(0, wrong, bytes(32), 0))
    ready = scene.deploy(incentive=IncentiveKind.MARKET, shape=SHAPE)
    with pytest.raises(errors.MarketNumberWrong) as raced:
        scene.submit(SPONSOR, ready.address, OpenMarket(1, wrong, bytes(32), 0))
    assert raced.value == errors.MarketNumberWrong(0, 1)
    with pytest.raises(errors.MarketTermOutOfRange):
        scene.submit(SPONSOR, ready.address, OpenMarket(0, wrong, bytes(32), 0))
    value_wei = terms.opening_wei(open_terms())
    with pytest.raises(errors.MarketValueWrong) as caught:
        scene.submit(SPONSOR, ready.address, OpenMarket(0, open_terms(), bytes(32), value_wei + 1))
    assert caught.value == errors.MarketValueWrong(value_wei, value_wei + 1)


@pytest.mark.parametrize("changed", [{"part_count": 4}, {"rows_per_part": 1}])
def test_a_test_set_has_all_its_rows(changed: dict[str, Any]) -> None:
    own: dict[str, int] = {"part_count": 3, "rows_per_part": 2, **changed}
    with pytest.raises(errors.Fault, match="rows"):
        split_test_set(ROWS, **own)


def test_a_test_set_has_no_row_twice_and_no_part_too_large() -> None:
    with pytest.raises(errors.Fault, match="different"):
        split_test_set([*ROWS[:5], ROWS[0]], 3, 2)
    with pytest.raises(errors.Fault, match="bytes"):
        split_test_set([bytes([row]) * 30_000 for row in range(4)], 2, 2)


def test_every_rejection_of_markets_has_a_case() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    # Only the model calls `start`, once.
    shown = {name for name in errors.REJECTIONS if re.search(rf"\b{name}\b", tests)}
    expected = {name for name in errors.REJECTIONS if name.startswith("Market")}
    assert expected - shown == {"MarketNot" + "Trainer"}
