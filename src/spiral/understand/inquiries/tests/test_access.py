"""Who sees which inquiry, at every address and in what other rooms ask for."""

from __future__ import annotations

from datetime import date

import pytest

from spiral.exchange import happenings, texts
from spiral.trust.access.viewer import viewer_of
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import trials
from spiral.understand.inquiries.models import Because

READ = (
    "",
    "drivdiagram/",
    "skriv-ut/",
    "namnd/",
    "faser/1/",
    "undersokning.csv",
    "undersokning.json",
    "undersokning.md",
)
FORMS = (
    "andra/",
    "faser/",
    "avsluta/",
    "svar/",
    "svar/{b}/",
    "underlag/",
    "antaganden/",
    "antaganden/{h}/",
    "atgarder/",
    "atgarder/{a}/",
    "varv/{c}/",
    "uppfoljningar/",
    "uppfoljningar/{k}/",
)
BUTTONS = (
    "oppna/",
    "penna/",
    "svar/{b}/parkera/",
    "svar/{b}/ta-fram/",
    "svar/{b}/flytta/",
    "svar/{b}/sla-ihop/",
    "underlag/{p}/ta-bort/",
    "underlag/{p}/se-igen/",
    "atgarder/{a}/varv/",
)
#: Who, and what they get of an inquiry of the principal's own unit: unshared and shared, to read, to write.
ACCESS = [
    ("", 302, 302, 302, 302),
    ("fortroendevald", 403, 403, 403, 403),
    ("friskolerektor", 403, 403, 403, 403),
    ("skolchef", 404, 404, 200, 403),
    ("natverksmedlem", 404, 404, 200, 403),
    ("rektor", 200, 200, 200, 200),
    ("samordnare", 200, 200, 200, 200),
]


@pytest.mark.parametrize(("who", "read", "write", "shared_read", "shared_write"), ACCESS)
def test_every_address_for_every_role(who, read, write, shared_read, shared_write, full, as_part, rektor) -> None:
    for is_shared, reads, writes in ((False, read, write), (True, shared_read, shared_write)):
        inquiry, numbers = full(is_shared=is_shared)
        client, base = as_part(who), f"/undersokningar/{inquiry.pk}/"
        for path in READ:
            assert client.get(base + path).status_code == reads, path
        for path in FORMS:
            assert client.get(base + path.format(**numbers)).status_code == writes, path
            if writes != 200:
                assert client.post(base + path.format(**numbers), {"text": "x"}).status_code == writes, path
        for path in BUTTONS:
            assert client.get(base + path.format(**numbers)).status_code == 405, path
            if writes != 200:
                assert client.post(base + path.format(**numbers), {"revision": "1"}).status_code == writes, path
        if writes != 200:
            inquiry.refresh_from_db()
            assert (inquiry.pencil, inquiry.revision, Because.objects.filter(inquiry=inquiry).count()) == (rektor, 1, 1)


@pytest.mark.parametrize(
    ("who", "status"), [("", 302), ("fortroendevald", 403), ("friskolerektor", 403), ("rektor", 200)]
)
def test_the_room_is_the_members(who, status, weather, as_part) -> None:
    client = as_part(who)
    for path in ("", "ny/", "ta-med/?kind=weather&ref=sol"):
        response = client.get(f"/undersokningar/{path}")
        assert response.status_code == status, path
    if not who:
        assert response.headers["location"].startswith("/konto/")


def test_an_unshared_inquiry_leaks_through_no_list_search_feed_or_choice(full, person, as_part) -> None:
    inquiry, _numbers = full(title="Kvastkänguru", point="punkt-1")
    assert "Kvastkänguru" in as_part("rektor").get("/undersokningar/").content.decode()
    for who in ("skolchef", "natverksmedlem", "presidium"):
        viewer = viewer_of(person(who))
        assert "Kvastkänguru" not in as_part(who).get("/undersokningar/").content.decode()
        assert "Kvastkänguru" not in as_part(who).get("/undersokningar/ta-med/?kind=weather&ref=sol").content.decode()
        assert texts.visible(viewer, "inquiry", [str(inquiry.pk)]) == set()
        assert happenings.happenings(viewer, ["punkt-1"]) == []
    assert texts.visible(viewer_of(person("rektor")), "inquiry", [str(inquiry.pk), "x"]) == {str(inquiry.pk)}
    assert "Därför" in texts.one_text("inquiry", str(inquiry.pk)).body


def test_a_point_hears_of_the_start_finished_phases_and_checks(full, rektor, weather) -> None:
    inquiry, numbers = full(point="punkt-1", title="Vår fråga")
    actions.write_phase(inquiry.pk, 1, {"done_on": date(2026, 10, 9)}, 1, by=viewer_of(rektor))
    weather.now = 3
    trials.look_again(inquiry.pk, numbers["p"], by=viewer_of(rektor))
    texts = [h.text for h in happenings.happenings(viewer_of(rektor), ["punkt-1", "punkt-2"])]
    assert texts[-1] == "Undersökning i Alléskolan i Vara: Vår fråga"
    assert "Undersökning i Alléskolan i Vara: fasen Skanna är klar" in texts
    assert any("kan bero på slumpen" in t for t in texts)
    assert len(texts) == 3
