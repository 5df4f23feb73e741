"""The next step of a page of results is about its own place, and leads to what its reader may open."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.figures

PAGES = (
    "/kommun/vara/",
    "/kommun/gotene/",
    "/enhet/45270097/",
    "/region/",
    "/region/?figure=exam4",
    "/kommun/vara/jamfor/",
)


def _steps(tree) -> list[tuple[str, str]]:
    return [
        (a.xpath("string(b)"), a.get("href"), a.xpath("string(span)")) for a in tree.xpath('//nav[@class="next"]//a')
    ]


@pytest.mark.parametrize("who", ["", "fortroendevald", "rektor", "samordnare"])
def test_no_two_pages_have_the_same_steps_and_none_is_refused(who, signed_in, client, read) -> None:
    if who:
        signed_in(who)
    listed = [_steps(read(url)) for url in PAGES]
    assert len({tuple(steps) for steps in listed}) == len(PAGES)
    for url in {href.partition("#")[0] for steps in listed for _title, href, _text in steps}:
        assert client.get(url).status_code == 200, url


def test_a_member_takes_the_places_own_figure_into_an_inquiry_and_others_are_given_questions(signed_in, read) -> None:
    assert ("Frågor till samtalet", "/forsta/") in [s[:2] for s in _steps(read("/kommun/vara/"))]
    signed_in("natverksmedlem")
    steps = {title: href for title, href, _text in _steps(read("/kommun/vara/"))}
    assert steps["Undersök"] == "/undersokningar/ta-med/?kind=figure&ref=1470%3Amerit"
    assert steps["Fråga en kollega"] == "/lara/?place=1470#kollega"
    assert steps["Vem kan göra något?"] == "/gora/?place=1470"


def test_a_school_without_year_nine_and_a_tab_lead_to_their_municipality(read) -> None:
    from spiral.trust.networks.models import Unit

    unit = Unit.objects.filter(municipality="1470", has_year9=False, forms__contains="gr").first()
    hrefs = [href for _title, href, _text in _steps(read(f"/enhet/{unit.code}/"))]
    assert "/kommun/vara/" in hrefs
    assert "/kommun/vara/" in [href for _title, href, _text in _steps(read("/kommun/vara/forskola/"))]
