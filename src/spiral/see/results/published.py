"""What Skolverket has published about year 9, for the ledger: outsiders know it, whatever our pages show.

Fed by the snapshot as it is shipped. It holds no figure that some source hides, so the ledger does not either: of
such a figure it says only that a source may print it, and the gate then reckons both with those who have read it and
with those who have not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from spiral.engine.figures import State
from spiral.exchange.families import FAMILIES, Family

if TYPE_CHECKING:
    from spiral.engine.disclosure import PublishedCell

#: slutbetyg's column for each family; Underlag's figure of the same pupils masks more and adds nothing known.
_COLUMNS = {
    "all-subjects-9": "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen",
    "vocational-9": "Andel (%) elever behöriga till yrkesprog.",
}
_NAMES = {
    "all-subjects-9": _("Betyg i alla ämnen, årskurs 9 (unit: skolenhetskod, year: läsår)"),
    "vocational-9": _("Behöriga till yrkesprogram, årskurs 9 (unit: skolenhetskod, year: läsår)"),
}


def register_families() -> None:
    """Tell the releases app what exists; nothing is read until a table is put through the gate."""
    for key in _COLUMNS:
        FAMILIES.register(key, Family(key, _NAMES[key], _reader(key)))


def _reader(key: str) -> Callable[[], tuple[PublishedCell, ...]]:
    return lambda: known(key)


def known(key: str) -> tuple[PublishedCell, ...]:
    """One cell a unit and school year: exact where a printed share and n make a count, else a mask.

    Columns: ``unit`` (the register's code) and ``year``, a school year. A share that no count of n gives has
    another base; such a cell is entered as masked, which hides more and never less.
    """
    import polars as pl  # read when a table is put through the gate, not before

    from spiral.sources.snapshot.files import open_snapshot

    snapshot = open_snapshot()
    region = snapshot.places.filter((pl.col("kind") == "unit") & pl.col("skaraborg"))["code"]
    graded = (pl.col("part") == "slutbetyg") & pl.col("place").is_in(region.to_list())
    rows = snapshot.skolverket.filter(graded).iter_rows(named=True)
    figures: dict[tuple[str, str], dict[str, tuple[str, float | None]]] = {}
    for row in rows:
        figures.setdefault((row["place"], row["period"]), {})[row["measure"]] = (row["state"], row["value"])
    cells = []
    for (unit, year), columns in sorted(figures.items()):
        where = {"unit": unit, "year": year}
        state, value = columns.get(_COLUMNS[key], (State.MISSING, None))
        counted, pupils = columns.get("Antal elever", (State.MISSING, None))
        n = int(pupils) if pupils is not None else None
        if State(state) is State.MISSING and State(counted) is State.MISSING:
            continue
        cells.append(_cell(where, State(state), value, n))
    return tuple(cells)


def _cell(where: dict[str, str], state: State, value: float | None, n: int | None) -> PublishedCell:
    from spiral.engine.disclosure import PublishedCell

    source = "Skolverket"
    if value is not None and n is not None:
        try:
            return PublishedCell.share(where, n, value, 1, source)
        except ValueError:
            return PublishedCell.masked(where, source, State.HIDDEN, n)
    near = state in (State.NEAR_ALL, State.NEAR_NONE)
    # Below ten pupils n is hidden too, and no source prints anything.
    return PublishedCell.masked(where, source, state if near else State.HIDDEN, n, may_be_printed=n is not None)
