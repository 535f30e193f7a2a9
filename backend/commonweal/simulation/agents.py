"""Who contributes to simulated markets, and what.

An agent sees the market as its contribution is about to be made: the model that all earlier
contributions gave, and, for the sponsor's sybil, the rows that will be scored. All contributions
are open, which is the hardest case.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from commonweal.simulation.data import Parts
from commonweal.twin.market.evaluate_fast import SparseErrorCounter
from commonweal.twin.parse import Parsed

HONEST_MISTAKES = 0.1
CARELESS_MISTAKES = 0.3
# Batches among which a sybil chooses the one that helps most.
SYBIL_TRIES = 12


class Kind(StrEnum):
    """What agents do."""

    HONEST = "honest"
    SYBIL_FIRST = "sybil, first"
    SYBIL_LAST = "sybil, last"
    SYBIL_BETWEEN = "sybil, between"
    COPIER = "copier"
    FLIPPER = "label flipper"
    RANDOM = "random labels"
    PURSE_WHOLE = "careless, one account"
    PURSE_SPLIT = "careless, many accounts"
    SQUATTER = "squatter"


SYBILS = (Kind.SYBIL_FIRST, Kind.SYBIL_LAST, Kind.SYBIL_BETWEEN)
ATTACKERS = tuple(kind for kind in Kind if kind is not Kind.HONEST)


@dataclass(slots=True)
class View:
    """What an agent may look at.

    Attributes
    ----------
    counter : SparseErrorCounter
        The model now, and its errors on the scored rows and then on those held out.
    parts : Parts
        The data.
    last_honest : Parsed
        The last contribution of an honest agent; empty if there is none.
    fresh : iterator of samples
        Samples of the pool that nobody has taken.
    batch : int
        Samples of a contribution.
    random : Random
        Chance.
    """

    counter: SparseErrorCounter
    parts: Parts
    last_honest: Parsed
    fresh: Iterator[tuple[int, tuple[int, ...]]]
    batch: int
    random: Random

    def take(self) -> Parsed:
        """Take a batch of fresh samples."""
        return tuple(next(self.fresh) for _ in range(self.batch))


class Agent(ABC):
    """Makes contributions."""

    @abstractmethod
    def contribute(self, view: View) -> Parsed:
        """Give the samples of the next contribution."""


@dataclass(frozen=True, slots=True)
class Labeller(Agent):
    """Labels fresh samples, and mistakes each with the same chance; 1 flips all, 0.5 is chance."""

    mistakes: float

    def contribute(self, view: View) -> Parsed:
        """Take a batch and label it."""
        chance = view.random.random
        return tuple(
            (1 - label if chance() < self.mistakes else label, features)
            for label, features in view.take()
        )


class Copier(Agent):
    """Contributes what an honest agent has just contributed."""

    def contribute(self, view: View) -> Parsed:
        """Copy; where nothing is to be copied, do as honest agents do."""
        return view.last_honest or Labeller(HONEST_MISTAKES).contribute(view)


class Sybil(Agent):
    """Knows the scored rows: tries batches of them and contributes the one that helps most.

    Half of the tries are rows on which the model errs, half any rows; the last try is what changes
    nothing.
    """

    def contribute(self, view: View) -> Parsed:
        """Give the best of all tries."""
        scored = view.parts.scored
        wrong = [row for row, errs in zip(scored, view.counter.wrong, strict=False) if errs]
        best = agreed(view, scored)
        least = errors_after(view.counter, best, len(scored))
        for attempt in range(SYBIL_TRIES):
            rows = wrong if attempt % 2 and wrong else scored
            batch = tuple(view.random.sample(rows, min(view.batch, len(rows))))
            errors = errors_after(view.counter, batch, len(scored))
            if errors < least:
                best, least = batch, errors
        return best


class Squatter(Agent):
    """Takes a place with samples from which the model learns nothing."""

    def contribute(self, view: View) -> Parsed:
        """Give samples that the model agrees with."""
        return agreed(view, view.parts.pool)


def agreed(view: View, samples: Parsed) -> Parsed:
    """Give a batch, by chance, of samples that the model agrees with."""
    lanes = view.counter.lanes
    found: list[tuple[int, tuple[int, ...]]] = []
    for _ in range(50 * view.batch):
        label, features = view.random.choice(samples)
        score = lanes[0] + sum(lanes[feature + 1] for feature in features)
        if score > 0 if label else score < 0:
            found.append((label, features))
            if len(found) == view.batch:
                break
    return tuple(found)


def errors_after(counter: SparseErrorCounter, samples: Parsed, rows: int) -> int:
    """Errors on the first rows if these samples were learnt next."""
    tried = counter.copy()
    tried.learn(samples)
    return tried.errors_by_chunk(rows)[0]


def agent(kind: Kind) -> Agent:
    """Make an agent."""
    match kind:
        case Kind.HONEST:
            return Labeller(HONEST_MISTAKES)
        case Kind.COPIER:
            return Copier()
        case Kind.FLIPPER:
            return Labeller(1.0)
        case Kind.RANDOM:
            return Labeller(0.5)
        case Kind.PURSE_WHOLE | Kind.PURSE_SPLIT:
            return Labeller(CARELESS_MISTAKES)
        case Kind.SQUATTER:
            return Squatter()
        case _:
            return Sybil()
