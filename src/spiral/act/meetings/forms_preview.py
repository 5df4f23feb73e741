"""The preview of old minutes: what was understood in one form, and what of it somebody wants kept."""

from __future__ import annotations

import base64
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.meetings.actions.importing import OldMinutes
from spiral.act.meetings.actions.notes import LONGEST_NOTE
from spiral.act.meetings.actions.planning import MeetingPlan
from spiral.act.meetings.forms import at
from spiral.act.meetings.forms_importing import CARRIED, ComingForm, HeldForm, ImportedItemForm, ImportedPersonForm
from spiral.act.meetings.queries import known_people
from spiral.exchange.events import EventPlan
from spiral.sources.minutes import Minutes
from spiral.trust.access.deciding import allows_everywhere, offices_for
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer

MOST_PEOPLE, MOST_ITEMS, MOST_DATES = 100, 105, 30


def _set(form: type[forms.Form], extra: int, most: int) -> Any:
    return forms.formset_factory(form, extra=extra, max_num=most, absolute_max=most, validate_max=True)


PeopleSet, PointSet, ComingSet = (
    _set(form, extra, most)
    for form, extra, most in (
        (ImportedPersonForm, 2, MOST_PEOPLE),
        (ImportedItemForm, 1, MOST_ITEMS),
        (ComingForm, 1, MOST_DATES),
    )
)


class PreviewForm:
    """The whole preview: the meeting, who was there, its items, dates ahead."""

    def __init__(
        self, viewer: Viewer, data: Any = None, files: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        given = initial or {}
        self.viewer = viewer
        arrange = Permission.EVENT_ARRANGE
        held = () if allows_everywhere(viewer, arrange) else offices_for(viewer, arrange)
        office = next(iter(held), None)
        self.place = ("", str(settings.REGION_NAME)) if office is None else (office.place, office.place_name)
        self.held = HeldForm(data, files, viewer=viewer, initial=given.get("held"))
        self.people = PeopleSet(
            data, prefix="p", initial=given.get("people"), form_kwargs={"known": known_people(viewer)}
        )
        self.points = PointSet(data, prefix="i", initial=given.get("points"))
        self.coming = ComingSet(data, prefix="d", initial=given.get("coming"))

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in (self.held, self.people, self.points, self.coming)]
        return all(valid) and not self._chosen_twice()

    def _chosen_twice(self) -> bool:
        """One person of the register is one participant."""
        seen: set[int] = set()
        for form in self.people:
            person = form.cleaned_data.get("person") if form.cleaned_data.get("here") else None
            if person in seen:
                form.add_error("person", _("Samma person är vald två gånger. Koppla bara en av dem."))
                return True
            if person:
                seen.add(person)
        return False

    @property
    def errors(self) -> list[str]:
        """Every fault with the place where it is; none before anything has been sent."""
        if not self.held.is_bound:
            return []
        problems = [
            f"{self.held.fields[name].label}: {e}" if name in self.held.fields else str(e)
            for name, errors in self.held.errors.items()
            for e in errors
        ]
        parts = ((_("Deltagare"), self.people), (_("Punkt"), self.points), (_("Kommande datum"), self.coming))
        for word, part in parts:
            if not part.management_form.is_valid():
                problems.append(_("Sidan kom inte fram hel. Läs in filen igen."))
                continue
            problems += [str(e) for e in part.non_form_errors()]
            for n, errors in enumerate(part.errors, 1):
                problems += [f"{word} {n}: {e}" for listed in errors.values() for e in listed]
        return problems

    def old(self) -> OldMinutes:
        cleaned = self.held.cleaned_data
        coming = [f.cleaned_data for f in self.coming if f.cleaned_data.get("make")]
        plans = [_plan(c, cleaned) for c in coming if c["make"] == "meeting"]
        events = [
            EventPlan(c["title"], at(c["day"], c["start"]), at(c["day"], c["end"]), settings.NETWORK_NAME, *self.place)
            for c in coming
            if c["make"] == "event"
        ]
        present = [p for form in self.people if (p := form.present())]
        return OldMinutes(
            self.held.held(),
            present,
            self._items(),
            plans,
            events,
            self.held.statements,
            self.held.file,
            cleaned["again"],
        )

    def _items(self) -> list[tuple[str, str]]:
        items: list[tuple[str, str]] = []
        for form in self.points:
            title, notes = form.cleaned_data.get("title", ""), form.cleaned_data.get("notes", "").strip()
            if title:
                items.append((title, notes))
            elif notes and items:
                before, text = items[-1]
                items[-1] = (before, f"{text}\n{notes}".strip())
            elif notes:
                items.append((_("Anteckningar"), notes))
        rest = self.held.cleaned_data["rest"].strip()
        return [*items, (_("Övrigt"), rest)] if rest else items


def initial_from(minutes: Minutes, name: str, content: bytes) -> dict[str, Any]:
    """The preview filled with what was understood. Nothing that has no field is left out: it goes to the rest."""
    rest = [*minutes.unparsed]
    for p in minutes.participants[MOST_PEOPLE:]:
        rest.append(", ".join(x for x in (p.name, p.office, p.municipality) if x))
    carried = base64.b64encode(content).decode() if name and len(content) <= CARRIED else ""
    held: dict[str, Any] = {
        "title": minutes.title,
        "day": minutes.day,
        "start": minutes.start,
        "end": minutes.end or _later(minutes.start),
        "mode": "physical",
        "rest": "\n".join(rest),
        "file_name": name,
        "carried": carried,
        "set_title": _("Påståenden från %(title)s") % {"title": minutes.title} if minutes.statements.items else "",
        "set_statements": "\n".join(minutes.statements.items),
        "set_levels": "\n".join(minutes.statements.scale),
    }
    held["set_title"] = held["set_title"][:120]
    return {
        "held": held,
        "people": [
            {"here": True, "name": p.name, "municipality": p.municipality, "office": p.office}
            for p in minutes.participants[:MOST_PEOPLE]
        ],
        "points": [part for item in minutes.items for part in _parts(item.heading, item.notes)],
        "coming": [
            {
                "make": "meeting" if p.start and p.end and p.day and p.day >= timezone.localdate() else "",
                "day": p.day,
                "start": p.start,
                "end": p.end,
                "title": p.title or minutes.title,
                "source": p.source[:2000],
            }
            for p in minutes.planned[:MOST_DATES]
        ],
    }


def _parts(heading: str, notes: tuple[str, ...]) -> list[dict[str, str]]:
    """An item, in several when its notes are longer than one can hold."""
    texts = [""]
    for note in notes:
        for piece in (note[i : i + LONGEST_NOTE] for i in range(0, len(note), LONGEST_NOTE)):
            if len(texts[-1]) + len(piece) + 1 > LONGEST_NOTE * 0.9:
                texts.append("")
            texts[-1] = f"{texts[-1]}\n{piece}".strip()
    return [{"title": heading if n == 0 else f"{heading} ({n + 1})", "notes": t} for n, t in enumerate(texts)]


def _plan(cleaned: dict[str, Any], held: dict[str, Any]) -> MeetingPlan:
    return MeetingPlan(
        cleaned["title"],
        at(cleaned["day"], cleaned["start"]),
        at(cleaned["day"], cleaned["end"]),
        network=held.get("network"),
    )


def _later(start: time | None) -> time | None:
    """Two hours later the same day: an end that nobody wrote."""
    if start is None:
        return None
    end = datetime.combine(date(2000, 1, 1), start) + timedelta(hours=2)
    return end.time() if end.day == 1 else time(23, 59)
