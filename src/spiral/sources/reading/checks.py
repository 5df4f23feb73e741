"""Checks every reader shares: codes, values within what a measure can be, figures that repeat."""

from __future__ import annotations

import re

import polars as pl

from spiral.sources.reading.observations import duplicates
from spiral.sources.reading.problems import Findings

UNIT_CODE = re.compile(r"[1-9][0-9]{7}")
MUNICIPALITY_CODE = re.compile(r"[0-9]{4}")

#: A period in the sources' own words; "latest" is the newest, whatever year.
PERIOD = re.compile(r"latest|20[0-9]{2}|20[0-9]{2}/[0-9]{2}|[VH]T(20)?[0-9]{2}")

#: The county parts of municipality codes; 02, 11, 15 and 16 are gone.
COUNTIES = frozenset(
    [
        "01",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "12",
        "13",
        "14",
        "17",
        "18",
        "19",
        "20",
        "21",
        "22",
        "23",
        "24",
        "25",
    ]
)


def is_municipality(code: str) -> bool:
    """Is it a municipality's code: four digits that begin with a county's and do not end with 00?"""
    return bool(MUNICIPALITY_CODE.fullmatch(code)) and code[:2] in COUNTIES and code[2:] != "00"


def check_codes(frame: pl.DataFrame, findings: Findings, *, column: str, title: str, kind: str) -> None:
    """Report every cell of ``column`` that is no unit code (``kind`` "unit") or municipality code."""
    good = UNIT_CODE.fullmatch if kind == "unit" else is_municipality
    message, remedy = {
        "unit": ("är ingen skolenhetskod.", "Koden ska ha åtta siffror; formatera kolumnen som text."),
        "municipality": ("är ingen kommunkod.", "Koden ska ha fyra siffror, med nollan först; formatera som text."),
    }[kind]
    wrong = [text for text in frame.get_column(column).unique() if not good(text or "")]
    if not wrong:
        return
    for row, text in frame.filter(pl.col(column).is_in(wrong)).select("row", column).iter_rows():
        findings.error(f"”{text}” {message}", remedy, row=row, column=title, kind=kind)


def check_parsed(frame: pl.DataFrame, findings: Findings, *, text: str, title: str, decimal: str = ",") -> None:
    """Report every cell of ``text`` that parsed to no figure (state null)."""
    other = "punkt" if decimal == "," else "komma"
    this = "komma" if decimal == "," else "punkt"
    for row, column, cell in frame.filter(pl.col("state").is_null()).select("row", title, text).iter_rows():
        shown = (cell or "")[:40]
        if not shown:
            remedy = "Skriv talet eller ett av tecknen ”.”, ”..” eller ”-”."
        elif re.fullmatch(r"-?[0-9]{1,40}[.,][0-9]{1,40}", shown):
            remedy = f"Filen ska ha decimal{this}, inte decimal{other}: hämta originalet, eller byt tecken."
        elif shown[0] in "=+@":
            remedy = "Cellen är en formel. Hämta originalfilen; formler läses aldrig."
        else:
            remedy = "Använd ett tal eller ett av tecknen ”.”, ”..”, ”~100” eller ”-”."
        message = f"”{shown}” är inget värde." if shown else "Cellen har inget värde."
        findings.error(message, remedy, row=row, column=column, kind="value")


def check_range(
    frame: pl.DataFrame, findings: Findings, *, title: str, low: str = "low", high: str = "high", sure: bool = True
) -> None:
    """Report every number outside its row's ``low``–``high`` (columns, null for no limit); warn when not ``sure``."""
    outside = frame.filter((pl.col("value") < pl.col(low)) | (pl.col("value") > pl.col(high)))
    report = findings.error if sure else findings.warning
    for row, column, value, least, most in outside.select("row", title, "value", low, high).iter_rows():
        limits = (
            f"{swedish_number(least)}–{swedish_number(most)}" if most is not None else f"minst {swedish_number(least)}"
        )
        report(
            f"{swedish_number(value)} kan inte stämma: måttet går {limits}."
            if most is not None
            else f"{swedish_number(value)} kan inte stämma: måttet är {limits}.",
            "Kontrollera talet mot källan och hämta filen igen.",
            row=row,
            column=column,
            kind="range",
        )


def check_repeated(table: pl.DataFrame, findings: Findings, *, rows: pl.Series | None = None) -> None:
    """Report figures that stand twice in one file; harmless copies are a warning, different values an error."""
    again = duplicates(table)
    if again.is_empty():
        return
    keys = ["measure", "area", "place", "period", "sex", "programme"]
    for key, group in again.group_by(keys, maintain_order=True):
        measure, _, place, period, *_ = (str(part) for part in key)
        same = group.select("state", "value").n_unique() == 1
        report = findings.warning if same else findings.error
        report(
            f"{place}, {period} finns {group.height} gånger" + (" med samma värde." if same else " med olika värden."),
            "Ta bort dubbletten." if same else "Hämta filen igen; en av raderna är fel.",
            column=measure,
            kind="repeated",
        )


def swedish_number(number: float | None) -> str:
    """A number as Swedish writes it, "" for none."""
    return "" if number is None else f"{number:.10g}".replace(".", ",")
