"""What PxWeb's answers say: a folder's tables, a table's dimensions, its cells. A form that is not the known one is
refused by name; an odd cell is passed over and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from spiral.engine.periods import is_school_year, is_year
from spiral.sources.reading.answers import require_list, require_object, require_text
from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.observations import observations
from spiral.sources.reading.problems import Problem
from spiral.sources.reading.values import with_figures
from spiral.sources.skolverket.pxweb.questions import CellQuestion
from spiral.sources.skolverket.pxweb.tables import PxTable
from spiral.sources.skolverket.underlag import with_limits

_CHANGED = "Tjänsten kan ha ändrats: jämför svaret med tables.toml, eller meddela den som sköter Spiral."
#: So many unknown things are named; the rest are counted.
_NAMED = 5
#: An answer with more odd cells than this share of what was asked for is of another form.
_MOST_ODD_CELLS = 0.2

Skip = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table has that we know: its codes of measures and of years, and of places where it lists them."""

    measures: dict[str, str]
    years: dict[str, str]
    levels: tuple[str, ...] = ()


def read_listing(answer: Any, name: str) -> list[str]:
    """The ids of the tables in a folder, listed bare or as {"value": […], "Count": n}. Raises Unreadable."""
    nodes = answer if isinstance(answer, list) else require_list(require_object(answer, name), "value", name)
    count = answer.get("Count") if isinstance(answer, dict) else None
    if count is not None and count != len(nodes):
        raise unreadable(name, f"”Count” är {count!r}, men {len(nodes)} står i listan.", _CHANGED)
    return [require_text(node, "id", name) for node in nodes if require_text(node, "type", name) == "t"]


def read_contents(answer: Any, table: PxTable, name: str, skip: Skip) -> Contents:
    """The table's measures, years and places. Raises Unreadable for dimensions that are not as `tables.toml` says."""
    variables = require_list(require_object(answer, name), "variables", name)
    listed = {require_text(one, "code", name): one for one in variables}
    wanted = set(table.dimensions.values())
    for code in sorted(wanted - listed.keys()):
        raise unreadable(name, f"Dimensionen ”{code}” finns inte; tabellen har {_names(listed)}.", _CHANGED)
    for code in sorted(listed.keys() - wanted):
        raise unreadable(name, f"Dimensionen ”{code[:40]}” är okänd.", _CHANGED)
    if len(listed) != len(variables):
        raise unreadable(name, "En dimension står två gånger.", _CHANGED)
    texts = {what: _values(listed[code], name) for what, code in table.dimensions.items()}
    measures = {code: known for code, words in texts["measure"].items() if (known := table.measure(words))}
    unknown = [words for code, words in texts["measure"].items() if code not in measures]
    absent = sorted(set(table.measures) - set(measures.values()))
    _tell_names(unknown, "känns inte igen och hämtas inte", "Okända mått", name, skip)
    _tell_names(absent, "finns inte i tabellen", "Mått som saknas", name, skip)
    if len(set(measures.values())) != len(measures):
        raise unreadable(name, "Ett mått står två gånger.", _CHANGED)
    years = {code: text for code, text in texts["time"].items() if is_school_year(text) or is_year(text)}
    _tell_names(
        [text for code, text in texts["time"].items() if code not in years],
        "är varken läsår eller år och hämtas inte",
        "Okända tider",
        name,
        skip,
    )
    for what, known_ones in (("mått", measures), ("läsår", years)):
        if not known_ones:
            raise unreadable(name, f"Inget {what} känns igen.", _CHANGED)
    return Contents(measures, years, tuple(texts["level"]))


def read_levels(answer: Any, asked: CellQuestion, skip: Skip) -> list[str]:
    """The codes of every owner and unit, from an answer with one cell for each. Raises Unreadable."""
    name, at = str(asked), asked.table.dimensions["level"]
    keys = [key for key, _ in _cells(answer, asked.table, name)]
    codes = list(dict.fromkeys(key[at] for key in keys if key))
    if not codes:
        raise unreadable(name, "Svaret har ingen huvudman eller skolenhet.", _CHANGED)
    if len(codes) >= asked.top:
        raise unreadable(name, f"Svaret är avkortat: minst {asked.top} huvudmän och skolenheter.", _CHANGED)
    if without := sum(not key for key in keys):
        skip(Problem(name, None, "", f"{without} rader har ingen kod och hämtas inte.", ""))
    return codes


def known_levels(codes: list[str], table: PxTable, name: str, skip: Skip) -> list[str]:
    """Those of ``codes`` that are places we ask for; one of an unknown form is told. Raises Unreadable when none is."""
    known = [code for code in codes if table.place(code)]
    strange = [code for code in codes if code not in set(known) and not table.is_passed_over(code)]
    _tell_names(strange, "har en okänd form och hämtas inte", "Koder", name, skip)
    if not known:
        raise unreadable(name, f"Ingen kod känns igen som plats: {_names(codes)}.", _CHANGED)
    return known


def read_cells(answer: Any, asked: CellQuestion, contents: Contents, skip: Skip) -> tuple[pl.DataFrame, set[str]]:
    """The answer's cells as observations of the table's part, and the codes of places some of whose cells are odd or do
    not stand there, which is told. Raises Unreadable for an answer of another form, or with too much that is odd."""
    name, names, wanted = str(asked), asked.table.dimensions, asked.cells()
    texts: dict[tuple[str, str, str], str] = {}
    odd: list[tuple[str, str]] = []
    for key, text in _cells(answer, asked.table, name):
        cell = (key[names["measure"]], key[names["level"]], key[names["time"]]) if key else ("", "", "")
        if cell not in wanted:
            odd.append(("", f"En rad gäller något annat än frågan: {' '.join(cell).strip()[:60] or 'utan koder'}."))
        elif cell in texts:
            raise unreadable(name, f"Uppgiften {' '.join(cell)} står två gånger.", _CHANGED)
        else:
            texts[cell] = text or ""
    for cell in sorted(wanted - texts.keys()):
        odd.append((cell[1], f"Uppgiften {' '.join(cell)} saknas i svaret."))
    odd += [(cell[1], f"Uppgiften {' '.join(cell)} är ingen text.") for cell, text in texts.items() if not text]
    frame = _frame({cell: text for cell, text in texts.items() if text}, asked.table, contents)
    is_good = pl.col("state").is_not_null() & ~_is_outside()
    for row in frame.filter(~is_good).iter_rows(named=True):
        shown = f"”{row['text'][:40]}” är inget värde för {row['measure'][:80]}, {row['place']}, {row['period']}."
        odd.append((row["code"], shown))
    if len(odd) > _MOST_ODD_CELLS * len(wanted):
        raise unreadable(name, f"{len(odd)} av {len(wanted)} uppgifter går inte att läsa. {odd[0][1]}", _CHANGED)
    for _, message in odd[:_NAMED]:
        skip(Problem(name, None, "", message, ""))
    if len(odd) > _NAMED:
        skip(Problem(name, None, "", f"{len(odd) - _NAMED} uppgifter till går inte att läsa.", ""))
    return observations(frame.filter(is_good), part=asked.table.part), {code for code, _ in odd if code}


def _frame(texts: dict[tuple[str, str, str], str], table: PxTable, contents: Contents) -> pl.DataFrame:
    """A row a cell: code, place_kind, place, area, measure, period, text, state, value, low, high."""
    titles = {code: title.rpartition(": ")[::2] for code, title in contents.measures.items()}
    places = {code: table.place(code) or ("", "") for _, code, _ in texts}
    rows = [
        (code, *places[code], *titles[measure], contents.years[year], text)
        for (measure, code, year), text in texts.items()
    ]
    names = ("code", "place_kind", "place", "area", "measure", "period", "text")
    return with_limits(
        with_figures(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"), "text", decimal=".")
    )


def _is_outside() -> pl.Expr:
    return ((pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high"))).fill_null(False)


def _cells(answer: Any, table: PxTable, name: str) -> Iterator[tuple[dict[str, str], str | None]]:
    """Every row's codes by dimension, and its text: {} for a row without codes, None for one without a text."""
    holder = require_object(answer, name)
    columns = [require_object(one, name) for one in require_list(holder, "columns", name)]
    codes = [one.get("code") for one in columns if one.get("type") in ("d", "t")]
    if sorted(map(str, codes)) != sorted(table.dimensions.values()):
        raise unreadable(name, f"Svarets kolumner är {_names(map(str, codes))}.", _CHANGED, column="columns")
    if len(columns) != len(codes) + 1 or columns[-1].get("type") != "c":
        raise unreadable(name, "Svaret ska ha en enda kolumn med värden, sist.", _CHANGED, column="columns")
    for row in require_list(holder, "data", name):
        row = row if isinstance(row, dict) else {}
        key, values = _texts(row.get("key"), len(codes)), _texts(row.get("values"), 1)
        yield dict(zip(map(str, codes), key, strict=False)), values[0] if values else None


def _texts(value: Any, length: int) -> list[str]:
    """``value`` when it is a list of so many texts that say something, else []."""
    is_right = isinstance(value, list) and len(value) == length
    return (
        value
        if is_right and all(isinstance(text, str) and text.strip() and text.isprintable() for text in value)
        else []
    )


def _values(variable: dict[str, Any], name: str) -> dict[str, str]:
    """A dimension's codes with their words; {} when the table keeps its list to itself."""
    if not variable.get("values"):
        return {}
    codes, texts = require_list(variable, "values", name), require_list(variable, "valueTexts", name)
    if len(codes) != len(texts) or not all(isinstance(one, str) and one for one in (*codes, *texts)):
        raise unreadable(name, f"Dimensionen ”{variable['code']}” har koder utan ord.", _CHANGED)
    if len(set(codes)) != len(codes):
        raise unreadable(name, f"Dimensionen ”{variable['code']}” har samma kod två gånger.", _CHANGED)
    return dict(zip(codes, texts, strict=True))


def _tell_names(names: list[str], what: str, kind: str, name: str, skip: Skip) -> None:
    if names:
        skip(Problem(name, None, "", f"{kind} ({len(names)}) {what}: {_names(names)}.", ""))


def _names(names: Any) -> str:
    """The first few names, and how many more there are."""
    every = [str(one)[:80] for one in names]
    more = f" och {len(every) - _NAMED} till" if len(every) > _NAMED else ""
    return ", ".join(f"”{one}”" for one in every[:_NAMED]) + more
