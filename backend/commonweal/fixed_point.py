"""Packed signed lanes and saturation, integers only.

A word is 32 big-endian bytes that hold 256 / lane_bits lanes in two's complement, the first lane
in the highest bits. Weights keep to the symmetric range -(2**(bits - 1) - 1) .. 2**(bits - 1) - 1:
a value that would leave it saturates, so a lane never reaches its neighbour. `>>` floors, in
Python as in Solidity; nothing here divides a negative number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import Struct, unpack

WORD_BITS = 256
WORD_BYTES = 32
_CODES = {16: "h", 32: "i"}


def lane_limit(lane_bits: int) -> int:
    """Highest value of a lane; the lowest is its negative."""
    return (1 << (lane_bits - 1)) - 1


def clamp(value: int, limit: int) -> int:
    """Give the nearest value within -limit .. limit."""
    if value > limit:
        return limit
    return -limit if value < -limit else value


def lanes_per_word(lane_bits: int) -> int:
    """Lanes of one word."""
    return WORD_BITS // lane_bits


def word_count(lanes: int, lane_bits: int) -> int:
    """Words that hold so many lanes, rounded up."""
    return (lanes * lane_bits + WORD_BITS - 1) // WORD_BITS


def pack_lanes(lanes: Sequence[int], lane_bits: int) -> tuple[bytes, ...]:
    """Pack lanes into words; what lies behind the last lane is zero.

    Parameters
    ----------
    lanes
        Values of -2**(lane_bits - 1) .. 2**(lane_bits - 1) - 1.
    lane_bits
        16 or 32.

    Raises
    ------
    OverflowError
        A value does not fit its lane.
    """
    low = -lane_limit(lane_bits) - 1
    if lanes and not (low <= min(lanes) and max(lanes) < -low):
        raise OverflowError(
            f"A lane of {lane_bits} bits holds {low} to {-low - 1}; "
            f"found values from {min(lanes)} to {max(lanes)}; saturate them first."
        )
    packed = _struct(len(lanes), lane_bits).pack(*lanes)
    packed += bytes(-len(packed) % WORD_BYTES)
    return tuple(packed[i : i + WORD_BYTES] for i in range(0, len(packed), WORD_BYTES))


def unpack_lanes(words: Iterable[bytes], lane_bits: int) -> list[int]:
    """Give all lanes of the words, in order, those past a model's last one too."""
    packed = b"".join(words)
    return list(_struct(len(packed) * 8 // lane_bits, lane_bits).unpack(packed))


def is_weight_word(word: bytes, index: int, lanes: int, lane_bits: int) -> bool:
    """Whether a model of so many lanes may hold this word at this index.

    No lane may hold the value below the symmetric range, and lanes behind the last are zero.
    """
    values = unpack(f">{lanes_per_word(lane_bits)}{_CODES[lane_bits]}", word)
    if min(values) < -lane_limit(lane_bits):
        return False
    used = max(0, lanes - index * len(values))
    return not any(values[used:])


def _struct(lanes: int, lane_bits: int) -> Struct:
    return Struct(f">{lanes}{_CODES[lane_bits]}")
