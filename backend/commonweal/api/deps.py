"""What routes need, found in the app's state."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request

from commonweal.api.schemas import ADDRESS_PATTERN, MOST_SAFE_INTEGER
from commonweal.encoders import Encoder, ManifestStore
from commonweal.services.follower import Follower
from commonweal.services.market_results import MarketResults
from commonweal.settings import Settings
from commonweal.store import Index

_ENCODERS_KEPT = 32


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _follower(request: Request) -> Follower:
    follower: Follower = request.app.state.follower
    return follower


def _index(request: Request) -> Index:
    return _follower(request).index


def _manifests(request: Request) -> ManifestStore:
    return ManifestStore(_settings(request).encoders_folder)


class Encoders:
    """The encoders at hand, each read once: what is behind a hash never changes."""

    def __init__(self, store: ManifestStore) -> None:
        self.get: Callable[[bytes], Encoder[Any]] = lru_cache(maxsize=_ENCODERS_KEPT)(store.get)


def _encoders(request: Request) -> Encoders:
    encoders: Encoders = request.app.state.encoders
    return encoders


def _results(request: Request) -> MarketResults:
    results: MarketResults = request.app.state.results
    return results


def _model_address(
    address: Annotated[
        str, Path(pattern=ADDRESS_PATTERN, description="Address of the model's trainer.")
    ],
) -> str:
    return address.lower()


SettingsOf = Annotated[Settings, Depends(_settings)]
FollowerOf = Annotated[Follower, Depends(_follower)]
IndexOf = Annotated[Index, Depends(_index)]
EncodersOf = Annotated[Encoders, Depends(_encoders)]
ManifestsOf = Annotated[ManifestStore, Depends(_manifests)]
ResultsOf = Annotated[MarketResults, Depends(_results)]
ModelAddress = Annotated[str, Depends(_model_address)]
AccountAddress = Annotated[str, Path(pattern=ADDRESS_PATTERN, description="Any address.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Length of a page.")]
Offset = Annotated[
    int,
    Query(ge=0, le=MOST_SAFE_INTEGER, description="Where the page begins: `next` of the last one."),
]
