"""The record of contributions: sizes, keys and the running hash."""

from __future__ import annotations

from functools import lru_cache

from commonweal import commitment
from commonweal.errors import ContributionTooLarge
from commonweal.samples import MOST_BYTES
from commonweal.types import Head

START = Head(commitment.START_HASH, contribution_count=0, sample_count=0, upload_open=True)

# A contribution's key is needed when it is decided and again when it evolves.
contribution_key = lru_cache(maxsize=8)(commitment.contribution_key)


def check_size(samples: bytes) -> None:
    """Reject more bytes than a contribution may have."""
    if len(samples) > MOST_BYTES:
        raise ContributionTooLarge(len(samples), MOST_BYTES)


def append(head: Head, key: bytes, samples: int) -> Head:
    """Give the head after one more contribution of so many samples."""
    return Head(
        running_hash=commitment.next_running_hash(head.running_hash, key),
        contribution_count=head.contribution_count + 1,
        sample_count=head.sample_count + samples,
        upload_open=head.upload_open,
    )


def close_upload(head: Head) -> Head:
    """Give the head once the starting weights are final."""
    return Head(head.running_hash, head.contribution_count, head.sample_count, upload_open=False)
