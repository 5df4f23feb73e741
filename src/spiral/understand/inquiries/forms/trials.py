"""Forms of what is tried: hunches, actions, rounds, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices
from spiral.understand.inquiries.forms.house import HouseForm, day_input, text_area
from spiral.understand.inquiries.models import Action, Check, Cycle, Hunch


class HunchForm(HouseForm):
    """What we believe that we contribute to, and how it is tried."""

    text = forms.CharField(
        label=lazy("Vi tror att"),
        max_length=300,
        help_text=lazy("Något i er egen praktik som ni kan göra något åt, och som går att pröva."),
    )
    about = forms.ChoiceField(label=lazy("Vad handlar det om?"), widget=forms.RadioSelect, choices=Hunch.About.choices)
    test = forms.CharField(label=lazy("Hur prövar ni om det stämmer?"), required=False, max_length=300)
    test_by = forms.DateField(label=lazy("Senast"), required=False, widget=day_input())
    outcome = forms.ChoiceField(
        label=lazy("Hur gick det?"), widget=forms.RadioSelect, choices=Hunch.Outcome.choices, initial=Hunch.Outcome.OPEN
    )
    outcome_text = forms.CharField(label=lazy("Vad såg ni?"), required=False, widget=text_area(), max_length=1200)

    @staticmethod
    def initial_from(hunch: Hunch) -> dict[str, object]:
        return {name: getattr(hunch, name) for name in HunchForm.base_fields}


class ActionForm(HouseForm):
    """What is tried, by whom, from when to when."""

    what = forms.CharField(label=lazy("Vad provar ni?"), max_length=300)
    who = forms.CharField(
        label=lazy("Vem gör det?"), required=False, max_length=200, help_text=lazy("Roll, inte namn.")
    )
    from_on = forms.DateField(label=lazy("Från"), required=False, widget=day_input())
    to_on = forms.DateField(label=lazy("Till"), required=False, widget=day_input())
    hunch_id = forms.TypedChoiceField(label=lazy("Prövar antagandet"), required=False, coerce=int, empty_value=None)

    def __init__(self, hunches: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "hunch_id", [("", _("Inget bestämt")), *hunches])

    @staticmethod
    def initial_from(action: Action) -> dict[str, object]:
        return {name: getattr(action, name) for name in ActionForm.base_fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("from_on") and cleaned.get("to_on") and cleaned["to_on"] < cleaned["from_on"]:
            self.add_error("to_on", _("”Till” ligger före ”Från”. Välj en senare dag."))
        return cleaned


class CycleForm(HouseForm):
    """One round: plan, do, study, act."""

    plan = forms.CharField(
        label=lazy("Planera"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Vad gör ni, i liten skala, och vad tror ni att ni får se?"),
    )
    do = forms.CharField(
        label=lazy("Göra"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Vad blev det? Vad överraskade?"),
    )
    study = forms.CharField(
        label=lazy("Studera"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Hur blev det, jämfört med vad ni trodde?"),
    )
    act = forms.CharField(
        label=lazy("Besluta"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Vad gör ni nu, och varför?"),
    )
    decided = forms.ChoiceField(
        label=lazy("Beslut"), required=False, widget=forms.RadioSelect, choices=Cycle.Decided.choices
    )

    @staticmethod
    def initial_from(cycle: Cycle) -> dict[str, object]:
        return {name: getattr(cycle, name) for name in CycleForm.base_fields}


class CheckForm(HouseForm):
    """When we look again, at what, and what would be enough."""

    piece_id = forms.TypedChoiceField(label=lazy("Samma siffra som"), coerce=int)
    planned_on = forms.DateField(label=lazy("När följer ni upp?"), widget=day_input())
    enough = forms.CharField(
        label=lazy("Hur stor skillnad räcker?"),
        required=False,
        max_length=300,
        help_text=lazy("Bestäm det nu, innan ni vet svaret. En liten skillnad kan bero på slumpen."),
    )
    conclusion = forms.CharField(
        label=lazy("Vad drar ni för slutsats?"),
        required=False,
        widget=text_area(),
        max_length=2000,
        help_text=lazy("Fyll i när ni har följt upp. Säg inte mer än osäkerheten tillåter."),
    )

    def __init__(self, pieces: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "piece_id", pieces)

    @staticmethod
    def initial_from(check: Check) -> dict[str, object]:
        return {name: getattr(check, name) for name in CheckForm.base_fields}
