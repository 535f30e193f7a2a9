"""An API over the twin's own market: what it did stands in an index, as a chain's events would."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Self

from fastapi.testclient import TestClient

from commonweal.api.app import create_app
from commonweal.commitment import keccak
from commonweal.events import Recorded
from commonweal.runtime.base import Block
from commonweal.services.follower import Follower
from commonweal.settings import Settings
from commonweal.store import ChainIdentity, Index
from commonweal.types import Address, MarketTerms

_TWIN = Path(__file__).parents[1] / "twin"
sys.path[:0] = [str(_TWIN), str(_TWIN / "market")]

from market_scene import MarketScene  # noqa: E402
from scene import ALICE, BOB, CAROL, CHAIN_ID, REGISTRY, block_hash, sparse  # noqa: E402

__all__ = ["ALICE", "BOB", "CAROL", "MarketBackend", "block_hash", "sparse"]


class _Still(Follower):
    """Has an index and follows nothing."""

    def __init__(self, index: Index, folder: Path) -> None:
        super().__init__(_no_chain, folder, 1.0)
        self._index = index

    def start(self) -> None:
        pass

    def stop(self) -> None:
        self.end_streams()


class MarketBackend:
    """A scene with one model under markets, and the API over what happened in it.

    Attributes
    ----------
    scene : MarketScene
        Where people act.
    index : Index
        What happened; `catch_up` brings it to the scene's present.
    client : TestClient
        Asks the API.
    """

    def __init__(self, folder: Path, own: MarketTerms | None = None) -> None:
        self.scene = MarketScene(own)
        self.index = Index.open(folder / "index", ChainIdentity(CHAIN_ID, block_hash(0), REGISTRY))
        app = create_app(Settings(data_folder=folder), _Still(self.index, folder))
        self.results = app.state.results
        self.client = TestClient(app, raise_server_exceptions=False)
        self._known = 0

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.client.__exit__()
        self.index.close()

    def catch_up(self) -> None:
        """Index what happened since the last time."""
        new = self.scene.emitted[self._known :]
        history = tuple(
            Recorded(
                event=emitted.event,
                emitter=emitted.emitter,
                block_number=number,
                block_hash=block_hash(number),
                timestamp_s=now_s,
                transaction_hash=keccak(b"transaction" + number.to_bytes(8, "big")),
                log_index=position,
            )
            for position, (emitted, now_s, number) in enumerate(new)
        )
        times = {number: now_s for _, now_s, number in new}
        blocks = [_block(number, now_s) for number, now_s in times.items()]
        if blocks:
            self.index.append(history, blocks, blocks[-1])
        self._known = len(self.scene.emitted)

    def get(self, path: str, status: int = 200, **query: object) -> Any:
        """Ask for something about the present market."""
        return self.ask(f"/api/markets/{self.scene.address}{path}", status, **query)

    def ask(self, path: str, status: int = 200, **query: object) -> Any:
        """Ask for anything, of the scene as it is now."""
        self.catch_up()
        answer = self.client.get(path, params={key: str(one) for key, one in query.items()})
        assert answer.status_code == status, answer.text
        return answer.json()

    def sentence(self, path: str, status: int) -> str:
        """Ask for something that is refused, and give the sentence that says why."""
        found = self.get(path, status)
        assert set(found) == {"error"}
        sentence: str = found["error"]["sentence"]
        return sentence


def _block(number: int, now_s: int) -> Block:
    return Block(number, block_hash(number), block_hash(number - 1), now_s)


def _no_chain() -> Any:
    raise AssertionError("nothing is followed here")


def hexed(data: bytes) -> str:
    return "0x" + data.hex()


def model_of(backend: MarketBackend) -> Address:
    return backend.scene.trainer.address
