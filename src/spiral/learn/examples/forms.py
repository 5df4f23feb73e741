"""Forms: an example, a review, and "vi provade detta". Telephone numbers and addresses are kept out of the texts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.exchange import happenings
from spiral.ground.fields import OneOfThese, PlainText, set_choices, with_example
from spiral.ground.revision import RevisionForm
from spiral.learn.examples import queries
from spiral.learn.examples.actions import ExampleContent, TrialReport
from spiral.learn.examples.catalogue import kinds
from spiral.learn.examples.models import Example, Trial
from spiral.sources.reading import today
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.people.models import Office

_MAIL = re.compile(r"[\w.+-]@[\w-]{1,63}\.\w")
#: Eight digits or more, written as telephone numbers are; not "2024/25" nor "12 000 000 kronor".
_PHONE = re.compile(r"(?<!\d)(?:\+46|0)[\s-]?\d{1,3}[\s-]?\d{2,3}(?:[\s-]?\d{2,3}){1,3}(?!\d)")
CONTACTS = (
    Office.Role.MEMBER,
    Office.Role.PRINCIPAL,
    Office.Role.SUPERINTENDENT,
    Office.Role.CHAIR,
    Office.Role.COORDINATOR,
)


class OpenText(PlainText):
    """Text that others read: without addresses, since the contact is chosen as an office."""

    def clean(self, value: object) -> str:
        """Raises ValidationError."""
        text = super().clean(value)
        if _MAIL.search(text) or _PHONE.search(text):
            raise forms.ValidationError(
                _("Ta bort telefonnumret eller e-postadressen ur ”%(field)s”. Kontakten väljer du som roll.")
                % {"field": self.label}
            )
        return text


class ExampleForm(RevisionForm):
    """What an author writes."""

    title = OpenText(lazy("Rubrik: vad gjorde ni?"), 100)
    areas = forms.MultipleChoiceField(
        label=lazy("Områden"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": lazy("Välj minst ett område."),
            "invalid_choice": lazy("Området finns inte längre. Välj ett annat."),
        },
    )
    problem = OpenText(lazy("Vad var problemet, och hur visste ni det?"), 700, rows=4)
    done = OpenText(lazy("Vad gjorde ni?"), 1400, rows=7)
    form = forms.ChoiceField(
        label=lazy("Skolform"),
        choices=[("", lazy("Välj skolform")), *Example.Form.choices],
        error_messages={"required": lazy("Välj skolform."), "invalid_choice": lazy("Välj skolform.")},
    )
    years = OpenText(lazy("Årskurser eller åldrar"), 60, required=False, hint=lazy("Till exempel årskurs 4–6."))
    how_many = OpenText(
        lazy("Hur många var med?"), 80, required=False, hint=lazy("Till exempel tre klasser, ungefär 70 elever.")
    )
    seen = OpenText(lazy("Vad såg ni, och hur säkert är det?"), 800, rows=5)
    kinds = forms.MultipleChoiceField(
        label=lazy("Vad bygger det på?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": lazy("Välj minst ett slags underlag."),
            "invalid_choice": lazy("Välj bland underlagen i listan."),
        },
    )
    advice = OpenText(lazy("Vad skulle ni göra annorlunda?"), 500, rows=3, required=False)
    cost = OpenText(
        lazy("Vad kostade det, i tid och pengar?"),
        200,
        required=False,
        hint=lazy("Till exempel en timme i veckan för varje arbetslag, och böcker."),
    )
    hours = forms.IntegerField(
        label=lazy("Timmar per person och termin"),
        min_value=0,
        max_value=100_000,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), lazy("Timmar: skriv ett heltal från 0, eller lämna tomt.")
        ),
    )
    kronor = forms.IntegerField(
        label=lazy("Kronor, ungefär"),
        min_value=0,
        max_value=1_000_000_000,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), lazy("Kronor: skriv ett heltal från 0, eller lämna tomt.")
        ),
    )
    place = OneOfThese(lazy("Var?"), lazy("Välj en av dina platser."))
    contact = forms.ChoiceField(
        label=lazy("Vem kan andra fråga?"),
        choices=[(r.value, r.label) for r in CONTACTS],
        help_text=lazy("Välj en roll. Namn och adress hämtas från registret och följer med när rollen byter person."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), lazy("Välj vem andra kan fråga.")),
    )
    point = forms.ChoiceField(
        label=lazy("Uppdragspunkt"),
        required=False,
        error_messages={"invalid_choice": lazy("Punkten finns inte längre. Välj en annan.")},
    )

    def __init__(self, viewer: Viewer, *args: Any, example: Example | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=example, **kwargs)
        self.places = queries.place_choices(viewer)
        if example is not None and example.place not in dict(self.places):
            self.places.insert(0, (example.place, example.place_name))
        set_choices(self, "place", self.places)
        chosen = {a.pk: str(a) for a in example.areas.all()} if example else {}
        set_choices(self, "areas", list({**{a.key: str(a) for a in register.areas(viewer)}, **chosen}.items()))
        set_choices(self, "kinds", [(k.key, k.name) for k in kinds()])
        points = dict(happenings.points(viewer))
        if example is not None and example.point:
            points.setdefault(example.point, example.point)
        if points:
            set_choices(self, "point", [("", _("Ingen punkt")), *points.items()])
        else:
            del self.fields["point"]

    def values_of(self, example: Example) -> dict[str, object]:
        return {**super().values_of(example), "areas": [a.pk for a in example.areas.all()]}

    @property
    def content(self) -> ExampleContent:
        return ExampleContent(**self.written, place_name=dict(self.places)[self.written["place"]])


class TrialForm(RevisionForm):
    """What somebody saw who tried it."""

    place = OneOfThese(lazy("Var?"), lazy("Välj en av dina platser."))
    when = OpenText(lazy("När?"), 60, hint=with_example(lazy("Till exempel våren {example}."), today.year))
    adapted = OpenText(lazy("Vad ändrade ni för att det skulle passa er?"), 500, rows=3, required=False)
    outcome = forms.ChoiceField(
        label=lazy("Hur gick det?"),
        choices=Trial.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Välj hur det gick."), "invalid_choice": lazy("Välj hur det gick.")},
    )
    text = OpenText(lazy("Vad såg ni?"), 800, rows=5)

    def __init__(self, viewer: Viewer, *args: Any, trial: Trial | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=trial, **kwargs)
        self.places = queries.place_choices(viewer)
        if trial is not None and trial.place not in dict(self.places):
            self.places.insert(0, (trial.place, trial.place_name))
        set_choices(self, "place", self.places)

    @property
    def report(self) -> TrialReport:
        return TrialReport(**self.written, place_name=dict(self.places)[self.written["place"]])


class ReturnForm(forms.Form):
    """Why an example goes back to its author."""

    comment = OpenText(lazy("Kommentar till den som skrev"), 1000, rows=4)
