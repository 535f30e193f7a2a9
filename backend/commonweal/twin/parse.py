"""Strict parsers of packed samples: they reject what the contracts reject, in the same order."""

from __future__ import annotations

from functools import cache, lru_cache
from operator import lt
from struct import Struct
from typing import TypeAlias

from commonweal.errors import (
    SampleFeatureOutOfRange,
    SampleFeaturesNotIncreasing,
    SampleLabelOutOfRange,
    SamplesEmpty,
    SamplesTooMany,
    SampleTruncated,
    SampleWithoutFeatures,
)
from commonweal.samples import LABEL_COUNT, MOST_SAMPLES

Parsed: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""Samples in order: label, and feature indices (sparse) or feature values (dense)."""

# A contribution is parsed when it is decided and again when it evolves.
_KEPT = 8


@lru_cache(maxsize=_KEPT)
def sparse_contribution(samples: bytes, feature_count: int) -> Parsed:
    """Parse the samples of a contribution to a sparse model: 1..128 of them."""
    return parse_sparse(samples, feature_count, MOST_SAMPLES)


@lru_cache(maxsize=_KEPT)
def dense_contribution(samples: bytes, feature_count: int, lane_bits: int) -> Parsed:
    """Parse the samples of a contribution to a dense model: 1..128 of them."""
    return parse_dense(samples, feature_count, lane_bits, MOST_SAMPLES)


def parse_sparse(samples: bytes, feature_count: int, most: int | None) -> Parsed:
    """Parse packed sparse samples: label u8, count u8, strictly increasing u16 indices.

    Parameters
    ----------
    samples
        Packed samples.
    feature_count
        Features of the model.
    most
        Most samples there may be; None for any number.

    Raises
    ------
    SamplesEmpty, SamplesTooMany, SampleTruncated, SampleLabelOutOfRange, SampleWithoutFeatures,
    SampleFeatureOutOfRange, SampleFeaturesNotIncreasing
        The first thing wrong, in the contract's order.
    """
    end = len(samples)
    if not end:
        raise SamplesEmpty
    parsed: list[tuple[int, tuple[int, ...]]] = []
    offset = 0
    while offset < end:
        position = len(parsed)
        if position == most:
            raise SamplesTooMany(most)
        if offset + 2 > end:
            raise SampleTruncated(position)
        label = samples[offset]
        count = samples[offset + 1]
        if label >= LABEL_COUNT:
            raise SampleLabelOutOfRange(position, label, LABEL_COUNT)
        if not count:
            raise SampleWithoutFeatures(position)
        body = offset + 2
        offset = body + 2 * count
        if offset > end:
            raise SampleTruncated(position)
        features = _indices(count).unpack_from(samples, body)
        if features[-1] >= feature_count or not all(map(lt, features, features[1:])):
            _reject_features(features, feature_count, position)
        parsed.append((label, features))
    return tuple(parsed)


def parse_dense(samples: bytes, feature_count: int, lane_bits: int, most: int | None) -> Parsed:
    """Parse packed dense samples: label u8, then a two's complement lane for each feature.

    Raises
    ------
    SamplesEmpty, SamplesTooMany, SampleLabelOutOfRange, SampleTruncated
        The first thing wrong, in the contract's order.
    """
    end = len(samples)
    if not end:
        raise SamplesEmpty
    unpack = _lanes(feature_count, lane_bits).unpack_from
    sample_bytes = 1 + feature_count * lane_bits // 8
    parsed: list[tuple[int, tuple[int, ...]]] = []
    offset = 0
    while offset < end:
        position = len(parsed)
        if position == most:
            raise SamplesTooMany(most)
        label = samples[offset]
        if label >= LABEL_COUNT:
            raise SampleLabelOutOfRange(position, label, LABEL_COUNT)
        if offset + sample_bytes > end:
            raise SampleTruncated(position)
        parsed.append((label, unpack(samples, offset + 1)))
        offset += sample_bytes
    return tuple(parsed)


def _reject_features(features: tuple[int, ...], feature_count: int, position: int) -> None:
    """Walk from the last feature to the first, as the contract does, and name the first fault."""
    if features[-1] >= feature_count:
        raise SampleFeatureOutOfRange(position, features[-1], feature_count)
    for i in range(len(features) - 1, 0, -1):
        if features[i - 1] >= features[i]:
            raise SampleFeaturesNotIncreasing(position, features[i - 1], features[i])


@cache
def _indices(count: int) -> Struct:
    return Struct(f">{count}H")


@lru_cache(maxsize=64)
def _lanes(count: int, lane_bits: int) -> Struct:
    return Struct(f">{count}{'h' if lane_bits == 16 else 'i'}")
