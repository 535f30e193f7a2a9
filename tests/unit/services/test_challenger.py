"""The challenger goes on looking, whatever the node does."""

from __future__ import annotations

import threading
from typing import Any, cast

from commonweal.errors import RpcFault
from commonweal.services.challenger import Challenger
from commonweal.services.market_responder import Responder

ME = "0x" + "11" * 20


class Node:
    """A runtime without models that answers, or not."""

    def __init__(self, answers: list[Exception | tuple[()]]) -> None:
        self.answers = answers

    def trainers(self) -> tuple[()]:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


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
    Challenger(Responder(cast(Any, node), ME, told.append), told.append).run(stop, 1)
    assert told == [away.sentence, away.sentence]
    assert stop.waited == [2, 4, 8, 16, 32, 60, 60, 60, 60, 1, 2]
    assert node.answers == []
