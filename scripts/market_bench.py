"""Play the market's rules against attackers; write docs/market-numbers.md.

The numbers that the rules were chosen by: 24 seeds of every setting, on the bundled sentences and,
where they lie beside the repository, on the sentences of rt-polarity. All numbers go to
build/market_rules.json, the tables to docs/market-numbers.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commonweal.simulation import ancestor_speed, data
from commonweal.simulation.agents import ATTACKERS, Kind
from commonweal.simulation.ancestor_speed import ANCESTOR_GROUPED_S, ANCESTOR_S, Speed
from commonweal.simulation.collect import Summary, summarise
from commonweal.simulation.data import Texts
from commonweal.simulation.market import Market, Rules, Trail, pay, train

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULT = ROOT / "build" / "market_rules.json"
TABLES = ROOT / "docs" / "market-numbers.md"

SEEDS = 24
# The rules that the market has: every table changes one of them.
CHOSEN = Rules(stake_factor=4, rounds=10_000, most_fee_percent=5)
FACTORS = (1, 2, 4, 8, 16, 64)
ROUNDS = (100, 1_000, 10_000, 100_000)
FEES = (0, 5, 10, 20, 50, 100)
SYBIL_SHARES = (0.05, 0.1, 0.2, 0.5)

console = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """Texts and size of contributions."""

    texts: Texts
    batch: int

    @property
    def name(self) -> str:
        """For tables."""
        return f"{self.texts.name}, {self.batch}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One setting, one kind of attacker, one set of rules."""

    setting: str
    attacker: str
    attackers_share: float
    rules: Rules
    summary: Summary


class Numbers:
    """All cells, to be looked up."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str, float, Rules], Cell] = {}

    def add(self, cell: Cell) -> None:
        """Keep a cell."""
        self.cells[cell.setting, cell.attacker, cell.attackers_share, cell.rules] = cell

    def get(self, setting: str, attacker: Kind | None, rules: Rules, share: float = 0.2) -> Summary:
        """Give one summary."""
        return self.cells[setting, attacker or "nobody", share, rules].summary


def compared_rules() -> list[Rules]:
    """Give all rules that are compared."""
    most_fee = CHOSEN.most_fee_percent
    rules = {
        Rules(factor, CHOSEN.rounds, most_fee, grouped)
        for factor in FACTORS
        for grouped in (False, True)
    }
    rules |= {Rules(CHOSEN.stake_factor, rounds, most_fee) for rounds in ROUNDS}
    rules |= {Rules(CHOSEN.stake_factor, CHOSEN.rounds, fee) for fee in FEES}
    return sorted(rules, key=lambda each: tuple(asdict(each).values()))


def settings(seeds: int) -> tuple[list[Setting], list[Setting]]:
    """Give all settings, and those of which the tables have a row."""
    own = data.sentences()
    reviews = data.reviews(SHARED / "data" / "rt-polarity")
    found = [Setting(own, 4), Setting(own, 16)]
    shown = [found[1]]
    if reviews is not None:
        untaught = data.untaught(reviews)
        found += [Setting(reviews, batch) for batch in (1, 4, 16, 64)]
        found += [Setting(untaught, batch) for batch in (16, 64)]
        shown += [found[-3], found[-1]]
    else:
        console.print("rt-polarity is not beside the repository; it is left out.")
    console.print(f"{len(found)} settings, {seeds} seeds each.")
    return found, shown


def run(found: Sequence[Setting], shown: Sequence[Setting], seeds: int) -> Numbers:
    """Train all markets once and pay them by all rules."""
    markets: list[tuple[Setting, Market]] = []
    for setting in found:
        markets += [(setting, Market(kind, batch=setting.batch)) for kind in (None, *ATTACKERS)]
    for setting in shown:
        markets += [
            (setting, Market(Kind.SYBIL_BETWEEN, batch=setting.batch, attackers_share=share))
            for share in SYBIL_SHARES
            if share != 0.2
        ]
    rules = compared_rules()
    numbers = Numbers()
    with _progress() as progress:
        task = progress.add_task("Playing", total=len(markets) * seeds)
        for setting, market in markets:
            trails: list[Trail] = []
            for seed in range(seeds):
                trails.append(train(setting.texts, market, Random(seed)))
                progress.advance(task)
            for each in rules:
                numbers.add(
                    Cell(
                        setting.name,
                        market.attacker or "nobody",
                        market.attackers_share,
                        each,
                        summarise(pay(trail, each) for trail in trails),
                    )
                )
    return numbers


def market_speedup_over_ancestor() -> Speed | None:
    """Measure the factor over the ancestor; None where its data is not beside the repository."""
    folder = SHARED / "peer" / "market"
    return ancestor_speed.measure(folder) if folder.is_dir() else None


def write(numbers: Numbers, speed: Speed | None, seeds: int, shown: Sequence[Setting]) -> None:
    """Write all numbers, and the tables if nothing is left out of them."""
    RESULT.parent.mkdir(exist_ok=True)
    cells = [
        {
            "setting": cell.setting,
            "attacker": cell.attacker,
            "attackers_contributions": cell.attackers_share,
            "rules": asdict(cell.rules),
            **cell.summary.as_dict(),
        }
        for cell in numbers.cells.values()
    ]
    result: dict[str, object] = {"seeds": seeds, "cells": cells}
    if speed is not None:
        result["market_speedup_over_ancestor"] = round(speed.market_speedup_over_ancestor, 1)
        result["speed"] = asdict(speed)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    console.print(f"All numbers: {RESULT.relative_to(ROOT)}")
    if speed is None or len(shown) < 3 or seeds < SEEDS:
        console.print("Data or seeds are missing, so docs/market-numbers.md stays as it is.")
        return
    parts = _parts(numbers, speed, [each.name for each in shown])
    page = _filled(TABLES.read_text(encoding="utf-8"), parts)
    TABLES.write_text(page, encoding="utf-8")
    console.print(f"Tables: {TABLES.relative_to(ROOT)}")


def _parts(numbers: Numbers, speed: Speed, names: Sequence[str]) -> dict[str, str]:
    """Give what stands between the page's marks."""
    return {
        "kinds": _kinds(numbers, names),
        "factors": _factors(numbers, names),
        "forms": _forms(numbers, names),
        "sybils": _sybils(numbers, names),
        "rounds": _rounds(numbers, names),
        "fees": _fees(numbers, names),
        "batches": _batches(numbers),
        "speed": _table(
            ["form", "ancestor, s", "here, s", "factor"],
            [
                _speed_row("per contribution", ANCESTOR_S, speed.seconds),
                _speed_row("grouped", ANCESTOR_GROUPED_S, speed.grouped_seconds),
            ],
        ),
    }


def _speed_row(form: str, theirs_s: float, ours_s: float) -> list[str]:
    return [form, f"{theirs_s:.2f}", f"{ours_s:.3f}", f"{theirs_s / ours_s:.0f}"]


def _filled(page: str, parts: dict[str, str]) -> str:
    """Replace what stands between the marks of each part."""
    for name, text in parts.items():
        begin, end = f"<!-- {name}:begin -->\n", f"\n<!-- {name}:end -->"
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}{text}{end}{after}"
    return page


def _kinds(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for kind in (None, *ATTACKERS):
            found = numbers.get(name, kind, CHOSEN)
            rows.append(
                [
                    name,
                    kind or "nobody",
                    _quartiles(found.attackers_profit) if kind else "",
                    f"{100 * found.attackers_share.median:+.1f} %" if kind else "",
                    _quartiles(found.honest_profit),
                    f"{100 * found.honest_winners:.0f} %",
                    f"{100 * found.honest_share.median:+.1f} %",
                    f"{100 * found.accuracy_before:.1f} > {100 * found.accuracy_after:.1f}",
                ]
            )
    head = [
        "texts, samples each",
        "attackers",
        "their profit",
        "of the bounty",
        "honest profit",
        "do not lose",
        "honest of the bounty",
        "accuracy, %",
    ]
    return _table(head, rows)


def _factors(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for factor in FACTORS:
            rules = Rules(factor, CHOSEN.rounds, CHOSEN.most_fee_percent)
            rows.append([name, str(factor), *_by_kind(numbers, name, rules)])
    return _table(["texts, samples each", "k", *_BY_KIND], rows)


def _forms(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for grouped in (False, True):
            rules = Rules(CHOSEN.stake_factor, CHOSEN.rounds, CHOSEN.most_fee_percent, grouped)
            whole = numbers.get(name, Kind.PURSE_WHOLE, rules)
            split = numbers.get(name, Kind.PURSE_SPLIT, rules)
            honest = numbers.get(name, None, rules)
            rows.append(
                [
                    name,
                    "grouped" if grouped else "per contribution",
                    f"{whole.attackers_profit.median:+.1f}",
                    f"{split.attackers_profit.median:+.1f}",
                    _quartiles(honest.honest_profit),
                    f"{split.honest_profit.median:+.1f}",
                ]
            )
    head = [
        "texts, samples each",
        "form",
        "careless, one account",
        "careless, many accounts",
        "honest, among themselves",
        "honest, beside many accounts",
    ]
    return _table(head, rows)


def _batches(numbers: Numbers) -> str:
    names = list(dict.fromkeys(cell.setting for cell in numbers.cells.values()))
    rows = [[name, *_by_kind(numbers, name, CHOSEN)] for name in names]
    return _table(["texts, samples each", *_BY_KIND], rows)


def _rounds(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for rounds in ROUNDS:
            rules = Rules(CHOSEN.stake_factor, rounds, CHOSEN.most_fee_percent)
            rows.append([name, f"{rounds:,}", *_by_kind(numbers, name, rules)])
    return _table(["texts, samples each", "R", *_BY_KIND], rows)


def _fees(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for fee in FEES:
            rules = Rules(CHOSEN.stake_factor, CHOSEN.rounds, fee)
            squatter = numbers.get(name, Kind.SQUATTER, rules)
            rows.append(
                [
                    name,
                    f"{fee} %",
                    _quartiles(squatter.attackers_profit),
                    *_by_kind(numbers, name, rules),
                ]
            )
    return _table(["texts, samples each", "most fee", "squatter", *_BY_KIND], rows)


def _sybils(numbers: Numbers, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        for share in SYBIL_SHARES:
            found = numbers.get(name, Kind.SYBIL_BETWEEN, CHOSEN, share)
            rows.append(
                [
                    name,
                    f"{100 * share:.0f} %",
                    _quartiles(found.attackers_profit, 0),
                    f"{100 * found.attackers_share.median:.0f} %",
                    f"{100 * found.attackers_share.most:.0f} %",
                    f"{-100 * found.honest_share.median:+.0f} %",
                    f"{found.honest_profit.median:+.0f}",
                ]
            )
    head = [
        "texts, samples each",
        "sybil's contributions",
        "its profit",
        "of the bounty",
        "most",
        "sponsor and sybil gain, of the bounty",
        "honest profit",
    ]
    return _table(head, rows)


_BY_KIND = (
    "honest alone",
    "honest out",
    "copier",
    "flipper",
    "random",
    "careless",
    "sybil between: profit",
    "of the bounty",
    "honest beside it",
)


def _by_kind(numbers: Numbers, name: str, rules: Rules) -> list[str]:
    alone = numbers.get(name, None, rules)
    sybil = numbers.get(name, Kind.SYBIL_BETWEEN, rules)
    attackers = (Kind.COPIER, Kind.FLIPPER, Kind.RANDOM, Kind.PURSE_SPLIT)
    return [
        _quartiles(alone.honest_profit),
        f"{100 * alone.honest_out:.0f} %",
        *(f"{numbers.get(name, kind, rules).attackers_profit.median:+.1f}" for kind in attackers),
        f"{sybil.attackers_profit.median:+.0f}",
        f"{100 * sybil.attackers_share.median:.0f} %",
        f"{sybil.honest_profit.median:+.1f}",
    ]


def _quartiles(found: object, places: int = 1) -> str:
    lower, middle, upper = (getattr(found, name) for name in ("lower", "median", "upper"))
    return f"{middle:+.{places}f} ({lower:+.{places}f} to {upper:+.{places}f})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="markets of each setting")
    arguments = parser.parse_args()
    # First, while there is little else in memory.
    speed = market_speedup_over_ancestor()
    found, shown = settings(arguments.seeds)
    numbers = run(found, shown, arguments.seeds)
    write(numbers, speed, arguments.seeds, shown)
    if speed is not None:
        console.print(f"{speed.market_speedup_over_ancestor:.0f} times faster than the ancestor.")


if __name__ == "__main__":
    main()
