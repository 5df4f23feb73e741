"""Forms of the tree: answers, where they stand, and evidence in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.exchange.evidence import Evidence
from spiral.ground.fields import set_choices
from spiral.understand.inquiries.forms.house import HouseForm, text_area
from spiral.understand.inquiries.models import Because


class AnswerForm(HouseForm):
    """One answer to a why."""

    text = forms.CharField(label=lazy("Därför att"), widget=text_area(2), max_length=600)
    parent = forms.TypedChoiceField(label=lazy("Svarar på"), required=False, coerce=int, empty_value=None)
    is_supported = forms.TypedChoiceField(
        label=lazy("Hur säkra är ni?"),
        widget=forms.RadioSelect,
        coerce=lambda v: v == "yes",
        initial="no",
        choices=(("no", lazy("Antagande")), ("yes", lazy("Belagt"))),
    )
    how_known = forms.CharField(
        label=lazy("Hur vet ni det, eller hur tar ni reda på det?"),
        required=False,
        widget=text_area(2),
        max_length=1200,
    )

    def __init__(self, parents: Sequence[tuple[int, str]] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["parent"]
        else:
            set_choices(self, "parent", [("", _("Problemet: varför är det så?")), *parents])

    @staticmethod
    def initial_from(because: Because) -> dict[str, object]:
        return {
            "text": because.text,
            "is_supported": "yes" if because.is_supported else "no",
            "how_known": because.how_known,
            "revision": because.revision,
        }

    def clean(self) -> dict[str, Any]:
        """What is supported says how it is known."""
        cleaned = super().clean()
        if cleaned.get("is_supported") and not cleaned.get("how_known") and "how_known" not in self.errors:
            self.add_error(
                "how_known", _("Belagt kräver ett svar på ”Hur vet ni det?”. Skriv det, eller välj Antagande.")
            )
        return cleaned


class WhereForm(HouseForm):
    """Another place in the tree: to move to, or to merge with."""

    where = forms.TypedChoiceField(label=lazy("Var?"), required=False, coerce=int, empty_value=None)

    def __init__(self, choices: Sequence[tuple[object, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "where", choices)


class EvidenceForm(HouseForm):
    """Evidence in the group's own words: what pupils say, what was seen, a document."""

    kind = forms.ChoiceField(
        label=lazy("Vad är det?"),
        widget=forms.RadioSelect,
        initial="own",
        choices=(("quote", lazy("Något elever säger")), ("own", lazy("Något vi har sett eller räknat"))),
    )
    sentence = forms.CharField(
        label=lazy("Vad säger underlaget?"),
        widget=text_area(),
        max_length=600,
        help_text=lazy("Skriv inget som kan peka ut en elev."),
    )
    source = forms.CharField(
        label=lazy("Varifrån?"),
        max_length=200,
        help_text=lazy("Till exempel: samtal med elever i åk 9, oktober."),
    )
    because = forms.TypedChoiceField(label=lazy("Hör till"), required=False, coerce=int, empty_value=None)

    def __init__(self, answers: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "because", [("", _("Problemet")), *answers])

    def evidence(self, path: str) -> Evidence:
        """What was written, frozen today."""
        cleaned = self.cleaned_data
        title = _("Elevernas ord") if cleaned["kind"] == "quote" else _("Egen iakttagelse")
        text = f"”{cleaned['sentence'].strip('”')}”" if cleaned["kind"] == "quote" else cleaned["sentence"]
        return Evidence(cleaned["kind"], "", title, text, cleaned["source"], timezone.localdate().isoformat(), path)
