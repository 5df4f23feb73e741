"""A filled-in template put beside what has been answered: what each row would do, and everything that is wrong, before
anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from spiral.engine.characters import same
from spiral.see.indicators import queries, values
from spiral.see.indicators.models import IndicatorYear, LocalIndicator, Respondent
from spiral.see.indicators.values import AnswerContent
from spiral.sources.reading import read_in_child
from spiral.sources.reading.problems import Problem, Severity, Unreadable
from spiral.trust.access.viewer import Viewer

Kind = LocalIndicator.Kind
#: A template's columns: who is asked, and what belongs to every answer.
CODE, NAME, REASON, COMMENT = "Kod", "Plats", "Skäl till att inte svara", "Kommentar"
#: What the answer is written in, by name of ``values.FIELDS``. A file's headings are keys: Swedish, as in its template.
_HEADS = {"number": "Svar", "hits": "Antal", "total": "Av", "level": "Nivå"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A row as the preview shows it: whose, what stands now ('' for nothing), what the file says."""

    row: int
    place: Respondent
    before: str
    after: str
    content: AnswerContent

    @property
    def is_new(self) -> bool:
        return not self.before


@dataclass(frozen=True, slots=True)
class AnswersPreview:
    """What a file would do. Nothing is written from it while there are errors. ``empty`` are places without an answer
    in the file; what they have answered before stands."""

    new: Sequence[AnswerLine] = ()
    changed: Sequence[AnswerLine] = ()
    same: int = 0
    empty: int = 0
    problems: Sequence[Problem] = ()

    @property
    def ok(self) -> bool:
        return not any(p.severity == Severity.ERROR for p in self.problems)

    @property
    def lines(self) -> list[AnswerLine]:
        return [*self.new, *self.changed]


def columns(indicator: LocalIndicator) -> dict[str, str]:
    """The headings of a template by what they are called in an answer."""
    heads = {name: _HEADS[name] for name in values.FIELDS[Kind(indicator.kind)]}
    return heads | {"reason": REASON, "comment": COMMENT}


def preview(viewer: Viewer, year: IndicatorYear, content: bytes, file: str) -> AnswersPreview:
    """Read a file and put it beside the answers; nothing is written."""
    heads = columns(year.indicator)
    needed = [CODE, *(heads[name] for name in values.FIELDS[Kind(year.indicator.kind)])]
    try:
        answer = read_in_child("template", content, file, columns=[CODE, NAME, *heads.values()], needed=needed)
    except Unreadable as refused:
        return AnswersPreview(problems=[refused.problem])
    problems = [Problem(**p | {"severity": Severity(p["severity"])}) for p in answer["problems"]]
    own = {str(place.code): place for place in queries.mine(viewer, year)}
    others = {str(place.code) for place, _answer in queries.progress(viewer, [year])[year.pk].rows}
    lines: list[AnswerLine] = []
    seen: dict[str, int] = {}
    same_before = empty = 0
    for read in answer["rows"]:
        row, cells = read["row"], read["cells"]
        code = cells[CODE].removesuffix(".0").zfill(4) if cells[CODE] else ""
        if fault := _place_fault(code, cells.get(NAME, ""), own, others, seen):
            problems.append(Problem(file, row, CODE, *fault))
            continue
        seen[code] = row
        place = own[code]
        written = values.read(year.indicator, {name: cells.get(head, "") for name, head in heads.items()})
        problems += [Problem(file, row, heads[f.name], f.message, f.remedy) for f in written.faults]
        if written.faults:
            continue
        standing = getattr(place, "answer", None)
        before = values.of(standing) if standing else None
        if written.is_empty:
            empty += 1
        elif before == written.content:
            same_before += 1
        else:
            said = in_words(year.indicator, before) if before else ""
            lines.append(AnswerLine(row, place, said, in_words(year.indicator, written.content), written.content))
    if any(p.severity == Severity.ERROR for p in problems):
        return AnswersPreview(problems=problems)
    return AnswersPreview(
        [a for a in lines if a.is_new], [a for a in lines if not a.is_new], same_before, empty, problems
    )


def _place_fault(
    code: str, name: str, own: Mapping[str, Respondent], others: set[str], seen: Mapping[str, int]
) -> tuple[str, str] | None:
    """What is wrong with whose row it is, and the remedy."""
    shown = {"code": code[:20], "row": seen.get(code)}
    if not code:
        return _("Koden saknas."), _("Hämta mallen igen: den har koderna ifyllda.")
    if code in seen:
        return _("Platsen %(code)s står också på rad %(row)s.") % shown, _("Ta bort den ena raden.")
    if code not in own and code in others:
        return _("Du svarar inte för %(code)s.") % shown, _("Ta bort raden. Platsen svarar själv.")
    if code not in own:
        return _("”%(code)s” är ingen av platserna i frågan.") % shown, _("Hämta mallen igen: den har koderna ifyllda.")
    if name and same(name) != same(own[code].name):
        named = {**shown, "place": own[code].name, "name": name[:60]}
        message = _("Koden %(code)s är %(place)s, men på raden står %(name)s.") % named
        return message, _("Rätta koden eller namnet, så att svaret inte hamnar hos fel plats.")
    return None


def in_words(indicator: LocalIndicator, content: AnswerContent) -> str:
    """An answer on one line, as its own place reads it."""
    texts = values.as_texts(indicator, content)
    if content.reason:
        said = _("Kan inte svara: %(reason)s") % {"reason": content.reason}
    elif indicator.kind == Kind.SHARE:
        said = _("%(hits)s av %(total)s") % texts
    elif indicator.kind == Kind.LEVEL:
        said = f"{content.level}. {indicator.levels[(content.level or 1) - 1]}"
    else:
        said = f"{texts['number']} {indicator.unit}"
    return f"{said} ({content.comment})" if content.comment else said


def sealed(lines: Sequence[AnswerLine]) -> list[dict[str, Any]]:
    """What travels signed between preview and commit, as JSON."""
    return [
        {
            "place": a.place.pk,
            "revision": a.place.revision,
            "number": None if a.content.number is None else str(a.content.number),
            "hits": a.content.hits,
            "total": a.content.total,
            "level": a.content.level,
            "reason": a.content.reason,
            "comment": a.content.comment,
        }
        for a in lines
    ]


def unsealed(rows: Sequence[dict[str, Any]]) -> dict[int, tuple[AnswerContent, int]]:
    """The same as answers by place, each with the revision that was previewed."""
    answers = {}
    for row in rows:
        number = None if row["number"] is None else Decimal(row["number"])
        content = AnswerContent(number, row["hits"], row["total"], row["level"], row["reason"], row["comment"])
        answers[row["place"]] = content, row["revision"]
    return answers
