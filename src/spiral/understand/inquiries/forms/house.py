"""The form that the others are made from: it knows the revision it was opened with, and answers in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from personnummer import personnummer

from spiral.ground.revision import RevisionForm
from spiral.sources.reading import today

_PERSONAL = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+]?\d{4}(?!\d)")


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HouseForm(RevisionForm):
    """A form that knows which revision it was opened with, and answers in words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._dress(field)

    @staticmethod
    def _dress(field: forms.Field) -> None:
        facts = {"label": field.label}
        field.error_messages |= {
            "required": _("Fyll i ”%(label)s”.") % facts,
            "null_characters_not_allowed": _("”%(label)s” har ett tecken som inte går att spara. Skriv om texten.")
            % facts,
            "invalid": _("”%(label)s” går inte att läsa. Skriv ett datum som %(day)s.") % {**facts, "day": today.day()}
            if isinstance(field, forms.DateField)
            else _("”%(label)s” går inte att läsa. Skriv om det.") % facts,
            "invalid_choice": _("Välj något av alternativen under ”%(label)s”.") % facts,
        }
        if longest := getattr(field, "max_length", None):
            field.error_messages["max_length"] = _("”%(label)s” får ha högst %(most)s tecken. Korta texten.") % {
                **facts,
                "most": longest,
            }

    def clean(self) -> dict[str, Any]:
        """No text holds a personal number: no pupil may be known from an inquiry."""
        cleaned = super().clean() or {}
        for name, text in list(cleaned.items()):
            if isinstance(text, str) and any(personnummer.valid(m) for m in _PERSONAL.findall(text)):
                label = self.fields[name].label
                fault = _("”%(label)s” har ett personnummer. Ta bort det: ingen elev ska kunna kännas igen.")
                self.add_error(name, fault % {"label": label})
        return cleaned
