"""What readers write and take along: nothing of it is lost, and other rooms hear of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from spiral.exchange import evidence, happenings, texts
from spiral.ground.revision import StaleRevision
from spiral.learn.circles import actions
from spiral.learn.circles.models import Chapter, Circle, Reflection, Takeaway
from spiral.trust.access.viewer import viewer_of, visitor
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal


def test_each_reader_has_one_reflection_of_her_own_shown_by_office(circle, as_part) -> None:
    chapter = circle.chapters.first()
    url = f"/lasecirklar/{circle.pk}/kapitel/{chapter.pk}/"
    for who, text in (("rektor", "min tanke"), ("skolchef", "en annan")):
        assert as_part(who).post(url, {"text": text, "revision": "0"}).status_code == 302
    page = as_part("rektor").get(url).content.decode()
    assert page.index("min tanke") < page.index("en annan")
    assert "Skolchef, Götene" in page
    assert "@demo.invalid" not in page
    rektor = as_part("rektor")
    assert rektor.post(url, {"text": "ändrad\r\ntanke", "revision": "1"}).status_code == 302
    assert sorted(Reflection.objects.values_list("text", flat=True)) == ["en annan", "ändrad\ntanke"]
    assert rektor.post(url, {"text": " ", "revision": "2"}).status_code == 302
    assert list(Reflection.objects.values_list("text", flat=True)) == ["en annan"]


def test_a_reflection_saved_on_two_devices_is_kept_twice(circle, as_part) -> None:
    chapter, rektor = circle.chapters.first(), as_part("rektor")
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


def test_two_who_change_the_same_chapter_book_or_takeaway_lose_nothing(circle, person, as_part) -> None:
    chapter = circle.chapters.first()
    by = viewer_of(person("samordnare"))
    actions.change_chapter(chapter, {"title": "Nytt", "questions": "Deras fråga?"}, 1, by=by)
    base = f"/lasecirklar/{circle.pk}"
    taken = actions.take_away(circle, None, "först", by=by)
    actions.change_takeaway(taken, "sedan", 1, by=by)
    actions.change(circle, {"title": "Dörren 2"}, 1, by=by)
    client = as_part("samordnare")
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


def test_a_chapter_has_questions_line_by_line_and_material_with_links(circle, as_part) -> None:
    form = {"title": "Tre", "questions": "Varför?\n\nHur då?", "material": "Artikel | https://exempel.se/a\nEn stencil"}
    client = as_part("rektor")
    assert client.post(f"/lasecirklar/{circle.pk}/kapitel/nytt/", form).status_code == 302
    chapter = Chapter.objects.get(title="Tre")
    assert chapter.order == 3
    page = client.get(f"/lasecirklar/{circle.pk}/kapitel/{chapter.pk}/").content.decode()
    assert '<a href="https://exempel.se/a">Artikel</a>' in page
    assert re.search(r"<li>Varför\?</li>\s*<li>Hur då\?</li>", page)
    assert "En stencil" in page


def test_a_removed_chapter_leaves_what_was_taken_along_and_comes_back_with_its_reflections(circle, person) -> None:
    chapter, by = circle.chapters.first(), viewer_of(person("samordnare"))
    actions.reflect(chapter, "tanke", 0, by=by)
    actions.take_away(circle, chapter, "pröva", by=by)
    with pytest.raises(PermissionDenied):
        actions.remove_chapter(chapter, by=viewer_of(person("skolchef")))
    number = chapter.pk
    removal = actions.remove_chapter(chapter, by=by)
    assert not Reflection.objects.exists()
    assert Takeaway.objects.get().chapter is None
    undo.put_back(removal.pk, by=by)
    assert (Reflection.objects.get().text, Reflection.objects.get().chapter_id) == ("tanke", number)
    assert Takeaway.objects.get().chapter_id == number


def test_an_emptied_reflection_and_line_come_back(circle, person, as_part) -> None:
    chapter, client = circle.chapters.first(), as_part("samordnare")
    by = viewer_of(person("samordnare"))
    actions.reflect(chapter, "tanke", 0, by=by)
    taken = actions.take_away(circle, chapter, "pröva", by=by)
    for url, revision in ((f"kapitel/{chapter.pk}/", "1"), (f"tar-med/{taken.pk}/", "1")):
        page = client.post(f"/lasecirklar/{circle.pk}/{url}", {"text": "", "revision": revision}, follow=True)
        assert "Ångra" in page.content.decode()
    assert not Reflection.objects.exists()
    assert not Takeaway.objects.exists()
    for removal in Removal.objects.all():
        client.post(f"/angra/{removal.pk}/")
    assert (Reflection.objects.get().text, Takeaway.objects.get().text) == ("tanke", "pröva")


def test_what_is_taken_along_goes_to_other_rooms_and_only_for_those_who_may_see(own, person, as_part) -> None:
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
        assert f'href="/prov/reflection/{ref}"' in as_part("rektor").get(f"/lasecirklar/{own.pk}/").content.decode()


def test_search_hears_of_everything_written_and_asks_who_may_see(own, circle, person) -> None:
    heard = []
    with texts.LISTENERS.holding({"test": lambda kind, ref: heard.append((kind, ref))}):
        actions.reflect(own.chapters.first(), "en sällsam tanke", 0, by=viewer_of(person("rektor")))
        assert heard == [("circles", str(own.pk))]
        text = texts.one_text("circles", str(own.pk))
        assert "en sällsam tanke" in text.body
        assert "Pröva besök" in text.body
        refs = [str(own.pk), str(circle.pk)]
        assert texts.visible(viewer_of(person("rektor")), "circles", refs) == set(refs)
        assert texts.visible(viewer_of(person("skolchef")), "circles", refs) == {str(circle.pk)}
        assert texts.visible(visitor(), "circles", refs) == set()


def test_a_point_of_an_assignment_hears_what_happened_in_its_circles(circle, person, as_part) -> None:
    assert 'name="point"' not in as_part("rektor").get("/lasecirklar/ny/").content.decode()
    with happenings.POINTS.holding({"test": lambda _viewer: [("p1", "Punkt ett")]}):
        client = as_part("rektor")
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
