"""The result found step by step on chain, for small markets."""

from __future__ import annotations

from commonweal.actions import RunSteps
from commonweal.errors import MarketStepUnknown
from commonweal.events import Event, StepsRun
from commonweal.twin.market import encoding, judging, settlement
from commonweal.twin.market.phases import check_phase
from commonweal.twin.market.state import MarketState
from commonweal.types import Address, MarketPhase, MarketResult


def decide(state: MarketState, caller: Address, action: RunSteps) -> tuple[Event, ...]:
    """Decide a run of the next steps; the last one resolves the market."""
    check_phase(state, MarketPhase.RESOLVING)
    step, current = state.next_step, state.state_hash
    result: MarketResult | None = None
    for given in action.inputs:
        if step == state.step_count:
            raise MarketStepUnknown(step, state.step_count)
        if is_round(state, step) and given.state.rounds_left == 0:
            step = state.step_count - 1
        if step == state.step_count - 1:
            result = judging.finish(state, current, given)
            current = encoding.result_hash(result)
            step += 1
            continue
        after = judging.step_after(state, step, current, given)
        # With nobody in, a round changes nothing, and so do all after it.
        step = state.step_count - 1 if after == current and is_round(state, step) else step + 1
        current = after
    run = StepsRun(caller, step, current)
    if result is None:
        return (run,)
    return run, *settlement.resolve(state, settlement.DIRECT_RUN, result)


def evolve(state: MarketState, event: StepsRun) -> None:
    """Go on to the next step."""
    state.next_step = event.next_step
    state.state_hash = event.state_hash
    state.runner = event.caller


def is_round(state: MarketState, step: int) -> bool:
    """Whether a step plays rounds."""
    return state.step_count - 2 - state.contribution_count <= step < state.step_count - 1
