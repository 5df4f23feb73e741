"""The chapter that a circle reads next, on the screen of a meeting (exchange.posters)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.exchange.posters import Poster, PosterChoice, PosterLine, PosterSource
from spiral.ground.fields import whole_number
from spiral.learn.circles import queries
from spiral.learn.circles.pages import book, lines, pair
from spiral.trust.access.viewer import Viewer


class Chapters(PosterSource):
    """Circles of the whole network."""

    item_kind = "book"

    def choices(self, viewer: Viewer) -> Sequence[PosterChoice]:
        return [PosterChoice(str(c.circle.pk), book(c.circle)) for c in queries.for_screens(viewer)]

    def poster(self, ref: str, language: str) -> Poster | None:
        number = whole_number(ref)
        whole = queries.on_screen(number) if number is not None else None
        if whole is None or whole.next is None:
            return None
        chapter = whole.next
        with override(language):
            return Poster(
                _("Kapitel %(n)s: %(title)s") % {"n": chapter.order, "title": chapter.title},
                capfirst(pair(chapter)),
                [PosterLine(question) for question in lines(chapter.questions)],
                book(whole.circle),
                whole.circle.is_made_up,
            )
