"""Models: what they are, what they predict, who holds what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from commonweal.api import present
from commonweal.api.deps import (
    EncodersOf,
    FollowerOf,
    IndexOf,
    Limit,
    ModelAddress,
    Offset,
)
from commonweal.api.errors import RequestInvalidFault, responses
from commonweal.api.routes.paging import paged
from commonweal.api.schemas import (
    ADDRESS_PATTERN,
    BadgeOut,
    CreditOut,
    ModelOut,
    Page,
    PointsOfOut,
    PredictIn,
    PredictionOut,
    UsedFeatureOut,
)

router = APIRouter(prefix="/api/models", tags=["models"])


@router.get("", summary="All models", responses=responses(503))
def list_models(index: IndexOf) -> tuple[ModelOut, ...]:
    """Give all models of the registry in order."""
    with index.world() as world:
        return present.models(world, _now_s(index))


@router.get("/{address}", summary="One model", responses=responses(404, 422, 503))
def get_model(address: ModelAddress, index: IndexOf) -> ModelOut:
    """Give a model."""
    with index.world() as world:
        return present.model_at(world, address, _now_s(index))


@router.post(
    "/{address}/predict",
    summary="Predict raw data, free of charge",
    responses=responses(400, 404, 413, 422, 503),
)
def predict(
    address: ModelAddress,
    raw: PredictIn,
    follower: FollowerOf,
    encoders: EncodersOf,
) -> PredictionOut:
    """Encode a text or the columns of a row and ask the contract, as it is now."""
    if (raw.text is None) == (raw.columns is None):
        raise RequestInvalidFault(
            "The body should have either text or columns but has "
            f"{'none' if raw.text is None else 'both'} of them; send one."
        )
    with follower.index.world() as world:
        metadata = present.info(world, address).metadata
    encoder = encoders.get(metadata.encoder_hash)
    data: object = raw.columns if raw.text is None else raw.text
    sample = encoder.sample_format.pack_one(encoder.encode(data))
    explanation = encoder.explain(data)
    found = follower.views.predict(address, sample)
    return PredictionOut(
        label=found.label,
        label_name=metadata.label_names[found.label],
        score=str(found.score),
        undecided=found.score == 0,
        sample=present.hexed(sample),
        used=tuple(
            UsedFeatureOut(feature=one.feature, name=one.name, lane=one.lane, limited=one.limited)
            for one in explanation.used
        ),
        unknown=explanation.unknown,
        dropped=explanation.dropped,
        notes=explanation.notes,
    )


@router.get(
    "/{address}/credits",
    summary="Shares and credits of all accounts",
    tags=["credits"],
    responses=responses(404, 422, 503),
)
def list_credits(
    address: ModelAddress, index: IndexOf, limit: Limit = 50, cursor: Offset = 0
) -> Page[CreditOut]:
    """Give the accounts of a model under stakes, those with the most shares first."""
    with index.world() as world:
        state = world.trainer(address)
        found = [present.credits_of(state, account) for account in state.stake.accounts]
    found.sort(key=lambda credit: (-credit.shares, -int(credit.credit_x32), credit.account))
    return paged(found, cursor, limit)


@router.get(
    "/{address}/points",
    summary="Points of all accounts",
    tags=["points"],
    responses=responses(404, 422, 503),
)
def list_points(
    address: ModelAddress, index: IndexOf, limit: Limit = 50, cursor: Offset = 0
) -> Page[PointsOfOut]:
    """Give the accounts of a model under points, those with the most points first."""
    with index.world() as world:
        state = world.trainer(address)
        found = [present.points_of(state, account) for account in state.points.points]
    found.sort(key=lambda points: (-points.total, points.account))
    return paged(found, cursor, limit)


@router.get(
    "/{address}/badges",
    summary="Badges of all accounts",
    tags=["points"],
    responses=responses(404, 422, 503),
)
def list_badges(
    address: ModelAddress,
    index: IndexOf,
    holder: Annotated[str | None, Query(pattern=ADDRESS_PATTERN)] = None,
    limit: Limit = 50,
    cursor: Offset = 0,
) -> Page[BadgeOut]:
    """Give the badges that a model awarded, in the order in which they were earned."""
    with index.world() as world:
        number = world.trainer(address).registry_index
        found = list(present.badges(world, holder and holder.lower(), number))
    return paged(found, cursor, limit)


def _now_s(index: IndexOf) -> int:
    tip = index.tip
    return 0 if tip is None else tip.timestamp_s
