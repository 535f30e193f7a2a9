"""The result of a market, computed here: every hash between its steps, and what each step needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commonweal.commitment import keccak
from commonweal.fixed_point import pack_lanes
from commonweal.twin.market import encoding, merkle, rounds
from commonweal.twin.market.evaluate_fast import error_counter
from commonweal.twin.market.state import MarketState
from commonweal.twin.models import new_model
from commonweal.types import ZERO_ADDRESS, MarketResult, StepInput, StepState

Watch = Callable[[int, int], None]
"""Is told how much of how much is done."""


def unwatched(_done: int, _total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """The weights at the start and after each contribution, and where they err.

    Attributes
    ----------
    words : list of bytes
        Packed weights.
    hashes : list of bytes
        Their keccak256.
    part_errors : list of tuple of int
        Errors on each scored part.
    errors : list of int
        Errors on all of them.
    weights_chains, errors_chains : list of bytes
        Chains before the model's own errors are counted, and one more at the end.
    """

    words: list[bytes]
    hashes: list[bytes]
    part_errors: list[tuple[int, ...]]
    errors: list[int]
    weights_chains: list[bytes]
    errors_chains: list[bytes]


class MarketTrace:
    """The row of steps of a market's result.

    Attributes
    ----------
    hashes : list of bytes
        Before the first step and after each.
    result : MarketResult
        What the last step leaves.
    errors : list of int
        Errors of the start and after each contribution.
    balances : tuple of int
        What each contribution is left, in wei.
    final_weights : bytes
        Packed weights of the result.
    segment_steps : int
        Steps of each segment but perhaps the last.
    """

    def __init__(
        self, state: MarketState, measured: _Measured, played: list[tuple[list[int], int]]
    ) -> None:
        self._state = state
        self._measured = measured
        self._played = played
        self.errors = measured.errors
        self.balances = tuple(played[-1][0])
        self.segment_steps = state.segment_steps
        self.final_weights = measured.words[self._chosen()]
        leaves = [encoding.payout_leaf(*pair) for pair in enumerate(self.balances)]
        self.result = MarketResult(
            merkle.root(leaves), keccak(self.final_weights), sum(self.balances)
        )
        steps = range(state.step_count)
        self.hashes = [encoding.state_hash(self.state_before(step)) for step in steps]
        self.hashes.append(encoding.result_hash(self.result))

    def state_before(self, step: int) -> StepState:
        """Give the state before a step."""
        measured, balances, left = self._measured, *self._played[0]
        model, within = self._place(step)
        if within is None:
            balances, left = self._played[min(model, len(self._played) - 1)]
            model, within = self._state.contribution_count, len(measured.part_errors[0])
        whole = within == len(measured.part_errors[0])
        return StepState(
            weights_hash=measured.hashes[model],
            weights_chain=measured.weights_chains[model + whole],
            errors_chain=measured.errors_chains[model + whole],
            balances_hash=keccak(_packed(balances)),
            errors=0 if whole else sum(measured.part_errors[model][:within]),
            rounds_left=left,
        )

    def step_input(self, step: int) -> StepInput:
        """Give what the contract needs to recompute a step."""
        state, measured = self._state, self._measured
        before = self.state_before(step)
        model, within = self._place(step)
        if within is None:
            balances, _ = self._played[min(model, len(self._played) - 1)]
            last = step == state.step_count - 1
            return _input(
                before,
                balances=_packed(balances),
                errors=b"".join(errors.to_bytes(2, "big") for errors in measured.errors),
                weights_hashes=b"".join(measured.hashes) if last else b"",
            )
        if within == len(state.scored_parts):
            own = state.contributions[model]
            return _input(
                before,
                weights=measured.words[model],
                data=own.samples or b"",
                contributor=own.contributor,
                value_wei=own.value_wei,
            )
        part = state.parts[state.scored_parts[within]]
        return _input(before, weights=measured.words[model], data=part.rows)

    def _place(self, step: int) -> tuple[int, int | None]:
        """Give the model whose errors a step counts, and the part; or the round, and None.

        The step that trains on a contribution is the one behind all parts of the model before it.
        """
        parts = len(self._state.scored_parts)
        round_number = step - parts - self._state.contribution_count * (1 + parts)
        if round_number >= 0:
            return round_number, None
        return divmod(step, 1 + parts)

    def _chosen(self) -> int:
        """Give the number of the model that is adopted: 0 for the start."""
        last = rounds.last_in(self.balances, self._state.unit_wei)
        if last is None or self.errors[last + 1] >= self.errors[0]:
            return 0
        return last + 1


def compute(state: MarketState, start_words: bytes, watch: Watch = unwatched) -> MarketTrace:
    """Compute the row of steps of a market whose test set is known.

    Parameters
    ----------
    state
        The market, in RESOLVING or later.
    start_words
        Packed weights that it starts from.
    watch
        Is told how many of how many contributions are done.
    """
    measured = _measure(state, start_words, watch)
    balances = [state.terms.stake_wei if each.revealed else 0 for each in state.contributions]
    left = state.terms.rounds
    played = [(balances, left)]
    for _ in range(state.contribution_count + 1):
        after = rounds.play(balances, measured.errors, state.unit_wei, state.plan.scored_rows, left)
        if after == (balances, left):
            break
        balances, left = after
        played.append(after)
    return MarketTrace(state, measured, played)


def _measure(state: MarketState, start_words: bytes, watch: Watch) -> _Measured:
    model = new_model(state.kind, state.shape)
    bits = state.shape.lane_bits
    words = [start_words[first : first + 32] for first in range(0, len(start_words), 32)]
    model.upload(0, words)
    rows = model.parse(b"".join(state.parts[part].rows for part in state.scored_parts))
    counter = error_counter(state.kind, state.shape, model.lanes, rows)
    found = _Measured([], [], [], [], [bytes(32)], [bytes(32)])
    count = state.contribution_count

    def note() -> None:
        packed = b"".join(pack_lanes(counter.lanes, bits))
        found.words.append(packed)
        found.hashes.append(keccak(packed))
        found.part_errors.append(counter.errors_by_chunk(state.terms.rows_per_part))
        found.errors.append(counter.errors)
        found.weights_chains.append(encoding.hash_of(found.weights_chains[-1], found.hashes[-1]))
        found.errors_chains.append(encoding.hash_of(found.errors_chains[-1], counter.errors))

    note()
    for number, contribution in enumerate(state.contributions, start=1):
        if contribution.samples is not None:
            counter.learn(model.parse(contribution.samples))
        note()
        watch(number, count)
    return found


def _packed(balances: list[int]) -> bytes:
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
