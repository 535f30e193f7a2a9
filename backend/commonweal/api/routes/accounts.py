"""Accounts: all that somebody has, with every model."""

from __future__ import annotations

from fastapi import APIRouter

from commonweal.api import present
from commonweal.api.deps import AccountAddress, IndexOf
from commonweal.api.errors import responses
from commonweal.api.schemas import AccountOut

router = APIRouter(prefix="/api/accounts", tags=["accounts"])


@router.get(
    "/{account}",
    summary="Credits, points and badges of one account",
    responses=responses(422, 503),
)
def get_account(
    account: AccountAddress,
    index: IndexOf,
) -> AccountOut:
    """Give all that an account has; one that never did anything has nothing."""
    with index.world() as world:
        return present.account(world, index, account.lower())
