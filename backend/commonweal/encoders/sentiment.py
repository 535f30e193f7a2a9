"""A model of sentiment that works before anybody has contributed.

Its starting weights are the valences of the VADER lexicon (Hutto and Gilbert, "VADER: A
Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text", ICWSM 2014; MIT
licence), read from the installed package `vaderSentiment`. Contributions then teach it what the
lexicon does not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from types import MappingProxyType

from commonweal.encoders.starting import StartingModel
from commonweal.encoders.text import ENGLISH_NEGATION, NEGATED, TextEncoder
from commonweal.encoders.words import words

SENTIMENT_LABELS = ("negative", "positive")
# 2,047 weights and the bias fill 128 words of storage.
FEATURE_COUNT = 2_047
# One learning step is 1/8 of a valence unit (valences go from -4 to 4): a contribution outweighs
# a weak word at once and a strong one after some repetition.
STEPS_PER_VALENCE = 8
# What VADER multiplies a valence by after a negation.
NEGATION_FACTOR = -0.74
# Texts in which the lexicon finds nothing are a little more often negative.
STARTING_BIAS = -2
LEAST_TEXTS = 3
MOST_SHARE = 0.1
_STEM_CHARACTERS = 5


@cache
def vader_valences() -> MappingProxyType[str, float]:
    """Valence (-4..4) of every word of the lexicon that is one word to the tokeniser."""
    lexicon = resources.files("vaderSentiment") / "vader_lexicon.txt"
    valences = {}
    for line in lexicon.read_text(encoding="utf-8").splitlines():
        entry, valence = line.split("\t")[:2]
        if words(entry) == [entry]:
            valences[entry] = float(valence)
    return MappingProxyType(valences)


def valence(word: str) -> float:
    """Valence of a word of the vocabulary, 0 if the lexicon lacks it."""
    valences = vader_valences()
    if word.startswith(NEGATED):
        return NEGATION_FACTOR * valences.get(word.removeprefix(NEGATED), 0.0)
    return valences.get(word, 0.0)


def sentiment_model(
    texts: Iterable[str],
    labels: tuple[str, str] = SENTIMENT_LABELS,
    feature_count: int = FEATURE_COUNT,
    steps_per_valence: int = STEPS_PER_VALENCE,
) -> StartingModel:
    """Build the vocabulary from texts and the lexicon, and the weights from the lexicon.

    The vocabulary holds, by frequency, the texts' words in at least 3 texts but at most a tenth of
    them, and all their words that the lexicon knows; what room is left is for other words of the
    lexicon, first those that begin like a word of the texts, then those of stronger valence.

    Parameters
    ----------
    texts : iterable of str
        Training part; its labels are not used.
    labels : tuple of two str
        Names of label 0 (negative) and label 1 (positive).
    feature_count : int
        Words of the vocabulary at most.
    steps_per_valence : int
        Learning steps that one unit of valence is worth.
    """
    seen = TextEncoder.fit(
        texts,
        labels,
        feature_count=feature_count,
        least_texts=LEAST_TEXTS,
        most_share=MOST_SHARE,
        negation=ENGLISH_NEGATION,
        keep=lambda word: valence(word) != 0,
    ).vocabulary
    known = frozenset(seen)
    stems = {word.removeprefix(NEGATED)[:_STEM_CHARACTERS] for word in seen}
    rest = [word for word, value in vader_valences().items() if value != 0 and word not in known]
    rest.sort(key=lambda word: (word[:_STEM_CHARACTERS] not in stems, -abs(valence(word)), word))
    encoder = TextEncoder(labels, (*seen, *rest)[:feature_count], ENGLISH_NEGATION)
    weights = (round(valence(word) * steps_per_valence) for word in encoder.vocabulary)
    return StartingModel(encoder, (STARTING_BIAS, *weights))
