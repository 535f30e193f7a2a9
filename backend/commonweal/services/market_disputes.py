"""How proposals of a market fared, step by step, told from its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from commonweal.events import (
    BondReturned,
    ChallengeFailed,
    ChallengeReturned,
    MarketResolved,
    ProposalRefuted,
    Recorded,
    ResultProposed,
    SegmentChallenged,
    SegmentRevealed,
)
from commonweal.types import Address

DISPUTE_EVENTS = tuple(
    event.__name__
    for event in (
        BondReturned,
        ChallengeFailed,
        ChallengeReturned,
        MarketResolved,
        ProposalRefuted,
        ResultProposed,
        SegmentChallenged,
        SegmentRevealed,
    )
)
"""Names of the events that `disputes_of` reads."""


@dataclass(slots=True)
class ChallengeStory:
    """A challenge from its begin to its end.

    Attributes
    ----------
    challenged, revealed, closed : Recorded or None
        The events; None as long as it did not happen.
    """

    challenged: Recorded
    revealed: Recorded | None = None
    closed: Recorded | None = None

    @property
    def challenger(self) -> Address:
        """Who challenged."""
        event = self.challenged.event
        assert isinstance(event, SegmentChallenged)
        return event.challenger

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The hashes within the segment; none before they are revealed."""
        event = self.revealed and self.revealed.event
        return event.inner if isinstance(event, SegmentRevealed) else ()

    @property
    def is_revealed(self) -> bool:
        """Whether the hashes are known; a segment of one step has none."""
        return self.revealed is not None

    @property
    def failed(self) -> bool:
        """Whether the challenger lost its bond."""
        return self.closed is not None and isinstance(self.closed.event, ChallengeFailed)


@dataclass(slots=True)
class ProposalStory:
    """A proposal from its begin to its end.

    Attributes
    ----------
    proposed : Recorded
        The event.
    refuted, accepted, returned : Recorded or None
        What became of it; None as long as it did not happen.
    challenges : dict
        Challenges by segment.
    """

    proposed: Recorded
    refuted: Recorded | None = None
    accepted: Recorded | None = None
    returned: Recorded | None = None
    challenges: dict[int, ChallengeStory] = field(default_factory=dict)


def disputes_of(history: Iterable[Recorded]) -> dict[bytes, ProposalStory]:
    """Tell the story of each proposal of one market by its id, in the order of their events."""
    stories: dict[bytes, ProposalStory] = {}
    for recorded in history:
        event = recorded.event
        match event:
            case ResultProposed():
                stories[event.id] = ProposalStory(recorded)
            case MarketResolved() if event.id in stories:
                stories[event.id].accepted = recorded
            case ProposalRefuted():
                stories[event.id].refuted = recorded
            case BondReturned():
                stories[event.id].returned = recorded
            case SegmentChallenged():
                stories[event.id].challenges[event.segment] = ChallengeStory(recorded)
            case SegmentRevealed():
                stories[event.id].challenges[event.segment].revealed = recorded
            case ChallengeFailed() | ChallengeReturned():
                stories[event.id].challenges[event.segment].closed = recorded
            case _:
                pass
    return stories
