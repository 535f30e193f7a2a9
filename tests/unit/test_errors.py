"""Every error is one sentence, immutable, and comparable."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, fields

import pytest

from commonweal import errors
from commonweal.errors import REJECTIONS, DepositTooSmall, Fault, Rejection, WrongChainFault
from commonweal.types import MarketPhase, text_to_bytes32

VALUES: dict[str, object] = {
    "int": 7,
    "bool": True,
    "Address": "0x" + "ab" * 20,
    "bytes": text_to_bytes32("laneBits"),
    "MarketPhase": MarketPhase.RESOLVING,
}


def example(kind: type[Rejection]) -> Rejection:
    return kind(*(VALUES[str(field.type)] for field in fields(kind)))


@pytest.mark.parametrize("name", sorted(REJECTIONS))
def test_a_rejection_is_one_sentence_that_tells_its_fields(name: str) -> None:
    kind = REJECTIONS[name]
    rejection = example(kind)
    assert kind.__name__ == name
    assert str(rejection) == rejection.sentence
    assert rejection.sentence[0].isupper() or rejection.sentence.startswith("0x")
    assert rejection.sentence.endswith(".")
    assert "; " in rejection.sentence
    assert "\n" not in rejection.sentence


@pytest.mark.parametrize("name", sorted(REJECTIONS))
def test_a_rejection_shows_what_was_found(name: str) -> None:
    # A value that no sentence holds by chance shows up, but for hashes of what the user has.
    kind = REJECTIONS[name]
    for position, field in enumerate(fields(kind)):
        if field.type != "int":
            continue
        values: list[object] = [VALUES[str(other.type)] for other in fields(kind)]
        values[position] = 982_451_653
        shown = kind(*values).sentence.replace(",", "")
        derived = {"label_count": "982451652", "feature_count": "982451652"}
        times = dict.fromkeys(("now_s", "from_s", "until_s"), "2001-02-17")
        expected = {**derived, **times}.get(field.name, "982451653")
        assert expected in shown, field.name


def test_rejections_compare_by_kind_and_fields() -> None:
    assert DepositTooSmall(1, 2) == DepositTooSmall(1, 2)
    assert hash(DepositTooSmall(1, 2)) == hash(DepositTooSmall(1, 2))
    assert DepositTooSmall(1, 2) != DepositTooSmall(1, 3)
    assert errors.SettleTooEarly(1, 2) != errors.ValidateTooEarly(1, 2)


def test_rejections_are_immutable_yet_can_be_raised_anywhere() -> None:
    rejection = DepositTooSmall(1, 2)
    with pytest.raises(FrozenInstanceError):
        rejection.sent_wei = 3

    @contextmanager
    def through() -> Iterator[None]:
        yield

    with pytest.raises(DepositTooSmall) as caught, through():
        raise rejection
    assert caught.value is rejection


@pytest.mark.parametrize("name", sorted(REJECTIONS))
def test_rejections_survive_pickling(name: str) -> None:
    rejection = example(REJECTIONS[name])
    assert pickle.loads(pickle.dumps(rejection)) == rejection


def test_amounts_are_told_in_eth_and_wei() -> None:
    sentence = DepositTooSmall(1, 1_500_000_000_000_000_000).sentence
    assert "at least 1.5 ETH (1500000000000000000 wei)" in sentence
    assert "0.000000000000000001 ETH (1 wei)" in sentence


def test_times_are_told_in_utc_however_far_away() -> None:
    assert "from 2001-09-09 01:46:40 UTC on" in errors.SettleTooEarly(0, 10**9).sentence
    assert "from second 1000000000000000 on" in errors.SettleTooEarly(0, 10**15).sentence


def test_lane_widths_are_told_as_a_choice() -> None:
    sentence = errors.ShapeOutOfRange(text_to_bytes32("laneBits"), 24, 16, 32).sentence
    assert "laneBits should be 16 or 32 but is 24" in sentence
    sentence = errors.ShapeOutOfRange(text_to_bytes32("featureCount"), 0, 1, 1_024).sentence
    assert "featureCount should be 1 to 1,024 but is 0" in sentence


def test_faults_are_no_rejections() -> None:
    kinds = Fault.__subclasses__()
    assert errors.RpcFault in kinds
    assert not any(issubclass(kind, Rejection) for kind in kinds)
    fault = WrongChainFault(1_337, 1)
    assert str(fault) == fault.sentence
    assert "should be chain 1337 but is chain 1;" in fault.sentence
    again = pickle.loads(pickle.dumps(fault))
    assert (again.expected_chain_id, again.found_chain_id) == (1_337, 1)
