"""In whatever way a market ends, each wei is paid or burnt."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from market_scene import SPONSOR, MarketScene, open_terms, sealed_terms
from scene import ALICE, BOB, CAROL, DAVE

from commonweal.actions import (
    BurnUnclaimed,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    DeclareDefault,
    EndReveal,
    Expire,
    Resolve,
    RevealSegment,
    VoidMarket,
    Withdraw,
)
from commonweal.twin.market import settlement
from commonweal.twin.market.encoding import proposal_id
from commonweal.twin.market.test_set import draw_from_block
from commonweal.types import MarketPhase, MarketTerms, Proposal

ACCOUNTS = (ALICE, BOB, CAROL, DAVE)
account = st.sampled_from(ACCOUNTS)


@st.composite
def any_terms(draw: st.DrawFn, sealed: bool | None = None) -> MarketTerms:
    """Draw terms with amounts that leave something at every rounding."""
    is_sealed = draw(st.booleans()) if sealed is None else sealed
    own = sealed_terms() if is_sealed else open_terms()
    gas_price_wei = draw(st.integers(1, 1_000))
    bounty_wei = draw(st.integers(1_000, 10**12))
    least_bond_wei = max(bounty_wei // 4, 10_000_000 * gas_price_wei)
    stake_wei = draw(st.integers(2 * bounty_wei, 4 * bounty_wei))
    return replace(
        own,
        bounty_wei=bounty_wei,
        gas_price_wei=gas_price_wei,
        sponsor_bond_wei=least_bond_wei + draw(st.integers(0, 10**9)),
        proposer_fee_wei=draw(st.integers(0, bounty_wei)),
        rounds=draw(st.integers(1, 1_000)),
        stake_wei=stake_wei,
        most_fee_wei=draw(st.integers(0, bounty_wei // 4)),
    )


def settle_everything(scene: MarketScene, balances: list[int], data: st.DataObject) -> None:
    """Claim some, burn the rest, close disputes, withdraw: nothing is left, nothing is missing."""
    market = scene.market
    if market.phase not in (MarketPhase.VOIDED, MarketPhase.CANCELLED):
        for index, each in enumerate(market.contributions):
            if each.revealed and data.draw(st.booleans(), label=f"claims {index}"):
                scene.claim(index, balances if market.result is not None else ())
        if market.owed_wei:
            scene.pass_deadline()
            scene.do(ALICE, BurnUnclaimed())
    for holder in tuple(market.credits_wei):
        scene.do(holder, Withdraw(holder))
    assert market.recorded_wei == 0


def participate(scene: MarketScene, data: st.DataObject) -> None:
    """Contribute, perhaps for more than the fee; reveal some of what is sealed."""
    own = scene.market.terms
    more_wei = st.one_of(st.just(0), st.integers(0, 4 * own.stake_wei))
    for _ in range(data.draw(st.integers(1, own.capacity), label="contributions")):
        scene.send(data.draw(account), more_wei=data.draw(more_wei))
    scene.end_participation()
    if own.is_sealed:
        for index in range(scene.market.contribution_count):
            if data.draw(st.booleans(), label=f"reveals {index}"):
                scene.reveal(index)
        scene.pass_deadline()
        scene.do(ALICE, EndReveal())


def split(total_wei: int, count: int, data: st.DataObject) -> list[int]:
    """Split at most this much into balances."""
    balances = []
    for _ in range(count):
        balances.append(data.draw(st.integers(0, total_wei)))
        total_wei -= balances[-1]
    return balances


@settings(max_examples=40)
@given(any_terms(), st.integers(0, 4 * 256), st.data())
def test_a_market_that_is_voided(own: MarketTerms, late: int, data: st.DataObject) -> None:
    scene = MarketScene(own)
    scene.block_number = draw_from_block(scene.market) + late
    if late + 1 < 3 * 256:
        scene.draw()
        scene.pass_deadline()
    scene.do(data.draw(account), VoidMarket())
    settle_everything(scene, [], data)


@settings(max_examples=60)
@given(any_terms(), st.data())
def test_a_market_whose_sponsor_is_silent(own: MarketTerms, data: st.DataObject) -> None:
    scene = MarketScene(own)
    scene.block_number = draw_from_block(scene.market) + data.draw(st.integers(0, 3 * 256 - 2))
    scene.draw()
    scene.do(SPONSOR, scene.part(scene.market.drawn_part))
    participate(scene, data)
    market = scene.market
    if market.phase is not MarketPhase.CANCELLED:
        bond_left_wei = market.bond_left_wei
        scene.pass_deadline()
        before = len(scene.emitted)
        scene.do(data.draw(account), DeclareDefault())
        burnt_wei = sum(
            getattr(one.event, "amount_wei", 0)
            for one, _, _ in scene.emitted[before:]
            if type(one.event).__name__ == "Burnt"
        )
        # The sponsor may be a contributor too: what it loses must hurt.
        assert burnt_wei >= bond_left_wei - bond_left_wei // 2
    settle_everything(scene, [], data)


@settings(max_examples=60)
@given(any_terms(), st.data())
def test_a_market_without_a_result(own: MarketTerms, data: st.DataObject) -> None:
    scene = MarketScene(own)
    scene.begin()
    participate(scene, data)
    if scene.market.phase is not MarketPhase.CANCELLED:
        scene.reveal_test()
        scene.pass_deadline()
        scene.do(data.draw(account), Expire())
    settle_everything(scene, [], data)


@settings(max_examples=100)
@given(any_terms(), st.data())
def test_a_market_with_disputes(own: MarketTerms, data: st.DataObject) -> None:
    scene = MarketScene(own)
    scene.begin()
    participate(scene, data)
    market = scene.market
    if market.phase is MarketPhase.CANCELLED:
        settle_everything(scene, [], data)
        return
    scene.reveal_test()
    most_wei = settlement.most_paid_wei(market)
    assert 0 < market.unit_wei <= own.stake_wei
    offers: list[tuple[Proposal, list[int]]] = []
    for number in range(data.draw(st.integers(1, 3), label="proposals")):
        balances = split(most_wei, market.contribution_count, data)
        result = scene.result(balances, bytes([number]) * 32)
        offers.append((scene.propose(data.draw(account), result), balances))
    dispute(scene, [proposal for proposal, _ in offers], data)
    scene.now_s += own.window_s + 2 * own.move_s + 1
    balances = []
    for proposal, paid in offers:
        if market.proposals[proposal_id(proposal)].refuted:
            continue
        if not market.ended:
            scene.do(ALICE, Resolve(proposal))
            balances = paid
        else:
            scene.do(ALICE, CloseProposal(proposal))
    if not market.ended:
        scene.pass_deadline()
        scene.do(ALICE, Expire())
    for id_, segment in tuple(market.challenges):
        proposal = next(each for each, _ in offers if proposal_id(each) == id_)
        scene.do(ALICE, CloseChallenge(proposal, segment))
    assert (market.standing, market.challenges) == (0, {})
    settle_everything(scene, balances, data)


def dispute(scene: MarketScene, proposals: list[Proposal], data: st.DataObject) -> None:
    """Challenge some segments; their proposers reveal some and are silent on others."""
    market = scene.market
    made: list[tuple[Proposal, int]] = []
    for proposal in proposals:
        for segment in range(market.segment_count):
            if data.draw(st.integers(0, 4), label="challenges") == 0:
                scene.challenge(data.draw(account), proposal, segment)
                made.append((proposal, segment))
    silent = []
    for proposal, segment in made:
        if data.draw(st.integers(0, 3), label="reveals"):
            inner = tuple(bytes([step]) * 32 for step in range(market.steps_in(segment) - 1))
            action = RevealSegment(proposal, scene.segment(proposal, segment), inner)
            scene.do(proposal.proposer, action)
        else:
            silent.append((proposal, segment))
    scene.now_s += market.terms.move_s + 1
    for proposal, segment in silent:
        if not market.proposals[proposal_id(proposal)].refuted:
            scene.do(data.draw(account), CloseSilent(proposal, segment))
