"""A school in depth: its figures beside last year's, girls and boys, grades in every subject, grades against tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.documents.blocks import Exhibit, Paragraph, Section
from spiral.documents.table import Cell, Table
from spiral.engine.measures.codes import Code
from spiral.engine.measures.differences import GroupDifference, more_than_the_opposite
from spiral.engine.measures.pupils import Pupils, Sex
from spiral.engine.measures.subjects import subject_codes
from spiral.engine.numbers import number
from spiral.ground import words
from spiral.see.pupils.pages.cells import ALL, BOYS, GIRLS, Cells, cells_of
from spiral.see.pupils.pages.exhibits import difference_row, figure_row
from spiral.see.pupils.pages.names import MEASURES, SUBJECTS, TESTS

#: A group of fewer than these says nothing of girls and boys.
FEWEST = 5
_POINTS_OF = {"sv": "Sv", "ma": "Ma", "en": "En"}
_GRADES = (Code.NO_BASIS, Code.F, Code.E, Code.D, Code.C, Code.B, Code.A)


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """The whole page."""

    name: str
    title: str
    year: int
    pupils: int
    girls: int
    boys: int
    sections: tuple[Section, ...]


def school_page(name: str, survey: str, now: Pupils, before: Pupils | None, tests: Pupils | None) -> SchoolPage:
    """A school's pupils of one survey of grades, the year before's, and the same spring's tests."""
    cells = cells_of(now)
    earlier = (str(before.year), cells_of(before)) if before is not None else None
    sections = [
        Section(_("Resultaten"), _figures(name, now, cells, earlier), key="figures"),
        Section(_("Flickor minus pojkar"), _with_chance(_girls_and_boys(name, cells)), key="sexes"),
        Section(_("Betyg i varje ämne"), [_grades(now)], key="grades"),
    ]
    if tests is not None:
        sections.append(
            Section(_("Betyg mot nationellt prov"), _with_chance(_against_tests(name, tests, now)), key="tests")
        )
    return SchoolPage(
        name=name,
        title=year_title(survey),
        year=now.year,
        pupils=len(now),
        girls=int((now.sex == Sex.GIRL).sum()),
        boys=int((now.sex == Sex.BOY).sum()),
        sections=tuple(section for section in sections if section.blocks),
    )


def _with_chance(rows: list[Exhibit]) -> list[Paragraph | Exhibit]:
    """Rows that say what is clear, and how often chance alone says so."""
    return [Paragraph(_("Ungefär ett av tjugo sådana utslag beror på slumpen."), dim=True), *rows] if rows else []


def year_title(survey: str) -> str:
    """The year of school that a survey of grades is of."""
    return _("Årskurs 9") if survey == "betyg_ak9" else _("Årskurs 6")


def _unit(measure: str) -> str:
    return _("poäng") if measure.startswith(("merit", "grade_points")) else "%"


def _figures(name: str, now: Pupils, cells: Cells, earlier: tuple[str, Cells] | None) -> list[Exhibit]:
    rows = []
    for measure, heading in MEASURES.items():
        cell = cells.get((measure, ALL))
        if cell is None or cell.n < FEWEST:
            continue
        then = earlier[1].get((measure, ALL)) if earlier else None
        last = (earlier[0], then) if earlier and then is not None else None
        rows.append(figure_row(measure, str(heading), f"{name}, {now.year}", cell, last, _unit(measure)))
    return rows


def _girls_and_boys(name: str, cells: Cells) -> list[Exhibit]:
    """The same measures, and the points of three subjects; zero in the same place in all that share a unit."""
    headings = {measure: str(heading) for measure, heading in MEASURES.items()}
    headings |= {
        f"grade_points_{word}": _("%(subject)s, betygspoäng") % {"subject": SUBJECTS[subject]}
        for word, subject in _POINTS_OF.items()
    }
    gaps: dict[str, GroupDifference] = {}
    for measure in headings:
        girls, boys = cells.get((measure, GIRLS)), cells.get((measure, BOYS))
        if girls and boys and min(girls.n, boys.n) >= FEWEST and (gap := girls.minus(boys)):
            gaps[measure] = gap
    rows = []
    for measure, gap in gaps.items():
        girls, boys = cells[measure, GIRLS], cells[measure, BOYS]
        alike = [other for of, other in gaps.items() if _scale(of) == _scale(measure)]
        values = [number(cell.value, 1, words.language()) for cell in (girls, boys)]
        rows.append(
            difference_row(
                f"sexes-{measure}",
                _("%(measure)s, skillnad") % {"measure": headings[measure]},
                gap,
                clear=(_("Flickorna har tydligt högre."), _("Pojkarna har tydligt högre.")),
                title=f"{headings[measure]}, {_('flickor minus pojkar')}, {name}",
                unit=_("procentenheter") if _unit(measure) == "%" else _unit(measure),
                reach=_reach(alike),
                interval=_("%(girls)s mot %(boys)s") % {"girls": values[0], "boys": values[1]},
                n=_("%(girls)s och %(boys)s elever") % {"girls": girls.n, "boys": boys.n},
            )
        )
    return rows


def _scale(measure: str) -> str:
    """Measures of one scale share the place of zero and how far the axis goes: merit values, points, shares."""
    return next((scale for scale in ("merit", "grade_points") if measure.startswith(scale)), "share")


def _reach(gaps: Sequence[GroupDifference]) -> float:
    return max(max(abs(gap.low), abs(gap.high)) for gap in gaps)


def _grades(pupils: Pupils) -> Table:
    """How many pupils have each grade in each subject, in the order of the alphabet."""
    heads = [_("Ämne"), _("Streck"), "F", "E", "D", "C", "B", "A", _("Elever"), _("Når inte E")]
    rows = []
    codes = subject_codes(pupils)
    for subject, name in SUBJECTS.items():
        if subject not in codes:
            continue
        counts = [int((codes[subject] == code).sum()) for code in _GRADES]
        if not sum(counts):
            continue
        cells = [Cell(str(count), float(count)) for count in (*counts, sum(counts), counts[0] + counts[1])]
        rows.append([Cell(str(name)), *cells])
    rows.sort(key=lambda row: row[0].text)
    return Table(_("Antal elever med varje betyg"), heads, rows)


def _against_tests(name: str, tests: Pupils, grades: Pupils) -> list[Exhibit]:
    cells = cells_of(tests, grades)
    gaps: dict[str, GroupDifference] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for word in TESTS:
        parts = [cells.get((f"{tests.survey}_{word}_grade_{part}", ALL)) for part in ("higher", "same", "lower")]
        compared = next((part.n for part in parts if part), 0)
        if compared < FEWEST:
            continue
        higher, same, lower = (part.hits if part else 0 for part in parts)
        gap = more_than_the_opposite(higher, lower, compared)
        if gap:
            gaps[word], counts[word] = gap, (higher, same, lower)
    rows = []
    for word, gap in gaps.items():
        higher, same, lower = counts[word]
        rows.append(
            difference_row(
                f"tests-{word}",
                str(TESTS[word]),
                gap,
                clear=(
                    _("Fler fick högre betyg än provet visade."),
                    _("Fler fick lägre betyg än provet visade."),
                ),
                title=_("Betyg mot nationellt prov, %(subject)s, %(school)s")
                % {"subject": TESTS[word], "school": name},
                unit=_("procentenheter"),
                reach=_reach(list(gaps.values())),
                interval=_("%(higher)s högre, %(same)s lika, %(lower)s lägre")
                % {"higher": higher, "same": same, "lower": lower},
                n=_("%(n)s elever med provbetyg") % {"n": higher + same + lower},
            )
        )
    return rows
