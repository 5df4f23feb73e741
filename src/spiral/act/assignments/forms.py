"""Forms: an assignment, a strategy, a point, a line taken along, a short report, a period."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.assignments import queries
from spiral.act.assignments.actions.frames import Frame
from spiral.act.assignments.actions.points import FILLED, LONGEST, Content
from spiral.act.assignments.models import Assignment, Point, Strategy
from spiral.ground.addresses import is_page
from spiral.ground.fields import PlainText, day_field, with_example
from spiral.sources import today
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission


class Lines(PlainText):
    """One thing a line, each of limited length."""

    def __init__(self, label: object, each: int, *, most: int = 40, **more: object) -> None:
        super().__init__(label, (each + 1) * most, rows=6, **more)
        self.each, self.most = each, most

    def clean(self, value: object) -> list[str]:
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


def _year(label: object) -> forms.IntegerField:
    said = dict.fromkeys(
        ("required", "invalid", "min_value", "max_value"),
        with_example(lazy("Skriv året med fyra siffror, till exempel {example}."), today.year),
    )
    return forms.IntegerField(
        label=label, min_value=1990, max_value=2100, error_messages=said,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def _choice(label: object, hint: object = "", *, many: bool = False) -> forms.Field:
    said = {"invalid_choice": lazy("Valet finns inte längre. Välj ett annat.")}
    if many:
        return forms.MultipleChoiceField(
            label=label, required=False, error_messages=said, widget=forms.CheckboxSelectMultiple, help_text=hint
        )
    return forms.ChoiceField(label=label, required=False, error_messages=said, help_text=hint)


class _Versioned(forms.Form):
    """A form that knows which save it was opened on."""

    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class _Period(_Versioned):
    """First and last year, in order."""

    first_year = _year(lazy("Första året"))
    last_year = _year(lazy("Sista året"))

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        if told.get("first_year") and told.get("last_year") and told["last_year"] < told["first_year"]:
            self.add_error("last_year", _("Sista året är före det första. Ändra ett av dem."))
        return told


class AssignmentForm(_Period):
    """What an assignment is; its points as lines while it is new."""

    title = PlainText(lazy("Uppdragets namn"), 160)
    giver = PlainText(lazy("Vem ger uppdraget?"), 120)
    about = PlainText(lazy("Det viktigaste att veta, i två meningar"), 2000, rows=3, required=False)
    network = _choice(lazy("Vem har fått det?"))
    next_report = day_field(lazy("Nästa rapport"), required=False)
    priorities = _choice(lazy("Prioriterade områden"), many=True)
    points = Lines(lazy("Punkter"), 200, required=False, hint=lazy("En på varje rad, i ordning."))
    field_order = ("revision", "title", "giver", "first_year", "last_year")

    def __init__(self, viewer: object, *args: object, found: Assignment | None = None, **kwargs: object) -> None:
        if found is not None:
            names = ("title", "giver", "about", "first_year", "last_year", "next_report", "revision")
            kwargs["initial"] = {n: getattr(found, n) for n in names} | {
                "network": found.network_id or "", "priorities": [str(p.pk) for p in found.priorities.all()],
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["network"].choices = [("", _("Hela nätverket")), *queries.network_choices(viewer)]
        self.fields["priorities"].choices = queries.priority_choices(viewer)
        if not self.fields["priorities"].choices:
            del self.fields["priorities"]
        if found is not None:
            del self.fields["points"]

    @property
    def frame(self) -> Frame:
        told = self.cleaned_data
        return Frame(
            told["title"], told["giver"], told["first_year"], told["last_year"], told["about"],
            int(told["network"]) if told["network"] else None, told["next_report"],
            [int(p) for p in told.get("priorities", ())],
        )  # fmt: skip


class StrategyForm(_Period):
    """A strategy and its priorities."""

    name = PlainText(lazy("Strategins namn"), 160)
    version = forms.IntegerField(
        label=lazy("Version"), min_value=1, max_value=99, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), lazy("Version: skriv ett heltal från 1 till 99.")
        ),
    )  # fmt: skip
    source = PlainText(lazy("Länk till strategin"), 300, required=False)
    priorities = Lines(lazy("Prioriterade områden"), 160, hint=lazy("Ett på varje rad, i ordning."))
    field_order = ("revision", "name", "first_year", "last_year")

    def __init__(self, *args: object, found: Strategy | None = None, **kwargs: object) -> None:
        if found is not None:
            names = ("name", "first_year", "last_year", "version", "source", "revision")
            kwargs["initial"] = {n: getattr(found, n) for n in names} | {
                "priorities": "\n".join(p.name for p in found.priorities.all())
            }
        super().__init__(*args, **kwargs)

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


class PointForm(_Versioned):
    """What stands on a point. Its wording is there for the coordinator, its owners for those who follow it up."""

    title = PlainText(lazy("Punktens namn"), 200)
    text = PlainText(lazy("Punkten som den är given"), 2000, rows=3, required=False)
    owners = _choice(lazy("Ägare"), lazy("Välj en eller flera."), many=True)
    other_owner = PlainText(lazy("Någon annan ägare"), 120, required=False, hint=lazy("Skriv rollen eller platsen."))
    kind = forms.ChoiceField(
        label=lazy("Drift eller utveckling?"), required=False, widget=forms.RadioSelect,
        choices=[("", lazy("Inte bestämt")), *Point.Kind.choices],
        error_messages={"invalid_choice": lazy("Välj drift, utveckling eller inte bestämt.")},
    )  # fmt: skip
    meaning = PlainText(lazy("Vad innebär det för oss?"), LONGEST, rows=4, required=False)
    focus_short = PlainText(lazy("Vad fokuserar vi på i år?"), LONGEST, rows=3, required=False)
    focus_long = PlainText(lazy("Vad fokuserar vi på längre fram?"), LONGEST, rows=3, required=False)
    workgroup = _choice(lazy("Arbetsgrupp"))
    networks = _choice(lazy("Andra nätverk som behövs"), many=True)
    collaboration = PlainText(lazy("Vad behöver vi av dem?"), LONGEST, rows=2, required=False)
    indicators = Lines(
        lazy("Vad följer vi?"), 300, most=6, required=False,
        hint=lazy("En indikator på varje rad. Lägg gärna en länk sist på raden, till exempel /kommun/vara/."),
    )  # fmt: skip
    next_step = PlainText(lazy("Nästa steg"), LONGEST, rows=2, required=False)
    next_on = day_field(lazy("När ska det vara gjort?"), required=False)
    status = PlainText(lazy("Läget just nu"), LONGEST, rows=3, required=False, hint=lazy("I ord, inte i färg."))

    def __init__(self, viewer: object, *args: object, found: Point, **kwargs: object) -> None:
        known = dict(queries.owner_choices(viewer))
        held = [(o.code, o.name) for o in found.owners.all()]
        names = ("title", "text", "kind", "meaning", "focus_short", "focus_long", "collaboration", "indicators",
                 "next_step", "next_on", "status", "revision")  # fmt: skip
        kwargs["initial"] = {n: getattr(found, n) for n in names} | {
            "owners": [code for code, _name in held if code in known],
            "other_owner": next((name for code, name in held if code not in known), ""),
            "workgroup": found.workgroup_id or "", "networks": [str(n.pk) for n in found.networks_needed.all()],
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.known, self.held = known, held
        self.fields["owners"].choices = list(known.items())
        self.fields["workgroup"].choices = [("", _("Ingen")), *queries.workgroups(viewer)]
        self.fields["networks"].choices = queries.network_choices(viewer)
        if len(self.fields["workgroup"].choices) == 1:
            del self.fields["workgroup"]
        if not self.fields["networks"].choices:
            del self.fields["networks"]
        if not allows(viewer, Permission.ASSIGNMENTS_FOLLOW):
            del self.fields["owners"], self.fields["other_owner"]
        if not allows(viewer, Permission.ASSIGNMENTS_LEAD):
            del self.fields["title"], self.fields["text"]

    def clean_indicators(self) -> list[str]:
        """The lines; an address within the site leads to a page. Raises ValidationError."""
        rows = self.cleaned_data["indicators"]
        for number, row in enumerate(rows, 1):
            address = row.split()[-1]
            if address.startswith("/") and not is_page(address):
                raise forms.ValidationError(
                    _("”%(field)s”, rad %(row)s: det finns ingen sida på %(address)s. Kopiera adressen från sidan.")
                    % {"field": self.fields["indicators"].label, "row": number, "address": address}
                )
        return rows

    @property
    def content(self) -> Content:
        told = self.cleaned_data
        owners = [(code, self.known[code]) for code in told.get("owners", ())]
        if told.get("other_owner") and told["other_owner"] not in dict(map(reversed, owners)):
            owners.append(("", told["other_owner"]))
        same = ("meaning", "focus_short", "focus_long", "kind", "collaboration", "next_step", "next_on", "status")
        return Content(
            **{name: told[name] for name in same}, indicators="\n".join(told["indicators"]),
            workgroup_id=int(told["workgroup"]) if told.get("workgroup") else None, owners=owners,
            networks=[int(n) for n in told.get("networks", ())], title=told.get("title"), text=told.get("text"),
        )  # fmt: skip


class NewPointForm(forms.Form):
    """One more point."""

    title = PlainText(lazy("Punktens namn"), 200)


class NoteForm(forms.Form):
    """A short report: what has happened that no other room keeps."""

    text = PlainText(lazy("Vad har hänt?"), 500, rows=3)
    on = day_field(lazy("När?"), required=True)


#: What a line from a meeting can be, in the words of the group talk.
FIELDS = dict(zip(FILLED, (
    lazy("Vad innebär det för oss?"), lazy("Vad fokuserar vi på i år?"), lazy("Vad fokuserar vi på längre fram?"),
    lazy("Andra nätverk: vad behöver vi av dem?"), lazy("Nästa steg"), lazy("Läget just nu"),
), strict=True))  # fmt: skip


class TakeAlongForm(forms.Form):
    """Which point, and which of its fields."""

    point = forms.ChoiceField(
        label=lazy("Vilken punkt?"), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj en punkt i uppdraget.")),
    )  # fmt: skip
    field = forms.ChoiceField(
        label=lazy("Vad säger raden?"), widget=forms.RadioSelect, choices=list(FIELDS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj vad raden säger om punkten.")),
    )  # fmt: skip

    def __init__(self, listed: Sequence[Point], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["point"].choices = [(str(p.pk), f"{p.order}. {p.title}") for p in listed]


class SinceForm(forms.Form):
    """From which day the report tells."""

    sedan = day_field(lazy("Sedan"), required=False)
