"""A market's result found once more, plainly, with all that each step reads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from market_scene import MarketScene

from commonweal.commitment import keccak
from commonweal.twin.market import merkle
from commonweal.twin.market.encoding import hash_of, payout_leaf, result_hash, state_hash
from commonweal.twin.models import new_model
from commonweal.types import ZERO_ADDRESS, MarketResult, StepInput, StepState


@dataclass
class Trace:
    """Inputs of all steps, the hash before each and after the last, and the result."""

    inputs: list[StepInput]
    hashes: list[bytes]
    result: MarketResult
    words: bytes


def packed(numbers: list[int], width: int) -> bytes:
    return b"".join(number.to_bytes(width, "big") for number in numbers)


def trace_of(scene: MarketScene) -> Trace:
    """Follow the rules step by step."""
    market = scene.market
    own = market.terms
    model = new_model(market.kind, market.shape)
    model.lanes = scene.trainer.model.lanes
    scored = [market.parts[part].rows for part in market.scored_parts]
    balances = [own.stake_wei if each.revealed else 0 for each in market.contributions]
    state = StepState(
        keccak(weights(model)), bytes(32), bytes(32), keccak(packed(balances, 16)), 0, own.rounds
    )
    empty = StepInput(state, b"", b"", ZERO_ADDRESS, 0, b"", b"", b"")
    inputs: list[StepInput] = []
    hashes: list[bytes] = [state_hash(state)]
    errors: list[int] = []
    weights_hashes: list[bytes] = []
    candidates: list[bytes] = []

    def evaluate() -> None:
        nonlocal state
        for number, rows in enumerate(scored):
            inputs.append(replace(empty, state=state, weights=weights(model), data=rows))
            found = model.evaluate(rows)
            state = replace(state, errors=state.errors + found.total - found.correct)
            if number == len(scored) - 1:
                errors.append(state.errors)
                weights_hashes.append(state.weights_hash)
                candidates.append(weights(model))
                state = replace(
                    state,
                    weights_chain=hash_of(state.weights_chain, state.weights_hash),
                    errors_chain=hash_of(state.errors_chain, state.errors),
                    errors=0,
                )
            hashes.append(state_hash(state))

    evaluate()
    for each in market.contributions:
        given = replace(empty, state=state, weights=weights(model))
        if each.samples is not None:
            given = replace(
                given,
                data=each.samples,
                contributor=each.contributor,
                value_wei=each.value_wei,
            )
            model.learn(model.parse(each.samples))
        inputs.append(given)
        state = replace(state, weights_hash=keccak(weights(model)))
        hashes.append(state_hash(state))
        evaluate()
    unit_wei = market.unit_wei
    rows = sum(len(model.parse(part)) for part in scored)
    for _ in range(len(balances) + 1):
        inputs.append(
            replace(empty, state=state, balances=packed(balances, 16), errors=packed(errors, 2))
        )
        rounds = play_to_next_drop(balances, errors, unit_wei, rows, state.rounds_left)
        state = replace(
            state,
            balances_hash=keccak(packed(balances, 16)),
            rounds_left=state.rounds_left - rounds,
        )
        hashes.append(state_hash(state))
    inputs.append(
        replace(
            empty,
            state=state,
            balances=packed(balances, 16),
            errors=packed(errors, 2),
            weights_hashes=b"".join(weights_hashes),
        )
    )
    inside = [index for index, balance in enumerate(balances) if balance >= unit_wei]
    candidate = inside[-1] + 1 if inside else 0
    if errors[candidate] >= errors[0]:
        candidate = 0
    leaves = [payout_leaf(index, balance) for index, balance in enumerate(balances)]
    result = MarketResult(merkle.root(leaves), weights_hashes[candidate], sum(balances))
    hashes.append(result_hash(result))
    return Trace(inputs, hashes, result, candidates[candidate])


def play_to_next_drop(
    balances: list[int], errors: list[int], unit_wei: int, rows: int, rounds_left: int
) -> int:
    """Play round by round until somebody drops out; changes the balances that are given."""
    played = 0
    while played < rounds_left:
        inside = [index for index, balance in enumerate(balances) if balance >= unit_wei]
        if not inside:
            break
        before = errors[0]
        for index in inside:
            balances[index] += unit_wei * (before - errors[index + 1]) // rows
            before = errors[index + 1]
        played += 1
        if any(balances[index] < unit_wei for index in inside):
            break
    return played


def weights(model: object) -> bytes:
    """Give all packed words of a model."""
    words = model.words(0, model.shape.word_count)  # type: ignore[attr-defined]
    return b"".join(words)
