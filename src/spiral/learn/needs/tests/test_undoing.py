"""What is emptied on the map can be put back."""

from __future__ import annotations

from spiral.learn.needs.models import Need
from spiral.learn.needs.queries import NeedCell
from spiral.trust.undo.models import Removal


def test_emptied_needs_come_back_together_unless_one_is_written_anew(fill, signed_in) -> None:
    fill("1470", {"matematik": NeedCell("seeks", "Vi söker."), "narvaro": NeedCell("shares", "Vi delar.")})
    before = list(Need.objects.order_by("pk").values())
    client, url = signed_in("natverksmedlem"), "/behov/kommun/vara/skriv/"
    empty = {"revision": "1", "s-matematik": "", "t-matematik": "", "s-narvaro": "", "t-narvaro": ""}
    page = client.post(url, empty, follow=True, headers={"accept-language": "sv"}).content.decode()
    assert "2 behov är borttagna." in page
    assert not Need.objects.exists()
    assert client.post(f"/angra/{Removal.objects.get().pk}/").headers["location"] == "/behov/kommun/vara/"
    assert list(Need.objects.order_by("pk").values()) == before
    client.post(url, {**empty, "revision": "3"})
    fill("1470", {"matematik": NeedCell("works", "Pågår.")})
    client.post(f"/angra/{Removal.objects.get().pk}/")
    assert [n.status for n in Need.objects.all()] == ["works"]
