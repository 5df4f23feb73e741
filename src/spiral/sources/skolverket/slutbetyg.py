"""Skolverket's export "Slutbetyg årskurs 9, samtliga elever, skolenhet": a banner, a table, then definitions."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from spiral.engine.periods import is_school_year
from spiral.sources.reading import today
from spiral.sources.reading.checks import check_codes, check_parsed, check_range, check_repeated
from spiral.sources.reading.delimited import check_heading, decode, read_bytes, split_rows, unreadable
from spiral.sources.reading.observations import observations
from spiral.sources.reading.problems import Findings, Reading, Unreadable
from spiral.sources.reading.values import with_figures

#: Measures, each with the lowest and highest value it can take. A merit value ends at 17 subjects × 20 = 340.
MEASURES = {
    "Antal elever": (0.0, 5000.0),
    "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen": (0.0, 100.0),
    "Andel (%) elever behöriga till yrkesprog.": (0.0, 100.0),
    "Genomsnittligt meritvärde (17 ämnen)": (0.0, 340.0),
}
PLACE = {
    "Skola": "name",
    "Skol-enhetskod": "code",
    "Skolkommun": "municipality",
    "Kommun-kod": "municipality_code",
    "Typ av huvudman": "owner_type",
    "Huvudman": "owner",
    "Huvudman orgnr": "owner_orgnr",
}
_YEAR = re.compile(r"Valt läsår:\s*(\S+)")
_END = "Rapportbeskrivning"


def read_slutbetyg(path: Path) -> Reading:
    """Observations of part "slutbetyg", one a unit and measure. Errors leave the table empty."""
    findings = Findings(path.name)
    try:
        frame, period = _rows(path, findings)
    except Unreadable as stop:
        return Reading(observations(pl.DataFrame()).clear(), (stop.problem,))
    long = with_figures(
        frame.unpivot(list(MEASURES), index=["row", "code"], variable_name="measure", value_name="text"), "text"
    )
    check_codes(frame, findings, column="code", title="Skol-enhetskod", kind="unit")
    check_codes(frame, findings, column="municipality_code", title="Kommun-kod", kind="municipality")
    check_parsed(long, findings, text="text", title="measure")
    check_range(_with_limits(long), findings, title="measure")
    table = observations(
        long.drop_nulls("state").rename({"code": "place"}), part="slutbetyg", place_kind="unit", period=period
    )
    check_repeated(table, findings)
    return findings.reading(table.unique(maintain_order=True))


def read_slutbetyg_units(path: Path) -> pl.DataFrame:
    """The file's units: name, code, municipality, municipality_code, owner_type, owner, owner_orgnr."""
    frame, _ = _rows(path, Findings(path.name))
    return frame.select(PLACE.values()).unique("code", maintain_order=True)


def _rows(path: Path, findings: Findings) -> tuple[pl.DataFrame, str]:
    """The rows between banner and definitions as text with the file's line as ``row``, and the school year."""
    file = path.name
    lines = split_rows(decode(read_bytes(path), file, findings), file, ";")
    start = next((i for i, cells in enumerate(lines) if cells and "Skol-enhetskod" in cells), None)
    if start is None:
        raise unreadable(
            file,
            "Rubrikraden med ”Skol-enhetskod” finns inte.",
            "Ladda ner tabellen ”Slutbetyg årskurs 9, samtliga elever” per skolenhet som CSV med semikolon.",
        )
    heading = [cell.strip() for cell in lines[start]]
    check_heading(heading, [*PLACE, *MEASURES], file, row=start + 1)
    end = next((i for i, cells in enumerate(lines) if i > start and cells and cells[0].startswith(_END)), None)
    if end is None:
        raise unreadable(
            file, "Filen är avbruten: avsnittet ”Rapportbeskrivning” sist saknas.", "Ladda ner hela filen igen."
        )
    rows: list[dict[str, object]] = []
    for number, cells in enumerate(lines[start + 1 : end], start=start + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            findings.error(
                f"Raden har {len(cells)} kolumner, rubriken {len(heading)}.",
                "Ladda ner filen igen.",
                row=number,
                kind="width",
            )
            continue
        named = dict(zip(heading, (cell.strip() for cell in cells), strict=True))
        rows.append({"row": number} | {PLACE.get(k, k): v for k, v in named.items() if k in PLACE or k in MEASURES})
    schema = {"row": pl.Int64} | dict.fromkeys([*PLACE.values(), *MEASURES], pl.String)
    frame = pl.DataFrame(rows, schema=schema)
    if frame.is_empty():
        raise unreadable(file, "Tabellen har inga skolor.", "Ladda ner filen igen.", row=start + 2)
    return frame, _year(lines[:start], file)


def _year(banner: list[list[str]], file: str) -> str:
    for cells in banner:
        match = _YEAR.match(cells[0]) if cells else None
        if match and is_school_year(match.group(1)):
            return match.group(1)
    raise unreadable(
        file,
        f"Läsåret står inte i filens huvud (”Valt läsår: {today.school_year()}”).",
        "Ladda ner filen igen och ta inte bort raderna ovanför tabellen.",
    )


def _with_limits(long: pl.DataFrame) -> pl.DataFrame:
    limits = pl.DataFrame(
        [(measure, low, high) for measure, (low, high) in MEASURES.items()],
        schema={"measure": pl.String, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    return long.join(limits, on="measure")
