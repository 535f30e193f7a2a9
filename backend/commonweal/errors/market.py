"""What markets and models that learn by them reject."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.errors.rejection import Rejection, amount_range, eth, moment
from commonweal.types import Address, MarketPhase, bytes32_to_text


@dataclass(unsafe_hash=True)
class MarketTermOutOfRange(Rejection):
    """A term is outside of what is safe; `term` names the one."""

    term: bytes
    found: int
    least: int
    most: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The market's {bytes32_to_text(self.term)} should be "
            f"{amount_range(self.least, self.most)} but is {self.found:,}; choose other terms."
        )


@dataclass(unsafe_hash=True)
class MarketValueWrong(Rejection):
    """The value sent is not what is asked for exactly."""

    expected_wei: int
    found_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Exactly {eth(self.expected_wei)} should be sent along but {eth(self.found_wei)} was; "
            "send bounty, fee and bond together, or the bond that is asked for."
        )


@dataclass(unsafe_hash=True)
class MarketStillOpen(Rejection):
    """The model's present market has not ended, or its weights are not adopted yet."""

    market: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A model has one market at a time and {self.market} is still open; "
            "wait for its end, and let the model adopt its weights."
        )


@dataclass(unsafe_hash=True)
class MarketNumberWrong(Rejection):
    """The model's next market has another number: somebody else's was opened in between."""

    expected: int
    found: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The model's next market is its number {self.expected}, but the test set was "
            f"committed to number {self.found}; commit to it anew."
        )


@dataclass(unsafe_hash=True)
class MarketTakesContributions(Rejection):
    """Contributions go to the model's market (0: there is none)."""

    market: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This model learns by markets: contributions go to {self.market}, not to the model "
            "itself; contribute there, or open a market if the address is 0."
        )


@dataclass(unsafe_hash=True)
class MarketNotCurrent(Rejection):
    """Only the model's present market may change its weights."""

    expected: Address
    found: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only the present market {self.expected} may change the weights, not {self.found}; "
            "call the market's adopt instead."
        )


@dataclass(unsafe_hash=True)
class MarketRuleOutOfRange(Rejection):
    """The rules are outside of what is safe; `rule` names the one."""

    rule: bytes
    found: int
    least: int
    most: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The rule {bytes32_to_text(self.rule)} should be "
            f"{amount_range(self.least, self.most)} but is {self.found:,}; choose another."
        )


@dataclass(unsafe_hash=True)
class MarketWrongPhase(Rejection):
    """The call belongs to another phase."""

    expected: MarketPhase
    actual: MarketPhase

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This belongs to the phase {self.expected.label} but the market is in "
            f"{self.actual.label}; see what the market waits for."
        )


@dataclass(unsafe_hash=True)
class MarketNotEnded(Rejection):
    """The result has ended the market, or not yet."""

    actual: MarketPhase

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This is for markets that have ended with something to pay, but this one is in "
            f"{self.actual.label}; see what it waits for."
        )


@dataclass(unsafe_hash=True)
class MarketNotSponsor(Rejection):
    """Only the sponsor may reveal the test set."""

    expected: Address
    found: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only the sponsor {self.expected} may reveal the test set, not {self.found}; "
            "send from the sponsor's account."
        )


@dataclass(unsafe_hash=True)
class MarketNotTrainer(Rejection):
    """Only the model may set the market up, once."""

    expected: Address
    found: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only the model {self.expected} may set its market up, once, not {self.found}; "
            "open markets by the model."
        )


@dataclass(unsafe_hash=True)
class MarketTooEarly(Rejection):
    """It may happen from `fromS` on."""

    now_s: int
    from_s: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This may happen from {moment(self.from_s)} on and it is {moment(self.now_s)}; wait."
        )


@dataclass(unsafe_hash=True)
class MarketTooLate(Rejection):
    """It could happen until `untilS`."""

    now_s: int
    until_s: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"This could happen until {moment(self.until_s)} and it is {moment(self.now_s)}; "
            "see what the market does without it."
        )


@dataclass(unsafe_hash=True)
class MarketDrawTooEarly(Rejection):
    """The draw is decided by a block that is not there yet."""

    block_number: int
    from_block: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The draw is decided by a block that is not there yet: it can be made from block "
            f"{self.from_block:,} on and this is {self.block_number:,}; wait for some blocks."
        )


@dataclass(unsafe_hash=True)
class MarketDrawsMissed(Rejection):
    """All draws were missed: the market can only be voided."""

    missed_draws: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"All {self.missed_draws} draws were missed, so there is nothing to draw any more; "
            "void the market."
        )


@dataclass(unsafe_hash=True)
class MarketDrawPossible(Rejection):
    """There may still be a draw."""

    missed_draws: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The market can be voided once three draws were missed but {self.missed_draws} were; "
            "draw instead."
        )


@dataclass(unsafe_hash=True)
class MarketPartWrong(Rejection):
    """Another part is due, or there is no such part."""

    expected: int
    found: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Part {self.expected} was expected (the drawn one, or the last there is) but "
            f"{self.found} was given; give another number."
        )


@dataclass(unsafe_hash=True)
class MarketPartAlreadyRevealed(Rejection):
    """The part was revealed already."""

    part: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"Part {self.part} was revealed already; go on with another."


@dataclass(unsafe_hash=True)
class MarketPartMismatch(Rejection):
    """Rows or salt are not those committed to, or the proof is of something else."""

    part: int
    commitment: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Rows, salt and proof of part {self.part} should be those committed to but lead to "
            f"0x{self.commitment.hex()}; use the sponsor's file of exactly this market."
        )


@dataclass(unsafe_hash=True)
class MarketRowsWrong(Rejection):
    """The part does not have the number of rows that the terms say."""

    part: int
    expected: int
    found: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Part {self.part} should have {self.expected:,} rows as the terms say but has "
            f"{self.found:,}; use the file that was committed to."
        )


@dataclass(unsafe_hash=True)
class MarketRowsNotIncreasing(Rejection):
    """Rows of a part stand in increasing order of their hashes, so none is there twice."""

    part: int
    row: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "Rows of a part should stand in increasing order of their hashes, each once, but row "
            f"{self.row} of part {self.part} does not; sort the rows and remove repeated ones."
        )


@dataclass(unsafe_hash=True)
class MarketPartsOverlap(Rejection):
    """Hashes of a part's rows are all above those of the part before.

    Rows are distinct across parts.
    """

    part: int
    neighbour: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Hashes of the rows of part {self.part} should all lie on one side of those of part "
            f"{self.neighbour} but do not; sort the whole test set before splitting it."
        )


@dataclass(unsafe_hash=True)
class MarketFull(Rejection):
    """The market has all the contributions that it takes."""

    capacity: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The market takes {self.capacity:,} contributions and has them all; "
            "wait for the model's next market."
        )


@dataclass(unsafe_hash=True)
class MarketModeWrong(Rejection):
    """A sealed market takes commitments, an open one samples."""

    is_sealed: bool

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            "This market takes commitments first"
            if self.is_sealed
            else "This market takes samples at once"
        ) + "; contribute in the way of this market."


@dataclass(unsafe_hash=True)
class MarketTooFewContributions(Rejection):
    """Fewer contributions than the terms ask for before the latest end."""

    found: int
    least: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Before its latest end the market needs {self.least:,} contributions to end and has "
            f"{self.found:,}; wait."
        )


@dataclass(unsafe_hash=True)
class MarketContributionUnknown(Rejection):
    """No such contribution."""

    index: int
    contribution_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A contribution below {self.contribution_count:,} was expected but {self.index:,} "
            "was given; check the number."
        )


@dataclass(unsafe_hash=True)
class MarketRecordMismatch(Rejection):
    """Contributor, samples (or commitment) and value are not those on record."""

    index: int
    expected: bytes
    found: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Contribution {self.index} is on record as 0x{self.expected.hex()} but what was given "
            f"leads to 0x{self.found.hex()}; give its own contributor, samples, salt and value."
        )


@dataclass(unsafe_hash=True)
class MarketAlreadyRevealed(Rejection):
    """The contribution was revealed already."""

    index: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"Contribution {self.index} was revealed already; nothing is left to do for it."


@dataclass(unsafe_hash=True)
class MarketNotRevealed(Rejection):
    """The contribution was never revealed: its stake is forfeited."""

    index: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Contribution {self.index} was not revealed in time, so its stake is forfeited; "
            "nothing can be claimed for it."
        )


@dataclass(unsafe_hash=True)
class MarketRevealsPending(Rejection):
    """Other contributions can still be revealed."""

    revealed: int
    contribution_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Of {self.contribution_count:,} contributions {self.revealed:,} are revealed and "
            "there is still time for the others; wait."
        )


@dataclass(unsafe_hash=True)
class MarketInputMismatch(Rejection):
    """What was given for a step is not what stands in the hashes; `field` names it."""

    field: bytes
    expected: bytes
    found: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The {bytes32_to_text(self.field)} given for the step should hash to "
            f"0x{self.expected.hex()} but hash to 0x{self.found.hex()}; "
            "compute them again from the market's own events."
        )


@dataclass(unsafe_hash=True)
class MarketStepUnknown(Rejection):
    """There is no such step here."""

    step: int
    step_count: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A step below {self.step_count:,} was expected but {self.step:,} was given; "
            "check the number."
        )


@dataclass(unsafe_hash=True)
class MarketStepRight(Rejection):
    """The step is right."""

    step: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"Step {self.step:,} is right as it was proposed; name a wrong one."


@dataclass(unsafe_hash=True)
class MarketHashesWrong(Rejection):
    """A proposal has this many cuts, a segment this many inner hashes."""

    expected: int
    found: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The proposal or segment should have {self.expected:,} hashes but {self.found:,} "
            "were given; compute the trace again."
        )


@dataclass(unsafe_hash=True)
class MarketPaysTooMuch(Rejection):
    """A result cannot pay more than there is."""

    paid_wei: int
    most_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"A result can pay {eth(self.most_wei)} at most but this one pays "
            f"{eth(self.paid_wei)}; compute it again."
        )


@dataclass(unsafe_hash=True)
class MarketProposalUnknown(Rejection):
    """There is no such proposal, or it is closed."""

    id: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"No open proposal has the id 0x{self.id.hex()}; see the market's proposals."


@dataclass(unsafe_hash=True)
class MarketProposalKnown(Rejection):
    """The same account proposed the same before."""

    id: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The proposal 0x{self.id.hex()} was made before by the same account; "
            "wait for its time to pass."
        )


@dataclass(unsafe_hash=True)
class MarketProposalRefuted(Rejection):
    """The proposal was refuted."""

    id: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"The proposal 0x{self.id.hex()} was refuted; see the market's other proposals."


@dataclass(unsafe_hash=True)
class MarketProposalChallenged(Rejection):
    """Challenged segments wait for their reveal."""

    id: bytes
    waiting: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The proposal 0x{self.id.hex()} should have no hidden challenged segment but has "
            f"{self.waiting:,}; wait for its proposer, who reveals them or loses."
        )


@dataclass(unsafe_hash=True)
class MarketProposalsStand(Rejection):
    """A proposal that may yet be accepted stands in the way."""

    standing: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"No proposal should stand that may yet be accepted but {self.standing:,} "
            f"{'does' if self.standing == 1 else 'do'}; resolve by one, or refute them."
        )


@dataclass(unsafe_hash=True)
class MarketNotProposer(Rejection):
    """Only the proposer may reveal."""

    expected: Address
    found: Address

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Only the proposer {self.expected} may reveal, not {self.found}; "
            "send from the proposer's account."
        )


@dataclass(unsafe_hash=True)
class MarketSegmentUnknown(Rejection):
    """The segment is not part of the proposal."""

    id: bytes
    segment: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Segment {self.segment} with these hashes is not part of proposal 0x{self.id.hex()}; "
            "take the hashes from the proposal's event."
        )


@dataclass(unsafe_hash=True)
class MarketSegmentChallenged(Rejection):
    """The segment is challenged already."""

    id: bytes
    segment: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Segment {self.segment} of proposal 0x{self.id.hex()} is challenged already; "
            "wait for its reveal and name the wrong step."
        )


@dataclass(unsafe_hash=True)
class MarketChallengeUnknown(Rejection):
    """Nobody challenges the segment, or the challenge is closed."""

    id: bytes
    segment: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"An open challenge of segment {self.segment} of proposal 0x{self.id.hex()} "
            "was expected but there is none; check the number."
        )


@dataclass(unsafe_hash=True)
class MarketSegmentRevealed(Rejection):
    """The segment was revealed already."""

    id: bytes
    segment: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Segment {self.segment} of proposal 0x{self.id.hex()} was revealed already; "
            "name a wrong step, or wait."
        )


@dataclass(unsafe_hash=True)
class MarketSegmentHidden(Rejection):
    """The segment was not revealed."""

    id: bytes
    segment: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Segment {self.segment} of proposal 0x{self.id.hex()} was not revealed yet; "
            "wait for its proposer, who loses by silence."
        )


@dataclass(unsafe_hash=True)
class MarketWeightsWrong(Rejection):
    """The weights are not those of the result."""

    expected: bytes
    found: bytes

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The result's weights hash to 0x{self.expected.hex()} but those given to "
            f"0x{self.found.hex()}; compute them again."
        )


@dataclass(unsafe_hash=True)
class MarketAlreadyAdopted(Rejection):
    """The model has the market's weights."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return "The model has the market's weights already; nothing is left to do."


@dataclass(unsafe_hash=True)
class MarketAlreadyClaimed(Rejection):
    """The contribution was claimed already."""

    index: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return f"Contribution {self.index} was claimed already; nothing is left for it."


@dataclass(unsafe_hash=True)
class MarketClaimWrong(Rejection):
    """The proof does not lead to the result's payouts."""

    index: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"Balance and proof of contribution {self.index} do not lead to the market's payouts; "
            "take them from `commonweal market claim` or the API."
        )


@dataclass(unsafe_hash=True)
class MarketOwesLess(Rejection):
    """What is left does not cover this."""

    asked_wei: int
    owed_wei: int

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return (
            f"The market owes {eth(self.owed_wei)} in all but {eth(self.asked_wei)} was claimed; "
            "the accepted result is wrong, and others claimed before."
        )


@dataclass(unsafe_hash=True)
class MarketNothingLeft(Rejection):
    """There is nothing to do."""

    @property
    def sentence(self) -> str:
        """What was expected, what was found, what to do."""
        return "Something should be left to burn or to do but nothing is; no call is needed."
