"""Events of markets and of models that learn by them."""

from __future__ import annotations

from dataclasses import dataclass

from commonweal.types import Address, MarketResult, MarketTerms


@dataclass(frozen=True, slots=True)
class MarketOpened:
    """A market was opened.

    Attributes
    ----------
    number : int
        Number of the model's market, from 0.
    market : Address
        Its contract: the model's contract number + 1 (CREATE), so known before.
    test_root : bytes
        Merkle root over the commitments to the parts of the test set, see
        `IMarket.revealPart`.
    weights_hash : bytes
        keccak256 of the packed words that it starts from.
    """

    number: int
    market: Address
    sponsor: Address
    terms: MarketTerms
    test_root: bytes
    weights_hash: bytes


@dataclass(frozen=True, slots=True)
class WeightsAdopted:
    """The model adopted a market's weights."""

    market: Address
    words: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PartDrawn:
    """The part to show was drawn.

    Attributes
    ----------
    block_hash : bytes
        Hash of the block that decided: part = keccak256(block hash, market) mod part_count.
    missed_draws : int
        Draws that nobody made in time; each cost the sponsor.
    """

    part: int
    caller: Address
    block_hash: bytes
    missed_draws: int


@dataclass(frozen=True, slots=True)
class MarketVoided:
    """The market ended before anybody could contribute."""

    caller: Address
    missed_draws: int


@dataclass(frozen=True, slots=True)
class PartRevealed:
    """A part of the test set was revealed; the drawn one is never scored."""

    part: int
    salt: bytes
    rows: bytes


@dataclass(frozen=True, slots=True)
class Committed:
    """A sealed contribution was committed to."""

    index: int
    contributor: Address
    value_wei: int
    commitment: bytes


@dataclass(frozen=True, slots=True)
class ContributionRevealed:
    """A sealed contribution was revealed; it trains in the order of its index."""

    index: int
    contributor: Address
    salt: bytes
    samples: bytes


@dataclass(frozen=True, slots=True)
class ParticipationEnded:
    """No more contributions are taken."""

    caller: Address
    contribution_count: int


@dataclass(frozen=True, slots=True)
class RevealEnded:
    """No more sealed contributions are revealed."""

    caller: Address
    revealed_count: int


@dataclass(frozen=True, slots=True)
class MarketCancelled:
    """There is nothing to train on; bounty and bond returned."""


@dataclass(frozen=True, slots=True)
class ResultOpened:
    """The whole test set is known: the result can be found.

    Attributes
    ----------
    first_hash : bytes
        Hash of the state before the first step.
    step_count : int
        Number of steps.
    unit_wei : int
        Most that a contribution can gain or lose in a round.
    """

    first_hash: bytes
    step_count: int
    unit_wei: int


@dataclass(frozen=True, slots=True)
class SponsorDefaulted:
    """The sponsor did not reveal the test set.

    Attributes
    ----------
    compensation_wei : int
        What each revealed contribution gets beside its own value.
    """

    caller: Address
    compensation_wei: int


@dataclass(frozen=True, slots=True)
class StepsRun:
    """Steps were run here.

    Attributes
    ----------
    next_step : int
        Number of the next step.
    state_hash : bytes
        Hash of the state before it.
    """

    caller: Address
    next_step: int
    state_hash: bytes


@dataclass(frozen=True, slots=True)
class ResultProposed:
    """A result was proposed under a bond.

    Attributes
    ----------
    cuts : tuple[bytes, ...]
        Hashes between segments, without the first and the last.
    """

    id: bytes
    proposer: Address
    result: MarketResult
    cuts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class SegmentChallenged:
    """A segment of a proposal was challenged under a bond."""

    id: bytes
    segment: int
    challenger: Address


@dataclass(frozen=True, slots=True)
class SegmentRevealed:
    """The hashes within a challenged segment, without those at its ends."""

    id: bytes
    segment: int
    inner: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ProposalRefuted:
    """A proposal was shown wrong, or its proposer fell silent; it lost its bond.

    Attributes
    ----------
    step : int
        The wrong step; the number of steps where the proposer was silent, or a direct run
        showed it wrong.
    """

    id: bytes
    caller: Address
    step: int


@dataclass(frozen=True, slots=True)
class ChallengeFailed:
    """Nobody named a wrong step in a challenged segment.

    The challenger lost its bond to the proposer.
    """

    id: bytes
    segment: int
    challenger: Address


@dataclass(frozen=True, slots=True)
class ChallengeReturned:
    """A challenge of a refuted proposal was closed; the challenger got its bond back."""

    id: bytes
    segment: int
    challenger: Address


@dataclass(frozen=True, slots=True)
class BondReturned:
    """A proposal that was not refuted got its bond back."""

    id: bytes


@dataclass(frozen=True, slots=True)
class MarketResolved:
    """The market has a result.

    Attributes
    ----------
    id : bytes
        The accepted proposal; 0 after a direct run.
    bonus_wei : int
        What each revealed contribution gets of the stakes of those not revealed.
    """

    id: bytes
    result: MarketResult
    bonus_wei: int
    remainder_wei: int


@dataclass(frozen=True, slots=True)
class MarketExpired:
    """No result was found in time; values return."""

    caller: Address


@dataclass(frozen=True, slots=True)
class Claimed:
    """A contribution was paid."""

    index: int
    contributor: Address
    amount_wei: int


@dataclass(frozen=True, slots=True)
class ClaimsClosed:
    """Time to claim is over; what was not claimed is burnt."""

    caller: Address


@dataclass(frozen=True, slots=True)
class Credited:
    """An account was credited; see `Withdrawn`."""

    account: Address
    amount_wei: int


@dataclass(frozen=True, slots=True)
class Burnt:
    """ETH was destroyed."""

    amount_wei: int
