"""Text to binary features: which words of the vocabulary are in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from commonweal.encoders.base import MANIFEST_FORMAT, Encoder, Explanation, UsedFeature
from commonweal.encoders.checks import invalid, label_pair, record, text_list, whole_number
from commonweal.encoders.errors import (
    TextEmpty,
    TextInvalid,
    TextTooLong,
    TextUnknownWords,
    describe,
    shorten,
)
from commonweal.encoders.words import BOUNDARIES, TOKENISER, items, words
from commonweal.samples import (
    MOST_FEATURES_PER_SAMPLE,
    MOST_SPARSE_FEATURES,
    SparseFormat,
    SparseSample,
)
from commonweal.types import ModelKind, ModelShape

MOST_CHARACTERS = 100_000
NEGATED = "not_"
_LISTED_WORDS = 5


@dataclass(frozen=True, slots=True)
class Negation:
    """Marks words after a negation: `not very good` gives `not`, `not_very`, `not_good`.

    Attributes
    ----------
    words, suffixes : tuple of str
        A word is a negation if it is listed or ends like this. It stays as it is.
    ends : tuple of str
        Words that end a negation's reach, as every boundary does. They stay as they are.
    window : int
        A negation marks at most so many of the words after it, 1..255.
    """

    words: tuple[str, ...]
    suffixes: tuple[str, ...]
    ends: tuple[str, ...]
    window: int

    def mark(self, found: Iterable[str]) -> Iterator[str]:
        """Mark a text's items (words and boundaries) and leave the boundaries out."""
        listed, ends, suffixes = frozenset(self.words), frozenset(self.ends), self.suffixes
        left = 0
        for item in found:
            if item in BOUNDARIES:
                left = 0
            elif item in listed or item.endswith(suffixes):
                left = self.window
                yield item
            elif item in ends:
                left = 0
                yield item
            elif left:
                left -= 1
                yield NEGATED + item
            else:
                yield item


ENGLISH_NEGATION = Negation(
    words=(
        "aint", "arent", "barely", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt",
        "hardly", "hasnt", "havent", "isnt", "neither", "never", "no", "nobody", "none", "nor",
        "not", "nothing", "rarely", "scarcely", "seldom", "shouldnt", "wasnt", "werent", "without",
        "wont", "wouldnt",
    ),
    suffixes=("n't",),
    ends=("although", "but", "however", "though"),
    window=3,
)  # fmt: skip


@dataclass(frozen=True)
class TextEncoder(Encoder[SparseSample]):
    """Binary features from a vocabulary in which common words come first.

    Attributes
    ----------
    labels : tuple of two str
        Names of label 0 and label 1.
    vocabulary : tuple of str
        Feature i is word i; the most frequent word is feature 0, so common words share storage.
    negation : Negation or None
        How words after a negation are marked, if at all.
    """

    labels: tuple[str, str]
    vocabulary: tuple[str, ...]
    negation: Negation | None = None

    kind: ClassVar[str] = "text"
    model_kind: ClassVar[ModelKind] = ModelKind.SPARSE_PERCEPTRON

    def __post_init__(self) -> None:
        label_pair(self.labels)
        if not 1 <= len(self.vocabulary) <= MOST_SPARSE_FEATURES:
            raise invalid(
                f"1 to {MOST_SPARSE_FEATURES:,} words in the vocabulary", str(len(self.vocabulary))
            )
        if self.negation is not None:
            if not 1 <= self.negation.window <= 255:
                raise invalid("a negation's window from 1 to 255", str(self.negation.window))
            for word in (*self.negation.words, *self.negation.ends):
                _check_word(word)
            if "" in self.negation.suffixes:
                raise invalid("a negation's suffixes that are not empty", '""')
        for word in self.vocabulary:
            _check_word(word.removeprefix(NEGATED) if self.negation is not None else word)
        if len(self._index) != len(self.vocabulary):
            twice, _ = Counter(self.vocabulary).most_common(1)[0]
            raise invalid("each word once in the vocabulary", shorten(twice) + " twice")

    @classmethod
    def fit(
        cls,
        texts: Iterable[str],
        labels: tuple[str, str],
        *,
        feature_count: int = 1_000,
        least_texts: int = 2,
        most_share: float = 1.0,
        negation: Negation | None = None,
        keep: Callable[[str], bool] = lambda word: False,
    ) -> TextEncoder:
        """Build a vocabulary from texts; the order of the texts does not matter.

        Parameters
        ----------
        texts : iterable of str
            Read once, lazily.
        labels : tuple of two str
            Names of label 0 and label 1.
        feature_count : int
            At most so many words, those in most texts first; equal ones in code point order.
        least_texts : int
            Leave out words of fewer texts.
        most_share : float
            Leave out words of more than this share of the texts.
        negation : Negation or None
            How words after a negation are marked.
        keep : callable
            Words for which it is true stay however rare or common they are.
        """
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            total += 1
            counts.update(frozenset(marked_words(text, negation)))
        chosen = [
            word
            for word, count in counts.items()
            if keep(word) or (count >= least_texts and count <= most_share * total)
        ]
        chosen.sort(key=lambda word: (-counts[word], word))
        return cls(labels, tuple(chosen[:feature_count]), negation)

    @property
    def shape(self) -> ModelShape:
        """Dimensions of a model for these samples: one 16-bit weight for every word."""
        return ModelShape(feature_count=len(self.vocabulary), lane_bits=16, fraction_bits=0)

    @property
    def sample_format(self) -> SparseFormat:
        """Packs and unpacks these samples."""
        return SparseFormat(len(self.vocabulary))

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Words of the vocabulary."""
        return self.vocabulary

    def encode(self, raw: object, label: str | int = 0) -> SparseSample:
        """Turn a text into the indices of its words.

        Of more than 255 known words the most frequent are kept; `explain` names the others.

        Raises
        ------
        TextInvalid, TextTooLong, TextEmpty, TextUnknownWords, LabelUnknown
        """
        _, indices = self._read(raw)
        return SparseSample(self.label_index(label), tuple(indices[:MOST_FEATURES_PER_SAMPLE]))

    def explain(self, raw: object) -> Explanation:
        """Tell which words are used, which the vocabulary lacks and which are left out."""
        found, indices = self._read(raw)
        kept, rest = indices[:MOST_FEATURES_PER_SAMPLE], indices[MOST_FEATURES_PER_SAMPLE:]
        return Explanation(
            used=tuple(UsedFeature(i, self.vocabulary[i], 1) for i in kept),
            unknown=tuple(word for word in found if word not in self._index),
            dropped=tuple(self.vocabulary[i] for i in rest),
        )

    def manifest(self) -> dict[str, object]:
        """Describe the encoder completely, as JSON values."""
        negation = self.negation and {
            "ends": self.negation.ends,
            "suffixes": self.negation.suffixes,
            "window": self.negation.window,
            "words": self.negation.words,
        }
        return {
            "format": MANIFEST_FORMAT,
            "kind": self.kind,
            "labels": self.labels,
            "negation": negation,
            "tokeniser": TOKENISER,
            "vocabulary": self.vocabulary,
        }

    @classmethod
    def from_manifest(cls, manifest: dict[str, object]) -> TextEncoder:
        """Build the encoder again from what `manifest` gave; raises ManifestInvalid."""
        record(manifest, "format", "kind", "labels", "negation", "tokeniser", "vocabulary")
        if manifest["tokeniser"] != TOKENISER:
            raise invalid(f'the tokeniser "{TOKENISER}"', shorten(manifest["tokeniser"]))
        negation = None
        if manifest["negation"] is not None:
            parts = record(manifest["negation"], "ends", "suffixes", "window", "words")
            negation = Negation(
                words=text_list(parts["words"], "a negation's words"),
                suffixes=text_list(parts["suffixes"], "a negation's suffixes"),
                ends=text_list(parts["ends"], "a negation's ends"),
                window=whole_number(parts["window"], "a negation's window"),
            )
        return cls(
            labels=label_pair(manifest["labels"]),
            vocabulary=text_list(manifest["vocabulary"], "the vocabulary"),
            negation=negation,
        )

    @cached_property
    def _index(self) -> dict[str, int]:
        return {word: index for index, word in enumerate(self.vocabulary)}

    def _read(self, raw: object) -> tuple[list[str], list[int]]:
        """Distinct words of a text in its order, and ascending indices of the known ones."""
        found = list(dict.fromkeys(marked_words(check_text(raw), self.negation)))
        if not found:
            raise TextEmpty("Text", "at least one word", "none", "write some words")
        indices = sorted(self._index[word] for word in found if word in self._index)
        if not indices:
            listed = ", ".join(shorten(word) for word in found[:_LISTED_WORDS])
            raise TextUnknownWords(
                "Text",
                f"at least one of the {len(self.vocabulary):,} words that the model knows",
                f"only {listed}" + (" and others" if len(found) > _LISTED_WORDS else ""),
                "say it with more common words",
            )
        return found, indices


def check_text(raw: object) -> str:
    """Return `raw` if it is a text of at most 100,000 characters (code points)."""
    if not isinstance(raw, str):
        raise TextInvalid("Text", "a text", describe(raw), "give a text")
    if len(raw) > MOST_CHARACTERS:
        raise TextTooLong(
            "Text",
            f"at most {MOST_CHARACTERS:,} characters",
            f"{len(raw):,}",
            "shorten it or split it into several samples",
        )
    return raw


def marked_words(text: str, negation: Negation | None) -> Iterator[str]:
    """Words of a text in their order, those after a negation marked."""
    return iter(words(text)) if negation is None else negation.mark(items(text))


def _check_word(word: str) -> None:
    if words(word) != [word]:
        raise invalid(f'words as the tokeniser "{TOKENISER}" gives them', shorten(word))
