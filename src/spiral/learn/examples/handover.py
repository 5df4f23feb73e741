"""What examples hand to other rooms: evidence, what happened to a point, texts to find, offers by area; and what they
take: a figure from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from spiral.exchange.evidence import DESTINATIONS, SOURCES, Destination, Evidence, FollowUp
from spiral.exchange.happenings import HAPPENING_SOURCES, Happening
from spiral.exchange.offers import OFFERS, Match
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.ground.fields import whole_number
from spiral.learn.examples import queries
from spiral.learn.examples.actions import put_back_figure, put_back_trial
from spiral.learn.examples.demo import load_demo_examples
from spiral.learn.examples.models import Example
from spiral.learn.examples.pages import tried
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.undo.kinds import Undoable, register_undoable

KIND = "example"


class ExampleEvidence:
    """A published example with what others saw, frozen."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        number = whole_number(ref)
        example = queries.example(viewer, number) if number is not None else None
        if example is None or example.state != Example.State.PUBLISHED or example.published_on is None:
            return None
        with override(language):
            trials = list(example.trials.all())
            said = f"{example.seen} {tried(trials)}"
            day = date_format(example.published_on, "j F Y")
            source = _("Exempel från %(place)s, publicerat %(day)s") % {"place": example.place_name, "day": day}
        return Evidence(
            KIND,
            str(example.pk),
            example.title,
            said,
            source,
            timezone.localdate().isoformat(),
            reverse("examples:example", args=[example.pk]),
            example.is_made_up,
            detail={"trials": [[t.pk, t.outcome] for t in trials]},
        )

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        now = self.freeze(viewer, evidence.ref, language)
        if now is None:
            return None
        with override(language):
            if now.detail.get("trials") == evidence.detail.get("trials"):
                return FollowUp(False, _("Ingen ny har berättat att de provat."), now)
            return FollowUp(True, _("Nu: %(now)s") % {"now": now.sentence}, now)


class ExampleTexts:
    """Every example, for the search; who may see which is asked on every search."""

    def heading(self) -> str:
        return _("Exempel")

    def all(self) -> Iterable[Text]:
        return (self._text(e) for e in Example.objects.prefetch_related("trials").iterator(200))

    def one(self, ref: str) -> Text | None:
        example = Example.objects.filter(pk=ref).prefetch_related("trials").first()
        return self._text(example) if example else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        return {str(n) for n in queries.seen(viewer, [int(r) for r in refs])}

    @staticmethod
    def _text(example: Example) -> Text:
        body = [example.problem, example.done, example.seen, example.advice, *(t.text for t in example.trials.all())]
        what = _("exempel, %(place)s") % {"place": example.place_name}
        url = reverse("examples:example", args=[example.pk])
        return Text(KIND, str(example.pk), example.title, "\n".join(b for b in body if b), what, url, example.place)


def happened(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Published examples that belong to points of an assignment."""
    return [
        Happening(
            e.point,
            e.published_on,
            _("Exempel från %(place)s: %(title)s") % {"place": e.place_name, "title": e.title},
            reverse("examples:example", args=[e.pk]),
            e.is_made_up,
        )
        for e in queries.of_points(viewer, refs)
        if e.published_on is not None
    ]


def offered(viewer: Viewer, keys: Sequence[str]) -> list[Match]:
    """Published examples about the areas."""
    return [
        Match(
            KIND,
            str(e.pk),
            tuple(a.key for a in e.areas.all()),
            e.title,
            e.seen,
            e.place,
            e.place_name,
            reverse("examples:example", args=[e.pk]),
            e.is_made_up,
        )
        for e in queries.by_areas(viewer, keys)
    ]


#: What can lie beside an example as its evidence, and what is an example in the making.
_CARRIED = frozenset({"figure", "expected", "rating", "theme", "quote"})
_BEGUN = frozenset({"note", "reflection"})


def destinations() -> tuple[Destination, Destination]:
    """An example may carry a figure, and may begin in a note: the ways here from wherever one stands."""
    return (
        Destination(KIND, lambda: _("Lägg till i ett exempel"), _attach_url, _reads, _CARRIED),
        Destination(f"new-{KIND}", lambda: _("Skriv ett exempel"), _new_url, _reads, _BEGUN),
    )


def _new_url(kind: str, ref: str) -> str:
    return f"{reverse('examples:new')}?{urlencode({'kind': kind, 'ref': ref})}"


def _attach_url(kind: str, ref: str) -> str:
    return f"{reverse('examples:attach')}?{urlencode({'kind': kind, 'ref': ref})}"


def _reads(viewer: Viewer) -> bool:
    return allows(viewer, Permission.EXAMPLE_SEE)


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    SOURCES.register(KIND, ExampleEvidence())
    for way in destinations():
        DESTINATIONS.register(way.key, way)
    TEXT_SOURCES.register(KIND, ExampleTexts())
    HAPPENING_SOURCES.register("examples", happened)
    OFFERS.register(KIND, offered)
    register_undoable("examples.trial", Undoable(put_back_trial, lazy("Det du berättade är tillbaka.")))
    register_undoable("examples.figure", Undoable(put_back_figure, lazy("Underlaget är tillbaka.")))
    register_demo("exempel", lambda: load_demo_examples() or 0)
