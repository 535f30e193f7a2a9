"""Contributions: from their record to their closing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from commonweal.api import present
from commonweal.api.deps import Encoders, EncodersOf, IndexOf, Limit, ModelAddress
from commonweal.api.errors import NotFoundFault, responses
from commonweal.api.schemas import (
    ADDRESS_PATTERN,
    MOST_SAFE_INTEGER,
    ContributionDetail,
    ContributionOut,
    Page,
    SampleOut,
)
from commonweal.encoders import EncodingError
from commonweal.runtime.base import TrainerInfo
from commonweal.store import ContributionFilter, ContributionState, Index
from commonweal.twin.parse import Parsed
from commonweal.types import ModelKind

router = APIRouter(prefix="/api", tags=["contributions"])

Contributor = Annotated[
    str | None, Query(pattern=ADDRESS_PATTERN, description="Only this contributor's.")
]
States = Annotated[
    list[ContributionState], Query(alias="state", description="Only in one of these.")
]
Cursor = Annotated[
    int | None, Query(ge=1, le=MOST_SAFE_INTEGER, description="`next` of the last page.")
]


@router.get(
    "/contributions",
    summary="Contributions to all models, the newest first",
    responses=responses(422, 503),
)
def list_contributions(
    index: IndexOf,
    contributor: Contributor = None,
    states: States = [],  # noqa: B006 - FastAPI copies it
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ContributionOut]:
    """Give contributions, with what is due when."""
    return _page(index, None, contributor, states, limit, cursor)


@router.get(
    "/models/{address}/contributions",
    summary="Contributions to one model, the newest first",
    responses=responses(404, 422, 503),
)
def list_contributions_of_model(
    address: ModelAddress,
    index: IndexOf,
    contributor: Contributor = None,
    states: States = [],  # noqa: B006 - FastAPI copies it
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ContributionOut]:
    """Give contributions, with what is due when."""
    with index.world() as world:
        world.trainer(address)
    return _page(index, address, contributor, states, limit, cursor)


@router.get(
    "/models/{address}/contributions/{number}",
    summary="One contribution with its samples",
    responses=responses(404, 422, 503),
)
def get_contribution(
    address: ModelAddress,
    number: Annotated[int, Path(ge=0, le=2**40, description="Number within the model, from 0.")],
    index: IndexOf,
    encoders: EncodersOf,
) -> ContributionDetail:
    """Give a contribution and every sample of it."""
    with index.world() as world:
        state = world.trainer(address)
        known = present.info(world, address)
        found = index.contributions(ContributionFilter(trainer=address, index=number, limit=1))
        if not found:
            raise NotFoundFault(
                f"A contribution from 0 to {state.head.contribution_count - 1} was expected but "
                f"{number} was asked for; use a number from the list of contributions."
                if state.head.contribution_count
                else f"Contribution {number} was asked for but the model has none yet; contribute "
                "to it first."
            )
        packed = index.samples_of(found[0].sequence)
        parsed = state.model.parse_contribution(packed)
        fields = present.contribution_fields(found[0], world)
    return ContributionDetail(
        **fields, packed=present.hexed(packed), samples=_samples(parsed, known, encoders)
    )


def _page(
    index: Index,
    trainer: str | None,
    contributor: str | None,
    states: list[ContributionState],
    limit: int,
    before: int | None,
) -> Page[ContributionOut]:
    wanted = ContributionFilter(
        trainer=trainer,
        contributor=contributor and contributor.lower(),
        states=tuple(states),
        before=before,
        limit=limit + 1,
    )
    found = index.contributions(wanted)
    with index.world() as world:
        items = tuple(present.contribution(stored, world) for stored in found[:limit])
    return Page(
        items=items,
        total=index.count_contributions(wanted),
        next=items[-1].event if len(found) > limit else None,
    )


def _samples(parsed: Parsed, known: TrainerInfo, encoders: Encoders) -> tuple[SampleOut, ...]:
    names = _feature_names(known, encoders)
    fields: list[dict[str, Any]] = [
        {
            "label": label,
            "label_name": known.metadata.label_names[label],
            "features": features,
            "names": names and tuple(names[feature] for feature in features),
        }
        for label, features in parsed
    ]
    return tuple(SampleOut(**one) for one in fields)


def _feature_names(known: TrainerInfo, encoders: Encoders) -> tuple[str, ...] | None:
    """Give the features' names of a sparse model, where its encoder is known and fits."""
    if known.model is not ModelKind.SPARSE_PERCEPTRON:
        return None
    try:
        encoder = encoders.get(known.metadata.encoder_hash)
    except EncodingError:
        return None
    return encoder.feature_names if encoder.shape == known.shape else None
