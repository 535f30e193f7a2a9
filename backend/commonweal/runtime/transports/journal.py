"""Reads what one transaction changed from the journal of the in-process EVM.

pyrevm gives no storage differences but the journal as text (Rust's `Debug`), which names every
account and slot that was touched. The pinned version 0.3.7 fixes its form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from commonweal.errors import ConfigFault
from commonweal.types import Address

_ACCOUNT = re.compile(
    r"(?P<address>0x[0-9a-f]{40}): Account \{ info: AccountInfo \{ "
    r"balance: (?P<balance>\d+), nonce: (?P<nonce>\d+), code_hash: 0x[0-9a-f]{64}, code: "
    r"(?:None|Some\(Bytecode \{ bytecode: 0x(?P<code>[0-9a-f]*), state: "
    r'(?:Raw|Analysed \{ len: (?P<length>\d+), jump_map: JumpMap \{ map: "[0-9a-f]*" \} \}) \}\))'
    r" \}, storage: \{(?P<storage>.*?)\}, status: AccountStatus\((?P<status>[^)]*)\)"
)
_SLOT = re.compile(
    r"(\d+): StorageSlot \{ previous_or_original_value: (\d+), present_value: (\d+) \}"
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction made of an account that it touched.

    Attributes
    ----------
    address : str
        Which account.
    balance_wei, nonce : int
        As they are now.
    created_code : bytes or None
        Code, if the transaction created the account.
    destroyed : bool
        Whether the account is gone.
    slots : tuple
        Changed storage: slot, value before, value now.
    """

    address: Address
    balance_wei: int
    nonce: int
    created_code: bytes | None
    destroyed: bool
    slots: tuple[tuple[int, int, int], ...]


def changes(journal: str) -> tuple[Change, ...]:
    """Read the changed accounts from the text of a journal that holds one transaction.

    Raises
    ------
    ConfigFault
        The text has another form, as from another version of pyrevm.
    """
    end = journal.find("}, transient_storage: ") + 1
    accounts = list(_ACCOUNT.finditer(journal, 0, end))
    if not end or len(accounts) != journal.count(": Account { ", 0, end):
        raise ConfigFault(
            "The in-process EVM should be pyrevm 0.3.7 but its journal has another form; "
            "install the locked dependencies with `make setup`."
        )
    return tuple(_change(found) for found in accounts if "Touched" in found["status"])


def _change(found: re.Match[str]) -> Change:
    return Change(
        address=found["address"],
        balance_wei=int(found["balance"]),
        nonce=int(found["nonce"]),
        created_code=_code(found) if "Created" in found["status"] else None,
        destroyed="SelfDestructed" in found["status"],
        slots=tuple(
            (int(slot), int(before), int(now))
            for slot, before, now in _SLOT.findall(found["storage"])
            if before != now
        ),
    )


def _code(found: re.Match[str]) -> bytes:
    code = bytes.fromhex(found["code"] or "")
    # Analysed code is padded behind its length.
    return code[: int(found["length"])] if found["length"] else code
