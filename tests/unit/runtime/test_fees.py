"""What is offered for gas, and what takes its place."""

from __future__ import annotations

from commonweal.runtime.transports.fees import MOST_RAISED, Fees


def test_an_offer_is_raised_by_an_eighth_at_least() -> None:
    first = Fees(1_001, 101)
    assert first.raised(Fees(500, 0), first) == Fees(1_127, 114)


def test_an_offer_is_raised_to_what_others_pay_now() -> None:
    first = Fees(1_000, 10)
    assert first.raised(Fees(4_000, 300), first) == Fees(4_000, 300)


def test_no_tip_becomes_some() -> None:
    first = Fees(1_000, 0)
    assert first.raised(Fees(1_000, 0), first) == Fees(1_126, 1)


def test_a_price_without_tip_is_raised_too() -> None:
    first = Fees(800)
    raised = first.raised(Fees(900), first)
    assert raised == Fees(901)
    assert raised.fields == {"gasPrice": hex(901)}


def test_an_offer_ends_at_a_multiple_of_the_first() -> None:
    first = Fees(1_000, 1_000)
    highest = first.raised(Fees(10**9, 10**9), first)
    assert highest == Fees(MOST_RAISED * 1_000, MOST_RAISED * 1_000)
    assert highest.raised(Fees(10**9, 10**9), first) is None


def test_a_tip_is_never_above_what_is_paid_at_most() -> None:
    assert Fees(5, 9).fields == {"maxFeePerGas": "0x5", "maxPriorityFeePerGas": "0x5"}
