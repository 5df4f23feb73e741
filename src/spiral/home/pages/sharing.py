"""Who asks for what one's own municipality can share, and who can share what it asks for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.words import joined
from spiral.home.pages.parts import Line, LineGroup
from spiral.learn.needs import queries as needs
from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.board import lowered
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality

Status = Need.Status


def asked_of(viewer: Viewer, municipality: Municipality) -> LineGroup | None:
    """Areas where the municipality and others may meet; None for who may not read the map. Four reads."""
    now = needs.needs_map(viewer)
    if now is None:
        return None
    own = municipality.code
    lines = []
    for mine, theirs in ((Status.SHARES, Status.SEEKS), (Status.SEEKS, Status.SHARES)):
        for key in now.areas:
            others = [now.municipalities[c] for c in now.who(key, theirs) if c != own]
            if now.cell(own, key).status != mine or not others:
                continue
            facts = {"who": joined(others), "area": lowered(now.areas[key])}
            if mine is Status.SHARES:
                what, why = _("%(who)s söker %(area)s"), _("Ni har sagt att ni kan dela.")
            else:
                what, why = _("%(who)s kan dela %(area)s"), _("Ni har sagt att ni söker.")
            lines.append(Line(what % facts, _("Ta kontakt"), reverse("needs:area", args=[key]), why))
    said = ngettext("%(n)s möjligt möte", "%(n)s möjliga möten", len(lines)) % {"n": len(lines)}
    return LineGroup(_("Kan ni hjälpa varandra?"), said, lines)
