"""Events survive the way into the file and back."""

from __future__ import annotations

import json

import pytest

from commonweal.events import (
    EVENTS,
    Approval,
    ApprovalForAll,
    BondReturned,
    Burnt,
    ChallengeFailed,
    ChallengeReturned,
    Claimed,
    ClaimsClosed,
    Committed,
    Contributed,
    ContributionRevealed,
    Credited,
    DisagreementFound,
    Event,
    Funded,
    Locked,
    MarketCancelled,
    MarketExpired,
    MarketOpened,
    MarketResolved,
    MarketVoided,
    PartDrawn,
    ParticipationEnded,
    PartRevealed,
    ProposalRefuted,
    ResultOpened,
    ResultProposed,
    RevealEnded,
    SegmentChallenged,
    SegmentRevealed,
    Settled,
    SponsorDefaulted,
    StepsRun,
    TrainerDeployed,
    Transfer,
    Unlocked,
    UploadClosed,
    Validated,
    WeightsAdopted,
    WeightsUploaded,
    Withdrawn,
)
from commonweal.store.payload import from_payload, to_payload
from commonweal.types import (
    IncentiveKind,
    MarketResult,
    MarketTerms,
    Metadata,
    ModelKind,
    ModelShape,
)

ALICE, BOB = "0x" + "a1" * 20, "0x" + "b0" * 20
KEY = bytes(range(32))
RESULT = MarketResult(KEY, bytes(32), 2**100)
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
    MarketOpened(
        0,
        ALICE,
        BOB,
        MarketTerms(*range(2**90, 2**90 + 11), True, *range(12, 20)),
        KEY,
        bytes(32),
    ),
    WeightsAdopted(ALICE, (KEY, bytes(32))),
    PartDrawn(3, ALICE, KEY, 1),
    MarketVoided(BOB, 3),
    PartRevealed(63, KEY, b"\x00\xff" * 24_000),
    Committed(1_023, ALICE, 2**90, KEY),
    ContributionRevealed(7, BOB, KEY, b"\x01\x00"),
    ParticipationEnded(ALICE, 5),
    RevealEnded(ALICE, 4),
    MarketCancelled(),
    ResultOpened(KEY, 2**17, 2**90),
    SponsorDefaulted(BOB, 2**90),
    StepsRun(ALICE, 77, KEY),
    ResultProposed(KEY, ALICE, RESULT, (KEY, bytes(32))),
    SegmentChallenged(KEY, 256, BOB),
    SegmentRevealed(KEY, 0, ()),
    ProposalRefuted(KEY, ALICE, 9),
    ChallengeFailed(KEY, 1, BOB),
    ChallengeReturned(KEY, 2, BOB),
    BondReturned(KEY),
    MarketResolved(bytes(32), RESULT, 5, 0),
    MarketExpired(ALICE),
    Claimed(2, BOB, 2**90),
    ClaimsClosed(ALICE),
    Credited(ALICE, 1),
    Burnt(2**96),
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


def test_samples_and_rows_stand_beside_the_payload() -> None:
    payload, samples = to_payload(Contributed(1, ALICE, 5, b"\x01\x02"))
    assert samples == b"\x01\x02"
    assert json.loads(payload) == {"index": 1, "contributor": ALICE, "deposit_wei": 5}
    payload, rows = to_payload(PartRevealed(1, KEY, b"\x03"))
    assert rows == b"\x03"
    assert json.loads(payload) == {"part": 1, "salt": "0x" + KEY.hex()}
