"""A circle from the book to the last chapter: who may, what its pages say, and what they cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from spiral.learn.circles import actions, pages, queries
from spiral.learn.circles.demo import load_demo_circles
from spiral.learn.circles.models import Circle, Reflection, Takeaway
from spiral.learn.circles.tests.conftest import BACKEND
from spiral.trust.access.viewer import viewer_of

WHO = ("", "fortroendevald", "skolchef", "samordnare", "rektor")


@pytest.mark.parametrize(
    ("days", "leads", "said"),
    [
        ((8,), ("Vara", "Hjo"), "Kapitel 1 den 20 november, Vara och Hjo leder"),
        ((0,), ("Vara", ""), "Kapitel 1 den 12 november, Vara leder"),
        ((-1,), ("", "Hjo"), "Alla kapitel är lästa: vad tar ni med er?"),
        ((None,), ("", ""), "Kapitel 1 har inget datum än, ingen leder än"),
        ((-1, None), ("", "Hjo"), "Kapitel 2 har inget datum än, Hjo leder"),
        ((30, 8), ("", "Hjo"), "Kapitel 2 den 20 november, Hjo leder"),
        ((), ("", ""), "Inga kapitel än: dela upp boken"),
    ],
)
def test_the_overview_says_what_is_next(days, leads, said: str, person, as_part, time_machine) -> None:
    time_machine.move_to("2026-11-12T10:00:00+01:00")
    circle = actions.start({"title": "Dörren"}, by=viewer_of(person("samordnare")))
    for n in days:
        on = None if n is None else date(2026, 11, 12) + timedelta(days=n)
        chapter = {"title": "x", "on": on, "first_lead": leads[0], "second_lead": leads[1]}
        actions.add_chapter(circle, chapter, by=viewer_of(person("samordnare")))
    seen = queries.circle_for(viewer_of(person("rektor")), circle.pk)
    assert pages.what_is_next(seen) == said
    page = as_part("rektor").get(f"/lasecirklar/{circle.pk}/").content.decode()
    assert f"<h1>{said}</h1>" in page


def test_the_front_page_leads_with_the_nearest_date_of_all_circles(circle, person, as_part) -> None:
    other = actions.start({"title": "Annan"}, by=viewer_of(person("rektor")))
    actions.add_chapter(
        other, {"title": "x", "on": date(2029, 1, 1), "first_lead": "Tibro"}, by=viewer_of(person("rektor"))
    )
    actions.add_chapter(other, {"title": "senare", "on": date(2029, 2, 1)}, by=viewer_of(person("rektor")))
    page = as_part("rektor").get("/lasecirklar/").content.decode()
    assert "<h1>Kapitel 1 den 1 januari, Tibro leder</h1>" in page
    assert page.index("Annan: x") < page.index("Annan: senare") < page.index("Dörren: Två")


def test_every_page_for_every_role(circle, own, as_part) -> None:
    chapter, mine = circle.chapters.first().pk, own.chapters.first().pk
    taken = Takeaway.objects.get().pk
    wanted = {
        "/lasecirklar/": (302, 403, 200, 200, 200),
        "/lasecirklar/ny/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/skriv-ut/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/andra/": (302, 403, 403, 200, 403),
        f"/lasecirklar/{circle.pk}/kapitel/nytt/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/kapitel/{chapter}/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/kapitel/{chapter}/andra/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/kapitel/{mine}/": (302, 403, 404, 404, 404),
        f"/lasecirklar/{circle.pk}/tar-med/": (302, 403, 200, 200, 200),
        f"/lasecirklar/{circle.pk}/tar-med/{taken}/": (302, 403, 404, 404, 404),
        f"/lasecirklar/{own.pk}/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/skriv-ut/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/andra/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/kapitel/nytt/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/kapitel/{mine}/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/kapitel/{mine}/andra/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/tar-med/": (302, 403, 404, 200, 200),
        f"/lasecirklar/{own.pk}/tar-med/{taken}/": (302, 403, 404, 200, 200),
    }
    statuses = {url: tuple(as_part(who).get(url).status_code for who in WHO) for url in wanted}
    assert statuses == wanted
    for verb in ("avsluta", f"kapitel/{mine}/ta-bort"):
        assert [as_part(who).post(f"/lasecirklar/{own.pk}/{verb}/").status_code for who in WHO[:3]] == [
            302,
            403,
            404,
        ]
    assert Circle.objects.get(pk=own.pk).ended_on is None
    assert as_part("skolchef").post(f"/lasecirklar/{circle.pk}/avsluta/").status_code == 403


def test_nobody_starts_a_circle_where_she_has_no_office(person, as_part) -> None:
    with pytest.raises(PermissionDenied):
        actions.start({"title": "x", "place": "1471"}, by=viewer_of(person("rektor")))
    for outsider in (person("fortroendevald"), None):
        with pytest.raises(PermissionDenied):
            actions.start({"title": "x"}, by=viewer_of(outsider))
    answered = as_part("rektor").post("/lasecirklar/ny/", {"title": "x", "place": "1471"})
    assert answered.status_code == 422


def test_an_ended_circle_is_read_and_not_written(circle, as_part) -> None:
    samordnare = as_part("samordnare")
    samordnare.post(f"/lasecirklar/{circle.pk}/avsluta/")
    page = samordnare.get(f"/lasecirklar/{circle.pk}/").content.decode()
    assert "<h1>Avslutad" in page
    url = f"/lasecirklar/{circle.pk}/kapitel/{circle.chapters.first().pk}/"
    assert samordnare.post(url, {"text": "för sent"}).status_code == 403
    for path in ("tar-med/", "kapitel/nytt/"):
        assert samordnare.get(f"/lasecirklar/{circle.pk}/{path}").status_code == 403
    assert not Reflection.objects.exists()
    samordnare.post(f"/lasecirklar/{circle.pk}/avsluta/", {"again": "1"})
    assert samordnare.post(url, {"text": "i tid", "revision": "0"}).status_code == 302


def test_bad_input_is_explained_and_nothing_is_written(circle, as_part) -> None:
    client, base = as_part("samordnare"), f"/lasecirklar/{circle.pk}"
    for path, form, said in (
        ("/lasecirklar/ny/", {"title": ""}, "Skriv bokens titel."),
        ("/lasecirklar/ny/", {"title": "x", "year": "20"}, "Utgivningsår: skriv fyra siffror"),
        ("/lasecirklar/ny/", {"title": "x", "link": "ingen länk"}, "Länk till boken: skriv en hel adress"),
        ("/lasecirklar/ny/", {"title": "x" * 161}, "Högst 160 tecken"),
        ("/lasecirklar/ny/", {"title": "a\x00b"}, "Null"),
        (f"{base}/kapitel/nytt/", {"title": ""}, "Skriv vad kapitlet heter"),
        (f"{base}/kapitel/nytt/", {"title": "x", "on": "31 november"}, "Datum: skriv till exempel "),
        (f"{base}/kapitel/nytt/", {"title": "x", "order": "0"}, "Ordning: skriv ett tal från 1 till 99."),
        (f"{base}/kapitel/nytt/", {"title": "x", "material": "Artikel | javascript:alert(1)"}, "är ingen hel adress"),
        (f"{base}/tar-med/", {"text": "  "}, "Skriv vad ni tar med er"),
        (f"{base}/tar-med/", {"text": "x" * 6001}, "Korta den till högst 6 000 tecken."),
    ):
        answered = client.post(path, form)
        assert answered.status_code == 422, (path, form)
        assert said in answered.content.decode(), said
    assert Circle.objects.count() == 1
    assert circle.chapters.count() == 2
    assert not Takeaway.objects.exists()


def test_the_printed_page_has_everything_on_it(circle, person, as_part) -> None:
    chapter, by = circle.chapters.first(), viewer_of(person("samordnare"))
    actions.reflect(chapter, "min tanke", 0, by=by)
    actions.take_away(circle, chapter, "ur kapitlet", by=by)
    actions.take_away(circle, None, "ur hela boken", by=by)
    page = as_part("rektor").get(f"/lasecirklar/{circle.pk}/skriv-ut/").content.decode()
    for text in ("min tanke", "ur kapitlet", "ur hela boken", "20 november 2030, Vara och Hjo leder"):
        assert page.count(text) >= 1, text
    assert page.count("ur kapitlet") == 1


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("url", "count"),
    [("", 5), ("{circle}/", 6), ("{circle}/kapitel/{chapter}/", 9), ("{circle}/skriv-ut/", 9)],
)
def test_a_page_costs_the_same_few_queries(
    url: str, count: int, many: int, person, client, django_assert_num_queries
) -> None:
    by = viewer_of(person("samordnare"))
    for _n in range(many):
        circle = actions.start({"title": "x"}, by=by)
        for _m in range(many):
            chapter = actions.add_chapter(circle, {"title": "y"}, by=by)
            actions.take_away(circle, chapter, "z", by=by)
            for who in ("samordnare", "rektor", "skolchef")[:many]:
                actions.reflect(chapter, "tanke", 0, by=viewer_of(person(who)))
    client.force_login(by.person, backend=BACKEND)
    with django_assert_num_queries(count):
        assert client.get("/lasecirklar/" + url.format(circle=circle.pk, chapter=chapter.pk)).status_code == 200


def test_three_hundred_circles_are_paged(person, as_part) -> None:
    by = person("samordnare")
    Circle.objects.bulk_create(Circle(title=f"Bok {n}", started_by=by, started_on=date(2026, 1, 1)) for n in range(300))
    page = as_part("samordnare").get("/lasecirklar/").content.decode()
    assert page.count("Inga kapitel än: dela upp boken") == 30
    assert "?page=2" in page


def test_the_demo_has_one_made_up_circle_and_nothing_outside_the_demo(person, as_part, settings) -> None:
    settings.DEMO = False
    assert load_demo_circles() == 0
    settings.DEMO = True
    assert load_demo_circles() == 1
    assert load_demo_circles() == 0
    [seen] = queries.circles(viewer_of(person("rektor")))
    assert seen.circle.is_made_up
    assert pages.what_is_next(seen).startswith("Kapitel 3 den ")
    page = as_part("rektor").get(f"/lasecirklar/{seen.circle.pk}/").content.decode()
    assert "Påhittat exempel." in page
