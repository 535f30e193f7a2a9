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
    """Open a market; value: bounty, proposer's fee and sponsor's bond.

    To: a model under markets, once its upload is closed and no market is open. By: anyone.

    Attributes
    ----------
    number : int
        Number of the model's next market, to whose address the commitments are bound.
    terms : MarketTerms
        Fixed for the market's life.
    test_root : bytes
        Root over the commitments to the parts of the test set in their order
        (`twin.market.ordered_tree`); see `RevealPart`.
    """

    number: int
    terms: MarketTerms
    test_root: bytes
    value_wei: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """Let the model adopt the weights of a market's result. To: the market. By: anyone."""

    weights: bytes


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw the part to show. To: a market that is drawing. By: anyone, for a tip from the bond.

    The second block after the opening decides. If nobody drew within 256 blocks of it the next
    256th does, and each such miss burns a part of the bond. After three there is none.
    """


@dataclass(frozen=True, slots=True)
class VoidMarket:
    """End a market whose draws were all missed, or whose drawn part was not shown in time.

    To: a market before anybody could contribute. By: anyone, for a fee from the bond, the rest of
    which is burnt.
    """


@dataclass(frozen=True, slots=True)
class RevealPart:
    """Reveal a part of the test set: first the drawn one, after participation all others.

    To: a market. By: its sponsor.

    Attributes
    ----------
    part : int
        Its number; the hidden ones may come in any order.
    salt : bytes
        Of the commitment keccak256(abi.encode(chainid, market, part, salt, keccak256(rows))).
    rows : bytes
        Packed samples in increasing order of their hashes, at most 48,000 bytes.
    proof : tuple of bytes
        Siblings from the commitment, in the part's place, up to the market's `test_root`.
    """

    part: int
    salt: bytes
    rows: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Commit:
    """Commit to samples; value as in `Contribute`. To: a sealed market. By: anyone.

    Attributes
    ----------
    commitment : bytes
        keccak256(abi.encode(sender, chainid, market, salt, keccak256(samples))).
    """

    commitment: bytes
    value_wei: int


@dataclass(frozen=True, slots=True)
class EndParticipation:
    """End participation. To: a market. By: anyone.

    From `earliest_end_s` on with enough contributions, from `latest_end_s` on always, and at any
    time if the market is full. Without contributions the market is cancelled.
    """


@dataclass(frozen=True, slots=True)
class RevealContribution:
    """Reveal a sealed contribution. To: a sealed market after participation. By: its contributor.

    Attributes
    ----------
    index : int
        Number of the contribution.
    salt : bytes
        Of the commitment.
    sent_wei : int
        Value that was sent with the commitment; this call takes none.
    samples : bytes
        1..128 packed samples, at most 48,000 bytes.
    """

    index: int
    salt: bytes
    sent_wei: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class EndReveal:
    """End the reveal of contributions: all are revealed, or time is up. To: a market. By: anyone.

    With none revealed the market is cancelled.
    """


@dataclass(frozen=True, slots=True)
class DeclareDefault:
    """End a market whose sponsor did not reveal the test set in time.

    To: a market. By: anyone, for a fee from the bond. Each revealed contribution gets its value
    and at most its stake again; at least half of the bond is burnt.
    """


@dataclass(frozen=True, slots=True)
class RunSteps:
    """Run the next steps of the result on chain. To: a market that is resolving. By: anyone.

    Round steps of a state that is final are skipped. The last step resolves the market, whatever
    was proposed.
    """

    inputs: tuple[StepInput, ...]


@dataclass(frozen=True, slots=True)
class Propose:
    """Propose a result; value: the proposal bond. To: a market that is resolving. By: anyone.

    As long as a dispute can end before the last date.

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

    Value: the challenge bond. To: a market, until `window_s` after the proposal. By: anyone.
    """

    proposal: Proposal
    segment: Segment
    value_wei: int


@dataclass(frozen=True, slots=True)
class RevealSegment:
    """Reveal the hashes within a challenged segment.

    To: a market, until `move_s` after the challenge. By: the proposer.
    """

    proposal: Proposal
    segment: Segment
    inner: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Refute:
    """Show that a step of a revealed segment is wrong.

    To: a market, until `window_s` + 2 `move_s` after the proposal. By: anyone.

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

    To: a market. By: anyone; the challenger is paid.
    """

    proposal: Proposal
    segment: int


@dataclass(frozen=True, slots=True)
class CloseChallenge:
    """Close a challenge. To: a market. By: anyone.

    The bond goes back to the challenger if the proposal was refuted; else, when no step can be
    named any more, to the proposer.
    """

    proposal: Proposal
    segment: int


@dataclass(frozen=True, slots=True)
class Resolve:
    """Accept a proposal that stood its time. To: a market that is resolving. By: anyone.

    After `window_s` if nobody challenged it, else after `window_s` + 2 `move_s`.
    """

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class CloseProposal:
    """Return the bond of a proposal that was neither accepted nor refuted.

    To: a market that has ended, once the proposal has stood its time. By: anyone. If a direct run
    showed another result the proposal is refuted instead.
    """

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Expire:
    """End a market without a result, after its last date, if no proposal stands.

    To: a market that is resolving. By: anyone.
    """


@dataclass(frozen=True, slots=True)
class ClaimPayouts:
    """Pay contributions of the caller to `recipient`. To: a market, until `claim_s` after its end.

    By: their contributor. In Solidity: `claim`.
    """

    claims: tuple[Claim, ...]
    recipient: Address


@dataclass(frozen=True, slots=True)
class BurnUnclaimed:
    """Burn what was not claimed in time. To: a market. By: anyone."""
