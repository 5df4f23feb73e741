"""*Samma elever*: who is in both, and whose grades rose and fell in the same subject from year 6 to year 9."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.documents.blocks import Bullets, Exhibit, Paragraph, Section
from spiral.documents.table import Cell, Table
from spiral.engine.measures.differences import GroupDifference, more_than_the_opposite
from spiral.engine.measures.flow import flow
from spiral.engine.measures.progression import Progression, SubjectChange, progression
from spiral.engine.measures.pupils import Pupils
from spiral.engine.numbers import number
from spiral.ground import words
from spiral.see.pupils.pages.exhibits import difference_row
from spiral.see.pupils.pages.names import SUBJECTS
from spiral.sources.pupils.rules import LETTERS, shipped_versions

#: Fewer pairs of grades than this are not judged.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class ProgressionPage:
    """One cohort. ``lead`` says who it is about."""

    year: str
    title: str
    lead: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def progression_page(name: str, before: Pupils, after: Pupils) -> ProgressionPage:
    """The cohort of year 6 three springs ago and year 9 now."""
    cohort = progression(before, after, shipped_versions()[LETTERS])
    rows, risen, fallen = _changes(name, cohort)
    return ProgressionPage(
        year=str(after.year),
        title=_title(risen, fallen),
        lead=_("Det gäller %(matched)s av %(all)s elever i årskurs 9. De andra har flyttat in eller kan inte följas.")
        % {"matched": cohort.matched, "all": len(after)},
        facts=(
            _("Årskurs 6 %(before)s till årskurs 9 %(after)s") % {"before": before.year, "after": after.year},
            _("%(share)s av eleverna i årskurs 9 är kopplade")
            % {"share": f"{number(100 * cohort.match_rate, 0, words.language())} %"},
            _("Betyg från egna filer"),
        ),
        sections=(
            Section(_("Vilka eleverna är"), [_who(before, after)], key="who"),
            Section(_("Höjt, lika eller sänkt betyg i samma ämne"), [_explanation(), *rows], key="changes"),
            Section(_("Vad siffrorna inte säger"), [_limits()], key="limits"),
        ),
    )


def _title(risen: list[str], fallen: list[str]) -> str:
    """What is clear, in a sentence."""
    head = _("Samma elever, årskurs 6 till 9")
    if fallen:
        return f"{head}: " + _("fler sänkte än höjde i %(subjects)s") % {"subjects": words.joined(fallen)}
    if risen:
        return f"{head}: " + _("fler höjde än sänkte i %(subjects)s") % {"subjects": words.joined(risen)}
    return f"{head}: " + _("inget ämne skiljer sig tydligt")


def _who(before: Pupils, after: Pupils) -> Table:
    """Everybody of both cohorts, each in one place: the numbers add up."""
    streams = flow(before, after)
    rows = [
        (_("Finns i båda"), streams.stayers, streams.stayers),
        (_("Finns inte kvar"), streams.leavers, None),
        (_("Har kommit"), None, streams.arrivals),
        (_("Kan inte följas (tillfälligt eller fel nummer)"), streams.unknown_from, streams.unknown_to),
        (_("Alla"), streams.size_from, streams.size_to),
    ]
    return Table(
        _("Elever i årskurs 6 %(before)s och årskurs 9 %(after)s") % {"before": before.year, "after": after.year},
        [_("Elever"), _("Årskurs 6"), _("Årskurs 9")],
        [[Cell(name), _count(first), _count(second)] for name, first, second in rows],
    )


def _count(value: int | None) -> Cell:
    return Cell("–") if value is None else Cell(str(value), float(value))


def _explanation() -> Paragraph:
    return Paragraph(
        _(
            "Andel som höjt minus andel som sänkt, i procentenheter. Ämnen i bokstavsordning. "
            "Bara ämnen med eget betyg båda gångerna."
        )
    )


def _changes(name: str, cohort: Progression) -> tuple[list[Exhibit], list[str], list[str]]:
    """A row for each subject, and the subjects that clearly rose and fell."""
    gaps: dict[str, tuple[SubjectChange, int, GroupDifference]] = {}
    for subject, change in cohort.subjects.items():
        n = change.raised + change.same + change.lowered
        gap = more_than_the_opposite(change.raised, change.lowered, n)
        if gap is not None and n >= FEWEST:
            gaps[subject] = change, n, gap
    if not gaps:
        return [], [], []
    reach = max(max(abs(gap.low), abs(gap.high)) for _change, _n, gap in gaps.values())
    rows: list[Exhibit] = []
    risen: list[str] = []
    fallen: list[str] = []
    for subject in sorted(gaps, key=lambda subject: str(SUBJECTS[subject])):
        change, n, gap = gaps[subject]
        heading = str(SUBJECTS[subject])
        if gap.is_clear:
            (risen if gap.low > 0 else fallen).append(heading.lower())
        rows.append(
            difference_row(
                f"subject-{subject}".replace("/", "-"),
                heading,
                gap,
                clear=(_("Fler höjde än sänkte."), _("Fler sänkte än höjde.")),
                title=_("%(subject)s, höjt minus sänkt, %(name)s") % {"subject": heading, "name": name},
                unit=_("procentenheter"),
                reach=reach,
                interval=_("%(raised)s höjde, %(same)s lika, %(lowered)s sänkte")
                % {"raised": change.raised, "same": change.same, "lowered": change.lowered},
                n=_("%(n)s elever") % {"n": n},
            )
        )
    return rows, risen, fallen


def _limits() -> Bullets:
    return Bullets.of(
        [
            _("Kriterierna är andra i årskurs 9 än i årskurs 6. Att hålla betyget är att ha lärt sig mer."),
            _("Meritvärden i årskurs 6 och 9 går inte att jämföra: blockbetyg och andra ämnen."),
            _("De säger inte varför. De som flyttade kan ha haft andra betyg än de som är kvar."),
            _("Ungefär ett av tjugo sådana utslag beror på slumpen."),
        ]
    )
