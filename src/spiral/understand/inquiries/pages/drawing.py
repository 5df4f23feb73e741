"""The same tree as a driver diagram: aim, primary drivers, secondary drivers, change ideas."""

from __future__ import annotations

from django.utils.translation import gettext as _

from spiral.documents.svg.drivers import Driver, Drivers
from spiral.ground.words import language
from spiral.understand.inquiries.pages.tree import Node, tree
from spiral.understand.inquiries.queries import Whole


def drivers(whole: Whole) -> Drivers:
    """What is tried stands beside the answer whose hunch it tries; a hunch without an action stands as it is."""
    actions: dict[int | None, list[str]] = {}
    for a in whole.actions:
        actions.setdefault(a.hunch_id, []).append(a.what)
    causes = tree(whole)

    def driver(node: Node) -> Driver:
        ideas = [text for h in node.hunches for text in actions.get(h.pk, [h.text])]
        return Driver(node.because.text, node.because.is_supported, [driver(c) for c in node.children], ideas)

    aim = whole.inquiry.aim or whole.inquiry.title
    sentence = _("Mål: %(aim)s. %(count)s drivkrafter, varav %(supported)s belagda. Tabellen under säger samma sak.")
    return Drivers(
        title=_("Drivdiagram"),
        subtitle=whole.inquiry.title,
        description=sentence % {"aim": aim.rstrip(".?"), "count": causes.count, "supported": causes.supported},
        language=language(),
        aim=aim,
        drivers=[driver(r) for r in causes.roots],
        columns=(_("Mål"), _("Drivkrafter"), _("Bakom dem"), _("Det vi prövar")),
        words=(_("Belagt"), _("Antagande")),
    )
