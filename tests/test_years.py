"""No year stands in code or in a template: a new school year's figures need no programmer (decisions/0017)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "spiral"
#: 2001–2099 between other signs than digits, so also in "2024/25", "slutar 2022" and "våren 2026".
YEAR = re.compile(r"(?<![\w#.])20(?!00)[0-9]{2}(?![0-9]|\.[0-9])")
#: Numbers that look like years: place → (the number, why it is none).
NO_YEARS = {
    "sources/register/places.py": ("2021", "the first digits of the state's organisation numbers"),
    "sources/minutes/word_seen.py": ("2006", "in the address of Word's vocabulary"),
    "sources/minutes/word_text.py": ("2006", "in the address of Word's vocabulary"),
}
#: What a template's author writes to its readers.
_REMARK = re.compile(r"\{#.*?#\}|\{% comment .*?endcomment %\}|<!--.*?-->", re.DOTALL)


def years_in_code(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every year in a constant that is no docstring; comments are no part of the tree."""
    tree = ast.parse(source)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or node in docstrings or isinstance(node.value, bool):
            continue
        if isinstance(node.value, str | int):
            for match in YEAR.finditer(str(node.value)):
                yield node.lineno, match.group()


def years_in_template(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every year outside remarks."""
    bare = _REMARK.sub(lambda remark: "\n" * remark.group().count("\n"), text)
    for number, line in enumerate(bare.splitlines(), start=1):
        for match in YEAR.finditer(line):
            yield number, match.group()


def test_no_year_stands_in_code_or_templates() -> None:
    code = [p for p in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(p.parts)]
    templates = [p for p in PACKAGE.rglob("templates/**/*") if p.is_file()]
    scripts = list(PACKAGE.rglob("static/**/*.js"))
    assert len(code) > 300
    assert len(templates) > 100
    found = []
    for path in sorted([*code, *templates, *scripts]):
        place = path.relative_to(PACKAGE).as_posix()
        read = years_in_code if path.suffix == ".py" else years_in_template
        for line, year in read(path.read_text(encoding="utf-8")):
            if year != NO_YEARS.get(place, ("",))[0]:
                found.append(f"{place}:{line}: {year}")
    assert found == []


@pytest.mark.parametrize("place", NO_YEARS)
def test_what_is_excused_is_there(place: str) -> None:
    found = {year for _line, year in years_in_code((PACKAGE / place).read_text(encoding="utf-8"))}
    assert found == {NO_YEARS[place][0]}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('COUNTED = "2024/25"', ["2024"]),
        ("row = gap_row(merit, until=2025)", ["2025"]),
        ('text = _("Koladas värden slutar 2022 här")', ["2022"]),
        ('text = f"Skriv våren {term} 2026."', ["2026"]),
        ('message = "skriv till exempel 2026-12-04"', ["2026"]),
        ('"""Of 2024/25."""\n# and of 2025\nYEAR = 1', []),
        ("def f():\n    '''From 2022.'''\n    return 2000, 2100, '#2024ff', 'a2024', 12025", []),
    ],
)
def test_a_year_in_code_is_found_and_one_in_a_docstring_is_not(source: str, found: list[str]) -> None:
    assert [year for _line, year in years_in_code(source)] == found


def test_a_year_in_a_template_is_found_and_one_in_a_remark_is_not() -> None:
    text = '{# since 2022 #}\n<p maxlength="2000">läsåret 2024/25</p>\n{% comment "x" %}\n2023\n{% endcomment %}\n<b>2026</b>'
    assert list(years_in_template(text)) == [(2, "2024"), (6, "2026")]
