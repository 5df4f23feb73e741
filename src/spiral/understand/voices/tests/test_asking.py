"""Before pupils can answer no more, or others can read them, the leader's page says what will happen and to whom."""

from __future__ import annotations

import pytest

from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices.actions import days
from spiral.understand.voices.models import AnalysisDay, Collection, Theme

from .conftest import as_role

pytestmark = pytest.mark.django_db


def _page(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_closing_and_releasing_say_how_many_in_steps_and_who_reads(opened, person) -> None:
    for who in ("samordnare", "natverksmedlem", "skolchef", "fortroendevald"):
        person(who)
    collection, rektor = opened(7), as_role("rektor", person)
    base = f"/elevroster/insamling/{collection.pk}"
    page = _page(rektor.post(f"{base}/stang/"))
    assert "Så många har svarat: elever: minst 5." in page
    assert "7" not in page.partition("<main")[2].partition("Så många")[2].partition("</ul>")[0], (
        "never the exact number"
    )
    assert Collection.objects.get().is_open
    rektor.post(f"{base}/stang/", {"confirmed": "1"})
    assert Collection.objects.get().state == "review"
    page = _page(rektor.post(f"{base}/slapp/"))
    assert "2 personer kan läsa resultatet: de som har en roll på" in page, "the school's and the coordinator"
    assert f"Där står {Collection.objects.get().quotes.count()} citat." in page
    assert Collection.objects.get().state == "review"
    rektor.post(f"{base}/slapp/", {"confirmed": "1"})
    assert Collection.objects.get().state == "released"


def test_too_few_are_told_so_and_not_asked(opened, person) -> None:
    collection = opened(4)
    answer = as_role("rektor", person).post(f"/elevroster/insamling/{collection.pk}/stang/", follow=True)
    assert "Minst fem behöver svara" in answer.content.decode()


def test_a_day_is_closed_and_a_theme_dropped_only_when_it_is_said_again(released, leader, person) -> None:
    collection, by = released(6), viewer_of(leader)
    days.open_day(collection.pk, [2], 3, collection.opened_on, by=by)
    quote = collection.quotes.first()
    theme = Theme.objects.create(collection=collection, name="Träna")
    theme.quotes.add(quote)
    rektor, base = as_role("rektor", person), f"/elevroster/insamling/{collection.pk}"
    page = _page(rektor.post(f"{base}/analysdag/stang/"))
    assert "3 grupper kan inte sortera mer." in page
    assert not AnalysisDay.objects.get().is_closed
    rektor.post(f"{base}/analysdag/stang/", {"confirmed": "1"})
    assert AnalysisDay.objects.get().is_closed
    assert rektor.post(f"{base}/analysdag/stang/").status_code == 302, "closed already"
    page = _page(rektor.post(f"{base}/teman/{theme.pk}/ta-bort/"))
    assert "Ta bort temat Träna?" in page
    assert "1 person ser inte längre temat. Dess 1 citat finns kvar." in page
    assert Theme.objects.exists()
    rektor.post(f"{base}/teman/{theme.pk}/ta-bort/", {"confirmed": "1"})
    assert not Theme.objects.exists()
    other = released(6, group="Klass 9 A")
    foreign = Theme.objects.create(collection=other, name="Främmande")
    assert "Främmande" not in rektor.post(f"{base}/teman/{foreign.pk}/ta-bort/", follow=True).content.decode()
