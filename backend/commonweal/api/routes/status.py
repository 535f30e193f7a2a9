"""What the page needs to know, and how the backend is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from commonweal.api.deps import FollowerOf, SettingsOf
from commonweal.api.errors import problem, responses
from commonweal.api.present import hexed
from commonweal.api.schemas import ConfigAnswer, HealthAnswer, Problem
from commonweal.errors import CommonwealError, RpcFault
from commonweal.services.follower import Follower, Phase, Status
from commonweal.services.indexer import Progress

router = APIRouter(prefix="/api", tags=["status"])
ENCODERS_PATH = "/api/encoders/"


@router.get("/config", summary="What the web page needs to know", responses=responses(503))
def config(settings: SettingsOf, follower: FollowerOf) -> ConfigAnswer:
    """Give the chain, its address for browsers, and the registry."""
    identity = follower.index.identity
    return ConfigAnswer(
        chain_id=identity.chain_id,
        rpc_url=settings.page_rpc_url or settings.rpc_url,
        registry=identity.registry,
        encoders=ENCODERS_PATH,
    )


@router.get(
    "/health",
    summary="How the backend is",
    responses={503: {"model": HealthAnswer, "description": "The chain cannot be followed now"}},
)
def health(follower: FollowerOf, response: Response) -> HealthAnswer:
    """Say whether the chain is reachable, how far the index is behind, and what is in the way."""
    status = follower.status
    if status.phase is Phase.CONNECTING:
        response.status_code = 503
    return HealthAnswer(
        phase=status.phase.value,
        chain_reachable=_is_reachable(status),
        **_progress(status.progress),
        **_history(follower),
        unaudited=True,
        problem=None if status.problem is None else Problem(**problem(status.problem)),
    )


def _is_reachable(status: Status) -> bool:
    if status.phase is not Phase.CONNECTING:
        return True
    return status.problem is not None and not isinstance(status.problem, RpcFault)


def _progress(progress: Progress | None) -> dict[str, Any]:
    if progress is None:
        return {"head_block": None, "indexed_block": None, "lag_blocks": None}
    indexed = progress.block_number
    return {
        "head_block": progress.head_number,
        "indexed_block": indexed,
        "lag_blocks": progress.head_number - (-1 if indexed is None else indexed),
    }


def _history(follower: Follower) -> dict[str, Any]:
    try:
        index = follower.index
    except CommonwealError:  # there is none yet: `problem` says why
        none = dict.fromkeys(("chain_id", "registry", "genesis_hash"))
        return {**none, "last_event": 0, "reorganisations": 0}
    return {
        "chain_id": index.identity.chain_id,
        "registry": index.identity.registry,
        "genesis_hash": hexed(index.identity.genesis_hash),
        "last_event": index.last_sequence,
        "reorganisations": index.reorganisation_count,
    }
