"""Amounts as people write and read them."""

from __future__ import annotations

import pytest

from commonweal.cli.amounts import parse_wei, show_eth, show_eth_exactly
from commonweal.errors import ConfigFault


@pytest.mark.parametrize(
    ("text", "wei"),
    [
        ("1", 10**18),
        ("0.1", 10**17),
        (".5 eth", 5 * 10**17),
        ("25 gwei", 25 * 10**9),
        ("1.5GWEI", 1_500_000_000),
        ("1,000 wei", 1000),
        ("1_000wei", 1000),
        ("0.000000000000000001", 1),
        ("123456789.123456789123456789", 123456789123456789123456789),
        ("0", 0),
    ],
)
def test_amounts_are_exact(text: str, wei: int) -> None:
    assert parse_wei(text) == wei


@pytest.mark.parametrize("text", ["", "-1", "one", "1 btc", "nan", "1e5", "0.5 wei", "1.2.3"])
def test_what_is_no_amount_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConfigFault, match=r"An amount .*; (write|give) ") as refused:
        parse_wei(text)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("wei", "shown"),
    [
        (0, "0 ETH"),
        (10**18, "1 ETH"),
        (1234 * 10**18, "1,234 ETH"),
        (15 * 10**17, "1.5 ETH"),
        (-15 * 10**17, "-1.5 ETH"),
        (1, "0.000000000000000001 ETH"),
        (123456789, "0.0000000001235 ETH"),
        (10**18 + 1, "1 ETH"),
        (21_000_000_000_000, "0.000021 ETH"),
    ],
)
def test_amounts_are_readable(wei: int, shown: str) -> None:
    assert show_eth(wei) == shown


def test_a_sign_can_be_asked_for() -> None:
    assert show_eth(10**18, sign=True) == "+1 ETH"
    assert show_eth(0, sign=True) == "0 ETH"


@pytest.mark.parametrize(
    ("wei", "shown"),
    [
        (0, "0 ETH"),
        (1, "0.000000000000000001 ETH"),
        (31_234_567_890_123_456, "0.031234567890123456 ETH"),
        (10**18, "1 ETH"),
        (1_000 * 10**18, "1,000 ETH"),
        (12_345 * 10**18 + 1, "12,345.000000000000000001 ETH"),
    ],
)
def test_what_is_agreed_to_is_shown_to_the_wei(wei: int, shown: str) -> None:
    assert show_eth_exactly(wei) == shown
    assert parse_wei(shown) == wei
