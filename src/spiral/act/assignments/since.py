"""“Det här har hänt”: what the network has done with an assignment since a day, composed once for page and paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.assignments.models import Assignment, Point
from spiral.act.assignments.pages import PointRow, lead, nobodys, period, rows
from spiral.documents.blocks import Block, Bullet, Bullets, Columns, Document, Notice, Paragraph, Section
from spiral.exchange.happenings import Happening
from spiral.ground.words import day, in_words, language

#: A row's happenings are all told here.
ALL = 1000


def done(
    assignment: Assignment, listed: Sequence[Point], happened: Mapping[int, Sequence[Happening]], since: date
) -> Document:
    """What has been done with each point since a day: who owns it, what has happened, what comes next."""
    recent = {pk: [h for h in all_ if h.on >= since] for pk, all_ in happened.items()}
    points = [_point(row, assignment) for row in rows(listed, recent, frozenset(), ALL)]
    unowned = nobodys(listed)
    is_made_up = assignment.is_made_up or any(h.is_made_up for hs in recent.values() for h in hs)
    foot = _("Det här har hänt, %(network)s, %(day)s") % {
        "network": settings.NETWORK_NAME,
        "day": date_format(timezone.localdate(), "j F Y"),
    }
    return Document(
        _heading(listed, recent, since),
        lead(assignment),
        [Section(_("Punkt för punkt"), [*([Notice(unowned)] if unowned else []), *points], "pkt")],
        _facts(assignment),
        foot,
        language(),
        _("Påhittat exempel.") if is_made_up else "",
    )


def half_a_year_ago() -> date:
    """The first day of the month half a year back: what a report tells unless asked otherwise."""
    today = timezone.localdate()
    month = today.month - 6
    return date(today.year - (month < 1), month if month > 0 else month + 12, 1)


def _heading(listed: Sequence[Point], recent: Mapping[int, Sequence[Happening]], since: date) -> str:
    """'Tolv saker har hänt sedan 1 maj, på alla punkter'."""
    count = len({(h.on, h.text, h.url) for hs in recent.values() for h in hs})
    touched = sum(bool(hs) for hs in recent.values())
    facts = {
        "n": in_words(count, common=True).capitalize(),
        "day": day(since),
        "points": in_words(touched, common=True),
        "all": in_words(len(listed), common=True),
    }
    if not count:
        return _("Inget är antecknat sedan %(day)s") % facts
    if touched == len(listed):
        return (
            ngettext(
                "En sak har hänt sedan %(day)s, på alla punkter",
                "%(n)s saker har hänt sedan %(day)s, på alla punkter",
                count,
            )
            % facts
        )
    return (
        ngettext(
            "En sak har hänt sedan %(day)s, på %(points)s av %(all)s punkter",
            "%(n)s saker har hänt sedan %(day)s, på %(points)s av %(all)s punkter",
            count,
        )
        % facts
    )


def _facts(assignment: Assignment) -> list[str]:
    facts = [
        _("Till %(giver)s") % {"giver": assignment.giver},
        _("Period %(period)s") % {"period": period(assignment)},
    ]
    if assignment.next_report:
        facts.append(_("Nästa rapport %(day)s") % {"day": date_format(assignment.next_report, "j F Y")})
    return facts


def _point(row: PointRow, assignment: Assignment) -> Section:
    point = row.point
    stands: list[Block] = [Paragraph(row.owners or _("Ingen ännu"))]
    if point.status:
        when = _(" (%(day)s)") % {"day": day(point.status_on)} if point.status_on else ""
        stands.append(Paragraph(point.status + when))
    happened: Block = Paragraph(_("Inget är antecknat under tiden."), dim=True)
    if row.happened:
        happened = Bullets([_happening(h, assignment) for h in row.happened])
    following = [Paragraph(row.next_head)] if row.next_head else []
    following += [Paragraph(row.next_rest, dim=True)] if row.next_rest else []
    columns = [
        Section(_("Ägare och läge"), stands, level=4),
        Section(_("Det här har hänt"), [happened], level=4),
        Section(_("Nästa steg"), following or [Paragraph(_("Inget planerat."), dim=True)], level=4),
    ]
    return Section(f"{point.order}. {point.title}", [Columns(columns)], f"u{point.order}", level=3)


def _happening(happening: Happening, assignment: Assignment) -> Bullet:
    is_this_year = happening.on.year == timezone.localdate().year
    return Bullet(
        happening.text,
        happening.url,
        date_format(happening.on, "j b" if is_this_year else "j b Y"),
        _("Påhittat exempel.") if happening.is_made_up and not assignment.is_made_up else "",
        happening.on,
    )
