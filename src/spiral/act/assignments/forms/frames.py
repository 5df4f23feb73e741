"""Forms: an assignment, a strategy, and from which day a report tells."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.assignments import queries
from spiral.act.assignments.actions.frames import Frame
from spiral.act.assignments.forms.parts import Lines, PeriodForm, choice
from spiral.act.assignments.models import Assignment, Strategy
from spiral.ground.fields import PlainText, day_field, set_choices
from spiral.trust.access.viewer import Viewer


class AssignmentForm(PeriodForm):
    """What an assignment is; its points as lines while it is new."""

    title = PlainText(lazy("Uppdragets namn"), 160)
    giver = PlainText(lazy("Vem ger uppdraget?"), 120)
    about = PlainText(lazy("Det viktigaste att veta, i två meningar"), 2000, rows=3, required=False)
    network = choice(lazy("Vem har fått det?"))
    next_report = day_field(lazy("Nästa rapport"), required=False)
    priorities = choice(lazy("Prioriterade områden"), many=True)
    points = Lines(lazy("Punkter"), 200, required=False, hint=lazy("En på varje rad, i ordning."))
    field_order = ("revision", "title", "giver", "first_year", "last_year")

    def __init__(self, viewer: Viewer, *args: Any, assignment: Assignment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=assignment, **kwargs)
        set_choices(self, "network", [("", _("Hela nätverket")), *queries.network_choices(viewer)])
        if listed := queries.priority_choices(viewer):
            set_choices(self, "priorities", listed)
        else:
            del self.fields["priorities"]
        if assignment is not None:
            del self.fields["points"]

    def values_of(self, assignment: Assignment) -> dict[str, object]:
        names = ("title", "giver", "about", "first_year", "last_year", "next_report")
        return {n: getattr(assignment, n) for n in names} | {
            "network": assignment.network_id or "",
            "priorities": [str(p.pk) for p in assignment.priorities.all()],
        }

    @property
    def frame(self) -> Frame:
        cleaned = self.cleaned_data
        return Frame(
            cleaned["title"],
            cleaned["giver"],
            cleaned["first_year"],
            cleaned["last_year"],
            cleaned["about"],
            int(cleaned["network"]) if cleaned["network"] else None,
            cleaned["next_report"],
            [int(p) for p in cleaned.get("priorities", ())],
        )


class StrategyForm(PeriodForm):
    """A strategy and its priorities."""

    name = PlainText(lazy("Strategins namn"), 160)
    version = forms.IntegerField(
        label=lazy("Version"),
        min_value=1,
        max_value=99,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), lazy("Version: skriv ett heltal från 1 till 99.")
        ),
    )
    source = PlainText(lazy("Länk till strategin"), 300, required=False)
    priorities = Lines(lazy("Prioriterade områden"), 160, hint=lazy("Ett på varje rad, i ordning."))
    field_order = ("revision", "name", "first_year", "last_year")

    def values_of(self, strategy: Strategy) -> dict[str, object]:
        names = ("name", "first_year", "last_year", "version", "source")
        return {n: getattr(strategy, n) for n in names} | {
            "priorities": "\n".join(p.name for p in strategy.priorities.all())
        }

    def clean_source(self) -> str:
        """A web address, with https when nothing is said."""
        link = self.cleaned_data["source"]
        if not link:
            return ""
        link = link if "://" in link else f"https://{link}"
        try:
            URLValidator(schemes=["http", "https"])(link)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Länken ska vara en webbadress, till exempel https://exempel.se.")) from error
        return link


class SinceForm(forms.Form):
    """From which day the report tells."""

    since = day_field(lazy("Sedan"), required=False)
