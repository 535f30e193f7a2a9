"""Encoded texts for simulated markets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from commonweal.datasets import bundled
from commonweal.encoders.errors import EncodingError
from commonweal.encoders.sentiment import sentiment_model
from commonweal.twin.models import new_model
from commonweal.twin.parse import Parsed
from commonweal.types import ModelKind, ModelShape

# With the bias the 1,024 weights that a market allows.
FEATURE_COUNT = 1_023
REVIEW_FILES = ("rt-polarity.neg", "rt-polarity.pos")


@dataclass(frozen=True, slots=True)
class Texts:
    """Encoded texts with their labels, and a model's starting weights.

    Attributes
    ----------
    name : str
        For people.
    samples : Parsed
        All texts in which the encoder knows a word.
    lanes : tuple of int
        Starting weights from the lexicon, the bias first.
    scored_rows : int
        Rows that a market on these texts scores; as many more are held out.
    """

    name: str
    samples: Parsed
    lanes: tuple[int, ...]
    scored_rows: int

    @property
    def shape(self) -> ModelShape:
        """Dimensions of the model."""
        return ModelShape(len(self.lanes) - 1, 16, 0)


@dataclass(frozen=True, slots=True)
class Parts:
    """A division of texts by chance.

    Attributes
    ----------
    scored : Parsed
        What the market scores; only the sponsor knows it.
    held_out : Parsed
        As many rows that nobody knows; they tell what a result is worth.
    pool : Parsed
        Where contributors find their data.
    """

    scored: Parsed
    held_out: Parsed
    pool: Parsed


def sentences() -> Texts:
    """Give the bundled sentences out of reviews."""
    rows = [(str(row.raw), int(row.label or 0)) for row in bundled("sentences").rows]
    return _encoded("sentences", rows, 500)


def reviews(folder: Path) -> Texts | None:
    """Give the sentences about films of a folder; None if they are not there."""
    rows: list[tuple[str, int]] = []
    for label, name in enumerate(REVIEW_FILES):
        path = folder / name
        if not path.is_file():
            return None
        lines = path.read_text(encoding="latin-1").split("\n")[:-1]
        rows += [(line, label) for line in lines]
    return _encoded("rt-polarity", rows, 1_000)


def untaught(texts: Texts, learnt: int = 100) -> Texts:
    """Replace the lexicon's weights by what a new model learns from the first few texts."""
    model = new_model(ModelKind.SPARSE_PERCEPTRON, texts.shape)
    samples = list(texts.samples)
    Random(0).shuffle(samples)
    model.learn(tuple(samples[:learnt]))
    name = f"{texts.name}, little taught"
    return Texts(name, tuple(samples[learnt:]), tuple(model.lanes), texts.scored_rows)


def divide(texts: Texts, random: Random) -> Parts:
    """Divide texts by chance."""
    samples = list(texts.samples)
    random.shuffle(samples)
    rows = texts.scored_rows
    return Parts(tuple(samples[:rows]), tuple(samples[rows : 2 * rows]), tuple(samples[2 * rows :]))


def _encoded(name: str, rows: Sequence[tuple[str, int]], scored_rows: int) -> Texts:
    start = sentiment_model((text for text, _ in rows), feature_count=FEATURE_COUNT)
    samples: list[tuple[int, tuple[int, ...]]] = []
    for text, label in rows:
        try:
            sample = start.encoder.encode(text, label)
        except EncodingError:
            # A text without a known word.
            continue
        samples.append((label, sample.indices))
    return Texts(name, tuple(samples), start.lanes, scored_rows)
