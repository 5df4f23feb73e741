"""What the room hands to others: what a circle takes along, what it has done for a point, and its texts to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from spiral.exchange.evidence import SOURCES, Evidence, FollowUp
from spiral.exchange.happenings import HAPPENING_SOURCES, Happening
from spiral.exchange.posters import POSTERS
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.ground.fields import whole_number
from spiral.learn.circles import actions, queries
from spiral.learn.circles.demo import load_demo_circles
from spiral.learn.circles.models import Circle
from spiral.learn.circles.pages import book
from spiral.trust.access.deciding import visible
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable

KIND = "circles"
_WRITTEN = ("chapters__reflections", "takeaways")


class CirclesRoom:
    """Every circle with all that is written in it."""

    def heading(self) -> str:
        return _("Läsecirklar")

    def all(self) -> Iterable[Text]:
        return [_text(c) for c in Circle.objects.prefetch_related(*_WRITTEN)]

    def one(self, ref: str) -> Text | None:
        circle = Circle.objects.prefetch_related(*_WRITTEN).filter(pk=ref).first()
        return _text(circle) if circle else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return {
            str(pk)
            for pk in Circle.objects.filter(visible(viewer, Permission.CIRCLE_SEE), pk__in=refs).values_list(
                "pk", flat=True
            )
        }


def happened(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Circles started, chapters read and things taken along, for the points of assignments they belong to."""
    circles = Circle.objects.filter(visible(viewer, Permission.CIRCLE_SEE), point__in=[r for r in refs if r])
    events, today = [], timezone.localdate()
    for circle in circles.prefetch_related("chapters", "takeaways"):
        url = reverse("circles:circle", args=[circle.pk])
        facts = {"book": circle.title}
        about = [(circle.started_on, _("En läsecirkel om ”%(book)s” startade.") % facts)]
        about += [
            (c.on, _("Läsecirkeln läste kapitel %(n)s i ”%(book)s”.") % {**facts, "n": c.order})
            for c in circle.chapters.all()
            if c.on and c.on <= today
        ]
        about += [(t.on, _("Läsecirkeln tar med sig: %(text)s") % {"text": t.text}) for t in circle.takeaways.all()]
        events += [Happening(circle.point, on, text, url, circle.is_made_up) for on, text in about]
    return events


def _text(circle: Circle) -> Text:
    words = [circle.about, circle.members]
    for chapter in circle.chapters.all():
        words += [chapter.title, chapter.questions, *(r.text for r in chapter.reflections.all())]
    words += [t.text for t in circle.takeaways.all()]
    return Text(
        KIND,
        str(circle.pk),
        book(circle),
        "\n".join(filter(None, words)),
        _("läsecirkel"),
        reverse("circles:circle", args=[circle.pk]),
        circle.place,
    )


class ReflectionSource:
    """Kind ``reflection``; the reference is a takeaway's number. A reader's own reflection is not taken along by
    others: what the circle says together is."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        number = whole_number(ref)
        takeaway = queries.any_takeaway(viewer, number) if number is not None else None
        if takeaway is None:
            return None
        with override(language):
            facts = {"book": book(takeaway.circle), "office": takeaway.office, "day": date_format(takeaway.on, "j F Y")}
            return Evidence(
                "reflection",
                ref,
                takeaway.chapter.title if takeaway.chapter else takeaway.circle.title,
                takeaway.text,
                _("Läsecirkel: %(book)s. %(office)s, %(day)s") % facts,
                takeaway.on.isoformat(),
                reverse("circles:circle", args=[takeaway.circle_id]),
                takeaway.circle.is_made_up,
            )

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        """None: a thought is not a measurement, and does not turn out otherwise when looked at again."""
        return None


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    SOURCES.register("reflection", ReflectionSource())
    TEXT_SOURCES.register(KIND, CirclesRoom())
    POSTERS.register_later(KIND, "spiral.learn.circles.posters:Chapters")
    HAPPENING_SOURCES.register("circles", happened)
    for kind, is_back in (
        ("circles.chapter", lazy("Kapitlet är tillbaka, med sina reflektioner.")),
        ("circles.reflection", lazy("Din reflektion är tillbaka.")),
        ("circles.takeaway", lazy("Raden är tillbaka.")),
    ):
        register_undoable(kind, Undoable(actions.put_back, is_back))
    register_demo("läsecirklar", load_demo_circles)
