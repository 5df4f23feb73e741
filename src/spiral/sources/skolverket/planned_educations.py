"""Skolverket's Planned Educations v4: statistics per unit (gr, gy), lists of units, Skolenkäten (nested surveys)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from spiral.engine.figures import Figure, State
from spiral.sources.reading.answers import (
    body_of,
    count_or_none,
    object_or_empty,
    parse_answer,
    require_list,
    require_object,
    require_text,
)
from spiral.sources.reading.checks import PERIOD, UNIT_CODE, check_codes, check_range, check_repeated
from spiral.sources.reading.delimited import read_bytes, unreadable
from spiral.sources.reading.observations import no_observations, observations
from spiral.sources.reading.problems import Findings, Problem, Reading, Unreadable
from spiral.sources.reading.values import parse_figure
from spiral.sources.skolverket.ranges import with_limits

#: valueType → state; EXISTS is parsed from the text, which may say "cirka 1110".
VALUE_TYPES = {
    "MISSING": State.MISSING,
    "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS": State.HIDDEN,
    "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE": State.NEAR_ALL,
    "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION": State.MISSING,
}
_STATISTICS_URL = re.compile(r"/school-units/([0-9]{8})/statistics/(gr|gy)$")
_QUESTIONS = (
    "satisfactionMetrics",
    "securityMetrics",
    "workingEnvironmentMetrics",
    "supportMetrics",
    "inspirationMetrics",
    "recommendMetrics",
)

Row = dict[str, Any]
#: Is told of what is passed over.
Skip = Callable[[Problem], None]


def read_recorded(path: Path, *, part: str = "planned_educations_masks") -> Reading:
    """Recorded answers …/statistics/gr|gy, one JSON document a line (may be gzipped), as observations of ``part``."""
    findings = Findings(path.name)
    rows: list[Row] = []
    try:
        for number, line in enumerate(read_bytes(path).splitlines(), start=1):
            if line.strip():
                rows.extend(recorded_rows(line, path.name, number))
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    return _reading(rows, findings, part)


def recorded_rows(line: bytes, file: str, number: int) -> Iterator[Row]:
    name = f"{file}, svar {number}"
    answer = require_object(parse_answer(line, name), name)
    match = _STATISTICS_URL.search(require_text(answer, "url", name))
    if not match:
        raise unreadable(
            name, "Svaret är ingen statistik för grund- eller gymnasieskola.", "Ta bort raden.", row=number
        )
    unit, _ = match.groups()
    for row in statistics_rows(body_of(answer, name), unit, name):
        yield row | {"row": number}


def read_statistics(raw: bytes, unit: str, name: str, *, part: str, skip: Skip | None = None) -> Reading:
    """One answer …/school-units/{unit}/statistics/gr or gy as observations of ``part``. A figure that is odd is told to
    ``skip`` and passed over; without it, it is an error of the whole."""
    try:
        body = body_of(parse_answer(raw, name), name)
        rows = [row | {"row": 1} for row in statistics_rows(body, unit, name, skip)]
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    return _reading(rows, Findings(name), part)


def statistics_rows(body: dict[str, Any], unit: str, name: str, skip: Skip | None = None) -> Iterator[Row]:
    """place, measure, programme, period, state, value for every figure of one unit; gy by programme as well."""
    if not UNIT_CODE.fullmatch(unit):
        raise unreadable(name, f"”{unit}” är ingen skolenhetskod.", "Hämta svaret igen.")
    stated = body.get("schoolUnit")
    if stated is not None and stated != unit:
        raise unreadable(name, f"Svaret gäller enhet {stated}, inte {unit}.", "Hämta svaret igen.")
    figures = _figures(body, unit, "", name, skip)
    if "programMetrics" in body:
        yield from figures
        for programme in require_list(body, "programMetrics", name):
            code = require_text(programme, "programCode", name)
            yield from _figures(programme, unit, code, name, skip)
        return
    rows = list(figures)
    if not rows and not any(value is None or isinstance(value, list) for value in body.values()):
        raise unreadable(name, "Svaret innehåller inga mått.", "Hämta svaret igen.")
    yield from rows


def _figures(holder: dict[str, Any], unit: str, programme: str, name: str, skip: Skip | None) -> Iterator[Row]:
    for measure, entries in holder.items():
        if measure in ("programMetrics", "docLinks") or not isinstance(entries, list):
            continue
        rows: dict[str, Row | None] = {}  # by period where figures may be passed over; None for a year with two values
        for entry in entries:
            try:
                entry = require_object(entry, name)
                if entry.get("timePeriod") is None:
                    continue  # "value": null, "timePeriod": null says nothing about any year
                period = _period(entry, "timePeriod", name)
                figure = _figure(entry, measure, name)
                row: Row = {"place": unit, "measure": measure, "programme": programme, "period": period}
                row |= {"state": figure.state.value, "value": figure.value}
                if skip is not None and rows.get(period, row) != row:
                    rows[period] = None
                    raise unreadable(name, f"{period} har två olika värden.", "Hämta svaret igen.")
                rows.setdefault(period if skip else str(len(rows)), row)
            except Unreadable as stop:
                _skip(stop, skip, measure)
        yield from (row for row in rows.values() if row is not None)


def _skip(stop: Unreadable, skip: Skip | None, measure: str) -> None:
    """Tell of a figure that is passed over, where that is allowed."""
    if skip is None:
        raise stop
    skip(replace(stop.problem, column=measure))


def _figure(entry: dict[str, Any], measure: str, name: str) -> Figure:
    kind, text = entry.get("valueType"), entry.get("value")
    if isinstance(kind, str) and kind in VALUE_TYPES:
        return Figure(VALUE_TYPES[kind])
    if kind != "EXISTS":
        raise unreadable(
            name, f"Okänd värdetyp ”{kind}”.", "Tjänsten kan ha ändrats: meddela den som sköter Spiral.", column=measure
        )
    try:
        return parse_figure(text if isinstance(text, str) else repr(text))
    except ValueError:
        raise unreadable(name, f"”{str(text)[:40]}” är inget värde.", "Hämta svaret igen.", column=measure) from None


def read_nested_survey(raw: bytes, respondents: str, name: str, *, part: str, skip: Skip | None = None) -> Reading:
    """A nested survey answer: a mean 0–10 a question, with n. ``respondents``: pupilsgr, pupilsgy, custodiansgr …"""
    try:
        body = body_of(parse_answer(raw, name), name)
        groups = require_list(body, "schoolYearMetrics", name) if "schoolYearMetrics" in body else [body]
        rows = [row | {"row": 1} for group in groups for row in _survey_rows(group, respondents, name, skip)]
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    return _reading(rows, Findings(name), part)


def _survey_rows(group: dict[str, Any], respondents: str, name: str, skip: Skip | None) -> Iterator[Row]:
    if group is None and skip is not None:
        skip(Problem(name, None, "schoolYearMetrics", "En årskurs i svaret är tom.", ""))
        return
    unit, period = require_text(group, "schoolUnitCode", name), _period(group, "semester", name)
    year = require_text(group, "schoolYear", name) if group.get("schoolYear") else ""
    answers = count_or_none(group, "noOfAnswers", name)
    for question in _QUESTIONS:
        try:
            average = object_or_empty(group, question, name).get("average")
            if average is None:
                continue
            figure = _figure({"value": average, "valueType": "EXISTS"}, question, name)
        except Unreadable as stop:
            _skip(stop, skip, question)
            continue
        yield {
            "place": unit,
            "measure": question,
            "area": f"{respondents}.{year}" if year else respondents,
            "programme": "",
            "period": period,
            "state": figure.state.value,
            "value": figure.value,
            "n": answers,
        }


def read_salsa(raw: bytes, name: str, *, part: str, skip: Skip | None = None) -> Reading:
    """The answer …/statistics/all-schools/salsa: every unit's actual and calculated value and its background."""
    try:
        body = body_of(parse_answer(raw, name), name)
        period = _period(body, "timePeriod", name)
        rows = [
            row | {"row": 1, "programme": "", "period": period}
            for unit in require_list(body, "compulsorySchoolUnitSalsaMetricList", name)
            for row in _salsa_rows(unit, name, skip)
        ]
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    return _reading(rows, Findings(name), part)


def _salsa_rows(unit: Any, name: str, skip: Skip | None) -> Iterator[Row]:
    try:
        place = require_text(unit, "schoolUnitCode", name)
        if not UNIT_CODE.fullmatch(place):
            raise unreadable(name, f"”{place[:40]}” är ingen skolenhetskod.", "Hämta svaret igen.")
    except Unreadable as stop:
        _skip(stop, skip, "salsa")
        return
    for measure, entry in unit.items():
        if not measure.startswith("salsa"):
            continue
        try:
            figure = _figure(require_object(entry, name), measure, name)
        except Unreadable as stop:
            _skip(stop, skip, f"{place}, {measure}")
            continue
        yield {"place": place, "measure": measure, "state": figure.state.value, "value": figure.value}


#: A code becomes part of an address.
_UNIT = re.compile(r"[0-9]{8}")


def read_unit_list(raw: bytes, name: str, skip: Skip | None = None) -> tuple[list[Row], str | None]:
    """A page of /v4/school-units: units (code, name, municipality_code, owner_type, school_forms, has_year9) and the
    next page. An empty page has none; an entry that is odd is told to ``skip`` and passed over."""
    body = body_of(parse_answer(raw, name), name)
    if body.get("_embedded") is None and ("page" in body or "_links" in body):
        listed: list[Any] = []
    else:
        listed = require_list(require_object(body.get("_embedded"), name), "listedSchoolUnits", name)
    units = []
    for entry in listed:
        try:
            units.append(_unit(entry, name))
        except Unreadable as stop:
            _skip(stop, skip, "listedSchoolUnits")
    following = object_or_empty(object_or_empty(body, "_links", name), "next", name)
    return units, require_text(following, "href", name) if following else None


def _unit(entry: Any, name: str) -> Row:
    is_empty = require_object(entry, name).get("typeOfSchooling", ...) is None
    listed = [] if is_empty else require_list(entry, "typeOfSchooling", name)
    years = {require_text(form, "code", name): form.get("schoolYears") for form in listed}
    code = require_text(entry, "code", name)
    if not _UNIT.fullmatch(code):
        raise unreadable(name, f"”{code[:40]}” är ingen skolenhetskod.", "Hämta svaret igen.", column="code")
    return {
        "code": code,
        "name": str(entry.get("name") or code),
        "municipality_code": require_text(entry, "geographicalAreaCode", name),
        "owner_type": str(entry.get("principalOrganizerType") or ""),
        "school_forms": sorted(years),
        "has_year9": _has_year9(years.get("gr")),
    }


def _has_year9(years: Any) -> bool:
    """School years come as texts, as numbers, or as a span: ["7", "8"], [7, 8], "7-9"."""
    texts = [str(year).strip() for year in (years if isinstance(years, list) else [years or ""])]
    spans = [text.replace("–", "-").split("-") for text in texts]
    return "9" in texts or any(
        len(ends) == 2 and all(end.strip().isdecimal() for end in ends) and int(ends[0]) <= 9 <= int(ends[1])
        for ends in spans
    )


def _period(holder: Any, key: str, name: str) -> str:
    period = require_text(holder, key, name)
    if not PERIOD.fullmatch(period):
        raise unreadable(name, f"”{period[:40]}” är ingen period.", "Hämta svaret igen.", column=key)
    return period


def _reading(rows: Iterable[Row], findings: Findings, part: str) -> Reading:
    schema = {
        "row": pl.Int64,
        "place": pl.String,
        "measure": pl.String,
        "area": pl.String,
        "programme": pl.String,
        "period": pl.String,
        "state": pl.String,
        "value": pl.Float64,
        "n": pl.Int32,
    }
    frame = pl.DataFrame([{"area": "", "n": None} | row for row in rows], schema=schema)
    check_codes(frame, findings, column="place", title="schoolUnitCode", kind="unit")
    check_range(with_limits(frame), findings, title="measure")
    table = observations(frame, part=part, place_kind="unit")
    check_repeated(table, findings)
    return findings.reading(table.unique(maintain_order=True))
