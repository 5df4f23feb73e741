"""Kolada: values, catalogue, municipalities and groups, from v3 answers or from CSV files with the same content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from spiral.engine.figures import State
from spiral.engine.place import NATION
from spiral.sources.kolada.masks import numeric_masks
from spiral.sources.kolada.page_indicators import SCHOOL_AREAS
from spiral.sources.live.odd import OddAnswers
from spiral.sources.reading.answers import parse_answer, require_list, require_object, require_text
from spiral.sources.reading.checks import check_parsed, check_repeated, is_municipality, swedish_number
from spiral.sources.reading.delimited import read_table, unreadable
from spiral.sources.reading.observations import no_observations, observations
from spiral.sources.reading.problems import Findings, Reading, Unreadable
from spiral.sources.reading.values import with_figures

CATALOGUE = (
    "id",
    "title",
    "description",
    "is_divided_by_gender",
    "municipality_type",
    "auspice",
    "operating_area",
    "perspective",
    "prel_publication_date",
    "publication_date",
    "publ_period",
    "has_ou_data",
)
GROUPS = ("group_id", "group_title", "member_id", "member_title")
MUNICIPALITIES = ("id", "title", "type")
_FOUR_FIGURES = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")
#: A status that says why there is no figure; the number beside it, if any, is none. No list of statuses is public.
_HIDES = re.compile(r"priva|secre|sekre|hidd|dold|mask|suppress|confid", re.IGNORECASE)
_VALUES = ("kpi", "municipality_id", "year", "gender", "value")


def read_values(path: Path, *, places: Iterable[str] | None = None, kpis: Iterable[str] | None = None) -> Reading:
    """The CSV dump as observations of part "kolada": riket and municipalities (of ``places``, ``kpis`` when given)."""
    findings = Findings(path.name)
    try:
        frame = read_table(path, _VALUES, findings)
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    if places is not None:
        frame = frame.filter(pl.col("municipality_id").is_in(list(places)))
    if kpis is not None:
        frame = frame.filter(pl.col("kpi").is_in(list(kpis)))
    figures = with_figures(frame.rename({"value": "text"}), "text", decimal=".")
    check_parsed(figures, findings, text="text", title="kpi", decimal=".")
    return _reading(figures.drop_nulls("state"), findings)


def read_data_answers(answers: Iterable[tuple[str, bytes]], *, odd: OddAnswers | None = None) -> Reading:
    """Answers of /v3/data (name and bytes of each) as observations.

    Deleted rows are left out; an empty value is missing, or hidden where its status says so. What is odd is told to
    ``odd`` and passed over; without ``odd`` it is an error of the whole.
    """
    rows: list[dict[str, Any]] = []
    findings = Findings("Kolada v3")
    try:
        for name, raw in answers:
            for item in require_list(require_object(parse_answer(raw, name), name), "values", name):
                rows.extend(_data_rows(item, name, odd))
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    schema = {
        "row": pl.Int64,
        "kpi": pl.String,
        "municipality_id": pl.String,
        "year": pl.String,
        "gender": pl.String,
        "state": pl.String,
        "value": pl.Float64,
    }
    return _reading(pl.DataFrame(rows, schema=schema), findings)


def _data_rows(item: Any, name: str, odd: OddAnswers | None) -> Iterator[dict[str, Any]]:
    """The rows of one KPI, place and year, each value that is odd passed over."""
    try:
        kpi, place = require_text(item, "kpi", name), require_text(item, "municipality", name)
        period = _year(item.get("period"), name, kpi)
        values = require_list(item, "values", name)
    except Unreadable as stop:
        if odd is None:
            raise
        what = item if isinstance(item, dict) else {}
        odd.part(stop.problem, f"Kolada, {str(what.get('kpi'))[:40]} för {str(what.get('municipality'))[:40]}")
        return
    for value in values:
        try:
            row = _data_row(value, name, kpi)
        except Unreadable as stop:
            if odd is None:
                raise
            odd.part(stop.problem, f"Kolada, {kpi} för {place}, {period}")
            continue
        if row is not None:
            yield row | {"row": None, "kpi": kpi, "municipality_id": place, "year": period}


def _year(period: Any, name: str, kpi: str) -> str:
    """A year of four figures, also written as a text or with a decimal point."""
    text = str(int(period) if isinstance(period, float) and period.is_integer() else period).strip()
    if isinstance(period, bool) or not _FOUR_FIGURES.fullmatch(text):
        raise unreadable(name, "”period” är inget årtal.", "Hämta svaret igen.", column=kpi)
    return text


def _data_row(value: Any, name: str, kpi: str) -> dict[str, Any] | None:
    """Gender, state and number of one value; None for one that Kolada has deleted."""
    value = require_object(value, name)
    if value.get("isdeleted") in (True, 1) or str(value.get("isdeleted")).lower() in ("true", "1"):
        return None
    number, status = value.get("value"), value.get("status")
    if isinstance(number, str) and _NUMBER.fullmatch(number):
        number = float(number)
    if number is not None and (isinstance(number, bool) or not isinstance(number, int | float)):
        raise unreadable(name, f"”{str(number)[:40]}” är inget tal.", "Hämta svaret igen.", column=kpi)
    gender = require_text(value, "gender", name).upper()
    if gender not in ("T", "K", "M"):
        raise unreadable(name, f"”{gender[:10]}” är inget kön.", "Hämta svaret igen.", column=kpi)
    state = State.MISSING if number is None else State.VALUE
    if isinstance(status, str) and _HIDES.search(status):
        state, number = State.HIDDEN, None
    return {"gender": gender, "state": state.value, "value": None if number is None else float(number)}


def _reading(figures: pl.DataFrame, findings: Findings) -> Reading:
    figures = _known_places(figures, findings)
    for column, good, message, remedy in (
        ("gender", "^[TKM]$", "är inget kön.", "Kolada skriver T, K eller M."),
        ("year", r"^(19|20)[0-9][0-9]$", "är inget år.", "Skriv året med fyra siffror."),
        ("kpi", r"^[NU][0-9]{5}$", "är inget nyckeltal.", "Koladas id är N eller U och fem siffror."),
    ):
        for row, cell in figures.filter(~pl.col(column).str.contains(good)).select("row", column).iter_rows():
            findings.error(f"”{cell}” {message}", remedy, row=row, column=column, kind="form")
    masked = _masked_as_number()
    table = observations(
        figures.with_columns(
            pl.when(masked).then(pl.lit(State.NEAR_ALL.value)).otherwise("state").alias("state"),
            pl.when(masked).then(None).otherwise("value").alias("value"),
            pl.when(pl.col("municipality_id") == NATION)
            .then(pl.lit("riket"))
            .otherwise(pl.lit("municipality"))
            .alias("place_kind"),
        ).rename({"kpi": "measure", "municipality_id": "place", "year": "period", "gender": "sex"}),
        part="kolada",
    )
    check_repeated(table, findings)
    return findings.reading(table.unique(maintain_order=True))


def _masked_as_number() -> pl.Expr:
    kpi, value, year = pl.col("kpi"), pl.col("value"), pl.col("year").cast(pl.Int32, strict=False)
    return pl.any_horizontal(
        (value == silent.value)
        & kpi.is_in(sorted(silent.kpis))
        & (pl.lit(True) if silent.through is None else year <= silent.through)
        for silent in numeric_masks()
    )


def _known_places(figures: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Riket and municipalities; regions (00NN, 0 + four) are left out, anything else is reported and left out."""
    codes = figures.get_column("municipality_id").unique().to_list()
    known = [code for code in codes if code == NATION or is_municipality(code)]
    for code in codes:
        if code not in known and not code.startswith("00") and not code.startswith("G"):
            findings.warning(
                f"”{code}” är ingen känd kommun; raderna läses inte.", "Kontrollera kommunkoden.", column="municipality"
            )
    return figures.filter(pl.col("municipality_id").is_in(known))


def impossible_as_missing(table: pl.DataFrame, catalogue: pl.DataFrame) -> Reading:
    """``table`` with impossible school figures made missing, each told as a warning: Kolada has published such.

    A share ("andel (%)", not a deviation or change) is 0–100, a meritvärde 0–340. ``catalogue``: id, title,
    operating_area.
    """
    findings = Findings("Kolada")
    title = pl.col("title")
    level = ~title.str.contains("(?i)avvikelse|förändring")
    limits = catalogue.filter(pl.col("operating_area").is_in(list(SCHOOL_AREAS)) & level).select(
        pl.col("id").alias("measure"),
        pl.when(title.str.contains("andel (%)", literal=True))
        .then(pl.lit(100.0))
        .when(title.str.contains("(?i)meritvärde"))
        .then(pl.lit(340.0))
        .alias("high"),
    )
    limited = table.join(limits.drop_nulls(), on="measure", how="left", maintain_order="left")
    wrong = ((pl.col("value") < 0) | (pl.col("value") > pl.col("high"))) & pl.col("high").is_not_null()
    for measure, place, period, sex, value, high in (
        limited.filter(wrong).select("measure", "place", "period", "sex", "value", "high").iter_rows()
    ):
        where = f"{place}, {period}, {sex}"
        between = f"0–{swedish_number(high)}"
        findings.warning(
            f"{swedish_number(value)} för {where} kan inte stämma: måttet går {between}. Visas som saknad.",
            "Meddela Kolada; värdet kommer med när de rättat det.",
            column=measure,
        )
    missing = limited.with_columns(
        pl.when(wrong).then(pl.lit(State.MISSING.value)).otherwise("state").alias("state"),
        pl.when(~wrong | wrong.is_null()).then("value").alias("value"),
    )
    return findings.reading(missing.drop("high"))


def read_catalogue(path: Path) -> Reading:
    """The KPI catalogue, columns CATALOGUE as text ("" where the source has none), one row a KPI."""
    return _plain_table(path, CATALOGUE, key="id", pattern=r"^[NU][0-9]{5}$", what="inget nyckeltal")


def read_groups(path: Path) -> Reading:
    """Memberships: group_id, group_title, member_id, member_title."""
    return _plain_table(path, GROUPS, key="group_id", pattern=r"^G[0-9]+$", what="inget gruppid", single=False)


def read_municipalities(path: Path) -> Reading:
    """Kolada's municipalities, regions and riket: id, title, type (K or L)."""
    return _plain_table(path, MUNICIPALITIES, key="id", pattern=r"^[0-9]{4}$", what="ingen kommunkod")


def _plain_table(
    path: Path, columns: tuple[str, ...], *, key: str, pattern: str, what: str, single: bool = True
) -> Reading:
    findings = Findings(path.name)
    try:
        frame = read_table(path, columns, findings)
    except Unreadable as stop:
        return Reading(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), (stop.problem,))
    for row, cell in frame.filter(~pl.col(key).str.contains(pattern)).select("row", key).iter_rows():
        findings.error(f"”{cell}” är {what}.", "Hämta filen igen.", row=row, column=key, kind="form")
    if single:
        for row, cell in frame.filter(~pl.col(key).is_first_distinct()).select("row", key).iter_rows():
            findings.error(f"{cell} finns flera gånger.", "Ta bort dubbletten.", row=row, column=key, kind="twice")
    return findings.reading(frame.drop("row"))
