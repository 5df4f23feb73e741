"""Forms of meetings: the plan, who comes, files, decisions and tasks, a year."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.meetings.actions.planning import LARGEST_FILE, MeetingPlan
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.starting_agendas import Choice
from spiral.ground.fields import DayInput, HourInput, set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.queries import networks

#: The same names as Meeting.Mode, which forms do not import.
MODES = [("physical", lazy("på plats")), ("digital", lazy("digitalt")), ("both", lazy("på plats och digitalt"))]
ROWS = 6


def at(day: date, clock: time) -> datetime:
    """A clock time of a day in the region's own time zone."""
    return timezone.make_aware(datetime.combine(day, clock))


class PlanForm(RevisionForm):
    """When, where and what a meeting is called."""

    title = forms.CharField(label=lazy("Rubrik"), max_length=120)
    day = forms.DateField(label=lazy("Dag"), widget=DayInput())
    start = forms.TimeField(label=lazy("Börjar"), widget=HourInput())
    end = forms.TimeField(label=lazy("Slutar"), widget=HourInput())
    mode = forms.ChoiceField(label=lazy("Form"), choices=MODES, widget=forms.RadioSelect, initial="physical")
    where = forms.CharField(label=lazy("Plats"), max_length=120, required=False)
    join_url = forms.URLField(
        label=lazy("Länk till det digitala mötet"), max_length=500, required=False, assume_scheme="https"
    )
    network = forms.TypedChoiceField(label=lazy("Nätverk"), coerce=int, empty_value=None, required=False)
    about = forms.CharField(
        label=lazy("Till inbjudan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Frivilligt. Står i inbjudan och överst i planen."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(n.pk, n.name) for n in networks(viewer)]
        if listed:
            set_choices(self, "network", [("", _("Hela nätverket")), *listed])
        else:
            del self.fields["network"]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and a digital meeting says where it is to be found."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("Mötet slutar innan det börjar. Ändra någon av tiderna."))
        day = cleaned.get("day")
        if day and not 2000 <= day.year <= 2100:
            self.add_error("day", _("Dagen ska vara mellan år 2000 och 2100."))
        return cleaned

    def values_of(self, meeting: Meeting) -> dict[str, object]:
        start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        same = ("title", "mode", "where", "join_url", "about")
        hours = {"day": start.date(), "start": start.time(), "end": end.time()}
        return {name: getattr(meeting, name) for name in same} | hours | {"network": meeting.network_id}

    def plan(self, items: list[dict[str, object]] | None = None) -> MeetingPlan:
        cleaned = self.cleaned_data
        return MeetingPlan(
            cleaned["title"],
            at(cleaned["day"], cleaned["start"]),
            at(cleaned["day"], cleaned["end"]),
            cleaned["mode"],
            cleaned["where"],
            cleaned["join_url"],
            cleaned["about"],
            cleaned.get("network"),
            items or (),
        )


class AttendeeForm(forms.Form):
    """One more at the meeting."""

    label = forms.CharField(label=lazy("Roll och plats"), max_length=120)
    municipality = forms.CharField(label=lazy("Kommun"), max_length=60, required=False)


class GuestForm(forms.Form):
    """A guest's own name, and where she comes from."""

    name = forms.CharField(
        label=lazy("Ditt namn eller din roll"),
        max_length=60,
        error_messages={"required": lazy("Skriv ditt namn eller din roll, så att den som leder vet vem du är.")},
    )
    municipality = forms.CharField(label=lazy("Din kommun"), max_length=50, required=False)


class HeadcountForm(forms.Form):
    """How many people there are in the room."""

    number = forms.IntegerField(min_value=5, max_value=10_000)


class DecisionForm(forms.Form):
    text = forms.CharField(label=lazy("Nytt beslut"), max_length=500)


class TaskForm(forms.Form):
    """Who does what until when."""

    text = forms.CharField(label=lazy("Ny uppgift"), max_length=500)
    who = forms.CharField(label=lazy("Vem"), max_length=120)
    due = forms.DateField(label=lazy("När"), required=False, widget=DayInput())


class PapersForm(forms.Form):
    """A file with the meeting's papers."""

    file = forms.FileField(label=lazy("Bilaga"), max_length=200)

    def clean_file(self) -> Any:
        """Not empty and not larger than the database should hold."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            size = round(given.size / 1e6)
            raise forms.ValidationError(
                _("Filen är %(size)s MB. Högst 10 MB går att bifoga: lägg stora filer där ni brukar och länka dit.")
                % {"size": size}
            )
        return given


class RowForm(forms.Form):
    """One meeting of a year."""

    day = forms.DateField(label=lazy("Dag"), required=False, widget=DayInput())
    start = forms.TimeField(label=lazy("Börjar"), required=False, widget=HourInput())
    end = forms.TimeField(label=lazy("Slutar"), required=False, widget=HourInput())
    template = forms.ChoiceField(label=lazy("Dagordning"), required=False)

    def __init__(self, *args: Any, templates: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "template", [(t.key, t.name) for t in templates])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [cleaned.get(name) for name in ("day", "start", "end")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("Dag, början och slut behövs på varje rad som används."))
        if cleaned.get("day") and not cleaned.get("template"):
            self.add_error("template", _("Välj en dagordning."))
        if all(given) and cleaned["end"] <= cleaned["start"]:
            self.add_error("end", _("Mötet slutar innan det börjar. Ändra någon av tiderna."))
        if cleaned.get("day") and not 2000 <= cleaned["day"].year <= 2100:
            self.add_error("day", _("Dagen ska vara mellan år 2000 och 2100."))
        return cleaned


YearForm = forms.formset_factory(RowForm, extra=ROWS, max_num=ROWS)
