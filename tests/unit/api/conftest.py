"""An API over a chain in this process, with models that people have trained."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from commonweal.api.app import create_app
from commonweal.encoders import Column, ManifestStore, TableEncoder, TextEncoder
from commonweal.runtime.contract import ContractViews
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.services.follower import Connection, Follower
from commonweal.settings import Settings
from commonweal.types import IncentiveKind, Metadata, ModelKind
from stage import POINTS_RULES, Stage

ACCOUNTS = tuple(f"0x{number:040x}" for number in range(0xA1, 0xA6))
VOCABULARY = ("the", "film", "good", "bad", "a", "not", "fine", "great", "lovely", "dull")
TEXT = TextEncoder(("bad", "good"), VOCABULARY)
TABLE = TableEncoder(
    ("no", "yes"),
    tuple(Column(name, 1.5, 2.0, clip=8.0) for name in ("width", "height", "weight")),
    lane_bits=32,
    fraction_bits=16,
)
PAGE = "<!doctype html><title>Commonweal</title>"


@dataclass
class Backend:
    """A backend that is at the head of its chain.

    Attributes
    ----------
    client : TestClient
        Asks the API.
    stage : Stage
        The chain and its people.
    follower : Follower
        What keeps the index.
    text, table, points : str
        A model over texts and one over tables under stakes, and one over texts under points.
    """

    client: TestClient
    stage: Stage
    follower: Follower
    text: str
    table: str
    points: str

    def catch_up(self) -> None:
        """Wait until everything on the chain is indexed."""
        number = self.stage.runtime.transport.block().number
        wait_until(lambda: _indexed(self.follower) == number)


def wait_until(true: Callable[[], bool], timeout_s: float = 60.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(0.005)


def _indexed(follower: Follower) -> int | None:
    progress = follower.status.progress
    return progress.block_number if progress else None


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("backend")
    page = folder / "dist"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text(PAGE)
    (page / "assets" / "index-1a2b.js").write_text("console.log(1)")
    store = ManifestStore(folder / "data" / "encoders")
    store.put(TEXT)
    store.put(TABLE)
    return Settings(
        data_folder=folder / "data",
        page_folder=page,
        poll_s=0.02,
        page_rpc_url="https://rpc.example",
        allowed_origins=("https://friend.example",),
    )


@pytest.fixture(scope="module")
def backend(settings: Settings) -> Iterator[Backend]:
    transport = InProcessTransport(dict.fromkeys(ACCOUNTS, 10**20))
    stage = Stage(transport, ACCOUNTS)
    text = stage.model(metadata=_metadata(TEXT), shape=TEXT.shape)
    table = stage.model(
        ModelKind.DENSE_PERCEPTRON, metadata=_metadata(TABLE, "Table"), shape=TABLE.shape
    )
    points = stage.model(
        incentive=IncentiveKind.POINTS, metadata=_metadata(TEXT, "Points"), shape=TEXT.shape
    )
    stage.live(text, 2)
    stage.live(table, 1)
    given = [stage.contribute(points, ACCOUNTS[1], 4) for _ in range(11)]
    transport.advance_time(POINTS_RULES.validate_wait_s)
    for samples in given:
        stage.validate(points, ACCOUNTS[1], samples, ACCOUNTS[2])
    registry = stage.runtime.registry
    follower = Follower(
        lambda: Connection(transport, ContractViews(transport, registry), registry, 0),
        settings.index_folder,
        settings.poll_s,
    )
    app = create_app(settings, follower)
    with TestClient(app, raise_server_exceptions=False) as client:
        made = Backend(client, stage, follower, text, table, points)
        made.catch_up()
        yield made


def _metadata(encoder: TextEncoder | TableEncoder, name: str = "Text") -> Metadata:
    return Metadata(name, f"{name} it is.", encoder.labels, "CC0-1.0", encoder.manifest_hash)
