"""Every runtime tells the same story of a market, in the same words, to the last wei."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from runtime_scene import METADATA, NOBODY, SPARSE, Scene

from commonweal.actions import (
    Action,
    Adopt,
    Challenge,
    ClaimPayouts,
    Contribute,
    DeployUnderMarket,
    Draw,
    EndParticipation,
    Fund,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealPart,
    RevealSegment,
    UploadWeights,
    Withdraw,
)
from commonweal.commitment import contract_address
from commonweal.errors import (
    ActionFault,
    MarketDrawTooEarly,
    MarketStillOpen,
    MarketTakesContributions,
    MarketTermOutOfRange,
    MarketWrongPhase,
)
from commonweal.events import (
    Burnt,
    ChallengeReturned,
    Claimed,
    Credited,
    Event,
    MarketOpened,
    MarketResolved,
    ProposalRefuted,
    Recorded,
    TrainerDeployed,
    WeightsAdopted,
    Withdrawn,
)
from commonweal.runtime.base import MarketInfo
from commonweal.runtime.twin import CHAIN_ID
from commonweal.twin.market import encoding, merkle, money, ordered_tree, terms
from commonweal.twin.market.state import MarketState
from commonweal.twin.trainer import TrainerState
from commonweal.twin.world import WorldState, evolve
from commonweal.types import (
    Address,
    Claim,
    MarketBonds,
    MarketPhase,
    MarketRules,
    MarketTerms,
    ModelKind,
    text_to_bytes32,
)
from market_known import KnownMarket, make_test_set, samples

GAS_PRICE_WEI = 7
TIP_WEI = 100_000 * GAS_PRICE_WEI


def market_terms(now_s: int) -> MarketTerms:
    own = MarketTerms(
        bounty_wei=1_000_003,
        sponsor_bond_wei=0,
        proposer_fee_wei=1_001,
        stake_wei=2_000_003,
        most_fee_wei=101,
        gas_price_wei=GAS_PRICE_WEI,
        rounds=10,
        capacity=2,
        least_contributions=1,
        part_count=3,
        rows_per_part=2,
        is_sealed=False,
        earliest_end_s=now_s + 1_800,
        latest_end_s=now_s + 9_000,
        move_s=600,
        reveal_s=0,
        test_reveal_s=6_000,
        window_s=600,
        resolve_s=20_000,
        claim_s=86_400,
    )
    return replace(own, sponsor_bond_wei=terms.least_bond_wei(own))


class Story:
    """A model under markets with its market; a twin of its own follows what the runtime says."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.runtime = scene.runtime
        self.world = WorldState.new(scene.runtime.registry)
        action = DeployUnderMarket(ModelKind.SPARSE_PERCEPTRON, SPARSE, MarketRules(5), METADATA)
        (recorded,) = scene.run(scene.ada, scene.runtime.registry, action).accepted().events
        assert isinstance(recorded.event, TrainerDeployed)
        self.trainer = recorded.event.trainer
        self.world.registry.deployments += [recorded.event] * (recorded.event.index + 1)
        self.world.trainers[self.trainer] = TrainerState.deployed(recorded.event)

    @property
    def chain_id(self) -> int:
        transport = getattr(self.runtime, "transport", None)
        return CHAIN_ID if transport is None else int(transport.chain_id)

    @property
    def market(self) -> MarketState:
        return self.world.markets[self.known.address]

    def do(self, sender: Address, action: Action, to: Address | None = None) -> list[Event]:
        """Do something that is accepted; give the events."""
        to = self.known.address if to is None else to
        outcome = self.scene.run(sender, to, action).accepted()
        for recorded in outcome.events:
            self._follow(recorded)
        for market in self.world.markets.values():
            assert market.recorded_wei == money.obligations_wei(market)
            assert self.runtime.balance_wei(market.address) == market.balance_wei
        return [recorded.event for recorded in outcome.events]

    def open(self) -> MarketInfo:
        """Open a market; the sponsor is Ada."""
        words = self.world.trainers[self.trainer].packed_weights
        number = self.runtime.market_count(self.trainer)
        address = contract_address(self.trainer, number + 1)
        own = market_terms(self.runtime.now_s())
        test_set = make_test_set(
            Random(1), ModelKind.SPARSE_PERCEPTRON, SPARSE, own, address, self.chain_id
        )
        self.known = KnownMarket(address, self.trainer, words, test_set)
        action = OpenMarket(number, own, test_set.root, terms.opening_wei(own))
        (event,) = self.do(self.scene.ada, action, self.trainer)
        assert isinstance(event, MarketOpened)
        return self.runtime.market(address)

    def reveal(self, part: int) -> list[Event]:
        own = self.known.test_set
        proof = ordered_tree.proof(own.leaves, part)
        return self.do(self.scene.ada, RevealPart(part, own.salts[part], own.parts[part], proof))

    def to_participation(self) -> None:
        self.runtime.advance_blocks(4)
        self.do(self.scene.dee, Draw())
        self.reveal(self.market.drawn_part)

    def to_resolving(self) -> None:
        """Let Bob contribute what is learnable, and Cy."""
        self.to_participation()
        for number, sender in enumerate((self.scene.bob, self.scene.cy)):
            packed = samples(Random(number), ModelKind.SPARSE_PERCEPTRON, SPARSE, 8)
            self.do(sender, Contribute(packed, self.runtime.market_quote_wei(self.known.address)))
        self.runtime.advance_time(1_900)
        self.do(self.scene.dee, EndParticipation())
        for part in self.market.scored_parts:
            self.reveal(part)

    def _follow(self, recorded: Recorded) -> None:
        evolve(self.world, recorded.emitted, recorded.timestamp_s, recorded.block_number)


@pytest.fixture
def story(scene: Scene) -> Story:
    found = Story(scene)
    found.do(scene.ada, UploadWeights(0, (), True), found.trainer)
    return found


def test_a_market_is_opened_and_listed(story: Story) -> None:
    runtime, scene = story.runtime, story.scene
    assert runtime.markets(story.trainer) == ()
    own = market_terms(runtime.now_s())
    bad = OpenMarket(0, replace(own, rounds=0), bytes(32), 0)
    assert scene.run(scene.ada, story.trainer, bad).rejection == MarketTermOutOfRange(
        text_to_bytes32("rounds"), 0, 1, own.bounty_wei
    )
    info = story.open()
    assert runtime.markets(story.trainer) == (info,)
    assert (info.trainer, info.sponsor, info.number) == (story.trainer, scene.ada, 0)
    assert info.terms == story.market.terms
    assert info.roots == runtime.market_roots(info.address)
    assert info.opened_at_block == story.market.opened_at_block
    assert runtime.bonds_wei(info.address) == MarketBonds(
        12_000_000 * GAS_PRICE_WEI, 200_000 * GAS_PRICE_WEI
    )
    again = OpenMarket(1, own, bytes(32), terms.opening_wei(own))
    found = scene.run(scene.ada, story.trainer, again).rejection
    assert found == MarketStillOpen(info.address)


def test_calls_to_the_wrong_contract_are_refused(story: Story) -> None:
    scene, market = story.scene, story.open().address
    for to, action in (
        (market, Fund(1)),
        (market, UploadWeights(0, (), True)),
        (story.trainer, Draw()),
        (story.trainer, Withdraw(scene.bob)),
        (scene.runtime.registry, Draw()),
        (NOBODY, Draw()),
    ):
        with pytest.raises(ActionFault):
            scene.run(scene.bob, to, action)
    for address in (NOBODY, story.trainer):
        with pytest.raises(ActionFault):
            scene.runtime.market_head(address)
    found = scene.run(scene.bob, story.trainer, Contribute(b"\1\1\0\0", 0)).rejection
    assert found == MarketTakesContributions(market)


def test_the_draw_waits_for_a_block(story: Story) -> None:
    scene, market = story.scene, story.open().address
    rejection = scene.run(scene.dee, market, Draw()).rejection
    assert isinstance(rejection, MarketDrawTooEarly)
    assert rejection.from_block == story.market.opened_at_block + 3
    story.runtime.advance_blocks(4)
    _, credited = story.do(scene.dee, Draw())
    assert credited == Credited(scene.dee, TIP_WEI)
    assert story.runtime.market_credit_wei(market, scene.dee) == TIP_WEI
    head = story.runtime.market_head(market)
    assert head.phase is MarketPhase.REVEALING_DRAWN_PART
    assert head.drawn_part == story.market.drawn_part
    assert scene.run(scene.dee, market, Draw()).rejection == MarketWrongPhase(
        MarketPhase.DRAWING, MarketPhase.REVEALING_DRAWN_PART
    )
    assert story.do(scene.dee, Withdraw(scene.dee)) == [Withdrawn(scene.dee, scene.dee, TIP_WEI)]


def test_a_lie_is_refuted_and_the_truth_is_paid(story: Story) -> None:
    scene, runtime, market = story.scene, story.runtime, story.open().address
    story.to_resolving()
    state = story.market
    truth = story.known.trace(state)
    bonds = runtime.bonds_wei(market)
    lie = [*truth.hashes[:2], *(bytes([7]) * 32 for _ in truth.hashes[2:-1])]
    result = replace(truth.result, paid_wei=0)
    lie.append(encoding.result_hash(result))
    made = story.known.propose(state, scene.dee, result, lie, truth.balances)
    story.do(scene.dee, Propose(result, made.cuts(state), bonds.proposal_wei))
    story.do(scene.cy, Challenge(made.proposal, made.segment(state, 0), bonds.challenge_wei))
    story.do(scene.dee, RevealSegment(made.proposal, made.segment(state, 0), made.inner(state, 0)))
    id_ = encoding.proposal_id(made.proposal)
    assert runtime.challenge_of(market, id_, 0).challenger == scene.cy
    refute = Refute(made.proposal, 0, made.all_of(state, 0), 1, truth.inputs[1])
    half_wei = bonds.proposal_wei // 2
    assert story.do(scene.bob, refute) == [
        ProposalRefuted(id_, scene.bob, 1),
        ChallengeReturned(id_, 0, scene.cy),
        Credited(scene.cy, bonds.challenge_wei + half_wei // 8),
        Credited(scene.bob, half_wei - half_wei // 8),
        Burnt(bonds.proposal_wei - half_wei),
    ]
    assert runtime.proposal_of(market, id_).is_refuted

    made = story.known.propose(state, scene.cy, truth.result, truth.hashes, truth.balances)
    story.do(scene.cy, Propose(truth.result, made.cuts(state), bonds.proposal_wei))
    runtime.advance_time(601)
    resolved = story.do(scene.dee, Resolve(made.proposal))[0]
    assert isinstance(resolved, MarketResolved)
    assert runtime.outcome(market).result == truth.result
    words = truth.weights[truth.result.weights_hash]
    (adopted,) = story.do(scene.dee, Adopt(words))
    assert isinstance(adopted, WeightsAdopted)
    assert b"".join(runtime.weight_words(story.trainer, 0, SPARSE.word_count)) == words
    assert runtime.is_over(market)
    leaves = [encoding.payout_leaf(index, each) for index, each in enumerate(truth.balances)]
    for index, each in enumerate(state.contributions):
        balance_wei = truth.balances[index]
        proof = merkle.proof(leaves, index)
        claim = Claim(index, each.data_hash, each.value_wei, balance_wei, proof)
        assert story.do(each.contributor, ClaimPayouts((claim,), each.contributor)) == [
            Claimed(index, each.contributor, balance_wei)
        ]
        assert runtime.record_of(market, index).is_claimed
    for person in scene.people:
        if runtime.market_credit_wei(market, person):
            story.do(person, Withdraw(person))
    assert runtime.balance_wei(market) == 0
    assert story.open().number == 1
