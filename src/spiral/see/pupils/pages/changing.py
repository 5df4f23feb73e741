"""What an import would change, as a table: a line for each school, survey and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.see.pupils.archive.changes import ImportChange
from spiral.see.pupils.queries import unit_names
from spiral.sources.pupils.form import title


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line."""

    school: str
    survey: str
    change: ImportChange


def change_lines(changes: Sequence[ImportChange]) -> list[ChangeLine]:
    """The lines, in the order of the changes."""
    names = unit_names(change.unit for change in changes if change.unit)
    return [
        ChangeLine(names.get(change.unit, _("Skola okänd")), f"{title(change.survey)} {change.year}", change)
        for change in changes
    ]
