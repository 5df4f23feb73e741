"""A circle from the book to what it takes along: who may, what is said, and what is never lost."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from spiral.exchange import evidence, happenings, texts
from spiral.ground.revision import StaleRevision
from spiral.learn.circles import actions, pages, queries
from spiral.learn.circles.demo import load_demo_circles
from spiral.learn.circles.models import Chapter, Circle, Reflection, Takeaway
from spiral.trust.access.viewer import viewer_of, visitor

BACKEND = "django.contrib.auth.backends.ModelBackend"
WHO = ("", "fortroendevald", "skolchef", "samordnare", "rektor")


def _as(who: str, person) -> Client:
    client = Client(headers={"accept-language": "sv"})
    if who:
        client.force_login(person(who), backend=BACKEND)
    return client


@pytest.fixture
def circle(person):
    """The whole network's, started by the coordinator, with two chapters: one without a date, one next week."""
    circle = actions.start(
        {"title": "Dörren", "author": "A. Påhittad", "year": 2021}, by=viewer_of(person("samordnare"))
    )
    actions.add_chapter(circle, {"title": "Ett"}, by=viewer_of(person("samordnare")))
    actions.add_chapter(
        circle,
        {"title": "Två", "on": date(2030, 11, 20), "first_lead": "Vara", "second_lead": "Hjo"},
        by=viewer_of(person("samordnare")),
    )
    return circle


@pytest.fixture
def own(person):
    """The principal's school's own."""
    circle = actions.start({"title": "Egen", "place": "45270097"}, by=viewer_of(person("rektor")))
    actions.add_chapter(circle, {"title": "Ett"}, by=viewer_of(person("rektor")))
    actions.take_away(circle, None, "Pröva besök", by=viewer_of(person("rektor")))
    return circle


def _first(circle: Circle) -> Chapter:
    return circle.chapters.first()


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
def test_the_overview_says_what_is_next(days, leads, said: str, person, time_machine) -> None:
    time_machine.move_to("2026-11-12T10:00:00+01:00")
    circle = actions.start({"title": "Dörren"}, by=viewer_of(person("samordnare")))
    for n in days:
        on = None if n is None else date(2026, 11, 12) + timedelta(days=n)
        chapter = {"title": "x", "on": on, "first_lead": leads[0], "second_lead": leads[1]}
        actions.add_chapter(circle, chapter, by=viewer_of(person("samordnare")))
    seen = queries.circle_for(viewer_of(person("rektor")), circle.pk)
    assert pages.what_is_next(seen) == said
    page = _as("rektor", person).get(f"/lasecirklar/{circle.pk}/").content.decode()
    assert f"<h1>{said}</h1>" in page


def test_the_front_page_leads_with_the_nearest_date_of_all_circles(circle, person) -> None:
    other = actions.start({"title": "Annan"}, by=viewer_of(person("rektor")))
    actions.add_chapter(
        other, {"title": "x", "on": date(2029, 1, 1), "first_lead": "Tibro"}, by=viewer_of(person("rektor"))
    )
    actions.add_chapter(other, {"title": "senare", "on": date(2029, 2, 1)}, by=viewer_of(person("rektor")))
    page = _as("rektor", person).get("/lasecirklar/").content.decode()
    assert "<h1>Kapitel 1 den 1 januari, Tibro leder</h1>" in page
    assert page.index("Annan: x") < page.index("Annan: senare") < page.index("Dörren: Två")


def test_every_page_for_every_role(circle, own, person) -> None:
    chapter, mine = _first(circle).pk, _first(own).pk
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
    statuses = {url: tuple(_as(who, person).get(url).status_code for who in WHO) for url in wanted}
    assert statuses == wanted
    for verb in ("avsluta", f"kapitel/{mine}/ta-bort"):
        assert [_as(who, person).post(f"/lasecirklar/{own.pk}/{verb}/").status_code for who in WHO[:3]] == [
            302,
            403,
            404,
        ]
    assert Circle.objects.get(pk=own.pk).ended_on is None
    assert _as("skolchef", person).post(f"/lasecirklar/{circle.pk}/avsluta/").status_code == 403


def test_nobody_starts_a_circle_where_she_has_no_office(person) -> None:
    with pytest.raises(PermissionDenied):
        actions.start({"title": "x", "place": "1471"}, by=viewer_of(person("rektor")))
    for outsider in (person("fortroendevald"), None):
        with pytest.raises(PermissionDenied):
            actions.start({"title": "x"}, by=viewer_of(outsider))
    answered = _as("rektor", person).post("/lasecirklar/ny/", {"title": "x", "place": "1471"})
    assert answered.status_code == 422


def test_an_ended_circle_is_read_and_not_written(circle, person) -> None:
    samordnare = _as("samordnare", person)
    samordnare.post(f"/lasecirklar/{circle.pk}/avsluta/")
    page = samordnare.get(f"/lasecirklar/{circle.pk}/").content.decode()
    assert "<h1>Avslutad" in page
    url = f"/lasecirklar/{circle.pk}/kapitel/{_first(circle).pk}/"
    assert samordnare.post(url, {"text": "för sent"}).status_code == 403
    for path in ("tar-med/", "kapitel/nytt/"):
        assert samordnare.get(f"/lasecirklar/{circle.pk}/{path}").status_code == 403
    assert not Reflection.objects.exists()
    samordnare.post(f"/lasecirklar/{circle.pk}/avsluta/", {"again": "1"})
    assert samordnare.post(url, {"text": "i tid", "revision": "0"}).status_code == 302


def test_each_reader_has_one_reflection_of_her_own_shown_by_office(circle, person) -> None:
    chapter = _first(circle)
    url = f"/lasecirklar/{circle.pk}/kapitel/{chapter.pk}/"
    for who, text in (("rektor", "min tanke"), ("skolchef", "en annan")):
        assert _as(who, person).post(url, {"text": text, "revision": "0"}).status_code == 302
    page = _as("rektor", person).get(url).content.decode()
    assert page.index("min tanke") < page.index("en annan")
    assert "Skolchef, Götene" in page
    assert "@demo.invalid" not in page
    rektor = _as("rektor", person)
    assert rektor.post(url, {"text": "ändrad\r\ntanke", "revision": "1"}).status_code == 302
    assert sorted(Reflection.objects.values_list("text", flat=True)) == ["en annan", "ändrad\ntanke"]
    assert rektor.post(url, {"text": " ", "revision": "2"}).status_code == 302
    assert list(Reflection.objects.values_list("text", flat=True)) == ["en annan"]


def test_a_reflection_saved_on_two_devices_is_kept_twice(circle, person) -> None:
    chapter, rektor = _first(circle), _as("rektor", person)
    url = f"/lasecirklar/{circle.pk}/kapitel/{chapter.pk}/"
    rektor.post(url, {"text": "från datorn", "revision": "0"})
    late = rektor.post(url, {"text": "från telefonen", "revision": "0"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden. Båda texterna finns kvar: välj eller slå ihop." in page
    assert "från datorn" in page
    assert "från telefonen</textarea>" in page
    assert 'name="revision" value="1"' in page
    assert rektor.post(url, {"text": "båda", "revision": "1"}).status_code == 302
    assert Reflection.objects.get().text == "båda"


def test_two_who_change_the_same_chapter_book_or_takeaway_lose_nothing(circle, person) -> None:
    chapter = _first(circle)
    by = viewer_of(person("samordnare"))
    actions.change_chapter(chapter, {"title": "Nytt", "questions": "Deras fråga?"}, 1, by=by)
    base = f"/lasecirklar/{circle.pk}"
    taken = actions.take_away(circle, None, "först", by=by)
    actions.change_takeaway(taken, "sedan", 1, by=by)
    actions.change(circle, {"title": "Dörren 2"}, 1, by=by)
    client = _as("samordnare", person)
    for path, form, theirs in (
        (f"kapitel/{chapter.pk}/andra/", {"title": "Mitt", "questions": "Min fråga?"}, "Deras fråga?"),
        (f"tar-med/{taken.pk}/", {"text": "mitt"}, "sedan"),
        ("andra/", {"title": "Min titel"}, "Dörren 2"),
    ):
        late = client.post(f"{base}/{path}", {**form, "revision": "1"})
        assert late.status_code == 409, path
        assert theirs in late.content.decode()
        assert next(iter(form.values())) in late.content.decode()
        assert client.post(f"{base}/{path}", {**form, "revision": "2"}).status_code == 302, path
    actions.change_takeaway(Takeaway.objects.get(), "", 3, by=by)
    with pytest.raises(StaleRevision):
        actions.change_takeaway(taken, "igen", 3, by=by)


def test_bad_input_is_explained_and_nothing_is_written(circle, person) -> None:
    client, base = _as("samordnare", person), f"/lasecirklar/{circle.pk}"
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


def test_a_chapter_has_questions_line_by_line_and_material_with_links(circle, person) -> None:
    form = {"title": "Tre", "questions": "Varför?\n\nHur då?", "material": "Artikel | https://exempel.se/a\nEn stencil"}
    client = _as("rektor", person)
    assert client.post(f"/lasecirklar/{circle.pk}/kapitel/nytt/", form).status_code == 302
    chapter = Chapter.objects.get(title="Tre")
    assert chapter.order == 3
    page = client.get(f"/lasecirklar/{circle.pk}/kapitel/{chapter.pk}/").content.decode()
    assert '<a href="https://exempel.se/a">Artikel</a>' in page
    assert re.search(r"<li>Varför\?</li>\s*<li>Hur då\?</li>", page)
    assert "En stencil" in page


def test_a_removed_chapter_leaves_what_was_taken_along(circle, person) -> None:
    chapter, by = _first(circle), viewer_of(person("samordnare"))
    actions.reflect(chapter, "tanke", 0, by=by)
    actions.take_away(circle, chapter, "pröva", by=by)
    with pytest.raises(PermissionDenied):
        actions.remove_chapter(chapter, by=viewer_of(person("skolchef")))
    actions.remove_chapter(chapter, by=by)
    assert not Reflection.objects.exists()
    assert Takeaway.objects.get().chapter is None


def test_what_is_taken_along_goes_to_other_rooms_and_only_for_those_who_may_see(own, person) -> None:
    ref = str(Takeaway.objects.get().pk)
    frozen = evidence.freeze(viewer_of(person("rektor")), "reflection", ref, "sv")
    assert frozen.sentence == "Pröva besök"
    assert frozen.source.startswith("Läsecirkel: Egen. Rektor, Alléskolan i Vara, ")
    assert frozen.path == f"/lasecirklar/{own.pk}/"
    assert evidence.Evidence.from_json(frozen.as_json()) == frozen
    for stranger in (person("skolchef"), person("fortroendevald"), None):
        assert evidence.freeze(viewer_of(stranger), "reflection", ref, "sv") is None
    assert evidence.freeze(viewer_of(person("rektor")), "reflection", "x" * 50, "sv") is None
    assert evidence.follow_up(viewer_of(person("rektor")), frozen, "sv") is None
    there = evidence.Destination(
        "prov", lambda: "Ta med till provet", lambda kind, r: f"/prov/{kind}/{r}", lambda _v: True
    )
    with evidence.DESTINATIONS.holding({"prov": there}):
        assert f'href="/prov/reflection/{ref}"' in _as("rektor", person).get(f"/lasecirklar/{own.pk}/").content.decode()


def test_search_hears_of_everything_written_and_asks_who_may_see(own, circle, person) -> None:
    heard = []
    with texts.LISTENERS.holding({"test": lambda kind, ref: heard.append((kind, ref))}):
        actions.reflect(_first(own), "en sällsam tanke", 0, by=viewer_of(person("rektor")))
        assert heard == [("circles", str(own.pk))]
        text = texts.one_text("circles", str(own.pk))
        assert "en sällsam tanke" in text.body
        assert "Pröva besök" in text.body
        refs = [str(own.pk), str(circle.pk)]
        assert texts.visible(viewer_of(person("rektor")), "circles", refs) == set(refs)
        assert texts.visible(viewer_of(person("skolchef")), "circles", refs) == {str(circle.pk)}
        assert texts.visible(visitor(), "circles", refs) == set()


def test_a_point_of_an_assignment_hears_what_happened_in_its_circles(circle, person) -> None:
    assert 'name="point"' not in _as("rektor", person).get("/lasecirklar/ny/").content.decode()
    with happenings.POINTS.holding({"test": lambda _viewer: [("p1", "Punkt ett")]}):
        client = _as("rektor", person)
        assert client.post("/lasecirklar/ny/", {"title": "Om punkten", "point": "p1"}).status_code == 302
        circle = Circle.objects.get(point="p1")
        actions.add_chapter(circle, {"title": "x", "on": timezone.localdate()}, by=viewer_of(person("rektor")))
        actions.add_chapter(circle, {"title": "y", "on": date(2099, 1, 1)}, by=viewer_of(person("rektor")))
        actions.take_away(circle, None, "pröva", by=viewer_of(person("rektor")))
        sentences = [
            h.text for h in happenings.happenings(viewer_of(person("skolchef")), ["p1", "p2", ""]) if h.point == "p1"
        ]
        assert sorted(sentences) == [
            "En läsecirkel om ”Om punkten” startade.",
            "Läsecirkeln läste kapitel 1 i ”Om punkten”.",
            "Läsecirkeln tar med sig: pröva",
        ]
        assert happenings.happenings(viewer_of(person("fortroendevald")), ["p1"]) == []
    with happenings.POINTS.holding({}):
        page = client.get(f"/lasecirklar/{circle.pk}/andra/").content.decode()
        assert 'value="p1"' in page


def test_the_printed_page_has_everything_on_it(circle, person) -> None:
    chapter, by = _first(circle), viewer_of(person("samordnare"))
    actions.reflect(chapter, "min tanke", 0, by=by)
    actions.take_away(circle, chapter, "ur kapitlet", by=by)
    actions.take_away(circle, None, "ur hela boken", by=by)
    page = _as("rektor", person).get(f"/lasecirklar/{circle.pk}/skriv-ut/").content.decode()
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


def test_three_hundred_circles_are_paged(person) -> None:
    by = person("samordnare")
    Circle.objects.bulk_create(Circle(title=f"Bok {n}", started_by=by, started_on=date(2026, 1, 1)) for n in range(300))
    page = _as("samordnare", person).get("/lasecirklar/").content.decode()
    assert page.count("Inga kapitel än: dela upp boken") == 30
    assert "?page=2" in page


def test_the_demo_has_one_made_up_circle_and_nothing_outside_the_demo(person, settings) -> None:
    settings.DEMO = False
    assert load_demo_circles() == 0
    settings.DEMO = True
    assert load_demo_circles() == 1
    assert load_demo_circles() == 0
    [seen] = queries.circles(viewer_of(person("rektor")))
    assert seen.circle.is_made_up
    assert pages.what_is_next(seen).startswith("Kapitel 3 den ")
    page = _as("rektor", person).get(f"/lasecirklar/{seen.circle.pk}/").content.decode()
    assert "Påhittat exempel." in page
