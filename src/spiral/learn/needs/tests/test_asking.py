"""The year's map is frozen for everybody only when it is said again."""

from __future__ import annotations

import pytest

from spiral.learn.needs.models import Version
from spiral.learn.needs.queries import NeedCell

pytestmark = pytest.mark.django_db
SV = {"accept-language": "sv"}


def test_freezing_counts_what_is_kept_who_reads_and_who_is_missing(fill, person, signed_in) -> None:
    client, url = signed_in("samordnare"), "/behov/ar/frys/"
    assert "Kartan är tom." in client.post(url, follow=True, headers=SV).content.decode()
    for who in ("natverksmedlem", "fortroendevald"):
        person(who)
    fill("1470", {"matematik": NeedCell("seeks", "Bråk")})
    fill("1471", {"matematik": NeedCell("shares", "Bråk"), "narvaro": NeedCell("works", "Läsning")})
    page = " ".join(client.post(url, headers=SV).content.decode().split())
    assert "3 rader från 2 kommuner sparas som de står nu." in page
    assert "2 personer i nätverket kan läsa den" in page, "not the elected"
    missing = page.partition("De här har inte fyllt i, och saknas: ")[2].partition(".")[0].split(", ")
    assert len(missing) == 13
    assert not {"Vara", "Götene"} & set(missing)
    assert not Version.objects.exists()
    client.post(url, {"confirmed": "1"})
    assert Version.objects.count() == 1
