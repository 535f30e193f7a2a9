"""What a market keeps; everything in it follows from the market's events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from commonweal.events import MarketOpened
from commonweal.twin.market import encoding, layout
from commonweal.types import (
    Address,
    MarketPhase,
    MarketResult,
    MarketTerms,
    ModelKind,
    ModelShape,
    StepPlan,
)

ADOPT_S = 86_400
"""Time from the result in which its weights are waited for."""


@dataclass(frozen=True, slots=True)
class MarketContribution:
    """A contribution to a market.

    Attributes
    ----------
    contributor : str
        Who sent it.
    data_hash : bytes
        keccak256 of the samples; the commitment as long as it is sealed.
    value_wei : int
        Stake and fee.
    samples : bytes or None
        None as long as it is sealed.
    claimed : bool
        Whether it was paid.
    """

    contributor: Address
    data_hash: bytes
    value_wei: int
    samples: bytes | None
    claimed: bool = False

    @property
    def revealed(self) -> bool:
        """Whether the samples are known."""
        return self.samples is not None

    @property
    def record(self) -> bytes:
        """What the contract stores of it."""
        return encoding.record(self.contributor, self.data_hash, self.value_wei)


@dataclass(frozen=True, slots=True)
class MarketPart:
    """A revealed part of the test set.

    Attributes
    ----------
    rows, rows_hash : bytes
        Packed samples and their keccak256.
    first, last : bytes
        The first 16 bytes of the hash of the first and the last row.
    """

    rows: bytes
    rows_hash: bytes
    first: bytes
    last: bytes


@dataclass(frozen=True, slots=True)
class MarketProposal:
    """A proposal and what became of it.

    Attributes
    ----------
    proposer : str
        Who proposed it under a bond.
    result : MarketResult
        What it says.
    cuts : tuple of bytes
        Hashes between segments.
    proposed_at_s : int
        Time of the proposal.
    waiting : int
        Challenged segments not revealed yet.
    challenges : int
        Challenges ever made.
    refuted, closed : bool
        Whether it lost its bond; whether it got it back.
    """

    proposer: Address
    result: MarketResult
    cuts: tuple[bytes, ...]
    proposed_at_s: int
    waiting: int = 0
    challenges: int = 0
    refuted: bool = False
    closed: bool = False

    @property
    def stands(self) -> bool:
        """Whether the contract still holds its bond."""
        return not (self.refuted or self.closed)


@dataclass(frozen=True, slots=True)
class MarketChallenge:
    """A challenge that is not closed.

    Attributes
    ----------
    challenger : str
        Who challenged under a bond.
    challenged_at_s : int
        Time of the challenge.
    hashes : tuple of bytes
        All hashes of the segment once revealed, its ends included; empty before.
    """

    challenger: Address
    challenged_at_s: int
    hashes: tuple[bytes, ...] = ()


@dataclass(slots=True)
class MarketState:
    """What a market keeps.

    Attributes
    ----------
    address, trainer, sponsor : str
        The market, its model, who opened it.
    number : int
        Number among the model's markets, from 0.
    kind, shape : ModelKind, ModelShape
        What learns.
    terms : MarketTerms
        Fixed at the opening.
    test_root, weights_hash : bytes
        Commitment to the test set; hash of the weights at the start.
    opened_at_block : int
        Block of the opening, from which the draw is reckoned.
    phase, deadline_s : MarketPhase, int
        Where it stands, and until when its own move is due; of an end, until when one may claim.
    missed_draws, drawn_part : int
        Draws that nobody made; the part that was drawn.
    contributions : list of MarketContribution
        In order.
    revealed_count, fees_wei : int
        Contributions of which the samples are known; fees of all together.
    bond_left_wei : int
        What is left of the sponsor's bond; 0 once the market has ended.
    parts : dict
        Revealed parts by number.
    first_hash, step_count, unit_wei : bytes, int, int
        The row of steps, from RESOLVING on.
    next_step, state_hash, runner : int, bytes, str or None
        Where the direct run is, and who ran its latest step.
    proposals, challenges : dict
        By id; by id and segment.
    standing : int
        Proposals neither refuted nor closed.
    result : MarketResult or None
        From RESOLVED on.
    resolved_by : bytes or None
        Id of the accepted proposal; zeros after a direct run.
    bonus_wei, owed_wei : int
        What each revealed contribution gets beside its balance or value; what may be claimed yet.
    adopted : bool
        Whether the model has the result's weights.
    credits_wei : dict
        What accounts may withdraw.
    recorded_wei, forced_wei : int
        ETH that came and went with events; ETH that came without one, which is nobody's.
    """

    address: Address
    trainer: Address
    sponsor: Address
    number: int
    kind: ModelKind
    shape: ModelShape
    terms: MarketTerms
    test_root: bytes
    weights_hash: bytes
    opened_at_block: int
    phase: MarketPhase = MarketPhase.DRAWING
    deadline_s: int = 0
    missed_draws: int = 0
    drawn_part: int = 0
    contributions: list[MarketContribution] = field(default_factory=list)
    revealed_count: int = 0
    fees_wei: int = 0
    bond_left_wei: int = 0
    parts: dict[int, MarketPart] = field(default_factory=dict)
    first_hash: bytes = bytes(32)
    step_count: int = 0
    unit_wei: int = 0
    next_step: int = 0
    state_hash: bytes = bytes(32)
    runner: Address | None = None
    proposals: dict[bytes, MarketProposal] = field(default_factory=dict)
    challenges: dict[tuple[bytes, int], MarketChallenge] = field(default_factory=dict)
    standing: int = 0
    result: MarketResult | None = None
    resolved_by: bytes | None = None
    bonus_wei: int = 0
    owed_wei: int = 0
    adopted: bool = False
    credits_wei: dict[Address, int] = field(default_factory=dict)
    recorded_wei: int = 0
    forced_wei: int = 0

    @classmethod
    def opened(
        cls,
        event: MarketOpened,
        trainer: Address,
        kind: ModelKind,
        shape: ModelShape,
        block_number: int,
    ) -> MarketState:
        """Give a market as its model opened it."""
        terms = event.terms
        return cls(
            address=event.market,
            trainer=trainer,
            sponsor=event.sponsor,
            number=event.number,
            kind=kind,
            shape=shape,
            terms=terms,
            test_root=event.test_root,
            weights_hash=event.weights_hash,
            opened_at_block=block_number,
            bond_left_wei=terms.sponsor_bond_wei,
            recorded_wei=terms.bounty_wei + terms.proposer_fee_wei + terms.sponsor_bond_wei,
        )

    def copy(self) -> MarketState:
        """Give a state of its own."""
        return replace(
            self,
            contributions=self.contributions.copy(),
            parts=self.parts.copy(),
            proposals=self.proposals.copy(),
            challenges=self.challenges.copy(),
            credits_wei=self.credits_wei.copy(),
        )

    @property
    def contribution_count(self) -> int:
        """Contributions, those not revealed included."""
        return len(self.contributions)

    @property
    def ended(self) -> bool:
        """Whether the market has ended."""
        return self.phase >= MarketPhase.RESOLVED

    @property
    def scored_parts(self) -> tuple[int, ...]:
        """Numbers of the parts that are scored, ascending: all but the drawn one."""
        return tuple(part for part in range(self.terms.part_count) if part != self.drawn_part)

    @property
    def plan(self) -> StepPlan:
        """What never changes while a result is found."""
        scored = self.terms.part_count - 1
        return StepPlan(
            contribution_count=self.contribution_count,
            scored_parts=scored,
            scored_rows=scored * self.terms.rows_per_part,
            unit_wei=self.unit_wei,
        )

    @property
    def segment_steps(self) -> int:
        """Steps of each segment but perhaps the last: the root of their number, rounded up."""
        return layout.segment_steps(self.step_count) if self.step_count else 0

    @property
    def segment_count(self) -> int:
        """Number of segments."""
        return layout.segment_count(self.step_count) if self.step_count else 0

    def steps_in(self, segment: int) -> int:
        """Give the number of steps of a segment."""
        return layout.steps_in(segment, self.step_count)

    @property
    def balance_wei(self) -> int:
        """ETH that the contract holds."""
        return self.recorded_wei + self.forced_wei

    def credit_wei(self, account: Address) -> int:
        """Give what a withdrawal would pay now."""
        return self.credits_wei.get(account, 0)

    def is_over(self, now_s: int) -> bool:
        """Whether the model may open its next market.

        A result whose weights nobody can produce must not hold the model, so the wait for the
        model to adopt it has an end.
        """
        if not self.ended:
            return False
        if self.result is None or self.adopted or self.result.weights_hash == self.weights_hash:
            return True
        return now_s > self.deadline_s - self.terms.claim_s + ADOPT_S
