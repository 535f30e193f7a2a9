"""What all linear learners share: walking over samples, uploads, and the free reads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Self

from commonweal.errors import UploadTooLong, UploadWordInvalid
from commonweal.fixed_point import (
    WORD_BYTES,
    is_weight_word,
    lane_limit,
    lanes_per_word,
    pack_lanes,
    unpack_lanes,
)
from commonweal.twin.parse import Parsed
from commonweal.types import Evaluation, ModelShape, Prediction, WeightChange

# Words of storage that every model has; most use fewer.
_STORED_WORDS = 4_096


class Model(ABC):
    """A linear model: score = bias + sum of weight x feature; label 1 iff the score is above 0.

    It agrees with a sample iff (2 label - 1) x score > 0 and learns from it iff it does not
    (Rosenblatt 1958; the rule of scikit-learn's Perceptron). A score of 0 agrees with neither
    label. Weights saturate at +-(2**(lane_bits - 1) - 1).

    Attributes
    ----------
    shape : ModelShape
        Dimensions.
    weights : list of int
        One for each feature, in units of learning rate x feature unit.
    bias : int
        Bias, in the same units.
    """

    __slots__ = ("bias", "limit", "shape", "weights")

    def __init__(self, shape: ModelShape) -> None:
        self.shape = shape
        self.limit = lane_limit(shape.lane_bits)
        self.weights: list[int] = [0] * shape.feature_count
        self.bias = 0

    @abstractmethod
    def parse_contribution(self, samples: bytes) -> Parsed:
        """Parse 1..128 packed samples, rejecting what the contract rejects."""

    @abstractmethod
    def parse(self, samples: bytes, most: int | None = None) -> Parsed:
        """Parse packed samples, any number of them or at most so many."""

    @abstractmethod
    def score(self, features: tuple[int, ...]) -> int:
        """Score of one sample's features."""

    @abstractmethod
    def learn(self, parsed: Parsed) -> None:
        """Learn sample by sample, in order, from those that the model disagrees with."""

    @property
    @abstractmethod
    def lanes(self) -> list[int]:
        """All weights in the order in which they are packed."""

    @lanes.setter
    @abstractmethod
    def lanes(self, lanes: Sequence[int]) -> None: ...

    def copy(self) -> Self:
        """Give a model of its own with the same weights."""
        twin = type(self)(self.shape)
        twin.weights = self.weights.copy()
        twin.bias = self.bias
        return twin

    def disagreeing(self, parsed: Parsed) -> int:
        """Give a mask: bit i is set iff the model does not agree with sample i."""
        mask = 0
        score = self.score
        for position, (label, features) in enumerate(parsed):
            found = score(features)
            if not (found > 0 if label else found < 0):
                mask |= 1 << position
        return mask

    def predict(self, sample: bytes) -> Prediction:
        """Predict exactly one packed sample; its own label is not used."""
        return self._predict(self.parse(sample, 1)[0][1])

    def predict_batch(self, samples: bytes) -> tuple[Prediction, ...]:
        """Predict packed samples, any number of them."""
        return tuple(self._predict(features) for _, features in self.parse(samples))

    def evaluate(self, samples: bytes) -> Evaluation:
        """Count the packed samples whose label the model predicts."""
        parsed = self.parse(samples)
        score = self.score
        correct = sum((score(features) > 0) == label for label, features in parsed)
        return Evaluation(correct, len(parsed))

    def preview(self, samples: bytes) -> tuple[WeightChange, ...]:
        """Give the weights that contributing these samples now would change, the bias last."""
        after = self.copy()
        after.learn(self.parse_contribution(samples))
        pairs = zip([*self.weights, self.bias], [*after.weights, after.bias], strict=True)
        return tuple(
            WeightChange(feature, before, afterwards)
            for feature, (before, afterwards) in enumerate(pairs)
            if before != afterwards
        )

    def words(self, first_word: int, count: int) -> tuple[bytes, ...]:
        """Packed weights; words behind the last one are zero, as in the contract's storage.

        Raises
        ------
        IndexError
            The words reach behind the contract's storage of 4,096 words.
        """
        end = first_word + count
        if count and end > _STORED_WORDS:
            raise IndexError(f"A model stores {_STORED_WORDS} words but word {end - 1} is asked.")
        per_word = lanes_per_word(self.shape.lane_bits)
        found = pack_lanes(self.lanes[first_word * per_word : end * per_word], self.shape.lane_bits)
        return found + (bytes(WORD_BYTES),) * (count - len(found))

    def check_upload(self, first_word: int, words: Sequence[bytes]) -> None:
        """Reject words that the model cannot hold there."""
        most = self.shape.word_count
        end = first_word + len(words)
        if end > most:
            raise UploadTooLong(first_word if first_word > most else end, most)
        for index, word in enumerate(words, first_word):
            if not is_weight_word(word, index, self.shape.lane_count, self.shape.lane_bits):
                raise UploadWordInvalid(index)

    def upload(self, first_word: int, words: Sequence[bytes]) -> None:
        """Store words that passed `check_upload`."""
        lanes = self.lanes
        start = first_word * lanes_per_word(self.shape.lane_bits)
        values = unpack_lanes(words, self.shape.lane_bits)[: len(lanes) - start]
        lanes[start : start + len(values)] = values
        self.lanes = lanes

    def _predict(self, features: tuple[int, ...]) -> Prediction:
        score = self.score(features)
        return Prediction(int(score > 0), score)
