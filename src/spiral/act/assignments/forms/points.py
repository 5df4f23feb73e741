"""Forms: a point, a line taken along to it, a short report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.act.assignments import queries
from spiral.act.assignments.actions.points import FILLED, LONGEST, PointContent
from spiral.act.assignments.forms.parts import Lines, choice
from spiral.act.assignments.models import Point
from spiral.ground.addresses import is_page
from spiral.ground.fields import PlainText, day_field, set_choices
from spiral.ground.revision import RevisionForm
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


class PointForm(RevisionForm):
    """What stands on a point. Its wording is there for the coordinator, its owners for those who follow it up."""

    title = PlainText(lazy("Punktens namn"), 200)
    text = PlainText(lazy("Punkten som den är given"), 2000, rows=3, required=False)
    owners = choice(lazy("Ägare"), lazy("Välj en eller flera."), many=True)
    other_owner = PlainText(lazy("Någon annan ägare"), 120, required=False, hint=lazy("Skriv rollen eller platsen."))
    kind = forms.ChoiceField(
        label=lazy("Drift eller utveckling?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", lazy("Inte bestämt")), *Point.Kind.choices],
        error_messages={"invalid_choice": lazy("Välj drift, utveckling eller inte bestämt.")},
    )
    meaning = PlainText(lazy("Vad innebär det för oss?"), LONGEST, rows=4, required=False)
    focus_short = PlainText(lazy("Vad fokuserar vi på i år?"), LONGEST, rows=3, required=False)
    focus_long = PlainText(lazy("Vad fokuserar vi på längre fram?"), LONGEST, rows=3, required=False)
    workgroup = choice(lazy("Arbetsgrupp"))
    networks = choice(lazy("Andra nätverk som behövs"), many=True)
    collaboration = PlainText(lazy("Vad behöver vi av dem?"), LONGEST, rows=2, required=False)
    indicators = Lines(
        lazy("Vad följer vi?"),
        300,
        most=6,
        required=False,
        hint=lazy("En indikator på varje rad. Lägg gärna en länk sist på raden, till exempel /kommun/vara/."),
    )
    next_step = PlainText(lazy("Nästa steg"), LONGEST, rows=2, required=False)
    next_on = day_field(lazy("När ska det vara gjort?"), required=False)
    status = PlainText(lazy("Läget just nu"), LONGEST, rows=3, required=False, hint=lazy("I ord, inte i färg."))

    def __init__(self, viewer: Viewer, *args: Any, point: Point, **kwargs: Any) -> None:
        self.known = dict(queries.owner_choices(viewer))
        super().__init__(*args, instance=point, **kwargs)
        set_choices(self, "owners", list(self.known.items()))
        for name, first, listed in (
            ("workgroup", [("", _("Ingen"))], queries.workgroups(viewer)),
            ("networks", [], queries.network_choices(viewer)),
        ):
            if listed:
                set_choices(self, name, [*first, *listed])
            else:
                del self.fields[name]
        if not allows(viewer, Permission.ASSIGNMENTS_FOLLOW):
            del self.fields["owners"], self.fields["other_owner"]
        if not allows(viewer, Permission.ASSIGNMENTS_LEAD):
            del self.fields["title"], self.fields["text"]

    def values_of(self, point: Point) -> dict[str, object]:
        names = (
            "title",
            "text",
            "kind",
            "meaning",
            "focus_short",
            "focus_long",
            "collaboration",
            "indicators",
            "next_step",
            "next_on",
            "status",
        )
        held = [(o.code, o.name) for o in point.owners.all()]
        return {n: getattr(point, n) for n in names} | {
            "owners": [code for code, _name in held if code in self.known],
            "other_owner": next((name for code, name in held if code not in self.known), ""),
            "workgroup": point.workgroup_id or "",
            "networks": [str(n.pk) for n in point.networks_needed.all()],
        }

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
    def content(self) -> PointContent:
        cleaned = self.cleaned_data
        owners = [(code, self.known[code]) for code in cleaned.get("owners", ())]
        if cleaned.get("other_owner") and cleaned["other_owner"] not in [name for _code, name in owners]:
            owners.append(("", cleaned["other_owner"]))
        same = ("meaning", "focus_short", "focus_long", "kind", "collaboration", "next_step", "next_on", "status")
        return PointContent(
            **{name: cleaned[name] for name in same},
            indicators="\n".join(cleaned["indicators"]),
            workgroup_id=int(cleaned["workgroup"]) if cleaned.get("workgroup") else None,
            owners=owners,
            networks=[int(n) for n in cleaned.get("networks", ())],
            title=cleaned.get("title"),
            text=cleaned.get("text"),
        )


class NewPointForm(forms.Form):
    """One more point."""

    title = PlainText(lazy("Punktens namn"), 200)


class NoteForm(forms.Form):
    """A short report: what has happened that no other room keeps."""

    text = PlainText(lazy("Vad har hänt?"), 500, rows=3)
    on = day_field(lazy("När?"), required=True)


#: What a line from a meeting can be, in the words of the group talk.
FIELDS = dict(
    zip(
        FILLED,
        (
            lazy("Vad innebär det för oss?"),
            lazy("Vad fokuserar vi på i år?"),
            lazy("Vad fokuserar vi på längre fram?"),
            lazy("Andra nätverk: vad behöver vi av dem?"),
            lazy("Nästa steg"),
            lazy("Läget just nu"),
        ),
        strict=True,
    )
)


class TakeAlongForm(forms.Form):
    """Which point, and which of its fields."""

    point = forms.ChoiceField(
        label=lazy("Vilken punkt?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj en punkt i uppdraget.")),
    )
    field = forms.ChoiceField(
        label=lazy("Vad säger raden?"),
        widget=forms.RadioSelect,
        choices=list(FIELDS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj vad raden säger om punkten.")),
    )

    def __init__(self, listed: Sequence[Point], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "point", [(str(p.pk), f"{p.order}. {p.title}") for p in listed])
