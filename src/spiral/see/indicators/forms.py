"""Forms: a definition, a year's days, an answer, and a spreadsheet of answers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.engine.periods import is_school_year, is_year
from spiral.ground.fields import PlainText, SheetFile, day_field, with_example
from spiral.ground.revision import RevisionForm
from spiral.see.indicators import rules, values
from spiral.see.indicators.actions import IndicatorContent, YearContent
from spiral.see.indicators.models import IndicatorYear, LocalIndicator, Respondent
from spiral.see.indicators.values import AnswerContent
from spiral.sources.reading import today
from spiral.trust.access.permissions import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Kind, Level, Form = LocalIndicator.Kind, LocalIndicator.Level, LocalIndicator.Form
#: Who can be asked, by where: those who have such a role at a municipality, or at a school.
ASKED = {
    Level.MUNICIPALITY: (Role.MEMBER, Role.SUPERINTENDENT, Role.CHAIR),
    Level.UNIT: (Role.PRINCIPAL, Role.MEMBER),
}
_LONGEST_LEVEL = 60


def _choice(label: str | _StrPromise, choices: Any, missing: str | _StrPromise, hint: str | _StrPromise = "") -> Any:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
    )


class IndicatorForm(RevisionForm):
    """What is asked, of whom, and how it is answered. What another way of answering needs is left empty."""

    title = PlainText(lazy("Kort namn"), 80, hint=lazy("Så heter raden på sidorna."))
    question = PlainText(lazy("Frågan"), 300, rows=2)
    explanation = PlainText(
        lazy("Förklaring"), 1500, rows=4, hint=lazy("Vad som räknas och inte, när, och hur man gör. Samma för alla.")
    )
    form = _choice(lazy("Skolform"), Form.choices, lazy("Välj en skolform."))
    level = _choice(
        lazy("Vad gäller svaret?"),
        Level.choices,
        lazy("Välj om det är en siffra för varje kommun eller skola."),
        lazy("Förskolor står inte i skolenhetsregistret: där svarar kommunen."),
    )
    role = _choice(
        lazy("Vem svarar?"),
        [(r.value, r.label) for r in (Role.MEMBER, Role.SUPERINTENDENT, Role.CHAIR, Role.PRINCIPAL)],
        lazy("Välj vem som svarar."),
        lazy("Andra med en roll på samma plats kan också svara. Sidan säger vem som gjorde det."),
    )
    kind = _choice(lazy("Svaret är"), Kind.choices, lazy("Välj hur frågan besvaras."))
    unit = PlainText(lazy("Ett tal: enhet"), 40, required=False, hint=lazy("Till exempel barn per vuxen."))
    lowest = PlainText(lazy("Ett tal: minst"), 20, required=False)
    highest = PlainText(lazy("Ett tal: högst"), 20, required=False)
    decimals = forms.TypedChoiceField(
        label=lazy("Ett tal: decimaler"),
        coerce=int,
        choices=[("0", "0"), ("1", "1"), ("2", "2")],
        required=False,
        empty_value="0",
        error_messages={"invalid_choice": lazy("Välj 0, 1 eller 2 decimaler.")},
    )
    counts_people = forms.BooleanField(
        label=lazy("Ett tal: det är ett antal barn eller elever"),
        required=False,
        help_text=lazy("Då visas inte antal under tio."),
    )
    part = PlainText(lazy("Ett antal av ett annat: vilka räknas?"), 80, required=False)
    whole = PlainText(lazy("Ett antal av ett annat: av vilka?"), 80, required=False)
    levels = PlainText(
        lazy("Nivåer: en på varje rad, den lägsta först"),
        500,
        rows=4,
        required=False,
        hint=lazy("Två till sju nivåer."),
    )
    direction = _choice(lazy("Hur ska svaret läsas?"), LocalIndicator.Direction.choices, lazy("Välj hur svaret läses."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].help_text = _("Till exempel fick ett överlämningssamtal.")
        self.fields["whole"].help_text = _("Till exempel barnen som slutade förskolan.")

    def _edge(self, name: str) -> Decimal | None:
        text = self.cleaned_data[name]
        value = values.as_number(text) if text else None
        if text and (value is None or abs(value) > values.MOST):
            raise forms.ValidationError(_("Skriv ett tal, till exempel 0 eller 12,5, eller lämna tomt."))
        return value

    def clean_lowest(self) -> Decimal | None:
        return self._edge("lowest")

    def clean_highest(self) -> Decimal | None:
        return self._edge("highest")

    def clean_levels(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["levels"].splitlines() if line.strip()]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        kind, level, form = (cleaned.get(name) for name in ("kind", "level", "form"))
        if level == Level.UNIT and form == Form.PRESCHOOL:
            remedy = _("Förskolor står inte i skolenhetsregistret. Välj en siffra för varje kommun.")
            self.add_error("level", remedy)
        elif level and cleaned.get("role") and cleaned["role"] not in ASKED[Level(level)]:
            named = ", ".join(str(role.label).lower() for role in ASKED[Level(level)])
            self.add_error("role", _("Välj någon som har en roll där svaret lämnas: %(roles)s.") % {"roles": named})
        if kind:
            {Kind.NUMBER: self._number, Kind.SHARE: self._share, Kind.LEVEL: self._levels}[Kind(kind)](cleaned)
        return cleaned

    def _number(self, cleaned: dict) -> None:
        low, high = cleaned.get("lowest"), cleaned.get("highest")
        if not cleaned.get("unit"):
            self.add_error("unit", _("Skriv vad talet är, till exempel barn per vuxen."))
        if low is not None and high is not None and low >= high:
            self.add_error("highest", _("Det högsta är inte högre än det lägsta. Ändra ett av dem."))

    def _share(self, cleaned: dict) -> None:
        for name in ("part", "whole"):
            if not cleaned.get(name):
                self.add_error(name, _("Skriv vilka som räknas, och av vilka."))

    def _levels(self, cleaned: dict) -> None:
        levels = cleaned.get("levels") or []
        if not 2 <= len(levels) <= rules.MOST_LEVELS:
            self.add_error("levels", _("Skriv två till sju nivåer, en på varje rad."))
        if any(len(name) > _LONGEST_LEVEL for name in levels):
            self.add_error("levels", _("En nivå får vara högst %(n)s tecken. Korta den.") % {"n": _LONGEST_LEVEL})
        if len({name.casefold() for name in levels}) < len(levels):
            self.add_error("levels", _("Två nivåer heter lika. Ändra en av dem."))

    def values_of(self, thing: LocalIndicator) -> dict[str, object]:
        shown = {name: getattr(thing, name) for name in self.base_fields if name != "revision"}
        edges = {name: values.plain(shown[name]) for name in ("lowest", "highest")}
        return shown | edges | {"levels": "\n".join(thing.levels), "decimals": str(thing.decimals)}

    @property
    def content(self) -> IndicatorContent:
        """What is written, without what the chosen way of answering has no use for."""
        written = self.written
        if written["kind"] != Kind.NUMBER:
            written |= {"unit": "", "lowest": None, "highest": None, "decimals": 0, "counts_people": False}
        if written["kind"] != Kind.SHARE:
            written |= {"part": "", "whole": ""}
        if written["kind"] != Kind.LEVEL:
            written["levels"] = []
        return IndicatorContent(**written)


class YearForm(RevisionForm):
    """About which period, from which day, and at the latest when."""

    period = PlainText(lazy("Vilket läsår eller år gäller svaret?"), 9)
    opens = day_field(lazy("Går att svara från"))
    closes = day_field(
        lazy("Svara senast"), hint=lazy("Svar efter den dagen tas emot tills ni stänger, och märks som sena.")
    )

    def __init__(self, *args: Any, is_opened: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].help_text = with_example(
            lazy("Skriv {example}, eller ett kalenderår."), today.school_year
        )
        self.fields["period"].disabled = is_opened

    def clean_period(self) -> str:
        period = self.cleaned_data["period"].replace("–", "/").replace("-", "/").strip()
        if not (is_school_year(period) or is_year(period)):
            raise forms.ValidationError(
                _("Skriv läsåret som %(example)s, eller ett år.") % {"example": today.school_year()}
            )
        return period

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("opens") and cleaned.get("closes") and cleaned["closes"] < cleaned["opens"]:
            self.add_error("closes", _("Sista dagen är före den första. Ändra en av dem."))
        return cleaned

    def values_of(self, thing: IndicatorYear) -> dict[str, object]:
        return {"period": str(thing.period), "opens": thing.opens, "closes": thing.closes}

    @property
    def content(self) -> YearContent:
        return YearContent(**self.written)


class PlaceAnswerForm(RevisionForm):
    """An answer of a place, in the fields that its indicator is answered in."""

    def __init__(self, indicator: LocalIndicator, *args: Any, place: Respondent, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, instance=place, **kwargs)
        self.fields |= _answer_fields(indicator)
        self.fields["reason"] = PlainText(
            lazy("Eller: varför kan ni inte svara?"),
            values.LONGEST["reason"],
            required=False,
            hint=lazy("Lämna tomt om ni har svarat. Gäller frågan inte er, skriv det."),
        )
        self.fields["comment"] = PlainText(
            lazy("Kommentar"),
            values.LONGEST["comment"],
            rows=3,
            required=False,
            hint=lazy("Läses av nätverkets medlemmar. Skriv inget om enskilda barn, och inga antal under tio."),
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        written = values.read(self.indicator, {name: str(value or "") for name, value in cleaned.items()})
        for fault in written.faults:
            self.add_error(fault.name, str(fault))
        if written.is_empty and not written.faults:
            names = values.FIELDS[Kind(self.indicator.kind)]
            self.add_error(names[0], _("Skriv svaret, eller varför ni inte kan svara."))
        cleaned["content"] = written.content
        return cleaned

    def values_of(self, thing: Respondent) -> dict[str, object]:
        standing = getattr(thing, "answer", None)
        return {**values.as_texts(self.indicator, values.of(standing))} if standing else {}

    @property
    def content(self) -> AnswerContent:
        content: AnswerContent = self.cleaned_data["content"]
        return content


def _answer_fields(indicator: LocalIndicator) -> dict[str, forms.Field]:
    """The fields of one way of answering; what is typed wrong stays to be seen."""
    if indicator.kind == Kind.LEVEL:
        levels = [(str(i), f"{i}. {name}") for i, name in enumerate(indicator.levels, 1)]
        wrong = {"invalid_choice": lazy("Välj en av nivåerna.")}
        field = forms.ChoiceField(
            label=lazy("Vilken nivå stämmer?"),
            choices=levels,
            required=False,
            widget=forms.RadioSelect,
            error_messages=wrong,
        )
        return {"level": field}
    fields: dict[str, forms.Field]
    if indicator.kind == Kind.SHARE:
        fields = {
            "hits": PlainText(_("Hur många %(part)s?") % {"part": indicator.part}, 20, required=False),
            "total": PlainText(_("Av hur många: %(whole)s?") % {"whole": indicator.whole}, 20, required=False),
        }
    else:
        said = f"{indicator.unit}, {values.bounds(indicator)}".removesuffix(", ")
        fields = {"number": PlainText(lazy("Svar"), 30, required=False, hint=said)}
    for one in fields.values():
        one.widget.attrs["inputmode"] = "decimal"
    return fields


class AnswersForm(forms.Form):
    """A spreadsheet of answers."""

    file = SheetFile(lazy("Mallen, ifylld: Excel (.xlsx) eller CSV."))
