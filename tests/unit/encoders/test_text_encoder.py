from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.encoders import ENGLISH_NEGATION, Negation, TextEncoder, load_encoder
from commonweal.encoders.errors import (
    EncodingError,
    LabelUnknown,
    ManifestInvalid,
    TextEmpty,
    TextInvalid,
    TextTooLong,
    TextUnknownWords,
)
from commonweal.encoders.text import MOST_CHARACTERS, marked_words
from commonweal.samples import SparseFormat, SparseSample
from commonweal.types import ModelKind, ModelShape

LABELS = ("negative", "positive")
ENCODER = TextEncoder(LABELS, ("the", "good", "not_good", "bad", "not"), ENGLISH_NEGATION)


def test_vocabulary_is_ordered_by_the_number_of_texts() -> None:
    texts = ["b a", "b b b c", "B! a, c", "d", "d d"]
    encoder = TextEncoder.fit(texts, LABELS, least_texts=1)
    assert encoder.vocabulary == ("b", "a", "c", "d")
    assert TextEncoder.fit(reversed(texts), LABELS, least_texts=1) == encoder


def test_fit_leaves_out_rare_and_common_words_but_for_those_to_keep() -> None:
    texts = ["a b c", "a b", "a b d", "a e"]
    fitted = TextEncoder.fit(texts, LABELS, least_texts=2, most_share=0.75)
    assert fitted.vocabulary == ("b",)
    kept = TextEncoder.fit(texts, LABELS, most_share=0.75, keep=lambda word: word in "ad")
    assert kept.vocabulary == ("a", "b", "d")
    assert TextEncoder.fit(texts, LABELS, feature_count=1).vocabulary == ("a",)


def test_encode_gives_each_known_word_once() -> None:
    assert ENCODER.encode("Good good THE unknown", "positive") == SparseSample(1, (0, 1))
    assert ENCODER.encode("not very good, bad", 0) == SparseSample(0, (2, 3, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not very good at all", ["not", "not_very", "not_good", "not_at", "all"]),
        ("not good, bad", ["not", "not_good", "bad"]),
        ("not good but bad", ["not", "not_good", "but", "bad"]),
        ("isn't never a", ["isn't", "never", "not_a"]),
        ("not\ngood", ["not", "good"]),
    ],
)
def test_negation_marks_the_words_in_its_reach(text: str, expected: list[str]) -> None:
    assert list(marked_words(text, ENGLISH_NEGATION)) == expected


def test_explain_names_used_unknown_and_dropped_words() -> None:
    explanation = ENCODER.explain("zebra GOOD the zebra lion")
    assert [(used.feature, used.name, used.lane) for used in explanation.used] == [
        (0, "the", 1),
        (1, "good", 1),
    ]
    assert explanation.unknown == ("zebra", "lion")
    assert explanation.notes == ()


def test_of_more_than_255_words_the_most_frequent_are_kept() -> None:
    vocabulary = tuple(f"w{number}" for number in range(400))
    encoder = TextEncoder(LABELS, vocabulary)
    text = " ".join(reversed(vocabulary[100:]))
    assert encoder.encode(text).indices == tuple(range(100, 355))
    explanation = encoder.explain(text)
    assert explanation.dropped == vocabulary[355:]
    assert explanation.notes == (
        "A sample has at most 255 features: of 300 known words the most frequent were kept.",
    )


@given(st.text() | st.lists(st.sampled_from(("Good", "not", "bad,", "zebra"))).map(" ".join))
def test_any_text_is_encoded_to_a_sample_that_packs_or_refused_in_one_sentence(text: str) -> None:
    form = SparseFormat(len(ENCODER.vocabulary))
    known = set(marked_words(text, ENGLISH_NEGATION)) & set(ENCODER.vocabulary)
    if known:
        sample = ENCODER.encode(text)
        assert {ENCODER.vocabulary[index] for index in sample.indices} == known
        assert form.unpack(form.pack_one(sample)) == [sample]
    else:
        with pytest.raises((TextEmpty, TextUnknownWords)) as caught:
            ENCODER.encode(text)
        assert caught.value.sentence.endswith(".")
        assert "\n" not in caught.value.sentence


@pytest.mark.parametrize(
    ("raw", "error", "sentence"),
    [
        ("", TextEmpty, "Text: expected at least one word, found none; write some words."),
        (" …!", TextEmpty, "Text: expected at least one word, found none; write some words."),
        (None, TextInvalid, "Text: expected a text, found nothing; give a text."),
        (5, TextInvalid, "Text: expected a text, found a number; give a text."),
        (
            "x" * 10_000_000,
            TextTooLong,
            "Text: expected at most 100,000 characters, found 10,000,000; shorten it or split it "
            "into several samples.",
        ),
        (
            "Zebra, lion!",
            TextUnknownWords,
            'Text: expected at least one of the 5 words that the model knows, found only "zebra", '
            '"lion"; say it with more common words.',
        ),
        (
            "s t u v w x",
            TextUnknownWords,
            "Text: expected at least one of the 5 words that the model knows, found only "
            '"s", "t", "u", "v", "w" and others; say it with more common words.',
        ),
    ],
)
def test_raw_data_that_cannot_be_encoded(
    raw: object, error: type[EncodingError], sentence: str
) -> None:
    for work in (ENCODER.encode, ENCODER.explain):
        with pytest.raises(error) as caught:
            work(raw)
        assert str(caught.value) == caught.value.sentence == sentence
        assert caught.value.kind == error.__name__


def test_longest_text_is_read() -> None:
    assert ENCODER.encode("good " * (MOST_CHARACTERS // 5)) == SparseSample(0, (1,))


@pytest.mark.parametrize(
    ("label", "expected"),
    [(0, 0), (1, 1), (1.0, 1), ("negative", 0), (" POSITIVE\n", 1), ("0", 0), ("1", 1)],
)
def test_label_is_a_name_or_a_number(label: object, expected: int) -> None:
    assert ENCODER.label_index(label) == expected


def test_label_name_comes_before_its_number() -> None:
    swapped = TextEncoder(("1", "0"), ("a",))
    assert [swapped.label_index(label) for label in ("1", "0", 1, 0)] == [0, 1, 1, 0]
    cases = TextEncoder(("Yes", "yes"), ("a",))
    assert [cases.label_index(label) for label in ("Yes", "yes", "YES")] == [0, 1, 0]


@pytest.mark.parametrize("label", [2, -1, 0.5, "good", "", None, True, [0]])
def test_wrong_label_is_answered_with_the_names(label: object) -> None:
    with pytest.raises(LabelUnknown, match=r'expected "negative" \(0\) or "positive" \(1\)'):
        ENCODER.label_index(label)


def test_manifest_carries_everything() -> None:
    for encoder in (ENCODER, TextEncoder(LABELS, ("a",)), TextEncoder(LABELS, ("が", "👍"))):
        again = load_encoder(encoder.manifest_bytes, encoder.manifest_hash)
        assert again == encoder
        assert again.manifest_bytes == encoder.manifest_bytes


def test_shape_is_that_of_a_sparse_model() -> None:
    assert ENCODER.model_kind is ModelKind.SPARSE_PERCEPTRON
    assert ENCODER.shape == ModelShape(feature_count=5, lane_bits=16, fraction_bits=0)
    assert ENCODER.sample_format == SparseFormat(5)
    assert ENCODER.feature_names == ENCODER.vocabulary


@pytest.mark.parametrize(
    "arguments",
    [
        (("a", "a"), ("x",)),
        (("", "b"), ("x",)),
        (LABELS, ()),
        (LABELS, ("x", "x")),
        (LABELS, ("X",)),
        (LABELS, ("not_x",)),
        (LABELS, ("not_not_x",), ENGLISH_NEGATION),
        (LABELS, ("x",), Negation(("Not",), (), (), 3)),
        (LABELS, ("x",), Negation(("not",), ("",), (), 3)),
        (LABELS, ("x",), Negation(("not",), (), (), 0)),
    ],
)
def test_encoder_that_could_not_be_shared_is_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ManifestInvalid):
        TextEncoder(*arguments)  # type: ignore[arg-type]


def test_error_survives_pickling() -> None:
    with pytest.raises(TextEmpty) as caught:
        ENCODER.encode("")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), copy.sentence, copy.hint) == (
        TextEmpty,
        str(caught.value),
        caught.value.hint,
    )
