"""However a command fails, a user sees one plain sentence; the stack trace is for --debug."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
import typer

from command_line import CommandLine
from commonweal.cli import main
from commonweal.cli.app import app
from commonweal.cli.asking import Declined
from commonweal.cli.failures import exit_with, sentence_of
from commonweal.encoders.errors import TextEmpty
from commonweal.errors import ConfigFault, CreditEmpty, RpcFault

COMMANDS = sorted(command.name or "" for command in app.registered_commands)


def test_all_commands_are_there() -> None:
    wanted = {"demo", "deploy", "models", "predict", "contribute", "settle", "withdraw", "export"}
    assert {*wanted, "verify", "serve", "validate", "fund", "chain"} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(
    command: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main_code(command, option)
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: commonweal {command}")
    assert len(shown.splitlines()) > 6


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main_code("--version")
    assert capsys.readouterr().out.startswith("commonweal ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["models", "--nonsense"],
        ["settle", "--whose", "everybody"],
        ["contribute"],
        ["contribute", "0", "rows.csv", "--batch", "129"],
        ["settle", "--account", "-1"],
    ],
)
def test_wrong_usage_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("Error: ")
    assert shown.err.endswith("See `commonweal --help`.\n")
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize(
    "error",
    [
        ConfigFault("The port should be free but is taken; choose another one."),
        CreditEmpty("0x" + "11" * 20),
        RpcFault("The node should answer but does not; start it."),
        TextEmpty("Text", "at least one word", "none", "write some words"),
        FileNotFoundError(2, "No such file or directory", "rows.csv"),
        IsADirectoryError(21, "Is a directory", "rows"),
        PermissionError(13, "Permission denied", "rows.csv"),
        OSError(28, "No space left on device", "rows.csv"),
        sqlite3.OperationalError("disk I/O error"),
        MemoryError(),
        ZeroDivisionError("division by zero"),
    ],
)
def test_every_error_becomes_a_sentence_and_code_1(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = sentence_of(error)
    assert sentence.endswith(".")
    with pytest.raises(SystemExit) as end:
        exit_with(error, debug=False)
    assert end.value.code == 1
    shown = capsys.readouterr()
    assert shown.err == f"Error: {sentence}\n"
    assert shown.out == ""


def test_a_square_bracket_in_a_sentence_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        exit_with(ConfigFault("A list looks like [red], found [/]."), debug=False)
    assert capsys.readouterr().err == "Error: A list looks like [red], found [/].\n"


def test_debug_shows_where_it_happened(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ConfigFault("The port is taken.")
    except ConfigFault as error:
        with pytest.raises(SystemExit):
            exit_with(error, debug=True)
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "test_failures.py" in shown


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (typer.Abort(), 130, "Stopped."),
        (Declined(), 1, "Nothing was sent."),
    ],
)
def test_who_stops_is_told_so(
    error: BaseException, code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        exit_with(error, debug=False)
    assert end.value.code == code
    assert word in capsys.readouterr().err


def test_a_node_that_is_not_there_is_said_plainly(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonweal.runtime.transports.web3.PATIENCE_S", 0.1)
    cli = CommandLine("http://127.0.0.1:8769", tmp_path_factory.mktemp("data"))
    sentence = cli.run("models").failed()
    assert sentence.startswith("The node at http://127.0.0.1:8769 should answer but does not")
    wrong = cli.run("models", "--rpc", "127.0.0.1:8769").failed()
    assert "begins with http:// or https://" in wrong


def main_code(*arguments: str) -> None:
    """Run what ends well, whether or not by an exit."""
    with suppress(SystemExit):
        main(arguments)
