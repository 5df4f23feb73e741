"""Versions told in words, drafts, strategies as data, and the demo."""

from __future__ import annotations

from datetime import date

import pytest

from spiral.act.assignments import pages, queries
from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.actions.frames import Frame
from spiral.act.assignments.actions.points import PointContent
from spiral.act.assignments.models import Assignment, Point, Strategy
from spiral.trust.access.viewer import viewer_of
from spiral.trust.undo import actions as undo


def _text(page) -> str:
    return " ".join(page.xpath("string(//main)").split())


# Versions ------------------------------------------------------------------------------------------------------------
def test_a_new_version_is_a_copy_whose_changes_are_told_in_words(given, leader, signed_in, read, person) -> None:
    assignment = given()
    old = assignment.points.get(order=1)
    points.report(old.pk, "Före", date(2026, 11, 1), by=viewer_of(leader))
    points.want_in(old.pk, by=viewer_of(person("rektor")))
    new = frames.new_version(assignment.pk, by=viewer_of(leader))
    assert frames.new_version(assignment.pk, by=viewer_of(leader)).pk == new.pk
    before, now = queries.points(viewer_of(leader), assignment), queries.points(viewer_of(leader), new)
    assert pages.changes(before, now) == []
    first = new.points.get(order=1)
    assert [i.office for i in first.interests.all()] == ["Rektor, Alléskolan i Vara"]
    points.write(
        first.pk,
        PointContent(owners=[("1471", "Götene")], title="Läsning överallt", kind="operation"),
        1,
        by=viewer_of(leader),
    )
    frames.remove_point(new.pk, 2, by=viewer_of(leader))
    added = frames.add_point(new.pk, "Fritidshem", by=viewer_of(leader))
    assert (added.order, added.key) == (3, f"u{new.pk}:4")
    signed_in("samordnare")
    page = read(f"/uppdrag/{new.pk}/jamfor/")
    assert page.xpath("string(//h1)") == "5 saker är nya sedan förra versionen"
    assert [li.text for li in page.xpath("//ul[contains(@class, 'bullets')]/li")] == [
        "Punkt 1 heter ”Läsning överallt”. Den hette ”Läsning”.",
        "Punkt 1 ägs av Götene. Förut: Vara.",
        "Punkt 1 är drift. Förut: inte bestämt.",
        "Punkt 3 är ny: Fritidshem.",
        "Punkt 2 följer inte med: Frånvaro.",
    ]
    frames.start(new.pk, by=viewer_of(leader))
    assert [(a.version, a.state) for a in Assignment.objects.order_by("version")] == [(1, "ended"), (2, "active")]
    assert [h.text for h in queries.happened(viewer_of(leader), [new.points.get(order=1)])[first.pk]] == [
        "Samordnare: Före"
    ]


def test_a_point_taken_out_of_a_draft_comes_back_where_it_stood(given, leader) -> None:
    by = viewer_of(leader)
    new = frames.new_version(given().pk, by=by)
    before = list(new.points.values_list("order", "key", "title"))
    removal = frames.remove_point(new.pk, 2, by=by)
    assert list(new.points.values_list("order", flat=True)) == [1, 2]
    assert undo.put_back(removal.pk, by=by) == ("Punkten står i utkastet igen.", f"/uppdrag/{new.pk}/2/")
    assert list(new.points.values_list("order", "key", "title")) == before
    removal = frames.remove_point(new.pk, 3, by=by)
    frames.start(new.pk, by=by)
    with pytest.raises(undo.NotNow):
        undo.put_back(removal.pk, by=by)


def test_a_draft_without_points_is_not_started_and_what_runs_loses_no_point(given, leader) -> None:
    empty = frames.give(Frame("Tomt", "x", 2026, 2026), [], by=viewer_of(leader))
    assignment = given()
    with pytest.raises(frames.NotNow):
        frames.start(empty.pk, by=viewer_of(leader))
    with pytest.raises(frames.NotNow):
        frames.remove_point(assignment.pk, 1, by=viewer_of(leader))
    with pytest.raises(frames.NotNow):
        frames.new_version(empty.pk, by=viewer_of(leader))
    assert assignment.points.count() == 3


def test_an_assignment_is_pasted_in_as_lines(signed_in) -> None:
    client = signed_in("samordnare")
    form = {
        "title": "Uppdrag",
        "giver": "skolcheferna",
        "first_year": "2026",
        "last_year": "2025",
        "points": "Ett\n\nTvå\r\n",
    }
    answer = client.post("/uppdrag/nytt/", form)
    assert answer.status_code == 422
    assert "Sista året är före det första. Ändra ett av dem." in answer.content.decode()
    assert Assignment.objects.count() == 0
    client.post("/uppdrag/nytt/", form | {"last_year": "2028"})
    assignment = Assignment.objects.get()
    assert (assignment.state, [p.title for p in assignment.points.all()]) == ("draft", ["Ett", "Två"])
    answer = client.post(f"/uppdrag/{assignment.pk}/andra/", form | {"last_year": "2029", "revision": "9"})
    assert answer.status_code == 409
    assert Assignment.objects.get().last_year == 2028


def test_a_strategy_is_data_with_versions_and_a_used_area_is_kept(leader, signed_in) -> None:
    client = signed_in("samordnare")
    form = {
        "name": "Riktning",
        "first_year": "2023",
        "last_year": "2026",
        "version": "1",
        "priorities": "Ett\nTvå",
        "revision": "0",
    }
    client.post("/uppdrag/strategier/ny/", form)
    strategy = Strategy.objects.get()
    two = strategy.priorities.get(name="Två")
    frames.give(Frame("A", "x", 2026, 2026, priorities=[two.pk]), ["P"], by=viewer_of(leader))
    url = f"/uppdrag/strategier/{strategy.pk}/"
    answer = client.post(url, form | {"priorities": "Ett", "revision": "1"})
    assert "Ett område som ett uppdrag hör till går inte att ta bort. Skriv om det." in answer.content.decode()
    assert strategy.priorities.count() == 2
    assert client.post(url, form | {"priorities": "Ett\nAndra", "revision": "1"}).status_code == 302
    two.refresh_from_db()
    assert two.name == "Andra"
    assert client.post(url, form | {"revision": "1"}).status_code == 409
    assert client.post("/uppdrag/strategier/ny/", form).status_code == 422
    assert client.post("/uppdrag/strategier/ny/", form | {"version": "2"}).status_code == 302
    assert Strategy.objects.count() == 2


def test_an_indicator_s_address_last_on_its_line_is_a_link_and_nothing_else_is() -> None:
    p = Point(
        indicators="Betyg /kommun/vara/\nNärvaro https://exempel.se/a\nBara ord\nFarligt javascript:alert(1)\nBort //fel.se\n"
        "Flyttad /skaraborg/"
    )
    assert pages.indicators(p) == [
        ("Betyg", "/kommun/vara/"),
        ("Närvaro", "https://exempel.se/a"),
        ("Bara ord", ""),
        ("Farligt javascript:alert(1)", ""),
        ("Bort //fel.se", ""),
        ("Flyttad /skaraborg/", ""),
    ]


def test_the_demo_is_made_once_and_says_that_it_is_made_up(settings, signed_in, read) -> None:
    from spiral.act.assignments.demo import load_demo_assignments

    settings.DEMO = True
    assert (load_demo_assignments(), load_demo_assignments()) == (2, 0)
    signed_in("presidium")
    page = read("/uppdrag/")
    assert page.xpath("string(//h1)") == "Sex av sju punkter har en ägare. Fem har ett datum för nästa steg."
    assert "Påhittat exempel." in _text(page) and "Punkt 5 saknar ägare." in _text(page)
