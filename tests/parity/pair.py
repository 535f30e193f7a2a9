"""Two runtimes that must say the same: the contracts, and the twin that follows their time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from commonweal.actions import Call
from commonweal.errors import ActionFault, Rejection
from commonweal.runtime.base import Outcome, Views
from commonweal.runtime.codec import creation_data
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.transports.base import Message
from commonweal.runtime.twin import TwinRuntime
from commonweal.types import Address, IncentiveKind


class Mismatch(AssertionError):
    """Contracts and twin differ."""


class Pair:
    """Runs each call on both and compares what they say.

    Attributes
    ----------
    contract, twin : ContractRuntime, TwinRuntime
        The two.
    people : tuple of str
        Accounts whose books are compared.
    reading_time : callable
        Gives the time by which the contracts answer reads.
    judged_ahead : int
        How far the number that a rejected call sees is ahead of that of the latest block: 1 where
        the call is judged as in the next block.
    forced : dict
        ETH that came without an event: trainer and amount, by block.
    accepted, rejected, faults : int
        Calls so far.
    """

    def __init__(
        self,
        contract: ContractRuntime,
        twin: TwinRuntime,
        people: tuple[Address, ...],
        reading_time: Callable[[], int],
        judged_ahead: int = 0,
    ) -> None:
        self.contract = contract
        self.twin = twin
        self.people = people
        self.reading_time = reading_time
        self.judged_ahead = judged_ahead
        self.forced: dict[int, list[tuple[Address, int]]] = {}
        self.accepted = self.rejected = self.faults = 0
        self.rejections: dict[str, int] = {}

    @property
    def calls(self) -> int:
        """Calls so far."""
        return self.accepted + self.rejected + self.faults

    def summary(self) -> str:
        """What was run."""
        return (
            f"{self.calls:,} calls, {self.accepted:,} accepted, {self.rejected:,} rejected in "
            f"{len(self.rejections)} ways, {self.faults:,} to the wrong contract"
        )

    def run(self, call: Call) -> Outcome | None:
        """Run a call on both; give the contract's outcome, None if there was a fault."""
        expected: Outcome | None
        try:
            expected = self.contract.run(call)
            # The contracts' time is the twin's.
            ahead = self.judged_ahead if expected.rejection is not None else 0
            self.twin.set_time(expected.block.timestamp_s, expected.block.number + ahead)
        except ActionFault:
            expected = None
        found: Outcome | None
        try:
            found = self.twin.run(call)
        except ActionFault:
            found = None
        if expected is None or found is None:
            if expected is not found:
                raise Mismatch(f"{call}\ncontract {expected}\ntwin {found}")
            self.faults += 1
            return None
        if expected.rejection != found.rejection or expected.emitted != found.emitted:
            raise Mismatch(f"{call}\ncontract {_said(expected)}\ntwin {_said(found)}")
        if expected.rejection is None:
            self.accepted += 1
        else:
            self.rejected += 1
            name = type(expected.rejection).__name__
            self.rejections[name] = self.rejections.get(name, 0) + 1
        return expected

    def advance(self, seconds: int) -> None:
        """Move time on."""
        self.contract.advance_time(seconds)
        self.twin.set_time(self.reading_time())

    def advance_blocks(self, count: int) -> None:
        """Let blocks pass."""
        self.contract.advance_blocks(count)
        self.twin.set_time(self.reading_time())

    def block_number(self) -> int:
        """Number of the latest block."""
        return self.contract.transport.block().number

    def force(self, giver: Address, trainer: Address, value_wei: int) -> None:
        """Send ETH to a trainer that cannot refuse it; no event tells the twin."""
        transport = self.contract.transport
        message = Message(giver, None, creation_data("ForceEther", trainer), value_wei)
        block = transport.wait(transport.send(message), 60).block
        self.forced.setdefault(block.number, []).append((trainer, value_wei))
        self.twin.set_time(self.reading_time())
        self.twin.state.trainer(trainer).forced_wei += value_wei

    def read(self, name: str, *arguments: Any) -> Any:
        """Read on both: the same value, the same rejection, or a fault on both."""
        return same_read(self.contract, self.twin, name, *arguments)

    def compare(self, trainer: Address, keys: Iterable[bytes] = ()) -> None:
        """Compare all that can be read of a trainer but its open contributions, and those named."""
        compare_trainer(self.contract, self.twin, trainer, self.people, keys)

    def compare_all(self, keys: dict[Address, list[bytes]]) -> None:
        """Compare everything; `keys` are open contributions by trainer."""
        self.read("trainer_count")
        self.read("trainers")
        for info in self.twin.trainers():
            self.compare(info.address, keys.get(info.address, ()))


def compare_trainer(
    contract: Views,
    twin: Views,
    trainer: Address,
    people: Iterable[Address],
    keys: Iterable[bytes] = (),
) -> None:
    """Compare what can be read of a trainer, its accounts and contributions."""
    for name in ("head", "weights", "balance_wei"):
        same_read(contract, twin, name, trainer)
    for key in keys:
        same_read(contract, twin, "open_contribution", trainer, key)
    if twin.trainer(trainer).incentive is IncentiveKind.STAKE:
        same_read(contract, twin, "demand", trainer)
        same_read(contract, twin, "pool", trainer)
        per_account = ("account_of", "credit_wei")
    else:
        per_account = ("points_of", "badge_levels")
    for account in people:
        for name in per_account:
            same_read(contract, twin, name, trainer, account)


def same_read(contract: Views, twin: Views, name: str, *arguments: Any) -> Any:
    """Read on both and compare."""
    expected = _outcome_of(getattr(contract, name), *arguments)
    found = _outcome_of(getattr(twin, name), *arguments)
    if expected != found:
        raise Mismatch(f"{name}{arguments}\ncontract {expected}\ntwin {found}")
    return found


def _outcome_of(read: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except Rejection as rejection:
        return rejection
    except ActionFault:
        return ActionFault


def _said(outcome: Outcome) -> object:
    return outcome.emitted if outcome.rejection is None else repr(outcome.rejection)
