"""What the room's forms are made of: lines, years in order, a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.ground.fields import PlainText, with_example
from spiral.ground.revision import RevisionForm
from spiral.sources.reading import today

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Lines(PlainText):
    """One thing a line, each of limited length."""

    def __init__(self, label: str | _StrPromise, each: int, *, most: int = 40, **more: Any) -> None:
        super().__init__(label, (each + 1) * most, rows=6, **more)
        self.each, self.most = each, most

    def clean(self, value: object) -> list[str]:  # type: ignore[override]
        """The lines that hold something, each once. Raises ValidationError."""
        rows = list(dict.fromkeys(r.strip() for r in super().clean(value).split("\n") if r.strip()))
        if len(rows) > self.most:
            raise forms.ValidationError(
                _("”%(field)s” får ha högst %(n)s rader.") % {"field": self.label, "n": self.most}
            )
        for number, row in enumerate(rows, 1):
            if len(row) > self.each:
                raise forms.ValidationError(
                    _("”%(field)s”, rad %(row)s: högst %(n)s tecken, raden har %(now)s. Korta den.")
                    % {"field": self.label, "row": number, "n": self.each, "now": len(row)}
                )
        return rows


def year(label: str | _StrPromise) -> forms.IntegerField:
    said = dict.fromkeys(
        ("required", "invalid", "min_value", "max_value"),
        with_example(lazy("Skriv året med fyra siffror, till exempel {example}."), today.year),
    )
    return forms.IntegerField(
        label=label,
        min_value=1990,
        max_value=2100,
        error_messages=said,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def choice(label: str | _StrPromise, hint: str | _StrPromise = "", *, many: bool = False) -> forms.Field:
    said = {"invalid_choice": lazy("Valet finns inte längre. Välj ett annat.")}
    if many:
        return forms.MultipleChoiceField(
            label=label, required=False, error_messages=said, widget=forms.CheckboxSelectMultiple, help_text=hint
        )
    return forms.ChoiceField(label=label, required=False, error_messages=said, help_text=hint)


class PeriodForm(RevisionForm):
    """First and last year, in order."""

    first_year = year(lazy("Första året"))
    last_year = year(lazy("Sista året"))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("first_year") and cleaned.get("last_year") and cleaned["last_year"] < cleaned["first_year"]:
            self.add_error("last_year", _("Sista året är före det första. Ändra ett av dem."))
        return cleaned
