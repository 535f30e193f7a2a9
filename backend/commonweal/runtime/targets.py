"""Which contract takes which actions."""

from __future__ import annotations

from enum import Enum

from commonweal.actions import (
    ACTIONS,
    Action,
    Adopt,
    Call,
    Contribute,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    OpenMarket,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.errors import ActionFault
from commonweal.types import Address, IncentiveKind


class Target(Enum):
    """A contract that is no trainer."""

    REGISTRY = "registry"
    MARKET = "market"


_REGISTRY: tuple[type[Action], ...] = (DeployUnderStake, DeployUnderPoints, DeployUnderMarket)
_TRAINER: dict[IncentiveKind, tuple[type[Action], ...]] = {
    IncentiveKind.STAKE: (UploadWeights, Contribute, Settle, Fund, Withdraw),
    IncentiveKind.POINTS: (UploadWeights, Contribute, Validate),
    IncentiveKind.MARKET: (UploadWeights, Contribute, OpenMarket, Adopt),
}
_NOT_MARKET = (*_REGISTRY, UploadWeights, Settle, Fund, Validate, OpenMarket)
_MARKET = tuple(action for action in ACTIONS.values() if action not in _NOT_MARKET)
_WORDS = {
    IncentiveKind.STAKE: "stakes",
    IncentiveKind.POINTS: "points",
    IncentiveKind.MARKET: "markets",
}
_HINTS = {
    (IncentiveKind.STAKE, IncentiveKind.POINTS): ", or validate instead of settling",
    (IncentiveKind.POINTS, IncentiveKind.STAKE): ", or settle instead of validating",
}


def check_target(call: Call, target: IncentiveKind | Target) -> None:
    """Refuse what would revert without a reason.

    Raises
    ------
    ActionFault
        The contract that the call goes to has no such function.
    """
    name = type(call.action).__name__
    if target is Target.REGISTRY:
        if not isinstance(call.action, _REGISTRY):
            raise ActionFault(
                f"The registry only deploys models but {name} was sent to it; send it to a model."
            )
    elif target is Target.MARKET:
        if not isinstance(call.action, _MARKET):
            raise ActionFault(
                f"{name} is nothing that market {call.to} does; send it to a model instead."
            )
    elif isinstance(target, IncentiveKind) and not isinstance(call.action, _TRAINER[target]):
        raise ActionFault(
            f"{name} is nothing that model {call.to} does, which works with {_WORDS[target]}; "
            "choose another model."
        )


def incentive_fault(trainer: Address, found: IncentiveKind, expected: IncentiveKind) -> ActionFault:
    """Say that a model works with another incentive than what was asked needs."""
    return ActionFault(
        f"This needs a model under {_WORDS[expected]} but {trainer} works with {_WORDS[found]}; "
        f"choose another model{_HINTS.get((expected, found), '')}."
    )
