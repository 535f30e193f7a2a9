"""Close contributions that are due: say what it would do, ask, do it, say what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from commonweal.cli import progress as bars
from commonweal.cli.amounts import show_eth
from commonweal.cli.asking import confirm
from commonweal.cli.console import RESULT, SPEECH, counted, emit_json, say, short, table, warn
from commonweal.cli.session import Session
from commonweal.errors import ContributionUnknown, SettleTooEarly, ValidateTooEarly
from commonweal.events import DisagreementFound, Settled, Validated
from commonweal.runtime.base import Outcome, TrainerInfo
from commonweal.services.open_contributions import (
    OpenContribution,
    open_contributions,
    samples_of,
)
from commonweal.services.settler import Forecast, forecast

Wanted = Callable[[OpenContribution], bool]
_MOST_LISTED = 50
# Somebody else was quicker, or gave the first verdict just now; or the node's clock is ahead.
_PASSING = (ContributionUnknown, SettleTooEarly, ValidateTooEarly)


@dataclass(frozen=True, slots=True)
class Planned:
    """A contribution to close and what that would do now."""

    item: OpenContribution
    forecast: Forecast


def find(session: Session, trainers: Sequence[TrainerInfo]) -> list[OpenContribution]:
    """Find what is open in these models."""
    with bars.count_bar("Looking for what is open", 1) as bar:
        return open_contributions(session.runtime, trainers, bar.show)


def close_due(
    session: Session,
    found: Iterable[OpenContribution],
    *,
    whole_only: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Close those of the found contributions that are due.

    Parameters
    ----------
    session : Session
        Whose account closes.
    found : iterable of OpenContribution
        What is wanted, due or not.
    whole_only : bool
        Leave those that would forfeit anything for a better moment.
    dry_run : bool
        Say what would happen and send nothing.
    yes, as_json : bool
        As the options say.
    """
    now_s = session.runtime.now_s()
    caller = session.account
    items = list(found)
    due = [item for item in items if item.is_due(caller, now_s)]
    plans = _forecasts(session, due)
    if whole_only:
        plans = [plan for plan in plans if not plan.forecast.forfeited_wei]
    if not as_json:
        _show_plans(plans)
        _show_later(items, caller, now_s)
    done: list[tuple[Planned, Outcome]] = []
    if plans and not dry_run:
        confirm(f"Close {counted(len(plans), 'contribution')} by account {caller}?", yes)
        done = _close(session, plans)
    if as_json:
        emit_json(
            {
                "account": caller,
                "open": len(items),
                "due": [_plan_json(plan) for plan in plans],
                "closed": [_done_json(plan, outcome) for plan, outcome in done],
                "gasFeeWei": str(sum(outcome.fee_wei for _, outcome in done)),
            }
        )
    elif done:
        _show_done(done)


def _forecasts(session: Session, due: Sequence[OpenContribution]) -> list[Planned]:
    plans = []
    with bars.count_bar("Asking the models", len(due) or 1) as bar:
        for number, item in enumerate(due, start=1):
            samples = samples_of(session.runtime, item)
            plans.append(Planned(item, forecast(session.runtime, item, samples, session.account)))
            bar.show(number, len(due))
    return plans


def _close(session: Session, plans: Sequence[Planned]) -> list[tuple[Planned, Outcome]]:
    """Send, one after the other; the samples are read again so that memory stays small."""
    done = []
    with bars.count_bar("Closing", len(plans)) as bar:
        for number, plan in enumerate(plans, start=1):
            samples = samples_of(session.runtime, plan.item)
            outcome = session.runtime.run(plan.item.call(session.account, samples))
            if isinstance(outcome.rejection, _PASSING):
                SPEECH.print(
                    f"Contribution {plan.item.index} of {plan.item.trainer.metadata.name} was left "
                    f"as it is: {outcome.rejection.sentence}",
                    style="yellow",
                    markup=False,
                    soft_wrap=True,
                )
            else:
                done.append((plan, outcome.accepted()))
            bar.show(number, len(plans))
    return done


def _show_plans(plans: Sequence[Planned]) -> None:
    if not plans:
        return
    numbers = ("#", "Samples", "Disagreeing", "Returned", "Forfeited", "To you")
    grid = table("Due now", "Model", "#", "Contributor", "What", *numbers[1:], right=numbers)
    for plan in plans[:_MOST_LISTED]:
        event = plan.forecast.event
        grid.add_row(
            plan.item.trainer.metadata.name,
            str(plan.item.index),
            short(plan.item.contributor),
            plan.forecast.kind,
            str(plan.forecast.samples),
            str(plan.forecast.disagreeing),
            show_eth(event.returned_wei) if isinstance(event, Settled) else "",
            show_eth(event.forfeited_wei) if isinstance(event, Settled) else "",
            show_eth(event.caller_wei) if isinstance(event, Settled) else "",
        )
    RESULT.print(grid)
    if len(plans) > _MOST_LISTED:
        say(f"… and {len(plans) - _MOST_LISTED:,} more.")


def _show_later(items: Sequence[OpenContribution], caller: str, now_s: int) -> None:
    times = (item.due_s(caller) for item in items)
    later = sorted(due_s for due_s in times if due_s is not None and due_s > now_s)
    if later:
        at = datetime.fromtimestamp(later[0], UTC)
        say(
            f"{len(later):,} more become due, the first in "
            f"{timedelta(seconds=later[0] - now_s)} at {at:%Y-%m-%d %H:%M:%S} UTC."
        )
    elif not any(item.is_due(caller, now_s) for item in items):
        say("Nothing is open that this account could close.")


def _show_done(done: Sequence[tuple[Planned, Outcome]]) -> None:
    numbers = ("#", "Shares or points", "Returned", "Forfeited", "To caller", "Gas")
    grid = table("Closed", "Model", "#", "Contributor", "What", *numbers[1:], right=numbers)
    for plan, outcome in done[:_MOST_LISTED]:
        event = closing_event(outcome)
        settled = event if isinstance(event, Settled) else None
        gained = ""
        if settled is not None:
            gained = str(settled.shares_earned)
        elif isinstance(event, Validated):
            gained = f"{event.contributor_points} and {event.validator_points}"
        grid.add_row(
            plan.item.trainer.metadata.name,
            str(plan.item.index),
            short(plan.item.contributor),
            type(event).__name__,
            gained,
            show_eth(settled.returned_wei) if settled else "",
            show_eth(settled.forfeited_wei) if settled else "",
            show_eth(settled.caller_wei) if settled else "",
            show_eth(outcome.fee_wei),
        )
    RESULT.print(grid)
    verdicts = sum(isinstance(closing_event(outcome), DisagreementFound) for _, outcome in done)
    if verdicts:
        warn(
            f"{counted(verdicts, 'first verdict')} given; run `commonweal settle` again when the "
            "gap between verdicts is over."
        )


def closing_event(outcome: Outcome) -> Settled | DisagreementFound | Validated:
    """Give the event by which a contribution was closed or judged."""
    return next(
        recorded.event
        for recorded in outcome.events
        if isinstance(recorded.event, Settled | DisagreementFound | Validated)
    )


def _plan_json(plan: Planned) -> dict[str, Any]:
    found = {
        "model": plan.item.trainer.metadata.name,
        "index": plan.item.index,
        "contributor": plan.item.contributor,
        "what": str(plan.forecast.kind),
        "samples": plan.forecast.samples,
        "disagreeing": plan.forecast.disagreeing,
    }
    return found | _event_json(plan.forecast.event)


def _done_json(plan: Planned, outcome: Outcome) -> dict[str, Any]:
    event = closing_event(outcome)
    found = {
        "model": plan.item.trainer.metadata.name,
        "index": plan.item.index,
        "contributor": plan.item.contributor,
        "what": type(event).__name__,
        "gasFeeWei": str(outcome.fee_wei),
    }
    return found | _event_json(event)


def _event_json(event: Settled | DisagreementFound | Validated) -> dict[str, Any]:
    if isinstance(event, Settled):
        return {
            "sharesEarned": event.shares_earned,
            "returnedWei": str(event.returned_wei),
            "forfeitedWei": str(event.forfeited_wei),
            "callerWei": str(event.caller_wei),
        }
    if isinstance(event, Validated):
        return {
            "contributorPoints": event.contributor_points,
            "validatorPoints": event.validator_points,
        }
    return {}
