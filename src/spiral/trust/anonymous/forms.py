"""Forms of the leader: who is asked until when, and how many there are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.trust.anonymous.rules import FEWEST_ANSWERS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_DAYS = 60


def near(day: date | None) -> date | None:
    """From today, and not so far away that nobody closes. Raises ValidationError."""
    today = timezone.localdate()
    if day is not None and not today <= day <= today + timedelta(days=LONGEST_DAYS):
        raise forms.ValidationError(_("Sista dagen ska vara i dag eller inom sextio dagar."))
    return day


class OpeningForm(forms.Form):
    """Who is asked, how many they are, and until when. A room adds what it asks about, and its own words."""

    #: Said to those who answer at once, in a room, and have not said how many they are.
    uncounted: str | _StrPromise

    group = forms.CharField(label=lazy("Vilka ska svara?"), max_length=80)
    invited = forms.IntegerField(required=False, min_value=FEWEST_ANSWERS)
    last_day = forms.DateField(label=lazy("Sista dag"), required=False)

    def clean_last_day(self) -> date | None:
        return near(self.cleaned_data["last_day"])

    def clean(self) -> dict[str, object]:
        """Those who answer at once, in a room, are counted first: so many may answer and no more."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned.get("last_day") is None and cleaned.get("invited") is None:
            self.add_error("invited", self.uncounted)
        return cleaned


class NumberForm(forms.Form):
    """How many people there are, raised."""

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invited"] = forms.IntegerField(min_value=FEWEST_ANSWERS, max_value=most)
