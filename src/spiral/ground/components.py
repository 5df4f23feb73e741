"""The components that pages are built of, each with its properties; an unknown property is refused with a sentence.

A component is a template tag of its own: ``{% button kind="first" %}Visa{% endbutton %}``. Its template is
``ground/components/NAME.html``; what stands between the tags is ``content`` there. ``/stil/`` shows them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy


@dataclass(frozen=True, slots=True)
class Property:
    """A property that a template may give a component."""

    name: str
    sentence: str | Promise
    #: The value where the template gives none; a required property has no default.
    default: object = None
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a page: its name is its tag and its template."""

    name: str
    sentence: str | Promise
    properties: tuple[Property, ...] = ()
    #: Does it stand around something? Then it has an end tag.
    has_content: bool = True
    #: Does it lead or send somewhere? Then it takes a view's name and parts first, as ``{% url %}`` does.
    has_address: bool = False
    by_name: dict[str, Property] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {p.name: p for p in self.properties})

    @property
    def required(self) -> list[str]:
        """Names of the properties that must be given; without an address they may be given by position."""
        return [p.name for p in self.properties if p.is_required]

    @property
    def template(self) -> str:
        return f"ground/components/{self.name}.html"

    @property
    def example(self) -> str:
        """How it is used: shown on the style page."""
        return f"ground/gallery/{self.name}.html"

    @property
    def end(self) -> str:
        return f"end{self.name}"

    def refusal(self, given: set[str]) -> str:
        """Why the properties called ``given`` are refused, in a sentence; '' where nothing is wrong."""
        known = ", ".join(self.by_name) or "none"
        if unknown := sorted(given - self.by_name.keys()):
            return f"The component {self.name} has no property {unknown[0]}. It has: {known}."
        if missing := [name for name in self.required if name not in given]:
            return f"The component {self.name} needs the property {missing[0]}."
        return ""


_URL = Property("url", lazy("Adressen, om den inte är en vys."), "")
_SPACE = Property("space", lazy("Avståndet ovanför: small, large eller inget."), "")

COMPONENTS = {
    component.name: component
    for component in (
        Component(
            "button",
            lazy("Det som går att göra: en länk om den leder någonstans, annars formulärets knapp."),
            (
                Property(
                    "kind",
                    lazy("first för den viktigaste i vyn, quiet för det vid sidan om."),
                    "",
                ),
                _URL,
                Property("name", lazy("Vad formuläret kallar den, om det har flera."), ""),
                Property("value", lazy("Det som skickas när den trycks."), ""),
                Property("wide", lazy("Lika bred som det den står i."), False),
                Property("disabled", lazy("Syns men går inte att trycka på."), False),
            ),
            has_address=True,
        ),
        Component(
            "field",
            lazy("Ett fält i ett formulär, med etikett, hjälp och fel."),
            (
                Property("bound", lazy("Fältet, så som formuläret har det."), is_required=True),
                Property("wide", lazy("Lika brett som spalten."), False),
                Property("label", lazy("Vad det heter här, om formuläret säger något annat."), ""),
                Property("help", lazy("Hjälp, om formuläret inte har någon."), ""),
                Property("rows", lazy("Så många rader text."), 0),
                Property("suggestions", lazy("Id för en lista med förslag."), ""),
            ),
            has_content=False,
        ),
        Component(
            "form",
            lazy("Något som skickas, med sitt skydd mot andra sidor och överst det som ska rättas."),
            (
                Property("of", lazy("Formuläret vars fel ska stå överst."), None),
                _URL,
                Property("files", lazy("Skickar det filer?"), False),
                _SPACE,
            ),
            has_address=True,
        ),
        Component(
            "section",
            lazy("En del av sidan, med egen rubrik."),
            (
                Property("id", lazy("Det som länkar leder till."), is_required=True),
                Property("title", lazy("Rubriken."), is_required=True),
            ),
        ),
        Component(
            "next",
            lazy("Så slutar varje sida: var varvet fortsätter."),
            (
                Property("turn", lazy("Vilket halvvarv, 1 till 5."), is_required=True),
                Property("title", lazy("Rubriken."), is_required=True),
                Property("columns", lazy("five om stegen är fem."), ""),
            ),
        ),
        Component(
            "step",
            lazy("En väg vidare, i next. På sidan som den leder till ritas den inte."),
            (
                Property("title", lazy("Vart den leder."), is_required=True),
                _URL,
            ),
            has_address=True,
        ),
        Component(
            "notice",
            lazy("Det man bör veta här: ingen färg, bara ord, linje och form."),
            (
                Property("kind", lazy("embargo, mask, eller annars en upplysning."), ""),
                Property("role", lazy("status om den kommer av sig själv, alert om den måste läsas genast."), ""),
                _SPACE,
            ),
        ),
        Component(
            "nothing_yet",
            lazy("Inget än, och vad man gör åt det."),
            (
                Property("title", lazy("Vad man gör."), is_required=True),
                Property("level", lazy("Rubrikens nivå: 2, eller 3 i ett avsnitt."), 2),
                _SPACE,
            ),
        ),
        Component(
            "conflict",
            lazy("Någon annan har sparat under tiden: båda texterna finns. Ingenting där ingen har gjort det."),
            (
                Property("of", lazy("Formuläret, som vet vad som är sparat."), is_required=True),
                Property("advice", lazy("Vad man gör, om det sparade inte står just här."), ""),
            ),
            has_content=False,
        ),
        Component(
            "problems",
            lazy("Det som ska rättas, i formulärets ordning."),
            (
                Property("of", lazy("Formuläret."), is_required=True),
                Property("space", lazy("Avståndet ovanför: small eller inget."), ""),
            ),
            has_content=False,
        ),
        Component(
            "evidence",
            lazy("Ett underlag som det var när det togs med. Innehållet är det som går att göra med det."),
            (
                Property("id", lazy("Det som länkar leder till."), is_required=True),
                Property("title", lazy("Vad det är."), is_required=True),
                Property("sentence", lazy("Vad det säger."), is_required=True),
                Property("source", lazy("Varifrån det kommer."), is_required=True),
                Property("taken_on", lazy("Dagen det togs med."), is_required=True),
                Property("chart", lazy("Diagrammet, om det finns."), None),
                Property("differences", lazy("Skillnaderna som meningen talar om, ritade, om de finns."), None),
                Property("url", lazy("Var det står nu."), ""),
                Property("made_up", lazy("Är det ett påhittat exempel?"), False),
            ),
        ),
        Component(
            "table",
            lazy("Tabellen som säger det diagrammet visar, eller en egen tabell."),
            (
                Property("what", lazy("Ett diagram eller en tabell."), is_required=True),
                Property("stacked", lazy("Rader blir stycken på en telefon."), False),
                Property("caption", lazy("Syns tabellens rubrik? Skärmläsaren läser den ändå."), True),
            ),
            has_content=False,
        ),
        Component(
            "menu",
            lazy("Länkar bredvid varandra: filer att hämta, eller det som går att göra med sidan."),
            (_SPACE,),
        ),
        Component(
            "pager",
            lazy("Till sidan före och efter i en lång lista; ingenting där allt ryms på en sida."),
            (
                Property("of", lazy("Sidan, som Djangos Paginator ger den."), is_required=True),
                Property("newer", lazy("Vad länken till sidan före heter, om inte Förra sidan."), ""),
                Property("older", lazy("Vad länken till sidan efter heter, om inte Nästa sida."), ""),
            ),
            has_content=False,
        ),
        Component(
            "members_only",
            lazy("Steg som bara medlemmar får gå: andra leds till att logga in."),
            (
                Property("title", lazy("Vart den leder."), is_required=True),
                _URL,
            ),
            has_address=True,
        ),
        Component(
            "code_card",
            lazy("Så kommer man in: koden, rutan och adressen."),
            (
                Property("room", lazy("Det man kommer in i, med sin kod."), is_required=True),
                Property("qr", lazy("Rutan, som SVG."), is_required=True),
                Property("join", lazy("Adressen."), is_required=True),
            ),
            has_content=False,
        ),
    )
}
