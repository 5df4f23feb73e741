"""The snapshot the package ships: a few Parquet files and a manifest with source, date, licence and checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

PACKAGED = Path(__file__).parent / "snapshot"
MANIFEST = "manifest.json"
INDICATORS = "indicators.json"
TABLES = ("observations_kolada", "observations_skolverket", "places", "groups", "known_open")


class BrokenSnapshot(Exception):
    """A file of the snapshot is absent, or is not the one the manifest describes."""


@dataclass(frozen=True)
class Snapshot:
    """A verified snapshot. Tables are read when first asked for."""

    folder: Path
    manifest: dict[str, Any] = field(repr=False)

    @cached_property
    def kolada(self) -> pl.DataFrame:
        return self._table("observations_kolada")

    @cached_property
    def skolverket(self) -> pl.DataFrame:
        return self._table("observations_skolverket")

    @cached_property
    def observations(self) -> pl.DataFrame:
        """Both, with the columns of observations.SCHEMA."""
        return pl.concat([self.kolada, self.skolverket])

    @cached_property
    def places(self) -> pl.DataFrame:
        """Columns of places.SCHEMA."""
        return self._table("places")

    @cached_property
    def groups(self) -> pl.DataFrame:
        """group_id, title, member_code."""
        return self._table("groups")

    @cached_property
    def known_open(self) -> pl.DataFrame:
        """Columns of masks.KNOWN_OPEN: hidden figures that the published sources give away together."""
        return self._table("known_open")

    @cached_property
    def indicators(self) -> list[dict[str, Any]]:
        """Kolada's catalogue rows, keys of kolada.CATALOGUE."""
        return json.loads((self.folder / INDICATORS).read_text(encoding="utf-8"))

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """Per part: file, sha256, rows, source, origin, date, licence, remarks {sv, en}."""
        return self.manifest["parts"]

    def _table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")


def open_snapshot(folder: Path | None = None) -> Snapshot:
    """The snapshot in ``folder`` (the packaged one when None), every file checked against the manifest.

    Raises BrokenSnapshot, with the file's name and a remedy in Swedish, when one is absent or changed.
    """
    folder = folder or PACKAGED
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BrokenSnapshot(f"{folder / MANIFEST} saknas eller är trasig. Hämta ögonblicksbilden igen.") from None
    for name, expected in files.items():
        path = folder / name
        if not path.is_file():
            raise BrokenSnapshot(f"{name} saknas i {folder}. Hämta ögonblicksbilden igen.")
        if sha256(path.read_bytes()) != expected["sha256"]:
            raise BrokenSnapshot(f"{name} stämmer inte med sin kontrollsumma. Hämta ögonblicksbilden igen.")
    return Snapshot(folder, manifest)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """``frame`` as zstd Parquet; the same frame always gives the same bytes."""
    import io

    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()
