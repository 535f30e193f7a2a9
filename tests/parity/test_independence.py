# ruff: noqa: N803, N806 -- X is scikit-learn's name for features
"""A model trained through the contract is scikit-learn's, and classifies as the twin does.

On identical features, in the same order and in a single pass, the weights on chain equal those of
scikit-learn's Perceptron, so its accuracy does too; the contract's own evaluation of the test part
equals the twin's and scikit-learn's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Perceptron
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from commonweal.actions import Call, Contribute, DeployUnderPoints, UploadWeights
from commonweal.events import TrainerDeployed
from commonweal.runtime.contract import ContractRuntime
from commonweal.runtime.deploy import deploy
from commonweal.runtime.transports.in_process import InProcessTransport
from commonweal.samples import (
    DenseFormat,
    DenseSample,
    SparseFormat,
    SparseSample,
    contributions,
    pack,
)
from commonweal.twin.models import new_model
from commonweal.types import Address, Metadata, ModelKind, ModelShape, PointsRules

PERSON = "0x" + "a1" * 20
METADATA = Metadata("Model", "", ("no", "yes"), "CC0-1.0", bytes(32))
Samples = list[SparseSample] | list[DenseSample]


def _trained(
    kind: ModelKind, shape: ModelShape, form: SparseFormat | DenseFormat, samples: Samples
) -> tuple[ContractRuntime, Address]:
    """Train a contract, a hundred samples a contribution."""
    transport = InProcessTransport({PERSON: 10**24})
    runtime = ContractRuntime(transport, deploy(transport, PERSON).registry)

    def run(to: Address, action: Any) -> Any:
        outcome = runtime.run(Call(PERSON, to, action))
        assert outcome.rejection is None
        return outcome.events[0].event

    deployed = run(runtime.registry, DeployUnderPoints(kind, shape, PointsRules(600), METADATA))
    assert isinstance(deployed, TrainerDeployed)
    run(deployed.trainer, UploadWeights(0, (), True))
    for packed, _ in contributions(form, samples, 100):
        run(deployed.trainer, Contribute(packed))
    return runtime, deployed.trainer


def _one_pass(X: np.ndarray, y: list[int]) -> Perceptron:
    return Perceptron(max_iter=1, tol=None, shuffle=False, eta0=1.0).fit(X, y)


@pytest.mark.parametrize("features", [1000, 5000])
def test_sentences(features: int, shared_data: Path) -> None:
    texts: list[str] = []
    labels: list[int] = []
    for label, ending in ((1, "pos"), (0, "neg")):
        path = shared_data / "rt-polarity" / f"rt-polarity.{ending}"
        lines = path.read_text(encoding="latin-1").split("\n")[:-1]
        texts += lines
        labels += [label] * len(lines)
    train, test, y, y_test = train_test_split(
        texts, labels, test_size=0.2, random_state=0, stratify=labels
    )
    vectorizer = CountVectorizer(binary=True, max_features=features).fit(train)

    def known(sentences: list[str], of: list[int]) -> tuple[np.ndarray, list[int]]:
        # A sentence without a known word has no sample.
        X = vectorizer.transform(sentences).toarray().astype(np.float64)
        rows = [row for row in range(len(X)) if X[row].any()]
        return X[rows], [of[row] for row in rows]

    X, y = known(train, y)
    X_test, y_test = known(test, y_test)
    reference = _one_pass(X, y)
    form = SparseFormat(features)

    def samples(rows: np.ndarray, of: list[int]) -> list[SparseSample]:
        return [
            SparseSample(label, tuple(np.flatnonzero(row).tolist()))
            for row, label in zip(rows, of, strict=True)
        ]

    shape = ModelShape(features, 16, 0)
    runtime, trainer = _trained(ModelKind.SPARSE_PERCEPTRON, shape, form, samples(X, y))
    _compare(
        runtime,
        trainer,
        ModelKind.SPARSE_PERCEPTRON,
        shape,
        reference,
        X_test,
        y_test,
        [pack(form, [each]) for each in samples(X_test, y_test)],
    )


@pytest.mark.parametrize("lane_bits", [16, 32])
@pytest.mark.parametrize("load", [load_breast_cancer, load_wine])
def test_tables(load: Any, lane_bits: int) -> None:
    fraction_bits = 8
    data = load()
    X = np.rint(np.clip(StandardScaler().fit_transform(data.data), -8, 8) * 2**fraction_bits)
    labels = (data.target == 1).astype(int).tolist()
    X_train, X_test, y, y_test = train_test_split(
        X, labels, test_size=0.25, random_state=0, stratify=labels
    )
    reference = _one_pass(X_train / 2**fraction_bits, y)
    form = DenseFormat(X.shape[1], lane_bits)

    def samples(rows: np.ndarray, of: list[int]) -> list[DenseSample]:
        return [
            DenseSample(label, tuple(int(value) for value in row))
            for row, label in zip(rows, of, strict=True)
        ]

    shape = ModelShape(X.shape[1], lane_bits, fraction_bits)
    kind = ModelKind.DENSE_PERCEPTRON
    runtime, trainer = _trained(kind, shape, form, samples(X_train, y))
    _compare(
        runtime,
        trainer,
        kind,
        shape,
        reference,
        X_test / 2**fraction_bits,
        y_test,
        [pack(form, [each]) for each in samples(X_test, y_test)],
    )


def _compare(
    runtime: ContractRuntime,
    trainer: Address,
    kind: ModelKind,
    shape: ModelShape,
    reference: Perceptron,
    X_test: np.ndarray,
    y_test: list[int],
    packed: list[bytes],
) -> None:
    """Hold contract, twin and scikit-learn against each other."""
    weights = runtime.weights(trainer)
    unit = 2**shape.fraction_bits
    assert list(weights.features) == (reference.coef_[0] * unit).tolist()
    assert weights.bias == reference.intercept_[0] * unit

    twin = new_model(kind, shape)
    twin.weights[:] = weights.features
    twin.bias = weights.bias
    expected = reference.predict(X_test).tolist()
    for start in range(0, len(packed), 500):
        data = b"".join(packed[start : start + 500])
        predictions = runtime.predict_batch(trainer, data)
        assert list(predictions) == list(twin.predict_batch(data))
        assert [each.label for each in predictions] == expected[start : start + 500]
        evaluation = runtime.evaluate(trainer, data)
        right = sum(
            got == wanted
            for got, wanted in zip(
                expected[start : start + 500], y_test[start : start + 500], strict=True
            )
        )
        assert (evaluation.correct, evaluation.total) == (right, len(predictions))
    assert reference.score(X_test, y_test) > 0.6
