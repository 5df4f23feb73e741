"""An assignment: who may, what is nobody's, and what its pages say."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from spiral.act.assignments import queries
from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.actions.points import PointContent
from spiral.act.assignments.models import Assignment, Interest, Note, Point
from spiral.act.assignments.tests.conftest import BACKEND, POINT_FORM, text_of
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import viewer_of


# Who may -------------------------------------------------------------------------------------------------------------
def test_every_page_for_every_role(given, person, client) -> None:
    assignment, draft = given(), given(title="Utkastet", runs=False)
    strategy = frames.save_strategy(
        None, "Riktning", (2026, 2030), 1, "", ["Ett"], 0, by=viewer_of(person("samordnare"))
    )
    base = f"/uppdrag/{assignment.pk}/"
    reading = [
        "/uppdrag/",
        "/uppdrag/alla/",
        "/uppdrag/strategier/",
        base,
        f"{base}1/",
        f"{base}rapport/",
        f"{base}rapport.pdf",
        f"{base}punkter.csv",
        f"{base}punkter.xlsx",
    ]
    leading = [
        "/uppdrag/nytt/",
        "/uppdrag/strategier/ny/",
        f"/uppdrag/strategier/{strategy.pk}/",
        f"{base}andra/",
        f"{base}punkt/ny/",
    ]
    expected = {  # reading, the draft, Vara's point, nobody's point, leading
        "": (302, 302, 302, 302, 302),
        "fortroendevald": (403,) * 5,
        "friskolerektor": (403,) * 5,
        "rektor": (200, 404, 403, 403, 403),
        "skolchef": (200, 404, 403, 403, 403),
        "natverksmedlem": (200, 404, 200, 403, 403),
        "presidium": (200, 200, 200, 200, 403),
        "samordnare": (200, 200, 200, 200, 200),
    }
    for key, (reads, drafts, own, nobodys, leads) in expected.items():
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        assert {client.get(url).status_code for url in reading} == {reads}, key
        assert client.get(f"/uppdrag/{draft.pk}/").status_code == drafts, key
        assert client.get(f"/uppdrag/{draft.pk}/1/").status_code == drafts, key
        assert client.get(f"{base}1/skriv/").status_code == own, key
        assert client.get(f"{base}2/skriv/").status_code == nobodys, key
        assert {client.get(url).status_code for url in leading} == {leads}, key
        if nobodys != 200:
            assert client.post(f"{base}2/skriv/", POINT_FORM).status_code == nobodys
            assert client.post(f"{base}2/beratta/", {"text": "x", "on": "2026-11-01"}).status_code == nobodys
        if leads != 200:
            for verb in ("ny-version", "starta", "avsluta"):
                assert client.post(f"{base}{verb}/").status_code == leads, (key, verb)
            assert client.post(f"{base}1/ta-bort/").status_code == leads
        if reads != 200:
            assert client.post(f"{base}1/med/").status_code == reads
    assert Assignment.objects.get(pk=assignment.pk).state == "active"
    assert (Note.objects.count(), Interest.objects.count(), assignment.points.count()) == (0, 0, 3)
    assert Point.objects.get(assignment=assignment, order=2).revision == 1
    for url in ("/uppdrag/999999/", f"{base}99/", f"{base}punkter.pdf", f"{base}jamfor/"):
        assert client.get(url).status_code == 404, url


def test_an_owner_fills_in_but_does_not_hand_the_point_over_or_reword_it(given, person) -> None:
    first = given().points.get(order=1)
    content = PointContent(meaning="Nytt", owners=[("1471", "Götene")], title="Annat", text="Annat")
    points.write(first.pk, content, first.revision, by=viewer_of(person("natverksmedlem")))
    first.refresh_from_db()
    assert (first.meaning, first.title, [o.name for o in first.owners.all()]) == ("Nytt", "Läsning", ["Vara"])
    points.write(first.pk, content, first.revision, by=viewer_of(person("presidium")))
    first.refresh_from_db()
    assert (first.title, [o.name for o in first.owners.all()]) == ("Läsning", ["Götene"])
    with pytest.raises(PermissionDenied):
        points.write(first.pk, content, first.revision, by=viewer_of(person("natverksmedlem")))


def test_the_chair_of_one_network_writes_its_own_assignment_and_no_other(given, leader) -> None:
    from spiral.trust.networks.actions import save_network
    from spiral.trust.people import register_actions

    network = save_network(None, "Nätverket för prov", "network", "", None, [], by=viewer_of(leader))
    chair = register_actions.add_person("Kim Prov", "kim@exempel.invalid", by=viewer_of(leader))
    for role in ("chair", "coordinator"):
        register_actions.give_office(
            chair.pk, role, ("", "Skaraborg"), network.pk, date(2026, 1, 1), None, by=viewer_of(leader)
        )
    mine, others = given(title="Vårt", network_id=network.pk), given()
    assert queries.writes(viewer_of(chair), queries.point(viewer_of(chair), mine.pk, 2))
    assert not queries.writes(viewer_of(chair), queries.point(viewer_of(chair), others.pk, 2))
    assert not allows(viewer_of(chair), Permission.ASSIGNMENTS_FOLLOW)
    with pytest.raises(PermissionDenied):
        register_actions.add_person("Ada", "ada@exempel.invalid", by=viewer_of(chair))


def test_an_ended_assignment_is_read_and_not_written(given, person, leader, signed_in) -> None:
    assignment = given()
    frames.end(assignment.pk, by=viewer_of(leader))
    first = assignment.points.get(order=1)
    with pytest.raises(PermissionDenied):
        points.write(first.pk, PointContent(), first.revision, by=viewer_of(leader))
    with pytest.raises(PermissionDenied):
        points.want_in(first.pk, by=viewer_of(person("rektor")))
    assert signed_in("rektor").get(f"/uppdrag/{assignment.pk}/1/").status_code == 200
    # Nor is a form shown whose words would be refused.
    assert (
        signed_in("samordnare").get(f"/uppdrag/{assignment.pk}/punkt/ny/").headers["location"]
        == f"/uppdrag/{assignment.pk}/"
    )


# What is known -------------------------------------------------------------------------------------------------------
def test_the_headline_says_how_many_have_an_owner_and_a_date(given, signed_in, read, leader) -> None:
    assignment = given()
    signed_in("presidium")
    page = read("/uppdrag/")
    assert page.xpath("string(//h1)") == "En av tre punkter har en ägare. Ingen har ett datum för nästa steg."
    assert "Punkt 2 och 3 saknar ägare." in text_of(page)
    assert page.xpath("count(//*[contains(@class, 'unowned')]//a)") == 2
    signed_in("rektor")
    page = read("/uppdrag/")
    assert "Punkt 2 och 3 saknar ägare." in text_of(page)
    assert page.xpath("count(//main//a[contains(@href, '/skriv/')])") == 0
    for p in assignment.points.all():
        content = PointContent(owners=[("chair", "Presidiet")], next_on=date(2027, 1, 15))
        points.write(p.pk, content, p.revision, by=viewer_of(leader))
    page = read("/uppdrag/")
    assert page.xpath("string(//h1)") == "Alla tre punkter har en ägare. Alla har ett datum för nästa steg."
    assert "saknar ägare" not in text_of(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_points(count, given, signed_in) -> None:
    assignment = given([f"Punkt {i}" for i in range(count)])
    client = signed_in("rektor")
    client.get("/uppdrag/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(f"/uppdrag/{assignment.pk}/").status_code == 200
    assert len(seen) == PAGE_COST, [q["sql"][:90] for q in seen]


PAGE_COST = 18


def test_three_hundred_assignments_are_paged(signed_in, read) -> None:
    Assignment.objects.bulk_create(
        Assignment(title=f"Uppdrag {i}", giver="x", first_year=2026, last_year=2026, state="active") for i in range(300)
    )
    signed_in("rektor")
    page = read("/uppdrag/")
    assert page.xpath("string(//h1)") == "300 uppdrag är inskrivna"
    assert len(page.xpath("//ul[contains(@class, 'list')]/li")) == 20
    assert "Sida 15 av 15" in text_of(read("/uppdrag/alla/?page=15"))


def test_drafts_stand_first_and_ended_ones_last(person) -> None:
    Assignment.objects.bulk_create(
        Assignment(title=state, giver="x", first_year=2026, last_year=2026, state=state)
        for state in ("active", "ended", "draft")
    )
    listed = queries.assignments(viewer_of(person("samordnare")))
    assert [a.state for a in listed] == ["draft", "active", "ended"]


def test_no_assignment_offers_the_first_step(signed_in, read) -> None:
    signed_in("samordnare")
    page = read("/uppdrag/")
    assert page.xpath("string(//h1)") == "Inget uppdrag är inskrivet"
    assert page.xpath("//div[contains(@class, 'nothing-yet')]//a/@href") == ["/uppdrag/nytt/"]
    signed_in("rektor")
    assert "Samordnaren skriver in uppdraget." in text_of(read("/uppdrag/"))
