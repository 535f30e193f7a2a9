"""A trace cut into segments: what a proposal says of it, and its Merkle root."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from commonweal.twin.market import encoding, merkle
from commonweal.twin.market.state import MarketState
from commonweal.types import MarketResult, Segment


def segment_hashes(
    state: MarketState, result: MarketResult, cuts: Sequence[bytes]
) -> tuple[tuple[bytes, bytes], ...]:
    """Give the first and the last hash of each segment."""
    return tuple(pairwise((state.first_hash, *cuts, encoding.result_hash(result))))


def segment_root(state: MarketState, result: MarketResult, cuts: Sequence[bytes]) -> bytes:
    """Give the `cuts_root` of a proposal."""
    return merkle.root(_leaves(state, result, cuts))


def segment_of(
    state: MarketState, result: MarketResult, cuts: Sequence[bytes], index: int
) -> Segment:
    """Give a segment of a proposal with its proof, as challenges and reveals need it."""
    first, last = segment_hashes(state, result, cuts)[index]
    return Segment(index, first, last, merkle.proof(_leaves(state, result, cuts), index))


def _leaves(state: MarketState, result: MarketResult, cuts: Sequence[bytes]) -> list[bytes]:
    return [
        encoding.segment_leaf(segment, first, last)
        for segment, (first, last) in enumerate(segment_hashes(state, result, cuts))
    ]
