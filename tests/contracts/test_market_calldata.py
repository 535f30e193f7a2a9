"""Calldata of markets that no encoder of ours makes: cut short, followed by noise, garbled.

What a contract accepts must mean what the twin makes of it; all else must change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from lenient_abi import Unreadable, read_action
from market_ends import BAD, GOOD
from market_moments import MOMENTS
from market_on_chain import ChainMarketScene, Decision
from market_scene import SPONSOR
from scene import ALICE

from commonweal.actions import Action
from commonweal.errors import (
    MarketNotCurrent,
    MarketNotTrainer,
    MarketTakesContributions,
    Rejection,
    UploadNotDeployer,
)
from commonweal.events import Emitted
from commonweal.runtime import codec
from commonweal.runtime.artifacts import artifact
from commonweal.runtime.transports.base import Message, Reverted

SEED = 2027
NOISE = b"\xff\x07" * 40
WORD_BYTES = 32
MANGLED = 60
UNREAD_BYTES = {
    # Solidity wants no padding.
    "contribute": -len(GOOD + BAD) % WORD_BYTES,
    "revealContribution": -len(GOOD) % WORD_BYTES,
    # Where stakes return nobody looks at the proof, so the length of none may be missing.
    "claim values": WORD_BYTES,
}
"""Bytes at the end of calldata that a call does without."""
UNREAD_VALUES = {"claim values", "runSteps last"}
"""Calls that leave something unread in the middle: a proof; steps after the last one."""


class Sender:
    """Sends bytes at a moment, to which the chain goes back each time.

    Parameters
    ----------
    name
        Of the moment.
    """

    def __init__(self, name: str) -> None:
        moment = MOMENTS[name]()
        self.scene, self.call = moment.scene, moment.call
        self.data = codec.action_data(self.call.action)
        self.function = name.split()[0]
        is_market = self.call.to in self.scene.world.markets
        self.contract = "Market" if is_market else "SparsePerceptronMarket"
        self.expected = self.scene.decide(self.call)
        assert self.expected[0] is None
        self._start = self.scene.transport.snapshot()

    def send(self, data: bytes, value_wei: int | None = None) -> Decision | None:
        """Send: why it was refused, or what it emitted; None if it was refused without a reason."""
        transport, call = self.scene.transport, self.call
        value = call.value_wei if value_wei is None else value_wei
        try:
            sent = transport.send(Message(call.sender, call.to, data, value))
        except Reverted as reverted:
            return (codec.rejection_of(reverted.data), ()) if reverted.data else None
        logs = transport.wait(sent, 0).logs
        transport.revert(self._start)
        return None, tuple(
            Emitted(log.address, codec.event_of(log.topics, log.data)) for log in logs
        )

    def read(self, data: bytes) -> Action | None:
        """Read calldata as leniently as it can be read."""
        try:
            return read_action(self.contract, self.function, data, self.call.value_wei)
        except Unreadable:
            return None

    def finish(self) -> None:
        """Check that nothing has changed and that the call is still accepted."""
        if isinstance(self.scene, ChainMarketScene):
            self.scene.check_money()
        assert self.scene.perform(self.call) == self.expected


def places(size: int) -> list[int]:
    """Give lengths to cut at: within the selector, at every word, and beside."""
    words = range(4, size, WORD_BYTES)
    found = {0, 1, 3, size - 1, *(word + more for word in words for more in (-1, 0, 1, 13))}
    return sorted(place for place in found if place < size)


def garbled(data: bytes) -> Iterator[bytes]:
    """Give calldata with one word changed: lengths and offsets that lie, dirt above small types."""
    for at in range(4, len(data), WORD_BYTES):
        word = int.from_bytes(data[at : at + WORD_BYTES], "big")
        others = {0, (1 << 256) - 1, 1 << 64, 1 << 255, word + 1, word + 32, word - 32}
        others |= {word ^ (1 << 255), word | (1 << 160), word | (1 << 97), word | (1 << 41)}
        for other in sorted(each % (1 << 256) for each in others):
            yield data[:at] + other.to_bytes(WORD_BYTES, "big") + data[at + WORD_BYTES :]


def mangled(random: Random, data: bytes) -> bytes:
    """Give calldata whose words were moved, left out, doubled, or with some bits flipped."""
    selector, rest = data[:4], data[4:]
    words = [rest[at : at + WORD_BYTES] for at in range(0, len(rest), WORD_BYTES)]
    one, other = random.randrange(len(words)), random.randrange(len(words))
    match random.randrange(5):
        case 0:
            words[one], words[other] = words[other], words[one]
        case 1:
            del words[one]
        case 2:
            words.insert(one, words[other])
        case 3:
            words[one] = words[other]
        case _:
            flipped = bytearray(rest)
            for _ in range(random.randint(1, 3)):
                flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
            return selector + bytes(flipped)
    return selector + b"".join(words)


def test_there_is_a_moment_for_every_function() -> None:
    functions = {name.split()[0] for name in MOMENTS}
    for contract in ("Market", "SparsePerceptronMarket", "DensePerceptronMarket"):
        for part in artifact(contract).abi:
            assert part["type"] not in ("fallback", "receive")
            if part["type"] == "function" and part["stateMutability"] in ("payable", "nonpayable"):
                # The others are refused whoever calls them; see below.
                assert part["name"] in functions | {"start", "uploadWeights"}, part["name"]


@pytest.mark.parametrize("name", MOMENTS)
def test_calldata_that_is_cut_or_goes_on_and_value_that_nobody_asked_for(name: str) -> None:
    sender = Sender(name)
    whole = len(sender.data) - UNREAD_BYTES.get(name, 0)
    for place in places(len(sender.data)):
        expected = None if place < whole else sender.expected
        assert sender.send(sender.data[:place]) == expected, place
    assert sender.send(sender.data + NOISE) == sender.expected
    if sender.call.value_wei == 0:
        assert sender.send(sender.data, 1) is None
    sender.finish()


@pytest.mark.parametrize("name", MOMENTS)
def test_garbled_calldata_means_what_the_twin_makes_of_it(name: str) -> None:
    print(f"seed {SEED}")
    random = Random(f"{SEED}/{name}")
    sender = Sender(name)
    inputs = list(garbled(sender.data))
    if inputs:
        inputs += [mangled(random, sender.data) for _ in range(MANGLED)]
    for data in inputs:
        found, action = sender.send(data), sender.read(data)
        if action is None:
            # What could not be read is refused, or was not needed.
            refused = found is None or found[0] is not None
            assert refused or (name in UNREAD_VALUES and found == sender.expected), data.hex()
            continue
        meant = sender.scene.decide(replace(sender.call, action=action))
        # Solidity may refuse an odd form without a reason, but not the usual one.
        odd = codec.action_data(action) != data
        assert found == meant or (odd and found is None), data.hex()
    sender.finish()


def test_a_market_takes_no_other_calls() -> None:
    sender = Sender("draw")
    for data in (b"", b"\1", sender.data[:3], b"\xff" * 4, b"\0" * 64):
        for value_wei in (0, 1):
            assert sender.send(data, value_wei) is None
    sender.finish()


@pytest.mark.parametrize("sender", [ALICE, SPONSOR])
def test_what_nobody_may_call_is_refused_in_every_form(sender: str) -> None:
    moment = MOMENTS["resolve"]()
    scene, market = moment.scene, moment.call.to
    trainer = scene.world.markets[market].trainer
    calls: list[tuple[str, str, tuple[object, ...], type[Rejection]]] = [
        ("Market", "start", (bytes(32), b"\1" * 32), MarketNotTrainer),
        ("SparsePerceptronMarket", "adopt", (bytes(32),), MarketNotCurrent),
        ("SparsePerceptronMarket", "contribute", (GOOD,), MarketTakesContributions),
        ("SparsePerceptronMarket", "uploadWeights", (0, [], True), UploadNotDeployer),
    ]
    for contract, function, arguments, rejection in calls:
        data = codec.function_data(contract, function, *arguments)
        to = market if contract == "Market" else trainer
        for end in (*places(len(data)), len(data)):
            with pytest.raises(Reverted) as caught:
                scene.transport.send(Message(sender, to, data[:end]))
            if end == len(data):
                assert isinstance(codec.rejection_of(caught.value.data), rejection)
    assert scene.perform(moment.call) == scene.decide(moment.call)
