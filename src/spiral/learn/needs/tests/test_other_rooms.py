"""What other rooms get from the map, what its pages cost, the demo."""

from __future__ import annotations

import pytest

from spiral.exchange import evidence, happenings, offers, texts
from spiral.learn.needs import actions
from spiral.learn.needs.models import Need, Sheet, Version
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.viewer import viewer_of

SEEKS, WORKS, SHARES = NeedCell("seeks", "Vi söker."), NeedCell("works", "Pågår."), NeedCell("shares", "Vi delar.")
VARA, SKOVDE, GOTENE, HJO = "1470", "1496", "1471", "1497"


# What other rooms get ------------------------------------------------------------------------------------------------
def test_a_need_is_taken_along_frozen_and_looked_at_again(fill, person) -> None:
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    frozen = evidence.freeze(viewer_of(member), "need", "1470-matematik", "sv")
    assert frozen.sentence == "Vara prioriterar matematik. Vi söker."
    assert frozen.path == "/behov/kommun/vara/matematik/"
    assert evidence.follow_up(viewer_of(member), frozen, "sv").is_new is False
    fill(VARA, {"matematik": WORKS})
    again = evidence.follow_up(viewer_of(member), frozen, "sv")
    assert again.is_new
    assert again.sentence == "Då: Vara prioriterar matematik. Vi söker. Nu: Vara arbetar med matematik. Pågår."
    area = evidence.freeze(viewer_of(member), "need", "area-matematik", "sv")
    assert (area.title, area.sentence) == ("Matematik", "Arbete pågår i Vara.")
    assert evidence.freeze(viewer_of(member), "need", "omrade-matematik", "sv") == area, "as it was written before"
    for ref in ("", "1470", "1470-finns-inte", "area-finns-inte", "omrade-finns-inte", "9999-matematik"):
        assert evidence.freeze(viewer_of(member), "need", ref, "sv") is None


def test_a_need_belongs_to_a_point_and_is_told_there(fill, signed_in, person) -> None:
    with happenings.POINTS.holding({"test": lambda viewer: [("p1", "Punkt ett")]}):
        fill(VARA, {"matematik": SEEKS})
        client = signed_in("natverksmedlem")
        url = "/behov/kommun/vara/matematik/"
        assert "Punkt ett" in client.get(url).content.decode()
        client.post(f"{url}punkt/", {"point": "strunt"})
        assert Need.objects.get().point == ""
        client.post(f"{url}punkt/", {"point": "p1"})
        listed = happenings.happenings(viewer_of(person("natverksmedlem")), ["p1"])
        assert [(h.text, h.url) for h in listed] == [("Vara prioriterar matematik.", url)]
        assert happenings.happenings(viewer_of(person("fortroendevald")), ["p1"]) == []
        assert signed_in("presidium").post(f"{url}punkt/", {"point": ""}).status_code == 403


def test_both_directions_are_found_by_area(fill, person) -> None:
    member = person("natverksmedlem")
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SHARES, "narvaro": SHARES})
    assert [(m.ref, m.sentence) for m in offers.seekers(viewer_of(member), ["matematik"])] == [
        ("1470-matematik", "Vi söker.")
    ]
    assert [m.ref for m in offers.offers(viewer_of(member), ["matematik"], "need")] == ["1497-matematik"]
    assert offers.offers(viewer_of(member), [], "need") == []


def test_the_search_hears_of_needs_and_only_members_find_them(fill, person) -> None:
    heard = []
    with texts.LISTENERS.holding({"test": lambda kind, ref: heard.append((kind, ref))}):
        fill(VARA, {"matematik": SEEKS})
        assert heard == [("need", "1470-matematik")]
        assert texts.one_text("need", "1470-matematik").body == "Vi söker."
        assert texts.visible(viewer_of(person("natverksmedlem")), "need", ["1470-matematik"]) == {"1470-matematik"}
        assert texts.visible(viewer_of(person("fortroendevald")), "need", ["1470-matematik"]) == set()


# What it costs -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "count"),
    [
        ("/behov/", 8),
        ("/behov/hitta-varandra/", 11),
        ("/behov/omrade/matematik/", 11),
        ("/behov/pa-motet/", 9),
        ("/behov/ar/", 8),
        ("/behov/ar/andringar/", 9),
    ],
)
def test_a_page_costs_the_same_whatever_the_number_of_rows(
    url, count, rows, fill, leader, signed_in, django_assert_num_queries
) -> None:
    for code in (VARA, HJO, SKOVDE)[:rows]:
        fill(code, {"matematik": SEEKS, "narvaro": SHARES})
    actions.freeze(2025, by=viewer_of(leader))
    client = signed_in("natverksmedlem")
    client.get(url)
    with django_assert_num_queries(count):
        assert client.get(url).status_code == 200


def test_the_demo_is_made_once_labelled_and_complete(settings, signed_in, read) -> None:
    from spiral.learn.needs.demo import load_demo_map

    settings.DEMO = False
    assert load_demo_map() is None
    settings.DEMO = True
    need = load_demo_map()
    assert need > 50
    assert load_demo_map() == 0
    assert Sheet.objects.filter(revision__gt=0).count() == 15
    assert Version.objects.filter(is_made_up=True).count() == 2
    assert not Need.objects.filter(is_made_up=False).exists()
    signed_in("natverksmedlem")
    first = Need.objects.filter(municipality=VARA).first()
    newest = Version.objects.first()
    for url in (
        "/behov/",
        "/behov/hitta-varandra/",
        "/behov/pa-motet/",
        "/behov/kommun/vara/",
        f"/behov/kommun/vara/{first.area_id}/",
        f"/behov/omrade/{first.area_id}/",
        "/behov/ar/",
        f"/behov/ar/{newest.year}/1/",
        "/behov/ar/andringar/",
    ):
        assert "Påhittat exempel." in read(url).xpath("string(//main)"), url


def test_the_pages_are_read_in_english(fill, signed_in, read) -> None:
    fill(VARA, {"matematik": SEEKS})
    fill(HJO, {"matematik": SHARES})
    signed_in("natverksmedlem")
    assert read("/behov/", language="en").xpath("string(//h1)") == "Others can share what Vara asks for: mathematics"
    assert read("/behov/omrade/matematik/", language="en").xpath("string(//h1)") == "Vara asks for help, Hjo can share"
