"""A shown result as a file, and a statement set as a file that can be read in again."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from spiral.documents.export import Sheet, as_file
from spiral.learn.assessments.pages import TargetResult
from spiral.learn.assessments.queries import ShownTarget
from spiral.learn.assessments.statements import StatementSet


def set_file(content: StatementSet) -> str:
    """JSON with everything the set holds."""
    return json.dumps(content.as_document(), ensure_ascii=False, indent=2) + "\n"


def result_file(composed: TargetResult, shown: ShownTarget, kind: str) -> bytes:
    """The table of one target as csv or xlsx, with what must travel with it."""
    facts = {
        _("I ord"): " ".join([composed.headline + ".", *composed.lead]),
        _("Grupp"): shown.round.group,
        _("Svaren gäller"): composed.target,
        _("Visad"): shown.round.end.isoformat(),
        _("Påståendenas källa"): shown.content.source,
    }
    note = {_("Observera"): _("Påhittade svar.")} if shown.round.is_made_up else {}
    said = {name: value for name, value in facts.items() if value} | note
    return as_file([Sheet(composed.table, said, every_row=note)], kind, _("Om siffrorna"))
