"""What the pages show and cost, and what other rooms get and give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiral.exchange import evidence, happenings, offers, texts
from spiral.exchange.evidence import Evidence
from spiral.learn.examples import actions, pages
from spiral.learn.examples.actions import TrialReport
from spiral.learn.examples.catalogue import kinds, named
from spiral.learn.examples.models import Example, Trial
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.undo.models import Removal

TOLD = TrialReport("1471", "Götene", "våren 2026", "none", "Vi såg inget.")


# What is shown -------------------------------------------------------------------------------------------------------
def test_the_list_is_filtered_by_area_and_words(write, signed_in, read) -> None:
    write(title="Ängslan på prov")
    write(title="Läsa tillsammans", areas=("lasning-och-skrivning",), done="Högläsning")
    signed_in("skolchef")

    def titles(query):
        return read(f"/exempel/?{query}").xpath("//article//h3/a/text()")

    assert titles("area=matematik") == ["Ängslan på prov"]
    assert titles("words=ängslan") == ["Ängslan på prov"]
    assert titles("words=högläsning+läsa") == ["Läsa tillsammans"]
    assert titles("words=xyzzy") == []
    assert read("/exempel/?words=xyzzy").xpath("string(//h1)") == "Inget exempel passar det du söker"
    assert titles("area=strunt&page=hundra") == ["Läsa tillsammans", "Ängslan på prov"]
    assert titles("words=%00") == ["Läsa tillsammans", "Ängslan på prov"]


@pytest.mark.parametrize(("rows", "count"), [(1, 9), (3, 9)])
def test_the_list_costs_the_same_whatever_the_number_of_rows(
    rows, count, write, signed_in, django_assert_num_queries
) -> None:
    for _row in range(rows):
        write()
    client = signed_in("skolchef")
    client.get("/exempel/")
    with django_assert_num_queries(count):
        assert client.get("/exempel/").status_code == 200


def test_three_hundred_examples_are_paged(write, signed_in, read, django_assert_num_queries) -> None:
    first = write()
    Example.objects.bulk_create(
        Example(
            title=f"Nr {n}",
            problem="p",
            done="d",
            form="compulsory",
            seen="s",
            contact="member",
            place="1470",
            place_name="Vara",
            author=first.author,
            reviewed_by=first.reviewed_by,
            state="published",
            written_on=first.written_on,
            published_on=first.published_on,
        )
        for n in range(300)
    )
    client = signed_in("skolchef")
    client.get("/exempel/")
    with django_assert_num_queries(9):
        page = read("/exempel/?page=2&area=")
    assert len(page.xpath("//article")) == 20
    assert "Sida 2 av 16" in page.xpath("string(//main)")


def test_an_example_s_page_costs_a_constant_number_of_queries(
    write, person, signed_in, django_assert_num_queries
) -> None:
    example = write()
    client = signed_in("skolchef")
    client.get(f"/exempel/{example.pk}/")
    for n in range(4):
        with django_assert_num_queries(13):
            client.get(f"/exempel/{example.pk}/")
        actions.tell(example.pk, replace(TOLD, when=f"år {n}"), by=viewer_of(person("samordnare")))


def test_the_contact_is_whoever_holds_the_office_today(write, person, author) -> None:
    example, chief = write(), person("skolchef")
    assert pages.contact(viewer_of(chief), example) == pages.ExampleContact(
        "Nätverksmedlem, Vara", "natverksmedlem@demo.invalid"
    )
    author.offices.update(to_date="2024-01-01")
    assert pages.contact(viewer_of(chief), example) == pages.ExampleContact("Nätverksmedlem, Vara")


def test_each_kind_of_evidence_says_what_it_can_and_cannot(signed_in, read) -> None:
    assert len(kinds()) == 6
    assert all(k.can and k.cannot for k in kinds())
    assert [k.key for k in named(["research", "borttaget"])] == ["research"]
    signed_in("rektor")
    assert len(read("/exempel/underlag/").xpath("//dt")) == 6
    assert "Research" in read("/exempel/underlag/", language="en").xpath("string(//dl)")


# What other rooms get and give ---------------------------------------------------------------------------------------
class _Merit:
    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None:
        if ref != "1470/x?y":
            return None
        chart = {
            "kind": "distribution",
            "title": "T",
            "subtitle": "S",
            "description": "d",
            "decimals": 0,
            "language": "sv",
            "categories": ["a", "b"],
            "counts": [1, 2],
        }
        return Evidence(
            "merit", ref, "Meritvärde i Vara", "Mellan 210 och 220.", "Källan", "2026-11-22", "/x/", chart=chart
        )

    def follow_up(self, viewer: Viewer, frozen: Evidence, language: str) -> None:
        return None


def test_a_figure_is_put_beside_a_draft_and_stays_frozen(write, signed_in, read, person) -> None:
    with evidence.SOURCES.holding({"merit": _Merit()}):
        example = write("draft")
        other = write("draft", by=viewer_of(person("skolchef")), place="1471", place_name="Götene")
        way = next(
            d for d in evidence.destinations(viewer_of(person("natverksmedlem")), "figure") if d.key == "example"
        )
        assert not way.may(viewer_of(person("fortroendevald")))
        url = way.url("merit", "1470/x?y")
        client = signed_in("natverksmedlem")
        assert "Mellan 210 och 220." in read(url).xpath("string(//main)")
        assert (
            client.post("/exempel/ta-med/", {"kind": "merit", "ref": "1470/x?y", "example": other.pk}).status_code
            == 404
        )
        assert (
            client.post("/exempel/ta-med/", {"kind": "merit", "ref": "1470/x?y", "example": example.pk}).status_code
            == 302
        )
        page = read(f"/exempel/{example.pk}/")
        assert page.xpath("//figure//svg[@role='img']")
        assert "Meritvärde i Vara: Mellan 210 och 220. Källan." in " ".join(page.xpath("string(//figure)").split())
        assert client.get("/exempel/ta-med/?kind=merit&ref=annat").status_code == 404
        example.refresh_from_db()
        frozen = example.figure
        client.post(f"/exempel/{example.pk}/ta-bort-underlag/")
        example.refresh_from_db()
        assert example.figure is None
        client.post(f"/angra/{Removal.objects.get().pk}/")
        example.refresh_from_db()
        assert example.figure == frozen
        client.post(f"/exempel/{example.pk}/ta-bort-underlag/")
        assert Example.objects.get(pk=example.pk).figure is None


def test_an_example_is_taken_along_frozen_and_looked_at_again(write, person) -> None:
    example, chief = write(), person("skolchef")
    frozen = evidence.freeze(viewer_of(chief), "example", str(example.pk), "sv")
    assert frozen.sentence == "Färre gissade. Ingen annan har berättat att de provat än."
    assert frozen.source.startswith("Exempel från Vara, publicerat ")
    assert evidence.follow_up(viewer_of(chief), frozen, "sv").is_new is False
    actions.tell(example.pk, TOLD, by=viewer_of(chief))
    again = evidence.follow_up(viewer_of(chief), frozen, "sv")
    assert again.is_new
    assert "En annan har provat: en såg ingen skillnad." in again.sentence
    actions.take_back(example.pk, by=viewer_of(person("natverksmedlem")))
    assert evidence.follow_up(viewer_of(chief), frozen, "sv") is None
    for ref in ("", "x", "99999999999999", str(write("draft").pk)):
        assert evidence.freeze(viewer_of(person("samordnare")), "example", ref, "sv") is None


def test_only_published_examples_are_offered_told_and_found(write, person) -> None:
    with happenings.POINTS.holding({"test": lambda viewer: [("p1", "Punkt")]}):
        chief = person("skolchef")
        example, hidden = write(point="p1"), write("submitted", point="p1")
        assert [(m.ref, m.areas) for m in offers.offers(viewer_of(chief), ["matematik"], "example")] == [
            (str(example.pk), ("matematik",))
        ]
        assert offers.offers(viewer_of(chief), ["narvaro"], "example") == []
        assert [h.text for h in happenings.happenings(viewer_of(chief), ["p1"])] == ["Exempel från Vara: Räknesamtal"]
        refs = [str(example.pk), str(hidden.pk)]
        assert texts.visible(viewer_of(chief), "example", refs) == {refs[0]}
        assert texts.visible(viewer_of(person("presidium")), "example", refs) == set(refs)
        assert texts.visible(viewer_of(person("fortroendevald")), "example", refs) == set()
        assert "Många gissade." in texts.one_text("example", refs[0]).body
        with pytest.raises(ValueError):
            write("draft", point="finns-inte")


def test_those_who_ask_about_the_area_stand_on_the_example_s_page(write, signed_in, read) -> None:
    asked = offers.Match(
        "need", "x", ("matematik",), "Hjo: matematik", "", "1497", "Hjo", "/behov/kommun/hjo/matematik/"
    )
    with offers.SEEKERS.holding({"need": lambda viewer, keys: [asked] if "matematik" in keys else []}):
        example, other = write(), write(areas=("narvaro",))
        signed_in("skolchef")
        assert "Hjo: matematik" in read(f"/exempel/{example.pk}/").xpath("string(//main)")
        assert "Hjo: matematik" not in read(f"/exempel/{other.pk}/").xpath("string(//main)")


def test_the_demo_is_made_once_and_labelled(settings, signed_in, read) -> None:
    from spiral.learn.examples.demo import load_demo_examples

    settings.DEMO = False
    assert load_demo_examples() is None
    settings.DEMO = True
    assert load_demo_examples() == 6
    assert load_demo_examples() == 0
    assert sorted(Example.objects.values_list("state", flat=True)) == [
        "draft",
        "published",
        "published",
        "published",
        "published",
        "submitted",
    ]
    assert set(Trial.objects.values_list("outcome", flat=True)) == {"helped", "none"}
    signed_in("samordnare")
    for example in Example.objects.all():
        assert "Påhittat exempel." in read(f"/exempel/{example.pk}/").xpath("string(//main)")
    assert read("/exempel/").xpath("count(//article[contains(.,'Påhittat exempel.')])") == 4
