"""Perceptron over binary features; weights in units of one learning step."""

from __future__ import annotations

from collections.abc import Sequence

from commonweal.twin.models.model import Model
from commonweal.twin.parse import Parsed, parse_sparse, sparse_contribution


class SparsePerceptron(Model):
    """Lane 0 is the bias, lane i + 1 the weight of feature i."""

    __slots__ = ()

    def parse_contribution(self, samples: bytes) -> Parsed:
        """Parse 1..128 packed samples, rejecting what the contract rejects."""
        return sparse_contribution(samples, self.shape.feature_count)

    def parse(self, samples: bytes, most: int | None = None) -> Parsed:
        """Parse packed samples, any number of them or at most so many."""
        return parse_sparse(samples, self.shape.feature_count, most)

    def score(self, features: tuple[int, ...]) -> int:
        """Bias and the weights of the features that are on."""
        return self.bias + sum(map(self.weights.__getitem__, features))

    def learn(self, parsed: Parsed) -> None:
        """Step each weight of a disagreeing sample, and the bias, by 1 towards its label."""
        weights = self.weights
        weight_of = weights.__getitem__
        bias = self.bias
        most = self.limit
        least = -most
        for label, features in parsed:
            score = bias + sum(map(weight_of, features))
            if label:
                if score > 0:
                    continue
                for feature in features:
                    weight = weights[feature]
                    if weight < most:
                        weights[feature] = weight + 1
                if bias < most:
                    bias += 1
            else:
                if score < 0:
                    continue
                for feature in features:
                    weight = weights[feature]
                    if weight > least:
                        weights[feature] = weight - 1
                if bias > least:
                    bias -= 1
        self.bias = bias

    @property
    def lanes(self) -> list[int]:
        """The bias, then the weights."""
        return [self.bias, *self.weights]

    @lanes.setter
    def lanes(self, lanes: Sequence[int]) -> None:
        self.bias = lanes[0]
        self.weights = list(lanes[1:])
