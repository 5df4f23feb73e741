"""Forms: a municipality's side on one page, and the coordinator's areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices
from spiral.ground.revision import RevisionForm
from spiral.learn.needs.models import Need, Sheet
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.actions import AreasOf
from spiral.trust.networks.models import Network

Status = Need.Status
#: What one chooses among for an area; the first is nothing.
CHOICES = (
    ("", lazy("Inget")),
    (Status.SEEKS, lazy("Prioriterat")),
    (Status.WORKS, lazy("Pågår")),
    (Status.SHARES, lazy("Kan dela")),
)
LONGEST = 200
#: A character that no text has and no database keeps.
_NUL = lazy("Texten innehåller ett tecken som inte går att spara. Skriv om den.")


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area in the form: what is chosen and written, and what somebody else has saved meanwhile."""

    key: str
    name: str
    status: str
    text: str
    has_error: bool
    saved: str = ""

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        return [(value, str(label), value == self.status) for value, label in CHOICES]


class SheetForm(RevisionForm):
    """A status and a line of text for each area; ``cells`` is what stands there."""

    def __init__(
        self, areas: Mapping[str, str], cells: Mapping[str, NeedCell], *args: Any, sheet: Sheet, **kwargs: Any
    ) -> None:
        super().__init__(*args, instance=sheet, **kwargs)
        self.areas, self.cells = areas, cells
        for key, written in areas.items():
            # Django puts its own values into these messages by %: a percent sign in a name is a percent sign.
            name = written.replace("%", "%%")
            self.fields[f"s-{key}"] = forms.ChoiceField(
                choices=CHOICES,
                required=False,
                error_messages={"invalid_choice": _("%(area)s: välj ett av lägena.") % {"area": name}},
            )
            self.fields[f"t-{key}"] = forms.CharField(
                required=False,
                max_length=LONGEST,
                error_messages={
                    "max_length": _("%(area)s: texten får vara högst %(n)s tecken. Korta den.")
                    % {"area": name, "n": LONGEST},
                    "null_characters_not_allowed": f"{name}: {_NUL}",
                },
            )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        for key, name in self.areas.items():
            if cleaned.get(f"t-{key}") and cleaned.get(f"s-{key}") == "":
                self.add_error(f"s-{key}", _("%(area)s: välj ett läge, eller ta bort texten.") % {"area": name})
        return cleaned

    def values_of(self, thing: Sheet) -> dict[str, object]:
        """Beside each area the page says itself what is saved there."""
        return {}

    @property
    def content(self) -> dict[str, NeedCell]:
        """What is chosen, by area."""
        cleaned = self.cleaned_data
        return {key: NeedCell(cleaned[f"s-{key}"], cleaned[f"t-{key}"]) for key in self.areas}

    def lines(self) -> Iterator[AreaLine]:
        """The areas as the page shows them: what was typed, or what is saved."""
        for key, name in self.areas.items():
            cell = self.cells.get(key, NeedCell())
            status, text = cell.status, cell.text
            if self.is_bound:
                status = str(self.data.get(f"s-{key}", ""))
                text = str(self.data.get(f"t-{key}", "")).replace("\0", "")
            differs = self.is_stale and (status, text.strip()) != (cell.status, cell.text)
            yield AreaLine(
                key,
                name,
                status,
                text,
                bool({f"s-{key}", f"t-{key}"} & set(self.errors)),
                _said(cell) if differs else "",
            )


class TakenNeedForm(forms.Form):
    """A line from another room as a municipality's need in one area."""

    municipality = forms.ChoiceField(label=lazy("Kommun"))
    area = forms.ChoiceField(label=lazy("Område"))
    status = forms.ChoiceField(label=lazy("Läge"), choices=CHOICES[1:], widget=forms.RadioSelect, initial=Status.SEEKS)
    text = forms.CharField(
        label=lazy("Text"),
        max_length=LONGEST,
        error_messages={
            "required": lazy("Skriv en rad."),
            "null_characters_not_allowed": _NUL,
            "max_length": lazy("Texten får vara högst 200 tecken. Korta den."),
        },
    )

    def __init__(self, places: Mapping[str, str], areas: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "municipality", list(places.items()))
        set_choices(self, "area", list(areas.items()))


class AreaForm(RevisionForm):
    """An area's name in two languages."""

    name = forms.CharField(
        label=lazy("Namn"),
        max_length=80,
        error_messages={
            "required": lazy("Skriv områdets namn."),
            "max_length": lazy("Namnet får vara högst 80 tecken."),
            "null_characters_not_allowed": _NUL,
        },
    )
    name_en = forms.CharField(
        label=lazy("Namn på engelska"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"lang": "en"}),
        error_messages={
            "max_length": lazy("Det engelska namnet får vara högst 80 tecken."),
            "null_characters_not_allowed": _NUL,
        },
    )


def _said(cell: NeedCell) -> str:
    """What is saved, for the one who typed something else."""
    label = str(dict(CHOICES)[cell.status])
    return f"{label}. {cell.text}" if cell.text else f"{label}."


class AreasForm(RevisionForm):
    """Which areas a network works with."""

    areas = forms.MultipleChoiceField(
        label=lazy("Områden"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("Området finns inte längre. Välj ett annat.")},
    )

    def __init__(self, viewer: Viewer, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, instance=AreasOf(list(network.areas.all())), **kwargs)
        set_choices(self, "areas", [(a.key, str(a)) for a in register.areas(viewer)])

    def values_of(self, thing: AreasOf) -> dict[str, object]:
        return {"areas": [a.key for a in thing.areas if not a.is_retired]}
