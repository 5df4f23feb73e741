"""What the pages say: how many points have an owner, what has happened to each, what a new version changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.assignments.models import Assignment, Point
from spiral.exchange.happenings import Happening
from spiral.ground.addresses import is_page
from spiral.ground.words import day, in_words, joined

State = Assignment.State
#: How many happenings a row shows; the point's own page shows all.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point as the list shows it. ``next_head`` and ``next_rest`` are the next step's first line and the rest."""

    point: Point
    owners: str
    happened: Sequence[Happening]
    more: int
    next_head: str
    next_rest: str
    may_write: bool = False


def rows(
    listed: Sequence[Point], happened: Mapping[int, Sequence[Happening]], may_write: frozenset[int], most: int = SHOWN
) -> list[PointRow]:
    """A row for each point, with its ``most`` latest happenings."""
    return [_row(p, happened[p.pk], p.pk in may_write, most) for p in listed]


def heading(listed: Sequence[Point]) -> str:
    """'Sex av sju punkter har en ägare. Fem har ett datum för nästa steg.'"""
    all_, owned = len(listed), sum(bool(p.owners.all()) for p in listed)
    if not all_:
        return _("Uppdraget har inga punkter än")
    dated = sum(bool(p.next_on) for p in listed)
    if all_ == 1:
        first = _("Punkten har en ägare.") if owned else _("Punkten har ingen ägare.")
        second = _("Nästa steg har ett datum.") if dated else _("Nästa steg har inget datum.")
        return f"{first} {second}"
    if owned == all_:
        first = _("Alla %(all)s punkter har en ägare.") % {"all": in_words(all_, common=True)}
    else:
        first = _("%(n)s av %(all)s punkter har en ägare.") % {
            "n": in_words(owned, common=True).capitalize(),
            "all": in_words(all_, common=True),
        }
    if dated == all_:
        return first + " " + _("Alla har ett datum för nästa steg.")
    return first + " " + _("%(n)s har ett datum för nästa steg.") % {"n": in_words(dated, common=True).capitalize()}


def lead(assignment: Assignment) -> str:
    """What the assignment is, and where in its period it stands."""
    held = assignment.network.name if assignment.network else settings.NETWORK_NAME
    said = [
        _("%(title)s, från %(giver)s till %(network)s.")
        % {"title": assignment.title, "giver": assignment.giver, "network": held}
    ]
    this_year = timezone.localdate().year
    if assignment.state == State.DRAFT:
        said.append(_("Det här är ett utkast som bara presidiet och samordnaren ser."))
    elif assignment.state == State.ENDED:
        said.append(_("Det är avslutat."))
    elif assignment.last_year < this_year:
        said.append(_("Perioden har gått ut."))
    elif assignment.last_year == this_year:
        said.append(_("Det löper ut vid årsskiftet."))
    return " ".join([*said, assignment.about]).strip()


def period(assignment: Assignment) -> str:
    return (
        f"{assignment.first_year}–{assignment.last_year}"
        if assignment.last_year != assignment.first_year
        else str(assignment.first_year)
    )


def nobodys(listed: Sequence[Point]) -> str:
    """'Punkt 5 saknar ägare.', 'Punkt 2, 5 och 6 saknar ägare.'; '' when everybody's."""
    numbers = [str(p.order) for p in listed if not p.owners.all()]
    if not numbers:
        return ""
    return _("Punkt %(numbers)s saknar ägare.") % {"numbers": joined(numbers)}


def owners(p: Point) -> str:
    """'Tidaholm och Vara. Arbetsgrupp: …'; '' for nobody's."""
    return joined([o.name for o in p.owners.all()])


def indicators(p: Point) -> list[tuple[str, str]]:
    """(words, address): an address last on a line makes the words a link, to a page of the site or to the web."""
    rows = []
    for line in p.indicators.splitlines():
        words, _space, last = line.rpartition(" ")
        is_link = last.startswith(("https://", "http://")) or is_page(last)
        rows.append((words, last) if words and is_link else (line, ""))
    return rows


def changes(before: Sequence[Point], now: Sequence[Point]) -> list[str]:
    """What a new version changes, point by point, in sentences; [] when nothing."""
    was = {p.key: p for p in before}
    said, same = [], set()
    for p in now:
        old = was.get(p.earlier[0]) if p.earlier else None
        if old is None:
            said.append(_("Punkt %(n)s är ny: %(title)s.") % {"n": p.order, "title": p.title.rstrip(".")})
            continue
        same.add(old.key)
        facts = {"n": p.order, "old": old.title, "new": p.title}
        if old.title != p.title:
            said.append(_("Punkt %(n)s heter ”%(new)s”. Den hette ”%(old)s”.") % facts)
        if old.text != p.text:
            said.append(
                _("Punkt %(n)s har ny text: ”%(text)s”. Förut: ”%(was)s”.")
                % {"n": p.order, "text": p.text or "–", "was": old.text or "–"}
            )
        mine, theirs = owners(p) or _("ingen"), owners(old) or _("ingen")
        if mine != theirs:
            said.append(_("Punkt %(n)s ägs av %(now)s. Förut: %(was)s.") % {"n": p.order, "now": mine, "was": theirs})
        if old.kind != p.kind:
            words = {"": _("inte bestämt"), **{k: str(v).lower() for k, v in Point.Kind.choices}}
            said.append(
                _("Punkt %(n)s är %(now)s. Förut: %(was)s.")
                % {"n": p.order, "now": words[p.kind], "was": words[old.kind]}
            )
    for key, p in was.items():
        if key not in same:
            said.append(_("Punkt %(n)s följer inte med: %(title)s.") % {"n": p.order, "title": p.title.rstrip(".")})
    return said


def _row(p: Point, happened: Sequence[Happening], may_write: bool, most: int) -> PointRow:
    first, _nl, rest = p.next_step.partition("\n")
    by = _("Klart %(day)s") % {"day": day(p.next_on)} if p.next_on else ""
    said = " ".join(x for x in (rest.replace("\n", " "), by) if x)
    return PointRow(p, owners(p), happened[:most], max(0, len(happened) - most), first, said, may_write)
