"""What the room hands to others: quotes and themes frozen with who was asked and how many, and released collections to
find. Never a quote in the search: the index would keep a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override

from spiral.exchange.evidence import SOURCES, Evidence, FollowUp
from spiral.exchange.texts import TEXT_SOURCES, Text
from spiral.ground.demo import register_demo
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.rules import FEWEST_ANSWERS
from spiral.trust.undo.kinds import Undoable, register_undoable
from spiral.understand.voices import queries
from spiral.understand.voices.actions.forms import put_back_form
from spiral.understand.voices.demo import load_demo_voices
from spiral.understand.voices.models import Collection

KIND = "voices"


class VoicesRoom:
    """Released collections."""

    def heading(self) -> str:
        return _("Elevröster")

    def all(self) -> Iterable[Text]:
        released = Collection.objects.filter(state=Collection.State.RELEASED).prefetch_related("themes")
        return [_text(c) for c in released]

    def one(self, ref: str) -> Text | None:
        collection = Collection.objects.filter(pk=ref, state=Collection.State.RELEASED).first()
        return _text(collection) if collection else None

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]:
        collections = Collection.objects.filter(pk__in=refs, state=Collection.State.RELEASED)
        return {str(c.pk) for c in collections if allows(viewer, Permission.COLLECTION_SEE, c)}


def _text(collection: Collection) -> Text:
    content = collection.content.swedish
    words = [*(q.text.usual for q in content.questions), *(t.name for t in collection.themes.all())]
    return Text(
        KIND,
        str(collection.pk),
        f"{content.title}, {collection.group}",
        "\n".join(words),
        _("elevröster"),
        reverse("voices:collection", args=[collection.pk]),
        collection.place,
    )


class QuoteSource:
    """Kind ``quote``; the reference is the quote's key."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        quote = queries.quote_for(viewer, ref)
        if quote is None:
            return None
        with override(language):
            collection = quote.collection
            question = collection.content.version(language).questions[quote.question - 1].text.usual
            return Evidence(
                "quote",
                ref,
                question,
                f"”{quote.text}”",
                _source(collection),
                str(collection.released_on or collection.end),
                _path(collection),
                collection.is_made_up,
            )

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        """None: one pupil's words are not asked for again, and nothing knows whose they were."""
        return None


class ThemeSource:
    """Kind ``theme``; the reference is the theme's number."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        current = queries.theme_for(viewer, int(ref)) if ref.isascii() and ref.isdecimal() and len(ref) < 12 else None
        if current is None:
            return None
        theme, quotes = current
        with override(language):
            many = len(quotes) >= FEWEST_ANSWERS
            facts = {"name": theme.name, "n": len(quotes)}
            sentence = (
                _("Elever har samlat %(n)s citat under temat ”%(name)s”.") % facts
                if many
                else _("Elever har samlat färre än fem citat under temat ”%(name)s”.") % facts
            )
            return Evidence(
                "theme",
                ref,
                theme.name,
                sentence,
                _source(theme.collection),
                str(theme.collection.released_on or theme.collection.end),
                _path(theme.collection),
                theme.collection.is_made_up,
                detail={"quotes": [q.text for q in quotes[: 3 if many else 1]]},
            )

    def follow_up(self, viewer: Viewer, evidence: Evidence, language: str) -> FollowUp | None:
        """None: a theme is what one group of pupils saw in one collection. A later collection has themes of its own,
        and to call two of them the same is for people to say, not for the system."""
        return None


def _source(collection: Collection) -> str:
    facts = {"group": collection.group, "n": collection.answers, "day": date_format(collection.end, "j F Y")}
    return _("Elevröster, %(group)s, %(n)s svarade, %(day)s") % facts


def _path(collection: Collection) -> str:
    return reverse("voices:collection", args=[collection.pk])


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    SOURCES.register("quote", QuoteSource())
    SOURCES.register("theme", ThemeSource())
    TEXT_SOURCES.register(KIND, VoicesRoom())
    register_undoable("voices.form", Undoable(put_back_form, lazy("Formuläret är som det var före ändringen.")))
    register_demo("elevröster", load_demo_voices)
