"""Actions of markets; `Contribute` and `Withdraw` are those of trainers."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.types import (
    Address,
    Claim,
    MarketResult,
    MarketTerms,
    Proposal,
    Segment,
    StepInput,
)


@dataclass(frozen=True, slots=True)
class OpenMarket:
    """Open a market with the bounty.

    The proposer's fee and the sponsor's bond as value. To: a model under markets. Access:
    anyone. Phase: upload closed, no market open.
    """

    terms: MarketTerms
    test_root: bytes
    value_wei: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """Let the model adopt the weights of a market's result. To: the market. By: anyone."""

    weights: bytes


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw the part to show.

    By the hash of a block after the opening; the caller gets a tip from the bond. To: a
    market. Access: anyone. Phase: Drawing. The deciding block is the second after the opening;
    if nobody drew within 256 blocks it moves on by 256, and each such miss burns a part of the
    bond. After three there is none.
    """


@dataclass(frozen=True, slots=True)
class VoidMarket:
    """End a market whose draws were all missed.

    Or whose drawn part was not shown in time. To: a market. Access: anyone, for a fee from the
    bond, the rest of which is burnt. Phase: Drawing, RevealingDrawnPart.
    """


@dataclass(frozen=True, slots=True)
class RevealPart:
    """Reveal a part.

    First the drawn one; when contributions are in, the others in any order. To: a market.
    Access: the sponsor. Phase: RevealingDrawnPart, RevealingTest.

    Attributes
    ----------
    salt : bytes
        Commitment = keccak256(abi.encode(chainid, market, part, salt, keccak256(rows))); a
        leaf of testRoot.
    rows : bytes
        Packed samples in increasing order of their hashes, at most 48,000 bytes.
    """

    part: int
    salt: bytes
    rows: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Commit:
    """Commit to samples.

    Value as in `contribute`. To: a market. Access: anyone. Phase: Participating, sealed
    market.

    Attributes
    ----------
    commitment : bytes
        keccak256(abi.encode(sender, chainid, market, salt, keccak256(samples))).
    """

    commitment: bytes
    value_wei: int


@dataclass(frozen=True, slots=True)
class EndParticipation:
    """End participation.

    To: a market. Access: anyone. Phase: Participating; from earliestEndS with enough
    contributions or a full market, from latestEndS always. Without contributions the market is
    cancelled.
    """


@dataclass(frozen=True, slots=True)
class RevealContribution:
    """Reveal a sealed contribution of the caller.

    To: a market. Access: its contributor. Phase: RevealingContributions.
    """

    index: int
    salt: bytes
    value_wei: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class EndReveal:
    """End the reveal of contributions.

    All are revealed, or time is up. To: a market. Access: anyone. Phase:
    RevealingContributions. With none revealed the market is cancelled.
    """


@dataclass(frozen=True, slots=True)
class DeclareDefault:
    """End a market whose sponsor did not reveal the test set in time.

    To: a market. Access: anyone, for a fee from the bond. Phase: RevealingTest. Each revealed
    contribution gets its value and at most its stake again; at least half of the bond is
    burnt.
    """


@dataclass(frozen=True, slots=True)
class RunSteps:
    """Run the next steps of the result here.

    To: a market. Access: anyone. Phase: Resolving. Round steps of a state that is final are
    skipped. The last step resolves the market, whatever was proposed.
    """

    inputs: tuple[StepInput, ...]


@dataclass(frozen=True, slots=True)
class Propose:
    """Propose a result.

    Value: `proposalBondWei`. To: a market. Access: anyone. Phase: Resolving, as long as a
    dispute can end before the last date.

    Attributes
    ----------
    cuts : tuple[bytes, ...]
        Hashes between segments, without the first and the last, which the contract knows.
    """

    result: MarketResult
    cuts: tuple[bytes, ...]
    value_wei: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """Challenge a segment whose first hash one agrees with and whose last hash one does not.

    Value: `challengeBondWei`. To: a market. Access: anyone. Until windowS after the proposal,
    in any phase from Resolving on.
    """

    proposal: Proposal
    segment: Segment
    value_wei: int


@dataclass(frozen=True, slots=True)
class RevealSegment:
    """Reveal the hashes within a challenged segment.

    To: a market. Access: the proposer. Until moveS after the challenge.
    """

    proposal: Proposal
    segment: Segment
    inner: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Refute:
    """Show that a step of a revealed segment is wrong.

    To: a market. Access: anyone. Until windowS + 2 moveS after the proposal.

    Attributes
    ----------
    hashes : tuple[bytes, ...]
        All hashes of the segment, its ends included.
    offset : int
        Number of the step within the segment.
    """

    proposal: Proposal
    segment: int
    hashes: tuple[bytes, ...]
    offset: int
    input: StepInput


@dataclass(frozen=True, slots=True)
class CloseSilent:
    """Refute a proposal whose proposer did not reveal a challenged segment in time.

    To: a market. Access: anyone; the challenger is paid.
    """

    proposal: Proposal
    segment: int


@dataclass(frozen=True, slots=True)
class CloseChallenge:
    """Close a challenge.

    Back to the challenger if the proposal was refuted; else, when no step can be named any
    more, to the proposer. To: a market. Access: anyone.
    """

    proposal: Proposal
    segment: int


@dataclass(frozen=True, slots=True)
class Resolve:
    """Accept a proposal that stood its time.

    To: a market. Access: anyone. Phase: Resolving. From windowS after the proposal if nobody
    challenged it, else from windowS + 2 moveS on.
    """

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class CloseProposal:
    """Return the bond of a proposal that was not accepted and not refuted.

    Refute it if a direct run showed another result. To: a market. Access: anyone. When the
    market has ended and the proposal has stood its time.
    """

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Expire:
    """End a market without a result.

    To: a market. Access: anyone. Phase: Resolving, from resolveS after its begin, if no
    proposal stands.
    """


@dataclass(frozen=True, slots=True)
class ClaimPayouts:
    """Pay contributions of the caller to `recipient`.

    To: a market. Access: their contributor. Phase: Resolved, Defaulted, Expired; until claimS
    after the end.
    """

    claims: tuple[Claim, ...]
    recipient: Address


@dataclass(frozen=True, slots=True)
class BurnUnclaimed:
    """Burn what was not claimed in time. To: a market. Access: anyone."""
