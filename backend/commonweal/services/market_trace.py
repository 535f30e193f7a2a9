"""The result of a market, computed here: every hash between its steps, and what each step needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from commonweal.commitment import keccak
from commonweal.fixed_point import pack_lanes
from commonweal.twin.market import encoding, layout, merkle, rounds
from commonweal.twin.market.evaluate_fast import error_counter
from commonweal.twin.market.layout import StepKind
from commonweal.twin.market.state import MarketState
from commonweal.twin.market.step import BALANCE_BYTES, ERRORS_BYTES, pack
from commonweal.twin.models import new_model
from commonweal.types import ZERO_ADDRESS, MarketResult, StepInput, StepState

Watch = Callable[[int, int], None]
"""Is told how much of how much is done."""


def unwatched(_done: int, _total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The weights at the start and after each contribution, and where they err.

    Attributes
    ----------
    words : tuple of bytes
        Packed weights.
    part_errors : tuple of tuple of int
        Errors on each scored part.
    """

    words: tuple[bytes, ...]
    part_errors: tuple[tuple[int, ...], ...]


class MarketTrace:
    """The row of steps of a market's result.

    Attributes
    ----------
    hashes : list of bytes
        Before the first step and after each.
    result : MarketResult
        What the last step leaves.
    measured : Measured
        What everything else follows from.
    errors : list of int
        Errors of the start and after each contribution.
    balances : tuple of int
        What each contribution is left, in wei.
    final_weights : bytes
        Packed weights of the result.
    segment_steps : int
        Steps of each segment but perhaps the last.
    """

    def __init__(self, state: MarketState, measured: Measured) -> None:
        self.measured = measured
        self.errors = [sum(errors) for errors in measured.part_errors]
        self.segment_steps = state.segment_steps
        self._state = state
        self._weights_hashes = [keccak(words) for words in measured.words]
        self._weights_chains = _chain(self._weights_hashes)
        self._errors_chains = _chain(self.errors)
        self._played = _play(state, self.errors)
        self.balances = tuple(self._played[-1][0])
        self.final_weights = measured.words[self._chosen()]
        root = merkle.root(encoding.payout_leaves(self.balances))
        self.result = MarketResult(root, keccak(self.final_weights), sum(self.balances))
        self._balances_hashes = [keccak(_packed(balances)) for balances, _ in self._played]
        steps = range(state.step_count)
        self.hashes = [encoding.state_hash(self.state_before(step)) for step in steps]
        self.hashes.append(encoding.result_hash(self.result))

    def state_before(self, step: int) -> StepState:
        """Give the state before a step."""
        kind, model, part = layout.locate(self._state.plan, step)
        played = errors = 0
        match kind:
            case StepKind.EVALUATE:
                counted = model
                errors = sum(self.measured.part_errors[model][:part])
            case StepKind.TRAIN:
                counted, model = model, model - 1
            case StepKind.ROUND | StepKind.FINISH:
                model = self._state.contribution_count
                counted = model + 1
                played = self._rounds_before(step)
        return StepState(
            weights_hash=self._weights_hashes[model],
            weights_chain=self._weights_chains[counted],
            errors_chain=self._errors_chains[counted],
            balances_hash=self._balances_hashes[played],
            errors=errors,
            rounds_left=self._played[played][1],
        )

    def step_input(self, step: int) -> StepInput:
        """Give what the contract needs to recompute a step."""
        state, words = self._state, self.measured.words
        before = self.state_before(step)
        kind, model, part = layout.locate(state.plan, step)
        match kind:
            case StepKind.EVALUATE:
                rows = state.parts[layout.part_of(part, state.drawn_part)].rows
                return _input(before, weights=words[model], data=rows)
            case StepKind.TRAIN:
                own = state.contributions[model - 1]
                return _input(
                    before,
                    weights=words[model - 1],
                    data=own.samples or b"",
                    contributor=own.contributor,
                    value_wei=own.value_wei,
                )
            case StepKind.ROUND | StepKind.FINISH:
                is_last = kind is StepKind.FINISH
                return _input(
                    before,
                    balances=_packed(self._played[self._rounds_before(step)][0]),
                    errors=pack(self.errors, ERRORS_BYTES),
                    weights_hashes=b"".join(self._weights_hashes) if is_last else b"",
                )

    def _rounds_before(self, step: int) -> int:
        """Give how many round steps before this one changed anything."""
        first = self._state.step_count - self._state.contribution_count - 2
        return min(step - first, len(self._played) - 1)

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
    model = new_model(state.kind, state.shape)
    model.upload(0, [start_words[at : at + 32] for at in range(0, len(start_words), 32)])
    rows = model.parse(b"".join(state.parts[part].rows for part in state.scored_parts))
    counter = error_counter(state.kind, state.shape, model.lanes, rows)
    words = [start_words]
    part_errors = [counter.errors_by_chunk(state.terms.rows_per_part)]
    for number, contribution in enumerate(state.contributions, start=1):
        if contribution.samples is not None:
            counter.learn(model.parse(contribution.samples))
        words.append(b"".join(pack_lanes(counter.lanes, state.shape.lane_bits)))
        part_errors.append(counter.errors_by_chunk(state.terms.rows_per_part))
        watch(number, state.contribution_count)
    return MarketTrace(state, Measured(tuple(words), tuple(part_errors)))


def _chain(values: Sequence[bytes] | Sequence[int]) -> list[bytes]:
    """Give the chain over values: before the first, and after each."""
    chain = [bytes(32)]
    for value in values:
        chain.append(encoding.hash_of(chain[-1], value))
    return chain


def _play(state: MarketState, errors: Sequence[int]) -> list[tuple[list[int], int]]:
    """Give balances and rounds left at first and after each round step that changes them."""
    balances = [state.terms.stake_wei if each.revealed else 0 for each in state.contributions]
    played = [(balances, state.terms.rounds)]
    for _ in range(state.contribution_count + 1):
        balances, left = played[-1]
        after = rounds.play(balances, errors, state.unit_wei, state.plan.scored_rows, left)
        if after == played[-1]:
            break
        played.append(after)
    return played


def _packed(balances: Sequence[int]) -> bytes:
    return pack(balances, BALANCE_BYTES)


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
