"""What explains a figure, one click away: definition, perspective, source, dates, who can act, uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from spiral.engine.numbers import Language
from spiral.see.results import coverage
from spiral.see.results.catalogue import Indicator
from spiral.see.results.models import Part
from spiral.see.results.points import Dated

_PERSPECTIVES = {
    "kommunala": lazy("Kommunens egna skolor, oavsett var eleverna bor"),
    "hemkommun": lazy("Elever som bor i kommunen, oavsett var de går i skolan"),
    "lägeskommun": lazy("Alla verksamheter som ligger i kommunen, oavsett huvudman"),
    "enhet": lazy("Skolans egna elever"),
}
_LEVELS = {
    "unit": lazy("skolan (undervisning, stöd, schema)"),
    "owner": lazy("huvudmannen (resurser, rekrytering, uppföljning)"),
    "region": lazy("kommunerna tillsammans (utbud, övergångar, aktivitetsansvar)"),
}
_SETS = {
    "slutbetyg": lazy("Skolverket, slutbetyg årskurs 9"),
    "planned_educations": lazy("Skolverket, uppgifter per skolenhet (Planned Educations)"),
    "planned_educations_masks": lazy(
        "Skolverket, uppgifter per skolenhet med skäl till det dolda (Planned Educations)"
    ),
    "gymnasium": lazy("Skolverket, gymnasieskolor per program (Planned Educations)"),
    "underlag": lazy("Skolverket, Underlag för analys"),
    "places": lazy("Register över kommuner, huvudmän och skolenheter"),
    "groups": lazy("Kolada, liknande kommuner"),
    "indicators": lazy("Kolada, nyckeltalens namn, definitioner och datum"),
}


def perspective(key: str) -> str:
    """Whose pupils a figure counts, in words."""
    return str(_PERSPECTIVES[key])


def who_can_act(indicator: Indicator) -> str:
    """At which levels the figure can be known and acted on (N6)."""
    return ", ".join(str(_LEVELS[level]) for level in indicator.levels)


def next_publication(indicator: Indicator, today: date) -> str:
    """When the source publishes next, or that a date has passed."""
    when = indicator.expected_on
    if when is None:
        return _("källan anger inget datum")
    printed = date_format(when, "j F Y")
    if when < today:
        return _("skulle ha kommit %(date)s; siffran finns inte här än") % {"date": printed}
    return _("väntas %(date)s") % {"date": printed}


def parts_of(indicator: Indicator, listed: Sequence[Dated]) -> tuple[str, ...]:
    """The parts of the data that figures come from; where there are none, the one they would come from."""
    return tuple(dict.fromkeys(d.series.part for d in listed)) or (indicator.series[0].part,)


def explain(
    parts: Mapping[str, Part],
    today: date,
    language: Language,
    indicator: Indicator,
    used: Sequence[str],
    compared: str = "",
) -> Sequence[tuple[str, str]]:
    """Name and text of each fact, of figures that come from the parts ``used``; they stand beside the figure and travel
    with every export. ``compared`` is what stands in for riket's own figure, where something does."""
    english = language == "en"
    chosen = [parts[key] for key in used if key in parts]
    facts = [
        (
            _("Namn i källan"),
            f"{indicator.title} ({indicator.kolada})" if indicator.kolada and not indicator.named else indicator.title,
        ),
        (_("Definition"), f"{indicator.description} {compared}".strip()),
        (_("Omfattar"), perspective(indicator.perspective)),
        (_("Källa"), "; ".join(dict.fromkeys(source_name(p) for p in chosen)) or indicator.metadata_cites),
        (_("Hämtat"), "; ".join(dict.fromkeys(fetched(p) for p in chosen))),
        (_("Nästa siffra"), next_publication(indicator, today)),
        (_("Vem kan påverka"), who_can_act(indicator)),
        (_("Osäkerhet"), uncertainty(indicator, coverage.counted_years(parts))),
    ]
    if indicator.breaks:
        facts.append((_("Brott i serien"), " ".join(b.why.get(language) for b in indicator.breaks)))
    # What a whole file lacks says little about one school; it stands on the page about the data.
    remarks = [] if indicator.perspective == "enhet" else [p.remarks_en if english else p.remarks_sv for p in chosen]
    if any(remarks):
        facts.append((_("Vad siffrorna saknar"), " ".join(filter(None, remarks))))
    return [(k, v) for k, v in facts if v]


def source_name(part: Part) -> str:
    """The source line: who publishes, and in which set of data; what Spiral computes says so."""
    if part.key == "computed":
        return _("Beräknat av Spiral på underlag från %(source)s") % {"source": _SETS["slutbetyg"]}
    return str(_SETS.get(part.key, part.source))


def fetched(part: Part) -> str:
    """When the part was fetched, as people write dates: '21 juni 2026' or 'oktober 2024'."""
    pieces = [int(p) for p in part.date.split("-")]
    if len(pieces) == 3:
        return date_format(date(*pieces), "j F Y")
    return date_format(date(pieces[0], pieces[1], 1), "F Y") if len(pieces) == 2 else part.date


def uncertainty(indicator: Indicator, counted: Sequence[str]) -> str:
    """What the interval says, or why there is none; ``counted`` are the school years that pupils are counted in."""
    if indicator.counted:
        said = _(
            "Strecket är ett 95 % intervall: så mycket brukar värdet variera mellan årskullar av den här storleken."
        )
        if not counted:
            return said
        return f"{said} " + _("Elevantal finns bara för %(years)s; andra årskullar räknas som lika stora.") % {
            "years": coverage.listed(counted)
        }
    if indicator.kind == "index":
        return _("Källan anger inget intervall. En skillnad på några tiondelar bör inte tolkas.")
    if indicator.counts == "pupils":
        return _("Källan anger inte elevantal, så ett intervall kan inte räknas ut.")
    return _("Värdet är en summering av hela verksamheten och har inget slumpintervall.")
