"""What settling or validating a contribution would do now, by the rules of the twin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonweal.actions import Call, Settle, Validate
from commonweal.events import DisagreementFound, Settled, Validated
from commonweal.runtime.base import TrainerInfo, Views
from commonweal.twin.incentives import points, stake, verdict
from commonweal.twin.incentives.stake import StakeState
from commonweal.twin.models import new_model
from commonweal.types import Address, OpenStake, PointsRules, StakeRules

NEVER_S = 2**63
"""Of a contribution that the caller may not close at any time."""


@dataclass(frozen=True, slots=True)
class OpenContribution:
    """A contribution that has not been closed.

    Attributes
    ----------
    trainer : TrainerInfo
        To which model.
    index : int
        Its number within the trainer.
    key : bytes
        Under which it is kept.
    contributor : str
        Whose it is.
    samples : bytes
        The packed samples.
    record : OpenStake
        Deposit, time and first verdict; under points only the time counts.
    """

    trainer: TrainerInfo
    index: int
    key: bytes
    contributor: Address
    samples: bytes
    record: OpenStake

    def due_s(self, caller: Address) -> int:
        """From when on the caller may close it."""
        rules = self.trainer.rules
        if isinstance(rules, StakeRules):
            return verdict.settle_from_s(self.record, caller == self.contributor, rules)
        if caller == self.contributor:
            return NEVER_S
        return self.record.since_s + rules.validate_wait_s

    def call(self, caller: Address) -> Call:
        """Give the call that closes it."""
        action: Settle | Validate
        if isinstance(self.trainer.rules, PointsRules):
            action = Validate(self.contributor, self.samples)
        else:
            action = Settle(self.contributor, self.samples)
        return Call(caller, self.trainer.address, action)


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


def forecast(views: Views, item: OpenContribution, caller: Address) -> Forecast:
    """Say what `item.call(caller)` would do now, whether or not its time has come."""
    count, disagreeing = judge(views, item.trainer, item.samples)
    event: Settled | DisagreementFound | Validated
    if isinstance(item.trainer.rules, StakeRules):
        state = StakeState(
            item.trainer.rules,
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
