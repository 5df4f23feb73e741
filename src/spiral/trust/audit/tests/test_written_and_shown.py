"""An event is written with what it is about, without words, in three queries; and the log's page shows what it says."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spiral.trust.access.viewer import system, viewer_of
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import write
from spiral.trust.audit.verification import first_break

pytestmark = pytest.mark.django_db


def test_an_event_and_what_it_is_about_are_written_together_or_not_at_all() -> None:
    from django.db import transaction

    before = Event.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(1)
        _ = 1 / 0
    assert Event.objects.count() == before
    write(1)
    assert first_break() is None


def test_an_event_costs_three_queries() -> None:
    write(1)
    with CaptureQueriesContext(connection) as asked:
        write(1)
    assert len(asked) == 3


def test_what_a_caller_fills_in_has_no_greatest_length() -> None:
    areas = [f"omrade-{n}" for n in range(500)]
    record(Action.NEEDS_MAP_SAVED, "1470", by=system(), place="1470", detail={"areas": areas}, reason="x" * 3000)
    assert Event.objects.order_by("-pk")[0].detail["areas"] == areas
    assert first_break() is None


@pytest.mark.parametrize(
    ("thing", "detail"),
    [
        ("1470", {"text": 1}),
        ("1470", {"areas": ["Anna Andersson"]}),
        ("1470", {"areas": ["anna@vara.se"]}),
        (Head(), {}),
    ],
)
def test_the_log_takes_no_words_no_other_details_and_no_other_kind_of_thing(thing: object, detail: dict) -> None:
    before = Event.objects.count()
    with pytest.raises(ValueError, match=r"needs\.map_saved"):
        record(Action.NEEDS_MAP_SAVED, thing, by=system(), detail=detail)
    with pytest.raises(ValueError, match="no action"):
        record("needs.map_saved", "1470", by=system())
    assert Event.objects.count() == before


def test_the_page_says_who_did_what_to_which_thing_where_and_why(client, person) -> None:
    who = person("samordnare")
    assert client.get("/handelser/").status_code == 302
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    record(
        Action.NEEDS_MAP_SAVED,
        "1470",
        by=viewer_of(who),
        place="1470",
        reason="rättelse",
        detail={"areas": ["narvaro", "matematik"]},
    )
    last = Event.objects.order_by("-pk")[0]
    page = client.get("/handelser/", headers={"accept-language": "sv"}).content.decode()
    row = " ".join(page[page.index(f'<th scope="row">{last.pk}</th>') :].split("</tr>")[0].split())
    for words in (
        "Samordnare, Skaraborg",
        "fyllde i behovskartan",
        ">Vara<",
        "rättelse",
        " kl. ",
    ):
        assert words in row
    for code in (f"person {who.pk}", "1470", "narvaro"):
        assert code not in row
    assert "Loggen är hel" in page
    english = client.get("/handelser/", headers={"accept-language": "en"}).content.decode()
    assert "filled in the needs map" in english


def test_the_page_says_where_the_chain_breaks_and_accuses_nobody(client, person) -> None:
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    last = write(1)[0]
    Event.objects.filter(pk=last.pk).update(place="1471")
    page = client.get("/handelser/", headers={"accept-language": "sv"}).content.decode()
    assert f"Loggens kedja bryts vid händelse {last.pk}" in page
    assert f"Händelse {last.pk} stämmer inte med sin kontrollsumma." in page
    assert "Det säger inte vem eller varför" in page
    assert "Någon har" not in page


def test_what_a_later_version_wrote_is_told_without_its_keys(client, person) -> None:
    client.force_login(person("samordnare"), backend="django.contrib.auth.backends.ModelBackend")
    last = write(1)[0]
    Event.objects.filter(pk=last.pk).update(action="studies.signed", kind="studies.study", detail={"leaf": 3})
    page = client.get("/handelser/", headers={"accept-language": "sv"}).content.decode()
    assert "gjorde något som en senare version av Spiral har ord för" in page
    for key in ("studies.signed", "studies.study", "leaf"):
        assert key not in page


def test_a_thing_that_is_there_is_linked_and_one_that_is_gone_or_hidden_is_not(client, person) -> None:
    who = person("samordnare")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    circle = apps.get_model("circles.circle").objects.create(title="Boken", started_by=who, started_on="2026-01-01")
    record(Action.CIRCLES_STARTED, circle.pk, by=viewer_of(who))
    record(Action.CIRCLES_STARTED, circle.pk + 1, by=viewer_of(who))
    page = client.get("/handelser/", headers={"accept-language": "sv"}).content.decode()
    assert f'<a href="/lasecirklar/{circle.pk}/">startade en läsecirkel</a>' in page
    assert f"/lasecirklar/{circle.pk + 1}/" not in page
