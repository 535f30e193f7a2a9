"""Soulbound badges for points earned."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.events import Approval, ApprovalForAll, Locked, Transfer, Unlocked
from commonweal.types import ZERO_ADDRESS, Address

MILESTONES = (10, 100, 1_000, 10_000)
"""Points at which the badge of level 0, 1, 2, 3 is earned."""

BadgeEvent = Transfer | Locked | Unlocked | Approval | ApprovalForAll


@dataclass(slots=True)
class BadgesState:
    """Who holds which badge."""

    owners: dict[int, Address] = field(default_factory=dict)

    def copy(self) -> BadgesState:
        """Give a state of its own."""
        return BadgesState(self.owners.copy())


def token_id(registry_index: int, level: int, holder: Address) -> int:
    """Give the number of a badge: index of the trainer << 168 | level << 160 | holder."""
    return registry_index << 168 | level << 160 | int(holder, 16)


def decide_award(
    registry_index: int, holder: Address, points_before: int, points_now: int
) -> tuple[Transfer | Locked, ...]:
    """Decide the badges for each milestone above `points_before` and up to `points_now`."""
    events: list[Transfer | Locked] = []
    for level, milestone in enumerate(MILESTONES):
        if points_before < milestone <= points_now:
            token = token_id(registry_index, level, holder)
            events += (Transfer(ZERO_ADDRESS, holder, token), Locked(token))
    return tuple(events)


def evolve(state: BadgesState, event: BadgeEvent) -> BadgesState:
    """Give a badge to who earned it; the other events of the two standards move nothing."""
    if isinstance(event, Transfer):
        state.owners[event.token_id] = event.to
    return state
