"""The books: every transaction of the story with what it cost, and what an account came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from commonweal.actions import Call
from commonweal.events import Claimed, Contributed, Event, Funded, Settled, Withdrawn
from commonweal.runtime.base import Outcome, Runtime
from commonweal.types import Address


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction that was mined.

    Attributes
    ----------
    sender, to : str
        Who sent it to which contract.
    value_wei, fee_wei : int
        Value sent along; gas used times the price that the receipt says.
    gas_used : int
        As the receipt says.
    events : tuple of Event
        What happened.
    """

    sender: Address
    to: Address
    value_wei: int
    fee_wei: int
    gas_used: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What an account came to with one model.

    Attributes
    ----------
    deposited_wei, returned_wei, forfeited_wei : int
        Of its contributions.
    shared_wei : int
        From forfeits and sponsors, by its shares.
    found_wei : int
        For closing bad contributions of others.
    funded_wei : int
        Given as a sponsor.
    open_wei : int
        Deposits that are still open.
    withdrawn_wei, credit_wei : int
        Paid out; credited and not yet paid out.
    fee_wei : int
        Gas.
    """

    deposited_wei: int = 0
    returned_wei: int = 0
    forfeited_wei: int = 0
    shared_wei: int = 0
    found_wei: int = 0
    funded_wei: int = 0
    open_wei: int = 0
    withdrawn_wei: int = 0
    credit_wei: int = 0
    fee_wei: int = 0

    @property
    def earned_wei(self) -> int:
        """Gain or loss before gas."""
        return self.shared_wei + self.found_wei - self.forfeited_wei - self.funded_wei

    @property
    def net_wei(self) -> int:
        """Gain or loss after gas."""
        return self.earned_wei - self.fee_wei


class Books:
    """Runs calls and writes down what they cost."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.entries: list[Entry] = []
        self._opening: dict[Address, int] = {}

    def open_account(self, account: Address) -> None:
        """Note an account's balance before the story begins."""
        self._opening[account] = self.runtime.balance_wei(account)

    def run(self, call: Call) -> Outcome:
        """Run a call that must succeed, and book it.

        Raises
        ------
        Rejection
            The contract said no.
        """
        outcome = self.runtime.run(call)
        self.book(call.sender, call.to, outcome, 0 if outcome.rejection else call.value_wei)
        return outcome.accepted()

    def book(self, sender: Address, to: Address, outcome: Outcome, value_wei: int = 0) -> None:
        """Write down a transaction that somebody else ran."""
        self.entries.append(
            Entry(
                sender=sender,
                to=to,
                value_wei=value_wei,
                fee_wei=outcome.fee_wei,
                gas_used=outcome.gas_used,
                events=tuple(recorded.event for recorded in outcome.events),
            )
        )

    def result(self, account: Address, trainer: Address) -> Result:
        """Sum up an account's dealings with a model under stakes, credits as the chain has them."""
        own = [entry for entry in self.entries if entry.to == trainer]
        events = [event for entry in own for event in entry.events]
        deposited = sum(e.deposit_wei for e in _by(events, Contributed, account))
        returned = sum(e.returned_wei for e in _by(events, Settled, account))
        forfeited = sum(e.forfeited_wei for e in _by(events, Settled, account))
        found = sum(e.caller_wei for e in events if isinstance(e, Settled) and e.caller == account)
        withdrawn = sum(
            e.amount_wei for e in events if isinstance(e, Withdrawn) and e.account == account
        )
        funded = sum(e.amount_wei for e in events if isinstance(e, Funded) and e.sponsor == account)
        credit = self.runtime.credit_wei(trainer, account)
        return Result(
            deposited_wei=deposited,
            returned_wei=returned,
            forfeited_wei=forfeited,
            shared_wei=withdrawn + credit - returned - found,
            found_wei=found,
            funded_wei=funded,
            open_wei=deposited - returned - forfeited,
            withdrawn_wei=withdrawn,
            credit_wei=credit,
            fee_wei=self.fee_wei(account, trainer),
        )

    def fee_wei(self, account: Address, to: Address | None = None) -> int:
        """Gas that an account paid, in all or with one contract."""
        return sum(
            entry.fee_wei
            for entry in self.entries
            if entry.sender == account and to in (None, entry.to)
        )

    def expected_balance_wei(self, account: Address) -> int:
        """Balance that an account must have by these books, exactly."""
        balance = self._opening[account]
        for entry in self.entries:
            if entry.sender == account:
                balance -= entry.fee_wei + entry.value_wei
            balance += sum(
                event.amount_wei
                for event in entry.events
                if isinstance(event, Withdrawn) and event.recipient == account
            )
            # In this story everybody claims for themselves.
            balance += sum(
                event.amount_wei
                for event in entry.events
                if isinstance(event, Claimed) and event.contributor == account
            )
        return balance


_E = TypeVar("_E", Contributed, Settled)


def _by(events: Iterable[Event], kind: type[_E], contributor: Address) -> list[_E]:
    return [e for e in events if isinstance(e, kind) and e.contributor == contributor]
