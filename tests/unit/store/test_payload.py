"""Events survive the way into the file and back."""

from __future__ import annotations

import json

import pytest

from commonweal.events import (
    EVENTS,
    Approval,
    ApprovalForAll,
    Contributed,
    DisagreementFound,
    Event,
    Funded,
    Locked,
    Settled,
    TrainerDeployed,
    Transfer,
    Unlocked,
    UploadClosed,
    Validated,
    WeightsUploaded,
    Withdrawn,
)
from commonweal.store.payload import from_payload, to_payload
from commonweal.types import IncentiveKind, Metadata, ModelKind, ModelShape

ALICE, BOB = "0x" + "a1" * 20, "0x" + "b0" * 20
KEY = bytes(range(32))
EXAMPLES: list[Event] = [
    TrainerDeployed(
        7,
        ALICE,
        BOB,
        ModelKind.DENSE_PERCEPTRON,
        IncentiveKind.POINTS,
        ModelShape(5, 32, 16),
        KEY,
        Metadata('n"ä', "\n", ("no", "yes"), "CC0-1.0", KEY),
    ),
    WeightsUploaded(3, (KEY, bytes(32))),
    UploadClosed(),
    Contributed(2**40 - 1, ALICE, 2**88 - 1, b"\x00\xff" * 9),
    Contributed(0, ALICE, 0, b""),
    DisagreementFound(KEY, ALICE, BOB, 2**128 - 1),
    Settled(KEY, ALICE, BOB, 128, 2**80, 2**79, 2**75),
    Funded(BOB, 2**79),
    Withdrawn(ALICE, BOB, 1),
    Validated(KEY, ALICE, BOB, 128, 1),
    Transfer(ALICE, BOB, 2**200 + 1),
    Locked(2**200 + 1),
    Unlocked(0),
    Approval(ALICE, BOB, 5),
    ApprovalForAll(ALICE, BOB, True),
]


def test_every_event_has_an_example() -> None:
    assert {type(event).__name__ for event in EXAMPLES} == set(EVENTS)


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    payload, samples = to_payload(event)
    found = from_payload(type(event).__name__, payload, samples)
    assert found == event
    assert [type(getattr(found, name)) for name in event.__slots__] == [
        type(getattr(event, name)) for name in event.__slots__
    ]


def test_samples_stand_beside_the_payload() -> None:
    payload, samples = to_payload(Contributed(1, ALICE, 5, b"\x01\x02"))
    assert samples == b"\x01\x02"
    assert json.loads(payload) == {"index": 1, "contributor": ALICE, "deposit_wei": 5}
