"""Forms: the inquiry and its phases, answers, evidence, hunches, actions, rounds and checks. Every message says which
field, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from personnummer import personnummer

from spiral.apps.core.evidence import Evidence
from spiral.apps.inquiries.models import Because, Check, Cycle, Hunch, Inquiry, Phase
from spiral.apps.inquiries.phasesets import LONGEST_NAME, LONGEST_QUESTION, MOST, PhaseSet, Turn

_PERSONAL = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+]?\d{4}(?!\d)")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HouseForm(forms.Form):
    """A form that knows which revision it was opened with, and answers in words."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._dress(field)

    @staticmethod
    def _dress(field: forms.Field) -> None:
        told = {"label": field.label}
        if not isinstance(field.widget, (forms.RadioSelect, forms.CheckboxInput, forms.HiddenInput)):
            field.widget.attrs["class"] = "inmat"
        field.error_messages |= {
            "required": _("Fyll i ”%(label)s”.") % told,
            "null_characters_not_allowed": _("”%(label)s” har ett tecken som inte går att spara. Skriv om texten.") % told,
            "invalid": _("”%(label)s” går inte att läsa. Skriv ett datum som 2027-06-15.") % told
            if isinstance(field, forms.DateField) else _("”%(label)s” går inte att läsa. Skriv om det.") % told,
            "invalid_choice": _("Välj något av alternativen under ”%(label)s”.") % told,
        }  # fmt: skip
        if longest := getattr(field, "max_length", None):
            field.error_messages["max_length"] = _("”%(label)s” får ha högst %(most)s tecken. Korta texten.") % {
                **told, "most": longest,
            }  # fmt: skip

    def clean(self) -> dict[str, object]:
        """No text holds a personal number: no pupil may be known from an inquiry."""
        told = super().clean() or {}
        for name, text in list(told.items()):
            if isinstance(text, str) and any(personnummer.valid(m) for m in _PERSONAL.findall(text)):
                label = self.fields[name].label
                self.add_error(name, _("”%(label)s” har ett personnummer. Ta bort det: ingen elev ska kunna kännas igen.") % {
                    "label": label,
                })  # fmt: skip
        return told

    @property
    def told(self) -> dict[str, object]:
        """What was written, without the revision."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def revised(self) -> int:
        return self.cleaned_data.get("revision") or 0


class InquiryForm(HouseForm):
    """What stands at the head of an inquiry."""

    title = forms.CharField(
        label=lazy("Frågan"), max_length=160,
        help_text=lazy("En fråga om det ni ser, inte om vems fel det är. Till exempel: Varför når färre målen i matematik?"),
    )  # fmt: skip
    problem = forms.CharField(
        label=lazy("Vad vet ni om problemet?"), required=False, widget=_area(), max_length=2000,
        help_text=lazy("Vilka elever gäller det, sedan när, och vad saknas? Skriv inget som kan peka ut en elev."),
    )  # fmt: skip
    aim = forms.CharField(
        label=lazy("Vad ska bli annorlunda?"), required=False, max_length=300,
        help_text=lazy("Målet i drivdiagrammet. Kan vänta till fokusfasen."),
    )  # fmt: skip
    participants = forms.CharField(
        label=lazy("Vilka deltar?"), required=False, max_length=300,
        help_text=lazy("Roller, till exempel sex lärare i arbetslag 7–9."),
    )  # fmt: skip
    started_on = forms.DateField(label=lazy("Började"), widget=_day())
    followed_up_on = forms.DateField(label=lazy("Följs upp"), required=False, widget=_day())
    area_id = forms.TypedChoiceField(label=lazy("Område"), required=False, coerce=str, empty_value=None)
    is_shared = forms.BooleanField(
        label=lazy("Hela nätverket får läsa"), required=False,
        help_text=lazy("Annars läser bara ni som har en roll på samma plats, och samordnaren."),
    )  # fmt: skip
    point = forms.ChoiceField(label=lazy("Hör till punkt i uppdrag"), required=False)

    def __init__(
        self, areas: Sequence[tuple[str, str]], points: Sequence[tuple[str, str]], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_id"].choices = [("", _("Inget valt")), *areas]
        if points:
            self.fields["point"].choices = [("", _("Ingen")), *points]
        else:
            del self.fields["point"]

    @staticmethod
    def initial_from(inquiry: Inquiry) -> dict[str, object]:
        return {name: getattr(inquiry, name) for name in InquiryForm.base_fields}

    def clean(self) -> dict[str, object]:
        """The follow-up comes after the start."""
        told = super().clean()
        start, end = told.get("started_on"), told.get("followed_up_on")
        if start and end and end < start:
            self.add_error("followed_up_on", _("”Följs upp” ligger före ”Började”. Välj en senare dag."))
        return told


class StartForm(InquiryForm):
    """A new inquiry: its phases, and by which office it is led."""

    phases = forms.ChoiceField(label=lazy("Faser"), help_text=lazy("Ni kan döpa om faserna sedan."))
    office = forms.TypedChoiceField(label=lazy("Plats"), coerce=int)

    def __init__(
        self, areas: Sequence[tuple[str, str]], points: Sequence[tuple[str, str]], sets: Sequence[PhaseSet], offices: Sequence[object],
        language: str, *args: object, **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(areas, points, *args, **kwargs)
        self.fields["phases"].choices = [(s.key, s.title(language)) for s in sets]
        if len(offices) > 1:
            self.fields["office"].choices = [(o.pk, str(o)) for o in offices]
        else:
            del self.fields["office"]
        self.fields["started_on"].initial = timezone.localdate()

    @property
    def told(self) -> dict[str, object]:
        return {name: value for name, value in super().told.items() if name not in ("phases", "office")}


class AnswerForm(HouseForm):
    """One answer to a why."""

    text = forms.CharField(label=lazy("Därför att"), widget=_area(2), max_length=600)
    parent = forms.TypedChoiceField(label=lazy("Svarar på"), required=False, coerce=int, empty_value=None)
    is_supported = forms.TypedChoiceField(
        label=lazy("Hur säkra är ni?"), widget=forms.RadioSelect, coerce=lambda v: v == "ja", initial="nej",
        choices=(("nej", lazy("Antagande")), ("ja", lazy("Belagt"))),
    )  # fmt: skip
    how_known = forms.CharField(
        label=lazy("Hur vet ni det, eller hur tar ni reda på det?"), required=False, widget=_area(2), max_length=1200
    )

    def __init__(self, parents: Sequence[tuple[int, str]] | None, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["parent"]
        else:
            self.fields["parent"].choices = [("", _("Problemet: varför är det så?")), *parents]

    @staticmethod
    def initial_from(because: Because) -> dict[str, object]:
        return {
            "text": because.text, "is_supported": "ja" if because.is_supported else "nej",
            "how_known": because.how_known, "revision": because.revision,
        }  # fmt: skip

    def clean(self) -> dict[str, object]:
        """What is supported says how it is known."""
        told = super().clean()
        if told.get("is_supported") and not told.get("how_known") and "how_known" not in self.errors:
            self.add_error(
                "how_known", _("Belagt kräver ett svar på ”Hur vet ni det?”. Skriv det, eller välj Antagande.")
            )
        return told


class WhereForm(HouseForm):
    """Another place in the tree: to move to, or to merge with."""

    where = forms.TypedChoiceField(label=lazy("Var?"), required=False, coerce=int, empty_value=None)

    def __init__(self, choices: Sequence[tuple[object, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = choices


class EvidenceForm(HouseForm):
    """Evidence in the group's own words: what pupils say, what was seen, a document."""

    kind = forms.ChoiceField(
        label=lazy("Vad är det?"), widget=forms.RadioSelect, initial="own",
        choices=(("quote", lazy("Något elever säger")), ("own", lazy("Något vi har sett eller räknat"))),
    )  # fmt: skip
    sentence = forms.CharField(
        label=lazy("Vad säger underlaget?"), widget=_area(), max_length=600,
        help_text=lazy("Skriv inget som kan peka ut en elev."),
    )  # fmt: skip
    source = forms.CharField(
        label=lazy("Varifrån?"), max_length=200, help_text=lazy("Till exempel: samtal med elever i årskurs 9, oktober."),
    )  # fmt: skip
    because = forms.TypedChoiceField(label=lazy("Hör till"), required=False, coerce=int, empty_value=None)

    def __init__(self, answers: Sequence[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [("", _("Problemet")), *answers]

    def evidence(self, path: str) -> Evidence:
        """What was written, frozen today."""
        told = self.cleaned_data
        title = _("Elevernas ord") if told["kind"] == "quote" else _("Egen iakttagelse")
        text = f"”{told['sentence'].strip('”')}”" if told["kind"] == "quote" else told["sentence"]
        return Evidence(told["kind"], "", title, text, told["source"], timezone.localdate().isoformat(), path)


class PhaseForm(HouseForm):
    """Notes, dates and who of one phase."""

    notes = forms.CharField(label=lazy("Anteckningar"), required=False, widget=_area(8), max_length=6000)
    who = forms.CharField(label=lazy("Vem håller i fasen?"), required=False, max_length=200)
    from_on = forms.DateField(label=lazy("Från"), required=False, widget=_day())
    until_on = forms.DateField(label=lazy("Till"), required=False, widget=_day())
    done_on = forms.DateField(
        label=lazy("Klar"), required=False, widget=_day(), help_text=lazy("Lämna tomt tills ni är klara med fasen.")
    )

    @staticmethod
    def initial_from(phase: Phase) -> dict[str, object]:
        return {name: getattr(phase, name) for name in PhaseForm.base_fields}

    def clean(self) -> dict[str, object]:
        told = super().clean()
        if told.get("from_on") and told.get("until_on") and told["until_on"] < told["from_on"]:
            self.add_error("until_on", _("”Till” ligger före ”Från”. Välj en senare dag."))
        return told


class PhaseNamesForm(HouseForm):
    """The names and questions of all phases; empty rows are left out."""

    def __init__(self, phases: Sequence[Phase], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = {p.number: p for p in phases}
        for i in range(1, MOST + 1):
            name = forms.CharField(
                label=_("Fas %(number)s") % {"number": i}, required=False, max_length=LONGEST_NAME,
                initial=known[i].name if i in known else "",
            )  # fmt: skip
            question = forms.CharField(
                label=_("Fråga i fas %(number)s") % {"number": i}, required=False, max_length=LONGEST_QUESTION,
                initial=known[i].question if i in known else "",
            )  # fmt: skip
            self.fields |= {f"name{i}": name, f"question{i}": question}
            self._dress(name)
            self._dress(question)

    def clean(self) -> dict[str, object]:
        """Three to eight phases without holes between them."""
        told = super().clean()
        names = [str(told.get(f"name{i}", "")).strip() for i in range(1, MOST + 1)]
        filled = [n for n in names if n]
        if len(filled) < 3:
            self.add_error(None, _("Ha minst tre faser: fyll i namnet på tre."))
        elif names[: len(filled)] != filled:
            self.add_error(None, _("En fas mitt i listan saknar namn. Fyll i det, eller flytta upp faserna under."))
        return told

    @property
    def turns(self) -> list[Turn]:
        told = self.cleaned_data
        return [Turn(told[f"name{i}"], told[f"question{i}"]) for i in range(1, MOST + 1) if told[f"name{i}"].strip()]


class HunchForm(HouseForm):
    """What we believe that we contribute to, and how it is tried."""

    text = forms.CharField(
        label=lazy("Vi tror att"), max_length=300,
        help_text=lazy("Något i er egen praktik som ni kan göra något åt, och som går att pröva."),
    )  # fmt: skip
    about = forms.ChoiceField(label=lazy("Vad handlar det om?"), widget=forms.RadioSelect, choices=Hunch.About.choices)
    test = forms.CharField(label=lazy("Hur prövar ni om det stämmer?"), required=False, max_length=300)
    test_by = forms.DateField(label=lazy("Senast"), required=False, widget=_day())
    outcome = forms.ChoiceField(
        label=lazy("Hur gick det?"), widget=forms.RadioSelect, choices=Hunch.Outcome.choices, initial=Hunch.Outcome.OPEN
    )
    outcome_text = forms.CharField(label=lazy("Vad såg ni?"), required=False, widget=_area(), max_length=1200)

    @staticmethod
    def initial_from(hunch: Hunch) -> dict[str, object]:
        return {name: getattr(hunch, name) for name in HunchForm.base_fields}


class ActionForm(HouseForm):
    """What is tried, by whom, from when to when."""

    what = forms.CharField(label=lazy("Vad provar ni?"), max_length=300)
    who = forms.CharField(
        label=lazy("Vem gör det?"), required=False, max_length=200, help_text=lazy("Roll, inte namn.")
    )
    from_on = forms.DateField(label=lazy("Från"), required=False, widget=_day())
    to_on = forms.DateField(label=lazy("Till"), required=False, widget=_day())
    hunch_id = forms.TypedChoiceField(label=lazy("Prövar antagandet"), required=False, coerce=int, empty_value=None)

    def __init__(self, hunches: Sequence[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hunch_id"].choices = [("", _("Inget bestämt")), *hunches]

    @staticmethod
    def initial_from(action: object) -> dict[str, object]:
        return {name: getattr(action, name) for name in ActionForm.base_fields}

    def clean(self) -> dict[str, object]:
        told = super().clean()
        if told.get("from_on") and told.get("to_on") and told["to_on"] < told["from_on"]:
            self.add_error("to_on", _("”Till” ligger före ”Från”. Välj en senare dag."))
        return told


class CycleForm(HouseForm):
    """One round: plan, do, study, act."""

    plan = forms.CharField(
        label=lazy("Planera"), required=False, widget=_area(), max_length=2000,
        help_text=lazy("Vad gör ni, i liten skala, och vad tror ni att ni får se?"),
    )  # fmt: skip
    do = forms.CharField(
        label=lazy("Göra"),
        required=False,
        widget=_area(),
        max_length=2000,
        help_text=lazy("Vad blev det? Vad överraskade?"),
    )
    study = forms.CharField(
        label=lazy("Studera"), required=False, widget=_area(), max_length=2000,
        help_text=lazy("Vad visade sig, jämfört med vad ni trodde?"),
    )  # fmt: skip
    act = forms.CharField(
        label=lazy("Besluta"),
        required=False,
        widget=_area(),
        max_length=2000,
        help_text=lazy("Vad gör ni nu, och varför?"),
    )
    decided = forms.ChoiceField(
        label=lazy("Beslut"), required=False, widget=forms.RadioSelect, choices=Cycle.Decided.choices
    )

    @staticmethod
    def initial_from(cycle: Cycle) -> dict[str, object]:
        return {name: getattr(cycle, name) for name in CycleForm.base_fields}


class CheckForm(HouseForm):
    """When we look again, at what, and what would be enough."""

    piece_id = forms.TypedChoiceField(label=lazy("Samma uppgift som"), coerce=int)
    planned_on = forms.DateField(label=lazy("När ser ni igen?"), widget=_day())
    enough = forms.CharField(
        label=lazy("Hur stor skillnad räcker?"), required=False, max_length=300,
        help_text=lazy("Bestäm det nu, innan ni vet svaret. En liten skillnad kan bero på slumpen."),
    )  # fmt: skip
    conclusion = forms.CharField(
        label=lazy("Vad drar ni för slutsats?"), required=False, widget=_area(), max_length=2000,
        help_text=lazy("Fyll i när ni har sett igen. Säg inte mer än osäkerheten tillåter."),
    )  # fmt: skip

    def __init__(self, pieces: Sequence[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["piece_id"].choices = pieces

    @staticmethod
    def initial_from(check: Check) -> dict[str, object]:
        return {name: getattr(check, name) for name in CheckForm.base_fields}


class LearnedForm(HouseForm):
    """What the group takes with it."""

    learned = forms.CharField(
        label=lazy("Vad tar ni med er?"), required=False, widget=_area(5), max_length=2000,
        help_text=lazy("Vad har ni lärt er, vad fortsätter ni med, och vilken fråga leder vidare?"),
    )  # fmt: skip


class TakeForm(HouseForm):
    """Where a piece of evidence goes: a new inquiry, or one under way."""

    where = forms.ChoiceField(label=lazy("Var ska underlaget ligga?"), initial="ny")
    title = forms.CharField(
        label=lazy("Frågan i den nya undersökningen"), required=False, max_length=160,
        help_text=lazy("Bara om ni börjar en ny. En fråga om det ni ser, inte om vems fel det är."),
    )  # fmt: skip
    is_shared = forms.BooleanField(
        label=lazy("Hela nätverket får läsa den nya undersökningen"), required=False,
        help_text=lazy("Annars läser bara ni som har en roll på samma plats, och samordnaren."),
    )  # fmt: skip
    office = forms.TypedChoiceField(label=lazy("Plats för den nya undersökningen"), coerce=int, required=False)

    def __init__(
        self, choices: Sequence[tuple[str, object]], offices: Sequence[object], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = choices
        if len(offices) > 1:
            self.fields["office"].choices = [(o.pk, str(o)) for o in offices]
        else:
            del self.fields["office"]

    def clean(self) -> dict[str, object]:
        told = super().clean()
        if told.get("where") == "ny" and not str(told.get("title", "")).strip() and "title" not in self.errors:
            self.add_error("title", _("Skriv frågan i den nya undersökningen, eller välj en som redan finns."))
        return told


def labels(form: forms.Form, told: Mapping[str, object]) -> list[tuple[str, str]]:
    """What somebody else has saved, field by field, beside the form that was sent."""
    found = []
    for name, field in form.fields.items():
        if name == "revision" or name not in told:
            continue
        value = told[name]
        choices = dict(getattr(field, "choices", ()) or ())
        text = str(choices.get(value, value if value is not None else ""))
        if str(form.data.get(form.add_prefix(name), "")) != str("" if value is None else value):
            found.append((str(field.label), text))
    return found
