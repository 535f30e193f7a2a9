"""The learners, one module each."""

from __future__ import annotations

from commonweal.twin.models.dense_perceptron import DensePerceptron
from commonweal.twin.models.model import Model
from commonweal.twin.models.sparse_perceptron import SparsePerceptron
from commonweal.types import ModelKind, ModelShape

__all__ = ["DensePerceptron", "Model", "SparsePerceptron", "new_model"]


def new_model(kind: ModelKind, shape: ModelShape) -> Model:
    """Make a model of this kind with weights of zero."""
    if kind is ModelKind.SPARSE_PERCEPTRON:
        return SparsePerceptron(shape)
    return DensePerceptron(shape)
