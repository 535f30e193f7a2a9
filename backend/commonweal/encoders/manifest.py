"""Manifests: an encoder as bytes, found and checked by its hash."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from commonweal.commitment import keccak
from commonweal.encoders.base import MANIFEST_FORMAT, Encoder
from commonweal.encoders.canonical import canonical_json
from commonweal.encoders.checks import invalid
from commonweal.encoders.errors import ManifestHashMismatch, ManifestMissing, shorten
from commonweal.encoders.table import TableEncoder
from commonweal.encoders.text import TextEncoder

MOST_MANIFEST_BYTES = 4_000_000

# A new kind of encoder is one class here and one in dapp/src/lib/encoders/manifest.ts.
ENCODER_KINDS: dict[str, type[Encoder[Any]]] = {
    TextEncoder.kind: TextEncoder,
    TableEncoder.kind: TableEncoder,
}


def load_encoder(data: bytes, expected_hash: bytes | None = None) -> Encoder[Any]:
    """Read an encoder from its manifest.

    Parameters
    ----------
    data : bytes
        Canonical JSON as `Encoder.manifest_bytes` gives it, at most 4,000,000 bytes.
    expected_hash : bytes, optional
        keccak256 that the bytes must have: the model's `encoderHash`.

    Raises
    ------
    ManifestHashMismatch
        The bytes have another hash.
    ManifestInvalid
        They are no canonical manifest of a known kind.
    """
    if len(data) > MOST_MANIFEST_BYTES:
        raise invalid(f"at most {MOST_MANIFEST_BYTES:,} bytes", f"{len(data):,}")
    if expected_hash is not None and keccak(data) != expected_hash:
        raise ManifestHashMismatch(
            "Encoder manifest",
            f"the keccak256 0x{expected_hash.hex()}",
            f"0x{keccak(data).hex()}",
            "get the model's own manifest, this one is of another encoder",
        )
    try:
        manifest = json.loads(data.decode("utf-8"))
        canonical = canonical_json(manifest)
    except (ValueError, TypeError, RecursionError) as error:
        raise invalid("canonical JSON", shorten(data[:40].decode("utf-8", "replace"))) from error
    if canonical != data:
        raise invalid("canonical JSON", "JSON that is written in another way")
    if not isinstance(manifest, dict) or manifest.get("format") != MANIFEST_FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else manifest
        raise invalid(f'the format "{MANIFEST_FORMAT}"', shorten(found))
    kind = manifest.get("kind")
    if not isinstance(kind, str) or kind not in ENCODER_KINDS:
        raise invalid("a kind out of " + ", ".join(sorted(ENCODER_KINDS)), shorten(kind))
    return ENCODER_KINDS[kind].from_manifest(manifest)


class ManifestStore:
    """A folder of manifests, each in a file named by its hash: `<64 hex digits>.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, manifest_hash: bytes) -> Path:
        """Path at which the manifest is or would be."""
        return self.folder / f"{manifest_hash.hex()}.json"

    def put(self, encoder: Encoder[Any]) -> bytes:
        """Keep an encoder's manifest and return its hash; doing so twice changes nothing."""
        path = self.path(encoder.manifest_hash)
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
            with os.fdopen(handle, "wb") as file:
                file.write(encoder.manifest_bytes)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        return encoder.manifest_hash

    def read(self, manifest_hash: bytes) -> bytes:
        """Read the bytes of a manifest and check their hash.

        Raises
        ------
        ManifestMissing
            The folder does not have it.
        ManifestHashMismatch
            The file was changed.
        """
        try:
            data = self.path(manifest_hash).read_bytes()
        except FileNotFoundError:
            raise ManifestMissing(
                "Encoder manifest",
                f"the file {self.path(manifest_hash).name} in {self.folder}",
                "none",
                "copy it there from the model's deployer",
            ) from None
        if keccak(data) != manifest_hash:
            raise ManifestHashMismatch(
                "Encoder manifest",
                f"the keccak256 0x{manifest_hash.hex()}",
                f"0x{keccak(data).hex()}",
                "the file was changed: remove it and get it again",
            )
        return data

    def get(self, manifest_hash: bytes) -> Encoder[Any]:
        """Load an encoder; raises as `read` and `load_encoder` do."""
        return load_encoder(self.read(manifest_hash), manifest_hash)

    def hashes(self) -> tuple[bytes, ...]:
        """Hashes of all manifests in the folder, ascending."""
        names = (path.stem for path in self.folder.glob("*.json"))
        return tuple(sorted(bytes.fromhex(name) for name in names if _is_hash(name)))


def _is_hash(name: str) -> bool:
    return len(name) == 64 and all(c in "0123456789abcdef" for c in name)
