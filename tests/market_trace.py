"""The row of steps of a market's result, computed step by step as simply as can be."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from commonweal.commitment import keccak
from commonweal.fixed_point import unpack_lanes
from commonweal.twin.market import encoding, merkle
from commonweal.twin.market.rounds import last_in, play
from commonweal.twin.market.state import MarketState
from commonweal.twin.market.test_set import first_state
from commonweal.twin.models import Model, new_model
from commonweal.types import ZERO_ADDRESS, MarketResult, StepInput, StepState


@dataclass
class NaiveTrace:
    """All steps of a result.

    Attributes
    ----------
    inputs : list of StepInput
        What each step reads, the state before it included.
    result : MarketResult
        What the last step leaves.
    balances : list of int
        What contributions are paid.
    weights : dict
        Packed words of each model by their hash.
    """

    inputs: list[StepInput] = field(default_factory=list)
    result: MarketResult = MarketResult(bytes(32), bytes(32), 0)
    balances: list[int] = field(default_factory=list)
    weights: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def hashes(self) -> list[bytes]:
        """Hash before each step, and the last one."""
        found = [encoding.state_hash(given.state) for given in self.inputs]
        return [*found, encoding.result_hash(self.result)]


def naive_trace(market: MarketState, start_words: bytes) -> NaiveTrace:
    """Compute a market's result from what the market knows and the weights that it starts from."""
    trace = NaiveTrace()
    model = new_model(market.kind, market.shape)
    model.lanes = _lanes(model, start_words)
    state = first_state(market)
    errors_of: list[int] = []
    hashes: list[bytes] = []
    for number in range(-1, market.contribution_count):
        if number >= 0:
            contribution = market.contributions[number]
            samples = contribution.samples
            trace.inputs.append(
                _input(
                    state,
                    weights=_packed(model),
                    data=samples or b"",
                    contributor=contribution.contributor,
                    value_wei=contribution.value_wei,
                )
            )
            if samples is not None:
                model.learn(model.parse_contribution(samples))
            state = replace(state, weights_hash=keccak(_packed(model)))
        for part in market.scored_parts:
            rows = market.parts[part].rows
            trace.inputs.append(_input(state, weights=_packed(model), data=rows))
            evaluation = model.evaluate(rows)
            wrong = evaluation.total - evaluation.correct
            state = replace(state, errors=state.errors + wrong)
        errors_of.append(state.errors)
        hashes.append(state.weights_hash)
        trace.weights[state.weights_hash] = _packed(model)
        state = replace(
            state,
            weights_chain=keccak(state.weights_chain + state.weights_hash),
            errors_chain=keccak(state.errors_chain + state.errors.to_bytes(32, "big")),
            errors=0,
        )
    return _play(trace, market, state, errors_of, hashes)


def _play(
    trace: NaiveTrace,
    market: MarketState,
    state: StepState,
    errors_of: list[int],
    hashes: list[bytes],
) -> NaiveTrace:
    plan = market.plan
    errors = b"".join(each.to_bytes(2, "big") for each in errors_of)
    stake_wei = market.terms.stake_wei
    balances = [stake_wei if each.revealed else 0 for each in market.contributions]
    for _ in range(market.contribution_count + 1):
        trace.inputs.append(_input(state, balances=_balances(balances), errors=errors))
        balances, left = play(
            balances, errors_of, plan.unit_wei, plan.scored_rows, state.rounds_left
        )
        state = replace(state, balances_hash=keccak(_balances(balances)), rounds_left=left)
    trace.inputs.append(
        _input(state, balances=_balances(balances), errors=errors, weights_hashes=b"".join(hashes))
    )
    last = last_in(balances, plan.unit_wei)
    candidate = 0 if last is None else last + 1
    adopted = candidate if errors_of[candidate] < errors_of[0] else 0
    leaves = [encoding.payout_leaf(index, each) for index, each in enumerate(balances)]
    trace.balances = balances
    trace.result = MarketResult(merkle.root(leaves), hashes[adopted], sum(balances))
    return trace


def _lanes(model: Model, words: bytes) -> list[int]:
    split = [words[start : start + 32] for start in range(0, len(words), 32)]
    return list(unpack_lanes(split, model.shape.lane_bits)[: model.shape.lane_count])


def _packed(model: Model) -> bytes:
    return b"".join(model.words(0, model.shape.word_count))


def _balances(balances: list[int]) -> bytes:
    return b"".join(balance.to_bytes(16, "big") for balance in balances)


def _input(
    state: StepState,
    *,
    weights: bytes = b"",
    data: bytes = b"",
    contributor: str = ZERO_ADDRESS,
    value_wei: int = 0,
    balances: bytes = b"",
    errors: bytes = b"",
    weights_hashes: bytes = b"",
) -> StepInput:
    return StepInput(state, weights, data, contributor, value_wei, balances, errors, weights_hashes)
