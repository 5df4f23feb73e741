"""What two columns of a line can disagree about, and what is seen only over many lines."""

from __future__ import annotations

import pytest

from tests.sources.pupils.made_up import checked, form_of, right_line, right_lines, told

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NP3, NP6, NP9 = form_of("np3"), form_of("np6"), form_of("np9")


#: Fields of one pupil → what is told, in betyg_ak9.
GRADE_RULES = [
    ({"Sv": "2", "Sva": "2"}, [("Sv", "neither")]),
    ({"Sv": "C", "Sva": "D"}, [("Sv", "both")]),
    ({"Sv": "2", "Sva": "9"}, []),
    ({"Sv": "2", "Sva": "3"}, []),
    ({"Sv": "", "Sva": "2"}, [("Sv", "blank")]),
    ({"M2_language": "SPA", "M2_grade": "B"}, []),
    ({"M2_grade": "B"}, [("M2 (språk)", "language_missing")]),
    ({"M2_grade": "9"}, [("M2 (språk)", "language_missing")]),
    ({"M2_language": "SPA"}, [("M2 (språk)", "language_alone")]),
    ({"M2_language": "SPA", "M2_grade": "3"}, []),
    ({"M2_grade": "3"}, [("M2 (språk)", "language_adapted")]),
    ({"M2_language": "SPA", "M2_grade": ""}, [("M2 (betyg)", "blank")]),
    ({"M2_language": "SPANSKA", "M2_grade": "B"}, [("M2 (språk)", "language_form")]),
    ({"M2_language": "S1", "M2_grade": "B"}, [("M2 (språk)", "language_form")]),
    ({"M2_language": "B", "M2_grade": "B"}, [("M2 (språk)", "language_grade")]),
    ({"ML_language": "ARA", "ML_grade": "C"}, []),
    ({"M1_language": "SPA", "M1_grade": "C"}, [("M1 (betyg)", "school_choice")]),
    (
        {"M2_language": "ARA", "M2_grade": "A", "ML_language": "SPA", "ML_grade": "C"},
        [("M2 (språk)", "languages_swapped")],
    ),
]


@pytest.mark.parametrize(("fields", "expected"), GRADE_RULES)
def test_rules_between_the_columns_of_grades(fields: dict[str, str], expected: list[tuple[str, str]]) -> None:
    lines = right_lines(GRADES9, 6)
    lines[2] = right_line(GRADES9, 2, **fields)
    assert told(checked(lines)) == [(3, column, code) for column, code in expected]


#: The same in betyg_ak6, whose science and social subjects may be blocks.
BLOCK_RULES = [
    ({"No": "C", "Bi": "2", "Fy": "2", "Ke": "2"}, []),
    ({"No": "2", "Bi": "2", "Fy": "2", "Ke": "2"}, [("No", "no_block")]),
    ({"No": "2", "Bi": "2", "Fy": "C", "Ke": "C"}, [("Bi", "block_part")]),
    ({"No": "C", "Bi": "C", "Fy": "2", "Ke": "2"}, [("Bi", "block_both")]),
    ({"So": "9", "Ge": "2", "Hi": "2", "Re": "2", "Sh": "2"}, []),
    ({"Ge": "Z", "Hi": "Z", "Re": "Z"}, []),
    ({"Ge": "2"}, [("Ge", "block_part")]),
]


@pytest.mark.parametrize(("fields", "expected"), BLOCK_RULES)
def test_a_block_is_graded_or_its_subjects_are(fields: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert told(checked([right_line(GRADES6, **fields)])) == [(1, column, code) for column, code in expected]


def _test(area: str, value: str, form: object = NP9) -> dict[str, str]:
    return {column.name: value for column in form.columns if column.area == area}  # type: ignore[attr-defined]


def test_a_digital_test_is_blank_from_end_to_end_and_says_nothing() -> None:
    assert told(checked([right_line(NP9, **_test("NO", ""), **_test("SO", ""))])) == []
    assert told(checked([right_line(NP6, **_test("SV", "", NP6), **_test("EN", "", NP6))])) == []


def test_a_blank_is_an_error_where_the_form_has_no_digital_test() -> None:
    for form, area, count in ((NP9, "EN", 4), (NP3, "MA", 17), (NP6, "MA", 6)):
        file = checked([right_line(form, **_test(area, "", form))])
        assert [code for _, _, code in told(file)].count("blank") == count
        assert not file.ok


def test_a_digital_test_that_is_partly_blank_is_an_error_in_each_blank_field() -> None:
    fields = _test("NO", "") | {"NO_PROVB": "C"}
    names = [column.name for column in NP9.columns if column.area == "NO"][:-1]
    assert told(checked([right_line(NP9, **fields)])) == [(1, name, "blank_part") for name in names]


@pytest.mark.parametrize(
    ("form", "fields", "expected"),
    [
        (NP9, {"MA_B_DELT": "77", "MA_PROVB": "77"}, []),
        (NP9, {"MA_B_DELT": "77", "MA_PROVB": "C"}, [("MA_PROVB", "substitute")]),
        (NP9, {"MA_B_DELT": "77", "MA_A_DELT": "99", "MA_PROVB": "99"}, [("MA_PROVB", "substitute")]),
        (NP9, {"MA_B_DELT": "99"}, [("MA_PROVB", "not_all_parts")]),
        (NP9, {"MA_PROVB": "99"}, [("MA_PROVB", "all_parts")]),
        (NP9, {"SV_A_PRP": "19"}, [("SV_A_PRP", "points")]),
        (NP9, {"SV_A_PRP": "18"}, []),
        (NP9, {"EN_A_PRP": "0"}, [("EN_A_PRP", "points")]),
        (NP9, {"SV_KURSPLAN": "3"}, [("SV_KURSPLAN", "code")]),
        (NP3, {"MA_A_PR": "77"}, [("MA_A_PR", "code")]),
        (NP3, {"MA_A_PR": "0", "SV_A_PR": "88"}, []),
        (NP3, {"MA_G2_POANG": "13"}, [("MA_G2_POANG", "points")]),
    ],
)
def test_rules_between_the_columns_of_tests(form: object, fields: dict[str, str], expected: list) -> None:
    line = right_line(form, **fields)  # type: ignore[arg-type]
    assert told(checked([line])) == [(1, column, code) for column, code in expected]


def test_two_columns_that_have_changed_places_are_told_for_the_whole_file() -> None:
    lines = right_lines(GRADES9, 20, M2_language="SPA", M2_grade="B")
    for line in lines:
        line[15], line[16] = line[16], line[15]
    file = checked(lines)
    assert file.problems[0].code == "moved"
    assert file.problems[0].message == "M2 (språk) och M2 (betyg) ser ut att ha bytt plats på alla 20 rader."


def test_languages_of_a_unit_that_have_changed_places_never_pass_without_a_word() -> None:
    lines = right_lines(GRADES9, 20, M2_language="SPA", M2_grade="B")
    for line in lines:
        line[13:15], line[15:17] = line[15:17], line[13:15]
    codes = [code for _, _, code in told(checked(lines))]
    assert codes == ["moved_languages", *["school_choice"] * 20]


def test_a_class_written_in_two_ways_is_told_where_it_is_the_less_usual() -> None:
    lines = right_lines(GRADES9, 6)
    lines[3][5] = "9a"
    file = checked(lines)
    assert told(file) == [(4, "Klass", "group_spelling")]
    assert "än på rad 1" in file.problems[0].message
