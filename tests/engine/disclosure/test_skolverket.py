"""Skolverket's own rule set, checked against every published cell of its year-9 export."""

import csv
import gzip
from pathlib import Path

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, Outcome, PublishedCell, Rules, protect
from spiral.engine.disclosure.attack import Attacker, inner_rows_of, known_counts
from spiral.engine.disclosure.skolverket import YEAR_9
from spiral.engine.figures import State

EXPORT = Path(__file__).parent / "data" / "slutbetyg_ak9_2024-25_skolenhet.csv.gz"
PUPILS, MERIT, SUBJECTS, VOCATIONAL = YEAR_9


def units() -> list[dict[str, str]]:
    with gzip.open(EXPORT, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file.readlines()[5:], delimiter=";"))
    return [row for row in rows if row[PUPILS]]


def test_every_published_cell_of_the_year_9_export_follows_skolverkets_rules():
    rows = units()
    assert len(rows) == 1714
    contradictions = []
    for row in rows:
        if not all(YEAR_9[c].allows_count(row[c]) for c in (PUPILS,)):
            contradictions.append((row["Skola"], PUPILS))
        if row[PUPILS].isdigit():
            contradictions += [
                (row["Skola"], c)
                for c in (SUBJECTS, VOCATIONAL)
                if not YEAR_9[c].allows_share(int(row[PUPILS]), row[c])
            ]
        else:
            contradictions += [
                (row["Skola"], c) for c in (SUBJECTS, VOCATIONAL, MERIT) if row[c] not in ("", ".", "..")
            ]
    assert contradictions == []


def test_the_rules_are_not_so_wide_that_anything_follows_them():
    subjects, vocational = YEAR_9[SUBJECTS], YEAR_9[VOCATIONAL]
    assert not subjects.allows_share(12, "75,0")  # nine passed
    assert subjects.allows_share(13, "76,9")  # ten passed
    assert not subjects.allows_share(20, "~100")
    assert vocational.allows_share(20, "~100")
    assert not vocational.allows_share(20, "95,0")  # one is not eligible
    assert vocational.allows_share(20, "100,0")
    assert not subjects.allows_share(20, "76,9")  # no count of 20 rounds to it
    assert not YEAR_9[PUPILS].allows_count("9")


def test_the_export_masks_units_in_all_the_ways_the_rules_describe():
    rows = units()
    assert sum(row[PUPILS] == ".." for row in rows) == 113
    assert sum(row[VOCATIONAL] == "~100" for row in rows) == 354


VASTRA_GOTALAND = "14"  # municipality codes begin with the county


def published(row: dict[str, str]) -> tuple[int, int, PublishedCell]:
    """A unit's pupils, eligible pupils and what Skolverket says of them; made up where Skolverket is silent."""
    where, said = {"unit": row["Skol-enhetskod"]}, row[VOCATIONAL]
    n = int(row[PUPILS]) if row[PUPILS].isdigit() else 7
    if said == "~100":
        return n, n - 2, PublishedCell.masked(where, "Skolverket", State.NEAR_ALL, n=n)
    if said in ("..", "."):
        return n, min(n - 2, 9), PublishedCell.masked(where, "Skolverket")
    known = PublishedCell.share(where, n, float(said.replace(",", ".")), 1, "Skolverket")
    return n, known.low, known


def test_nothing_shown_of_a_county_beside_skolverkets_export_narrows_what_skolverket_masks():
    rows = [row for row in units() if row["Kommun-kod"].startswith(VASTRA_GOTALAND)]
    n, hits, known = zip(*map(published, rows), strict=True)
    names = [{"unit": row["Skol-enhetskod"], "municipality": row["Kommun-kod"]} for row in rows]
    table = FrequencyTable.of(Layout(("unit",), {"unit": ("municipality",)}), names, n, hits)
    protected = protect(table, Ledger(known), Rules(Outcome.MISSES))
    shown = {said.cell[1]: said.state for said in protected.statements if said.cell[1]}
    masked = [row for row in rows if not row[VOCATIONAL][:1].isdigit()]
    assert len(masked) > 50
    assert all(shown[row["Skol-enhetskod"]] is not State.VALUE for row in masked)
    alone = Attacker(n, known_counts(table, (), known))
    beside = Attacker(n, known_counts(table, protected.statements, known))
    for row in masked:
        inner = inner_rows_of((row["Kommun-kod"], row["Skol-enhetskod"]), table.rows)
        assert beside.possible(inner, 3) == alone.possible(inner, 3) == 3
