"""The map is filled in, frozen, compared; who may help whom; who may what."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from spiral.apps.audit.models import Event
from spiral.apps.core import evidence, happenings, offers, texts
from spiral.apps.needs import actions, queries
from spiral.apps.needs.models import Need, Sheet, Version
from spiral.apps.needs.pages.board import board, both, listed
from spiral.apps.needs.pages.changes import difference
from spiral.apps.needs.pages.matches import known, match, sentence
from spiral.apps.needs.queries import Cell
from spiral.apps.networks import actions as register_actions
from spiral.apps.networks.models import Area, Network

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEKS, WORKS, SHARES = Cell("prioriterat", "Vi söker."), Cell("pagar", "Pågår."), Cell("delar", "Vi delar.")
VARA, SKOVDE, GOTENE, HJO = "1470", "1496", "1471", "1497"


@pytest.fixture
def leader(person) -> object:
    return person("samordnare")


@pytest.fixture
def fill(leader):
    """Write cells of a municipality, whatever its revision."""

    def write(code: str, cells: dict[str, Cell], by: object = leader) -> list[str]:
        kept = Sheet.objects.filter(pk=code).first()
        return actions.save_sheet(code, cells, kept.revision if kept else 0, by=by)

    return write


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield


@pytest.fixture
def signed_in(client, person):
    def sign(key: str) -> object:
        client.force_login(person(key), backend=BACKEND)
        return client

    return sign


def _form(revision: int, **cells: tuple[str, str]) -> dict[str, str]:
    told = {"revision": str(revision)}
    for key, (status, text) in cells.items():
        told |= {f"s-{key}": status, f"t-{key}": text}
    return told


# Who may -------------------------------------------------------------------------------------------------------------
PAGES = [
    "/behov/", "/behov/karta.csv", "/behov/hitta-varandra/", "/behov/pa-motet/", "/behov/kommun/vara/",
    "/behov/kommun/vara/matematik/", "/behov/omrade/matematik/", "/behov/ar/", "/behov/ar/2026/1/", "/behov/ar/andringar/",
]  # fmt: skip
KEEPING = ["/behov/omraden/", "/behov/omraden/matematik/", "/behov/natverk/matte/"]


@pytest.mark.parametrize("url", [*PAGES, *KEEPING, "/behov/kommun/vara/skriv/", "/behov/skriv/"])
def test_every_page_for_every_role(url: str, fill, leader, person, client, time_machine) -> None:
    time_machine.move_to("2026-11-22")
    fill(VARA, {"matematik": SEEKS})
    actions.freeze(2026, by=leader)
    Network.objects.create(slug="matte", name="Matte")
    got = {}
    for key in ("", "fortroendevald", "friskolerektor", "presidium", "rektor", "natverksmedlem", "samordnare"):
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        got[key] = client.get(url).status_code
    assert got.pop("") == 302
    assert (got.pop("fortroendevald"), got.pop("friskolerektor")) == (403, 403)
    if url == "/behov/skriv/":
        assert set(got.values()) == {302}
    elif url in KEEPING:
        assert got == {"presidium": 403, "rektor": 403, "natverksmedlem": 403, "samordnare": 200}
    elif url.endswith("/skriv/"):
        assert got == {"presidium": 403, "rektor": 403, "natverksmedlem": 200, "samordnare": 200}
    else:
        assert set(got.values()) == {200}


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client, db: None) -> None:
    assert client.get("/behov/?omrade=matematik").headers["location"] == (
        "/konto/login/?next=/behov/%3Fomrade%3Dmatematik"
    )


@pytest.mark.parametrize("url", [
    "/behov/kommun/stockholm/", "/behov/kommun/finns-inte/", "/behov/omrade/finns-inte/", "/behov/karta.pdf",
    "/behov/kommun/vara/matematik/", "/behov/ar/1999/1/", "/behov/natverk/finns-inte/", "/behov/omraden/finns-inte/",
])  # fmt: skip
def test_what_is_not_there_is_not_found(url: str, signed_in) -> None:
    assert signed_in("samordnare").get(url).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("rektor", 403), ("presidium", 403), ("fortroendevald", 403), ("", 302)])
def test_nobody_writes_another_place_s_map(role: str, status: int, signed_in, client) -> None:
    caller = signed_in(role) if role else client
    for url in ("/behov/kommun/vara/skriv/", "/behov/ar/frys/", "/behov/omraden/matematik/ur-bruk/", "/behov/omraden/"):
        assert caller.post(url, _form(0, matematik=("pagar", ""))).status_code == status, url
    assert not Need.objects.exists()
    assert not Area.objects.filter(is_retired=True).exists()


def test_the_rules_hold_below_the_pages_too(person, leader) -> None:
    for key in ("presidium", "fortroendevald", "rektor"):
        with pytest.raises(PermissionDenied):
            actions.save_sheet(VARA, {"matematik": SEEKS}, 0, by=person(key))
        with pytest.raises(PermissionDenied):
            register_actions.add_area("Nytt", by=person(key))
    with pytest.raises(PermissionDenied):
        actions.freeze(2026, by=person("natverksmedlem"))
    elected = person("fortroendevald")
    assert queries.needs_map(elected) is None
    assert queries.sheet(elected, VARA) is None
    assert offers.seekers(elected, ["matematik"]) == []
    assert evidence.freeze(elected, "need", "1470-matematik", "sv") is None


# Filling in ----------------------------------------------------------------------------------------------------------
def test_a_municipality_fills_in_all_areas_in_one_form(signed_in, read) -> None:
    client = signed_in("natverksmedlem")
    assert client.get("/behov/skriv/").headers["location"] == "/behov/kommun/vara/skriv/"
    page = read("/behov/kommun/vara/skriv/")
    assert len(page.xpath("//form//fieldset")) == 12
    assert len(page.xpath("//input[@type='radio'][@checked][@value='']")) == 12
    answer = client.post(
        "/behov/kommun/vara/skriv/",
        _form(0, matematik=("prioriterat", " Taluppfattning "), narvaro=("delar", ""), forskola=("", "")),
    )
    assert answer.headers["location"] == "/behov/kommun/vara/"
    assert {(n.area_id, n.status, n.text) for n in Need.objects.all()} == {
        ("matematik", "prioriterat", "Taluppfattning"), ("narvaro", "delar", ""),
    }  # fmt: skip
    assert read("/behov/kommun/vara/").xpath("string(//h1)") == "Vara prioriterar matematik"
    assert Event.objects.filter(verb="fyllde i behovskartan", what="1470 matematik narvaro").count() == 1


@pytest.mark.parametrize(("text", "status", "said"), [
    ("x" * 201, "pagar", "Matematik: texten får vara högst 200 tecken. Korta den."),
    ("nul\0", "pagar", "Matematik: Texten innehåller ett tecken som inte går att spara. Skriv om den."),
    ("en text", "", "Matematik: välj ett läge, eller ta bort texten."),
    ("", "bäst", "Matematik: välj ett av lägena."),
])  # fmt: skip
def test_what_cannot_be_saved_is_explained_and_kept_in_the_form(text, status, said, signed_in) -> None:
    answer = signed_in("natverksmedlem").post(
        "/behov/kommun/vara/skriv/", _form(0, matematik=(status, text), narvaro=("delar", "Kvar")),
        headers={"accept-language": "sv"},
    )  # fmt: skip
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Kvar"' in page
    assert text.replace("\0", "") in page
    assert not Need.objects.exists()


def test_the_later_of_two_is_told_and_both_texts_are_there(signed_in, fill) -> None:
    fill(VARA, {"matematik": WORKS})
    client = signed_in("natverksmedlem")
    mine = _form(0, matematik=("prioriterat", "Mitt"))
    answer = client.post("/behov/kommun/vara/skriv/", mine, headers={"accept-language": "sv"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har sparat under tiden. Båda texterna finns kvar: välj eller slå ihop." in page
    assert 'value="Mitt"' in page
    assert "Pågår. Pågår." in page
    assert Need.objects.get().text == "Pågår."
    assert 'name="revision" value="1"' in page
    assert client.post("/behov/kommun/vara/skriv/", {**mine, "revision": "1"}).status_code == 302
    assert Need.objects.get().text == "Mitt"


def test_a_mistake_in_a_late_form_does_not_hide_that_it_is_late(signed_in, fill) -> None:
    fill(VARA, {"matematik": WORKS})
    client = signed_in("natverksmedlem")
    page = client.post("/behov/kommun/vara/skriv/", _form(0, matematik=("", "Utan läge"))).content.decode()
    assert 'name="revision" value="0"' in page
    assert client.post("/behov/kommun/vara/skriv/", _form(0, matematik=("delar", "Nu rätt"))).status_code == 409


def test_a_cell_that_says_nothing_has_no_row_and_an_untouched_one_keeps_its_day(fill, time_machine) -> None:
    time_machine.move_to("2026-01-10")
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES})
    time_machine.move_to("2026-05-10")
    assert fill(VARA, {"matematik": Cell(), "narvaro": SHARES, "forskola": Cell()}) == ["matematik"]
    assert [(n.area_id, n.changed_on.isoformat()) for n in Need.objects.all()] == [("narvaro", "2026-01-10")]


@pytest.mark.parametrize(("code", "cells"), [
    ("0180", {"matematik": SEEKS}), (VARA, {"finns-inte": SEEKS}), (VARA, {"matematik": Cell("bäst")}),
])  # fmt: skip
def test_an_unknown_place_area_or_status_writes_nothing(code, cells, leader) -> None:
    with pytest.raises(ValueError):
        actions.save_sheet(code, cells, 0, by=leader)
    assert not Need.objects.exists()


def test_the_meeting_sees_who_has_filled_in_today(signed_in, fill, read, time_machine) -> None:
    time_machine.move_to("2026-01-10")
    fill(HJO, {"matematik": SEEKS})
    time_machine.move_to("2026-01-26")
    fill(VARA, {"matematik": SEEKS})
    signed_in("samordnare")
    page = read("/behov/pa-motet/")
    rows = [" ".join(li.text_content().split()) for li in page.xpath("//li[contains(@class,'mote-rad')]")]
    assert len(rows) == 15
    assert "Vara ifyllt i dagFyll i Vara" in rows
    assert "Hjo ifyllt 10 januari 2026Fyll i Hjo" in rows
    assert page.xpath("string(//h1)") == "14 kommuner har inte fyllt i i dag"
    assert page.xpath("//svg[contains(@class,'qr')]")


# The map -------------------------------------------------------------------------------------------------------------
def test_own_municipality_first_then_alphabetical_as_swedish_spells(person) -> None:
    member = person("natverksmedlem")
    names = list(queries.needs_map(member).municipalities.values())
    assert names[0] == "Vara"
    assert names[-2:] == ["Tidaholm", "Töreboda"]
    assert names.index("Gullspång") < names.index("Götene") < names.index("Hjo")
    assert queries.own_first({"a": "Ör", "b": "Är", "c": "År", "d": "Zon"}, "") == {
        "d": "Zon", "c": "År", "b": "Är", "a": "Ör",
    }  # fmt: skip


def test_the_order_is_never_by_how_much_is_written(fill, person) -> None:
    fill(HJO, dict.fromkeys(("matematik", "narvaro", "forskola"), SEEKS))
    now = queries.needs_map(person("samordnare"))
    assert [r.name for r in board(now, {}, "").rows] == sorted(now.municipalities.values(), key=queries._letters)


def test_a_principal_s_own_municipality_is_where_the_unit_lies(person) -> None:
    assert queries.own_municipality(person("rektor")) == VARA
    assert queries.own_municipality(person("samordnare")) == ""


def test_the_headline_speaks_of_one_s_own(fill, person) -> None:
    member, leader = person("natverksmedlem"), person("samordnare")

    def said(viewer):
        return board(queries.needs_map(viewer), {}, queries.own_municipality(viewer)).headline

    assert said(member) == "Kartan är tom än: fyll i er kommun först"
    fill(VARA, {"matematik": SEEKS})
    assert said(member) == "Ingen söker just nu det någon annan kan dela"
    fill(SKOVDE, {"matematik": SHARES})
    assert said(member) == "Andra kan dela det Vara söker: matematik"
    assert said(person("presidium")) == "Andra söker det Skövde kan dela: matematik"
    assert said(leader) == "I ett område söker en kommun det en annan kan dela"


def test_one_area_shows_the_words(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES})
    signed_in("natverksmedlem")
    whole, one = read("/behov/"), read("/behov/?omrade=matematik&omrade=finns-inte")
    assert len(whole.xpath("//thead//th")) == 13
    assert "Vi söker." not in whole.xpath("string(//table)")
    assert [th.text_content() for th in one.xpath("//thead//th")] == ["Kommun", "Matematik"]
    assert "Vi söker." in one.xpath("string(//table)")
    assert "har inte fyllt i kartan än" in whole.xpath("string(//tbody/tr[2])")


def test_the_map_goes_out_as_files_with_every_need(fill, signed_in) -> None:
    import io

    import fastexcel

    fill(VARA, {"matematik": Cell("prioriterat", "=1+1")})
    client = signed_in("samordnare")
    text = client.get("/behov/karta.csv", headers={"accept-language": "sv"}).content.decode("utf-8-sig")
    assert "Vara;Matematik;prioriterat;'=1+1;" in text
    book = fastexcel.read_excel(io.BytesIO(client.get("/behov/karta.xlsx").content).read())
    assert len(book.sheet_names) == 3
    assert book.load_sheet(0, header_row=2).height == 15


# Who may help whom ---------------------------------------------------------------------------------------------------
def test_who_asks_and_who_can_share_are_told_in_a_sentence(fill, person) -> None:
    def said():
        return sentence(queries.needs_map(person("samordnare")), "matematik")

    assert said() == "Ingen kommun har skrivit något om matematik än"
    fill(SKOVDE, {"matematik": WORKS})
    assert said() == "Arbete pågår i Skövde"
    fill(VARA, {"matematik": SEEKS})
    assert said() == "Vara söker. Ingen har sagt att de kan dela, men arbete pågår i Skövde"
    fill(HJO, {"matematik": SEEKS})
    fill(SKOVDE, {"matematik": SHARES})
    assert said() == "Hjo och Vara söker, Skövde kan dela"
    fill(SKOVDE, {"matematik": Cell()})
    assert said() == "Hjo och Vara söker. Ingen har sagt att de kan dela: sök svaret tillsammans"


def test_a_match_names_a_colleague_and_the_networks_to_ask(fill, person) -> None:
    person("presidium")
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    fill(SKOVDE, {"matematik": SHARES})
    fill(HJO, {"matematik": SHARES})

    def found():
        now = queries.needs_map(member)
        return match(now, "matematik", VARA, known(member, queries.slugs(member), ["matematik"]))

    now = found()
    assert {v.place: [c.label for c in v.contacts] for v in now.sharers} == {"Hjo": [], "Skövde": ["Presidium, Skövde"]}
    assert now.uncalled == "Hjo"
    assert now.advice == "Inget nätverk har området som sitt. Samordnaren kan säga vilka ni ska fråga."
    first = Network.objects.create(slug="a", name="Alfa")
    second = Network.objects.create(slug="b", name="Beta")
    for network in (first, second):
        network.areas.set(["matematik"])
    assert found().advice.startswith("Området hör till Alfa och Beta. Inget tvärnätverk finns än")
    cross = Network.objects.create(slug="c", name="Gamma", kind="tvarnatverk")
    cross.members.set([first, second])
    cross.areas.set(["matematik"])
    assert found().advice == "Fråga tvärnätverket Gamma först."
    assert [(n.name, n.of) for n in found().networks] == [("Gamma", "Alfa och Beta"), ("Alfa", ""), ("Beta", "")]


def test_a_former_colleague_is_not_given_as_contact(fill, person) -> None:
    from datetime import date

    chair, member = person("presidium"), person("natverksmedlem")
    fill(SKOVDE, {"matematik": SHARES})
    chair.offices.update(to_date=date(2024, 1, 1))
    told = known(member, queries.slugs(member), ["matematik"])
    assert SKOVDE not in told.contacts


def test_one_s_own_need_is_not_offered_to_oneself(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SEEKS})
    signed_in("natverksmedlem")
    page = read("/behov/kommun/vara/matematik/")
    assert page.xpath("string(//h1)") == "Vara prioriterar matematik"
    assert page.xpath("//ul[contains(@class,'roster')]//a[starts-with(@href,'/behov')]/text()") == ["Hjo"]


def test_examples_about_the_area_stand_beside_the_need(fill, signed_in, read, monkeypatch) -> None:
    told = offers.Match("example", "1", ("matematik",), "Räknesamtal", "", HJO, "Hjo", "/exempel/1/")
    monkeypatch.setitem(offers._offers, "example", lambda viewer, keys: [told])
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
    made, is_new = actions.freeze(2025, by=leader)
    assert is_new
    fill(VARA, {"matematik": SHARES})
    register_actions.rename_area("matematik", "Räkning", by=leader)
    signed_in("natverksmedlem")
    page = read(f"/behov/ar/2025/{made.edition}/")
    assert "Matematik, prioriterat: Vi söker." in " ".join(page.xpath("string(//main)").split())
    assert "Räkning" not in page.xpath("string(//main)")


def test_frozen_twice_without_a_change_is_once_and_with_a_change_a_new_edition(fill, leader) -> None:
    with pytest.raises(actions.NothingToFreeze):
        actions.freeze(2026, by=leader)
    fill(VARA, {"matematik": SEEKS})
    actions.freeze(2026, by=leader)
    assert actions.freeze(2026, by=leader)[1] is False
    fill(VARA, {"matematik": WORKS})
    actions.freeze(2026, by=leader)
    assert [(v.year, v.edition) for v in Version.objects.all()] == [(2026, 2), (2026, 1)]


def test_the_difference_is_told_in_words(fill, leader, person) -> None:
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES, "forskola": SEEKS})
    fill(HJO, {"narvaro": WORKS})
    made, _new = actions.freeze(2025, by=leader)
    fill(VARA, {"matematik": WORKS, "narvaro": Cell(), "forskola": Cell("prioriterat", "Annat.")})
    fill(SKOVDE, {"matematik": SEEKS})
    register_actions.add_area("Rörelse", by=leader)
    member = person("natverksmedlem")
    then = queries.from_document(member, made.document)
    told = difference(then, queries.needs_map(member), VARA, "2025")
    assert told.headline == "2 kommuner har ändrat något sedan 2025"
    assert {p.place: [c.sentence for c in p.changes] for p in told.places} == {
        "Vara": [
            "Matematik: från prioriterat till pågår i Vara.",
            "Närvaro: står inte längre på kartan i Vara (förut: kan dela med sig).",
            "Förskola: fortfarande prioriterat i Vara, med ny text.",
        ],
        "Skövde": ["Nytt i Skövde: matematik, prioriterat."],
    }
    assert told.same == "Hjo"
    assert told.about_areas == ["Nytt område: rörelse."]
    one = difference(then, queries.needs_map(member), VARA, "2025", "narvaro")
    assert [p.place for p in one.places] == ["Vara"]


def test_the_page_of_changes_compares_any_two_years(fill, leader, signed_in, read) -> None:
    signed_in("natverksmedlem")
    assert read("/behov/ar/").xpath("string(//h1)") == "Ingen karta är frusen än"
    for year, cell in ((2024, SEEKS), (2025, WORKS), (2026, SHARES)):
        fill(VARA, {"matematik": cell})
        actions.freeze(year, by=leader)
    page = read("/behov/ar/andringar/?fran=2024-1&till=2025-1")
    assert "Matematik: från prioriterat till pågår i Vara." in page.xpath("string(//main)")
    assert read("/behov/ar/andringar/?fran=strunt&till=x").xpath("string(//h1)") == (
        "Ingen kommun har ändrat något sedan 2026"
    )
    assert "Byt plats" in read("/behov/ar/andringar/?fran=2025-1&till=2024-1").xpath("string(//main)")


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
    assert client.post("/behov/omraden/matematik/", {"name": "Räkning"}).status_code == 302
    assert "Räkning" in read("/behov/").xpath("string(//thead)")
    client.post("/behov/omraden/matematik/ur-bruk/")
    assert "Räkning" not in read("/behov/").xpath("string(//thead)")
    assert Need.objects.filter(area="matematik").exists()
    client.post("/behov/omraden/matematik/ur-bruk/", {"tillbaka": "1"})
    assert "Räkning" in read("/behov/").xpath("string(//thead)")


def test_two_areas_whose_names_become_one_address_keep_apart(leader) -> None:
    first = register_actions.add_area("Språk, läsa", by=leader)
    second = register_actions.add_area("Språk: läsa", by=leader)
    assert (first.key, second.key) == ("sprak-lasa", "sprak-lasa-2")


def test_a_network_keeps_its_areas_where_they_belong(signed_in) -> None:
    network = Network.objects.create(slug="matte", name="Matte")
    network.areas.set(["narvaro"])
    Area.objects.filter(pk="narvaro").update(is_retired=True)
    signed_in("samordnare").post("/behov/natverk/matte/", {"omrade": ["matematik", "finns-inte"]})
    assert {a.key for a in network.areas.all()} == {"matematik", "narvaro"}


# What other rooms get ------------------------------------------------------------------------------------------------
def test_a_need_is_taken_along_frozen_and_looked_at_again(fill, person) -> None:
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    kept = evidence.freeze(member, "need", "1470-matematik", "sv")
    assert kept.sentence == "Vara prioriterar matematik. Vi söker."
    assert kept.path == "/behov/kommun/vara/matematik/"
    assert evidence.again(member, kept, "sv").is_new is False
    fill(VARA, {"matematik": WORKS})
    again = evidence.again(member, kept, "sv")
    assert again.is_new
    assert again.sentence == "Då: Vara prioriterar matematik. Vi söker. Nu: Vara arbetar med matematik. Pågår."
    area = evidence.freeze(member, "need", "omrade-matematik", "sv")
    assert (area.title, area.sentence) == ("Matematik", "Arbete pågår i Vara.")
    for ref in ("", "1470", "1470-finns-inte", "omrade-finns-inte", "9999-matematik"):
        assert evidence.freeze(member, "need", ref, "sv") is None


def test_a_need_belongs_to_a_point_and_is_told_there(fill, signed_in, person, monkeypatch) -> None:
    monkeypatch.setattr(happenings, "_points", [lambda viewer: [("p1", "Punkt ett")]])
    fill(VARA, {"matematik": SEEKS})
    client = signed_in("natverksmedlem")
    url = "/behov/kommun/vara/matematik/"
    assert "Punkt ett" in client.get(url).content.decode()
    client.post(f"{url}punkt/", {"punkt": "strunt"})
    assert Need.objects.get().point == ""
    client.post(f"{url}punkt/", {"punkt": "p1"})
    found = happenings.happenings(person("natverksmedlem"), ["p1"])
    assert [(h.text, h.url) for h in found] == [("Vara prioriterar matematik.", url)]
    assert happenings.happenings(person("fortroendevald"), ["p1"]) == []
    assert signed_in("presidium").post(f"{url}punkt/", {"punkt": ""}).status_code == 403


def test_both_directions_are_found_by_area(fill, person) -> None:
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SHARES, "narvaro": SHARES})
    assert [(m.ref, m.sentence) for m in offers.seekers(member, ["matematik"])] == [("1470-matematik", "Vi söker.")]
    assert [m.ref for m in offers.offers(member, ["matematik"], "need")] == ["1497-matematik"]
    assert offers.offers(member, [], "need") == []


def test_the_search_hears_of_needs_and_only_members_find_them(fill, person, monkeypatch) -> None:
    heard = []
    monkeypatch.setattr(texts, "_listeners", [lambda kind, ref: heard.append((kind, ref))])
    fill(VARA, {"matematik": SEEKS})
    assert heard == [("need", "1470-matematik")]
    assert texts.one_text("need", "1470-matematik").body == "Vi söker."
    assert texts.visible(person("natverksmedlem"), "need", ["1470-matematik"]) == {"1470-matematik"}
    assert texts.visible(person("fortroendevald"), "need", ["1470-matematik"]) == set()


# What it costs -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "count"), [
    ("/behov/", 8), ("/behov/hitta-varandra/", 11), ("/behov/omrade/matematik/", 11), ("/behov/pa-motet/", 9),
    ("/behov/ar/", 8), ("/behov/ar/andringar/", 9),
])  # fmt: skip
def test_a_page_costs_the_same_whatever_the_number_of_rows(
    url, count, rows, fill, leader, signed_in, django_assert_num_queries
) -> None:
    for code in (VARA, HJO, SKOVDE)[:rows]:
        fill(code, {"matematik": SEEKS, "narvaro": SHARES})
    actions.freeze(2025, by=leader)
    client = signed_in("natverksmedlem")
    client.get(url)
    with django_assert_num_queries(count):
        assert client.get(url).status_code == 200


def test_the_demo_is_made_once_labelled_and_complete(settings, signed_in, read) -> None:
    from spiral.apps.needs.demo import load_demo_map

    settings.DEMO = False
    assert load_demo_map() is None
    settings.DEMO = True
    made = load_demo_map()
    assert made > 50
    assert load_demo_map() == 0
    assert Sheet.objects.filter(revision__gt=0).count() == 15
    assert Version.objects.filter(is_made_up=True).count() == 2
    assert not Need.objects.filter(is_made_up=False).exists()
    signed_in("natverksmedlem")
    first = Need.objects.filter(municipality=VARA).first()
    newest = Version.objects.first()
    for url in ("/behov/", "/behov/hitta-varandra/", "/behov/pa-motet/", "/behov/kommun/vara/",
                f"/behov/kommun/vara/{first.area_id}/", f"/behov/omrade/{first.area_id}/", "/behov/ar/",
                f"/behov/ar/{newest.year}/1/", "/behov/ar/andringar/"):  # fmt: skip
        assert "Påhittat exempel." in read(url).xpath("string(//main)"), url


def test_the_pages_are_read_in_english(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SHARES})
    signed_in("natverksmedlem")
    assert read("/behov/", language="en").xpath("string(//h1)") == "Others can share what Vara asks for: mathematics"
    assert read("/behov/omrade/matematik/", language="en").xpath("string(//h1)") == "Vara asks for help, Hjo can share"
