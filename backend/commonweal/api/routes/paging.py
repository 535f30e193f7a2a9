"""Pages of lists that are at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from commonweal.api.schemas import Page

T = TypeVar("T")


def paged(items: Sequence[T], offset: int, limit: int) -> Page[T]:
    """Cut one page out of a list."""
    end = offset + limit
    return Page(
        items=tuple(items[offset:end]), total=len(items), next=end if end < len(items) else None
    )
