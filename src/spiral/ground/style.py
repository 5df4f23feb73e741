"""The examples of the living style page: every chart in every state. All figures are made up and say so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.documents.chart import Distribution, Gap, Interval, Mark, Pair, Point, Strip, Trend
from spiral.documents.svg.qr import draw_qr
from spiral.documents.table import Cell, Table
from spiral.engine.figures import State
from spiral.engine.numbers import Language
from spiral.ground.components import COMPONENTS
from spiral.ground.phrases import MASKS
from spiral.ground.revision import RevisionForm
from spiral.sources.reading.today import last_spring, school_year

TOKENS = (
    ("paper", "#fcfbf9", lazy("Sidans botten")),
    ("surface", "#f4f2ed", lazy("Upplysning, lyft rad")),
    ("surface-deep", "#e9e5dd", lazy("Remsa, fält i diagram")),
    ("line", "#dcd7cd", lazy("Rader, bara prydnad")),
    ("line-strong", "#857e73", lazy("Kanter på fält, 3,9 : 1")),
    ("text", "#1d1b18", lazy("Text, 16,6 : 1")),
    ("text-muted", "#57524a", lazy("Bitext, 7,5 : 1")),
    ("own", "#11566a", lazy("Egen, länk, knapp, 7,9 : 1")),
    ("own-deep", "#0b3c4b", lazy("Fokus, hovring, 11,5 : 1")),
    ("own-tint", "#e4eef0", lazy("Valt")),
    ("other", "#77716a", lazy("Andra, 4,7 : 1")),
)


class GalleryForm(forms.Form):
    """Fields in every state: one with help, one with an error, one of several choices."""

    name = forms.CharField(label=lazy("Mötets namn"), help_text=lazy("Visas i kalendern och på projektorn."))
    day = forms.DateField(label=lazy("Datum"), widget=forms.DateInput({"type": "date"}))
    readers = forms.ChoiceField(
        label=lazy("Vem får se rapporten nu?"),
        widget=forms.RadioSelect,
        choices=[("heads", lazy("Skolchefer")), ("principals", lazy("Rektorer"))],
    )


class ExampleRoom:
    """What people come into by a code that nobody has."""

    code = "000000"
    code_is_renewed = False


def _example_conflict() -> RevisionForm:
    form = RevisionForm({})
    form.show_conflict(None)
    form.is_gone, form.theirs = False, [(_("Mötets namn"), _("Nätverksmöte december"))]
    return form


def _example_form() -> GalleryForm:
    form = GalleryForm({"name": _("Nätverksmöte december"), "day": "", "readers": "heads"})
    message = _("Skriv ett datum som inte har varit, till exempel %(day)s.")
    form.add_error("day", message % {"day": date_format(timezone.localdate(), "j F Y")})
    form.errors["day"].pop(0)
    return form


def examples() -> dict[str, object]:
    """Context for ``ground/style.html``."""
    language: Language = "en" if get_language() == "en" else "sv"
    long = _("Ett mycket långt namn på en skolenhet som ligger mellan två kommuner och heter efter båda")

    def trend(title: str, points: list[Point], **more: Any) -> Trend:
        return Trend(
            title=title,
            subtitle=_("Påhittade värden"),
            description=title,
            unit="%",
            language=language,
            points=points,
            **more,
        )

    # As many years as a chart needs, the latest last.
    years = [str(last_spring() - before) for before in range(8, -1, -1)]
    full = [
        Point(year, v, v - 12, v + 11, 36) for year, v in zip(years[-5:], (62.7, 61.2, 58.0, 57.1, 54.3), strict=True)
    ]
    gaps = [full[0], full[1], *(Point(year, None, note=_("saknas")) for year in years[-3:-1]), full[4]]
    masked = [Point(year, None, note=_("för få elever")) for year in years[-5:]]
    separate = [
        *(Point(year, v) for year, v in zip(years[-7:-3], (70.0, 72.5, 69.0, 71.5), strict=True)),
        *(Point(year, None, note=_("saknas")) for year in years[-3:-1]),
        Point(years[-1], 66.0, 58.0, 73.0, 140, joined=False),
    ]
    interval = Interval(
        title=_("Jämförelse med referens"),
        subtitle=_("Påhittade värden"),
        description=_("Egen och två andra."),
        unit="%",
        language=language,
        reference=69.9,
        reference_label=_("riket 69,9"),
        marks=[
            Mark(_("Egen"), 54.3, 38, 70, 35, own=True),
            Mark(_("Annan"), 66.7, 55, 77, 69),
            Mark(long, 61.0, 55, 67),
        ],
    )
    strip = Strip(
        title=_("Spridning med deciler"),
        subtitle=_("Påhittade värden"),
        description=_("Egen bland åtta andra."),
        unit="%",
        language=language,
        own=Mark(_("Egen"), 54.3, 38, 70, 35, own=True),
        others=[Mark(str(i), v) for i, v in enumerate((45.5, 48.5, 52, 53.3, 66.7, 67.2, 68.6, 81))],
        deciles=(56, 60, 62, 65, 67, 69, 71, 75, 79),
    )
    distribution = Distribution(
        title=_("Antal svar"),
        subtitle=_("Påhittade svar"),
        description=_("0, 2, 7 och 4 svar."),
        language=language,
        categories=[_("finns inte"), _("svagt"), _("fungerar"), _("starkt")],
        counts=[0, 2, 7, 4],
    )
    gap = Gap(
        title=_("Flickor och pojkar"),
        subtitle=_("Påhittade värden"),
        description=_("Flickorna högre fyra år av fem."),
        unit=_("poäng"),
        language=language,
        names=(_("Flickor"), _("Pojkar")),
        pairs=[
            *(
                Pair(year, *both)
                for year, both in zip(
                    years[-8:-3], ((192, 170), (202, 197), (222, 197), (196, 188), (197, 201)), strict=True
                )
            ),
            *(Pair(year, None, None, note=_("siffror per kön saknas i källan")) for year in years[-3:]),
        ],
    )
    states = (
        State.HIDDEN,
        State.FEW_OUTSIDE,
        State.PROTECTING,
        State.NEAR_ALL,
        State.NEAR_NONE,
        State.RANGE,
        State.MISSING,
        State.NOT_MEASURED,
        State.NOT_REPORTED,
    )
    masks = Table(
        _("En mask är alltid ord, aldrig en tom ruta, en nolla eller ett streck"),
        [_("Läge"), _("Så står det")],
        [[Cell(str(s)), Cell(MASKS[language][s], mask=True, wide=True)] for s in states],
    )
    return {
        "tokens": TOKENS,
        "components": list(COMPONENTS.values()),
        "example": _example_form(),
        "stale": _example_conflict(),
        "example_page": Paginator(range(30), 10).page(2),
        "example_room": ExampleRoom(),
        "example_qr": draw_qr("https://exempel.invalid/", _("Exempel")),
        "today": timezone.localdate(),
        "school_year": school_year(),
        "turns": list(enumerate((_("Se"), _("Förstå"), _("Lära"), _("Göra"), _("Se igen")), 1)),
        "steps": ("a1, 4 px", "a2, 8 px", "a3, 12 px", "a4, 16 px", "a5, 24 px", "a6, 32 px", "a7, 48 px", "a8, 64 px"),
        "trends": [
            (trend(_("Full trend med intervall"), full), _("Strecket är 95 % intervall.")),
            (trend(_("Ett år utan siffra bryter linjen"), gaps), _("Skälet skrivs ut.")),
            (trend(_("Allt är dolt"), masked), _("Varje år säger varför.")),
            (trend(_("Brott i serien"), full, breaks=(years[-3],)), _("Streckad linje, ingen förbindelse.")),
            (trend(_("En punkt från en annan källa"), separate), _("Sammanbinds aldrig.")),
            (trend(_("En enda punkt"), full[4:]), _("Ingen linje.")),
        ],
        "interval": interval,
        "example_chart": trend(_("Exempel"), full),
        "strip": strip,
        "distribution": distribution,
        "gap": gap,
        "masks": masks,
        "long": long,
    }
