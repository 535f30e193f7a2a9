"""The demo's models before and after one pass over a training part, on rows held out."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import pytest

from commonweal.datasets import RowError, bundled, encode_rows, split
from commonweal.encoders import TextEncoder
from commonweal.encoders.sentiment import (
    FEATURE_COUNT,
    STEPS_PER_VALENCE,
    sentiment_model,
    vader_valences,
    valence,
)
from commonweal.encoders.starting import StartingModel, table_model
from commonweal.fixed_point import unpack_lanes
from commonweal.samples import pack

SEEDS = range(5)


@dataclass(frozen=True)
class Result:
    before: float
    after: float
    refused: float


def held_out(name: str, seed: int) -> Result:
    """Accuracies of a demo model on a fifth of a set, before and after learning from the rest."""
    data = bundled(name)
    train, test = split(data.rows, 0.2, seed)
    starting = (
        sentiment_model([row.raw for row in train if isinstance(row.raw, str)])
        if name == "sentences"
        else table_model([(row.raw, row.label) for row in train], data.labels)  # type: ignore[misc]
    )
    refused: list[RowError] = []
    form = starting.encoder.sample_format
    tested = pack(form, (s for _, s in encode_rows(starting.encoder, test, refused.append)))
    learnt = pack(form, (s for _, s in encode_rows(starting.encoder, train, lambda _: None)))
    model = starting.model()
    before = model.evaluate(tested)
    model.learn(model.parse(learnt))
    after = model.evaluate(tested)
    return Result(before.correct / len(test), after.correct / len(test), len(refused) / len(test))


def test_lexicon_classifies_sentences_and_contributions_teach_it_more() -> None:
    results = [held_out("sentences", seed) for seed in SEEDS]
    assert all(0.76 <= result.before <= 0.85 for result in results)
    assert statistics.mean(result.before for result in results) >= 0.79
    gains = [result.after - result.before for result in results]
    assert statistics.mean(gains) >= 0.015
    assert min(gains) >= 0
    assert all(result.refused <= 0.01 for result in results)


def test_breast_cancer_model_starts_usable_and_learns_the_rest() -> None:
    results = [held_out("breast-cancer", seed) for seed in SEEDS]
    assert statistics.mean(result.before for result in results) >= 0.85
    assert statistics.mean(result.after for result in results) >= 0.94


@pytest.fixture(scope="module")
def sentiment() -> StartingModel:
    train, _ = split(bundled("sentences").rows, 0.2, 0)
    return sentiment_model([row.raw for row in train if isinstance(row.raw, str)])


def test_sentiment_weights_are_valences_in_learning_steps(sentiment: StartingModel) -> None:
    encoder = sentiment.encoder
    assert isinstance(encoder, TextEncoder)
    assert len(encoder.vocabulary) == FEATURE_COUNT
    assert len(sentiment.words) == (FEATURE_COUNT + 1) // 16
    index = {word: at + 1 for at, word in enumerate(encoder.vocabulary)}
    for word in ("good", "great", "bad", "not_good"):
        assert sentiment.lanes[index[word]] == round(STEPS_PER_VALENCE * valence(word)) != 0
    assert vader_valences()["good"] == 1.9
    assert valence("not_good") == pytest.approx(-0.74 * 1.9)
    assert "the" not in index


def test_starting_lanes_travel_as_words(sentiment: StartingModel) -> None:
    lanes = unpack_lanes(sentiment.words, 16)
    assert tuple(lanes[: len(sentiment.lanes)]) == sentiment.lanes
    assert not any(lanes[len(sentiment.lanes) :])


def test_sentiment_model_is_the_same_for_everybody(sentiment: StartingModel) -> None:
    train, _ = split(bundled("sentences").rows, 0.2, 0)
    texts = [row.raw for row in reversed(train) if isinstance(row.raw, str)]
    again = sentiment_model(texts)
    assert again == sentiment
    assert again.encoder.manifest_hash == sentiment.encoder.manifest_hash


def test_table_model_may_start_from_zero() -> None:
    data = bundled("iris")
    rows = [(row.raw, row.label) for row in data.rows]
    starting = table_model(rows, data.labels, learnt_rows=0)  # type: ignore[arg-type]
    assert starting.lanes == (0,) * 5
