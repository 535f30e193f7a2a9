"""From any error to one plain sentence and an exit code; the stack trace is for `--debug`."""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from commonweal.cli.asking import Declined
from commonweal.cli.console import SPEECH
from commonweal.encoders.errors import EncodingError
from commonweal.errors import CommonwealError
from commonweal.samples import SampleError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def sentence_of(error: BaseException) -> str:
    """Say what went wrong and what to do, in one sentence."""
    if isinstance(error, CommonwealError):
        return error.sentence
    if isinstance(error, TyperException):
        return f"{error.format_message()} See `commonweal --help`."
    if isinstance(error, EncodingError | SampleError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f'There is no file "{error.filename}"; check the path.'
    if isinstance(error, IsADirectoryError):
        return f'"{error.filename}" is a folder; give a file.'
    if isinstance(error, PermissionError):
        return f'"{error.filename}" cannot be opened; check its permissions.'
    if isinstance(error, OSError) and error.strerror:
        where = f' with "{error.filename}"' if error.filename else ""
        return f"The system says{where}: {error.strerror}; mend that and run the command again."
    if isinstance(error, sqlite3.Error):
        return f"A local database cannot be used ({error}); check the disk and run again."
    if isinstance(error, MemoryError):
        return "There is not enough memory; close other programs and run the command again."
    return (
        f"Something unexpected happened ({type(error).__name__}); run the command again with "
        "--debug and report what it prints."
    )


def exit_with(error: BaseException, debug: bool) -> NoReturn:
    """End the process with the error's sentence on stderr."""
    if isinstance(error, SystemExit):
        raise error
    if isinstance(error, typer.Exit):
        raise SystemExit(error.exit_code)
    if isinstance(error, BrokenPipeError):
        # Whoever read stdout went away, as `head` does; keep the interpreter from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)
    if debug:
        SPEECH.print_exception(show_locals=False)
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        SPEECH.print("Stopped. Run the same command again to continue.", style="yellow")
        raise SystemExit(EXIT_INTERRUPTED)
    if isinstance(error, Declined):
        SPEECH.print("Nothing was sent.", style="yellow")
        raise SystemExit(EXIT_FAILED)
    SPEECH.print("[bold red]Error:[/] ", end="")
    SPEECH.print(sentence_of(error), markup=False, soft_wrap=True)
    raise SystemExit(EXIT_USAGE if isinstance(error, TyperException) else EXIT_FAILED)
