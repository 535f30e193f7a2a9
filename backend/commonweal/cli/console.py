"""Where results and notes go: results to stdout, everything that only accompanies to stderr."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table

SPEECH = Console(stderr=True, highlight=False)
"""Progress, notes, warnings and errors."""
RESULT = Console(highlight=False)
"""What was asked for."""


def say(text: str, style: str | None = None) -> None:
    """Tell the user something beside the result."""
    SPEECH.print(text, style=style, markup=False, soft_wrap=True)


def warn(text: str) -> None:
    """Tell the user something that should not be overlooked."""
    SPEECH.print(f"Note: {text}", style="yellow", markup=False, soft_wrap=True)


def emit_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write the result as JSON; bytes and addresses are text by now."""
    print(json.dumps(value, indent=2, ensure_ascii=False), flush=True)


def table(title: str, *columns: str, right: Sequence[str] = ()) -> Table:
    """Give an empty table; columns named in `right` are set flush right."""
    grid = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for number, column in enumerate(columns):
        justify: JustifyMethod = "right" if column in right else "left"
        grid.add_column(column, justify=justify, overflow="fold", no_wrap=number == 0)
    return grid


def short(address: str) -> str:
    """Give the beginning and the end of an address or hash."""
    return f"{address[:8]}…{address[-4:]}"


def counted(count: int, noun: str) -> str:
    """Give a number with its noun, in the plural where it is due."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
