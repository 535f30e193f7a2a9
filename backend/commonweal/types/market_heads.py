"""What a market's reads give, named and ordered as in Solidity, and what it knows of its chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonweal.types.market import MarketPhase, MarketResult
from commonweal.types.trainer import Address


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a call sees of its chain beside the time.

    Attributes
    ----------
    chain_id : int
        Id of the chain.
    block_number : int
        Number of the block that holds the call.
    hash_of : callable
        Gives the hash (32 bytes) of an earlier block by its number.
    """

    chain_id: int
    block_number: int
    hash_of: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class MarketHead:
    """Where a market stands.

    Attributes
    ----------
    phase : MarketPhase
        Its phase.
    deadline_s : int
        Until when the phase's own move is due; when ended, until when one may claim.
    contribution_count, revealed_count : int
        Contributions; of which samples are known.
    missed_draws : int
        Draws that nobody made.
    drawn_part : int
        The part that was drawn, from `REVEALING_DRAWN_PART` on.
    parts_revealed : int
        Parts revealed.
    standing : int
        Proposals that were neither refuted nor closed.
    fees_wei : int
        Fees together.
    """

    phase: MarketPhase
    deadline_s: int
    contribution_count: int
    revealed_count: int
    missed_draws: int
    drawn_part: int
    parts_revealed: int
    standing: int
    fees_wei: int


@dataclass(frozen=True, slots=True)
class ContributionRecord:
    """What a market keeps of a contribution; `record` is 32 zero bytes if there is none."""

    record: bytes
    is_revealed: bool
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class MarketRoots:
    """Commitments to the test set, and the hash of the weights at the start."""

    test_root: bytes
    start_weights_hash: bytes


@dataclass(frozen=True, slots=True)
class Trace:
    """The row of steps: from `RESOLVING` on.

    Attributes
    ----------
    first_hash : bytes
        Hash before the first step.
    step_count : int
        Number of steps.
    segment_steps, segment_count : int
        Steps of each segment but perhaps the last; number of segments.
    """

    first_hash: bytes
    step_count: int
    segment_steps: int
    segment_count: int


@dataclass(frozen=True, slots=True)
class DirectRun:
    """Where the direct run is: the next step and the hash of the state before it."""

    next_step: int
    state_hash: bytes


@dataclass(frozen=True, slots=True)
class ProposalHead:
    """Where a proposal stands; all 0 if it is unknown or closed.

    Attributes
    ----------
    proposed_at_s : int
        Its time.
    waiting : int
        Challenged segments not revealed yet.
    challenges : int
        Challenges ever made.
    is_refuted : bool
        Whether it lost.
    """

    proposed_at_s: int
    waiting: int
    challenges: int
    is_refuted: bool


@dataclass(frozen=True, slots=True)
class ChallengeHead:
    """Where a challenge stands; all 0 if there is none or it is closed."""

    challenger: Address
    challenged_at_s: int
    hashes_hash: bytes


@dataclass(frozen=True, slots=True)
class MarketOutcome:
    """How a market ended; all 0 before.

    Attributes
    ----------
    result : MarketResult
        Payouts, weights, sum; all 0 without a result.
    bonus_wei : int
        Beside its balance (or value), for each revealed contribution.
    owed_wei : int
        Not claimed yet.
    is_adopted : bool
        Whether the model has the weights.
    """

    result: MarketResult
    bonus_wei: int
    owed_wei: int
    is_adopted: bool


@dataclass(frozen=True, slots=True)
class MarketBonds:
    """Bond of a proposal, of a challenge."""

    proposal_wei: int
    challenge_wei: int
