"""Settle rewards: close everything that is due, in every model of the registry.

brownie run settle --network ganache-cli

Own contributions are due from the refund wait on, others' from the take wait on, and taking from
others needs two verdicts some time apart. Under points, others' contributions are validated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.chain import connected, contract_of, fee_wei, plainly, send, senders

from commonweal.cli.amounts import show_eth
from commonweal.cli.session import Session
from commonweal.errors import Rejection
from commonweal.events import Settled, Validated
from commonweal.services.open_contributions import OpenContribution, open_contributions, samples_of
from commonweal.services.settler import Forecast, forecast
from commonweal.types import IncentiveKind


@dataclass(frozen=True, slots=True)
class Closing:
    """A contribution that is open, who of us may close it, and from when on."""

    item: OpenContribution
    caller: Any
    due_s: int


@plainly
def main() -> None:
    """Settle or validate all that is due; say before what each will do, and after who got what."""
    session, ours = connected(), senders()
    now_s = session.runtime.now_s()
    due = [closing for closing in closings(session, ours) if closing.due_s <= now_s]
    if not due:
        print("Nothing is due.")
    show([receipt for closing in due if (receipt := close(session, closing))])
    tell_next([closing.due_s for closing in closings(session, ours)], session.runtime.now_s())


def closings(session: Session, ours: Sequence[Any]) -> list[Closing]:
    """Find everything that is open and that one of us may close now or later."""
    found = open_contributions(session.runtime, session.runtime.trainers())
    return [closing for item in found for closing in closable(item, ours)]


def closable(item: OpenContribution, ours: Sequence[Any]) -> list[Closing]:
    """Choose who of us closes a contribution: its contributor, else who may first."""
    own = [account for account in ours if account.address.lower() == item.contributor]
    for account in (*own, *ours):
        due_s = item.due_s(account.address.lower())
        if due_s is not None:
            return [Closing(item, account, due_s)]
    return []


def close(session: Session, closing: Closing) -> Any:
    """Close a contribution and give who got what, None if the contract refuses."""
    item = closing.item
    samples = samples_of(session.runtime, item)
    expected = forecast(session.runtime, item, samples, closing.caller.address.lower())
    print(f"{named(item)}: {sentence(expected)}")
    contract = contract_of(item.trainer)
    under_stake = item.trainer.incentive is IncentiveKind.STAKE
    method = contract.settle if under_stake else contract.validate
    try:
        receipt = send(method, item.contributor, samples, sender=closing.caller)
    except Rejection as rejection:
        print(f"{named(item)}: {rejection.sentence}")
        return None
    return closing, receipt


def sentence(expected: Forecast) -> str:
    """Say what closing will do."""
    event, judged = expected.event, f"{expected.disagreeing} of {expected.samples} disagree"
    if isinstance(event, Settled):
        returned, forfeited = show_eth(event.returned_wei), show_eth(event.forfeited_wei)
        return f"settles; {judged}; {returned} return, {forfeited} are forfeited."
    if isinstance(event, Validated):
        return f"validates; {judged}; {event.contributor_points} points."
    return f"first verdict; {judged}; no money moves yet."


def show(done: Sequence[Any]) -> None:
    """Print who got what."""
    if not done:
        return
    form = "{:<34} {:<42} {:<13} {:>7} {:>18} {:>18} {:>18} {:>18}"
    print(
        form.format(
            "contribution",
            "contributor",
            "what",
            "earned",
            "returned",
            "forfeited",
            "caller",
            "gas",
        )
    )
    for closing, receipt in done:
        row = ["first verdict", "", "", "", ""]
        if "Settled" in receipt.events:
            event = receipt.events["Settled"]
            amounts = (event["returnedWei"], event["forfeitedWei"], event["callerWei"])
            row = ["settled", str(event["sharesEarned"]), *map(show_eth, amounts)]
        elif "Validated" in receipt.events:
            event = receipt.events["Validated"]
            row = ["validated", str(event["contributorPoints"]), "", "", ""]
        item = closing.item
        print(form.format(named(item), item.contributor, *row, show_eth(fee_wei(receipt))))


def named(item: OpenContribution) -> str:
    """Name a contribution."""
    return f"{item.trainer.metadata.name[:26]} #{item.index}"


def tell_next(open_s: Sequence[int], now_s: int) -> None:
    """Say when the next contribution becomes due."""
    later_s = [due_s for due_s in open_s if due_s > now_s]
    if not later_s:
        print("Nothing else becomes due: these accounts can close nothing more.")
        return
    first_s = min(later_s)
    print(
        f"{len(later_s)} more become due, the first in {timedelta(seconds=first_s - now_s)}, at "
        f"{datetime.fromtimestamp(first_s, UTC):%Y-%m-%d %H:%M:%S} UTC."
    )
