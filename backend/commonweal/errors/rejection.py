"""A contract's no, and how amounts and times read in its sentence."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields
from datetime import UTC, datetime, timedelta

from commonweal.errors.faults import CommonwealError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEI_PER_ETH = 10**18


@dataclass(unsafe_hash=True)
class Rejection(CommonwealError):
    """A contract said no. Immutable; equal iff kind and fields are."""

    def __post_init__(self) -> None:
        """Give `BaseException` what pickling reads."""
        self.args = tuple(getattr(self, field.name) for field in fields(self))

    def __setattr__(self, name: str, value: object) -> None:
        # `frozen=True` would also refuse `__traceback__`, which contextlib sets.
        if name in self.__dict__:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super().__setattr__(name, value)

    def __reduce__(self) -> tuple[type[Rejection], tuple[object, ...]]:
        return type(self), self.args


def eth(wei: int) -> str:
    """Give an amount in ETH, exactly, with the wei behind it."""
    whole, part = divmod(wei, _WEI_PER_ETH)
    digits = f"{part:018d}".rstrip("0")
    return f"{whole:,}{'.' + digits if digits else ''} ETH ({wei} wei)"


def moment(at_s: int) -> str:
    """Give a time of the chain for people."""
    try:
        return f"{_EPOCH + timedelta(seconds=at_s):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        return f"second {at_s}"


def amount_range(least: int, most: int) -> str:
    """Give a range for people."""
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
