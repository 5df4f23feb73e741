"""One of everything for somebody: the things of all rooms, and what addresses without a thing lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from spiral.engine.place import Place
from spiral.learn.assessments import statements
from spiral.learn.assessments.models import StatementSetRecord
from spiral.learn.needs.actions import freeze
from spiral.learn.needs.models import Need, Sheet
from spiral.see.releases.actions import publish
from spiral.see.releases.tests.test_gate import RULES, THIS_YEAR
from spiral.see.results.models import Remark
from spiral.trust.access.permissions import Permission, Role
from spiral.trust.access.viewer import viewer_of
from spiral.trust.networks.models import UnitChange
from spiral.understand.voices import questions
from spiral.understand.voices.models import FormRecord

from . import act, learn, see, understand
from .expected import may
from .things import FOREIGN, OWN, TODAY, Somebody, Thing, person, somebody, title

MAKERS = (
    see.respondents,
    understand.inquiries,
    understand.collections,
    learn.rounds,
    learn.examples,
    learn.trials,
    learn.circles,
    learn.reflections,
    act.assignments,
    act.points,
    act.events,
    act.meetings,
)
AREA = "matematik"
#: What it takes to see a thing, where not every member does.
SEEN_BY = {
    "inquiries.Inquiry": Permission.INQUIRY_SEE,
    "voices.Collection": Permission.COLLECTION_SEE,
    "assessments.Round": Permission.ROUND_SEE,
    "examples.Example": Permission.EXAMPLE_SEE,
    "circles.Circle": Permission.CIRCLE_SEE,
    "assignments.Assignment": Permission.ASSIGNMENT_SEE,
}


@dataclass(frozen=True)
class World:
    """Somebody, every thing she may be asked about, and the parts of addresses that are about none: by name of the
    address where a part means different things."""

    who: Somebody
    things: list[Thing]
    parts: dict[str, object]
    parts_of: dict[str, dict[str, object]]

    @property
    def taken(self) -> dict[str, object]:
        """What is taken along from one room to another: a thought of a circle that all members read."""
        circle = next(t for t in self.things if t.model == "circles.Circle" and t.kind == "the whole's")
        return {"kind": "reflection", "ref": circle.parts["takeaway_id"]}

    @cached_property
    def hidden(self) -> list[str]:
        """The titles of things that she may not see."""
        return [
            title(t.row._meta.object_name, t.kind)
            for t in self.things
            if t.model in SEEN_BY and not may(self.who.role, SEEN_BY[t.model], t.kind)
        ]

    @property
    def own_draft(self) -> int:
        return next(t.row.pk for t in self.things if t.model == "examples.Example" and t.kind == "own draft")


def world(role: str) -> World:
    who = somebody(role)
    things = [*_places(), *(thing for make in MAKERS for thing in make(who))]
    return World(who, things, *_the_rest(who))


def _places() -> list[Thing]:
    for code in (OWN, FOREIGN):
        Sheet.objects.get_or_create(municipality_id=code)
        Need.objects.create(municipality_id=code, area_id=AREA, status="seeks", changed_on=TODAY)
    return [
        Thing("own place", Place(OWN), {"slug": "vara", "key": AREA}),
        Thing("foreign place", Place(FOREIGN), {"slug": "skovde", "key": AREA}),
    ]


def _the_rest(who: Somebody) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    asked, form = statements.shipped()[0], questions.shipped()[0]
    StatementSetRecord.objects.get_or_create(key=asked.key, defaults={"title": "x", "document": asked.as_document()})
    FormRecord.objects.get_or_create(key=form.key, defaults={"title": "x", "document": form.as_document()})
    freeze(2026, by=viewer_of(person("leader", Role.COORDINATOR, "")))
    change = UnitChange.objects.create(kind="closed", on=date(2025, 7, 1))
    unit = "45270097"
    change.before.add(unit)
    remark = Remark.objects.create(kind="error", place=OWN, figure="merit", text="x")
    planned = see.asked(who, "x", "planned")
    edition = publish(THIS_YEAR, RULES, family="x", title="x", by=viewer_of(who.other))
    parts: dict[str, object] = {
        "code": unit,
        "slug": "vara",
        "kind": "csv",
        "key": AREA,
        "year": 2026,
        "edition": 1,
        "number": who.other.pk,
        "asked": planned.pk,
        "office": who.other.offices.get().pk,
    }
    of = {
        "results:answer": {"number": remark.pk},
        "releases:edition": {"number": edition.pk},
        "networks:take_back_change": {"number": change.pk},
        "assignments:strategy": {"number": act.strategy()},
    }
    of |= dict.fromkeys(
        ("networks:edit_network", "networks:network", "networks:seats", "needs:network_areas"), {"slug": "eget"}
    )
    of |= dict.fromkeys(
        ("indicators:indicator", "indicators:edit", "indicators:plan"), {"number": planned.indicator_id}
    )
    of |= dict.fromkeys(("assessments:open", "assessments:edit_set", "assessments:download_set"), {"key": asked.key})
    of |= dict.fromkeys(("voices:open", "voices:edit_form", "voices:download_form"), {"key": form.key})
    return parts, of
