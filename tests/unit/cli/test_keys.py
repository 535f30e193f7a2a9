"""Private keys are read from files and variables, and never shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eth_account import Account

from commonweal.cli.keys import (
    KEY_FILE_VARIABLE,
    KEY_VARIABLE,
    PASSWORD_VARIABLE,
    read_key,
)
from commonweal.errors import ConfigFault

KEY = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
ADDRESS = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"


@pytest.mark.parametrize("text", [KEY, "0x" + KEY, f"  0x{KEY.upper()}\n"])
def test_a_key_is_read_from_a_file_however_it_is_written(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    found = read_key(file, {})
    assert found is not None
    assert found.address == ADDRESS


def test_a_key_is_read_from_the_environment() -> None:
    found = read_key(None, {KEY_VARIABLE: KEY})
    assert found is not None
    assert found.address == ADDRESS
    assert read_key(None, {}) is None


def test_a_file_wins_over_the_variable(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY)
    environment = {KEY_VARIABLE: "1" * 64, KEY_FILE_VARIABLE: str(file)}
    found = read_key(None, environment)
    assert found is not None
    assert found.address == ADDRESS


def test_a_keystore_is_opened_with_its_password(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(json.dumps(Account.encrypt(KEY, "open sesame", iterations=2)))
    found = read_key(file, {PASSWORD_VARIABLE: "open sesame"})
    assert found is not None
    assert found.address == ADDRESS
    with pytest.raises(ConfigFault, match="cannot be opened with this password"):
        read_key(file, {PASSWORD_VARIABLE: "wrong"})


@pytest.mark.parametrize(
    "text", ["", "secret words", KEY[:-1], KEY + "00", "0" * 64, "f" * 64, "{", '{"a": 1}']
)
def test_what_is_no_key_is_refused_without_repeating_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    with pytest.raises(ConfigFault) as refused:
        read_key(file, {PASSWORD_VARIABLE: "x"})
    sentence = refused.value.sentence
    assert sentence.endswith(".")
    assert len(text) < 3 or text not in sentence
    assert KEY[:16] not in sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match="cannot be read"):
        read_key(tmp_path / "none", {})
