"""Forms of the analysis day: the day itself, the groups' piles, the agreed themes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.anonymous.forms import near
from spiral.understand.voices import personal
from spiral.understand.voices.actions.days import MOST_GROUPS
from spiral.understand.voices.forms import A_DATE


class DayForm(forms.Form):
    """Which questions' quotes are sorted, by how many groups, and until when."""

    questions = forms.TypedMultipleChoiceField(
        label=lazy("Vilka frågor ska citaten komma från?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Välj minst en fråga att ta citat från.")},
    )
    groups = forms.IntegerField(
        label=lazy("Hur många grupper?"),
        min_value=1,
        max_value=MOST_GROUPS,
        error_messages={
            "required": lazy("Skriv hur många grupper ni är, 1 till 10."),
            "invalid": lazy("Skriv antalet grupper med siffror, 1 till 10."),
            "min_value": lazy("Det behövs minst en grupp."),
            "max_value": lazy("Högst tio grupper."),
        },
    )
    last_day = forms.DateField(
        label=lazy("Sista dag"),
        error_messages={
            "required": lazy("Skriv vilken dag koden ska sluta gälla."),
            "invalid": A_DATE,
        },
    )

    def __init__(self, questions: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "questions", questions)

    def clean_last_day(self) -> date | None:
        return near(self.cleaned_data["last_day"])


class NameForm(RevisionForm):
    """The name of a pile or a theme: a few words that name nobody."""

    name = forms.CharField(
        label=lazy("Vad handlar högen om?"),
        max_length=80,
        error_messages={
            "required": lazy("Skriv vad högen handlar om, med några ord."),
            "max_length": lazy("Namnet är för långt. Korta det till högst 80 tecken."),
        },
    )

    def clean_name(self) -> str:
        name = " ".join(personal.clean(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Skriv vad högen handlar om, med några ord."))
        if personal.blocked(name):
            raise forms.ValidationError(_("Skriv inga nummer eller adresser som leder till en person."))
        if word := personal.has_name(name):
            raise forms.ValidationError(_("Kan ”%(word)s” vara ett namn? Skriv utan namn.") % {"word": word})
        return name


class ThemeForm(NameForm):
    """An agreed theme: its name, and the groups' piles whose quotes it takes over."""

    piles = forms.TypedMultipleChoiceField(
        label=lazy("Högar som hör hit"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, piles: list[tuple[int, str]], *args: Any, must: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "piles", piles)
        self.fields["piles"].required = must
        self.fields["piles"].error_messages["required"] = _("Välj minst en hög som temat ska få sina citat från.")
        self.fields["name"].label = _("Temats namn")
