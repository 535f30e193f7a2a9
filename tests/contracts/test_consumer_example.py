"""The example of a contract that asks a model for free."""

from __future__ import annotations

import pytest
from arena import ALICE, POINTS, Arena
from eth_abi.abi import decode
from suites import EVERY_TRAINER

from commonweal.commitment import keccak
from commonweal.errors import SampleTruncated
from commonweal.runtime import codec
from commonweal.runtime.transports.base import Message, Reverted
from commonweal.types import IncentiveKind, ModelKind

CONSUMER = "ConsumerExample"


@EVERY_TRAINER
def test_a_contract_shows_only_what_the_model_likes(
    arena: Arena, model: ModelKind, incentive: IncentiveKind
) -> None:
    trainer = arena.trainer(model, incentive)
    board = arena.create(CONSUMER, trainer.address)
    assert arena.read(CONSUMER, board, "MODEL") == trainer.address
    liked, disliked = trainer.sample(1, agreeing=True), trainer.sample(0, agreeing=True)
    (log,) = arena.transact(CONSUMER, board, "post", "hello", liked).logs
    assert log.topics[0] == keccak(b"Posted(address,string,int256)")
    assert log.topics[1][12:] == bytes.fromhex(ALICE[2:])
    score = arena.runtime.predict(trainer.address, liked).score
    assert decode(["string", "int256"], log.data) == ("hello", score)
    data = codec.function_data(CONSUMER, "post", "hello", disliked)
    with pytest.raises(Reverted) as caught:
        arena.transport.send(Message(ALICE, board, data))
    score = arena.runtime.predict(trainer.address, disliked).score
    selector = keccak(b"MessageDisliked(int256)")[:4]
    assert caught.value.data == selector + score.to_bytes(32, "big", signed=True)


def test_the_model_s_refusal_is_the_consumer_s(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS)
    board = arena.create(CONSUMER, trainer.address)
    with pytest.raises(SampleTruncated):
        arena.transact(CONSUMER, board, "post", "hello", trainer.good()[:-1])


def test_it_follows_what_the_model_learns(arena: Arena) -> None:
    trainer = arena.trainer(incentive=POINTS, lanes=(0,))
    board = arena.create(CONSUMER, trainer.address)
    sample = trainer.sample(1, agreeing=True)
    data = codec.function_data(CONSUMER, "post", "hello", sample)
    with pytest.raises(Reverted):
        arena.transport.send(Message(ALICE, board, data))
    trainer.contribute(ALICE, sample)
    assert arena.transact(CONSUMER, board, "post", "hello", sample).logs
