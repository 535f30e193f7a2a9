"""The recorded data set as CSV or a scikit-learn bunch, and the weights as an estimator.

Every row is one sample: number of its contribution and place within it, time, contributor, label
and name of the label. A sparse row lists the indices of the features that are on (and their names,
if the encoder is at hand), a dense row has one number for each feature, lane / 2**fraction_bits,
exact. So a file holds all that the running hash on chain was made of.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from commonweal.encoders import Encoder
from commonweal.errors import ConfigFault
from commonweal.estimators import from_weights
from commonweal.samples import DenseSample, SparseFormat, SparseSample
from commonweal.services.recorded import Contribution, RecordedData, Watch, ignore
from commonweal.types import ModelKind

if TYPE_CHECKING:
    from sklearn.linear_model import Perceptron
    from sklearn.utils import Bunch

KEY_COLUMNS = ("contribution", "sample", "time_s", "contributor", "label", "label_name")
FEATURES = "features"
WORDS = "words"
"""Columns of the file; dense features are columns of their own behind the first six."""


def check_encoder(data: RecordedData, encoder: Encoder[Any] | None) -> None:
    """Make sure that an encoder, if there is one, is the model's own.

    Raises
    ------
    ConfigFault
        It is another's, or the model was deployed with another shape.
    """
    if encoder is None:
        return
    info = data.info
    expected = info.metadata.encoder_hash
    if encoder.manifest_hash != expected:
        raise ConfigFault(
            f"The encoder should have the hash 0x{expected.hex()} of model {info.address} but has "
            f"0x{encoder.manifest_hash.hex()}; get the model's own."
        )
    if (encoder.model_kind, encoder.shape) != (info.model, info.shape):
        raise ConfigFault(
            f"The encoder of model {info.address} should make samples of {info.shape} but makes "
            f"those of {encoder.shape}; the model was deployed wrongly: leave the encoder out."
        )


class CsvForm:
    """How a model's samples are written as rows.

    Attributes
    ----------
    columns : tuple of str
        Names of the columns.
    """

    def __init__(self, data: RecordedData, encoder: Encoder[Any] | None) -> None:
        """Prepare rows.

        Raises
        ------
        ConfigFault
            The encoder is not the model's.
        """
        check_encoder(data, encoder)
        info = data.info
        self._form = data.form
        self._label_names = info.metadata.label_names
        self._unit = 1 << info.shape.fraction_bits
        self._names = encoder.feature_names if encoder else None
        if info.model is ModelKind.SPARSE_PERCEPTRON:
            self.columns = (*KEY_COLUMNS, FEATURES, *((WORDS,) if encoder else ()))
        else:
            self.columns = (*KEY_COLUMNS, *self._dense_columns(info.shape.feature_count))

    def rows(self, contribution: Contribution) -> Iterator[tuple[str, ...]]:
        """Give a row for each sample of a contribution."""
        samples: Sequence[SparseSample | DenseSample] = self._form.unpack(contribution.samples)
        for position, sample in enumerate(samples):
            yield (
                str(contribution.index),
                str(position),
                str(contribution.at_s),
                contribution.contributor,
                str(sample.label),
                self._label_names[sample.label],
                *self._features(sample),
            )

    def _features(self, sample: SparseSample | DenseSample) -> tuple[str, ...]:
        if isinstance(sample, SparseSample):
            indices = " ".join(map(str, sample.indices))
            if self._names is None:
                return (indices,)
            return indices, " ".join(self._names[index] for index in sample.indices)
        return tuple(repr(lane / self._unit) for lane in sample.values)

    def _dense_columns(self, count: int) -> tuple[str, ...]:
        names = self._names or tuple(f"feature_{index}" for index in range(count))
        return tuple(f"feature_{name}" if name in KEY_COLUMNS else name for name in names)


def write_csv(
    data: RecordedData, path: Path, encoder: Encoder[Any] | None = None, watch: Watch = ignore
) -> int:
    """Write the data set to a CSV file, whole and proved or not at all.

    Parameters
    ----------
    data
        The data set.
    path
        The file; one that is there is replaced at the end.
    encoder
        The model's own, for the features' names.
    watch
        Is told how many of how many contributions are written.

    Returns
    -------
    int
        Rows written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            count = stream_csv(data, file, encoder, watch)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def stream_csv(
    data: RecordedData, file: TextIO, encoder: Encoder[Any] | None = None, watch: Watch = ignore
) -> int:
    """Write the data set to an open text file; it is proved only once this returns."""
    form = CsvForm(data, encoder)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(form.columns)
    count = 0
    for contribution in data.contributions(watch):
        rows = list(form.rows(contribution))
        writer.writerows(rows)
        count += len(rows)
    return count


def bunch(data: RecordedData, encoder: Encoder[Any] | None = None, watch: Watch = ignore) -> Bunch:
    """Give the data set as scikit-learn's data sets come.

    Returns
    -------
    Bunch
        `data` (csr_matrix of 0 and 1, or ndarray of lanes / 2**fraction_bits; float64, one row for
        each sample), `target` (int64), `target_names`, `feature_names`, `contribution` (number of
        the contribution of each sample, int64), `contributor` (of each contribution), `time_s` (of
        each contribution, int64), `running_hash` (hex), `DESCR`.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, vstack
    from sklearn.utils import Bunch

    from commonweal.encoders.arrays import dense_arrays, sparse_arrays

    check_encoder(data, encoder)
    info, form = data.info, data.form
    parts, targets, numbers, contributors, times = [], [], [], [], []
    for contribution in data.contributions(watch):
        if isinstance(form, SparseFormat):
            features, labels = sparse_arrays(form, contribution.samples)
        else:
            features, labels = dense_arrays(form, contribution.samples, info.shape.fraction_bits)
        parts.append(features)
        targets.append(labels)
        numbers.append(np.full(len(labels), contribution.index, dtype=np.int64))
        contributors.append(contribution.contributor)
        times.append(contribution.at_s)
    none = np.zeros((0, info.shape.feature_count))
    if isinstance(form, SparseFormat):
        matrix: Any = vstack(parts, format="csr") if parts else csr_matrix(none)
    else:
        matrix = np.concatenate([none, *parts])
    whole = np.zeros(0, dtype=np.int64)
    names = encoder.feature_names if encoder else None
    return Bunch(
        data=matrix,
        target=np.concatenate([whole, *targets]),
        target_names=list(info.metadata.label_names),
        feature_names=list(names or _numbered(info.shape.feature_count)),
        contribution=np.concatenate([whole, *numbers]),
        contributor=contributors,
        time_s=np.array(times, dtype=np.int64),
        running_hash="0x" + data.head.running_hash.hex(),
        DESCR=_description(data),
    )


def weights_estimator(data: RecordedData) -> Perceptron:
    """Give the model's weights as a fitted scikit-learn `Perceptron` over the bunch's features."""
    weights = data.views.weights(data.info.address)
    return from_weights(
        weights.features,
        weights.bias,
        fraction_bits=data.info.shape.fraction_bits,
        classes=(0, 1),
    )


def _numbered(count: int) -> Sequence[str]:
    return [f"feature_{index}" for index in range(count)]


def _description(data: RecordedData) -> str:
    info, head = data.info, data.head
    return (
        f"{info.metadata.name}\n\n{info.metadata.description}\n\n"
        f"{head.sample_count} samples in {head.contribution_count} contributions to model "
        f"{info.address} of registry {data.views.registry}, up to block {data.block.number} "
        f"(0x{data.block.hash.hex()}); running hash 0x{head.running_hash.hex()}.\n"
        f"Licence of the data: {info.metadata.data_licence}. "
        f"Encoder: 0x{info.metadata.encoder_hash.hex()}."
    )
