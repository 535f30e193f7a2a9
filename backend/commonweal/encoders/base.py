"""What every encoder is: labels, a manifest with its hash, and raw data to samples."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from commonweal.commitment import keccak
from commonweal.encoders.canonical import canonical_json
from commonweal.encoders.errors import LabelUnknown, shorten
from commonweal.samples import DenseSample, SampleFormat, SparseSample
from commonweal.types import ModelKind, ModelShape

MANIFEST_FORMAT = "commonweal-encoder-1"
S = TypeVar("S", SparseSample, DenseSample)
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class UsedFeature:
    """A feature that raw data turned on.

    Attributes
    ----------
    feature : int
        Index in the sample.
    name : str
        Word or column.
    lane : int
        Its integer in the sample; 1 for a binary feature.
    limited : bool
        Whether the value was cut to the column's clip or to what a lane holds.
    """

    feature: int
    name: str
    lane: int
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which parts of raw data an encoder used.

    Attributes
    ----------
    used : tuple of UsedFeature
        Features of the sample, ascending.
    unknown : tuple of str
        Words that the vocabulary lacks, each once, in the text's order.
    dropped : tuple of str
        Known words left out because a sample has at most 255 features, most frequent first.
    """

    used: tuple[UsedFeature, ...]
    unknown: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what was left out or cut; empty if nothing was."""
        notes = []
        if self.dropped:
            notes.append(
                f"A sample has at most {len(self.used)} features: of "
                f"{len(self.used) + len(self.dropped)} known words the most frequent were kept."
            )
        limited = [used.name for used in self.used if used.limited]
        if limited:
            notes.append(f"Values were cut to the encoder's range: {', '.join(limited)}.")
        return tuple(notes)


class Encoder(ABC, Generic[S]):
    """Turns raw data and a label into a sample, the same for everybody who has the manifest."""

    kind: ClassVar[str]
    model_kind: ClassVar[ModelKind]
    labels: tuple[str, str]

    @property
    @abstractmethod
    def shape(self) -> ModelShape:
        """Dimensions of a model for this encoder's samples."""

    @property
    @abstractmethod
    def sample_format(self) -> SampleFormat[S]:
        """Packs and unpacks this encoder's samples."""

    @property
    @abstractmethod
    def feature_names(self) -> tuple[str, ...]:
        """Name of every feature: word or column."""

    @abstractmethod
    def manifest(self) -> dict[str, object]:
        """Describe the encoder completely, as JSON values."""

    @classmethod
    @abstractmethod
    def from_manifest(cls, manifest: dict[str, object]) -> Encoder[S]:
        """Build the encoder again from what `manifest` gave.

        Raises
        ------
        ManifestInvalid
            A part is missing, unknown or wrong.
        """

    @abstractmethod
    def encode(self, raw: object, label: str | int = 0) -> S:
        """Turn raw data into a sample.

        Parameters
        ----------
        raw : object
            A text, or the columns of a row.
        label : str or int
            Name or number of the label. A prediction does not look at it.

        Raises
        ------
        EncodingError
            In one sentence what was expected, what was found and what to do.
        """

    @abstractmethod
    def explain(self, raw: object) -> Explanation:
        """Tell which words or columns `encode` uses; it raises the same errors."""

    def encode_many(self, rows: Iterable[tuple[object, str | int]]) -> Iterator[S]:
        """Encode (raw, label) pairs lazily; the first error ends it."""
        return (self.encode(raw, label) for raw, label in rows)

    def label_index(self, label: object) -> int:
        """Turn the name or number of a label into 0 or 1.

        An exact name comes first, then one that differs only in the case of ASCII letters, then
        the numbers 0 and 1.

        Raises
        ------
        LabelUnknown
            It is none of the two; the sentence lists them.
        """
        if isinstance(label, str):
            name = label.strip(_SPACE)
            for names, wanted in (
                (self.labels, name),
                (tuple(map(_ascii_lower, self.labels)), _ascii_lower(name)),
                (("0", "1"), name),
            ):
                if wanted in names:
                    return names.index(wanted)
        elif not isinstance(label, bool) and label in (0, 1):
            return int(label)
        zero, one = self.labels
        raise LabelUnknown(
            "Label",
            f'"{zero}" (0) or "{one}" (1)',
            "none" if label is None else shorten(label),
            "use one of these names or numbers",
        )

    @cached_property
    def manifest_bytes(self) -> bytes:
        """Canonical JSON of the manifest."""
        return canonical_json(self.manifest())

    @cached_property
    def manifest_hash(self) -> bytes:
        """keccak256 of `manifest_bytes`, 32 bytes: the model's `encoderHash`."""
        return keccak(self.manifest_bytes)


def _ascii_lower(text: str) -> str:
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)
