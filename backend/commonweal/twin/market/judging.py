"""One step recomputed from given inputs, each checked against what the market knows."""

from __future__ import annotations

from commonweal.commitment import keccak
from commonweal.errors import MarketInputMismatch, MarketRecordMismatch
from commonweal.twin.market import encoding, layout, step
from commonweal.twin.market.layout import StepKind
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketResult, StepInput, text_to_bytes32

_NOTHING = bytes(32)


def step_after(state: MarketState, number: int, before: bytes, given: StepInput) -> bytes:
    """Give the hash after a step.

    Parameters
    ----------
    state
        The market.
    number
        Of the step, from 0.
    before
        Hash of the state before the step, which `given.state` must have.
    given
        What the step reads.

    Raises
    ------
    MarketInputMismatch, MarketRecordMismatch
        Something given is not what stands in the hashes.
    """
    _check_state(before, given)
    data_hash = _data_hash(state, number, given)
    return step.state_after(state.kind, state.shape, state.plan, number, data_hash, given)


def finish(state: MarketState, before: bytes, given: StepInput) -> MarketResult:
    """Give the result that the last step leaves; checks as `step_after` does."""
    _check_state(before, given)
    return step.result_after(state.plan, given)


def _check_state(before: bytes, given: StepInput) -> None:
    found = encoding.state_hash(given.state)
    if found != before:
        raise MarketInputMismatch(text_to_bytes32("state"), before, found)


def _data_hash(state: MarketState, number: int, given: StepInput) -> bytes:
    """Give what the data of a step must hash to: zeros where there are none."""
    kind, model, scored = layout.locate(state.plan, number)
    if kind is StepKind.EVALUATE:
        return state.parts[layout.part_of(scored, state.drawn_part)].rows_hash
    if kind is not StepKind.TRAIN:
        return _NOTHING
    index = model - 1
    own = state.contributions[index]
    if not own.revealed:
        return _NOTHING
    data_hash = keccak(given.data)
    found = encoding.record(given.contributor, data_hash, given.value_wei)
    if found != own.record:
        raise MarketRecordMismatch(index, own.record, found)
    return data_hash
