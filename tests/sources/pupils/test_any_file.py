"""What holds of every file, whatever is in it: nothing is lost, and only what is in a line decides what is told of it."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from spiral.sources.pupils.check import Checked, check
from spiral.sources.pupils.form import Form, years
from tests.sources.pupils.judged import assert_all_rows_are_told, assert_nothing_secret, assert_shape, lines_of
from tests.sources.pupils.made_up import content, form_of, told

FORMS = [form_of(survey, year) for survey, known in years().items() for year in known]
#: Fields as they come: right codes of other columns, and what no column has.
STRANGE = st.sampled_from(
    [*"ABCDEF932YZ0148", "", " ", "77", "88", "99", "c", "C ", "Ｃ", "GE", "SPA", "spa", "Spanska", "12345678", "1E+11"]
    + ["2026-06-10", "2025-06-10", "46183", "201101011234", "20110101TF10", "20110101-1234", "Hemlig", "=1", "\t", "Ö"]
) | st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters='\r\n;"\x1a\x00\ufeff'), max_size=12)
#: What is told because of other lines than its own.
OF_MANY = {"duplicate", "group_spelling", "other_year", "moved", "shifted", "moved_languages", "moved_swedish"}
#: What is told of signs.
OF_SIGNS = {"wide", "encoding_lost", "encoding_twice", "encoding_mixed", "encoding_other", "unseen"}


@st.composite
def files(draw: st.DrawFn) -> tuple[Form, list[list[str]]]:
    """Lines of one form, most of them right, some with strange fields."""
    form = draw(st.sampled_from(FORMS))
    lines = lines_of(form, draw(st.integers(6, 14)))
    for _ in range(draw(st.integers(0, 5))):
        line = draw(st.sampled_from(lines[2:]))
        line[draw(st.integers(2, len(line) - 1))] = draw(STRANGE)
    return form, lines


def _judge(text: bytes) -> Checked:
    file = check("fil.txt", text)
    problems = [
        {
            "row": problem.row,
            "column": problem.column or None,
            "code": problem.code,
            "severity": problem.severity.value,
            "message": problem.message,
            "remedy": problem.remedy,
        }
        for problem in file.problems
    ]
    answer = {"file": "fil.txt", "survey": file.survey, "year": file.year, "rows": file.rows, "units": list(file.units)}
    assert_shape(answer | {"problems": problems})
    assert_all_rows_are_told(text, answer | {"problems": problems})
    return file


@given(st.binary(max_size=400))
def test_any_bytes_have_an_answer(text: bytes) -> None:
    assert _judge(text).survey is None


@given(
    st.sampled_from(FORMS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=30)), max_size=4)
)
def test_any_change_of_a_right_file_has_an_answer_and_loses_no_line(form: Form, changes: list) -> None:
    text = content(lines_of(form))
    for place, removed, added in changes:
        at = int(place * len(text))
        text = text[:at] + added + text[at + removed :]
    _judge(text)


@given(files())
def test_a_file_has_an_answer_and_names_no_pupil(given_file: tuple[Form, list[list[str]]]) -> None:
    form, lines = given_file
    file = _judge(content(lines))
    assert (file.survey, file.rows) == (form.survey, len(lines))
    for problem in file.problems:
        assert_nothing_secret(re.sub("”.”", "", problem.message))


@given(
    files(),
    st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_ends_of_lines_and_encodings_change_nothing_that_is_told(
    given_file: tuple[Form, list[list[str]]], ending: str, encoding: str
) -> None:
    _, lines = given_file
    other = "".join(";".join(line) + ending for line in lines).encode(encoding)
    assert _of_fields(check("fil.txt", other)) == _of_fields(check("fil.txt", content(lines)))


def _of_fields(file: Checked) -> list[tuple[int | None, str, str]]:
    return [problem for problem in told(file) if problem[2] not in OF_SIGNS]


@given(files(), st.randoms(use_true_random=False))
def test_lines_in_another_order_are_told_the_same_of(given_file: tuple[Form, list[list[str]]], random) -> None:
    _, lines = given_file
    order = list(range(len(lines)))
    random.shuffle(order)
    shuffled = _by_line(check("fil.txt", content([lines[place] for place in order])))
    assert Counter({(order[row], *rest): n for (row, *rest), n in shuffled.items()}) == _by_line(
        check("fil.txt", content(lines))
    )


@given(files(), st.data())
def test_two_halves_are_told_the_same_of_as_the_whole(
    given_file: tuple[Form, list[list[str]]], data: st.DataObject
) -> None:
    form, lines = given_file
    cut = data.draw(st.integers(3, len(lines) - 3))
    whole = _by_line(check("fil.txt", content(lines)))
    first, second = (check("fil.txt", content(half)) for half in (lines[:cut], lines[cut:]))
    if first.survey == second.survey == form.survey and first.year == second.year:
        moved = Counter({(row + cut, *rest): n for (row, *rest), n in _by_line(second).items()})
        assert _by_line(first) + moved == whole


def _by_line(file: Checked) -> Counter:
    """What is told of each line (from 0) because of what stands in it alone."""
    return Counter(
        (row - 1, column, code) for row, column, code in told(file) if row is not None and code not in OF_MANY
    )
