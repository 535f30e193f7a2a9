"""The command line: `commonweal`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

DEBUG_FLAG = "--debug"
DEBUG_VARIABLE = "COMMONWEAL_DEBUG"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with an exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process. `--debug` may stand anywhere.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG_FLAG in given or bool(os.environ.get(DEBUG_VARIABLE))
    given = [argument for argument in given if argument != DEBUG_FLAG]
    try:
        # Imported here so that an interruption during the imports ends as plainly as any other.
        from commonweal.cli.app import run

        run(given)
    except BaseException as error:
        from commonweal.cli.failures import exit_with

        exit_with(error, debug)
