"""A market to act in, small enough to follow: 3 parts of 2 rows, 5 places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scene import ALICE, CHAIN_ID, Scene, sparse

from commonweal.actions import (
    Action,
    Challenge,
    ClaimPayouts,
    Commit,
    Contribute,
    Draw,
    EndParticipation,
    EndReveal,
    OpenMarket,
    Propose,
    RevealContribution,
    RevealPart,
)
from commonweal.commitment import contract_address, keccak
from commonweal.events import (
    Burnt,
    Claimed,
    Committed,
    Contributed,
    Emitted,
    MarketOpened,
    ResultProposed,
    SegmentChallenged,
    Withdrawn,
)
from commonweal.twin.market import merkle, money, ordered_tree, terms
from commonweal.twin.market.encoding import contribution_commitment, payout_leaf
from commonweal.twin.market.segments import segment_of, segment_root
from commonweal.twin.market.state import MarketState
from commonweal.twin.market.test_set import commitments, draw_from_block, split_test_set
from commonweal.types import (
    Address,
    Claim,
    IncentiveKind,
    MarketPhase,
    MarketResult,
    MarketTerms,
    ModelShape,
    Proposal,
    Segment,
)

SPONSOR = "0x" + "50" * 20
SHAPE = ModelShape(feature_count=8, lane_bits=16, fraction_bits=0)
ROWS = [
    sparse((index % 2, [index % 8]) if index < 4 else (1, [0, index]), features=8)
    for index in range(6)
]
SALTS = [bytes([part]) * 32 for part in range(3)]
SALT = b"\x5a" * 32


def open_terms(now_s: int = 1_000_000) -> MarketTerms:
    """Give the terms of an open market; odd amounts show what rounding leaves."""
    return MarketTerms(
        bounty_wei=40_000_003,
        sponsor_bond_wei=12_345_679,
        proposer_fee_wei=1_000_001,
        stake_wei=40_000_007,
        most_fee_wei=1_001,
        gas_price_wei=1,
        rounds=7,
        capacity=5,
        least_contributions=2,
        part_count=3,
        rows_per_part=2,
        is_sealed=False,
        earliest_end_s=now_s + 1_500,
        latest_end_s=now_s + 9_000,
        move_s=600,
        reveal_s=0,
        test_reveal_s=900,
        window_s=700,
        resolve_s=5_000,
        claim_s=86_400,
    )


def sealed_terms(now_s: int = 1_000_000) -> MarketTerms:
    """Give the terms of a sealed market."""
    return replace(open_terms(now_s), is_sealed=True, reveal_s=800)


class MarketScene(Scene):
    """A model under markets and its present market, checked for solvency after each call."""

    def __init__(self, own: MarketTerms | None = None) -> None:
        super().__init__()
        self.trainer = self.deploy(incentive=IncentiveKind.MARKET, shape=SHAPE)
        self.rows = split_test_set(ROWS, 3, 2)
        self.open(own or open_terms())

    def open(self, own: MarketTerms, value_wei: int | None = None) -> MarketState:
        """Open a market with the scene's test set."""
        number = len(self.trainer.markets.markets)
        address = contract_address(self.trainer.address, number + 1)
        self.leaves = commitments(CHAIN_ID, address, SALTS, self.rows)
        value = terms.opening_wei(own) if value_wei is None else value_wei
        action = OpenMarket(number, own, ordered_tree.root(self.leaves), value)
        self.submit(SPONSOR, self.trainer.address, action)
        self.address = address
        return self.market

    @property
    def market(self) -> MarketState:
        """The present market."""
        return self.world.markets[self.address]

    def do(self, sender: Address, action: Action) -> tuple[Emitted, ...]:
        """Act on the market; whatever happens it can pay what it owes, to the wei."""
        emitted = self.submit(sender, self.address, action)
        self.check_money()
        return emitted

    def check_money(self) -> None:
        """Check solvency, and that no ETH appears or vanishes but by events."""
        market = self.market
        assert market.recorded_wei == money.obligations_wei(market)
        assert market.recorded_wei == self.balance_wei() >= 0

    def balance_wei(self) -> int:
        """Reckon the market's ETH from its events alone."""
        own = self.market.terms
        balance_wei = 0
        for one, _, _ in self.emitted:
            match one.event:
                case MarketOpened():
                    if one.event.market == self.address:
                        balance_wei += terms.opening_wei(one.event.terms)
                case _ if one.emitter != self.address:
                    pass
                case Contributed():
                    balance_wei += one.event.deposit_wei
                case Committed():
                    balance_wei += one.event.value_wei
                case ResultProposed():
                    balance_wei += terms.proposal_bond_wei(own)
                case SegmentChallenged():
                    balance_wei += terms.challenge_bond_wei(own)
                case Burnt() | Claimed() | Withdrawn():
                    balance_wei -= one.event.amount_wei
        return balance_wei

    def draw(self) -> tuple[Emitted, ...]:
        """Draw as early as possible."""
        self.block_number = max(self.block_number, draw_from_block(self.market) - 1)
        return self.do(ALICE, Draw())

    def part(self, part: int, **changed: Any) -> RevealPart:
        """Give the right reveal of a part, or one that is changed."""
        action = RevealPart(
            part, SALTS[part], self.rows[part], ordered_tree.proof(self.leaves, part)
        )
        return replace(action, **changed)

    def commit_to(self, test_root: bytes) -> None:
        """Let the market stand under another commitment."""
        self.market.test_root = test_root

    def begin(self) -> None:
        """Draw and show the drawn part: participation begins."""
        self.draw()
        self.do(SPONSOR, self.part(self.market.drawn_part))

    def send(
        self, sender: Address, samples: bytes | None = None, more_wei: int = 0
    ) -> tuple[Emitted, ...]:
        """Contribute or commit for the least value and perhaps more."""
        samples = sparse((1, [3]), features=8) if samples is None else samples
        value_wei = terms.quote_wei(self.market.terms, self.market.contribution_count) + more_wei
        if self.market.terms.is_sealed:
            commitment = contribution_commitment(sender, CHAIN_ID, self.address, SALT, samples)
            return self.do(sender, Commit(commitment, value_wei))
        return self.do(sender, Contribute(samples, value_wei))

    def contribute_to_model(self, address: Address | None = None) -> tuple[Emitted, ...]:
        """Contribute to a model itself."""
        return self.submit(ALICE, address or self.trainer.address, Contribute(b"nonsense", 1))

    def reveal(self, index: int, samples: bytes | None = None) -> tuple[Emitted, ...]:
        """Reveal a sealed contribution."""
        own = self.market.contributions[index]
        samples = sparse((1, [3]), features=8) if samples is None else samples
        action = RevealContribution(index, SALT, own.value_wei, samples)
        return self.do(own.contributor, action)

    def end_participation(self) -> None:
        """End participation at its latest end."""
        self.now_s = max(self.now_s, self.market.terms.latest_end_s)
        self.do(ALICE, EndParticipation())

    def end_reveal(self) -> None:
        """End the reveal of contributions when its time is over."""
        self.pass_deadline()
        self.do(ALICE, EndReveal())

    def reveal_test(self) -> tuple[Emitted, ...]:
        """Reveal all hidden parts."""
        emitted: tuple[Emitted, ...] = ()
        for part in self.market.scored_parts:
            emitted = self.do(SPONSOR, self.part(part))
        return emitted

    def to_resolving(self, contributors: Sequence[Address], reveal: Sequence[int] = ()) -> None:
        """Go on until the result can be found."""
        self.begin()
        for contributor in contributors:
            self.send(contributor)
        self.end_participation()
        if self.market.terms.is_sealed:
            for index in reveal:
                self.reveal(index)
            self.end_reveal()
        self.reveal_test()
        assert self.market.phase is MarketPhase.RESOLVING

    def pass_deadline(self) -> None:
        """Let the phase's own move be overdue."""
        self.now_s = max(self.now_s, self.market.deadline_s + 1)

    def result(self, balances: Sequence[int], weights_hash: bytes = b"\1" * 32) -> MarketResult:
        """Give a result that pays these balances, right or not."""
        root = merkle.root(self.payout_leaves(balances))
        return MarketResult(root, weights_hash, sum(balances))

    @staticmethod
    def payout_leaves(balances: Sequence[int]) -> list[bytes]:
        """Give the leaves of a result's payouts."""
        return [payout_leaf(index, balance) for index, balance in enumerate(balances)]

    def cuts(self, mark: int = 0) -> tuple[bytes, ...]:
        """Give as many cuts as there must be; of nothing in particular."""
        count = self.market.segment_count - 1
        return tuple(keccak(bytes([mark, cut])) for cut in range(count))

    def propose(
        self, proposer: Address, result: MarketResult, cuts: tuple[bytes, ...] | None = None
    ) -> Proposal:
        """Propose a result."""
        cuts = self.cuts() if cuts is None else cuts
        bond_wei = terms.proposal_bond_wei(self.market.terms)
        self.do(proposer, Propose(result, cuts, bond_wei))
        return Proposal(proposer, segment_root(self.market, result, cuts), result)

    def segment(
        self, proposal: Proposal, index: int, cuts: tuple[bytes, ...] | None = None
    ) -> Segment:
        """Give a segment of a proposal, proved."""
        cuts = self.cuts() if cuts is None else cuts
        return segment_of(self.market, proposal.result, cuts, index)

    def challenge(self, challenger: Address, proposal: Proposal, index: int) -> None:
        """Challenge a segment."""
        bond_wei = terms.challenge_bond_wei(self.market.terms)
        self.do(challenger, Challenge(proposal, self.segment(proposal, index), bond_wei))

    def claim_of(self, index: int, balances: Sequence[int] = ()) -> Claim:
        """Give the right claim of a contribution."""
        own = self.market.contributions[index]
        if not balances:
            return Claim(index, own.data_hash, own.value_wei, 0, ())
        proof = merkle.proof(self.payout_leaves(balances), index)
        return Claim(index, own.data_hash, own.value_wei, balances[index], proof)

    def claim(self, index: int, balances: Sequence[int] = ()) -> int:
        """Claim a contribution and give what it was paid."""
        contributor = self.market.contributions[index].contributor
        action = ClaimPayouts((self.claim_of(index, balances),), contributor)
        (emitted,) = self.do(contributor, action)
        assert isinstance(emitted.event, Claimed)
        return emitted.event.amount_wei
