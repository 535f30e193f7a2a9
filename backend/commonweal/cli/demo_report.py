"""The figures as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from commonweal.cli.amounts import show_eth
from commonweal.cli.console import table
from commonweal.demo.cast import ABOUT, CAREFUL, Role
from commonweal.demo.check import Comparison
from commonweal.demo.facts import Facts, ModelFacts
from commonweal.demo.market import MarketFacts
from commonweal.twin.badges import MILESTONES
from commonweal.types import Evaluation


class Teller:
    """Prints the story as it happens."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._acts = 0

    def act(self, title: str) -> None:
        """Begin an act."""
        self._acts += 1
        self._console.print()
        self._console.print(f"[bold cyan]{self._acts}. {title}[/]")

    def tell(self, text: str) -> None:
        """Tell something that happened."""
        self._console.print(f"   [green]•[/] {text}")


def report(facts: Facts, market: MarketFacts, comparisons: Sequence[Comparison]) -> RenderableType:
    """Give all tables."""
    parts: list[RenderableType] = [_accuracy(facts.models), Text()]
    for model in facts.models:
        parts += [_money(facts, model) if model.incentive == "stake" else _points(facts, model)]
        parts += [Text()]
    parts += [_market(market), Text()]
    parts += [_sums(facts), Text(), _conclusion(facts, comparisons)]
    return Group(*parts)


def _accuracy(models: Iterable[ModelFacts]) -> Table:
    grid = table(
        "Accuracy on held-out samples",
        "Model",
        "Incentive",
        "Weights",
        "Samples",
        "Before",
        "After",
        right=("Weights", "Samples", "Before", "After"),
    )
    for model in models:
        better = model.after.correct - model.before.correct
        colour = "green" if better > 0 else "red" if better < 0 else "white"
        grid.add_row(
            model.name,
            model.incentive,
            f"{model.feature_count:,}",
            f"{model.sample_count:,}",
            _percent(model.before),
            f"[{colour}]{_percent(model.after)}[/]",
        )
    return grid


def _money(facts: Facts, model: ModelFacts) -> Table:
    headings = ("Paid in", "Returned", "Forfeit", "Shared", "Found", "Gas", "After gas")
    grid = table(
        f"{model.name}: who earned and who lost, in ETH",
        "Who",
        *headings,
        right=headings,
    )
    for person in facts.people:
        result = person.results[model.name]
        if not (result.fee_wei or result.earned_wei):
            continue
        if person.role is Role.DEPLOYER:
            continue
        grid.add_row(
            person.role,
            _eth(result.deposited_wei),
            _eth(result.returned_wei),
            _eth(-result.forfeited_wei),
            _eth(result.shared_wei - result.funded_wei),
            _eth(result.found_wei),
            _eth(-result.fee_wei),
            _signed(result.net_wei),
        )
    return grid


def _points(facts: Facts, model: ModelFacts) -> Table:
    headings = ("As contributor", "As validator", "Gas")
    grid = table(
        f"{model.name}: points and badges",
        "Who",
        *headings,
        "Badges",
        right=headings,
    )
    for person in facts.people:
        points = person.points[model.name]
        if not points.total:
            continue
        badges = ", ".join(f"{MILESTONES[level]} points" for level in person.badges[model.name])
        grid.add_row(
            person.role,
            str(points.as_contributor),
            str(points.as_validator),
            _eth(-(person.fee_wei - sum(r.fee_wei for r in person.results.values()))),
            badges or "none yet",
        )
    return grid


def _market(market: MarketFacts) -> Table:
    headings = ("Sent", "Paid", "Before gas")
    grid = table(
        f"{market.name}: {market.contributions} sealed contributions, {market.rows} hidden rows, "
        f"{market.errors_before} wrong before and {market.errors_after} after, in ETH",
        "Who",
        *headings,
        right=headings,
    )
    for role, payout in market.payouts.items():
        grid.add_row(role, _eth(payout.sent_wei), _eth(payout.paid_wei), _signed(payout.gain_wei))
    return grid


def _sums(facts: Facts) -> Table:
    headings = ("Before gas", "Gas", "After gas")
    grid = table(
        "Everybody, over all models, in ETH", "Who", "What they did", *headings, right=headings
    )
    for person in facts.people:
        grid.add_row(
            person.role,
            ABOUT[person.role],
            _eth(person.earned_wei),
            _eth(-person.fee_wei),
            _signed(person.net_wei),
        )
    return grid


def _conclusion(facts: Facts, comparisons: Sequence[Comparison]) -> Panel:
    careless = facts.person(Role.CARELESS).net_wei
    worst = min(facts.person(role).net_wei for role in CAREFUL)
    lines = [
        f"Right labels came to at least {_plain(worst)} each, wrong ones to {_plain(careless)}.",
    ]
    given = sum(r.funded_wei for p in facts.people for r in p.results.values())
    together = sum(facts.person(role).net_wei for role in CAREFUL)
    lines.append(
        f"The careful got {_plain(together)} together, of which a sponsor gave {show_eth(given)}."
    )
    if facts.gas_above_earnings:
        names = ", ".join(facts.gas_above_earnings)
        lines.append(f"Careful people who paid more for gas than they earned: {names}.")
    else:
        lines.append("Each of the careful earned more than their gas cost.")
    unequal = [comparison for comparison in comparisons if not comparison.equal]
    if unequal:
        lines.append(f"The twin differs in {len(unequal)} figures, first: {unequal[0].what}.")
    else:
        lines.append(
            f"Replayed in Python from the chain's events, all {len(comparisons):,} figures "
            "(weights, balances, credits, shares, points, badges) are equal, bit for bit."
        )
    lines.append(f"{facts.transactions} transactions, {facts.gas_used:,} gas. Unaudited.")
    good = facts.careful_beat_careless and not unequal
    return Panel("\n".join(lines), border_style="green" if good else "red", expand=False)


def _eth(wei: int) -> str:
    return f"{wei / 10**18:.4f}" if wei else "-"


def _signed(wei: int) -> str:
    colour = "green" if wei > 0 else "red" if wei < 0 else "white"
    return f"[{colour}]{wei / 10**18:+.4f}[/]"


def _plain(wei: int) -> str:
    return show_eth(round(wei, -14), sign=True)


def _percent(evaluation: Evaluation) -> str:
    return f"{100 * evaluation.correct / evaluation.total:.1f} %"
