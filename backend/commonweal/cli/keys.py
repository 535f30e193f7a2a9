"""Private keys: read from a file or the environment, never from the command line, never shown."""

from __future__ import annotations

import getpass
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount

from commonweal.errors import ConfigFault

KEY_VARIABLE = "COMMONWEAL_PRIVATE_KEY"
KEY_FILE_VARIABLE = "COMMONWEAL_KEY_FILE"
PASSWORD_VARIABLE = "COMMONWEAL_KEY_PASSWORD"
_KEY = re.compile("(?:0x)?[0-9a-fA-F]{64}")
_MOST_BYTES = 100_000
# Of secp256k1 (SEC 2, 2.4.1).
_CURVE_ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141


def read_key(
    file: Path | None, environment: Mapping[str, str] | None = None
) -> LocalAccount | None:
    """Read the account to sign with; None if neither file nor variable is given.

    Parameters
    ----------
    file : Path, optional
        Holds the key as hex digits, or an encrypted keystore (JSON).
    environment : mapping, optional
        The process's own by default.

    Raises
    ------
    ConfigFault
        The file is missing, or it holds something else; the sentence does not repeat what.
    """
    found = os.environ if environment is None else environment
    if file is None and found.get(KEY_FILE_VARIABLE):
        file = Path(found[KEY_FILE_VARIABLE])
    if file is None:
        text = found.get(KEY_VARIABLE, "").strip()
        return _account(text, f"variable {KEY_VARIABLE}") if text else None
    try:
        text = file.read_bytes()[:_MOST_BYTES].decode("ascii", "replace").strip()
    except OSError as error:
        raise ConfigFault(
            f"The key file {file} cannot be read ({error.strerror}); check its path."
        ) from None
    if text.startswith("{"):
        return _account(_decrypted(text, file, found), f"keystore {file}")
    return _account(text, f"key file {file}")


def _account(key: str, where: str) -> LocalAccount:
    if not _KEY.fullmatch(key):
        raise ConfigFault(
            f"The {where} should hold a private key of 64 hex digits but holds {len(key)} other "
            "characters; correct it."
        )
    if not 0 < int(key, 16) < _CURVE_ORDER:
        raise ConfigFault(f"The {where} holds a number that is no private key; correct it.")
    account: LocalAccount = Account.from_key(key)
    return account


def _decrypted(text: str, file: Path, environment: Mapping[str, str]) -> str:
    try:
        keystore = json.loads(text)
    except ValueError:
        raise ConfigFault(
            f"The key file {file} should be a private key or a keystore in JSON but is neither; "
            "correct it."
        ) from None
    password = environment.get(PASSWORD_VARIABLE)
    if password is None:
        password = getpass.getpass(f"Password of {file.name}: ")
    try:
        return bytes(Account.decrypt(keystore, password)).hex()
    except (ValueError, KeyError, TypeError):
        raise ConfigFault(
            f"The keystore {file} cannot be opened with this password; try again."
        ) from None
