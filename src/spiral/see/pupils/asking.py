"""What is asked before something is undone or erased: what will happen, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.confirm import Confirmation
from spiral.see.pupils.archive.archive import Batch, Erasure
from spiral.sources.pupils.form import title


def _pupils(count: int) -> str:
    return ngettext("%(n)s elev", "%(n)s elever", count) % {"n": count}


def before_undoing(batch: Batch) -> Confirmation:
    """Undoing an import."""
    happens = [
        _("%(survey)s %(year)s: %(pupils)s ur den här inläsningen tas bort.")
        % {"survey": title(table.survey), "year": table.year, "pupils": _pupils(len(table))}
        for table in batch.tables
    ]
    happens.append(_("Det som lästes in tidigare om samma skolor och år gäller igen."))
    happens.append(_("Filerna finns kvar i skolans system, så du kan läsa in dem på nytt."))
    return Confirmation(_("Ångra inläsningen?"), happens, _("Ångra inläsningen"), reverse("pupils:imports"))


def before_erasing(born: int, there: Sequence[Erasure]) -> Confirmation:
    """Erasing a birth cohort."""
    happens = [
        _("%(survey)s %(year)s: %(pupils)s tas bort ur alla inläsningar.")
        % {"survey": title(each.survey), "year": each.year, "pupils": _pupils(each.pupils)}
        for each in there
    ]
    happens.append(_("Det går inte att ångra. Säkerhetskopior gallras för sig."))
    happens.append(_("Listan över elever med skyddade personuppgifter ligger kvar."))
    heading = _("Gallra elever födda %(born)s?") % {"born": born}
    return Confirmation(heading, happens, _("Gallra dem"), reverse("pupils:imports"))
