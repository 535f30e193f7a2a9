"""Encoders' manifests, byte for byte."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from commonweal.api.deps import ManifestsOf
from commonweal.api.errors import responses
from commonweal.api.schemas import HASH_PATTERN

router = APIRouter(prefix="/api/encoders", tags=["encoders"])


@router.get(
    "/{manifest_hash}",
    summary="The manifest of an encoder",
    response_class=Response,
    responses={
        200: {
            "description": "Canonical JSON, exactly the bytes whose keccak256 is the hash",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **responses(404, 422, 503),
    },
)
def get_manifest(
    manifest_hash: Annotated[
        str, Path(pattern=HASH_PATTERN, description="keccak256 of the manifest, with 0x.")
    ],
    manifests: ManifestsOf,
) -> Response:
    """Give the bytes; whoever gets them checks the hash against the chain's `encoderHash`."""
    data = manifests.read(bytes.fromhex(manifest_hash[2:]))
    # The bytes behind a hash never change.
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(data, media_type="application/json", headers=headers)
