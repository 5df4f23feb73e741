"""A point filled in, by two at once and from a meeting; what has happened; what other rooms get."""

from __future__ import annotations

from datetime import date

import pytest

from spiral.act.assignments import queries
from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.actions.points import PointContent
from spiral.act.assignments.models import Interest, Point
from spiral.act.assignments.tests.conftest import POINT_FORM, text_of
from spiral.exchange import evidence, happenings, texts
from spiral.exchange.evidence import Evidence
from spiral.exchange.happenings import Happening
from spiral.trust.access.viewer import Viewer, viewer_of

LINE = Evidence(
    "note", "1:a", "Eleverna med", "Eleverna ska vara med.", "Möte, 4 december 2026", "2026-12-05", "/moten/1/"
)


# A point filled in ---------------------------------------------------------------------------------------------------
def test_a_point_is_filled_in_and_two_at_once_lose_nothing(given, signed_in) -> None:
    assignment = given()
    client, url = signed_in("natverksmedlem"), f"/uppdrag/{assignment.pk}/1/skriv/"
    assert client.post(url, POINT_FORM).status_code == 302
    first = assignment.points.get(order=1)
    assert (first.meaning, first.kind, first.next_on, first.revision) == (
        "Vi provar.",
        "development",
        date(2027, 1, 15),
        3,
    )
    answer = client.post(url, POINT_FORM | {"meaning": "Min text."})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har sparat under tiden. Båda texterna finns kvar: välj eller slå ihop." in body
    assert "Vi provar." in body and "Min text." in body
    assert client.post(url, POINT_FORM | {"meaning": "Ihop.", "revision": "3"}).status_code == 302
    assert assignment.points.get(order=1).meaning == "Ihop."


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("meaning", "a\0b", "”Vad innebär det för oss?” innehåller ett tecken som inte går att spara. Skriv om."),
        ("meaning", "a" * 4001, "”Vad innebär det för oss?” får vara högst 4000 tecken och är 4001. Korta texten."),
        ("indicators", "x" * 301, "”Vad följer vi?”, rad 1: högst 300 tecken, raden har 301. Korta den."),
        ("indicators", "Betyg\nNärvaro /skaraborg/", "rad 2: det finns ingen sida på /skaraborg/. Kopiera adressen"),
        ("next_on", "31 november", "Skriv dagen som år, månad, dag: "),
        ("kind", "strunt", "Välj drift, utveckling eller inte bestämt."),
    ],
)
def test_bad_input_is_told_where_and_kept_and_nothing_is_written(field, value, said, given, signed_in) -> None:
    assignment = given()
    answer = signed_in("natverksmedlem").post(
        f"/uppdrag/{assignment.pk}/1/skriv/", POINT_FORM | {"status": "Kvar", field: value}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert said in body and "Kvar" in body
    assert assignment.points.get(order=1).revision == 2


def test_one_click_in_and_one_click_out(given, signed_in, read) -> None:
    assignment = given()
    client, url = signed_in("rektor"), f"/uppdrag/{assignment.pk}/2/"
    for _ in range(2):
        client.post(f"{url}med/")
    assert [str(i) for i in Interest.objects.all()] == ["Rektor, Alléskolan i Vara"]
    assert "Rektor, Alléskolan i Vara" in text_of(read(url))
    client.post(f"{url}med/", {"out": "1"})
    assert Interest.objects.count() == 0


def test_a_line_from_a_meeting_fills_a_field_with_where_it_came_from(given, signed_in, person) -> None:
    assignment = given()

    class Notes:
        def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
            return LINE if ref == "1:a" else None

    with evidence.SOURCES.holding({"note": Notes()}):
        first = assignment.points.get(order=1)
        client, url = signed_in("natverksmedlem"), "/uppdrag/ta-med/?kind=note&ref=1:a"
        way = next(
            d for d in evidence.destinations(viewer_of(person("natverksmedlem")), "note") if d.key == "assignment"
        )
        assert (way.label(), way.url("note", "1:a")) == ("Till uppdraget", "/uppdrag/ta-med/?kind=note&ref=1%3Aa")
        body = client.get(url).content.decode()
        assert "Eleverna ska vara med." in body and "1. Läsning" in body and "2. Frånvaro" not in body
        assert client.post(url, {}).status_code == 422
        other = assignment.points.get(order=2)
        assert client.post(url, {"point": other.pk, "field": "meaning"}).status_code == 422
        for _ in range(2):
            assert client.post(url, {"point": first.pk, "field": "focus_short"}).status_code == 302
        first.refresh_from_db()
        assert first.focus_short == "Eleverna ska vara med. (Möte, 4 december 2026)"
        assert client.get("/uppdrag/ta-med/?kind=note&ref=finns-inte").status_code == 404
        assert "Det finns ingen punkt som du får skriva på" in signed_in("skolchef").get(url).content.decode()
        assert signed_in("rektor").get(url).status_code == 403


def test_a_line_that_does_not_fit_is_told_and_nothing_is_cut(given, leader) -> None:
    first = given().points.get(order=1)
    points.write(first.pk, PointContent(meaning="a" * 3990), first.revision, by=viewer_of(leader))
    with pytest.raises(points.TooLong):
        points.append(first.pk, "meaning", LINE, by=viewer_of(leader))
    with pytest.raises(ValueError, match="title"):
        points.append(first.pk, "title", LINE, by=viewer_of(leader))
    assert Point.objects.get(pk=first.pk).meaning == "a" * 3990


# What has happened ---------------------------------------------------------------------------------------------------
def test_what_has_happened_gathers_itself_from_every_room_newest_first(given, person, signed_in, read) -> None:
    assignment = given()
    first = assignment.points.get(order=1)
    elsewhere = [
        Happening(first.key, date(2026, 10, 9), "Beslut: läs i par", "/moten/1/"),
        Happening(first.key, date(2026, 2, 1), "För länge sedan"),
        Happening("u999:1", date(2026, 11, 1), "Någon annans"),
    ]
    ours = queries.tell
    with happenings.HAPPENING_SOURCES.holding(
        {"assignments": ours, "elsewhere": lambda v, refs: [h for h in elsewhere if h.point in refs]}
    ):
        signed_in("natverksmedlem").post(
            f"/uppdrag/{assignment.pk}/1/beratta/", {"text": "Två lag har provat", "on": "2026-11-20"}
        )
        page = read(f"/uppdrag/{assignment.pk}/1/")
        lines = [" ".join(li.xpath("string()").split()) for li in page.xpath("//ul[@class='events']/li")]
        assert lines == ["20 nov Vara: Två lag har provat", "9 okt Beslut: läs i par", "1 feb För länge sedan"]
        assert page.xpath("//ul[@class='events']//a/@href") == ["/moten/1/"]
        report = read(f"/uppdrag/{assignment.pk}/rapport/")
        assert report.xpath("string(//h1)") == "Två saker har hänt sedan 1 maj, på en av tre punkter"
        assert "För länge sedan" not in text_of(report) and "Punkt 2 och 3 saknar ägare." in text_of(report)
        report = read(f"/uppdrag/{assignment.pk}/rapport/?since=2026-01-01")
        assert report.xpath("string(//h1)") == "Tre saker har hänt sedan 1 januari, på en av tre punkter"
        assert read(f"/uppdrag/{assignment.pk}/rapport/?since=igår", status=422).xpath("//*[@role='alert']")
        assert happenings.happenings(viewer_of(person("fortroendevald")), [first.key])[0].text == "Beslut: läs i par"


def test_other_rooms_choose_among_the_points_of_what_runs(given, person, leader) -> None:
    assignment = given()
    given(title="Utkast", runs=False)
    ended = given(title="Förra")
    frames.end(ended.pk, by=viewer_of(leader))
    key = assignment.points.get(order=1).key
    assert happenings.points(viewer_of(person("rektor")))[0] == (key, "Uppdraget: Läsning")
    assert len(happenings.points(viewer_of(person("rektor")))) == 3
    assert happenings.points(viewer_of(person("fortroendevald"))) == []


def test_the_paper_is_the_page(given, signed_in, leader) -> None:
    assignment = given()
    points.report(assignment.points.get(order=1).pk, "Två lag har provat", date(2026, 11, 20), by=viewer_of(leader))
    answer = signed_in("skolchef").get(f"/uppdrag/{assignment.pk}/rapport.pdf")
    assert answer["Content-Type"] == "application/pdf"
    from io import BytesIO

    from pypdf import PdfReader

    paper = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "En sak har hänt sedan 1 maj" in text and "Två lag har provat" in text and "Punkt 2 och 3 saknar" in text
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_search_hears_of_points_and_drafts_are_not_found(given, person) -> None:
    assignment, draft = given(), given(title="Utkast", runs=False)
    keys = [assignment.points.get(order=1).key, draft.points.get(order=1).key]
    assert texts.one_text("assignment", keys[0]).url == f"/uppdrag/{assignment.pk}/1/"
    assert texts.visible(viewer_of(person("rektor")), "assignment", keys) == {keys[0]}
    assert texts.visible(viewer_of(person("presidium")), "assignment", keys) == set(keys)
    assert texts.visible(viewer_of(person("fortroendevald")), "assignment", keys) == set()
