"""Tables of the same pupils, together and one after the other: what is hidden follows from none of them."""

from __future__ import annotations

import pytest

from spiral.engine.disclosure import (
    FrequencyTable,
    Ledger,
    Outcome,
    ProtectedTable,
    Publication,
    RefusalReason,
    Rules,
    TableRefused,
    protect,
    protect_together,
)
from spiral.engine.message import EngineError

from .outsider import COLUMNS, Pupil, counted, pupils, read

RULES = Rules(Outcome.HITS)
PAIRS = [("unit", "sex"), ("unit", "background")]
THREE = [("unit", "sex"), ("unit", "background"), ("sex", "background")]


def tables_of(people: list[Pupil], shapes: list[tuple[str, ...]]) -> list[FrequencyTable]:
    return [counted(people, *columns) for columns in shapes]


def together(tables: list[FrequencyTable], rules: Rules = RULES) -> list[ProtectedTable]:
    return list(protect_together({f"t{i}": table for i, table in enumerate(tables)}, [], rules).values())


def one_by_one(tables: list[FrequencyTable], rules: Rules = RULES) -> list[ProtectedTable]:
    """Each with a ledger of those before it, as read from a file."""
    editions: list[Publication] = []
    said = []
    for i, table in enumerate(tables):
        protected = protect_together({f"t{i}": table}, editions, rules)[f"t{i}"]
        editions.append(Publication.from_json(Publication.of(f"t{i}", "", table, protected).as_json()))
        said.append(protected)
    return said


def test_two_tables_run_apart_give_hidden_cells_away():
    """The attack has something to find: without it the tests below would say nothing."""
    exposed = hidden = 0
    for seed in range(6):
        tables = tables_of(pupils(seed), PAIRS)
        known = read(tables, [protect(table, Ledger(), RULES) for table in tables])
        exposed, hidden = exposed + len(known.exposed), hidden + known.hidden
    assert exposed > 10
    assert hidden > 80


@pytest.mark.slow
@pytest.mark.parametrize("way", [together, one_by_one])
@pytest.mark.parametrize("shapes", [PAIRS, THREE, [*PAIRS, ("unit",)], [("sex",), *PAIRS]], ids=len)
@pytest.mark.parametrize("rate", [0.08, 0.2, 0.9])
def test_nothing_hidden_follows_from_tables_of_the_same_pupils(way, shapes, rate):
    for seed in range(5):
        tables = tables_of(pupils(seed, rate=rate), shapes)
        rules = Rules(Outcome.HITS if rate < 0.5 else Outcome.MISSES)
        said = way(tables, rules)
        for protected in said:
            protected.check()
        assert read(tables, said).exposed == []


def test_a_table_of_all_columns_and_its_margins_are_safe_together():
    people = pupils(3)
    tables = [counted(people, *COLUMNS), counted(people, "unit", "sex"), counted(people, "background")]
    assert read(tables, together(tables)).exposed == []


def test_what_was_hidden_once_stays_hidden_and_what_was_shown_may_be_shown_again():
    table = counted(pupils(1), "unit", "sex")
    first, again = one_by_one([table, table])
    hidden = {s.cell for s in first.statements if s.hits is None}
    assert hidden <= {s.cell for s in again.statements if s.hits is None}
    assert sum(s.hits is not None for s in again.statements) > 0
    assert read([table, table], [first, again]).exposed == []


def test_one_table_with_no_ledger_is_protected_as_before():
    table = counted(pupils(1), "unit", "sex")
    assert together([table]) == [protect(table, Ledger(), RULES)]


@pytest.mark.parametrize("change", ["added", "gone", "moved", "added elsewhere"])
def test_an_edition_with_another_pupil_is_refused_and_the_cell_is_named(change):
    people = pupils(2)
    first = counted(people, "unit", "sex")
    edition = Publication.of("våren", "", first, protect(first, Ledger(), RULES))
    changed = {
        "added": [*people, ("U0", "F", "B0", True)],
        "gone": people[1:],
        "moved": [("U1", *people[0][1:]), *people[1:]],
        "added elsewhere": [*people, ("U3", "P", "B1", False)],
    }[change]
    with pytest.raises(TableRefused) as refused:
        protect_together({"hösten": counted(changed, "unit", "sex")}, [edition], RULES)
    assert refused.value.reason is RefusalReason.MISMATCH
    said = refused.value.details[0]
    assert said.code == "tables_of_other_pupils"
    assert {said.fields["first"], said.fields["second"]} == {"våren", "hösten"}


@pytest.mark.parametrize("columns", [("unit", "background"), ("sex", "background"), ("background",)])
def test_another_pupil_is_found_by_a_table_of_other_columns_too(columns):
    people = pupils(2)
    first = counted(people, "unit", "sex")
    edition = Publication.of("våren", "", first, protect(first, Ledger(), RULES))
    later = counted([*people, ("U0", "F", "B0", True)], *columns)
    with pytest.raises(TableRefused) as refused:
        protect_together({"hösten": later}, [edition], RULES)
    assert refused.value.details[0].code == "tables_of_other_pupils"


def test_the_same_pupils_with_another_result_are_refused():
    people = pupils(2, rate=0.5)
    first = counted(people, "unit", "sex")
    edition = Publication.of("våren", "", first, protect(first, Ledger(), RULES))
    corrected = [(*person[:3], not person[3]) for person in people]
    with pytest.raises(TableRefused) as refused:
        protect_together({"hösten": counted(corrected, "unit", "sex")}, [edition], RULES)
    assert refused.value.details[0].code == "tables_disagree"


def test_an_edition_holds_no_hidden_count():
    """Two regions with the same print give the same edition, byte for byte."""
    table = counted(pupils(1), "unit", "sex")
    protected = protect(table, Ledger(), RULES)
    assert protected.owner_report is not None
    move = protected.owner_report.evidence.moves[0]
    hits = [int(count) + move.get(i, 0) for i, count in enumerate(table.hits)]
    rows = [dict(zip(table.layout.columns, row, strict=True)) for row in table.rows]
    other = FrequencyTable.of(table.layout, rows, [int(n) for n in table.n], hits)
    assert list(other.hits) != list(table.hits)
    assert Publication.of("t", "", other, protected) == Publication.of("t", "", table, protected)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("table", 7),
        ("columns", ["unit"]),
        ("columns", None),
        ("rows", [[["U0", "F"], -1]]),
        ("rows", [[["U0", "F"], 4], [["U0", "F"], 4]]),
        ("statements", [[["U0", "F"], "value", 12, None, None, None, False]]),
        ("statements", [[["U0", "F"], "hidden", 12, None, None, None, False]]),
        ("statements", [[["U0", "F"], "okänt", 12, 3, None, None, False]]),
        ("statements", [[["U0", "F"], "value", 12, 3, None, None]]),
    ],
)
def test_an_edition_that_cannot_be_is_refused(key, value):
    table = counted(pupils(1), "unit", "sex")
    document = Publication.of("t", "", table, protect(table, Ledger(), RULES)).as_json()
    assert Publication.from_json(document).as_json() == document
    with pytest.raises(EngineError):
        Publication.from_json({**document, key: value})
