"""Amounts of money as people write and read them."""

from __future__ import annotations

import re
from decimal import Decimal

from commonweal.errors import ConfigFault

WEI_PER = {"wei": 1, "gwei": 10**9, "eth": 10**18, "ether": 10**18}
_AMOUNT = re.compile(r"\s*([0-9][0-9_,]*(?:\.[0-9]+)?|\.[0-9]+)\s*([a-zA-Z]*)\s*")


def parse_wei(text: str) -> int:
    """Read an amount such as `0.1`, `0.1 eth`, `25 gwei` or `1000wei`; ETH is the default unit.

    Raises
    ------
    ConfigFault
        The text is no amount, its unit is unknown, or it is not a whole number of wei.
    """
    match = _AMOUNT.fullmatch(text)
    unit = match[2].lower() or "eth" if match else ""
    if match is None or unit not in WEI_PER:
        raise ConfigFault(
            f'An amount looks like "0.1", "25 gwei" or "1000 wei", found "{text[:40]}"; '
            "write it like that."
        )
    wei = Decimal(match[1].replace(",", "").replace("_", "")) * WEI_PER[unit]
    if wei != int(wei):
        raise ConfigFault(
            f'An amount is a whole number of wei, found "{text[:40]}"; give fewer decimals.'
        )
    return int(wei)


def show_eth(wei: int, sign: bool = False) -> str:
    """Give an amount in ETH for reading: six decimals, below 1 ETH four digits after the zeros.

    Rounded half to even; the exact figure in wei is what JSON output carries.
    """
    mark = "-" if wei < 0 else "+" if sign and wei else ""
    whole, part = divmod(abs(wei), 10**18)
    if not part:
        return f"{mark}{whole:,} ETH"
    digits = f"{part:018d}"
    kept = 6 if whole else min(18, len(digits) - len(digits.lstrip("0")) + 4)
    rounded = round(Decimal(abs(wei)) / 10**18, kept)
    return f"{mark}{rounded:,f}".rstrip("0").rstrip(".") + " ETH"


def show_eth_exactly(wei: int) -> str:
    """Give an amount in ETH to the wei: where somebody agrees to it, nothing is rounded."""
    whole, part = divmod(wei, 10**18)
    return f"{whole:,}.{part:018d}".rstrip("0").rstrip(".") + " ETH"
