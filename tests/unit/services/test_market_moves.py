"""What proposers, challengers and others would do now, decided without a chain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from commonweal.actions import (
    BurnUnclaimed,
    Challenge,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    DeclareDefault,
    EndParticipation,
    EndReveal,
    Expire,
    Propose,
    Refute,
    Resolve,
    RevealSegment,
    VoidMarket,
    Withdraw,
)
from commonweal.commitment import keccak
from commonweal.services.market_moves import (
    Move,
    Step,
    Wait,
    challenger_steps,
    closing_steps,
    cuts_of,
    ending_steps,
    proposal_of,
    proposer_steps,
    wrong_offset,
    wrong_segments,
)
from commonweal.twin.market import encoding, merkle
from commonweal.twin.market.segments import segment_root
from commonweal.twin.market.state import (
    MarketChallenge,
    MarketContribution,
    MarketProposal,
    MarketState,
)
from commonweal.types import (
    MarketPhase,
    MarketResult,
    MarketTerms,
    ModelKind,
    ModelShape,
    Proposal,
    StepInput,
    StepState,
)

ME = "0x" + "11" * 20
LIAR = "0x" + "22" * 20
OTHER = "0x" + "33" * 20
STEPS = 23
WINDOW_S = 1_000
MOVE_S = 700
AT_S = 50_000
DEADLINE_S = 90_000
TERMS = MarketTerms(
    bounty_wei=10**18,
    sponsor_bond_wei=10**18,
    proposer_fee_wei=10**15,
    stake_wei=10**17,
    most_fee_wei=0,
    gas_price_wei=1,
    rounds=10,
    capacity=4,
    least_contributions=2,
    part_count=3,
    rows_per_part=5,
    is_sealed=True,
    earliest_end_s=10_000,
    latest_end_s=20_000,
    move_s=MOVE_S,
    reveal_s=600,
    test_reveal_s=600,
    window_s=WINDOW_S,
    resolve_s=40_000,
    claim_s=86_400,
)


@dataclass
class MadeUp:
    """A row of hashes that stands for the truth."""

    hashes: Sequence[bytes]
    result: MarketResult
    segment_steps: int
    balances: Sequence[int] = ()
    final_weights: bytes = b""
    asked: list[int] = field(default_factory=list)

    def step_input(self, step: int) -> StepInput:
        self.asked.append(step)
        state = StepState(bytes(32), bytes(32), bytes(32), bytes(32), 0, 0)
        return StepInput(state, b"", b"", ME, 0, b"", b"", b"")


def market(phase: MarketPhase = MarketPhase.RESOLVING, **changes: Any) -> MarketState:
    state = MarketState(
        address="0x" + "aa" * 20,
        trainer="0x" + "bb" * 20,
        sponsor="0x" + "cc" * 20,
        number=0,
        kind=ModelKind.SPARSE_PERCEPTRON,
        shape=ModelShape(10, 16, 0),
        terms=TERMS,
        test_root=bytes(32),
        weights_hash=bytes(32),
        opened_at_block=100,
        phase=phase,
        deadline_s=DEADLINE_S,
        first_hash=keccak(b"0"),
        step_count=STEPS,
        unit_wei=1,
    )
    return replace(state, **changes)


def truth(state: MarketState) -> MadeUp:
    result = MarketResult(keccak(b"payouts"), keccak(b"weights"), 7)
    hashes = [keccak(str(step).encode()) for step in range(STEPS)]
    return MadeUp([*hashes, encoding.result_hash(result)], result, state.segment_steps)


def lies_from(true: MadeUp, step: int, until: int = STEPS - 1) -> MadeUp:
    """The same, but wrong after this step and up to another."""
    hashes = list(true.hashes)
    for number in range(step + 1, until + 1):
        hashes[number] = keccak(hashes[number])
    return replace(true, hashes=hashes)


def propose(
    state: MarketState, said: MadeUp, proposer: str = LIAR, at_s: int = AT_S
) -> tuple[bytes, MarketProposal]:
    proposal = MarketProposal(proposer, said.result, cuts_of(said), at_s)
    identity = keccak(proposer.encode() + b"".join(proposal.cuts) + str(at_s).encode())
    state.proposals[identity] = proposal
    state.standing += 1
    return identity, proposal


def challenged(
    state: MarketState,
    identity: bytes,
    segment: int,
    by: str = ME,
    at_s: int = AT_S,
    said: MadeUp | None = None,
) -> None:
    """Challenge a segment; with what was said it is revealed, too."""
    hashes: tuple[bytes, ...] = ()
    if said is not None:
        first = segment * said.segment_steps
        hashes = tuple(said.hashes[first : min(first + said.segment_steps, STEPS) + 1])
    state.challenges[identity, segment] = MarketChallenge(by, at_s, hashes)
    proposal = state.proposals[identity]
    state.proposals[identity] = replace(
        proposal,
        challenges=proposal.challenges + 1,
        waiting=proposal.waiting + (said is None),
    )


def only(steps: list[Step]) -> Any:
    (step,) = steps
    return step.action if isinstance(step, Move) else step


# The challenger


def test_a_right_proposal_is_never_challenged() -> None:
    state = market()
    true = truth(state)
    propose(state, true)
    for now_s in (AT_S, AT_S + WINDOW_S, AT_S + 10 * WINDOW_S):
        assert challenger_steps(state, true, ME, now_s) == []


@pytest.mark.parametrize("step", range(STEPS - 1))
def test_the_first_wrong_segment_is_challenged(step: int) -> None:
    state = market()
    true = truth(state)
    said = lies_from(true, step)
    _, proposal = propose(state, said)
    found = wrong_segments(state, proposal, true)
    # A lie within a segment that ends rightly shows nowhere, and changes nothing.
    last_of_segment = min((step // true.segment_steps + 1) * true.segment_steps, STEPS)
    if last_of_segment == STEPS:
        assert found == []
        return
    assert found == [step // true.segment_steps]
    challenge = only(challenger_steps(state, true, ME, AT_S))
    assert isinstance(challenge, Challenge)
    assert challenge.value_wei == 200_000
    assert challenge.segment.index == step // true.segment_steps
    leaf = encoding.segment_leaf(
        challenge.segment.index, challenge.segment.first, challenge.segment.last
    )
    assert merkle.verify(challenge.segment.proof, challenge.proposal.cuts_root, leaf)


def test_a_wrong_result_is_found_in_the_last_segment() -> None:
    state = market()
    true = truth(state)
    said = replace(true, result=replace(true.result, paid_wei=8))
    said.hashes = [*true.hashes[:-1], encoding.result_hash(said.result)]
    propose(state, said)
    challenge = only(challenger_steps(state, true, ME, AT_S))
    assert challenge.segment.index == state.segment_count - 1


def test_a_lie_that_comes_back_to_the_truth_is_found_as_well() -> None:
    state = market()
    true = truth(state)
    _, proposal = propose(state, lies_from(true, 6, until=11))
    assert wrong_segments(state, proposal, true) == [1]


def test_after_the_window_only_a_direct_run_helps_and_that_is_said() -> None:
    state = market()
    true = truth(state)
    propose(state, lies_from(true, 6))
    assert isinstance(only(challenger_steps(state, true, ME, AT_S + WINDOW_S)), Challenge)
    wait = only(challenger_steps(state, true, ME, AT_S + WINDOW_S + 1))
    assert isinstance(wait, Wait)
    assert wait.until_s is None
    assert "direct" in wait.why


@pytest.mark.parametrize("by", [ME, OTHER])
def test_a_challenge_is_waited_for_whoever_made_it(by: str) -> None:
    state = market()
    true = truth(state)
    identity, _ = propose(state, lies_from(true, 6))
    challenged(state, identity, 1, by)
    wait = only(challenger_steps(state, true, ME, AT_S + MOVE_S))
    assert isinstance(wait, Wait)
    assert wait.until_s == AT_S + MOVE_S + 1


def test_a_useless_challenge_of_somebody_does_not_replace_ones_own() -> None:
    state = market()
    true = truth(state)
    identity, _ = propose(state, lies_from(true, 6))
    challenged(state, identity, 3, OTHER)
    assert only(challenger_steps(state, true, ME, AT_S)).segment.index == 1


def test_a_silent_proposer_loses_by_any_challenge() -> None:
    state = market()
    true = truth(state)
    identity, _ = propose(state, lies_from(true, 6))
    challenged(state, identity, 3, OTHER)
    close = only(challenger_steps(state, true, ME, AT_S + MOVE_S + 1))
    assert isinstance(close, CloseSilent)
    assert close.segment == 3


@pytest.mark.parametrize("by", [ME, OTHER])
@pytest.mark.parametrize("step", [5, 6, 9])
def test_the_first_wrong_step_of_a_revealed_segment_is_named(by: str, step: int) -> None:
    state = market()
    true = truth(state)
    said = lies_from(true, step)
    identity, _ = propose(state, said)
    segment = step // true.segment_steps
    challenged(state, identity, segment, by, said=said)
    last_s = AT_S + WINDOW_S + 2 * MOVE_S
    refute = only(challenger_steps(state, true, ME, last_s))
    assert isinstance(refute, Refute)
    assert segment * true.segment_steps + refute.offset == step
    assert true.asked == [step]
    assert isinstance(only(challenger_steps(state, true, ME, last_s + 1)), Wait)


def test_a_proposer_that_reveals_nonsense_is_refuted_by_the_first_right_to_wrong_step() -> None:
    true = truth(market())
    hashes = list(true.hashes[5:11])
    hashes[2] = bytes(32)
    hashes[5] = bytes(32)
    assert wrong_offset(hashes, 1, true) == 1
    assert wrong_offset(true.hashes[5:11], 1, true) is None


def test_bonds_come_back_after_the_refutation_and_then_the_credit() -> None:
    state = market()
    true = truth(state)
    identity, proposal = propose(state, lies_from(true, 6))
    challenged(state, identity, 1)
    challenged(state, identity, 2, OTHER)
    state.proposals[identity] = replace(proposal, refuted=True)
    close = only(challenger_steps(state, true, ME, AT_S))
    assert isinstance(close, CloseChallenge)
    assert close.segment == 1
    del state.challenges[identity, 1]
    assert challenger_steps(state, true, ME, AT_S) == []
    state.credits_wei[ME] = 5
    assert only(challenger_steps(state, true, ME, AT_S)) == Withdraw(ME)


def test_every_wrong_proposal_is_seen_to() -> None:
    state = market()
    true = truth(state)
    for step in (2, 6, 12):
        propose(state, lies_from(true, step))
    propose(state, true, OTHER)
    moves = [step.action for step in challenger_steps(state, true, ME, AT_S)]
    assert [move.segment.index for move in moves] == [0, 1, 2]


# The proposer


def test_a_result_is_proposed_while_a_dispute_can_end_before_the_last_date() -> None:
    state = market()
    true = truth(state)
    last_s = DEADLINE_S - WINDOW_S - 2 * MOVE_S
    action = only(proposer_steps(state, true, ME, last_s))
    assert action == Propose(true.result, cuts_of(true), 14 * 10**17 // 32)
    assert len(action.cuts) == state.segment_count - 1
    assert isinstance(only(proposer_steps(state, true, ME, last_s + 1)), Wait)


def test_a_right_proposal_whose_proposer_is_silent_counts_for_nothing() -> None:
    state = market()
    true = truth(state)
    identity, proposal = propose(state, true, OTHER)
    challenged(state, identity, 1, LIAR)
    last_s = AT_S + MOVE_S
    assert challenger_steps(state, true, ME, last_s) == []
    assert isinstance(only(proposer_steps(state, true, ME, last_s)), Wait)
    silent = CloseSilent(proposal_of(state, proposal), 1)
    assert only(challenger_steps(state, true, ME, last_s + 1)) == silent
    assert isinstance(only(proposer_steps(state, true, ME, last_s + 1)), Propose)
    assert only(closing_steps(state, ME, DEADLINE_S + 1, 10**6)) == silent


def test_a_direct_run_brings_back_the_bond_of_a_challenge_that_nobody_followed_up() -> None:
    true = truth(market())
    state = market(MarketPhase.RESOLVED, resolved_by=bytes(32), runner=OTHER, result=true.result)
    lie = replace(true, result=replace(true.result, paid_wei=8))
    identity, proposal = propose(state, lie)
    # Every step of the segment is right, so only the run says that the proposal is wrong.
    challenged(state, identity, 0, ME, said=true)
    late_s = AT_S + WINDOW_S + 1
    assert only(challenger_steps(state, true, ME, late_s)) == CloseChallenge(
        proposal_of(state, proposal), 0
    )
    state.resolved_by = b"\1" * 32
    assert challenger_steps(state, true, ME, late_s) == []


def test_a_proposal_that_lost_its_bond_is_not_made_again_by_the_same_account() -> None:
    state = market()
    true = truth(state)
    root = segment_root(state, true.result, cuts_of(true))
    identity = encoding.proposal_id(Proposal(ME, root, true.result))
    state.proposals[identity] = MarketProposal(ME, true.result, cuts_of(true), AT_S, refuted=True)
    wait = only(proposer_steps(state, true, ME, AT_S + 1))
    assert "another account" in wait.why
    assert isinstance(only(proposer_steps(state, true, OTHER, AT_S + 1)), Propose)


def test_a_credit_is_collected_before_a_bond_is_sent() -> None:
    state = market(credits_wei={ME: 5})
    true = truth(state)
    propose(state, lies_from(true, 3))
    for steps in (challenger_steps, proposer_steps):
        first, second = steps(state, true, ME, AT_S)
        assert isinstance(first, Move)
        assert first.action == Withdraw(ME)
        assert isinstance(second, Move)
        assert isinstance(second.action, Challenge | Propose)


@pytest.mark.parametrize("by", [ME, OTHER])
def test_no_second_right_result_is_proposed_and_the_first_is_resolved(by: str) -> None:
    state = market()
    true = truth(state)
    propose(state, true, by)
    wait = only(proposer_steps(state, true, ME, AT_S + WINDOW_S))
    assert wait.until_s == AT_S + WINDOW_S + 1
    assert isinstance(only(proposer_steps(state, true, ME, AT_S + WINDOW_S + 1)), Resolve)


def test_an_own_result_stands_beside_one_whose_silence_would_be_known_too_late() -> None:
    # Half a move is left to propose.
    last_s = DEADLINE_S - WINDOW_S - 2 * MOVE_S - MOVE_S // 2
    for at_s, safe in ((last_s - WINDOW_S - MOVE_S - 1, True), (last_s - WINDOW_S - MOVE_S, False)):
        state = market()
        true = truth(state)
        propose(state, true, OTHER, at_s)
        step = only(proposer_steps(state, true, ME, at_s))
        assert isinstance(step, Wait if safe else Propose)
        propose(state, true, ME, at_s)
        assert isinstance(only(proposer_steps(state, true, ME, at_s)), Wait)


def test_who_ran_the_steps_on_chain_has_other_results_refuted() -> None:
    true = truth(market())
    said = replace(true, result=replace(true.result, paid_wei=8))
    state = market(MarketPhase.RESOLVED, resolved_by=bytes(32), runner=ME, result=true.result)
    propose(state, said)
    propose(state, true, OTHER)
    assert only(proposer_steps(state, true, ME, AT_S + WINDOW_S)).until_s == AT_S + WINDOW_S + 1
    assert isinstance(only(proposer_steps(state, true, ME, AT_S + WINDOW_S + 1)), CloseProposal)
    state.runner = OTHER
    assert proposer_steps(state, true, ME, AT_S + WINDOW_S + 1) == []


def test_a_wrong_result_of_somebody_does_not_keep_from_proposing() -> None:
    state = market()
    true = truth(state)
    propose(state, lies_from(true, 3))
    assert isinstance(only(proposer_steps(state, true, ME, AT_S)), Propose)


def test_a_challenged_segment_is_revealed_in_time_and_resolved_after_the_dispute() -> None:
    state = market()
    true = truth(state)
    identity, _ = propose(state, true, ME)
    challenged(state, identity, state.segment_count - 1, OTHER)
    reveal, wait = proposer_steps(state, true, ME, AT_S + MOVE_S)
    assert isinstance(reveal, Move)
    assert isinstance(reveal.action, RevealSegment)
    assert len(reveal.action.inner) == state.steps_in(state.segment_count - 1) - 1
    assert isinstance(wait, Wait)
    late, _ = proposer_steps(state, true, ME, AT_S + MOVE_S + 1)
    assert isinstance(late, Wait)
    assert late.until_s is None
    del state.challenges[identity, state.segment_count - 1]
    state.proposals[identity] = replace(state.proposals[identity], waiting=0)
    end_s = AT_S + WINDOW_S + 2 * MOVE_S
    assert only(proposer_steps(state, true, ME, end_s)).until_s == end_s + 1
    assert isinstance(only(proposer_steps(state, true, ME, end_s + 1)), Resolve)


def test_after_the_end_bonds_and_what_failed_challenges_lost_are_taken() -> None:
    state = market(MarketPhase.RESOLVED)
    true = truth(state)
    identity, _ = propose(state, true, ME)
    challenged(state, identity, 1, OTHER, said=true)
    end_s = AT_S + WINDOW_S + 2 * MOVE_S
    assert only(proposer_steps(state, true, ME, end_s)).until_s == end_s + 1
    moves = [step.action for step in proposer_steps(state, true, ME, end_s + 1)]
    assert [type(move) for move in moves] == [CloseChallenge, CloseProposal]
    assert proposer_steps(state, true, OTHER, end_s + 1) == []
    state.proposals[identity] = replace(state.proposals[identity], closed=True)
    assert isinstance(only(proposer_steps(state, true, ME, end_s + 1)), CloseChallenge)
    state.challenges.clear()
    assert proposer_steps(state, true, ME, end_s + 1) == []


# Everybody


def contribution(revealed: bool) -> MarketContribution:
    return MarketContribution(OTHER, bytes(32), 10**17, b"x" if revealed else None)


@pytest.mark.parametrize(
    ("count", "now_s", "expected"),
    [
        (0, 19_999, 20_000),
        (0, 20_000, EndParticipation),
        (1, 15_000, 20_000),
        (2, 9_999, 10_000),
        (2, 10_000, EndParticipation),
        (4, 5_000, EndParticipation),
    ],
)
def test_participation_ends_when_the_terms_say(count: int, now_s: int, expected: Any) -> None:
    state = market(MarketPhase.PARTICIPATING, contributions=[contribution(False)] * count)
    step = only(ending_steps(state, now_s))
    if isinstance(expected, int):
        assert step.until_s == expected
    else:
        assert step == expected()


def test_the_reveal_ends_when_all_are_revealed_or_time_is_up() -> None:
    state = market(
        MarketPhase.REVEALING_CONTRIBUTIONS, contributions=[contribution(True)], revealed_count=1
    )
    assert only(ending_steps(state, 0)) == EndReveal()
    state.revealed_count = 0
    assert only(ending_steps(state, DEADLINE_S)).until_s == DEADLINE_S + 1
    assert only(ending_steps(state, DEADLINE_S + 1)) == EndReveal()


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        (MarketPhase.REVEALING_DRAWN_PART, VoidMarket),
        (MarketPhase.REVEALING_TEST, DeclareDefault),
        (MarketPhase.RESOLVING, Expire),
        (MarketPhase.RESOLVED, BurnUnclaimed),
        (MarketPhase.DEFAULTED, BurnUnclaimed),
        (MarketPhase.EXPIRED, BurnUnclaimed),
    ],
)
def test_what_somebody_left_is_closed_after_its_time(
    phase: MarketPhase, expected: Callable[[], object]
) -> None:
    state = market(phase, owed_wei=1)
    assert closing_steps(state, ME, DEADLINE_S, 0) == []
    assert only(closing_steps(state, ME, DEADLINE_S + 1, 0)) == expected()


def test_a_market_is_void_after_the_third_missed_draw_only() -> None:
    state = market(MarketPhase.DRAWING)
    assert closing_steps(state, ME, 0, 103 + 3 * 256 - 1) == []
    assert only(closing_steps(state, ME, 0, 103 + 3 * 256)) == VoidMarket()


def test_a_market_does_not_expire_while_a_proposal_stands() -> None:
    state = market(standing=1)
    assert isinstance(only(closing_steps(state, ME, DEADLINE_S + 1, 0)), Wait)
