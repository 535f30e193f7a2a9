"""A deployed model of the story and what there is to contribute to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from commonweal.datasets import RowError, encode_rows
from commonweal.demo.cast import Role
from commonweal.demo.productions import Production
from commonweal.runtime.base import TrainerInfo
from commonweal.samples import DenseSample, SparseSample, pack_contribution
from commonweal.types import Evaluation, StakeRules


@dataclass(frozen=True, slots=True)
class Opened:
    """A contribution that has not been closed.

    Attributes
    ----------
    role : Role
        Whose it is.
    samples : bytes
        Packed.
    """

    role: Role
    samples: bytes


@dataclass(slots=True)
class Stage:
    """A model of the story.

    Attributes
    ----------
    production : Production
        What was deployed.
    trainer : TrainerInfo
        Where it is.
    held_out : bytes
        Packed samples by which accuracy is measured.
    before, after : Evaluation
        Right answers for them before and after the story.
    opened : list of Opened
        Contributions to be closed, in order.
    """

    production: Production
    trainer: TrainerInfo
    held_out: bytes
    before: Evaluation
    after: Evaluation
    opened: list[Opened] = field(default_factory=list)
    _samples: Iterator[SparseSample | DenseSample] = field(init=False)

    def __post_init__(self) -> None:
        plan = self.production.plan
        encoded = encode_rows(plan.start.encoder, plan.train, on_error=_leave_out)
        self._samples = (sample for _, sample in encoded)

    @property
    def under_stake(self) -> bool:
        """Whether money is at stake."""
        return isinstance(self.production.rules, StakeRules)

    def take(self, wrong_labels: bool) -> bytes:
        """Pack the next samples, with right labels or with the other ones."""
        batch = list(islice(self._samples, self.production.batch_samples))
        if wrong_labels:
            batch = [replace(sample, label=1 - sample.label) for sample in batch]
        return pack_contribution(self.production.plan.start.encoder.sample_format, batch)


def _leave_out(error: RowError) -> None:
    """Leave out a row without a word that the model knows."""
