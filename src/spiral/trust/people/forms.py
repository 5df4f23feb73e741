"""Forms: a person, an office for a term, seats of a role, a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import EmailText, PlainText, SheetFile, day_field, set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.viewer import Viewer
from spiral.trust.people import register
from spiral.trust.people.models import Office


class PersonForm(RevisionForm):
    """Somebody in the network's work."""

    name = PlainText(lazy("Namn"), 120)
    email = EmailText(lazy("E-postadress"), 254, hint=lazy("Dit går koden när personen loggar in."))


class OfficeForm(forms.Form):
    """An office at a place for a term."""

    role = forms.ChoiceField(
        label=lazy("Roll"),
        choices=Office.Role.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj en roll.")),
    )
    title = PlainText(lazy("I rollen"), 60, required=False, hint=lazy("Till exempel ordförande."))
    place = PlainText(
        lazy("Plats"),
        160,
        hint=lazy("Kommunens, skolans eller huvudmannens namn. Gäller rollen hela regionen, skriv regionens namn."),
    )
    network = forms.ChoiceField(
        label=lazy("Nätverk"),
        required=False,
        error_messages={"invalid_choice": lazy("Nätverket finns inte längre. Välj ett annat.")},
    )
    from_date = day_field(lazy("Från"))
    to_date = day_field(lazy("Till och med"), lazy("Lämna tomt tills vidare."), required=False)

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "network", register.network_choices(viewer))
        self.fields["from_date"].initial = timezone.localdate

    def clean_place(self) -> tuple[str, str]:
        """(code, name) of the place."""
        named = register.place_of(self.cleaned_data["place"])
        if named is None:
            raise forms.ValidationError(
                _(
                    "”%(text)s” finns inte i registret, eller är namn på flera. "
                    "Skriv namnet som det står i registret, eller koden."
                )
                % {"text": self.cleaned_data["place"]}
            )
        return named

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        code = (cleaned.get("place") or ("-",))[0]
        if not code and cleaned.get("role") in register.AT_A_PLACE:
            self.add_error("place", _("Rollen gäller en skola, en kommun eller en huvudman. Skriv vilken."))
        if cleaned.get("to_date") and cleaned.get("from_date") and cleaned["to_date"] < cleaned["from_date"]:
            self.add_error("to_date", _("Perioden slutar innan den börjar. Ändra en av dagarna."))
        return cleaned


class EndForm(RevisionForm):
    """The last day of an office."""

    last_day = day_field(lazy("Sista dag"))

    def values_of(self, office: Office) -> dict[str, object]:
        return {"last_day": office.to_date}


class SeatForm(RevisionForm):
    """How many hold a role."""

    role = forms.ChoiceField(
        label=lazy("Roll"), error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj en roll."))
    )
    how_many = forms.IntegerField(
        label=lazy("Antal platser"),
        min_value=0,
        max_value=50,
        help_text=lazy("0 tar bort platserna."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), lazy("Platser: skriv ett heltal från 0 till 50.")
        ),
    )
    note = PlainText(lazy("Om en vakans"), 120, required=False, hint=lazy("Till exempel: väljs 11 december."))

    def values_of(self, seats: register.RoleSeats) -> dict[str, object]:
        """The seats of the role that is chosen, where one is."""
        if not self.is_bound:
            return {}
        chosen = next((s for s in seats.listed if s.role == self["role"].value()), None)
        return {"how_many": chosen.how_many if chosen else 0, "note": chosen.note if chosen else ""}

    def __init__(self, network_id: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "role", [(r.value, register.role_name(r.value, network_id)) for r in register.TOLD])


class SpreadsheetForm(forms.Form):
    """A spreadsheet of people and their offices."""

    file = SheetFile(lazy("Excel (.xlsx) eller CSV, med rubrikerna namn, e-post, roll, plats, nätverk, från, till."))
