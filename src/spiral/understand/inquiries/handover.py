"""What the room tells others: where things are taken along to, what has happened to a point, what there is to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.exchange.evidence import DESTINATIONS, Destination
from spiral.exchange.happenings import HAPPENING_SOURCES, Happening
from spiral.exchange.posters import POSTERS
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.ground.fields import whole_number
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions.tree import put_back_evidence
from spiral.understand.inquiries.demo import load_demo_inquiries
from spiral.understand.inquiries.models import Because, Inquiry


def destination() -> Destination:
    """ "Undersök", for the network's members."""
    return Destination(
        "inquiry",
        lambda: _("Undersök"),
        lambda kind, ref: f"{reverse('inquiries:take')}?{urlencode({'kind': kind, 'ref': ref})}",
        lambda viewer: allows(viewer, Permission.INQUIRY_START),
    )


def tell(viewer: Viewer, points: Sequence[str]) -> list[Happening]:
    """Inquiries begun, phases finished and checks made, for each point they belong to."""
    events = []
    for inquiry in queries.told_of(viewer, points):
        url = reverse("inquiries:inquiry", args=[inquiry.pk])
        place = {"place": inquiry.place_name}
        begun = _("Undersökning i %(place)s: %(title)s") % {**place, "title": inquiry.title}
        events.append(Happening(inquiry.point, inquiry.started_on, begun, url, inquiry.is_made_up))
        for phase in inquiry.phases.all():
            if phase.done_on:
                text = _("Undersökning i %(place)s: fasen %(phase)s är klar") % {**place, "phase": phase.name}
                events.append(Happening(inquiry.point, phase.done_on, text, url, inquiry.is_made_up))
        for check in inquiry.checks.all():
            if check.looked_on:
                text = _("Undersökning i %(place)s: %(seen)s") % {**place, "seen": check.sentence}
                events.append(Happening(inquiry.point, check.looked_on, text, url, inquiry.is_made_up))
    return events


class Inquiries:
    """The inquiries' texts for the search; whether the viewer may see one is asked on every search."""

    def heading(self) -> str:
        return _("Undersökningar")

    def all(self) -> Iterable[Text]:
        return [_text(i) for i in queries.every_inquiry()]

    def one(self, ref: str) -> Text | None:
        number = whole_number(ref)
        inquiry = queries.inquiry_text(number) if number is not None else None
        return _text(inquiry) if inquiry else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        numbers = [number for ref in refs if (number := whole_number(ref)) is not None]
        return {str(n) for n in queries.visible_numbers(viewer, numbers)}


def _text(inquiry: Inquiry) -> Text:
    answers = [b.text for b in inquiry.becauses.all() if b.state == Because.State.ACTIVE]
    return Text(
        "inquiry",
        str(inquiry.pk),
        inquiry.title,
        "\n".join(filter(None, [inquiry.problem, inquiry.aim, *answers])),
        _("undersökning, %(place)s") % {"place": inquiry.place_name},
        reverse("inquiries:inquiry", args=[inquiry.pk]),
        inquiry.place,
    )


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    there = destination()
    DESTINATIONS.register(there.key, there)
    HAPPENING_SOURCES.register("inquiries", tell)
    TEXT_SOURCES.register("inquiry", Inquiries())
    register_undoable("inquiries.evidence", Undoable(put_back_evidence, lazy("Underlaget är tillbaka.")))
    POSTERS.register_later("inquiry", "spiral.understand.inquiries.posters:Trees")
    register_demo("undersökningar", load_demo_inquiries, order=60)
