"""Where results and notes go: results to stdout, everything that only accompanies to stderr."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

SPEECH = Console(stderr=True, highlight=False)
"""Progress, notes, warnings and errors."""
RESULT = Console(highlight=False)
"""What was asked for."""


def say(text: str, style: str | None = None) -> None:
    """Tell the user something beside the result."""
    SPEECH.print(text, style=style, markup=False)


def warn(text: str) -> None:
    """Tell the user something that should not be overlooked."""
    SPEECH.print(f"Note: {text}", style="yellow", markup=False)


def emit_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write the result as JSON; bytes and addresses are text by now."""
    print(json.dumps(value, indent=2, ensure_ascii=False), flush=True)


def table(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    """Give an empty table; columns named in `right` are set flush right."""
    grid = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for column in columns:
        grid.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return grid


def progress(unit: str = "") -> Progress:
    """Give a progress bar on stderr that vanishes when it is done."""
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    if unit:
        columns.append(TextColumn(unit))
    columns += [TimeElapsedColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=SPEECH, transient=True)


def short(address: str) -> str:
    """Give the beginning and the end of an address or hash."""
    return f"{address[:8]}…{address[-4:]}"
