"""Who may help whom, the frozen years and what has changed between them, the areas."""

from __future__ import annotations

import pytest

from spiral.exchange import offers
from spiral.learn.needs import actions, queries
from spiral.learn.needs.models import Need, Version
from spiral.learn.needs.pages.board import both, listed
from spiral.learn.needs.pages.changes import difference
from spiral.learn.needs.pages.matches import known, match, sentence
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import viewer_of
from spiral.trust.networks import actions as register_actions
from spiral.trust.networks.actions import AreasOf
from spiral.trust.networks.models import Area, Network

SEEKS, WORKS, SHARES = NeedCell("seeks", "Vi söker."), NeedCell("works", "Pågår."), NeedCell("shares", "Vi delar.")
VARA, SKOVDE, GOTENE, HJO = "1470", "1496", "1471", "1497"


# Who may help whom ---------------------------------------------------------------------------------------------------
def test_who_asks_and_who_can_share_are_told_in_a_sentence(fill, person) -> None:
    def said():
        return sentence(queries.needs_map(viewer_of(person("samordnare"))), "matematik")

    assert said() == "Ingen kommun har skrivit något om matematik än"
    fill(SKOVDE, {"matematik": WORKS})
    assert said() == "Arbete pågår i Skövde"
    fill(VARA, {"matematik": SEEKS})
    assert said() == "Vara söker. Ingen har sagt att de kan dela, men arbete pågår i Skövde"
    fill(HJO, {"matematik": SEEKS})
    fill(SKOVDE, {"matematik": SHARES})
    assert said() == "Hjo och Vara söker, Skövde kan dela"
    fill(SKOVDE, {"matematik": NeedCell()})
    assert said() == "Hjo och Vara söker. Ingen har sagt att de kan dela: sök svaret tillsammans"


def test_a_match_names_a_colleague_and_the_networks_to_ask(fill, person) -> None:
    person("presidium")
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    fill(SKOVDE, {"matematik": SHARES})
    fill(HJO, {"matematik": SHARES})

    def contact():
        now = queries.needs_map(viewer_of(member))
        return match(now, "matematik", VARA, known(viewer_of(member), queries.slugs(viewer_of(member)), ["matematik"]))

    now = contact()
    assert {v.place: [c.label for c in v.contacts] for v in now.sharers} == {"Hjo": [], "Skövde": ["Presidium, Skövde"]}
    assert now.uncalled == "Hjo"
    assert now.advice == "Inget nätverk har området som sitt. Samordnaren kan säga vilka ni ska fråga."
    first = Network.objects.create(slug="a", name="Alfa")
    second = Network.objects.create(slug="b", name="Beta")
    for network in (first, second):
        network.areas.set(["matematik"])
    assert contact().advice.startswith("Området hör till Alfa och Beta. Inget tvärnätverk finns än")
    cross = Network.objects.create(slug="c", name="Gamma", kind="cross")
    cross.members.set([first, second])
    cross.areas.set(["matematik"])
    assert contact().advice == "Fråga tvärnätverket Gamma först."
    assert [(n.name, n.of) for n in contact().networks] == [("Gamma", "Alfa och Beta"), ("Alfa", ""), ("Beta", "")]


def test_a_former_colleague_is_not_given_as_contact(fill, person) -> None:
    from datetime import date

    chair, member = person("presidium"), person("natverksmedlem")
    fill(SKOVDE, {"matematik": SHARES})
    chair.offices.update(to_date=date(2024, 1, 1))
    colleagues = known(viewer_of(member), queries.slugs(viewer_of(member)), ["matematik"])
    assert SKOVDE not in colleagues.contacts


def test_one_s_own_need_is_not_offered_to_oneself(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SEEKS})
    signed_in("natverksmedlem")
    page = read("/behov/kommun/vara/matematik/")
    assert page.xpath("string(//h1)") == "Vara prioriterar matematik"
    assert page.xpath("//ul[contains(@class,'voices')]//a[starts-with(@href,'/behov')]/text()") == ["Hjo"]


def test_examples_about_the_area_stand_beside_the_need(fill, signed_in, read) -> None:
    offer = offers.Match("example", "1", ("matematik",), "Räknesamtal", "", HJO, "Hjo", "/exempel/1/")
    with offers.OFFERS.holding({**offers.OFFERS.all(), "example": lambda viewer, keys: [offer]}):
        fill(VARA, {"matematik": SEEKS, "narvaro": SEEKS})
        signed_in("natverksmedlem")
        assert "Räknesamtal" in read("/behov/kommun/vara/matematik/").xpath("string(//main)")
        assert "Räknesamtal" not in read("/behov/kommun/vara/narvaro/").xpath("string(//main)")
        assert "Räknesamtal" in read("/behov/hitta-varandra/").xpath("string(//main)")


def test_names_are_joined_as_people_say_them() -> None:
    assert both(["Hjo", "Skara", "Vara"]) == "Hjo, Skara och Vara"
    assert listed(["Matematik", "IKT", "Närvaro", "Läsning"]) == "matematik, IKT och 2 områden till"


# The years -----------------------------------------------------------------------------------------------------------
def test_the_year_is_frozen_and_stays_as_it_was(fill, leader, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    version, is_new = actions.freeze(2025, by=viewer_of(leader))
    assert is_new
    fill(VARA, {"matematik": SHARES})
    register_actions.rename_area(
        "matematik", "Räkning", "", Area.objects.get(pk="matematik").revision, by=viewer_of(leader)
    )
    signed_in("natverksmedlem")
    page = read(f"/behov/ar/2025/{version.edition}/")
    assert "Matematik, prioriterat: Vi söker." in " ".join(page.xpath("string(//main)").split())
    assert "Räkning" not in page.xpath("string(//main)")


def test_frozen_twice_without_a_change_is_once_and_with_a_change_a_new_edition(fill, leader) -> None:
    with pytest.raises(actions.NothingToFreeze):
        actions.freeze(2026, by=viewer_of(leader))
    fill(VARA, {"matematik": SEEKS})
    actions.freeze(2026, by=viewer_of(leader))
    assert actions.freeze(2026, by=viewer_of(leader))[1] is False
    fill(VARA, {"matematik": WORKS})
    actions.freeze(2026, by=viewer_of(leader))
    assert [(v.year, v.edition) for v in Version.objects.all()] == [(2026, 2), (2026, 1)]


def test_the_difference_is_told_in_words(fill, leader, person) -> None:
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES, "forskola": SEEKS})
    fill(HJO, {"narvaro": WORKS})
    version, _new = actions.freeze(2025, by=viewer_of(leader))
    fill(VARA, {"matematik": WORKS, "narvaro": NeedCell(), "forskola": NeedCell("seeks", "Annat.")})
    fill(SKOVDE, {"matematik": SEEKS})
    register_actions.add_area("Rörelse", by=viewer_of(leader))
    member = person("natverksmedlem")
    then = queries.from_document(viewer_of(member), version.document)
    changes = difference(then, queries.needs_map(viewer_of(member)), VARA, "2025")
    assert changes.headline == "2 kommuner har ändrat något sedan 2025"
    assert {p.place: [c.sentence for c in p.changes] for p in changes.places} == {
        "Vara": [
            "Matematik: från prioriterat till pågår i Vara.",
            "Närvaro: står inte längre på kartan i Vara (förut: kan dela med sig).",
            "Förskola: fortfarande prioriterat i Vara, med ny text.",
        ],
        "Skövde": ["Nytt i Skövde: matematik, prioriterat."],
    }
    assert changes.same == "Hjo"
    assert changes.about_areas == ["Nytt område: rörelse."]
    one = difference(then, queries.needs_map(viewer_of(member)), VARA, "2025", "narvaro")
    assert [p.place for p in one.places] == ["Vara"]


def test_the_page_of_changes_compares_any_two_years(fill, leader, signed_in, read) -> None:
    signed_in("natverksmedlem")
    assert read("/behov/ar/").xpath("string(//h1)") == "Ingen karta är frusen än"
    for year, cell in ((2024, SEEKS), (2025, WORKS), (2026, SHARES)):
        fill(VARA, {"matematik": cell})
        actions.freeze(year, by=viewer_of(leader))
    page = read("/behov/ar/andringar/?from=2024-1&to=2025-1")
    assert "Matematik: från prioriterat till pågår i Vara." in page.xpath("string(//main)")
    assert read("/behov/ar/andringar/?from=strunt&to=x").xpath("string(//h1)") == (
        "Ingen kommun har ändrat något sedan 2026"
    )
    assert "Byt plats" in read("/behov/ar/andringar/?from=2025-1&to=2024-1").xpath("string(//main)")


# Areas ---------------------------------------------------------------------------------------------------------------
def test_the_coordinator_keeps_the_areas(signed_in, fill, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    client = signed_in("samordnare")
    assert client.post("/behov/omraden/", {"name": "Rörelse & hälsa"}).status_code == 302
    assert Area.objects.get(pk="rorelse-halsa").order == 130
    taken = client.post("/behov/omraden/", {"name": "matematik"}, headers={"accept-language": "sv"})
    assert taken.status_code == 422
    assert "Det finns redan ett område med det namnet." in taken.content.decode()
    assert client.post("/behov/omraden/", {"name": ""}).status_code == 422
    assert client.post("/behov/omraden/", {"name": "x" * 81}).status_code == 422
    revision = Area.objects.get(pk="matematik").revision
    assert client.post("/behov/omraden/matematik/", {"name": "Räkning"}).status_code == 409
    assert client.post("/behov/omraden/matematik/", {"name": "Räkning", "revision": revision}).status_code == 302
    assert "Räkning" in read("/behov/").xpath("string(//thead)")
    client.post("/behov/omraden/matematik/ur-bruk/")
    assert "Räkning" not in read("/behov/").xpath("string(//thead)")
    assert Need.objects.filter(area="matematik").exists()
    client.post("/behov/omraden/matematik/ur-bruk/", {"back": "1"})
    assert "Räkning" in read("/behov/").xpath("string(//thead)")


def test_two_areas_whose_names_become_one_address_keep_apart(leader) -> None:
    first = register_actions.add_area("Språk, läsa", by=viewer_of(leader))
    second = register_actions.add_area("Språk: läsa", by=viewer_of(leader))
    assert (first.key, second.key) == ("sprak-lasa", "sprak-lasa-2")


def test_a_network_keeps_its_areas_where_they_belong(signed_in) -> None:
    network = Network.objects.create(slug="matte", name="Matte")
    network.areas.set(["narvaro"])
    Area.objects.filter(pk="narvaro").update(is_retired=True)
    client, now = signed_in("samordnare"), AreasOf(list(network.areas.all())).revision
    assert client.post("/behov/natverk/matte/", {"areas": ["finns-inte"], "revision": now}).status_code == 422
    assert client.post("/behov/natverk/matte/", {"areas": ["matematik"], "revision": now}).status_code == 302
    assert {a.key for a in network.areas.all()} == {"matematik", "narvaro"}
    late = client.post("/behov/natverk/matte/", {"areas": [], "revision": now})
    assert (late.status_code, {a.key for a in network.areas.all()}) == (409, {"matematik", "narvaro"})
