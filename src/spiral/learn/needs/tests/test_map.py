"""The map is filled in and shown: who may, what is refused, what it says."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from spiral.engine.swedish import sort_key
from spiral.exchange import evidence, offers
from spiral.learn.needs import actions, queries
from spiral.learn.needs.models import Need
from spiral.learn.needs.pages.board import board
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event
from spiral.trust.networks import actions as register_actions
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Area, Network

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEKS, WORKS, SHARES = NeedCell("seeks", "Vi söker."), NeedCell("works", "Pågår."), NeedCell("shares", "Vi delar.")
VARA, SKOVDE, GOTENE, HJO = "1470", "1496", "1471", "1497"


def _form(revision: int, **cells: tuple[str, str]) -> dict[str, str]:
    fields = {"revision": str(revision)}
    for key, (status, text) in cells.items():
        fields |= {f"s-{key}": status, f"t-{key}": text}
    return fields


# Who may -------------------------------------------------------------------------------------------------------------
PAGES = [
    "/behov/",
    "/behov/karta.csv",
    "/behov/hitta-varandra/",
    "/behov/pa-motet/",
    "/behov/kommun/vara/",
    "/behov/kommun/vara/matematik/",
    "/behov/omrade/matematik/",
    "/behov/ar/",
    "/behov/ar/2026/1/",
    "/behov/ar/andringar/",
]
KEEPING = ["/behov/omraden/", "/behov/omraden/matematik/", "/behov/natverk/matte/"]


@pytest.mark.parametrize("url", [*PAGES, *KEEPING, "/behov/kommun/vara/skriv/", "/behov/skriv/"])
def test_every_page_for_every_role(url: str, fill, leader, person, client, time_machine) -> None:
    time_machine.move_to("2026-11-22")
    fill(VARA, {"matematik": SEEKS})
    actions.freeze(2026, by=viewer_of(leader))
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
    assert client.get("/behov/?area=matematik").headers["location"] == ("/konto/login/?next=/behov/%3Farea%3Dmatematik")


@pytest.mark.parametrize(
    "url",
    [
        "/behov/kommun/stockholm/",
        "/behov/kommun/finns-inte/",
        "/behov/omrade/finns-inte/",
        "/behov/karta.pdf",
        "/behov/kommun/vara/matematik/",
        "/behov/ar/1999/1/",
        "/behov/natverk/finns-inte/",
        "/behov/omraden/finns-inte/",
    ],
)
def test_what_is_not_there_is_not_found(url: str, signed_in) -> None:
    assert signed_in("samordnare").get(url).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("rektor", 403), ("presidium", 403), ("fortroendevald", 403), ("", 302)])
def test_nobody_writes_another_place_s_map(role: str, status: int, signed_in, client) -> None:
    caller = signed_in(role) if role else client
    for url in ("/behov/kommun/vara/skriv/", "/behov/ar/frys/", "/behov/omraden/matematik/ur-bruk/", "/behov/omraden/"):
        assert caller.post(url, _form(0, matematik=("works", ""))).status_code == status, url
    assert not Need.objects.exists()
    assert not Area.objects.filter(is_retired=True).exists()


def test_the_rules_hold_below_the_pages_too(person, leader) -> None:
    for key in ("presidium", "fortroendevald", "rektor"):
        with pytest.raises(PermissionDenied):
            actions.save_sheet(VARA, {"matematik": SEEKS}, 0, by=viewer_of(person(key)))
        with pytest.raises(PermissionDenied):
            register_actions.add_area("Nytt", by=viewer_of(person(key)))
    with pytest.raises(PermissionDenied):
        actions.freeze(2026, by=viewer_of(person("natverksmedlem")))
    elected = person("fortroendevald")
    assert queries.needs_map(viewer_of(elected)) is None
    assert queries.sheet(viewer_of(elected), VARA) is None
    assert offers.seekers(viewer_of(elected), ["matematik"]) == []
    assert evidence.freeze(viewer_of(elected), "need", "1470-matematik", "sv") is None


# Filling in ----------------------------------------------------------------------------------------------------------
def test_a_municipality_fills_in_all_areas_in_one_form(signed_in, read) -> None:
    client = signed_in("natverksmedlem")
    assert client.get("/behov/skriv/").headers["location"] == "/behov/kommun/vara/skriv/"
    page = read("/behov/kommun/vara/skriv/")
    assert len(page.xpath("//form//fieldset")) == 12
    assert len(page.xpath("//input[@type='radio'][@checked][@value='']")) == 12
    answer = client.post(
        "/behov/kommun/vara/skriv/",
        _form(0, matematik=("seeks", " Taluppfattning "), narvaro=("shares", ""), forskola=("", "")),
    )
    assert answer.headers["location"] == "/behov/kommun/vara/"
    assert {(n.area_id, n.status, n.text) for n in Need.objects.all()} == {
        ("matematik", "seeks", "Taluppfattning"),
        ("narvaro", "shares", ""),
    }
    assert read("/behov/kommun/vara/").xpath("string(//h1)") == "Vara prioriterar matematik"
    assert Event.objects.get(action="needs.map_saved", place="1470").detail == {"areas": ["matematik", "narvaro"]}


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("x" * 201, "works", "Matematik: texten får vara högst 200 tecken. Korta den."),
        ("nul\0", "works", "Matematik: Texten innehåller ett tecken som inte går att spara. Skriv om den."),
        ("en text", "", "Matematik: välj ett läge, eller ta bort texten."),
        ("", "bäst", "Matematik: välj ett av lägena."),
    ],
)
def test_what_cannot_be_saved_is_explained_and_kept_in_the_form(text, status, said, signed_in) -> None:
    answer = signed_in("natverksmedlem").post(
        "/behov/kommun/vara/skriv/",
        _form(0, matematik=(status, text), narvaro=("shares", "Kvar")),
        headers={"accept-language": "sv"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="Kvar"' in page
    assert text.replace("\0", "") in page
    assert not Need.objects.exists()


def test_the_later_of_two_is_told_and_both_texts_are_there(signed_in, fill) -> None:
    fill(VARA, {"matematik": WORKS})
    client = signed_in("natverksmedlem")
    mine = _form(0, matematik=("seeks", "Mitt"))
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
    assert client.post("/behov/kommun/vara/skriv/", _form(0, matematik=("shares", "Nu rätt"))).status_code == 409


def test_a_percent_sign_in_an_area_s_name_is_a_percent_sign_in_the_messages(signed_in, person) -> None:
    area = register_actions.add_area("100 % närvaro %now", by=viewer_of(person("samordnare")))
    client = signed_in("natverksmedlem")
    for status, text in (("annat", "a"), ("shares", "x" * 300), ("shares", "a\0b"), ("", "Utan läge")):
        answer = client.post("/behov/kommun/vara/skriv/", _form(0, **{area.key: (status, text)}))
        assert answer.status_code == 422
        assert "100 % närvaro %now:" in answer.content.decode()


def test_a_cell_that_says_nothing_has_no_row_and_an_untouched_one_keeps_its_day(fill, time_machine) -> None:
    time_machine.move_to("2026-01-10")
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES})
    time_machine.move_to("2026-05-10")
    assert fill(VARA, {"matematik": NeedCell(), "narvaro": SHARES, "forskola": NeedCell()}) == ["matematik"]
    assert [(n.area_id, n.changed_on.isoformat()) for n in Need.objects.all()] == [("narvaro", "2026-01-10")]


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("0180", {"matematik": SEEKS}),
        (VARA, {"finns-inte": SEEKS}),
        (VARA, {"matematik": NeedCell("bäst")}),
    ],
)
def test_an_unknown_place_area_or_status_writes_nothing(code, cells, leader) -> None:
    with pytest.raises(ValueError):
        actions.save_sheet(code, cells, 0, by=viewer_of(leader))
    assert not Need.objects.exists()


def test_the_meeting_sees_who_has_filled_in_today(signed_in, fill, read, time_machine) -> None:
    time_machine.move_to("2026-01-10")
    fill(HJO, {"matematik": SEEKS})
    time_machine.move_to("2026-01-26")
    fill(VARA, {"matematik": SEEKS})
    signed_in("samordnare")
    page = read("/behov/pa-motet/")
    rows = [" ".join(li.text_content().split()) for li in page.xpath("//li[contains(@class,'meeting-row')]")]
    assert len(rows) == 15
    assert "Vara ifyllt i dag Fyll i Vara" in rows
    assert "Hjo ifyllt 10 januari 2026 Fyll i Hjo" in rows
    assert page.xpath("string(//h1)") == "14 kommuner har inte fyllt i i dag"
    assert page.xpath("//svg[contains(@class,'qr')]")


# The map -------------------------------------------------------------------------------------------------------------
def test_own_municipality_first_then_alphabetical_as_swedish_spells(person) -> None:
    member = person("natverksmedlem")
    names = list(queries.needs_map(viewer_of(member)).municipalities.values())
    assert names[0] == "Vara"
    assert names[-2:] == ["Tidaholm", "Töreboda"]
    assert names.index("Gullspång") < names.index("Götene") < names.index("Hjo")
    assert queries.own_first({"a": "Ör", "b": "Är", "c": "År", "d": "Zon"}, "") == {
        "d": "Zon",
        "c": "År",
        "b": "Är",
        "a": "Ör",
    }


def test_the_order_is_never_by_how_much_is_written(fill, person) -> None:
    fill(HJO, dict.fromkeys(("matematik", "narvaro", "forskola"), SEEKS))
    now = queries.needs_map(viewer_of(person("samordnare")))
    assert [r.name for r in board(now, {}, "").rows] == sorted(now.municipalities.values(), key=sort_key)


def test_a_principal_s_own_municipality_is_where_the_unit_lies(person) -> None:
    assert register.own_municipality(viewer_of(person("rektor"))) == VARA
    assert register.own_municipality(viewer_of(person("samordnare"))) == ""


def test_the_headline_speaks_of_one_s_own(fill, person) -> None:
    member, leader = person("natverksmedlem"), person("samordnare")

    def said(viewer):
        return board(queries.needs_map(viewer), {}, register.own_municipality(viewer)).headline

    assert said(viewer_of(member)) == "Kartan är fortfarande tom: börja med er kommun"
    fill(VARA, {"matematik": SEEKS})
    assert said(viewer_of(member)) == "Ingen söker just nu det någon annan kan dela"
    fill(SKOVDE, {"matematik": SHARES})
    assert said(viewer_of(member)) == "Andra kan dela det Vara söker: matematik"
    assert said(viewer_of(person("presidium"))) == "Andra söker det Skövde kan dela: matematik"
    assert said(viewer_of(leader)) == "I ett område söker en kommun det en annan kan dela"


def test_one_area_shows_the_words(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS, "narvaro": SHARES})
    signed_in("natverksmedlem")
    whole, one = read("/behov/"), read("/behov/?area=matematik&area=finns-inte")
    assert len(whole.xpath("//thead//th")) == 13
    assert "Vi söker." not in whole.xpath("string(//table)")
    assert [th.text_content() for th in one.xpath("//thead//th")] == ["Kommun", "Matematik"]
    assert "Vi söker." in one.xpath("string(//table)")
    assert "har inte fyllt i kartan än" in whole.xpath("string(//tbody/tr[2])")


def test_the_map_goes_out_as_files_with_every_need(fill, signed_in) -> None:
    import io

    import fastexcel

    fill(VARA, {"matematik": NeedCell("seeks", "=1+1")})
    client = signed_in("samordnare")
    text = client.get("/behov/karta.csv", headers={"accept-language": "sv"}).content.decode("utf-8-sig")
    assert "Vara;Matematik;prioriterat;'=1+1;" in text
    book = fastexcel.read_excel(io.BytesIO(client.get("/behov/karta.xlsx").content).read())
    assert len(book.sheet_names) == 3
    assert book.load_sheet(0, header_row=2).height == 15
