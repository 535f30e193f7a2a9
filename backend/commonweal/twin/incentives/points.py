"""Points and badges, no money."""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.errors import DepositNotAccepted, ValidateOwnContribution, ValidateTooEarly
from commonweal.events import Validated
from commonweal.types import Address, Points, PointsRules

VALIDATOR_POINTS = 1
"""Whatever the verdict, so that it pays to be honest."""
NO_POINTS = Points(0, 0)


@dataclass(slots=True)
class PointsState:
    """What a trainer under points keeps beside its model.

    Attributes
    ----------
    rules : PointsRules
        Fixed at deployment.
    points : dict
        Points by account.
    open_contributions : dict
        Time of each open contribution, by key.
    """

    rules: PointsRules
    points: dict[Address, Points] = field(default_factory=dict)
    open_contributions: dict[bytes, int] = field(default_factory=dict)

    def copy(self) -> PointsState:
        """Give a state of its own."""
        return PointsState(self.rules, self.points.copy(), self.open_contributions.copy())

    def points_of(self, account: Address) -> Points:
        """Give the points of an account."""
        return self.points.get(account, NO_POINTS)


def check_deposit(value_wei: int) -> None:
    """Reject money."""
    if value_wei:
        raise DepositNotAccepted(value_wei)


def check_validator(
    state: PointsState, key: bytes, contributor: Address, validator: Address, now_s: int
) -> None:
    """Reject the contributor, and anybody before the time."""
    if validator == contributor:
        raise ValidateOwnContribution(contributor)
    from_s = state.open_contributions[key] + state.rules.validate_wait_s
    if now_s < from_s:
        raise ValidateTooEarly(now_s, from_s)


def decide_validate(
    key: bytes, contributor: Address, validator: Address, samples: int, disagreeing: int
) -> Validated:
    """Decide a validation in time, by what the model says of the samples now."""
    agreeing = samples - disagreeing.bit_count()
    return Validated(key, contributor, validator, agreeing, VALIDATOR_POINTS)


def evolve_contributed(state: PointsState, key: bytes, now_s: int) -> None:
    """Open a contribution."""
    state.open_contributions[key] = now_s


def evolve_validated(state: PointsState, event: Validated) -> None:
    """Close a contribution and give the points."""
    del state.open_contributions[event.key]
    before = state.points_of(event.contributor)
    state.points[event.contributor] = Points(
        before.as_contributor + event.contributor_points, before.as_validator
    )
    before = state.points_of(event.validator)
    state.points[event.validator] = Points(
        before.as_contributor, before.as_validator + event.validator_points
    )
