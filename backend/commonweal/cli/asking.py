"""Ask before something is sent that cannot be taken back."""

from __future__ import annotations

import sys

from rich.prompt import Confirm

from commonweal.cli.console import SPEECH
from commonweal.errors import ConfigFault


class Declined(Exception):
    """The user said no."""


def confirm(question: str, yes: bool) -> None:
    """Ask unless the user said yes beforehand.

    Raises
    ------
    Declined
        The answer is no.
    ConfigFault
        There is nobody to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise ConfigFault(
            f"{question} There is no terminal to ask at; run the command again with --yes."
        )
    if not Confirm.ask(question, console=SPEECH, default=False):
        raise Declined
