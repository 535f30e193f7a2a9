"""Perceptron over tables of numbers; 1.0 is 2**fraction_bits in features and bias."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add, mul, sub

from commonweal.fixed_point import clamp
from commonweal.twin.models.model import Model
from commonweal.twin.parse import Parsed, dense_contribution, parse_dense


class DensePerceptron(Model):
    """Lane i is the weight of feature i, lane feature_count the bias."""

    __slots__ = ()

    def parse_contribution(self, samples: bytes) -> Parsed:
        """Parse 1..128 packed samples, rejecting what the contract rejects."""
        return dense_contribution(samples, self.shape.feature_count, self.shape.lane_bits)

    def parse(self, samples: bytes, most: int | None = None) -> Parsed:
        """Parse packed samples, any number of them or at most so many."""
        return parse_dense(samples, self.shape.feature_count, self.shape.lane_bits, most)

    def score(self, features: tuple[int, ...]) -> int:
        """Sum of weight x feature and the bias, in units of 2**(-2 fraction_bits)."""
        products: Iterator[int] = map(mul, self.weights, features)
        return sum(products) + (self.bias << self.shape.fraction_bits)

    def learn(self, parsed: Parsed) -> None:
        """Add a disagreeing sample of label 1 to the weights, subtract one of label 0."""
        limit = self.limit
        unit = 1 << self.shape.fraction_bits
        for label, features in parsed:
            score = self.score(features)
            if score > 0 if label else score < 0:
                continue
            weights = list(map(add if label else sub, self.weights, features))
            if max(weights) > limit or min(weights) < -limit:
                weights = [clamp(weight, limit) for weight in weights]
            self.weights = weights
            self.bias = clamp(self.bias + unit if label else self.bias - unit, limit)

    @property
    def lanes(self) -> list[int]:
        """The weights, then the bias."""
        return [*self.weights, self.bias]

    @lanes.setter
    def lanes(self, lanes: Sequence[int]) -> None:
        self.weights = list(lanes[:-1])
        self.bias = lanes[-1]
