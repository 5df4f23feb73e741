"""Forms: what is arranged, and a sign-up."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.events import queries
from spiral.act.events.actions import EventContent
from spiral.act.events.models import Event
from spiral.ground.fields import HourInput, OneOfThese, PlainText, day_field, set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _number() -> forms.TextInput:
    """Digits, but what is typed wrong stays to be seen."""
    return forms.TextInput(attrs={"inputmode": "numeric"})


def _hour(label: str | _StrPromise) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=HourInput(),
        error_messages={"invalid": lazy("Skriv tiden som timme och minut: 09.00 eller 09:00.")},
        input_formats=["%H:%M", "%H.%M"],
    )


class EventForm(RevisionForm):
    """An event with its hours, or an offer between two days."""

    title = PlainText(lazy("Rubrik"), 120)
    about = PlainText(lazy("Vad händer, och för vem är det bra?"), 2000, rows=5, required=False)
    is_offer = forms.TypedChoiceField(
        label=lazy("Vad är det?"),
        coerce=lambda v: v == "1",
        widget=forms.RadioSelect,
        required=True,
        choices=[("0", lazy("Något som händer en viss tid")), ("1", lazy("Ett erbjudande som gäller en period"))],
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj om det är en tid eller en period.")),
    )
    day = day_field(lazy("Dag, eller första dagen"), missing=lazy("Skriv vilken dag det börjar."))
    end_day = day_field(lazy("Sista dagen, om det är flera"), required=False)
    start = _hour(lazy("Börjar kl."))
    end = _hour(lazy("Slutar kl."))
    where = PlainText(lazy("Var?"), 160, required=False, hint=lazy("Plats, eller skriv att det är digitalt."))
    link = PlainText(lazy("Länk"), 300, required=False, hint=lazy("Till mötet eller till mer att läsa."))
    audience = PlainText(lazy("Vem är det för?"), 160, required=False)
    organiser = PlainText(lazy("Vem ordnar det?"), 160)
    areas = forms.MultipleChoiceField(
        label=lazy("Områden"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("Området finns inte längre. Välj ett annat.")},
    )
    places = forms.IntegerField(
        label=lazy("Antal platser"),
        min_value=1,
        max_value=10_000,
        required=False,
        widget=_number(),
        help_text=lazy("Lämna tomt om alla som vill får plats."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            lazy("Platser: skriv ett heltal från 1 till 10 000, eller lämna tomt."),
        ),
    )
    last_day = day_field(lazy("Sista dag att anmäla sig"), required=False)
    place = OneOfThese(lazy("Läggs upp av"), lazy("Välj en av dina platser."))

    def __init__(self, viewer: Viewer, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=event, **kwargs)
        self.places_by_code = queries.place_choices(viewer)
        if event is not None and event.place not in dict(self.places_by_code):
            self.places_by_code.insert(0, (event.place, event.place_name))
        set_choices(self, "place", self.places_by_code)
        set_choices(self, "areas", [(a.key, str(a)) for a in register.areas(viewer)])

    def clean_link(self) -> str:
        """A web address, with https when nothing is said."""
        link = self.cleaned_data["link"]
        if not link:
            return ""
        link = link if "://" in link else f"https://{link}"
        try:
            URLValidator(schemes=["http", "https"])(link)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Länken ska vara en webbadress, till exempel https://exempel.se.")) from error
        return link

    def clean(self) -> dict[str, object]:
        """Adds ``starts`` and ``ends``."""
        cleaned = super().clean() or {}
        first, is_offer = cleaned.get("day"), cleaned.get("is_offer")
        if first is None or is_offer is None or {"end_day", "start", "end"} & set(self.errors):
            return cleaned
        last = cleaned.get("end_day") or first
        start, end = (time(0, 0), time(23, 59)) if is_offer else (cleaned.get("start"), cleaned.get("end"))
        if start is None or end is None:
            self.add_error("start", _("Skriv när det börjar och slutar, eller välj att det gäller en period."))
            return cleaned
        cleaned["starts"], cleaned["ends"] = _moment(first, start), _moment(last, end)
        if cleaned["ends"] < cleaned["starts"]:
            self.add_error("end", _("Det slutar innan det börjar. Ändra dagen eller tiden."))
        if cleaned.get("last_day") and cleaned["last_day"] > last:
            self.add_error("last_day", _("Sista dag att anmäla sig är efter att det har hänt. Välj en tidigare dag."))
        return cleaned

    def values_of(self, event: Event) -> dict[str, object]:
        names = ("title", "about", "where", "link", "audience", "organiser", "places", "last_day", "place")
        first, last = timezone.localtime(event.starts), timezone.localtime(event.ends)
        hours = {} if event.is_offer else {"start": first.strftime("%H:%M"), "end": last.strftime("%H:%M")}
        return {
            **{name: getattr(event, name) for name in names},
            **hours,
            "is_offer": "1" if event.is_offer else "0",
            "day": first.date(),
            "end_day": last.date() if last.date() != first.date() else None,
            "areas": [a.pk for a in event.areas.all()],
        }

    @property
    def content(self) -> EventContent:
        left_out = {"day", "end_day", "start", "end"}
        values = {k: v for k, v in self.written.items() if k not in left_out}
        return EventContent(**values, place_name=dict(self.places_by_code)[values["place"]])


class SignUpForm(forms.Form):
    """How many come, and a note to those who arrange it."""

    people = forms.IntegerField(
        label=lazy("Hur många kommer?"),
        min_value=1,
        max_value=500,
        initial=1,
        widget=_number(),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), lazy("Skriv hur många som kommer, från 1 till 500.")
        ),
    )
    note = PlainText(
        lazy("Meddelande till den som ordnar"),
        200,
        required=False,
        hint=lazy("Skriv inget om hälsa eller annat känsligt."),
    )


class ReasonForm(forms.Form):
    """Why it is cancelled."""

    reason = PlainText(lazy("Varför ställs det in?"), 300, required=False, hint=lazy("Skickas till alla anmälda."))


def _moment(day: date, hour: time) -> datetime:
    """The wall clock's moment; an hour that the clocks skip is the one after."""
    return timezone.make_aware(datetime.combine(day, hour))
