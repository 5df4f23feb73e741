"""Totals, subtotals and two ways of writing a name are found among the cells of a table; cells are not taken for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from spiral.sources.tables.overlaps import CellRows, Overlap, overlaps
from spiral.sources.tables.protect import NamedText, ProtectTableError, parse_table

UNITS = {"Ek": (25, 20), "Björk": (24, 20), "Al": (30, 22), "Gran": (31, 25)}


def rows(table: Sequence[tuple[Mapping[str, str], int, int]]) -> CellRows:
    return CellRows([row for row, *_ in table], [(n, hits) for _, n, hits in table], list(range(2, len(table) + 2)))


def pivot(*, label: str, sexes: tuple[str, ...] = ("F", "P"), both: str = "Totalt") -> CellRows:
    """Units × sexes with the total of each and of all, as a spreadsheet exports it."""
    cells = {(u, s): (n + 3 * k, hits + k) for u, (n, hits) in UNITS.items() for k, s in enumerate(sexes)}
    for unit in UNITS:
        cells[unit, both] = tuple(map(sum, zip(*(cells[unit, s] for s in sexes), strict=True)))
    for sex in (*sexes, both):
        cells[label, sex] = tuple(map(sum, zip(*(cells[unit, sex] for unit in UNITS), strict=True)))
    return rows([({"unit": u, "sex": s}, *counts) for (u, s), counts in cells.items()])


def found(table: CellRows, **more: object) -> dict[str, set[str]]:
    listed = overlaps(table, list(table.texts[0]), more.pop("parents", {}), **more)
    return {column: {one.value for one in listed if one.column == column} for column in {one.column for one in listed}}


@pytest.mark.parametrize("label", ["Totalt", "TOTAL", "Summa", "Samtliga skolor", "Kommunen", "Alla", "Hela kommunen"])
@pytest.mark.parametrize("both", ["Totalt", "T", "Båda könen", "Flickor och pojkar"])
def test_totals_in_both_directions_are_found_whatever_they_are_called(label: str, both: str) -> None:
    assert found(pivot(label=label, both=both)) == {"unit": {label}, "sex": {both}}


def test_a_subtotal_is_found_by_its_group_by_the_rows_before_it_and_anywhere() -> None:
    pairs = [("Norr", "Ek"), ("Norr", "Björk"), ("Söder", "Al"), ("Söder", "Gran")]
    inner = [({"unit": u, "sex": s}, UNITS[u][0] + k, UNITS[u][1]) for _g, u in pairs for k, s in enumerate("FP")]
    north = [({"unit": "Norr", "sex": s}, 49 + 2 * k, 40) for k, s in enumerate("FP")]
    for table in ([*inner, *north], [*inner[:4], *north, *inner[4:]], [*north, *inner], [inner[0], *north, *inner[1:]]):
        assert found(rows(table)) == {"unit": {"Norr"}}
    area = {**{u: g for g, u in pairs}, "Norr": "Norr"}
    grouped = [({"area": area[row["unit"]], **row}, n, hits) for row, n, hits in [*inner, *north]]
    listed = overlaps(rows(grouped), ["unit", "sex"], {"unit": ("area",)})
    assert listed == [Overlap("unit", "Norr", (10, 11), ("Ek", "Björk"))]


def test_a_total_that_does_not_add_up_is_told_too() -> None:
    table = rows([*(({"unit": u}, *counts) for u, counts in UNITS.items()), ({"unit": "Totalt"}, 111, 87)])
    assert overlaps(table, ["unit"], {}) == [Overlap("unit", "Totalt", (6,), ())]
    assert overlaps(table, ["unit"], {}, inner={"Totalt"}) == []


@pytest.mark.parametrize(
    "label", ["Därav nyanlända Ek", "varav nyanlända", "Kommunsnitt", "Medelvärde", "Genomsnittet", "Σ"]
)
def test_a_part_of_another_row_and_a_mean_of_others_are_told(label: str) -> None:
    table = rows([*(({"unit": u}, *counts) for u, counts in UNITS.items()), ({"unit": label}, 9, 7)])
    assert found(table) == {"unit": {label}}
    assert found(table, inner={label}) == {}
    called = ["Avsnittets skola", "Medelplana skola", "Varavsskolan"]
    assert found(rows([({"unit": name}, 20 + k, 10) for k, name in enumerate(called)])) == {}


@pytest.mark.parametrize("label", ["Kommun", "Rektorsområde 2", "Elever"])
def test_a_total_that_lacks_a_pupil_is_told_whatever_it_is_called(label: str) -> None:
    inner = [({"unit": u, "sex": s}, *UNITS[u]) for u in UNITS for s in "FP"]
    table = rows([*inner, *(({"unit": label, "sex": s}, 111 - k, 87) for k, s in enumerate("FP"))])
    [one] = overlaps(table, ["unit", "sex"], {})
    assert (one.value, one.parts, one.is_near) == (label, tuple(UNITS), True)
    assert found(table, inner={label}) == {}


def test_a_sum_that_is_called_one_is_a_sum_whatever_is_said_of_it() -> None:
    assert found(pivot(label="Totalt"), inner={"Totalt"}) == {"unit": {"Totalt"}, "sex": {"Totalt"}}


def test_a_school_may_be_called_anything_when_it_is_said_to_be_one() -> None:
    table = rows([({"unit": "Alla tiders skola"}, 20, 10), ({"unit": "Ek"}, 31, 20), ({"unit": "Al"}, 12, 3)])
    assert found(table) == {"unit": {"Alla tiders skola"}}
    assert found(table, inner={"Alla tiders skola"}) == {}
    assert found(rows([({"unit": "Allaktivitetsskolan"}, 20, 10), ({"unit": "Ek"}, 31, 20)])) == {}


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("most", [4, 12, 60])
def test_cells_of_small_and_large_schools_are_not_taken_for_totals(seed: int, most: int) -> None:
    random = np.random.default_rng([seed, most])
    table = []
    for unit in range(int(random.integers(2, 40))):
        for sex in "FP":
            n = int(random.integers(0, most))
            table.append(({"unit": f"Skola {unit}", "sex": sex}, n, int(random.integers(0, n + 1))))
    assert found(rows(table)) == {}


@pytest.mark.parametrize("both", ["Sammanslaget", "Flickor och pojkar", "F + P", "Gemensamt"])
def test_a_total_of_one_school_alone_is_found(both: str) -> None:
    inner = [({"unit": u, "sex": s}, UNITS[u][0] + k, UNITS[u][1] - k) for u in UNITS for k, s in enumerate("FP")]
    assert found(rows([*inner, ({"unit": "Ek", "sex": both}, 51, 39)])) == {"sex": {both}}


@pytest.mark.parametrize("at", [0, 8])
def test_a_total_of_the_table_that_is_called_something_of_its_own_in_every_column_is_found(at: int) -> None:
    inner = [({"unit": u, "sex": s}, UNITS[u][0] + k, UNITS[u][1] - k) for u in UNITS for k, s in enumerate("FP")]
    total = ({"unit": "Hjo", "sex": "Alltihop"}, sum(n for _, n, _h in inner), sum(h for _, _n, h in inner))
    assert found(rows([*inner[:at], total, *inner[at:]])) == {"unit": {"Hjo"}}
    assert found(rows([*inner[:at], total, *inner[at:]]), inner={"Alltihop"}) == {}


def test_a_total_that_stands_alone_in_some_places_is_found_in_the_others() -> None:
    table = pivot(label="Hjo", both="Ihop")
    few = [k for k, row in enumerate(table.texts) if row["unit"] != "Hjo" or row["sex"] == "Ihop"]
    table = CellRows([table.texts[k] for k in few], [table.counts[k] for k in few], few)
    assert found(table) == {"unit": {"Hjo"}, "sex": {"Ihop"}}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("00000012", "12"),
        ("Götene skola", "Götene-skola"),
        ("Götene skola", "Götene skola."),
        ("8A", "8 a"),
        ("F", "K"),
    ],
)
def test_a_code_without_its_zeros_a_hyphen_and_another_word_for_girls_are_the_same_name(
    first: str, second: str
) -> None:
    others = [({"unit": "P"}, 9, 2)] if first == "F" else [({"unit": "Ek"}, 9, 2)]
    [one] = overlaps(rows([({"unit": first}, 25, 20), ({"unit": second}, 14, 11), *others]), ["unit"], {})
    assert (one.is_spelling, one.value, one.parts) == (True, first, (second,))


@pytest.mark.parametrize("names", [("7-9", "79"), ("A", "A-"), ("F", "K", "Q"), ("1.2", "12"), ("Ö", "O")])
def test_names_that_a_sign_tells_apart_are_two(names: tuple[str, ...]) -> None:
    assert found(rows([({"unit": name}, 20 + 7 * k, 11 + k) for k, name in enumerate(names)])) == {}


@pytest.mark.parametrize(
    "other",
    ["götene skola", "GÖTENE SKOLA", "Ｇötene skola", "Götene  Skola"],
    ids=["small", "capitals", "wide", "blank"],
)
def test_one_name_written_in_two_ways_is_told(other: str) -> None:
    table = rows([({"unit": "Götene skola"}, 25, 20), ({"unit": other}, 24, 20), ({"unit": "Ek"}, 9, 2)])
    [one] = overlaps(table, ["unit"], {})
    assert one.is_spelling
    assert one.lines == (2, 3)


def test_the_file_is_refused_with_rows_and_remedy_and_forms_of_a_letter_are_one() -> None:
    spec = NamedText("t.toml", 'dimensions = ["unit", "sex"]')
    lines = ["unit,sex,n,hits", "Nord,F,25,20", "Nord,P,24,20", "Nord,Totalt,49,40", "Syd,F,30,22", "Syd,P,31,25"]
    with pytest.raises(ProtectTableError) as refused:
        parse_table(NamedText("t.csv", "\n".join([*lines, "Syd,Totalt,61,47"])), spec)
    [problem] = refused.value.problems
    assert problem.startswith("t.csv: rad 4, 7, kolumn sex: ”Totalt” är summan av ”F” och ”P”. Ta bort de raderna")
    apart = unicodedata.normalize("NFD", "Götene")
    task = parse_table(NamedText("t.csv", f"unit,sex,n,hits\nGötene,F,25,20\n{apart}\u200b,P,24,20"), spec)
    assert [row for row in task.table.index if "Götene" in row]
    with pytest.raises(ProtectTableError, match="inner ska vara en lista"):
        parse_table(NamedText("t.csv", lines[0] + "\nA,F,1,1"), NamedText("t.toml", spec.text + "\ninner = 3"))


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_says_the_separator_is_no_heading(first: str) -> None:
    text = "\r\n".join([first, "unit;sex;n;hits", "Ek;F;25;20", "Ek;P;24;20", "Al;F;30;22", "Al;P;31;25"])
    task = parse_table(NamedText("t.csv", text), NamedText("t.toml", 'dimensions = ["unit", "sex"]'))
    assert sum(task.table.n) == 110
