"""What was seen in a file as text, for a terminal: what it is, and every problem with its line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spiral.engine.measures.progression import Progression
from spiral.sources.pupils.check import Checked
from spiral.sources.pupils.form import title
from spiral.sources.reading.problems import Severity

_NAMES = {Severity.ERROR: "Fel", Severity.WARNING: "Kontrollera"}


def counted(number: int, one: str, many: str) -> str:
    """A number and its word, as they are said."""
    return f"{number} {one if number == 1 else many}"


def state(file: Checked) -> str:
    """Whether a file can be sent, in a few words."""
    if file.survey is None:
        return "Läses inte"
    errors = sum(problem.severity is Severity.ERROR for problem in file.problems)
    warnings = len(file.problems) - errors
    parts = [f"{errors} fel"] if errors else []
    if warnings:
        parts.append(counted(warnings, "sak att kontrollera", "saker att kontrollera"))
    return ", ".join(parts) or "Klar att skicka"


def as_text(file: Checked) -> str:
    """A file's state and its problems, a line each."""
    what = "Känns inte igen"
    if file.survey is not None:
        units = counted(len(file.units), "skolenhet", "skolenheter")
        what = f"{title(file.survey)} {file.year or 'utan år'}, {counted(file.rows, 'elev', 'elever')}, {units}"
    lines = [f"{file.file}: {what}. {state(file)}."]
    for problem in file.problems:
        where = f"{problem.where}: " if problem.where else ""
        lines.append(f"  {_NAMES[problem.severity]}: {where}{problem.message} {problem.remedy}".rstrip())
    return "\n".join(lines)


def as_table(rows: Sequence[Mapping[str, object]], dimensions: Sequence[str]) -> str:
    """Measures as lines with tabs between, a heading first; a Swedish spreadsheet reads them as they stand."""
    names = ["measure", "survey", "year", *dimensions, "n", "hits", "value"]
    return "\n".join(["\t".join(names), *("\t".join(_cell(row.get(name)) for name in names) for row in rows)])


def _cell(value: object) -> str:
    """A value of a table; a margin over all, and what there is none of, are empty."""
    if value is None:
        return ""
    return f"{value:.6g}".replace(".", ",") if isinstance(value, float) else str(value)


def as_cohort(cohort: Progression) -> str:
    """A cohort in words: who is in it, and what became of its grades, subject by subject."""
    lines = [
        f"{cohort.before} till {cohort.after}: {counted(cohort.matched, 'elev', 'elever')} finns i båda.",
        f"Bara i den första: {cohort.only_from}. Bara i den andra: {cohort.only_to}. "
        f"Kan inte följas: {cohort.not_linkable_from} i den första och {cohort.not_linkable_to} i den andra.",
        "Ämne\tHöjt\tSamma\tSänkt",
    ]
    for subject, change in cohort.subjects.items():
        lines.append(f"{subject}\t{change.raised}\t{change.same}\t{change.lowered}")
    return "\n".join(lines)
