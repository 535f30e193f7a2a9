"""What is offered for a transaction's gas, and what must be offered once others offer more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

MOST_RAISED = 10
"""However long a transaction waits, at most so many times what was offered first is offered, or
what its sender said that it is worth."""


@dataclass(frozen=True, slots=True)
class Fees:
    """An offer for each unit of gas.

    Attributes
    ----------
    most_wei : int
        The most that is paid.
    tip_wei : int or None
        Part of it that the block's builder keeps at most (EIP-1559); None where a chain has no
        base fee, so that all is paid.
    """

    most_wei: int
    tip_wei: int | None = None

    @property
    def fields(self) -> dict[str, str]:
        """The offer as fields of a transaction."""
        if self.tip_wei is None:
            return {"gasPrice": hex(self.most_wei)}
        return {
            "maxFeePerGas": hex(self.most_wei),
            "maxPriorityFeePerGas": hex(min(self.tip_wei, self.most_wei)),
        }

    def raised(self, now: Fees, limit_wei: int) -> Self | None:
        """Give the offer that takes this one's place.

        A node takes it only if both of its parts are an eighth higher, rounded up.

        Parameters
        ----------
        now
            What a new transaction would offer.
        limit_wei
            The most to offer.

        Returns
        -------
        Fees or None
            None if it would be above the limit.
        """
        least_wei = _eighth_more(self.most_wei)
        if least_wei > limit_wei:
            return None
        most_wei = min(max(least_wei, now.most_wei), limit_wei)
        if self.tip_wei is None:
            return type(self)(most_wei)
        tip_wei = max(_eighth_more(self.tip_wei), now.tip_wei or 0)
        return type(self)(most_wei, min(tip_wei, most_wei))


def _eighth_more(wei: int) -> int:
    return wei + wei // 8 + 1
