"""What anybody can ask of the contracts: one action for each function that changes state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from commonweal.actions.market import (
    Adopt,
    BurnUnclaimed,
    Challenge,
    ClaimPayouts,
    CloseChallenge,
    CloseProposal,
    CloseSilent,
    Commit,
    DeclareDefault,
    Draw,
    EndParticipation,
    EndReveal,
    Expire,
    OpenMarket,
    Propose,
    Refute,
    Resolve,
    RevealContribution,
    RevealPart,
    RevealSegment,
    RunSteps,
    VoidMarket,
)
from commonweal.actions.trainer import (
    Contribute,
    DeployUnderMarket,
    DeployUnderPoints,
    DeployUnderStake,
    Fund,
    Settle,
    UploadWeights,
    Validate,
    Withdraw,
)
from commonweal.types import Address

Action: TypeAlias = (
    DeployUnderStake
    | DeployUnderPoints
    | DeployUnderMarket
    | UploadWeights
    | Contribute
    | Settle
    | Validate
    | Fund
    | Withdraw
    | OpenMarket
    | Adopt
    | Draw
    | VoidMarket
    | RevealPart
    | Commit
    | EndParticipation
    | RevealContribution
    | EndReveal
    | DeclareDefault
    | RunSteps
    | Propose
    | Challenge
    | RevealSegment
    | Refute
    | CloseSilent
    | CloseChallenge
    | Resolve
    | CloseProposal
    | Expire
    | ClaimPayouts
    | BurnUnclaimed
)

ACTIONS: dict[str, type[Action]] = {
    "deployUnderStake": DeployUnderStake,
    "deployUnderPoints": DeployUnderPoints,
    "deployUnderMarket": DeployUnderMarket,
    "uploadWeights": UploadWeights,
    "contribute": Contribute,
    "settle": Settle,
    "validate": Validate,
    "fund": Fund,
    "withdraw": Withdraw,
    "openMarket": OpenMarket,
    "adopt": Adopt,
    "draw": Draw,
    "voidMarket": VoidMarket,
    "revealPart": RevealPart,
    "commit": Commit,
    "endParticipation": EndParticipation,
    "revealContribution": RevealContribution,
    "endReveal": EndReveal,
    "declareDefault": DeclareDefault,
    "runSteps": RunSteps,
    "propose": Propose,
    "challenge": Challenge,
    "revealSegment": RevealSegment,
    "refute": Refute,
    "closeSilent": CloseSilent,
    "closeChallenge": CloseChallenge,
    "resolve": Resolve,
    "closeProposal": CloseProposal,
    "expire": Expire,
    "claim": ClaimPayouts,
    "burnUnclaimed": BurnUnclaimed,
}
"""Actions by the name of their Solidity function."""


@dataclass(frozen=True, slots=True)
class Call:
    """An action as somebody submits it to the registry, a trainer or a market."""

    sender: Address
    to: Address
    action: Action

    @property
    def value_wei(self) -> int:
        """Value sent along."""
        return getattr(self.action, "value_wei", 0)


__all__ = [
    "ACTIONS",
    "Action",
    "Adopt",
    "BurnUnclaimed",
    "Call",
    "Challenge",
    "ClaimPayouts",
    "CloseChallenge",
    "CloseProposal",
    "CloseSilent",
    "Commit",
    "Contribute",
    "DeclareDefault",
    "DeployUnderMarket",
    "DeployUnderPoints",
    "DeployUnderStake",
    "Draw",
    "EndParticipation",
    "EndReveal",
    "Expire",
    "Fund",
    "OpenMarket",
    "Propose",
    "Refute",
    "Resolve",
    "RevealContribution",
    "RevealPart",
    "RevealSegment",
    "RunSteps",
    "Settle",
    "UploadWeights",
    "Validate",
    "VoidMarket",
    "Withdraw",
]
