"""Samples and how they travel: packed bytes, the same in calldata, in events and in exports.

A sparse sample is `label u8, count u8 (1..255), count x u16` with strictly increasing feature
indices from 0. A dense sample is `label u8` and one two's complement lane of 16 or 32 bits for
every feature. All integers are big-endian. A contribution is 1..128 samples, one after the other,
in at most 60,000 bytes; calls that only read (`evaluate`, `predictBatch`) take any number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import lt
from struct import Struct
from typing import Protocol, TypeVar

from commonweal.errors import Fault

LABEL_COUNT = 2
MOST_SAMPLES = 128
MOST_BYTES = 60_000
MOST_FEATURES_PER_SAMPLE = 255
MOST_SPARSE_FEATURES = 65_535
MOST_DENSE_FEATURES = 1_024
LANE_BITS = (16, 32)


class SampleError(Fault, ValueError):
    """Samples cannot be packed, or bytes are not packed samples.

    Attributes
    ----------
    kind : str
        Name of the fault: the contract's error name where the contract rejects the same bytes.
    position : int
        Position of the offending sample, from 0.
    expected, found, hint : str
        What was expected, what was found, what to do.
    """

    def __init__(self, kind: str, position: int, expected: str, found: str, hint: str) -> None:
        self.kind = kind
        self.position = position
        self.expected = expected
        self.found = found
        self.hint = hint
        super().__init__(f"Sample {position}: expected {expected}, found {found}; {hint}.")

    def __reduce__(self) -> tuple[type[SampleError], tuple[str, int, str, str, str]]:
        return type(self), (self.kind, self.position, self.expected, self.found, self.hint)


@dataclass(frozen=True, slots=True)
class SparseSample:
    """A label (0 or 1) and the strictly increasing indices of the binary features that are on."""

    label: int
    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DenseSample:
    """A label (0 or 1) and one integer lane per feature, in units of 2**-fraction_bits."""

    label: int
    values: tuple[int, ...]


Sample = SparseSample | DenseSample
_S = TypeVar("_S", SparseSample, DenseSample)


class SampleFormat(Protocol[_S]):
    """Packs and unpacks the samples of one model."""

    @property
    def feature_count(self) -> int:
        """Features of the model."""
        ...

    def pack_one(self, sample: _S, position: int = 0) -> bytes:
        """Pack one sample; `position` is for the error's sentence."""
        ...

    def unpack(self, data: bytes, most: int | None = None) -> list[_S]:
        """Unpack samples: any number of them, or at most `most`."""
        ...


def _check_label(label: int, position: int) -> None:
    if label not in (0, 1):
        raise SampleError(
            "SampleLabelOutOfRange",
            position,
            "label 0 or 1",
            str(label),
            "use one of the two labels",
        )


def _truncated(position: int, expected_bytes: int, found_bytes: int) -> SampleError:
    return SampleError(
        "SampleTruncated",
        position,
        f"{expected_bytes} bytes",
        str(found_bytes),
        "check that the bytes are whole and of this model's shape",
    )


@dataclass(frozen=True, slots=True)
class SparseFormat:
    """Samples of a model with `feature_count` (1..65,535) binary features."""

    feature_count: int

    def __post_init__(self) -> None:
        if not 1 <= self.feature_count <= MOST_SPARSE_FEATURES:
            raise ValueError(
                f"A sparse model has 1 to {MOST_SPARSE_FEATURES:,} features, "
                f"not {self.feature_count}."
            )

    def pack_one(self, sample: SparseSample, position: int = 0) -> bytes:
        """Pack one sample.

        Raises
        ------
        SampleError
            The label or the indices break the format; says which sample and what.
        """
        indices = sample.indices
        _check_label(sample.label, position)
        if not indices:
            raise _without_features(position)
        if len(indices) > MOST_FEATURES_PER_SAMPLE:
            raise SampleError(
                "SampleFeaturesTooMany",
                position,
                f"at most {MOST_FEATURES_PER_SAMPLE} features",
                str(len(indices)),
                "keep the most frequent ones",
            )
        self._check_indices(indices, position)
        return _sparse_struct(len(indices)).pack(sample.label, len(indices), *indices)

    def unpack(self, data: bytes, most: int | None = None) -> list[SparseSample]:
        """Unpack samples: any number of them (none of none), or at most `most`.

        Raises
        ------
        SampleError
            In the order in which the contract would notice.
        """
        samples: list[SparseSample] = []
        offset, end = 0, len(data)
        while offset < end:
            position = len(samples)
            if position == most:
                raise _too_many(most)
            if offset + 2 > end:
                raise _truncated(position, 2, end - offset)
            label, count = data[offset], data[offset + 1]
            _check_label(label, position)
            if count == 0:
                raise _without_features(position)
            size = 2 + 2 * count
            if offset + size > end:
                raise _truncated(position, size, end - offset)
            indices = _sparse_struct(count).unpack_from(data, offset)[2:]
            self._check_indices(indices, position)
            samples.append(SparseSample(label, indices))
            offset += size
        return samples

    def _check_indices(self, indices: tuple[int, ...], position: int) -> None:
        """Check bounds and order, from the last index to the first as the contract does."""
        in_range = indices[0] >= 0 and indices[-1] < self.feature_count
        if in_range and all(map(lt, indices, indices[1:])):
            return
        if indices[-1] >= self.feature_count:
            raise self._out_of_range(indices[-1], position)
        for before, after in zip(indices[-2::-1], indices[:0:-1], strict=True):
            if before >= after:
                raise SampleError(
                    "SampleFeaturesNotIncreasing",
                    position,
                    "strictly increasing feature indices",
                    f"{before} before {after}",
                    "sort them and name each once",
                )
        raise self._out_of_range(indices[0], position)

    def _out_of_range(self, index: int, position: int) -> SampleError:
        return SampleError(
            "SampleFeatureOutOfRange",
            position,
            f"feature indices from 0 to {self.feature_count - 1}",
            str(index),
            "encode the sample with this model's own encoder",
        )


@dataclass(frozen=True, slots=True)
class DenseFormat:
    """Samples of a model with `feature_count` (1..1,024) lanes of `lane_bits` (16 or 32) bits."""

    feature_count: int
    lane_bits: int

    def __post_init__(self) -> None:
        if not 1 <= self.feature_count <= MOST_DENSE_FEATURES:
            raise ValueError(
                f"A dense model has 1 to {MOST_DENSE_FEATURES:,} features, "
                f"not {self.feature_count}."
            )
        if self.lane_bits not in LANE_BITS:
            raise ValueError(f"A lane has 16 or 32 bits, not {self.lane_bits}.")

    @property
    def sample_bytes(self) -> int:
        """Bytes of one packed sample."""
        return 1 + self.feature_count * self.lane_bits // 8

    @property
    def _struct(self) -> Struct:
        return Struct(f">B{self.feature_count}{'h' if self.lane_bits == 16 else 'i'}")

    def pack_one(self, sample: DenseSample, position: int = 0) -> bytes:
        """Pack one sample.

        Raises
        ------
        SampleError
            The label, the number of values or a value breaks the format; says which and where.
        """
        _check_label(sample.label, position)
        if len(sample.values) != self.feature_count:
            raise SampleError(
                "SampleLengthWrong",
                position,
                f"{self.feature_count} values",
                str(len(sample.values)),
                "give one value for every feature",
            )
        most = (1 << (self.lane_bits - 1)) - 1
        for value in (max(sample.values), min(sample.values)):
            if not -most - 1 <= value <= most:
                raise SampleError(
                    "SampleValueOutOfRange",
                    position,
                    f"values from {-most - 1} to {most}",
                    str(value),
                    "saturate values before packing",
                )
        return self._struct.pack(sample.label, *sample.values)

    def unpack(self, data: bytes, most: int | None = None) -> list[DenseSample]:
        """Unpack samples: any number of them (none of none), or at most `most`.

        Raises
        ------
        SampleError
            In the order in which the contract would notice.
        """
        size, packed = self.sample_bytes, self._struct
        samples: list[DenseSample] = []
        for offset in range(0, len(data), size):
            if len(samples) == most:
                raise _too_many(most)
            _check_label(data[offset], len(samples))
            if offset + size > len(data):
                raise _truncated(len(samples), size, len(data) - offset)
            label, *values = packed.unpack_from(data, offset)
            samples.append(DenseSample(label, tuple(values)))
        return samples


def pack(form: SampleFormat[_S], samples: Iterable[_S]) -> bytes:
    """Pack any number of samples, one after the other."""
    return b"".join(form.pack_one(sample, position) for position, sample in enumerate(samples))


def pack_contribution(form: SampleFormat[_S], samples: Sequence[_S]) -> bytes:
    """Pack one contribution.

    Raises
    ------
    SampleError
        A sample breaks the format, there is none, or there are more than 128 or 60,000 bytes.
    """
    if not samples:
        raise _empty()
    if len(samples) > MOST_SAMPLES:
        raise _too_many(MOST_SAMPLES)
    data = pack(form, samples)
    if len(data) > MOST_BYTES:
        raise _too_large(len(samples) - 1, len(data))
    return data


def unpack_contribution(form: SampleFormat[_S], data: bytes) -> list[_S]:
    """Unpack one contribution; refuses bytes in the order in which the contract would."""
    if len(data) > MOST_BYTES:
        raise _too_large(0, len(data))
    samples = form.unpack(data, MOST_SAMPLES)
    if not samples:
        raise _empty()
    return samples


def contributions(
    form: SampleFormat[_S], samples: Iterable[_S], most_samples: int = MOST_SAMPLES
) -> Iterator[tuple[bytes, int]]:
    """Split a stream of samples into contributions that are as large as the limits allow.

    Parameters
    ----------
    form : SampleFormat
        Format of the model.
    samples : iterable of samples
        Read lazily; at most one contribution is held in memory.
    most_samples : int
        Samples of one contribution, 1..128.

    Yields
    ------
    (bytes, int)
        Packed samples and how many they are.
    """
    if not 1 <= most_samples <= MOST_SAMPLES:
        raise ValueError(f"A contribution has 1 to {MOST_SAMPLES} samples, not {most_samples}.")
    batch: list[bytes] = []
    size = 0
    for position, sample in enumerate(samples):
        packed = form.pack_one(sample, position)
        if batch and (len(batch) == most_samples or size + len(packed) > MOST_BYTES):
            yield b"".join(batch), len(batch)
            batch, size = [], 0
        batch.append(packed)
        size += len(packed)
    if batch:
        yield b"".join(batch), len(batch)


def _empty() -> SampleError:
    return SampleError("SamplesEmpty", 0, "at least one sample", "none", "add a sample")


def _too_many(most: int) -> SampleError:
    return SampleError(
        "SamplesTooMany",
        most,
        f"at most {most} samples",
        "more",
        "split the samples over several contributions",
    )


def _too_large(position: int, byte_count: int) -> SampleError:
    return SampleError(
        "ContributionTooLarge",
        position,
        f"a contribution of at most {MOST_BYTES} bytes",
        str(byte_count),
        "split the samples over several contributions",
    )


def _without_features(position: int) -> SampleError:
    return SampleError(
        "SampleWithoutFeatures", position, "at least one feature", "none", "add a feature"
    )


def _sparse_struct(count: int) -> Struct:
    return _SPARSE_STRUCTS[count]


_SPARSE_STRUCTS = tuple(Struct(f">BB{count}H") for count in range(MOST_FEATURES_PER_SAMPLE + 1))
