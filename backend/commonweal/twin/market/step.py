"""The step function of a market's result, over inputs that fit the hashes.

Every step is total: given such inputs nothing is rejected. Amounts in a wrong trace wrap as they do
on chain, so that both agree there too. Words of weights are those that a model can hold: the state
before the first wrong step of a trace is right, and nobody needs to compute further.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commonweal.commitment import keccak
from commonweal.errors import MarketInputMismatch, MarketStepUnknown
from commonweal.fixed_point import WORD_BYTES
from commonweal.twin.market import encoding, layout, merkle, rounds
from commonweal.twin.market.layout import StepKind
from commonweal.twin.models import Model, new_model
from commonweal.types import (
    MarketResult,
    ModelKind,
    ModelShape,
    StepInput,
    StepPlan,
    StepState,
    text_to_bytes32,
)

BALANCE_BYTES = 16
ERRORS_BYTES = 2
_HASH_BYTES = 32
_NO_DATA = bytes(32)


def state_after(
    kind: ModelKind,
    shape: ModelShape,
    plan: StepPlan,
    number: int,
    data_hash: bytes,
    given: StepInput,
) -> bytes:
    """Give the hash of the state after a step.

    Parameters
    ----------
    kind, shape
        What learns.
    plan
        Of the market.
    number
        Of the step, from 0.
    data_hash
        keccak256 of the data that the step trains on or evaluates; zeros to train on a contribution
        that was not revealed, which leaves the weights as they are.
    given
        What the step reads; that its state is the one before, the caller has checked.

    Raises
    ------
    MarketInputMismatch
        An input does not fit the hash that it is checked against.
    MarketStepUnknown
        There is no such step.
    """
    steps = layout.step_count(plan)
    if number >= steps:
        raise MarketStepUnknown(number, steps)
    step, _, part = layout.locate(plan, number)
    match step:
        case StepKind.FINISH:
            return encoding.result_hash(result_after(plan, given))
        case StepKind.ROUND:
            state = _play(plan, given)
        case StepKind.EVALUATE:
            is_last_part = part + 1 == plan.scored_parts
            state = _evaluate(kind, shape, data_hash, given, is_last_part)
        case StepKind.TRAIN:
            # Who did not reveal teaches nothing.
            is_known = data_hash != _NO_DATA
            state = _train(kind, shape, data_hash, given) if is_known else given.state
    return encoding.state_hash(state)


def result_after(plan: StepPlan, given: StepInput) -> MarketResult:
    """Give the result that the last step leaves; rejects as `state_after` does."""
    balances = _balances(plan, given)
    errors = _errors(plan, given)
    hashes = _weights_hashes(plan, given)
    last = rounds.last_in(balances, plan.unit_wei)
    candidate = 0 if last is None else last + 1
    return MarketResult(
        payouts_root=merkle.root(encoding.payout_leaves(balances)),
        weights_hash=hashes[candidate if errors[candidate] < errors[0] else 0],
        paid_wei=sum(balances),
    )


def pack(numbers: Iterable[int], width: int) -> bytes:
    """Pack balances or counts of errors, so many bytes each."""
    return b"".join(number.to_bytes(width, "big") for number in numbers)


def _train(kind: ModelKind, shape: ModelShape, data_hash: bytes, given: StepInput) -> StepState:
    model = _model(kind, shape, data_hash, given)
    model.learn(model.parse_contribution(given.data))
    words = model.words(0, shape.word_count)
    return replace(given.state, weights_hash=keccak(b"".join(words)))


def _evaluate(
    kind: ModelKind, shape: ModelShape, data_hash: bytes, given: StepInput, is_last_part: bool
) -> StepState:
    found = _model(kind, shape, data_hash, given).evaluate(given.data)
    before = given.state
    # At most 10,000 rows are scored; in a wrong trace the count may wrap.
    errors = (before.errors + found.total - found.correct) % 2**256
    if not is_last_part:
        return replace(before, errors=errors)
    return replace(
        before,
        weights_chain=encoding.hash_of(before.weights_chain, before.weights_hash),
        errors_chain=encoding.hash_of(before.errors_chain, errors),
        errors=0,
    )


def _play(plan: StepPlan, given: StepInput) -> StepState:
    before = given.state
    balances, rounds_left = rounds.play(
        _balances(plan, given),
        _errors(plan, given),
        plan.unit_wei,
        plan.scored_rows,
        before.rounds_left,
    )
    # With rounds that nobody has, as a wrong trace may say, a balance could leave its 128 bits.
    wrapped = pack((balance % 2 ** (8 * BALANCE_BYTES) for balance in balances), BALANCE_BYTES)
    return replace(before, balances_hash=keccak(wrapped), rounds_left=rounds_left)


def _model(kind: ModelKind, shape: ModelShape, data_hash: bytes, given: StepInput) -> Model:
    _match("weights", given.state.weights_hash, keccak(given.weights))
    _match("data", data_hash, keccak(given.data))
    _match_bytes("weights", shape.word_count * WORD_BYTES, len(given.weights))
    model = new_model(kind, shape)
    model.upload(0, _split(given.weights, WORD_BYTES))
    return model


def _balances(plan: StepPlan, given: StepInput) -> list[int]:
    packed = given.balances
    _match("balances", given.state.balances_hash, keccak(packed))
    _match_bytes("balances", plan.contribution_count * BALANCE_BYTES, len(packed))
    return [int.from_bytes(each, "big") for each in _split(packed, BALANCE_BYTES)]


def _errors(plan: StepPlan, given: StepInput) -> list[int]:
    packed = given.errors
    counts = [int.from_bytes(each, "big") for each in _whole(packed, ERRORS_BYTES)]
    _match("errors", given.state.errors_chain, _chain(counts))
    _match_bytes("errors", (plan.contribution_count + 1) * ERRORS_BYTES, len(packed))
    return counts


def _weights_hashes(plan: StepPlan, given: StepInput) -> list[bytes]:
    packed = given.weights_hashes
    hashes = _whole(packed, _HASH_BYTES)
    _match("weightsHashes", given.state.weights_chain, _chain(hashes))
    _match_bytes("weightsHashes", (plan.contribution_count + 1) * _HASH_BYTES, len(packed))
    return hashes


def _chain(links: Sequence[int] | Sequence[bytes]) -> bytes:
    chain = bytes(32)
    for link in links:
        chain = encoding.hash_of(chain, link)
    return chain


def _split(packed: bytes, width: int) -> list[bytes]:
    return [packed[start : start + width] for start in range(0, len(packed), width)]


def _whole(packed: bytes, width: int) -> list[bytes]:
    """Split what fills its width; no hash covers an odd end."""
    return _split(packed[: len(packed) - len(packed) % width], width)


def _match(field: str, expected: bytes, found: bytes) -> None:
    if found != expected:
        raise MarketInputMismatch(text_to_bytes32(field), expected, found)


def _match_bytes(field: str, expected: int, found: int) -> None:
    """Reject another number of bytes, told where the others tell hashes."""
    _match(field, encoding.encode(expected), encoding.encode(found))
