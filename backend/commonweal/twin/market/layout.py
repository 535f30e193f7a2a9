"""How the steps of a result are numbered, and cut into segments.

With n contributions and c scored parts: c steps evaluate the start; then each contribution trains
in one step and is evaluated in c; then n + 1 steps play rounds; the last one finishes.
"""

from __future__ import annotations

from enum import IntEnum
from math import isqrt

from commonweal.types import StepPlan


class StepKind(IntEnum):
    """What a step does; numbered as in Solidity."""

    TRAIN = 0
    EVALUATE = 1
    ROUND = 2
    FINISH = 3


def step_count(plan: StepPlan) -> int:
    """Give the number of steps: c + n (1 + c) + n + 2."""
    return _first_round(plan) + plan.contribution_count + 2


def locate(plan: StepPlan, step: int) -> tuple[StepKind, int, int]:
    """Give what a step does, and with what.

    Returns
    -------
    (StepKind, int, int)
        Its kind; the weights that it is about, 0 the start's and i + 1 those after contribution i;
        to evaluate, the number of the scored part, counted without the drawn one. 0 where not
        asked.
    """
    first_round = _first_round(plan)
    if step >= first_round:
        is_round = step <= first_round + plan.contribution_count
        return StepKind.ROUND if is_round else StepKind.FINISH, 0, 0
    # As if the start had been trained in a step before the first.
    model, part = divmod(step + 1, plan.scored_parts + 1)
    if part == 0:
        return StepKind.TRAIN, model, 0
    return StepKind.EVALUATE, model, part - 1


def part_of(scored: int, drawn_part: int) -> int:
    """Give the number of a scored part in the test set."""
    return scored if scored < drawn_part else scored + 1


def segment_steps(steps: int) -> int:
    """Give the steps of each segment but perhaps the last: the root of all, rounded up."""
    return isqrt(steps - 1) + 1


def segment_count(steps: int) -> int:
    """Give the number of segments."""
    return -(-steps // segment_steps(steps))


def steps_in(segment: int, steps: int) -> int:
    """Give the number of steps of a segment."""
    most = segment_steps(steps)
    return min(most, steps - segment * most)


def _first_round(plan: StepPlan) -> int:
    return plan.scored_parts + plan.contribution_count * (1 + plan.scored_parts)
