"""The snapshot the package ships: a few Parquet files, what was said before it came, and a manifest with source, date,
licence and checksum."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from spiral.sources.live.disk import sha256, write_atomically
from spiral.sources.snapshot import predictions
from spiral.sources.snapshot.predictions import PredictionFile

PACKAGED = Path(__file__).parent / "shipped"
MANIFEST = "manifest.json"
INDICATORS = "indicators.json"
#: 2: without tables beside the masked observations, and with the rule against subtraction (masking/complementary.py).
#: 3: the manifest says which periods each part has.
FORMAT = 3


class BrokenSnapshot(Exception):
    """A file of the snapshot is absent, or is not the one the manifest describes."""


@dataclass(frozen=True)
class Snapshot:
    """A verified snapshot. Tables are read when first asked for."""

    folder: Path
    manifest: dict[str, Any] = field(repr=False)
    #: What was said of coming years, the oldest first.
    predictions: tuple[PredictionFile, ...] = field(default=(), repr=False)

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

    @property
    def municipalities(self) -> list[str]:
        """The names of every municipality."""
        return self.places.filter(pl.col("kind") == "municipality")["name"].to_list()

    @cached_property
    def groups(self) -> pl.DataFrame:
        """group_id, title, member_code."""
        return self._table("groups")

    @cached_property
    def indicators(self) -> list[dict[str, Any]]:
        """Kolada's catalogue rows, keys of kolada.CATALOGUE."""
        rows: list[dict[str, Any]] = json.loads((self.folder / INDICATORS).read_text(encoding="utf-8"))
        return rows

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """Per part: file, sha256, rows, periods, source, origin, date, licence, remarks {sv, en}."""
        parts: dict[str, dict[str, Any]] = self.manifest["parts"]
        return parts

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
    if manifest.get("format") != FORMAT:
        raise BrokenSnapshot(f"{folder / MANIFEST} är skriven av en annan version. Hämta ögonblicksbilden igen.")
    for name, expected in files.items():
        path = folder / name
        if not path.is_file():
            raise BrokenSnapshot(f"{name} saknas i {folder}. Hämta ögonblicksbilden igen.")
        if sha256(path.read_bytes()) != expected["sha256"]:
            raise BrokenSnapshot(f"{name} stämmer inte med sin kontrollsumma. Hämta ögonblicksbilden igen.")
    said = sorted(name for name in files if Path(name).match(predictions.PATTERN))
    try:
        return Snapshot(folder, manifest, tuple(predictions.read(name, (folder / name).read_bytes()) for name in said))
    except ValueError as error:
        raise BrokenSnapshot(str(error)) from None


def periods(observations: pl.DataFrame) -> dict[str, list[str]]:
    """Per part the periods that it has figures or masks for, in the source's words and in order, without "latest"."""
    dated = observations.filter(pl.col("period") != "latest")
    grouped = dated.group_by("part").agg(pl.col("period").unique().sort())
    return dict(grouped.iter_rows())


def _months(places: pl.DataFrame) -> list[str]:
    """The months of the registers that the places are from: "2026-03"."""
    sources = places.get_column("sources").explode().drop_nulls()
    return sources.str.extract(r"([0-9]{4}-[0-9]{2})$").drop_nulls().unique().sort().to_list()


def write_snapshot(
    target: Path,
    frames: dict[str, pl.DataFrame],
    indicators: list[dict[str, Any]],
    parts: dict[str, dict[str, Any]],
    said: Sequence[PredictionFile] = (),
) -> None:
    """Write every table and, last, the manifest that vouches for them; each file replaces its predecessor whole.

    ``parts``: per part file, source, origin, date, licence, remarks, inputs. Rows, periods and sha256 are filled in.
    ``said``: what was said of coming years, as it was written. The same frames always give the same bytes. A file that
    only an earlier manifest vouches for is removed, but never what was said.
    """
    target.mkdir(parents=True, exist_ok=True)
    earlier = _files_of(target)
    blobs = {f"{name}.parquet": parquet_bytes(frame) for name, frame in frames.items()} | {
        INDICATORS: json_bytes(indicators)
    }
    rows = {f"{name}.parquet": frame.height for name, frame in frames.items()} | {INDICATORS: len(indicators)}
    blobs |= {file.name: file.content for file in said}
    rows |= {file.name: len(file.ahead.ranges) for file in said}
    files = {name: {"sha256": sha256(blob), "bytes": len(blob), "rows": rows[name]} for name, blob in blobs.items()}
    counts = {"places": frames["places"].height, "groups": frames["groups"].height, "indicators": len(indicators)}
    for name in ("observations_kolada", "observations_skolverket"):
        counts |= dict(frames[name].group_by("part").len().iter_rows())
    observed = pl.concat([frames["observations_kolada"], frames["observations_skolverket"]])
    covered = periods(observed) | {"places": _months(frames["places"])}
    vouched = {
        name: part
        | {
            "sha256": files[part["file"]]["sha256"],
            "rows": counts.get(name, 0),
            "periods": covered.get(name, []),
        }
        for name, part in parts.items()
    }
    blobs[MANIFEST] = json_bytes({"format": FORMAT, "files": files, "parts": vouched})
    for name, blob in blobs.items():
        write_atomically(target / name, blob)
    for name in earlier - set(blobs):
        if not Path(name).match(predictions.PATTERN):
            (target / name).unlink(missing_ok=True)


def _files_of(target: Path) -> set[str]:
    """The plain file names that a manifest in ``target`` vouches for; none when there is no readable one."""
    try:
        named = set(json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name for name in named if Path(name).name == name}


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A table as a file: the same table always gives the same bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()


def json_bytes(value: Any) -> bytes:
    """A value as a JSON file that people can read."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
