"""The challenger goes on looking, whatever the node does."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from commonweal.actions import Call, EndReveal, Propose
from commonweal.errors import (
    DroppedFault,
    Fault,
    InsufficientFundsFault,
    MarketNothingLeft,
    RpcFault,
    TimeoutFault,
)
from commonweal.runtime.base import Block, Outcome, Ticket
from commonweal.services.challenger import Challenger
from commonweal.services.market_moves import Move
from commonweal.services.market_responder import Responder
from commonweal.types import MarketResult

ME = "0x" + "11" * 20
MARKET = "0x" + "aa" * 20
BLOCK = Block(1, bytes(32), bytes(32), 0)


@dataclass
class Node:
    """A runtime without models that answers, or not."""

    answers: list[Exception | tuple[()]] = field(default_factory=list)
    outcome: Outcome = Outcome((), None, BLOCK)
    calls: list[Call] = field(default_factory=list)
    waited: list[Ticket] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    balance: int = 10

    def trainers(self) -> tuple[()]:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def submit(self, call: Call) -> Ticket:
        self.calls.append(call)
        return Ticket(call, bytes([len(self.calls)]))

    def wait(self, ticket: Ticket) -> Outcome:
        self.waited.append(ticket)
        if self.faults:
            raise self.faults.pop(0)
        return self.outcome

    def balance_wei(self, account: str) -> int:
        return self.balance


def responder(node: Node, told: list[str]) -> Responder:
    return Responder(cast(Any, node), ME, told.append)


class Stop(threading.Event):
    """Stops after some looks, and does not wait."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.waited: list[float | None] = []
        self._looks = looks

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        if len(self.waited) == self._looks:
            self.set()
        return self.is_set()


def test_a_node_that_is_away_is_asked_again_less_and_less_often_and_said_once() -> None:
    away = RpcFault("The node is away; start it.")
    node = Node([away] * 9 + [(), away])
    told: list[str] = []
    stop = Stop(11)
    Challenger(responder(node, told), told.append).run(stop, 1)
    assert told == [away.sentence, away.sentence]
    assert stop.waited == [2, 4, 8, 16, 32, 60, 60, 60, 60, 1, 2]
    assert node.answers == []


def test_what_the_market_refuses_is_told_and_not_raised() -> None:
    told: list[str] = []
    node = Node(outcome=Outcome((), MarketNothingLeft(), BLOCK))
    assert not responder(node, told).send(MARKET, Move(EndReveal(), "time is up"))
    assert told == [f"EndReveal was refused: {MarketNothingLeft().sentence}"]
    node.outcome = Outcome((), None, BLOCK)
    assert responder(node, told).send(MARKET, Move(EndReveal(), "time is up"))
    assert told[-1] == "EndReveal: time is up."
    assert node.calls == [Call(ME, MARKET, EndReveal())] * 2


def test_a_bond_that_the_account_does_not_have_is_not_sent() -> None:
    node = Node(balance=4)
    bond = Propose(MarketResult(bytes(32), bytes(32), 0), (), 5)
    with pytest.raises(InsufficientFundsFault, match="bond of 5 wei"):
        responder(node, []).send(MARKET, Move(bond, "nobody did"))
    assert node.calls == []


def test_what_was_not_mined_in_time_is_waited_for_again_and_not_sent_twice() -> None:
    late = TimeoutFault("It was not mined; look for it.")
    node = Node(outcome=Outcome((), None, BLOCK), faults=[late])
    own, move = responder(node, []), Move(EndReveal(), "time is up")
    with pytest.raises(TimeoutFault):
        own.send(MARKET, move)
    assert own.send(MARKET, move)
    assert len(node.calls) == 1
    assert node.waited[0] == node.waited[1]
    # Once it is mined, the same again is another transaction.
    assert own.send(MARKET, move)
    assert len(node.calls) == 2


def test_what_was_dropped_is_sent_again() -> None:
    late, lost = TimeoutFault("It was not mined."), DroppedFault("It is lost; send it again.")
    node = Node(outcome=Outcome((), None, BLOCK), faults=[late, lost])
    own, move = responder(node, []), Move(EndReveal(), "time is up")
    for fault in (TimeoutFault, DroppedFault):
        with pytest.raises(fault):
            own.send(MARKET, move)
    assert own.send(MARKET, move)
    assert len(node.calls) == 2
