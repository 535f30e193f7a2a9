"""What happened: one class for each event of the contracts, fields in the event's order.

An event does not know where it stands. `Emitted` adds the contract that emitted it, `Recorded`
also the block and the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commonweal.events.market import (
    BondReturned,
    Burnt,
    ChallengeFailed,
    ChallengeReturned,
    Claimed,
    ClaimsClosed,
    Committed,
    ContributionRevealed,
    Credited,
    MarketCancelled,
    MarketExpired,
    MarketOpened,
    MarketResolved,
    MarketVoided,
    PartDrawn,
    ParticipationEnded,
    PartRevealed,
    ProposalRefuted,
    ResultOpened,
    ResultProposed,
    RevealEnded,
    SegmentChallenged,
    SegmentRevealed,
    SponsorDefaulted,
    StepsRun,
    WeightsAdopted,
)
from commonweal.events.trainer import (
    Approval,
    ApprovalForAll,
    Contributed,
    DisagreementFound,
    Funded,
    Locked,
    Settled,
    TrainerDeployed,
    Transfer,
    Unlocked,
    UploadClosed,
    Validated,
    WeightsUploaded,
    Withdrawn,
)
from commonweal.types import Address

Event: TypeAlias = (
    TrainerDeployed
    | WeightsUploaded
    | UploadClosed
    | Contributed
    | DisagreementFound
    | Settled
    | Funded
    | Withdrawn
    | Validated
    | Transfer
    | Locked
    | Unlocked
    | Approval
    | ApprovalForAll
    | MarketOpened
    | WeightsAdopted
    | PartDrawn
    | MarketVoided
    | PartRevealed
    | Committed
    | ContributionRevealed
    | ParticipationEnded
    | RevealEnded
    | MarketCancelled
    | ResultOpened
    | SponsorDefaulted
    | StepsRun
    | ResultProposed
    | SegmentChallenged
    | SegmentRevealed
    | ProposalRefuted
    | ChallengeFailed
    | ChallengeReturned
    | BondReturned
    | MarketResolved
    | MarketExpired
    | Claimed
    | ClaimsClosed
    | Credited
    | Burnt
)

EVENTS: dict[str, type[Event]] = {
    event.__name__: event
    for event in (
        TrainerDeployed,
        WeightsUploaded,
        UploadClosed,
        Contributed,
        DisagreementFound,
        Settled,
        Funded,
        Withdrawn,
        Validated,
        Transfer,
        Locked,
        Unlocked,
        Approval,
        ApprovalForAll,
        MarketOpened,
        WeightsAdopted,
        PartDrawn,
        MarketVoided,
        PartRevealed,
        Committed,
        ContributionRevealed,
        ParticipationEnded,
        RevealEnded,
        MarketCancelled,
        ResultOpened,
        SponsorDefaulted,
        StepsRun,
        ResultProposed,
        SegmentChallenged,
        SegmentRevealed,
        ProposalRefuted,
        ChallengeFailed,
        ChallengeReturned,
        BondReturned,
        MarketResolved,
        MarketExpired,
        Claimed,
        ClaimsClosed,
        Credited,
        Burnt,
    )
}
"""Events by the name that they have in Solidity."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """An event and the contract that emitted it."""

    emitter: Address
    event: Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event and its place in a chain's history.

    Attributes
    ----------
    event : Event
        What happened.
    emitter : str
        Address of the contract that emitted it.
    block_number : int
        Number of its block.
    block_hash : bytes
        Hash of its block, by which a reorganisation shows.
    timestamp_s : int
        Time of its block.
    transaction_hash : bytes
        Hash of its transaction.
    log_index : int
        Place within the block.
    """

    event: Event
    emitter: Address
    block_number: int
    block_hash: bytes
    timestamp_s: int
    transaction_hash: bytes
    log_index: int

    @property
    def emitted(self) -> Emitted:
        """The event and its contract, without the place in history."""
        return Emitted(self.emitter, self.event)


__all__ = [
    "EVENTS",
    "Approval",
    "ApprovalForAll",
    "BondReturned",
    "Burnt",
    "ChallengeFailed",
    "ChallengeReturned",
    "Claimed",
    "ClaimsClosed",
    "Committed",
    "Contributed",
    "ContributionRevealed",
    "Credited",
    "DisagreementFound",
    "Emitted",
    "Event",
    "Funded",
    "Locked",
    "MarketCancelled",
    "MarketExpired",
    "MarketOpened",
    "MarketResolved",
    "MarketVoided",
    "PartDrawn",
    "PartRevealed",
    "ParticipationEnded",
    "ProposalRefuted",
    "Recorded",
    "ResultOpened",
    "ResultProposed",
    "RevealEnded",
    "SegmentChallenged",
    "SegmentRevealed",
    "Settled",
    "SponsorDefaulted",
    "StepsRun",
    "TrainerDeployed",
    "Transfer",
    "Unlocked",
    "UploadClosed",
    "Validated",
    "WeightsAdopted",
    "WeightsUploaded",
    "Withdrawn",
]
