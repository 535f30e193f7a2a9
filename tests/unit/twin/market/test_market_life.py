"""Markets from their opening to their end, in the twin alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from market_scene import SHAPE, SPONSOR, MarketScene, open_terms, sealed_terms
from scene import ALICE, BOB, CAROL, DAVE, block_hash

from commonweal.actions import (
    Adopt,
    BurnUnclaimed,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    DeclareDefault,
    Draw,
    EndParticipation,
    Expire,
    Resolve,
    RevealSegment,
    VoidMarket,
    Withdraw,
)
from commonweal.commitment import contract_address, keccak
from commonweal.errors import MarketStillOpen, MarketTakesContributions
from commonweal.events import (
    BondReturned,
    Burnt,
    ChallengeFailed,
    ChallengeReturned,
    ClaimsClosed,
    Credited,
    MarketCancelled,
    MarketExpired,
    MarketOpened,
    MarketResolved,
    MarketVoided,
    PartDrawn,
    ParticipationEnded,
    ProposalRefuted,
    ResultOpened,
    RevealEnded,
    SponsorDefaulted,
    WeightsAdopted,
)
from commonweal.twin import world
from commonweal.twin.market.test_set import draw_from_block
from commonweal.twin.models import SparsePerceptron
from commonweal.twin.world import WorldState
from commonweal.types import IncentiveKind, MarketPhase

STAKE_WEI = 40_000_007
POT_WEI = 40_000_003
FEE_WEI = 1_000_001
BOND_WEI = 12_345_679
TIP_WEI = CALLER_WEI = 100_000
PROPOSAL_WEI = 12_000_000
CHALLENGE_WEI = 200_000
ZERO_WEIGHTS = keccak(bytes(32))


def events(emitted: tuple[object, ...]) -> list[object]:
    return [one.event for one in emitted]  # type: ignore[attr-defined]


def replayed(scene: MarketScene) -> WorldState:
    state = WorldState.new(scene.world.registry.address)
    for one, now_s, block_number in scene.emitted:
        world.evolve(state, one, now_s, block_number)
    return state


def test_a_market_is_the_models_next_contract() -> None:
    scene = MarketScene()
    opened = scene.emitted[-1][0]
    assert opened.emitter == scene.trainer.address
    assert opened.event == MarketOpened(
        0,
        contract_address(scene.trainer.address, 1),
        SPONSOR,
        open_terms(),
        scene.market.test_root,
        ZERO_WEIGHTS,
    )
    assert scene.market.balance_wei == POT_WEI + FEE_WEI + BOND_WEI
    assert scene.trainer.balance_wei == 0
    with pytest.raises(MarketStillOpen):
        scene.open(open_terms())


def test_the_second_block_after_the_opening_draws() -> None:
    scene = MarketScene()
    emitted = scene.draw()
    target = scene.market.opened_at_block + 2
    part = int.from_bytes(
        keccak(block_hash(target) + bytes(12) + bytes.fromhex(scene.address[2:])), "big"
    )
    assert events(emitted) == [
        PartDrawn(part % 3, ALICE, block_hash(target), 0),
        Credited(ALICE, TIP_WEI),
    ]
    assert scene.market.phase is MarketPhase.REVEALING_DRAWN_PART
    assert scene.market.deadline_s == scene.now_s + 600


@pytest.mark.parametrize("missed", [0, 1, 2])
@pytest.mark.parametrize("late", [0, 255])
def test_each_missed_draw_costs_the_sponsor(missed: int, late: int) -> None:
    scene = MarketScene()
    first = draw_from_block(scene.market)
    scene.block_number = first + 256 * missed + late - 1
    found = events(scene.do(BOB, Draw()))
    assert isinstance(found[0], PartDrawn)
    assert found[0].block_hash == block_hash(first - 1 + 256 * missed)
    assert found[0].missed_draws == missed
    assert found[2:] == ([Burnt(missed * (BOND_WEI // 10))] if missed else [])
    assert scene.market.bond_left_wei == BOND_WEI - TIP_WEI - missed * (BOND_WEI // 10)


def test_after_three_missed_draws_there_is_only_the_void() -> None:
    scene = MarketScene()
    scene.block_number = draw_from_block(scene.market) + 3 * 256 - 1
    assert events(scene.do(BOB, VoidMarket())) == [
        MarketVoided(BOB, 3),
        Credited(BOB, CALLER_WEI),
        Credited(SPONSOR, POT_WEI + FEE_WEI),
        Burnt(BOND_WEI - CALLER_WEI),
    ]
    assert (scene.market.phase, scene.market.deadline_s) == (MarketPhase.VOIDED, 0)
    scene.open(open_terms(scene.now_s))
    assert scene.market.number == 1


def test_a_drawn_part_that_is_not_shown_voids_the_market() -> None:
    scene = MarketScene()
    scene.draw()
    scene.pass_deadline()
    assert events(scene.do(BOB, VoidMarket())) == [
        MarketVoided(BOB, 0),
        Credited(BOB, CALLER_WEI),
        Credited(SPONSOR, POT_WEI + FEE_WEI),
        Burnt(BOND_WEI - TIP_WEI - CALLER_WEI),
    ]


def test_an_open_market_is_resolved_by_a_proposal_that_nobody_challenges() -> None:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB, CAROL])
    market = scene.market
    opened = scene.emitted[-1][0].event
    fees_wei = 0 + 200 + 400
    assert market.fees_wei == fees_wei
    assert market.revealed_count == 3
    assert isinstance(opened, ResultOpened)
    assert opened.step_count == 2 + 3 * 3 + 4 + 1
    assert opened.unit_wei == (POT_WEI + fees_wei) // 7
    assert (market.segment_steps, market.segment_count) == (4, 4)

    balances = [STAKE_WEI + 20_000_000, STAKE_WEI - 9, 7]
    result = scene.result(balances)
    proposal = scene.propose(DAVE, result)
    scene.now_s += 701
    most_wei = 3 * STAKE_WEI + POT_WEI + fees_wei
    remainder_wei = most_wei - sum(balances)
    found = events(scene.do(BOB, Resolve(proposal)))
    id_ = found[0].id  # type: ignore[attr-defined]
    assert found == [
        MarketResolved(id_, result, 0, remainder_wei),
        Credited(DAVE, FEE_WEI + PROPOSAL_WEI),
        Credited(SPONSOR, remainder_wei + BOND_WEI - TIP_WEI),
    ]
    assert market.deadline_s == scene.now_s + 86_400
    assert [scene.claim(index, balances) for index in range(3)] == balances
    for account in (ALICE, DAVE, SPONSOR):
        scene.do(account, Withdraw(account))
    assert market.balance_wei == 0


def test_a_sealed_market_shares_the_stakes_of_those_not_revealed() -> None:
    scene = MarketScene(sealed_terms())
    scene.to_resolving([ALICE, BOB, CAROL, DAVE], reveal=[3, 0, 1])
    market = scene.market
    assert [each.revealed for each in market.contributions] == [True, True, False, True]
    assert market.contributions[0].data_hash == keccak(market.contributions[0].samples or b"")
    balances = [STAKE_WEI, STAKE_WEI, 0, STAKE_WEI + 5]
    proposal = scene.propose(DAVE, scene.result(balances))
    scene.now_s += 701
    found = events(scene.do(BOB, Resolve(proposal)))
    bonus_wei = STAKE_WEI // 3
    assert found[0].bonus_wei == bonus_wei  # type: ignore[attr-defined]
    assert found[-1] == Burnt(STAKE_WEI - 3 * bonus_wei)
    assert [scene.claim(index, balances) for index in (0, 1, 3)] == [
        balances[index] + bonus_wei for index in (0, 1, 3)
    ]
    assert market.owed_wei == 0


def test_without_contributions_the_sponsor_gets_everything_back() -> None:
    scene = MarketScene()
    scene.begin()
    scene.now_s = open_terms().latest_end_s
    assert events(scene.do(ALICE, EndParticipation())) == [
        ParticipationEnded(ALICE, 0),
        MarketCancelled(),
        Credited(SPONSOR, POT_WEI + FEE_WEI + BOND_WEI - TIP_WEI),
    ]


def test_without_reveals_stakes_and_fees_burn() -> None:
    scene = MarketScene(sealed_terms())
    scene.begin()
    scene.send(ALICE)
    scene.send(BOB, more_wei=77)
    scene.end_participation()
    scene.end_reveal()
    assert [one.event for one, _, _ in scene.emitted[-4:]] == [
        RevealEnded(ALICE, 0),
        MarketCancelled(),
        Credited(SPONSOR, POT_WEI + FEE_WEI + BOND_WEI - TIP_WEI),
        Burnt(2 * STAKE_WEI + 200 + 77),
    ]


def test_a_silent_sponsor_compensates_contributors() -> None:
    scene = MarketScene(sealed_terms())
    scene.begin()
    for contributor in (ALICE, BOB, CAROL):
        scene.send(contributor)
    scene.end_participation()
    scene.reveal(0)
    scene.reveal(1)
    scene.end_reveal()
    scene.pass_deadline()
    bond_left_wei = BOND_WEI - TIP_WEI
    forfeit_wei = POT_WEI + FEE_WEI + bond_left_wei
    compensation_wei = (forfeit_wei - CALLER_WEI - (bond_left_wei + 1) // 2) // 2
    assert events(scene.do(DAVE, DeclareDefault())) == [
        SponsorDefaulted(DAVE, compensation_wei),
        Credited(DAVE, CALLER_WEI),
        Burnt(forfeit_wei - CALLER_WEI - 2 * compensation_wei + STAKE_WEI % 2),
    ]
    extra_wei = compensation_wei + STAKE_WEI // 2
    assert scene.market.bonus_wei == extra_wei
    assert scene.claim(1) == STAKE_WEI + 200 + extra_wei
    scene.pass_deadline()
    # One did not claim, and nobody can claim the fee of the one that was not revealed.
    assert events(scene.do(DAVE, BurnUnclaimed())) == [
        ClaimsClosed(DAVE),
        Burnt(STAKE_WEI + extra_wei + 400),
    ]
    assert scene.market.owed_wei == 0


def test_compensation_is_never_more_than_the_stake() -> None:
    scene = MarketScene()
    scene.begin()
    scene.send(ALICE)
    scene.end_participation()
    scene.pass_deadline()
    bond_left_wei = BOND_WEI - TIP_WEI
    assert POT_WEI + FEE_WEI + bond_left_wei // 2 - CALLER_WEI > STAKE_WEI
    assert events(scene.do(DAVE, DeclareDefault())) == [
        SponsorDefaulted(DAVE, STAKE_WEI),
        Credited(DAVE, CALLER_WEI),
        Burnt(POT_WEI + FEE_WEI + bond_left_wei - CALLER_WEI - STAKE_WEI),
    ]
    assert scene.claim(0) == 2 * STAKE_WEI


def test_without_a_result_values_return() -> None:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    scene.pass_deadline()
    assert events(scene.do(DAVE, Expire())) == [
        MarketExpired(DAVE),
        Credited(SPONSOR, POT_WEI + FEE_WEI + BOND_WEI - TIP_WEI),
    ]
    assert [scene.claim(0), scene.claim(1)] == [STAKE_WEI, STAKE_WEI + 200]


def test_a_silent_proposer_loses_to_the_challenger() -> None:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    scene.challenge(CAROL, proposal, 0)
    scene.challenge(BOB, proposal, 1)
    scene.now_s += 601
    found = events(scene.do(ALICE, CloseSilent(proposal, 0)))
    id_ = found[0].id  # type: ignore[attr-defined]
    assert found == [
        ProposalRefuted(id_, ALICE, scene.market.step_count),
        ChallengeReturned(id_, 0, CAROL),
        Credited(CAROL, CHALLENGE_WEI + PROPOSAL_WEI // 2),
        Burnt(PROPOSAL_WEI // 2),
    ]
    assert scene.market.standing == 0
    assert events(scene.do(ALICE, CloseChallenge(proposal, 1))) == [
        ChallengeReturned(id_, 1, BOB),
        Credited(BOB, CHALLENGE_WEI),
    ]
    assert not scene.market.challenges


def test_a_challenge_that_fails_pays_the_proposer() -> None:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    proposal = scene.propose(DAVE, scene.result([1, 2]))
    other = scene.propose(BOB, scene.result([2, 1]))
    scene.challenge(CAROL, proposal, 0)
    inner = tuple(bytes([number]) * 32 for number in range(scene.market.steps_in(0) - 1))
    scene.do(DAVE, RevealSegment(proposal, scene.segment(proposal, 0), inner))
    scene.now_s += 700 + 2 * 600 + 1
    found = events(scene.do(ALICE, Resolve(proposal)))
    assert isinstance(found[0], MarketResolved)
    id_ = found[0].id
    assert events(scene.do(ALICE, CloseChallenge(proposal, 0))) == [
        ChallengeFailed(id_, 0, CAROL),
        Credited(DAVE, CHALLENGE_WEI),
    ]
    returned = events(scene.do(ALICE, CloseProposal(other)))
    assert isinstance(returned[0], BondReturned)
    assert returned[1:] == [Credited(BOB, PROPOSAL_WEI)]
    assert scene.market.standing == 0


def test_the_model_adopts_the_results_weights() -> None:
    scene = MarketScene()
    scene.to_resolving([ALICE, BOB])
    learnt = SparsePerceptron(SHAPE)
    learnt.lanes = [1, 2, -3, 0, 0, 0, 0, 0, 4]
    words = learnt.words(0, SHAPE.word_count)
    result = scene.result([5, 6], keccak(b"".join(words)))
    proposal = scene.propose(DAVE, result)
    scene.now_s += 701
    scene.do(BOB, Resolve(proposal))
    assert not scene.market.is_over(scene.now_s)
    with pytest.raises(MarketStillOpen):
        scene.open(open_terms(scene.now_s))
    first = scene.address
    (emitted,) = scene.do(CAROL, Adopt(b"".join(words)))
    assert emitted.emitter == scene.trainer.address
    assert emitted.event == WeightsAdopted(first, words)
    assert scene.trainer.model.lanes == learnt.lanes
    assert scene.market.is_over(scene.now_s)
    scene.open(open_terms(scene.now_s))
    assert scene.market.weights_hash == keccak(b"".join(words))
    assert replayed(scene).markets == scene.world.markets


@pytest.mark.parametrize("claim_s", [86_400, 90 * 86_400])
def test_a_result_that_nobody_can_adopt_holds_the_model_for_a_day(claim_s: int) -> None:
    scene = MarketScene(replace(open_terms(), claim_s=claim_s))
    scene.to_resolving([ALICE, BOB])
    proposal = scene.propose(DAVE, scene.result([5, 6]))
    scene.now_s += 701
    scene.do(BOB, Resolve(proposal))
    market, latest = scene.market, open_terms(scene.now_s)
    scene.now_s += 86_400
    assert not market.is_over(scene.now_s)
    with pytest.raises(MarketStillOpen):
        scene.open(latest)
    scene.now_s += 1
    assert market.is_over(scene.now_s)
    later = open_terms(scene.now_s)
    assert scene.open(later).number == 1


def test_history_alone_gives_the_same_state() -> None:
    scene = MarketScene(sealed_terms())
    scene.to_resolving([ALICE, BOB, CAROL], reveal=[0, 2])
    proposal = scene.propose(DAVE, scene.result([5, 0, 6]))
    scene.challenge(CAROL, proposal, 1)
    market = replayed(scene).markets[scene.address]
    assert market == scene.market
    assert market.copy() == market
    kept = market.copy()
    world.evolve(scene.world, scene.emitted[-1][0], scene.now_s)
    assert kept == market


def test_contributions_go_to_the_market_not_the_model() -> None:
    scene = MarketScene()
    with pytest.raises(MarketTakesContributions) as caught:
        scene.contribute_to_model()
    assert caught.value == MarketTakesContributions(scene.address)
    other = scene.deploy(incentive=IncentiveKind.MARKET, close=False)
    with pytest.raises(MarketTakesContributions) as caught:
        scene.contribute_to_model(other.address)
    assert caught.value == MarketTakesContributions("0x" + "00" * 20)
