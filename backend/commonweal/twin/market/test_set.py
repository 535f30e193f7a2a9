"""The test set: committed before, one part drawn and shown, the others revealed at the end."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.actions import RevealPart
from commonweal.commitment import keccak
from commonweal.errors import (
    ContributionTooLarge,
    Fault,
    MarketDrawPossible,
    MarketDrawsMissed,
    MarketDrawTooEarly,
    MarketNotSponsor,
    MarketPartAlreadyRevealed,
    MarketPartMismatch,
    MarketPartsOverlap,
    MarketPartWrong,
    MarketRowsNotIncreasing,
    MarketRowsWrong,
    MarketTooEarly,
    MarketTooLate,
    MarketWrongPhase,
)
from commonweal.events import Event, PartDrawn, PartRevealed, ResultOpened
from commonweal.twin.market import encoding, layout, ordered_tree, settlement, terms
from commonweal.twin.market.money import burn, credit
from commonweal.twin.market.phases import check_phase
from commonweal.twin.market.state import MarketPart, MarketState
from commonweal.twin.models import new_model
from commonweal.types import (
    Address,
    MarketPhase,
    ModelKind,
    ModelShape,
    StepState,
    Surroundings,
)

MOST_BYTES = 48_000
"""Most bytes of a part's rows, and of a contribution to a market."""
DRAWS = 3
_DRAW_DELAY_BLOCKS = 2
# A contract can read the hashes of so many blocks before its own.
_BLOCK_HASHES_KEPT = 256
# Parts are compared by the beginnings of their rows' hashes.
_END_BYTES = 16


def split_rows(kind: ModelKind, shape: ModelShape, rows: bytes) -> tuple[bytes, ...]:
    """Split packed samples into single ones, rejecting what the contract rejects."""
    parsed = new_model(kind, shape).parse(rows)
    split: list[bytes] = []
    offset = 0
    for _, features in parsed:
        end = offset + (
            2 + 2 * len(features)
            if kind is ModelKind.SPARSE_PERCEPTRON
            else 1 + len(features) * shape.lane_bits // 8
        )
        split.append(rows[offset:end])
        offset = end
    return tuple(split)


def split_test_set(rows: Sequence[bytes], part_count: int, rows_per_part: int) -> tuple[bytes, ...]:
    """Sort rows by their hashes and split them into parts, as a market wants them.

    Parameters
    ----------
    rows
        Packed samples, one each, all different.
    part_count, rows_per_part
        Of the market's terms; their product is the number of rows.

    Raises
    ------
    Fault
        Rows are missing, too many or repeated, or a part has too many bytes.
    """
    expected = part_count * rows_per_part
    if len(rows) != expected:
        raise Fault(
            f"The test set should have {expected:,} rows but has {len(rows):,}; "
            "choose other parts, or other rows."
        )
    if len(set(rows)) != expected:
        raise Fault(
            f"The test set should have {expected:,} different rows but has {len(set(rows)):,}; "
            "remove repeated ones."
        )
    ordered = sorted(rows, key=keccak)
    parts = tuple(
        b"".join(ordered[start : start + rows_per_part])
        for start in range(0, expected, rows_per_part)
    )
    for part in parts:
        if len(part) > MOST_BYTES:
            raise Fault(
                f"A part of the test set may have {MOST_BYTES:,} bytes but one has {len(part):,}; "
                "make more parts of fewer rows."
            )
    return parts


def commitments(
    chain_id: int, market: Address, salts: Sequence[bytes], parts: Sequence[bytes]
) -> tuple[bytes, ...]:
    """Give the commitments to all parts: the leaves of the market's `test_root`."""
    return tuple(
        encoding.part_commitment(chain_id, market, part, salt, rows)
        for part, (salt, rows) in enumerate(zip(salts, parts, strict=True))
    )


def draw_from_block(state: MarketState) -> int:
    """Give the block from which on the draw can be made."""
    return state.opened_at_block + _DRAW_DELAY_BLOCKS + 1


def missed_draws(state: MarketState, block_number: int) -> int:
    """Give how many draws nobody can make any more in this block, at most all."""
    late = block_number - draw_from_block(state)
    return min(max(late, 0) // _BLOCK_HASHES_KEPT, DRAWS)


def decide_draw(state: MarketState, caller: Address, chain: Surroundings) -> tuple[Event, ...]:
    """Decide the draw; who makes it gets a tip from the bond."""
    check_phase(state, MarketPhase.DRAWING)
    from_block = draw_from_block(state)
    if chain.block_number < from_block:
        raise MarketDrawTooEarly(chain.block_number, from_block)
    missed = missed_draws(state, chain.block_number)
    if missed == DRAWS:
        raise MarketDrawsMissed(missed)
    block_hash = chain.hash_of(from_block - 1 + missed * _BLOCK_HASHES_KEPT)
    number = int.from_bytes(encoding.hash_of(block_hash, state.address), "big")
    tip_wei, missed_wei = _draw_wei(state, missed)
    return (
        PartDrawn(number % state.terms.part_count, caller, block_hash, missed),
        *credit(caller, tip_wei),
        *burn(missed_wei),
    )


def decide_void(
    state: MarketState, caller: Address, now_s: int, chain: Surroundings
) -> tuple[Event, ...]:
    """Decide the end of a market without a draw, or without its drawn part."""
    if state.phase is MarketPhase.DRAWING:
        missed = missed_draws(state, chain.block_number)
        if missed < DRAWS:
            raise MarketDrawPossible(missed)
        return settlement.void(state, caller, missed)
    check_phase(state, MarketPhase.REVEALING_DRAWN_PART)
    if now_s <= state.deadline_s:
        raise MarketTooEarly(now_s, state.deadline_s + 1)
    return settlement.void(state, caller, state.missed_draws)


def decide_reveal(
    state: MarketState,
    sender: Address,
    action: RevealPart,
    now_s: int,
    chain: Surroundings,
) -> tuple[Event, ...]:
    """Decide the reveal of a part; the last one opens the result."""
    _check_turn(state, sender, now_s)
    part, salt, rows = action.part, action.salt, action.rows
    _check_number(state, part)
    commitment = encoding.part_commitment(chain.chain_id, state.address, part, salt, rows)
    count = state.terms.part_count
    if not ordered_tree.verify(action.proof, state.test_root, commitment, part, count):
        raise MarketPartMismatch(part, commitment)
    _check_rows(state, part, rows)
    revealed = PartRevealed(part, salt, rows)
    if len(state.parts) + 1 < state.terms.part_count:
        return (revealed,)
    return revealed, _open_result(state)


def first_state(state: MarketState) -> StepState:
    """Give the state before the first step."""
    balances = b"".join(
        (state.terms.stake_wei if each.revealed else 0).to_bytes(16, "big")
        for each in state.contributions
    )
    return StepState(
        weights_hash=state.weights_hash,
        weights_chain=bytes(32),
        errors_chain=bytes(32),
        balances_hash=keccak(balances),
        errors=0,
        rounds_left=state.terms.rounds,
    )


def evolve_drawn(state: MarketState, event: PartDrawn, now_s: int) -> None:
    """Wait for the drawn part."""
    state.drawn_part = event.part
    state.missed_draws = event.missed_draws
    state.bond_left_wei -= sum(_draw_wei(state, event.missed_draws))
    state.phase = MarketPhase.REVEALING_DRAWN_PART
    # Who takes its time to show it leaves as much to contribute.
    move_s = state.terms.move_s
    state.deadline_s = min(now_s + move_s, state.terms.earliest_end_s - move_s)


def evolve_revealed(state: MarketState, event: PartRevealed) -> None:
    """Know one part more; with the drawn one participation begins."""
    rows = split_rows(state.kind, state.shape, event.rows)
    state.parts[event.part] = MarketPart(
        event.rows,
        keccak(event.rows),
        keccak(rows[0])[:_END_BYTES],
        keccak(rows[-1])[:_END_BYTES],
    )
    if state.phase is MarketPhase.REVEALING_DRAWN_PART:
        state.phase = MarketPhase.PARTICIPATING
        state.deadline_s = state.terms.latest_end_s


def evolve_opened(state: MarketState, event: ResultOpened, now_s: int) -> None:
    """Wait for the result."""
    state.first_hash = state.state_hash = event.first_hash
    state.step_count = event.step_count
    state.unit_wei = event.unit_wei
    state.phase = MarketPhase.RESOLVING
    state.deadline_s = now_s + state.terms.resolve_s


def _check_turn(state: MarketState, sender: Address, now_s: int) -> None:
    """Reject another phase, another sender, and whoever comes too late, in this order."""
    if state.phase not in (MarketPhase.REVEALING_DRAWN_PART, MarketPhase.REVEALING_TEST):
        early = state.phase is MarketPhase.DRAWING
        expected = MarketPhase.REVEALING_DRAWN_PART if early else MarketPhase.REVEALING_TEST
        raise MarketWrongPhase(expected, state.phase)
    if sender != state.sponsor:
        raise MarketNotSponsor(state.sponsor, sender)
    if now_s > state.deadline_s:
        raise MarketTooLate(now_s, state.deadline_s)


def _check_number(state: MarketState, part: int) -> None:
    if state.phase is MarketPhase.REVEALING_DRAWN_PART:
        if part != state.drawn_part:
            raise MarketPartWrong(state.drawn_part, part)
    elif part >= state.terms.part_count:
        raise MarketPartWrong(state.terms.part_count - 1, part)
    if part in state.parts:
        raise MarketPartAlreadyRevealed(part)


def _check_rows(state: MarketState, part: int, rows: bytes) -> None:
    """Reject rows that are too many bytes, malformed, too few, unsorted, or in another part too."""
    if len(rows) > MOST_BYTES:
        raise ContributionTooLarge(len(rows), MOST_BYTES)
    split = split_rows(state.kind, state.shape, rows)
    if len(split) != state.terms.rows_per_part:
        raise MarketRowsWrong(part, state.terms.rows_per_part, len(split))
    hashes = [keccak(row) for row in split]
    for row in range(1, len(hashes)):
        if hashes[row - 1] >= hashes[row]:
            raise MarketRowsNotIncreasing(part, row)
    below, above = state.parts.get(part - 1), state.parts.get(part + 1)
    first, last = hashes[0][:_END_BYTES], hashes[-1][:_END_BYTES]
    if below is not None and below.last >= first:
        raise MarketPartsOverlap(part, part - 1)
    if above is not None and last >= above.first:
        raise MarketPartsOverlap(part, part + 1)


def _open_result(state: MarketState) -> ResultOpened:
    steps = layout.step_count(state.plan)
    first_hash = encoding.state_hash(first_state(state))
    return ResultOpened(first_hash, steps, settlement.unit_wei(state))


def _draw_wei(state: MarketState, missed: int) -> tuple[int, int]:
    """Give what a draw takes from the sponsor's bond: the tip, and what the misses cost."""
    tip_wei = terms.DRAW_TIP_GAS * state.terms.gas_price_wei
    return tip_wei, terms.missed_draws_wei(state.terms, missed)
