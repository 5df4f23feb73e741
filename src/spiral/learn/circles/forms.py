"""Forms: the book, a chapter, a reflection, what is taken along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import set_choices, with_example
from spiral.ground.revision import RevisionForm
from spiral.sources.reading import today
from spiral.trust.access.viewer import HeldOffice

LONGEST_TEXT = 6_000
_FOUR_DIGITS = with_example(lazy("Utgivningsår: skriv fyra siffror, till exempel {example}."), today.year)


class CircleForm(RevisionForm):
    """The book, why, who reads, and where."""

    title = forms.CharField(
        label=lazy("Bokens titel"),
        max_length=160,
        error_messages={
            "required": lazy("Skriv bokens titel."),
            "max_length": lazy("Titeln är för lång. Högst 160 tecken."),
        },
    )
    author = forms.CharField(label=lazy("Författare"), max_length=160, required=False)
    year = forms.IntegerField(
        label=lazy("Utgivningsår"),
        required=False,
        min_value=1800,
        max_value=2100,
        error_messages={
            "invalid": _FOUR_DIGITS,
            "min_value": _FOUR_DIGITS,
            "max_value": _FOUR_DIGITS,
        },
    )
    link = forms.URLField(
        label=lazy("Länk till boken"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": lazy("Länk till boken: skriv en hel adress som börjar med https://.")},
    )
    about = forms.CharField(label=lazy("Varför den här boken?"), max_length=LONGEST_TEXT, required=False)
    members = forms.CharField(label=lazy("Vilka läser?"), max_length=2_000, required=False)
    place = forms.ChoiceField(label=lazy("Var?"), required=False)
    point = forms.ChoiceField(label=lazy("Hör till uppdragets punkt"), required=False)

    def __init__(self, held: list[HeldOffice], points: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "place", [("", lazy("Hela nätverket")), *((o.place, o.place_name) for o in held)])
        set_choices(self, "point", [("", lazy("Ingen punkt")), *points])
        self.has_points = bool(points)


class ChapterForm(RevisionForm):
    """What is read when, who lead, what they ask, and what else to read."""

    title = forms.CharField(
        label=lazy("Kapitel"),
        max_length=160,
        error_messages={
            "required": lazy("Skriv vad kapitlet heter, eller vilka sidor ni läser."),
            "max_length": lazy("Kapitlets namn är för långt. Högst 160 tecken."),
        },
    )
    order = forms.IntegerField(
        label=lazy("Ordning"),
        required=False,
        min_value=1,
        max_value=99,
        error_messages={
            "invalid": lazy("Ordning: skriv en siffra."),
            "min_value": lazy("Ordning: skriv ett tal från 1 till 99."),
            "max_value": lazy("Ordning: skriv ett tal från 1 till 99."),
        },
    )
    on = forms.DateField(
        label=lazy("Datum"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": with_example(lazy("Datum: skriv till exempel {example}."), today.day)},
    )
    first_lead = forms.CharField(label=lazy("Leder"), max_length=80, required=False)
    second_lead = forms.CharField(label=lazy("Leder också"), max_length=80, required=False)
    questions = forms.CharField(label=lazy("Frågor till samtalet"), max_length=LONGEST_TEXT, required=False)
    material = forms.CharField(label=lazy("Mer att läsa eller se"), max_length=LONGEST_TEXT, required=False)

    def clean_material(self) -> str:
        """Every address is a whole one; what has none is a line of text."""
        text = self.cleaned_data["material"]
        is_address, wrong = URLValidator(schemes=["http", "https"]), []
        for line in text.splitlines():
            _name, bar, address = line.rpartition("|")
            if bar or address.strip().startswith(("http:", "https:", "www.")):
                try:
                    is_address(address.strip())
                except forms.ValidationError:
                    wrong.append(address.strip()[:80])
        if wrong:
            raise forms.ValidationError(
                _("Mer att läsa: ”%(address)s” är ingen hel adress. Börja med https://.") % {"address": wrong[0]}
            )
        return text


class TextForm(RevisionForm):
    """A reflection, or something taken along."""

    text = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        error_messages={"max_length": lazy("Texten är för lång. Korta den till högst 6 000 tecken.")},
    )

    def __init__(self, *args: Any, must: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must = must

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if self.must and not text:
            raise forms.ValidationError(self.must)
        return text
