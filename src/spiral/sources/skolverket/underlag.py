"""Skolverket's workbook "Underlag för analys": measures down, riket, every owner and every unit across."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from spiral.engine.periods import is_school_year
from spiral.engine.place import NATION
from spiral.sources.reading.checks import check_parsed, check_range
from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.observations import KEY, no_observations, observations
from spiral.sources.reading.problems import Findings, Reading, Unreadable
from spiral.sources.reading.values import with_figures
from spiral.sources.reading.workbook import read_cells

SHEET = "Underlag för analys"
_NATION = "RIKET: TOTALT"
_OWNER = re.compile(r"(?P<owner>.{1,200}) \((?P<orgnr>[0-9]{10})\): HUVUDMAN")
_UNIT = re.compile(r"(?P<owner>.{1,200}) \((?P<orgnr>[0-9]{10})\): (?P<unit>.{1,200}) \((?P<code>[0-9]{8})\)")
_LEGEND = "TECKENFÖRKLARINGAR"
_NO_FIGURE = "."


def read_underlag(path: Path) -> Reading:
    """Observations of part "underlag" for riket, owners and units. Errors leave the table empty."""
    findings = Findings(path.name)
    try:
        cells, heads = _sheet(path)
        long = _long(cells, heads, findings)
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    check_parsed(long, findings, text="text", title="title", decimal=".")
    check_range(with_limits(long), findings, title="title")
    table = observations(long.drop_nulls("state"), part="underlag")
    for place, measure, period in (
        figures_twice(table).unique("place", maintain_order=True).select("place", "measure", "period").iter_rows()
    ):
        findings.error(
            f"{place} har uppgifter två gånger för {period}.",
            "Hämta arbetsboken i original.",
            column=measure,
            kind="twice",
        )
    return findings.reading(one_owner_each(table))


def read_underlag_units(path: Path) -> pl.DataFrame:
    """The workbook's units: code, name, owner, owner_orgnr, has_figures, has_year9 (any year-9 measure not absent).

    A unit that changed owner stands under both; the one with figures counts.
    """
    cells, heads = _sheet(path)
    rows = []
    for head in heads:
        if head["place_kind"] != "unit":
            continue
        column = cells.get_column(head["column"]).to_list()
        shown = {
            str(title) for title, text in zip(cells.get_column("title"), column, strict=True) if text != _NO_FIGURE
        }
        year9 = any(title.endswith("årskurs 9") for title in shown)
        rows.append((head["place"], head["name"], head["owner"], head["orgnr"], bool(shown), year9))
    schema = {"code": pl.String, "name": pl.String, "owner": pl.String, "owner_orgnr": pl.String}
    frame = pl.DataFrame(rows, schema=schema | {"has_figures": pl.Boolean, "has_year9": pl.Boolean}, orient="row")
    return frame.sort("has_figures", descending=True, maintain_order=True).unique(
        "code", keep="first", maintain_order=True
    )


def read_underlag_owners(path: Path) -> pl.DataFrame:
    """The workbook's owners: orgnr, name."""
    _, heads = _sheet(path)
    rows = [(head["place"], head["owner"]) for head in heads if head["place_kind"] == "owner"]
    return pl.DataFrame(rows, schema={"orgnr": pl.String, "name": pl.String}, orient="row").unique(
        "orgnr", keep="first", maintain_order=True
    )


def _sheet(path: Path) -> tuple[pl.DataFrame, list[dict[str, str]]]:
    """The measure rows (``row``, ``title`` and a column of text per place), and what each column's heading names."""
    file = path.name
    sheet = read_cells(path, SHEET)
    first = sheet.columns[0]
    titles = sheet.get_column(first)
    head_row = next((i for i in range(min(10, sheet.height)) if _NATION in sheet.row(i)), None)
    if head_row is None or head_row + 2 >= sheet.height:
        raise unreadable(
            file,
            f"Raden med ”{_NATION}” finns inte.",
            "Hämta arbetsboken ”Underlag för analys” i original från Skolverket.",
        )
    if not any((title or "").startswith(_LEGEND) for title in titles):
        raise unreadable(file, "Arbetsboken är avbruten: teckenförklaringen sist saknas.", "Hämta den igen.")
    headings, years = sheet.row(head_row), sheet.row(head_row + 1)
    heads = []
    for column, heading, year in zip(sheet.columns[1:], headings[1:], years[1:], strict=True):
        heads.append({"column": column} | _place(heading, year, file, row=head_row + 1))
    body = sheet.with_row_index("row", offset=1).slice(head_row + 2)
    end = next((i for i, title in enumerate(body.get_column(first)) if title is None), body.height)
    body = body.slice(0, end).rename({first: "title"})
    for row, title in body.select("row", "title").iter_rows():
        if ": " not in title:
            raise unreadable(
                file, f"”{title[:60]}” är inget mått (område: mått).", "Hämta arbetsboken i original.", row=row
            )
    return body, heads


def _place(heading: str | None, year: str | None, file: str, *, row: int) -> dict[str, str]:
    if not is_school_year(year or ""):
        raise unreadable(
            file, f"”{year or ''}” är inget läsår.", "Hämta arbetsboken i original.", row=row + 1, column=heading or ""
        )
    common = {"period": year or ""}
    if heading == _NATION:
        return common | {"place_kind": "riket", "place": NATION, "name": "Riket", "owner": "", "orgnr": ""}
    if match := _OWNER.fullmatch(heading or ""):
        owner, orgnr = match["owner"], match["orgnr"]
        return common | {"place_kind": "owner", "place": orgnr, "name": owner, "owner": owner, "orgnr": orgnr}
    if match := _UNIT.fullmatch(heading or ""):
        return common | {
            "place_kind": "unit",
            "place": match["code"],
            "name": match["unit"],
            "owner": match["owner"],
            "orgnr": match["orgnr"],
        }
    raise unreadable(
        file,
        f"”{(heading or '')[:60]}” är varken riket, huvudman eller skolenhet.",
        "Rubriken ska vara HUVUDMAN (organisationsnummer): SKOLA (skolenhetskod). Hämta arbetsboken i original.",
        row=row,
    )


def _long(cells: pl.DataFrame, heads: list[dict[str, str]], findings: Findings) -> pl.DataFrame:
    """One row a cell: row, title, area, measure, place_kind, place, period, text, state, value."""
    measures = (
        cells.select("row", "title")
        .with_columns(pl.col("title").str.split_exact(": ", 1).struct.rename_fields(["area", "measure"]).alias("parts"))
        .with_columns(
            pl.col("title").str.extract(r"^([^:]+): ", 1).alias("area"),
            pl.col("title").str.replace(r"^[^:]+: ", "").alias("measure"),
        )
        .drop("parts")
    )
    for row, title in measures.filter(pl.col("title").is_duplicated()).select("row", "title").iter_rows():
        findings.error(
            f"Måttet ”{title[:60]}” finns två gånger.", "Hämta arbetsboken i original.", row=row, kind="twice"
        )
    long = cells.drop("title").unpivot(index="row", variable_name="column", value_name="text")
    long = with_figures(long.with_columns(pl.col("text").fill_null("")), "text", decimal=".")
    return long.join(pl.DataFrame(heads), on="column", maintain_order="left").join(
        measures, on="row", maintain_order="left"
    )


def with_limits(long: pl.DataFrame) -> pl.DataFrame:
    """Shares are 0–100, survey means 0–10, everything else at least 0."""
    return long.with_columns(
        pl.lit(0.0).alias("low"),
        pl.when(pl.col("measure").str.contains("ndel (%)", literal=True))
        .then(pl.lit(100.0))
        .when(pl.col("measure").str.contains("(medelvärde)", literal=True))
        .then(pl.lit(10.0))
        .alias("high"),
    )


def figures_twice(table: pl.DataFrame) -> pl.DataFrame:
    """Rows of one key that say something more than "." two times: of a unit under two owners only one has figures."""
    sure = table.filter(pl.col("state") != "missing")
    return sure.filter(sure.select(KEY).is_duplicated())


def one_owner_each(table: pl.DataFrame) -> pl.DataFrame:
    """A unit that changed owner in the year stands twice, once with only ".": the figures are kept."""
    return (
        table.with_columns((pl.col("state") == "missing").alias("absent"))
        .sort("absent", maintain_order=True)
        .unique(list(KEY), keep="first", maintain_order=True)
        .drop("absent")
    )
