"""Files become pupils: put together by survey and year, nobody twice, wrong fields in nobody's figure."""

from __future__ import annotations

from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Sex
from spiral.engine.measures.surveys import measures_of
from spiral.sources.pupils.check import check
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from spiral.sources.pupils.tables import pupils_of
from tests.sources.pupils.made_up import UNIT, content, form_of, right_line, right_lines

GRADES9, NP3 = form_of("betyg_ak9"), form_of("np3")


def pupils(*files: list[list[str]]) -> list:
    return pupils_of([table for lines in files if (table := check("fil", content(lines)).table)])


def test_files_of_one_survey_and_year_are_one_table() -> None:
    first, second = right_lines(GRADES9, 3), [right_line(GRADES9, n, Skolenhetskod="00000012") for n in (7, 8)]
    older = right_lines(form_of("betyg_ak9", 2025), 2)
    tables = pupils(first, older, second)
    assert [(table.survey, table.year, len(table)) for table in tables] == [
        ("betyg_ak9", 2025, 2),
        ("betyg_ak9", 2026, 5),
    ]
    assert tables[1].units == ("00000012", UNIT)
    assert tables[1].unit.tolist() == [1, 1, 1, 0, 0]
    assert tables[1].columns[:2] == ("Bl", "En")
    assert "Ovr" in tables[1].columns


def test_a_pupil_of_two_lines_is_taken_from_the_first_but_temporary_numbers_are_not_the_same_pupil() -> None:
    lines = [*right_lines(GRADES9, 2), right_line(GRADES9, 1, Ma="A")]
    temporary = [right_line(GRADES9, PersonNr="20110101TF20") for _ in range(2)]
    (table,) = pupils(lines, temporary)
    assert table.column("Ma").tolist() == [Code.C] * 4
    assert table.linkable.tolist() == [True, True, False, False]
    assert table.sex.tolist()[2:] == [Sex.GIRL, Sex.GIRL]


def test_wrong_fields_are_unknown_and_inexact_ones_are_read() -> None:
    lines = right_lines(GRADES9, 4)
    lines[0][3], lines[1][4], lines[2][12], lines[3][12] = "?", "skolan", "G", " c"
    (table,) = pupils(lines)
    assert table.sex[0] == Sex.UNKNOWN
    assert table.unit.tolist() == [0, -1, 0, 0]
    assert table.column("Ma").tolist() == [Code.C, Code.C, Code.WRONG, Code.C]
    assert table.born[0] == 0


def test_both_variants_of_a_test_are_one_table_and_what_a_file_has_no_column_for_leaves_nobody_outside() -> None:
    wide, narrow = right_lines(NP3, 1), [right_line(form_of("np3", variant=1), 5)]
    for files in ((wide, narrow), (narrow, wide)):
        (table,) = pupils(*files)
        assert sorted(table.column("MA_G1_PR").tolist()) == [Code.TOOK_PART, Code.NO_COLUMN]
        reached = next(
            measure for measure in measures_of(table, shipped_versions()[LETTERS]) if measure.name == "np3_ma"
        )
        assert reached.inside.tolist() == reached.value.tolist() == [True, True]
        assert table.groups == ("9A",)
