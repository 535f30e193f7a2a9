"""Moves are sent together and each once, whatever becomes of the answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from commonweal.actions import Adopt, Call, EndReveal, Propose
from commonweal.errors import (
    CommonwealError,
    DroppedFault,
    InsufficientFundsFault,
    MarketNothingLeft,
    RpcFault,
    TimeoutFault,
    UnknownRevertFault,
)
from commonweal.runtime.base import Block, Outcome, Ticket
from commonweal.services.market_moves import Move, Wait
from commonweal.services.market_responder import MOST_AT_ONCE, Responder
from commonweal.types import MarketResult

ME = "0x" + "11" * 20
MARKET = "0x" + "aa" * 20
BLOCK = Block(1, bytes(32), bytes(32), 0)
PRICE_WEI = 7
MOVE = Move(EndReveal(), "time is up")
BOND = Move(Propose(MarketResult(bytes(32), bytes(32), 0), (), 5), "nobody did")


@dataclass
class Node:
    """A runtime that notes what it is asked; what it waits for may fail.

    Attributes
    ----------
    did : list of str
        What was asked of it, in order.
    """

    outcome: Outcome = Outcome((), None, BLOCK)
    calls: list[Call] = field(default_factory=list)
    waited: list[Ticket] = field(default_factory=list)
    faults: list[CommonwealError | None] = field(default_factory=list)
    refuses: bool = False
    balance: int = 10
    worths_wei: list[int] = field(default_factory=list)
    did: list[str] = field(default_factory=list)

    def submit(self, call: Call, worth_wei: int = 0) -> Ticket:
        self.did.append("submit")
        self.calls.append(call)
        self.worths_wei.append(worth_wei)
        if self.refuses:
            return Ticket(call, None, Outcome((), MarketNothingLeft(), BLOCK))
        return Ticket(call, bytes([len(self.calls)]))

    def wait(self, ticket: Ticket) -> Outcome:
        self.did.append("wait")
        self.waited.append(ticket)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        return self.outcome

    def balance_wei(self, account: str) -> int:
        return self.balance

    def now_s(self) -> int:
        return 1_000


def responder(node: Node, told: list[str] | None = None) -> Responder:
    return Responder(cast(Any, node), ME, ([] if told is None else told).append)


def pursue(own: Responder, *rounds: list[Move]) -> list[Wait]:
    """Let these moves be decided in turn, then none."""
    book = SimpleNamespace(state=SimpleNamespace(terms=SimpleNamespace(gas_price_wei=PRICE_WEI)))
    markets = SimpleNamespace(sync=lambda: None, book=lambda _market: book)
    left = [*rounds, []]
    return own.pursue(cast(Any, markets), MARKET, lambda _book, _now_s: left.pop(0))


def test_what_the_market_refuses_is_told_and_not_raised() -> None:
    told: list[str] = []
    node = Node(outcome=Outcome((), MarketNothingLeft(), BLOCK))
    assert not responder(node, told).send(MARKET, MOVE)
    assert told == [f"EndReveal was refused: {MarketNothingLeft().sentence}"]
    node.outcome = Outcome((), None, BLOCK)
    assert responder(node, told).send(MARKET, MOVE)
    assert told[-1] == "EndReveal: time is up."
    assert node.calls == [Call(ME, MARKET, EndReveal())] * 2


def test_a_bond_that_the_account_does_not_have_is_not_sent() -> None:
    node = Node(balance=4)
    bond = Propose(MarketResult(bytes(32), bytes(32), 0), (), 5)
    with pytest.raises(InsufficientFundsFault, match="bond of 5 wei"):
        responder(node, []).send(MARKET, Move(bond, "nobody did"))
    assert node.calls == []


def test_what_was_not_mined_in_time_is_waited_for_again_and_not_sent_twice() -> None:
    for fault in (TimeoutFault("It was not mined; look for it."), RpcFault("It is being indexed.")):
        node = Node(faults=[fault])
        own = responder(node)
        with pytest.raises(RpcFault):
            own.send(MARKET, MOVE)
        assert own.send(MARKET, MOVE)
        assert len(node.calls) == 1
        assert node.waited[0] == node.waited[1]
        # Once it is mined, the same again is another transaction.
        assert own.send(MARKET, MOVE)
        assert len(node.calls) == 2


@pytest.mark.parametrize("end", [DroppedFault("It is lost."), UnknownRevertFault("Out of gas.")])
def test_what_will_not_be_mined_is_sent_again(end: CommonwealError) -> None:
    node = Node(faults=[TimeoutFault("It was not mined."), end])
    own = responder(node)
    for fault in (TimeoutFault, type(end)):
        with pytest.raises(fault):
            own.send(MARKET, MOVE)
    assert own.send(MARKET, MOVE)
    assert len(node.calls) == 2


def test_a_bond_on_its_way_is_not_missing() -> None:
    node = Node(faults=[RpcFault("It is being indexed.")], balance=9)
    own = responder(node)
    with pytest.raises(RpcFault):
        own.send(MARKET, BOND)
    assert own.may_be_at_stake
    # It is mined, but whoever decides has not read so yet.
    node.balance = 4
    assert own.send(MARKET, BOND)
    assert len(node.calls) == 1


def test_what_the_market_refuses_at_once_puts_nothing_at_stake() -> None:
    node = Node(refuses=True)
    own = responder(node)
    assert not own.send(MARKET, BOND)
    assert not own.may_be_at_stake


def test_moves_are_sent_one_behind_the_other_and_waited_for_together() -> None:
    node = Node()
    moves = [Move(Adopt(bytes([number])), "one of many") for number in range(MOST_AT_ONCE + 3)]
    assert pursue(responder(node), moves, moves[MOST_AT_ONCE:]) == []
    first, rest = ["submit"] * MOST_AT_ONCE + ["wait"] * MOST_AT_ONCE, ["submit"] * 3 + ["wait"] * 3
    assert node.did == first + rest
    assert [call.action for call in node.calls] == [move.action for move in moves]
    assert set(node.worths_wei) == {5 * PRICE_WEI}


def test_a_fault_keeps_no_other_move_from_its_time() -> None:
    node = Node(faults=[None, RpcFault("It is being indexed."), None])
    moves = [Move(Adopt(bytes([number])), "one of many") for number in range(3)]
    own = responder(node)
    with pytest.raises(RpcFault, match="indexed"):
        pursue(own, moves)
    assert len(own.outcomes) == 2
    assert pursue(own, moves[1:2]) == []
    assert len(node.calls) == 3


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    node = Node(faults=[TimeoutFault("It was not mined.")])
    own = responder(node)
    with pytest.raises(TimeoutFault):
        pursue(own, [MOVE])
    assert pursue(own, []) == []
    assert pursue(own, [MOVE]) == []
    assert len(node.calls) == 2


def test_one_without_money_does_not_keep_the_others() -> None:
    node = Node(balance=4)
    assert pursue(responder(node), [BOND, MOVE]) == []
    assert [call.action for call in node.calls] == [MOVE.action]
