"""What SCB would say of a file, said before it is sent."""

from __future__ import annotations

import pytest

from spiral.sources.pupils.between_files import check_together
from spiral.sources.pupils.check import check
from spiral.sources.pupils.form import years
from spiral.sources.reading.problems import Severity
from tests.sources.pupils.made_up import UNIT, checked, content, form_of, person, right_line, right_lines, told

FORMS = [(survey, year) for survey, known in years().items() for year in known]
GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NP3, NP6, NP9 = form_of("np3"), form_of("np6"), form_of("np9")


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
    assert told(file) == [(None, "", "wide")]
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
        ("Skolenhetskod", "1234567", "unit_short"),
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "empty"),
        (b"\r\n\r\n;;;;\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04" + b"x" * 50, "other_kind"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "other_kind"),
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


def test_a_file_whose_tests_were_all_digital_is_not_the_narrower_form_when_a_line_is_wrong() -> None:
    digital = {column.name: "" for column in NP6.columns if column.digital}
    lines = [right_line(NP6, number, **digital) for number in range(8)]
    del lines[3][5]
    assert told(checked(lines)) == [(4, "", "fields")]
