"""What settling or validating a contribution would do now, by the rules of the twin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonweal.events import DisagreementFound, Settled, Validated
from commonweal.runtime.base import TrainerInfo, Views
from commonweal.services.open_contributions import OpenContribution
from commonweal.twin.incentives import points, stake
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.models import new_model
from commonweal.types import Address, StakeRules


class Kind(StrEnum):
    """What closing does."""

    SETTLES = "settles"
    FIRST_VERDICT = "first verdict"
    VALIDATES = "validates"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What closing a contribution would do if nothing changed until then.

    Attributes
    ----------
    event : Settled, DisagreementFound or Validated
        What would be emitted.
    samples, disagreeing : int
        Samples of the contribution, and how many of them the model disagrees with now.
    """

    event: Settled | DisagreementFound | Validated
    samples: int
    disagreeing: int

    @property
    def kind(self) -> Kind:
        """What closing does."""
        if isinstance(self.event, DisagreementFound):
            return Kind.FIRST_VERDICT
        return Kind.SETTLES if isinstance(self.event, Settled) else Kind.VALIDATES

    @property
    def forfeited_wei(self) -> int:
        """What the contributor would lose."""
        return self.event.forfeited_wei if isinstance(self.event, Settled) else 0


def forecast(views: Views, item: OpenContribution, samples: bytes, caller: Address) -> Forecast:
    """Say what the caller's closing would do now, whether or not its time has come."""
    count, disagreeing = judge(views, item.trainer, samples)
    rules = item.trainer.rules
    event: Settled | DisagreementFound | Validated
    if isinstance(rules, StakeRules):
        state = StakeState(
            rules,
            demand=views.demand(item.trainer.address),
            open_contributions={item.key: item.record},
        )
        event = stake.decide_settle(state, item.key, item.contributor, caller, count, disagreeing)
    else:
        event = points.decide_validate(item.key, item.contributor, caller, count, disagreeing)
    return Forecast(event, count, disagreeing.bit_count())


def judge(views: Views, trainer: TrainerInfo, samples: bytes) -> tuple[int, int]:
    """Give the number of samples and the mask of those that the model disagrees with now."""
    parsed = new_model(trainer.model, trainer.shape).parse(samples)
    found = views.predict_batch(trainer.address, samples)
    mask = 0
    for position, ((label, _), prediction) in enumerate(zip(parsed, found, strict=True)):
        if not (prediction.score > 0 if label else prediction.score < 0):
            mask |= 1 << position
    return len(parsed), mask
