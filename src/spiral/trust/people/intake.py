"""A spreadsheet of people put beside the register: what each row would do, what is wrong, and who is possibly the same
person. That is asked, never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.engine.characters import same
from spiral.ground.locks import hold_lock
from spiral.sources.people.table import read_people
from spiral.sources.reading.problems import Problem
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer, system
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks import queries as places
from spiral.trust.people import register_actions
from spiral.trust.people.models import Office, Person
from spiral.trust.people.register import AT_A_PLACE, place_of

#: Two names at one place this much alike are asked about.
ALIKE = 0.85
Role = Office.Role
#: Roles as people also write them, in words or without dots and rings.
_ALSO = {
    "ansvarig skolchef": Role.SUPERINTENDENT,
    "ordförande": Role.CHAIR,
    "kvalitetsansvarig": Role.MEMBER,
    "utvecklingsledare": Role.MEMBER,
    "natverksmedlem": Role.MEMBER,
    "fortroendevald": Role.ELECTED,
    "fristaende": Role.INDEPENDENT,
}


@dataclass(frozen=True, slots=True)
class IntakeLine:
    """A row of the file, resolved: plain data that travels signed between preview and commit."""

    row: int
    name: str
    email: str
    role: str
    place: str
    place_name: str
    network_id: int | None
    from_date: str
    to_date: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as the preview shows it. ``known`` when the address is in the register; ``maybe`` are (value, words) of
    those who are possibly the same person, to choose among."""

    line: IntakeLine
    office: str
    known: bool
    is_new: bool
    maybe: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. Nothing is read from it while there are errors."""

    asked: Sequence[PreviewRow] = ()
    problems: Sequence[Problem] = ()
    file: str = ""

    @property
    def ok(self) -> bool:
        return bool(self.asked) and not any(p.severity == "error" for p in self.problems)

    @property
    def everywhere(self) -> list[PreviewRow]:
        """The rows that give a new office for the whole region: they are confirmed."""
        return [a for a in self.asked if a.is_new and not a.line.place]

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(a.line) for a in self.asked]


@dataclass(slots=True)
class Done:
    """What a commit did."""

    people: int = 0
    offices: int = 0
    same: int = 0
    unanswered: list[int] = field(default_factory=list)
    #: Offices for the whole region that nobody has confirmed.
    unconfirmed: int = 0


def preview(content: bytes, file: str) -> Preview:
    """Read a file and put it beside the register; nothing is written."""
    reading = read_people(content, file)
    problems = list(reading.problems)
    if not reading.ok:
        return Preview((), problems, file)
    networks = {name: n.pk for n in places.networks(system()) for name in (n.slug, same(n.name))}
    roles = {same(str(r.label)): r.value for r in Role} | {r.value: r.value for r in Role} | _ALSO
    named: dict[str, tuple[str, str] | None] = {}
    lines = []
    for r in reading.rows:
        role = roles.get(same(r["role"]))
        if role is None:
            problems.append(
                Problem(
                    file,
                    r["row"],
                    "roll",
                    f"”{r['role']}” är ingen roll.",
                    f"Skriv en av: {', '.join(str(x.label).lower() for x in Role)}.",
                )
            )
        if r["place"] not in named:
            named[r["place"]] = place_of(r["place"])
        if named[r["place"]] is None:
            problems.append(
                Problem(
                    file,
                    r["row"],
                    "plats",
                    f"”{r['place']}” finns inte i registret, eller är namn på flera.",
                    "Skriv namnet som det står i registret, eller koden.",
                )
            )
        network = same(r["network"])
        if network and network not in networks:
            problems.append(
                Problem(
                    file,
                    r["row"],
                    "nätverk",
                    f"”{r['network']}” finns inte i registret.",
                    "Lägg till nätverket först, eller rätta namnet.",
                )
            )
        code, name = named[r["place"]] or ("-", "")
        if not code and role in AT_A_PLACE:
            problems.append(
                Problem(
                    file,
                    r["row"],
                    "plats",
                    f"En {Role(role).label.lower()} har ingen roll för hela {name}.",
                    "Skriv skolan, kommunen eller huvudmannen.",
                )
            )
        lines.append(
            IntakeLine(
                r["row"],
                r["name"],
                r["email"],
                str(role or ""),
                code,
                name,
                networks.get(network),
                r["from"].isoformat() if r["from"] else "",
                r["to"].isoformat() if r["to"] else "",
            )
        )
    if any(p.severity == "error" for p in problems):
        return Preview((), problems, file)
    return Preview(ask(lines), problems, file)


def ask(lines: Sequence[IntakeLine]) -> list[PreviewRow]:
    """Each row with whether it is known, and who is possibly the same person; three queries whatever their number."""
    people = list(Person.objects.prefetch_related("offices"))
    by_email = {p.email: p for p in people}
    held = {(p.pk, *_key(o)) for p in people for o in p.offices.all()}
    held |= {(p.pk, *_key(o)[:3], "") for p in people for o in p.offices.all() if _runs(o)}
    asked: list[PreviewRow] = []
    firsts: dict[str, Any] = {}
    for line in lines:
        known = by_email.get(line.email)
        key = (known.pk if known else None, line.role, line.place, line.network_id, line.from_date)
        office = f"{Role(line.role).label}, {line.place_name}"
        if known or line.email in firsts:
            asked.append(PreviewRow(line, office, bool(known), key not in held))
            continue
        maybe = [
            (f"p{p.pk}", _("%(name)s, %(email)s, i registret") % {"name": p.name, "email": p.email})
            for p in people
            if p.name and _possibly(line, p.name, {o.place for o in p.offices.all()})
        ]
        maybe += [
            (
                f"r{first.row}",
                _("%(name)s, %(email)s, på rad %(row)s") % {"name": first.name, "email": first.email, "row": first.row},
            )
            for first in firsts.values()
            if _possibly(line, first.name, {first.place})
        ]
        firsts[line.email] = line
        asked.append(PreviewRow(line, office, False, True, maybe))
    return asked


@transaction.atomic
def commit(lines: Sequence[IntakeLine], answers: Mapping[int, str], *, everywhere: bool = False, by: Viewer) -> Done:
    """Write the rows: persons by their address, offices once. A row that asks and has no answer among its choices stops
    everything, and so does an office for the whole region unless ``everywhere`` says yes: Done then names the rows, and
    nothing is written. Raises PermissionDenied."""
    require(by, Permission.PEOPLE_KEEP)
    hold_lock("people")
    # Everybody at once: each row below is logged, and from the first event on we wait for nobody.
    list(Person.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    asked, done = ask(lines), Done()
    allowed = {a.line.row: {"new", *(value for value, _words in a.maybe)} for a in asked if a.maybe}
    done.unanswered = [row for row, values in allowed.items() if answers.get(row) not in values]
    done.unconfirmed = 0 if everywhere else len(Preview(asked).everywhere)
    if done.unanswered or done.unconfirmed:
        return done
    by_email = {p.email: p.pk for p in Person.objects.all()}
    by_row: dict[int, int] = {}
    for a in asked:
        line, answer = a.line, answers.get(a.line.row, "new")
        number = by_email.get(line.email)
        begins = date.fromisoformat(line.from_date) if line.from_date else None
        if number is None and a.maybe and answer.startswith("p"):
            number = int(answer[1:])
        elif number is None and a.maybe and answer.startswith("r"):
            number = by_row[int(answer[1:])]
        if number is None:
            number = register_actions.add_person(line.name, line.email, by=by).pk
            done.people += 1
        by_email[line.email] = by_row[line.row] = number
        ends = date.fromisoformat(line.to_date) if line.to_date else None
        if begins is None:
            # Without a first day, an office that runs is the one that is meant.
            same = Office.objects.filter(person=number, role=line.role, place=line.place, network=line.network_id)
            begins = next((o.from_date for o in same if _runs(o)), timezone.localdate())
        _office, is_new = register_actions.give_office(
            number, line.role, (line.place, line.place_name), line.network_id, begins, ends, by=by
        )
        done.offices += is_new
        done.same += not is_new
    record(Action.PEOPLE_IMPORTED, by=by, detail={"people": done.people, "offices": done.offices})
    return done


def _key(o: Office) -> tuple[str, str, int | None, str]:
    return o.role, o.place, o.network_id, o.from_date.isoformat()


def _runs(o: Office) -> bool:
    today = timezone.localdate()
    return o.from_date <= today and (o.to_date is None or o.to_date >= today)


def _possibly(line: IntakeLine, name: str, at: set[str]) -> bool:
    """The same name anywhere with another address, or a name nearly the same at the same place."""
    pairs = list(zip(_plain(line.name), _plain(name), strict=True))
    alike = max(SequenceMatcher(None, mine, other).ratio() for mine, other in pairs)
    return any(mine == other for mine, other in pairs) or (line.place in at and alike >= ALIKE)


def _plain(name: str) -> tuple[str, str]:
    """Names as they are compared: no accents, no case; as one word, and with the words in order."""
    text = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = text.replace("-", " ").replace(".", " ").split()
    return "".join(words), " ".join(sorted(words))
