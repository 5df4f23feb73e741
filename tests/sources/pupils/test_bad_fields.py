"""Fields as they come from spreadsheets, keyboards and other years, one column or one row wrong at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.pupils.judged import Bad, every_field, file_of, judge, lines_of, with_field
from tests.sources.pupils.made_up import check_digit, content, form_of, person

GRADES9, GRADES6 = form_of("betyg_ak9"), form_of("betyg_ak6")
NP3, NP6, NP9 = form_of("np3"), form_of("np6"), form_of("np9")
SIX = range(1, 7)
NOBODY = (None,)
OWN = person(70, 2011)
ARABIC = "".join(chr(0x0660 + int(digit)) for digit in OWN)
WIDE = "".join(chr(0xFF10 + int(digit)) for digit in OWN)


def _number(value: str, *kinds: str) -> Bad:
    return Bad(with_field(GRADES9, "PersonNr", value), int(bool(kinds)), 6, {f"{kind} PersonNr": [3] for kind in kinds})


NUMBERS = {
    "none": _number("", "person_blank"),
    "a blank": _number(" ", "person_blank"),
    "a hyphen": _number(f"{OWN[:8]}-{OWN[8:]}", "person_inexact"),
    "a long hyphen": _number(f"{OWN[:8]}–{OWN[8:]}", "person_inexact"),
    "a blank inside": _number(f"{OWN[:8]} {OWN[8:]}", "person_inexact"),
    "a hard blank inside": _number(f"{OWN[:8]}\u00a0{OWN[8:]}", "person_inexact"),
    "a blank after": _number(f"{OWN} ", "person_inexact"),
    "ten digits": _number(OWN[2:], "person_inexact"),
    "ten digits and a hyphen": _number(f"{OWN[2:8]}-{OWN[8:]}", "person_inexact"),
    "a plus: more than a hundred years old": _number(f"{OWN[2:8]}+{OWN[8:]}", "person_year", "person_inexact"),
    "full-width digits": _number(WIDE, "person_inexact"),
    "Arabic digits": _number(ARABIC, "person_inexact"),
    "an apostrophe before": _number(f"'{OWN}", "person_inexact"),
    "a formula that is a text": Bad(
        with_field(GRADES9, "PersonNr", f'="{OWN}"'), 1, 6, {"quotes": [3], "person_form PersonNr": [3]}
    ),
    "the letter O for 0": _number(OWN.replace("0", "O"), "person_form"),
    "eleven digits": _number(OWN[:-1], "person_form"),
    "thirteen digits": _number(f"{OWN}1", "person_form"),
    "rounded by a spreadsheet": _number("2,01101E+11", "person_rounded"),
    "rounded by another": _number("2.0110101E+11", "person_rounded"),
    "a decimal": _number(f"{OWN}.0", "person_form"),
    "the last digits hidden": _number(f"{OWN[:8]}XXXX", "person_form"),
    "no such day": _number("201102301234", "person_date"),
    "no such month": _number("201113011234", "person_date"),
    "the year 1812": _number("181201011239", "person_year"),
    "the year 2029": _number("202901011230", "person_year"),
    "the check digit": _number(OWN[:-1] + str((int(OWN[-1]) + 1) % 10), "person_check"),
    "two digits in each other's place": _number(OWN[:9] + OWN[10] + OWN[9] + OWN[11], "person_check"),
    "a coordination number": _number("201101611" + "23" + check_digit("110161123")),
    "a coordination number of no day": _number("201101921" + "23" + check_digit("110192123"), "person_date"),
    "a temporary number": _number("20110101TF10"),
    "a temporary number in small letters": _number("20110101tf10", "person_inexact"),
    "half a temporary number": _number("20110101TF1", "person_form"),
    "an organisation": _number("162120000142", "person_date"),
}

PLACES = {
    "a unit without its zeros": Bad(
        with_field(GRADES9, "Skolenhetskod", "123456"), 1, 6, {"unit_short Skolenhetskod": [3]}
    ),
    "all units without their zeros": Bad(
        every_field(GRADES9, "Skolenhetskod", "123456"), 1, 6, {"unit_short Skolenhetskod": SIX}
    ),
    "a unit's name": Bad(with_field(GRADES9, "Skolenhetskod", "Skolan"), 1, 6, {"unit Skolenhetskod": [3]}),
    "a unit in quotes of a formula": Bad(
        with_field(GRADES9, "Skolenhetskod", "=12345678"), 1, 6, {"unit Skolenhetskod": [3]}
    ),
    "a day as a spreadsheet's number": Bad(
        every_field(GRADES9, "Datum", "46183"), 1, 6, {"day Datum": SIX, "no_day": NOBODY}
    ),
    "a day as it is spoken": Bad(with_field(GRADES9, "Datum", "10 juni 2026"), 1, 6, {"day Datum": [3]}),
    "a day in American": Bad(with_field(GRADES9, "Datum", "06/10/2026"), 1, 6, {"day Datum": [3]}),
    "a day with a clock": Bad(with_field(GRADES9, "Datum", "2026-06-10 12:00"), 1, 6, {"day Datum": [3]}),
    "a day that is not": Bad(with_field(GRADES9, "Datum", "2026-02-30"), 1, 6, {"day Datum": [3]}),
    "a day in thousands of years": Bad(
        every_field(GRADES9, "Datum", "9999-12-31"), 1, 6, {"day Datum": SIX, "no_day": NOBODY}
    ),
    "days together": Bad(every_field(GRADES9, "Datum", "20260610"), 1, 6, {"day Datum": SIX}),
    "last year's row": Bad(with_field(GRADES9, "Datum", "2025-06-10"), 0, 6, {"other_year Datum": [3]}),
    "a year without a form": Bad(every_field(GRADES9, "Datum", "2023-06-10"), 0, 6, {"other_form": NOBODY}),
    "a class of ten digits": Bad(every_field(GRADES9, "Klass", "9999999999"), 0, 6, {"group_number Klass": SIX}),
    "a class rounded by a spreadsheet is not a number": Bad(with_field(GRADES9, "Klass", "1E+10"), 0, 6),
    "a number for a class": Bad(with_field(GRADES9, "Klass", OWN), 0, 6, {"group_number Klass": [3]}),
    "a class in two spellings": Bad(with_field(GRADES9, "Klass", "9a"), 0, 6, {"group_spelling Klass": [3]}),
    "a name in two spellings for a class": Bad(
        content(
            [
                line[:5] + [name, *line[6:]]
                for line, name in zip(lines_of(GRADES9), ["Hemlig", "hemlig"] * 3, strict=True)
            ]
        ),
        0,
        6,
        {"group_spelling Klass": [2, 4, 6]},
    ),
    "a class for last year's form": Bad(
        every_field(form_of("betyg_ak9", 2025), "Klass", "K" * 21), 0, 6, {"long Klass": SIX}
    ),
    "no class": Bad(with_field(GRADES9, "Klass", ""), 0, 6, {"text_blank Klass": [3]}),
    "a formula for a name": Bad(with_field(GRADES9, "Fornamn", "=HYPERLINK(1)"), 0, 6, {"formula Fornamn": [3]}),
    "a number for a name": Bad(with_field(GRADES9, "Efternamn", OWN), 0, 6, {"name_digits Efternamn": [3]}),
    "a name of 21 signs": Bad(with_field(GRADES9, "Efternamn", "Ö" * 21), 0, 6, {"long Efternamn": [3]}),
    "a name for a grade": Bad(with_field(GRADES9, "Bl", "Bo"), 1, 6, {"code Bl": [3]}),
    "a name for a language": Bad(with_field(GRADES9, "M2 (språk)", "Eva"), 0, 6, {"language_alone M2 (språk)": [3]}),
    "numbers and units in each other's place": Bad(
        content([[*line[:3], line[4], line[3], *line[5:]] for line in lines_of(GRADES9)]),
        1,
        6,
        {"moved PersonNr": NOBODY, "person_form PersonNr": SIX, "unit Skolenhetskod": SIX},
    ),
}


def _grade(value: str, kind: str) -> Bad:
    return Bad(with_field(GRADES9, "Ma", value), 1, 6, {f"{kind} Ma": [3]})


CODES = {
    "a small letter": _grade("c", "code_inexact"),
    "a letter and a blank": _grade("C ", "code_inexact"),
    "a full-width letter": _grade("Ｃ", "code_inexact"),
    "a Greek letter that looks the same": _grade("Α", "code"),
    "a Cyrillic letter that looks the same": _grade("С", "code"),
    "an old grade": _grade("MVG", "code"),
    "a grade and a sign": _grade("C+", "code"),
    "a formula": _grade("=C", "code"),
    "a streck as a streck": _grade("-", "code"),
    "points": _grade("15", "code"),
    "a code of year 6": _grade("Y", "code"),
    "2 where all are graded": _grade("2", "code"),
    "a blank": _grade("", "blank"),
    "a blank that is written": _grade(" ", "blank"),
    "an error of a spreadsheet": _grade("#REF!", "code"),
    "no value of a database": _grade("NULL", "code"),
    "adapted in sign language": Bad(with_field(GRADES9, "Tn", "3"), 1, 6, {"code Tn": [3]}),
    "neither Sv nor Sva": Bad(with_field(GRADES9, "Sv", "2"), 1, 6, {"neither Sv": [3]}),
    "both Sv and Sva": Bad(with_field(GRADES9, "Sva", "C"), 1, 6, {"both Sv": [3]}),
    "a grade without its language": Bad(
        with_field(GRADES9, "M2 (betyg)", "C"), 1, 6, {"language_missing M2 (språk)": [3]}
    ),
    "a language in words": Bad(with_field(GRADES9, "M2 (språk)", "Spanska"), 1, 6, {"language_form M2 (språk)": [3]}),
    "grades for languages": Bad(
        content(
            [
                [*line[:15], line[16], line[15], *line[17:]]
                for line in lines_of(GRADES9, M2_language="SPA", M2_grade="B")
            ]
        ),
        1,
        6,
        {"moved M2 (språk)": NOBODY, "language_grade M2 (språk)": SIX, "code M2 (betyg)": SIX},
    ),
    "the pupils' choice among the school's": Bad(
        content(
            [
                *lines_of(GRADES9, 20, M2_language="SPA", M2_grade="B"),
                *lines_of(GRADES9, 26, M1_language="SPA", M1_grade="B", Skolenhetskod="00000017")[20:],
            ]
        ),
        0,
        26,
        {"moved_languages M1 (betyg)": NOBODY, "school_choice M1 (betyg)": range(21, 27)},
    ),
    "Sv and Sva in each other's place": Bad(
        file_of(GRADES9, 12, Sv="2", Sva="C"), 0, 12, {"moved_swedish Sva": NOBODY}
    ),
    "no science at all in year 6": Bad(
        content(
            [
                [
                    ("2" if name in ("No", "Bi", "Fy", "Ke") else field)
                    for name, field in zip([c.name for c in GRADES6.columns], line, strict=True)
                ]
                for line in lines_of(GRADES6)
            ]
        ),
        1,
        6,
        {"no_block No": SIX},
    ),
    "a block and a subject": Bad(
        with_field(GRADES6, "No", "C"), 1, 6, {f"block_both {name}": [3] for name in ("Bi", "Fy", "Ke")}
    ),
    "a subject that is left out of its block": Bad(with_field(GRADES6, "Ge", "2"), 1, 6, {"block_part Ge": [3]}),
    "a test of paper that is blank": Bad(with_field(NP9, "MA_PROVB", ""), 1, 6, {"blank MA_PROVB": [3]}),
    "a digital test half blank": Bad(with_field(NP9, "NO_PROVB", ""), 1, 6, {"blank_part NO_PROVB": [3]}),
    "a digital test half blank in year 6": Bad(with_field(NP6, "SV_PROVB", ""), 1, 6, {"blank_part SV_PROVB": [3]}),
    "a blank in year 3": Bad(with_field(NP3, "MA_A_PR", ""), 1, 6, {"blank MA_A_PR": [3]}),
    "points above the most": Bad(with_field(NP3, "MA_B_POANG", "18"), 1, 6, {"points MA_B_POANG": [3]}),
    "points below the least": Bad(with_field(NP9, "EN_A_PRP", "0"), 1, 6, {"points EN_A_PRP": [3]}),
    "a decimal of points": Bad(with_field(NP3, "MA_B_POANG", "1,5"), 1, 6, {"points MA_B_POANG": [3]}),
    "a subject that the test does not have": Bad(with_field(NP9, "NO_PROV", "GE"), 1, 6, {"code NO_PROV": [3]}),
    "a substitute and a grade": Bad(with_field(NP9, "MA_B_DELT", "77"), 0, 6, {"substitute MA_PROVB": [3]}),
    "absent from a part and graded": Bad(with_field(NP9, "MA_B_DELT", "99"), 0, 6, {"not_all_parts MA_PROVB": [3]}),
    "a substitute in a part that has none": Bad(with_field(NP9, "MA_A_DELT", "77"), 1, 6, {"code MA_A_DELT": [3]}),
}


@pytest.mark.parametrize("bad", NUMBERS.values(), ids=NUMBERS)
def test_a_number_that_is_not_as_scb_wants_it_is_told(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)


@pytest.mark.parametrize("bad", PLACES.values(), ids=PLACES)
def test_days_units_classes_and_names(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)


@pytest.mark.parametrize("bad", CODES.values(), ids=CODES)
def test_codes_and_the_rules_between_them(bad: Bad, tmp_path: Path, capsys) -> None:
    judge(bad, tmp_path, capsys)
