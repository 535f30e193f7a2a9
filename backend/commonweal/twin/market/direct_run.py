"""The result found step by step on chain, for small markets."""

from __future__ import annotations

from commonweal.actions import RunSteps
from commonweal.events import Event, StepsRun
from commonweal.twin.market import encoding, judging, layout, settlement
from commonweal.twin.market.layout import StepKind
from commonweal.twin.market.phases import check_phase
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketPhase


def decide(state: MarketState, caller: Address, action: RunSteps) -> tuple[Event, ...]:
    """Decide a run of the next steps; the last one resolves the market, what follows is ignored."""
    check_phase(state, MarketPhase.RESOLVING)
    last = state.step_count - 1
    step, current = state.next_step, state.state_hash
    for given in action.inputs:
        plays = is_round(state, step)
        # Nothing is left to play: the rest of the rounds changes nothing.
        if plays and given.state.rounds_left == 0:
            step = last
        if step == last:
            result = judging.finish(state, current, given)
            run = StepsRun(caller, state.step_count, encoding.result_hash(result))
            return run, *settlement.resolve(state, settlement.DIRECT_RUN, result)
        after = judging.step_after(state, step, current, given)
        # Nobody is in: so will it stay.
        step = last if plays and after == current else step + 1
        current = after
    return (StepsRun(caller, step, current),)


def evolve(state: MarketState, event: StepsRun) -> None:
    """Go on to the next step."""
    state.next_step = event.next_step
    state.state_hash = event.state_hash
    state.runner = event.caller


def is_round(state: MarketState, step: int) -> bool:
    """Whether a step plays rounds."""
    return layout.locate(state.plan, step)[0] is StepKind.ROUND
