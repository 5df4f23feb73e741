"""The register of school units: the merged CSV of Skaraborg's 267 units, and Skolenhetsregistret v2's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from spiral.sources.reading.answers import object_or_empty, parse_answer, require_list, require_object, require_text
from spiral.sources.reading.checks import check_codes, is_municipality
from spiral.sources.reading.delimited import read_table, unreadable
from spiral.sources.reading.problems import Findings, Reading, Unreadable
from spiral.sources.reading.values import parse_number

UNITS = (
    "school_unit_code",
    "name",
    "municipality_code",
    "municipality",
    "organizer_type",
    "organizer",
    "organizer_orgnr",
    "school_form",
    "has_year9",
    "lat",
    "lng",
    "sources",
)
MUNICIPALITIES = ("municipality_code", "name", "county_code", "county", "skaraborg")


def read_units(path: Path) -> Reading:
    """The unit register, columns UNITS as text, one row a unit."""
    findings = Findings(path.name)
    try:
        frame = read_table(path, UNITS, findings)
    except Unreadable as stop:
        return Reading(pl.DataFrame(schema=dict.fromkeys(UNITS, pl.String)), (stop.problem,))
    check_codes(frame, findings, column="school_unit_code", title="school_unit_code", kind="unit")
    check_codes(frame, findings, column="municipality_code", title="municipality_code", kind="municipality")
    twice = frame.filter(~pl.col("school_unit_code").is_first_distinct())
    for row, code in twice.select("row", "school_unit_code").iter_rows():
        findings.error(
            f"Skolenhet {code} finns flera gånger.",
            "Ta bort dubbletten.",
            row=row,
            column="school_unit_code",
            kind="twice",
        )
    for column, low, high in (("lat", 55.0, 69.5), ("lng", 10.0, 24.5)):
        numbers = frame.with_columns(pl.col(column).cast(pl.Float64, strict=False).alias("number"))
        wrong = numbers.filter((pl.col(column) != "") & ~pl.col("number").is_between(low, high).fill_null(False))
        for row, cell in wrong.select("row", column).iter_rows():
            findings.error(
                f"”{cell}” är ingen plats i Sverige.", "Ange WGS84-grader med decimalpunkt.", row=row, column=column
            )
    return findings.reading(frame.drop("row"))


def read_municipalities(path: Path) -> Reading:
    """The country's municipalities, columns MUNICIPALITIES as text."""
    findings = Findings(path.name)
    try:
        frame = read_table(path, MUNICIPALITIES, findings)
    except Unreadable as stop:
        return Reading(pl.DataFrame(schema=dict.fromkeys(MUNICIPALITIES, pl.String)), (stop.problem,))
    check_codes(frame, findings, column="municipality_code", title="municipality_code", kind="municipality")
    for row, code in (
        frame.filter(~pl.col("municipality_code").is_first_distinct()).select("row", "municipality_code").iter_rows()
    ):
        findings.error(f"Kommun {code} finns flera gånger.", "Ta bort dubbletten.", row=row, column="municipality_code")
    return findings.reading(frame.drop("row"))


def read_unit_answer(raw: bytes, name: str) -> dict[str, Any]:
    """One answer /v2/school-units/{code}: code, name, status, municipality_code, school_forms, lat, lng, owner_orgnr.

    The head teacher's name and contact details are in the answer and are not read.
    """
    answer = require_object(parse_answer(raw, name), name)
    data = require_object(answer.get("data"), name)
    unit = require_object(data.get("attributes"), name)
    code, municipality = require_text(data, "schoolUnitCode", name), require_text(unit, "municipalityCode", name)
    if not is_municipality(municipality):
        raise unreadable(name, f"”{municipality}” är ingen kommunkod.", "Hämta svaret igen.", column="municipalityCode")
    place = _visiting_coordinates(unit, name)
    return {
        "code": code,
        "name": require_text(unit, "displayName", name),
        "status": require_text(unit, "status", name),
        "municipality_code": municipality,
        "school_forms": sorted(str(form).lower() for form in require_list(unit, "schoolTypes", name)),
        "lat": _degrees(place.get("latitude")),
        "lng": _degrees(place.get("longitude")),
        "owner_orgnr": str(object_or_empty(answer, "included", name).get("organizationNumber") or ""),
    }


def _visiting_coordinates(unit: dict[str, Any], name: str) -> dict[str, Any]:
    for address in require_list(unit, "addresses", name) if unit.get("addresses") is not None else []:
        if require_object(address, name).get("type") == "BESOKSADRESS":
            return object_or_empty(address, "geoCoordinates", name)
    return {}


def _degrees(text: Any) -> float | None:
    try:
        return parse_number(str(text).replace(",", "."), decimal=".")
    except ValueError:
        return None
