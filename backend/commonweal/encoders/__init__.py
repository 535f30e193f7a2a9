"""Raw data to samples, the same for everybody who has the encoder's manifest."""

from commonweal.encoders.base import Encoder, Explanation, UsedFeature
from commonweal.encoders.errors import EncodingError
from commonweal.encoders.manifest import ENCODER_KINDS, ManifestStore, load_encoder
from commonweal.encoders.table import Column, TableEncoder
from commonweal.encoders.text import ENGLISH_NEGATION, Negation, TextEncoder

__all__ = [
    "ENCODER_KINDS",
    "ENGLISH_NEGATION",
    "Column",
    "Encoder",
    "EncodingError",
    "Explanation",
    "ManifestStore",
    "Negation",
    "TableEncoder",
    "TextEncoder",
    "UsedFeature",
    "load_encoder",
]
