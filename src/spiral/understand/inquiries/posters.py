"""An inquiry's tree on the screen of a meeting (exchange.posters): as it grows, without what is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.exchange.posters import Poster, PosterChoice, PosterLine, PosterSource
from spiral.ground.fields import whole_number
from spiral.trust.access.viewer import Viewer
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.pages.tree import Node, tree


class Trees(PosterSource):
    """Inquiries under way that the whole network reads."""

    item_kind = "whys"

    def choices(self, viewer: Viewer) -> Sequence[PosterChoice]:
        return [PosterChoice(str(i.pk), f"{i.title}, {i.place_name}") for i in queries.for_screens(viewer)]

    def poster(self, ref: str, language: str) -> Poster | None:
        number = whole_number(ref)
        whole = queries.on_screen(number) if number is not None else None
        if whole is None:
            return None
        inquiry = whole.inquiry
        with override(language):
            return Poster(
                inquiry.title,
                inquiry.problem,
                [_line(node) for node in tree(whole).walk()],
                _("Undersökning, %(place)s") % {"place": inquiry.place_name},
                inquiry.is_made_up,
                _("Inget svar än. Varför är det så? Ge minst två svar."),
            )


def _line(node: Node) -> PosterLine:
    return PosterLine(node.because.text, node.why - 1, _("belagt") if node.because.is_supported else _("antagande"))
