"""What SCB would say of a file, said before it is sent."""

from __future__ import annotations

import pytest

from spiral.sources.pupils.check import Checked, check, check_together
from spiral.sources.pupils.form import years
from spiral.sources.reading.problems import Severity
from tests.sources.pupils.made_up import UNIT, content, form_of, person, right_line, right_lines

FORMS = [(survey, year) for survey, known in years().items() for year in known]
GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NP3, NP6, NP9 = form_of("np3"), form_of("np6"), form_of("np9")


def checked(lines: list[list[str]], encoding: str = "utf-8") -> Checked:
    return check("fil.txt", content(lines, encoding))


def told(file: Checked) -> list[tuple[int | None, str, str]]:
    """Row, column and kind of every problem."""
    return [(problem.row, problem.column, problem.code) for problem in file.problems]


@pytest.mark.parametrize(("survey", "year"), FORMS)
def test_a_right_file_of_every_form_passes_without_a_word(survey: str, year: int) -> None:
    file = checked(right_lines(form_of(survey, year), 30))
    assert told(file) == []
    assert (file.survey, file.year, file.rows, file.units) == (survey, year, 30, (UNIT,))
    assert file.ok


@pytest.mark.parametrize(("survey", "width"), [("np3", 31), ("np6", 23)])
def test_the_narrower_variants_of_the_tests_are_read_and_told(survey: str, width: int) -> None:
    form = form_of(survey, variant=1)
    file = checked(right_lines(form, 5))
    assert len(form.columns) == width
    assert told(file) == [(None, "", "variant")]
    assert (file.survey, file.rows, file.ok) == (survey, 5, True)


def test_each_year_has_its_own_form_and_another_year_is_read_by_the_nearest() -> None:
    lines = right_lines(GRADES9, 3)
    for line in lines:
        line[1] = "2023-06-12"
    file = checked(lines)
    assert told(file) == [(None, "", "other_form")]
    assert "2025" in file.problems[0].message
    assert (file.survey, file.year, file.ok) == ("betyg_ak9", 2023, True)


def test_the_class_may_be_longer_since_the_form_of_2026() -> None:
    long_name = "Nian på Exempelskolan A"
    for year, codes in ((2025, ["long"]), (2026, [])):
        lines = right_lines(form_of("betyg_ak9", year), 2, Klass=long_name)
        assert [code for _, _, code in told(checked(lines))] == codes * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_both_encodings_are_read(encoding: str) -> None:
    file = checked(right_lines(GRADES9, 2, Fornamn="Åsa-Märta", Klass="Nö 9"), encoding)
    assert told(file) == []


def test_utf16_is_read_and_refused() -> None:
    file = checked(right_lines(GRADES9, 2), "utf-16")
    assert told(file) == [(None, "", "utf16")]
    assert not file.ok


def test_a_heading_that_was_pasted_in_is_understood_wherever_it_stands() -> None:
    heading = [column.name for column in GRADES9.columns]
    file = checked([heading, *right_lines(GRADES9, 2), heading, right_line(GRADES9, 7)])
    assert told(file) == [(1, "", "heading"), (4, "", "heading")]
    assert file.rows == 3


def test_headings_in_another_order_are_an_error() -> None:
    heading = [column.name for column in GRADES9.columns]
    heading[8], heading[9] = heading[9], heading[8]
    file = checked([heading, *right_lines(GRADES9, 2)])
    assert told(file) == [(1, "", "heading_order")]
    assert not file.ok


def test_blank_lines_between_two_joined_files_are_left_out_and_rows_are_physical_lines() -> None:
    first, second = right_lines(GRADES9, 2)
    second[8] = "G"
    text = content([first]) + b"\r\n;;;\r\n" + content([second]) + b"\r\n\r\n"
    file = check("fil.txt", text)
    assert told(file) == [(2, "", "blank_line"), (3, "", "blank_line"), (4, "Bl", "code")]
    assert file.rows == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_read(ending: str) -> None:
    lines = right_lines(GRADES9, 3)
    lines[1][8] = "G"
    text = ending.join(";".join(line) for line in lines)
    assert told(check("fil.txt", text.encode())) == [(2, "Bl", "code")]


def test_a_semicolon_inside_a_name_is_understood() -> None:
    file = checked([right_line(GRADES9, Efternamn="von; Exempel"), right_line(GRADES9, 1)])
    assert told(file) == [(1, "Efternamn", "name_semicolon")]
    assert file.rows == 2
    quoted = checked([right_line(GRADES9, Efternamn='"von; Exempel"'), right_line(GRADES9, 1)])
    assert told(quoted) == [(1, "", "quotes")]


def test_ovr_in_either_spelling_is_the_same_subject() -> None:
    heading = [column.name.upper() for column in GRADES9.columns]
    file = checked([heading, *right_lines(GRADES9, 2)])
    assert told(file) == [(1, "", "heading")]


def test_a_line_with_another_number_of_fields_is_told_and_left_out() -> None:
    lines = right_lines(GRADES9, 4)
    del lines[1][20]
    lines[2].insert(20, "C")
    file = checked(lines)
    assert told(file) == [(2, "", "fields"), (3, "", "fields")]
    assert "32" in file.problems[0].message
    assert file.rows == 2


def test_a_whole_file_that_lost_a_column_is_still_recognised_and_every_line_told() -> None:
    lines = right_lines(GRADES9, 12)
    for line in lines:
        del line[20]
    file = checked(lines)
    assert file.survey == "betyg_ak9"
    assert told(file) == [(row, "", "fields") for row in range(1, 13)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("PersonNr", "", "person_blank"),
        ("PersonNr", "1234", "person_form"),
        ("PersonNr", "20100101-" + person(0)[8:], "person_inexact"),
        ("PersonNr", person(0)[2:], "person_inexact"),
        ("PersonNr", "２" + person(0)[1:], "person_inexact"),
        ("PersonNr", "201104310015", "person_date"),
        ("PersonNr", "202901011230", "person_year"),
        ("PersonNr", "181201011239", "person_year"),
        ("PersonNr", person(0)[:-1] + str((int(person(0)[-1]) + 1) % 10), "person_check"),
        ("PersonNr", person(0, 1985), "person_age"),
        ("PersonNr", "20110101TF1", "person_form"),
        ("Skolenhetskod", "1234567", "unit"),
        ("Skolenhetskod", "123456789", "unit"),
        ("Skolenhetskod", "", "unit"),
        ("Datum", "2026-06-31", "day"),
        ("Datum", "10/6 2026", "day"),
        ("Datum", "46183", "day"),
        ("Datum", "2025-06-10", "other_year"),
        ("Klass", "", "text_blank"),
        ("Fornamn", "7A", "name_digits"),
        ("Efternamn", "E" * 21, "long"),
        ("Bl", "G", "code"),
        ("Bl", "", "blank"),
        ("Bl", "2", "code"),
        ("Bl", "99", "code"),
        ("Bl", "C ", "code_inexact"),
        ("Bl", "c", "code_inexact"),
        ("Bl", "Ｃ", "code_inexact"),
        ("Bl", "Y", "code"),
        ("Bl", "=C", "code"),
    ],
)
def test_one_wrong_field_is_told_once_with_its_row_and_column(field: str, value: str, code: str) -> None:
    lines = right_lines(GRADES9, 20)
    lines[4] = right_line(GRADES9, 4, **{field: value})
    assert told(checked(lines)) == [(5, field, code)]


@pytest.mark.parametrize("value", [person(0)[:6] + "61" + "1235", "20110101TF10", "20110101TF21"])
def test_coordination_numbers_and_temporary_numbers_pass(value: str) -> None:
    if value[6:8] == "61":
        value = "201001611" + "23" + "5"
        value = value[:11] + _check(value[2:11])
    assert told(checked([right_line(GRADES9, PersonNr=value)])) == []


def _check(nine: str) -> str:
    from tests.sources.pupils.made_up import check_digit

    return check_digit(nine)


def test_a_pupil_who_stands_twice_is_told_with_the_first_row() -> None:
    lines = [*right_lines(GRADES9, 3), right_line(GRADES9, 1, Bl="A"), right_line(GRADES9, 1)]
    file = checked(lines)
    assert told(file) == [(4, "PersonNr", "duplicate"), (5, "PersonNr", "duplicate")]
    assert all("rad 2" in problem.message for problem in file.problems)


def test_a_pupil_who_stands_twice_in_two_spellings_is_told_too() -> None:
    hyphenated = person(1, 2011)[:8] + "-" + person(1, 2011)[8:]
    file = checked([*right_lines(GRADES9, 3), right_line(GRADES9, PersonNr=hyphenated)])
    assert told(file) == [(4, "PersonNr", "duplicate"), (4, "PersonNr", "person_inexact")]


def test_a_pupil_who_stands_in_two_files_of_one_survey_is_told_in_the_later() -> None:
    first, second = checked(right_lines(GRADES9, 3)), checked(right_lines(GRADES9, 2))
    other = checked(right_lines(NP9, 2))
    renamed = [check(f"{name}.txt", b"") for name in "ab"]
    assert [file.problems[0].code for file in renamed] == ["empty", "empty"]
    again = check("fil 2.txt", content(right_lines(GRADES9, 2)))
    result = check_together([first, other, again])
    assert [len(file.problems) for file in result] == [0, 0, 2]
    assert result[2].problems[0].message == "Eleven står också i fil.txt, rad 1."
    assert check_together([second])[0].problems == ()


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
    assert "”9A” och ”9a”" in file.problems[0].message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty"),
        (b"\r\n\r\n;;;;\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04" + b"x" * 50, "workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "workbook"),
        (b"%PDF-1.7", "other_kind"),
        (b"<html></html>", "other_kind"),
        (b"en;helt;annan;fil\n1;2;3;4\n", "unrecognised"),
        (b"\0" * 5000, "empty"),
        (bytes(range(256)) * 20, "unrecognised"),
    ],
)
def test_what_is_no_file_for_scb_is_named(text: bytes, code: str) -> None:
    file = check("fil.txt", text)
    assert told(file) == [(None, "", code)]
    assert (file.survey, file.year, file.rows, file.ok) == (None, None, 0, False)


def test_as_many_columns_as_a_form_is_not_enough_to_be_it() -> None:
    for form in (GRADES9, GRADES6, NP9, NP6, NP3):
        words = [["ord"] * len(form.columns)] * 30
        assert told(checked(words)) == [(None, "", "unrecognised")]


@pytest.mark.parametrize("sign", ["\t", ",", "|"])
def test_another_separator_is_named(sign: str) -> None:
    text = content(right_lines(GRADES9, 4)).replace(b";", sign.encode())
    assert told(check("fil.txt", text)) == [(None, "", "separator")]


def test_no_sentence_has_a_name_or_a_number_of_a_pupil() -> None:
    lines = right_lines(GRADES9, 3, Fornamn="Hemlighilda", Efternamn="Hemligström;x")
    lines[1][3], lines[2][8], lines[2][3] = "Hemlig", "Hemlig", person(1, 2011)
    file = checked(lines)
    assert len(file.problems) > 3
    for problem in file.problems:
        assert "hemlig" not in f"{problem.message} {problem.remedy}".lower()
        assert person(1, 2011) not in f"{problem.message} {problem.remedy}"


def test_a_thousand_faults_are_a_thousand_problems() -> None:
    lines = right_lines(GRADES9, 1000, Bl="G")
    file = checked(lines)
    assert told(file) == [(row, "Bl", "code") for row in range(1, 1001)]
    assert {problem.severity for problem in file.problems} == {Severity.ERROR}
