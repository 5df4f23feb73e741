"""Where each part of the snapshot comes from (`provenance.toml`): source, origin, date, licence, and what it lacks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Provenance:
    """One part: the file that holds it, who made the data, how they came here, when, on what terms, what is absent."""

    file: str
    source: str
    origin: str
    date: str
    licence: str
    remarks_sv: tuple[str, ...]
    remarks_en: tuple[str, ...]
    inputs: tuple[str, ...]

    def with_years(self, years: dict[str, str]) -> Provenance:
        """The same with the years that the part turned out to have: ``first``, ``last`` and ``since``."""
        return Provenance(
            self.file,
            self.source,
            self.origin.format(**years),
            self.date,
            self.licence,
            tuple(remark.format(**years) for remark in self.remarks_sv),
            tuple(remark.format(**years) for remark in self.remarks_en),
            self.inputs,
        )


@cache
def parts() -> dict[str, Provenance]:
    """Every part, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lists = ("remarks_sv", "remarks_en", "inputs")
    return {key: Provenance(**row | {name: tuple(row[name]) for name in lists}) for key, row in rows.items()}
