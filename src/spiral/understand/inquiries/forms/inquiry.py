"""Forms of an inquiry itself, its phases, and where evidence is taken to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices
from spiral.trust.access.viewer import HeldOffice
from spiral.understand.inquiries.forms.house import HouseForm, day_input, text_area
from spiral.understand.inquiries.models import Inquiry, Phase
from spiral.understand.inquiries.phasesets import LONGEST_NAME, LONGEST_QUESTION, MOST, PhaseSet, PhaseTurn


class InquiryForm(HouseForm):
    """What stands at the head of an inquiry."""

    title = forms.CharField(
        label=lazy("Frågan"),
        max_length=160,
        help_text=lazy("En fråga om det ni ser, inte om vems fel det är. Till exempel: Varför når färre målen?"),
    )
    problem = forms.CharField(
        label=lazy("Vad vet ni om problemet?"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Vilka elever gäller det, sedan när, och vad saknas? Skriv inget som kan peka ut en elev."),
    )
    aim = forms.CharField(
        label=lazy("Vad ska bli annorlunda?"),
        required=False,
        max_length=300,
        help_text=lazy("Målet i drivdiagrammet. Kan vänta till fokusfasen."),
    )
    participants = forms.CharField(
        label=lazy("Vilka deltar?"),
        required=False,
        max_length=300,
        help_text=lazy("Roller, till exempel sex lärare i arbetslag 7–9."),
    )
    started_on = forms.DateField(label=lazy("Började"), widget=day_input())
    followed_up_on = forms.DateField(label=lazy("Följs upp"), required=False, widget=day_input())
    area_id = forms.TypedChoiceField(label=lazy("Område"), required=False, coerce=str, empty_value=None)
    is_shared = forms.BooleanField(
        label=lazy("Hela nätverket får läsa"),
        required=False,
        help_text=lazy("Annars läser bara ni som har en roll på samma plats, och samordnaren."),
    )
    point = forms.ChoiceField(label=lazy("Hör till punkt i uppdrag"), required=False)

    def __init__(
        self, areas: Sequence[tuple[str, str]], points: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "area_id", [("", _("Inget valt")), *areas])
        if points:
            set_choices(self, "point", [("", _("Ingen")), *points])
        else:
            del self.fields["point"]

    @staticmethod
    def initial_from(inquiry: Inquiry) -> dict[str, object]:
        return {name: getattr(inquiry, name) for name in InquiryForm.base_fields}

    def clean(self) -> dict[str, Any]:
        """The follow-up comes after the start."""
        cleaned = super().clean()
        start, end = cleaned.get("started_on"), cleaned.get("followed_up_on")
        if start and end and end < start:
            self.add_error("followed_up_on", _("”Följs upp” ligger före ”Började”. Välj en senare dag."))
        return cleaned


class StartForm(InquiryForm):
    """A new inquiry: its phases, and by which office it is led."""

    phases = forms.ChoiceField(label=lazy("Faser"), help_text=lazy("Ni kan döpa om faserna sedan."))
    office = forms.TypedChoiceField(label=lazy("Plats"), coerce=int)

    def __init__(
        self,
        areas: Sequence[tuple[str, str]],
        points: Sequence[tuple[str, str]],
        sets: Sequence[PhaseSet],
        offices: Sequence[HeldOffice],
        language: str,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(areas, points, *args, **kwargs)
        set_choices(self, "phases", [(s.key, s.title(language)) for s in sets])
        if len(offices) > 1:
            set_choices(self, "office", [(o.pk, str(o)) for o in offices])
        else:
            del self.fields["office"]
        self.fields["started_on"].initial = timezone.localdate()

    @property
    def written(self) -> dict[str, Any]:
        return {name: value for name, value in super().written.items() if name not in ("phases", "office")}


class TakeForm(HouseForm):
    """Where a piece of evidence goes: a new inquiry, or one under way."""

    where = forms.ChoiceField(label=lazy("Var ska underlaget ligga?"), initial="new")
    title = forms.CharField(
        label=lazy("Frågan i den nya undersökningen"),
        required=False,
        max_length=160,
        help_text=lazy("Bara om ni börjar en ny. En fråga om det ni ser, inte om vems fel det är."),
    )
    is_shared = forms.BooleanField(
        label=lazy("Hela nätverket får läsa den nya undersökningen"),
        required=False,
        help_text=lazy("Annars läser bara ni som har en roll på samma plats, och samordnaren."),
    )
    office = forms.TypedChoiceField(label=lazy("Plats för den nya undersökningen"), coerce=int, required=False)

    def __init__(
        self, choices: Sequence[tuple[str, object]], offices: Sequence[HeldOffice], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "where", choices)
        if len(offices) > 1:
            set_choices(self, "office", [(o.pk, str(o)) for o in offices])
        else:
            del self.fields["office"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("where") == "new" and not str(cleaned.get("title", "")).strip() and "title" not in self.errors:
            self.add_error("title", _("Skriv frågan i den nya undersökningen, eller välj en som redan finns."))
        return cleaned


class PhaseForm(HouseForm):
    """Notes, dates and who of one phase."""

    notes = forms.CharField(label=lazy("Anteckningar"), required=False, widget=text_area(8), max_length=6000)
    who = forms.CharField(label=lazy("Vem håller i fasen?"), required=False, max_length=200)
    from_on = forms.DateField(label=lazy("Från"), required=False, widget=day_input())
    until_on = forms.DateField(label=lazy("Till"), required=False, widget=day_input())
    done_on = forms.DateField(
        label=lazy("Klar"),
        required=False,
        widget=day_input(),
        help_text=lazy("Lämna tomt tills ni är klara med fasen."),
    )

    @staticmethod
    def initial_from(phase: Phase) -> dict[str, object]:
        return {name: getattr(phase, name) for name in PhaseForm.base_fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("from_on") and cleaned.get("until_on") and cleaned["until_on"] < cleaned["from_on"]:
            self.add_error("until_on", _("”Till” ligger före ”Från”. Välj en senare dag."))
        return cleaned


class PhaseNamesForm(HouseForm):
    """The names and questions of all phases; empty rows are left out."""

    def __init__(self, phases: Sequence[Phase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {p.number: p for p in phases}
        for i in range(1, MOST + 1):
            name = forms.CharField(
                label=_("Fas %(number)s") % {"number": i},
                required=False,
                max_length=LONGEST_NAME,
                initial=known[i].name if i in known else "",
            )
            question = forms.CharField(
                label=_("Fråga i fas %(number)s") % {"number": i},
                required=False,
                max_length=LONGEST_QUESTION,
                initial=known[i].question if i in known else "",
            )
            self.fields |= {f"name{i}": name, f"question{i}": question}
            self._dress(name)
            self._dress(question)

    def clean(self) -> dict[str, Any]:
        """Three to eight phases without holes between them."""
        cleaned = super().clean()
        names = [str(cleaned.get(f"name{i}", "")).strip() for i in range(1, MOST + 1)]
        filled = [n for n in names if n]
        if len(filled) < 3:
            self.add_error(None, _("Ha minst tre faser: fyll i namnet på tre."))
        elif names[: len(filled)] != filled:
            self.add_error(None, _("En fas mitt i listan saknar namn. Fyll i det, eller flytta upp faserna under."))
        return cleaned

    @property
    def turns(self) -> list[PhaseTurn]:
        cleaned = self.cleaned_data
        return [
            PhaseTurn(cleaned[f"name{i}"], cleaned[f"question{i}"])
            for i in range(1, MOST + 1)
            if cleaned[f"name{i}"].strip()
        ]


class LearnedForm(HouseForm):
    """What the group takes with it."""

    learned = forms.CharField(
        label=lazy("Vad tar ni med er?"),
        required=False,
        widget=text_area(5),
        max_length=2000,
        help_text=lazy("Vad har ni lärt er, vad fortsätter ni med, och vilken fråga leder vidare?"),
    )
