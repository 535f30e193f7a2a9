"""Progress bars on stderr."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from commonweal.cli.console import SPEECH

_LEAST_PAUSE_S = 0.1


class FileBar:
    """How far a file has been read, in bytes, and what came out of it."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._rejected = 0
        self._shown_s = 0.0

    def at(self, position: int) -> None:
        """Show the position in the file, not more often than one can see."""
        now_s = time.monotonic()
        if now_s - self._shown_s > _LEAST_PAUSE_S:
            self._shown_s = now_s
            self._progress.update(self._task, completed=position)

    def tell(self, text: str) -> None:
        """Show a text beside the bar."""
        self._progress.update(self._task, said=text)

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text, style="yellow", markup=False, soft_wrap=True)

    def rejected(self) -> int:
        """Count one more bad row."""
        self._rejected += 1
        return self._rejected


@contextmanager
def file_bar(title: str, path: Path) -> Iterator[FileBar]:
    """Show a bar as long as the file is read."""
    columns = (
        SpinnerColumn(),
        TextColumn(title),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with _progress(*columns) as progress:
        task = progress.add_task(title, total=path.stat().st_size or None, said="")
        yield FileBar(progress, task)


@contextmanager
def count_bar(title: str, total: int) -> Iterator[CountBar]:
    """Show a bar for so many things."""
    columns = (
        SpinnerColumn(),
        TextColumn(title),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with _progress(*columns) as progress:
        yield CountBar(progress, progress.add_task(title, total=total))


class CountBar:
    """How many of so many things are done."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, done: int, total: int) -> None:
        """Show how many are done."""
        self._progress.update(self._task, completed=done, total=total)


@contextmanager
def status_line() -> Iterator[StatusLine]:
    """Show a line that tells what is waited for."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with _progress(*columns) as progress:
        yield StatusLine(progress, progress.add_task("", total=None))


class StatusLine:
    """What is waited for."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, text: str) -> None:
        """Show another text."""
        self._progress.update(self._task, description=text)


def _progress(*columns: ProgressColumn) -> Progress:
    """Give a progress display that vanishes when it is done, and shows only where one can see."""
    hidden = not SPEECH.is_terminal
    return Progress(*columns, console=SPEECH, transient=True, disable=hidden)
