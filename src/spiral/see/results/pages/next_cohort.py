"""The section *Nästa årskull*: where a place's next merit value lands, said before it comes, and what it became."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.blocks import Exhibit, Hyperlink, Section
from spiral.documents.chart import Interval, Mark
from spiral.engine.numbers import Language, interval, number, span
from spiral.see.results.models import Prediction

#: The exhibit's key on the page and in the addresses of its files.
KEY = "next-cohort"
#: How far beyond the range and the year before the axis goes, in points.
_AIR = 10.0


def of_unit(said: Prediction | None, name: str, newest: str, language: Language) -> Section | None:
    """What is said of a unit's next cohort; None where nothing is, or what was said has come without a figure.
    ``newest`` is the last school year that units have merit values of."""
    if said is None or not _stands(said, newest):
        return None
    where = _(
        "Nästa årskulls meritvärde, läsåret %(year)s, hamnar troligen mellan %(low)s och %(high)s om inget ändras."
    )
    holds = _("Det ska stämma för 95 av 100 skolor.")
    return _section(said, name, where, holds, _("Skolans egna elever i årskurs 9"), language)


def of_municipality(said: Prediction | None, name: str, newest: str, language: Language) -> Section | None:
    """The same of a municipality's own schools together."""
    if said is None or not _stands(said, newest):
        return None
    where = _(
        "Nästa årskulls meritvärde i kommunens egna skolor, läsåret %(year)s, hamnar troligen mellan %(low)s och "
        "%(high)s om inget ändras."
    )
    holds = _("Det ska stämma för 95 av 100 kommuner.")
    covers = _("Kommunens egna skolor med minst 15 elever i årskurs 9, %(units)s skolor, vägda efter elevantal") % {
        "units": said.units
    }
    return _section(said, name, where, holds, covers, language)


def _stands(said: Prediction, newest: str) -> bool:
    return said.reached is not None or said.period > newest


def _section(said: Prediction, name: str, where: str, holds: str, covers: str, language: Language) -> Section:
    ends = {"year": said.period, "low": number(said.low, 0, language), "high": number(said.high, 0, language)}
    day = {"day": date_format(said.day, "j F Y"), "until": said.until}
    when = _("Sagt %(day)s ur meritvärdena till och med %(until)s.") % day
    if said.reached is None:
        sentence = where % ends
    else:
        became = (
            _(
                "Läsåret %(year)s väntades meritvärdet hamna mellan %(low)s och %(high)s. Det blev %(reached)s, "
                "innanför."
            )
            if said.low <= said.reached <= said.high
            else _(
                "Läsåret %(year)s väntades meritvärdet hamna mellan %(low)s och %(high)s. Det blev %(reached)s, "
                "utanför. Ungefär 5 av 100 gör det utan att något har ändrats."
            )
        )
        sentence = became % (ends | {"reached": number(said.reached, 0, language)})
    chart = _chart(said, name, language)
    return Section(
        _("Nästa årskull"),
        [
            Exhibit(
                key=KEY,
                sentence=sentence,
                aside=f"{when} {holds}",
                chart=chart,
                whole=chart,
                facts=_facts(said, covers, when),
                links=[
                    Hyperlink(_("Så ofta höll det"), reverse("results:predictions")),
                    Hyperlink(_("Så räknar vi nästa årskull"), reverse("ground:help", args=["metod/nasta-arskull"])),
                ],
            )
        ],
        "nasta-arskull",
    )


def _chart(said: Prediction, name: str, language: Language) -> Interval:
    """The year before, the range, and what it became, on one scale."""
    ahead = {"year": said.period, "ends": span(said.low, said.high, 0, language)}
    label = _("%(year)s, troligen %(ends)s, mitten") % ahead
    marks = [
        Mark(_("%(year)s, uppnått") % {"year": said.until}, said.before, own=True),
        Mark(label, said.middle, said.low, said.high, said.n, own=True),
    ]
    if said.reached is not None:
        marks.append(Mark(_("%(year)s, uppnått") % {"year": said.period}, said.reached, own=True))
    values = [v for m in marks for v in (m.value, m.low, m.high) if v is not None]
    return Interval(
        title=_("Meritvärde för nästa årskull, %(name)s, %(year)s") % {"name": name, "year": said.period},
        subtitle=_("95 av 100 hamnar inom strecket om inget ändras"),
        description=_("%(until)s: %(before)s. %(year)s: troligen %(ends)s.")
        % {
            "until": said.until,
            "before": number(said.before, 0, language),
            "year": said.period,
            "ends": interval(said.low, said.high, 0, language),
        },
        unit=_("poäng"),
        decimals=0,
        language=language,
        marks=marks,
        axis=(min(values) - _AIR, max(values) + _AIR),
    )


def _facts(said: Prediction, covers: str, when: str) -> Sequence[tuple[str, str]]:
    return [
        (
            _("Definition"),
            _(
                "Meritvärdet (17 ämnen) i årskurs 9 nästa läsår, räknat ur skolans egna tidigare läsår och hur mycket "
                "skolor i landet brukar röra sig mellan årskullar."
            ),
        ),
        (_("Omfattar"), covers),
        (_("Källa"), _("Beräknat av Spiral på underlag från %(source)s") % {"source": "Skolverket"}),
        (_("Sagt"), when),
        (
            _("Osäkerhet"),
            _(
                "I intervallet ingår hur säkert skolans vanliga nivå är känd, hur mycket ett läsår avviker, vilka "
                "elever som råkar gå i årskullen och hur mycket hela landet rör sig. Det är inget mål: det säger vad "
                "som händer om inget ändras."
            ),
        ),
    ]
