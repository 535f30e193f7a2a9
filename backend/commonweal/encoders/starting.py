"""What a model starts with: an encoder and the weights that are uploaded before anybody learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.encoders.base import Encoder
from commonweal.encoders.table import TableEncoder
from commonweal.fixed_point import pack_lanes
from commonweal.samples import pack
from commonweal.twin.models import Model, new_model


@dataclass(frozen=True, slots=True)
class StartingModel:
    """An encoder with starting weights.

    Attributes
    ----------
    encoder : Encoder
        Gives the model's kind, shape and manifest hash.
    lanes : tuple of int
        Weights and bias in the model's own order: sparse bias first, dense bias last.
    """

    encoder: Encoder[Any]
    lanes: tuple[int, ...]

    @property
    def words(self) -> tuple[bytes, ...]:
        """Packed lanes, as they are uploaded."""
        return pack_lanes(self.lanes, self.encoder.shape.lane_bits)

    def model(self) -> Model:
        """Give a model with these weights, to predict and to learn with off chain."""
        model = new_model(self.encoder.model_kind, self.encoder.shape)
        model.lanes = list(self.lanes)
        return model


def table_model(
    rows: Sequence[tuple[Mapping[str, object], str | int]],
    labels: tuple[str, str],
    *,
    learnt_rows: int = 20,
    lane_bits: int = 16,
    fraction_bits: int = 8,
    clip: float | None = 8.0,
) -> StartingModel:
    """Standardise columns by a training part and learn starting weights from a few of its rows.

    Parameters
    ----------
    rows : sequence of (columns, label)
        Training part. Means and scales come from all rows, weights from the first `learnt_rows`
        by the model's own rule in one pass.
    labels : tuple of two str
        Names of label 0 and label 1.
    learnt_rows : int
        0 for weights of zero.
    lane_bits, fraction_bits, clip
        As in `TableEncoder.fit`.
    """
    encoder = TableEncoder.fit(
        (raw for raw, _ in rows),
        labels,
        lane_bits=lane_bits,
        fraction_bits=fraction_bits,
        clip=clip,
    )
    model = new_model(encoder.model_kind, encoder.shape)
    if learnt_rows:
        samples = pack(encoder.sample_format, encoder.encode_many(rows[:learnt_rows]))
        model.learn(model.parse(samples))
    return StartingModel(encoder, tuple(model.lanes))
