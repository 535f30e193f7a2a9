"""What is offered for gas, and what takes its place."""

from __future__ import annotations

from commonweal.runtime.transports.fees import Fees

LIMIT_WEI = 10_000


def test_an_offer_is_raised_by_an_eighth_at_least() -> None:
    assert Fees(1_001, 101).raised(Fees(500, 0), LIMIT_WEI) == Fees(1_127, 114)


def test_an_offer_is_raised_to_what_others_pay_now() -> None:
    assert Fees(1_000, 10).raised(Fees(4_000, 300), LIMIT_WEI) == Fees(4_000, 300)


def test_no_tip_becomes_some() -> None:
    assert Fees(1_000, 0).raised(Fees(1_000, 0), LIMIT_WEI) == Fees(1_126, 1)
    assert Fees(0, 0).raised(Fees(0, 0), LIMIT_WEI) == Fees(1, 1)


def test_a_price_without_tip_is_raised_too() -> None:
    raised = Fees(800).raised(Fees(900), LIMIT_WEI)
    assert raised == Fees(901)
    assert raised.fields == {"gasPrice": hex(901)}


def test_an_offer_ends_at_its_limit() -> None:
    highest = Fees(1_000, 1_000).raised(Fees(10**9, 10**9), LIMIT_WEI)
    assert highest == Fees(LIMIT_WEI, LIMIT_WEI)
    assert highest.raised(Fees(10**9, 10**9), LIMIT_WEI) is None


def test_a_tip_is_never_above_what_is_paid_at_most() -> None:
    assert Fees(5, 9).fields == {"maxFeePerGas": "0x5", "maxPriorityFeePerGas": "0x5"}
