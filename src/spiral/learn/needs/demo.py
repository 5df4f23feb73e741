"""A made-up needs map for the demo, three years of it, seeded and labelled. Made by the same actions as real ones."""

from __future__ import annotations

import random
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.learn.needs import actions
from spiral.learn.needs.models import Need, Sheet, Version
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Area, Municipality, Network
from spiral.trust.people.actions import viewer_as

Status = Need.Status

#: What a made-up municipality might write about an area, by status.
_SAID = {
    "lasning-och-skrivning": (
        "Läsningen tappar fart mellan årskurs 4 och 6. Vi söker arbetssätt i alla ämnen.",
        "Läslyft i samtliga skolor, andra året.",
        "Läsgrupper i årskurs 1–3 med tydlig uppföljning. Kom gärna på besök.",
    ),
    "matematik": (
        "Många når inte E i årskurs 6. Vi vill se hur andra arbetar med taluppfattning.",
        "Gemensam planering i arbetslag för årskurs 7–9.",
        "Material för räknesamtal i årskurs 1–6, provat i fyra skolor.",
    ),
    "kollegialt-larande": (
        "Vi har tid avsatt men saknar form för samtalen.",
        "Auskultation i par, en gång i månaden.",
        "Utbildade samtalsledare som kan berätta hur vi startade.",
    ),
    "elevers-delaktighet": (
        "Elevråden finns, men påverkar sällan undervisningen.",
        "Analysdag med elever i två skolor.",
        "En mall för analysdag med elever, med frågor och tider.",
    ),
    "overgangar": (
        "Uppgifter om stöd kommer inte med från årskurs 6 till 7.",
        "Ny rutin för överlämning mellan förskola och förskoleklass.",
        "Överlämningssamtal med tre frågor, från förskola till gymnasium.",
    ),
    "flickor-och-pojkar": (
        "Pojkarnas betyg ligger lägre i alla språk. Varför vet vi inte än.",
        "Kartlägger hur vi bedömer, ämne för ämne.",
        "En lektionsstudie om återkoppling som båda grupperna hade nytta av.",
    ),
    "narvaro": (
        "Fler elever än förut är borta mer än en dag i veckan.",
        "Närvaroteam med elevhälsan på högstadiet.",
        "En närvarotrappa med tydliga steg och vem som ringer.",
    ),
    "stod-och-anpassningar": (
        "Anpassningarna skrivs ned men följs inte upp.",
        "Handledning av specialpedagog i arbetslagen.",
        "En enkel uppföljning av anpassningar, var sjätte vecka.",
    ),
    "nyanlandas-larande": (
        "Få studiehandledare på modersmålet. Kan vi dela?",
        "Språkutvecklande arbetssätt i alla ämnen, årskurs 7–9.",
        "Studiehandledning på distans, fyra språk.",
    ),
    "uppfoljning-av-resultat": (
        "Vi ser siffrorna men kommer inte till varför.",
        "Terminsvis uppföljning med rektorerna.",
        "En dagordning för resultatdialog på en timme.",
    ),
    "forskola": (
        "Hur följer andra upp barnens språk utan att bedöma dem?",
        "Gemensamma indikatorer för arbetslagens reflektion.",
        "Reflektionsprotokoll som arbetslagen själva tycker om.",
    ),
    "fritidshem": (
        "Fritidshemmen saknar eget underlag om kvalitet.",
        "Gemensam planeringstid för fritidshemmens personal.",
        "En enkät till barnen som de själva har gjort frågorna till.",
    ),
}
_NETWORKS = (
    ("pahittat-matematiknatverk", "Matematiknätverket (påhittat)", "network", ("matematik", "overgangar")),
    (
        "pahittat-elevhalsonatverk",
        "Elevhälsonätverket (påhittat)",
        "network",
        ("narvaro", "stod-och-anpassningar", "overgangar"),
    ),
    ("pahittat-forskolenatverk", "Förskolenätverket (påhittat)", "network", ("forskola",)),
    (
        "pahittat-spraknatverk",
        "Språknätverket (påhittat)",
        "network",
        ("lasning-och-skrivning", "nyanlandas-larande", "flickor-och-pojkar"),
    ),
    (
        "pahittat-datanatverk",
        "Nätverket för uppföljning (påhittat)",
        "network",
        ("uppfoljning-av-resultat", "flickor-och-pojkar"),
    ),
    ("pahittat-tvarnatverk", "Övergångar (påhittat)", "cross", ("overgangar",)),
)
_ORDER = (Status.SEEKS, Status.WORKS, Status.SHARES)


@transaction.atomic
def load_demo_map() -> int | None:
    """How many cells were made; none when something is there; None outside the demo."""
    if not settings.DEMO:
        return None
    if Version.objects.exists() or Need.objects.exists():
        return 0
    leader = viewer_as("samordnare")
    for role in ("natverksmedlem", "presidium", "skolchef"):
        viewer_as(role)
    _load_networks()
    chance = random.Random(20261122)  # noqa: S311 - made-up needs, not secrets
    keys = [k for k in Area.objects.filter(is_retired=False).values_list("key", flat=True) if k in _SAID]
    codes = list(Municipality.objects.filter(in_region=True).order_by("code").values_list("code", flat=True))
    said = {code: _first(keys, chance) for code in codes}
    this_year = timezone.localdate().year
    for year in (this_year - 2, this_year - 1):
        _write(said, date(year, 11, 20), leader)
        version, _is_new = actions.freeze(year, by=leader)
        Version.objects.filter(pk=version.pk).update(frozen_on=date(year, 12, 11), is_made_up=True)
        said = {code: _a_year_later(cells, keys, chance) for code, cells in said.items()}
    _write(said, min(timezone.localdate(), date(this_year, 10, 9)), leader)
    return Need.objects.filter(is_made_up=True).count()


def _first(keys: list[str], chance: random.Random) -> dict[str, str]:
    """Four to six areas of a municipality, each with a status."""
    chosen = chance.sample(keys, min(len(keys), chance.randint(4, 6)))
    return {key: chance.choices(_ORDER, (4, 4, 2))[0] for key in chosen}


def _a_year_later(cells: dict[str, str], keys: list[str], chance: random.Random) -> dict[str, str]:
    """Some needs have become work, some work can be shared, one is done and one is new."""
    later = {}
    for key, status in cells.items():
        i = _ORDER.index(status)
        later[key] = _ORDER[min(i + 1, 2)] if chance.random() < 0.4 else status
    if len(later) > 4 and chance.random() < 0.6:
        later.pop(chance.choice(sorted(later)))
    if free := [k for k in keys if k not in later]:
        later[chance.choice(free)] = Status.SEEKS
    return later


def _write(said: dict[str, dict[str, str]], on: date, leader: Viewer) -> None:
    for code, cells in said.items():
        written = {key: NeedCell(status, _SAID[key][_ORDER.index(status)]) for key, status in cells.items()}
        gone = {key: NeedCell() for key in _SAID if key not in cells and Area.objects.filter(pk=key).exists()}
        sheet = Sheet.objects.filter(pk=code).first()
        saved = actions.save_sheet(
            code, {**gone, **written}, sheet.revision if sheet else 0, by=leader, is_made_up=True
        )
        Need.objects.filter(municipality=code, area__in=saved.changed).update(changed_on=on)
        Sheet.objects.filter(pk=code).update(changed_on=on)


def _load_networks() -> None:
    """Made-up networks, so that there is somebody to ask."""
    networks = {}
    for slug, name, kind, keys in _NETWORKS:
        network, _is_new = Network.objects.get_or_create(
            slug=slug, defaults={"name": name, "kind": kind, "is_made_up": True}
        )
        network.areas.set(Area.objects.filter(pk__in=keys))
        networks[slug] = network
    networks["pahittat-tvarnatverk"].members.set(
        [networks["pahittat-matematiknatverk"], networks["pahittat-elevhalsonatverk"]]
    )
