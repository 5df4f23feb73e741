"""An example from draft to published; who may see which; what others saw; what other rooms get."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from spiral.apps.core import evidence, happenings, offers, texts
from spiral.apps.core.evidence import Evidence
from spiral.apps.examples import actions, pages, queries
from spiral.apps.examples.actions import Content, Told
from spiral.apps.examples.catalogue import kinds, named
from spiral.apps.examples.forms import ExampleForm
from spiral.apps.examples.models import Example, Trial

BACKEND = "django.contrib.auth.backends.ModelBackend"
CONTENT = Content(
    title="Räknesamtal", problem="Många gissade.", done="Vi talade i par.", form="grundskola", seen="Färre gissade.",
    contact="natverksmedlem", place="1470", place_name="Vara", kinds=("fore-efter",), areas=("matematik",),
)  # fmt: skip
TOLD = Told("1471", "Götene", "våren 2026", "ingen-skillnad", "Vi såg inget.")
FORM = {
    "title": "Läsning i par", "areas": ["matematik"], "problem": "Problem", "done": "Gjort", "form": "grundskola",
    "seen": "Sett", "kinds": ["forskning"], "place": "1470", "contact": "natverksmedlem", "revision": "1",
}  # fmt: skip


@pytest.fixture
def author(person) -> object:
    return person("natverksmedlem")


@pytest.fixture
def write(author, person):
    """An example in the state asked for."""

    def make(state: str = "publicerat", by: object = author, **more: object) -> Example:
        made = actions.draft(replace(CONTENT, **more), by=by)
        if state == "utkast":
            return made
        actions.submit(made.pk, by=by)
        if state == "publicerat":
            actions.publish(made.pk, made.revision, by=person("samordnare"))
        elif state == "ater":
            actions.give_back(made.pk, "Skriv mer.", by=person("presidium"))
        return Example.objects.get(pk=made.pk)

    return make


@pytest.fixture(autouse=True)
def in_swedish():
    with translation.override("sv"):
        yield


@pytest.fixture
def signed_in(client, person):
    def sign(key: str) -> object:
        client.force_login(person(key), backend=BACKEND)
        return client

    return sign


# Who may see which ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "seen_by"), [
    ("utkast", {"natverksmedlem", "samordnare"}),
    ("inskickat", {"natverksmedlem", "samordnare", "presidium"}),
    ("ater", {"natverksmedlem", "samordnare", "presidium"}),
    ("publicerat", {"natverksmedlem", "samordnare", "presidium", "skolchef", "rektor"}),
])  # fmt: skip
def test_only_published_examples_are_for_all_members(state, seen_by, write, person, client) -> None:
    made = write(state)
    got = {}
    for key in (
        "",
        "fortroendevald",
        "friskolerektor",
        "skolchef",
        "rektor",
        "presidium",
        "natverksmedlem",
        "samordnare",
    ):
        client.logout()
        if key:
            client.force_login(person(key), backend=BACKEND)
        got[key] = client.get(f"/exempel/{made.pk}/").status_code
    assert got.pop("") == 302
    assert (got.pop("fortroendevald"), got.pop("friskolerektor")) == (403, 403)
    assert got == {key: 200 if key in seen_by else 404 for key in got}


@pytest.mark.parametrize("url", ["/exempel/", "/exempel/nytt/", "/exempel/underlag/"])
def test_the_room_is_the_members_own(url, person, client) -> None:
    assert client.get(url).status_code == 302
    for key, status in (("fortroendevald", 403), ("friskolerektor", 403), ("rektor", 200), ("samordnare", 200)):
        client.force_login(person(key), backend=BACKEND)
        assert client.get(url).status_code == status, key


@pytest.mark.parametrize("state", ["utkast", "inskickat", "ater", "publicerat"])
def test_only_the_author_and_the_coordinator_change_and_nobody_else_moves_it(state, write, person, client) -> None:
    made = write(state)
    url = f"/exempel/{made.pk}/"
    for key, hidden in (("skolchef", state != "publicerat"), ("presidium", state == "utkast")):
        client.force_login(person(key), backend=BACKEND)
        for path in ("andra/", "skicka-in/", "ta-tillbaka/", "ta-bort-underlag/"):
            answer = client.post(url + path, FORM)
            assert answer.status_code == (404 if hidden else 403), (key, path)
    kept = Example.objects.get(pk=made.pk)
    assert (kept.title, kept.state) == ("Räknesamtal", made.state)


def test_the_author_never_reviews_alone(write, person) -> None:
    leader = person("samordnare")
    made = write("inskickat", by=leader)
    assert queries.to_review(leader) == []
    with pytest.raises(PermissionDenied):
        actions.publish(made.pk, made.revision, by=leader)
    with pytest.raises(PermissionDenied):
        actions.publish(made.pk, made.revision, by=person("skolchef"))
    assert actions.publish(made.pk, made.revision, by=person("presidium")).state == "publicerat"


def test_the_database_itself_refuses_what_nobody_else_has_read(write, author) -> None:
    made = write("utkast")
    for reviewer in (None, author):
        with pytest.raises(IntegrityError), transaction.atomic():
            Example.objects.filter(pk=made.pk).update(state="publicerat", reviewed_by=reviewer)


# From draft to published ---------------------------------------------------------------------------------------------
def test_an_example_is_written_handed_in_read_and_published(signed_in, read) -> None:
    client = signed_in("natverksmedlem")
    answer = client.post("/exempel/nytt/", {**FORM, "skicka": "1"})
    made = Example.objects.get()
    assert answer.headers["location"] == f"/exempel/{made.pk}/"
    assert (made.state, made.place_name, made.kinds) == ("inskickat", "Vara", ["forskning"])
    signed_in("presidium")
    assert "Väntar på att du läser" in read("/exempel/").xpath("string(//main)")
    client.post(f"/exempel/{made.pk}/granska/", {"beslut": "publicera", "revision": "1"})
    signed_in("skolchef")
    page = read("/exempel/")
    assert page.xpath("string(//h1)") == "Ett exempel på vad andra gjorde och hur det gick"
    assert page.xpath("//article//a/text()") == ["Läsning i par"]


def test_a_reviewer_gives_back_with_a_comment_that_the_author_reads(write, signed_in, read) -> None:
    made = write("inskickat")
    client = signed_in("presidium")
    url = f"/exempel/{made.pk}/"
    empty = client.post(f"{url}granska/", {"beslut": "ater", "comment": " "}, headers={"accept-language": "sv"})
    assert empty.status_code == 422
    assert "Fyll i ”Kommentar till den som skrev”." in empty.content.decode()
    client.post(f"{url}granska/", {"beslut": "ater", "comment": "Hur många var med?"})
    signed_in("natverksmedlem")
    assert "Hur många var med?" in read(url).xpath("string(//main)")
    assert client.post(f"{url}andra/", {**FORM, "skicka": "1"}).status_code == 302
    assert Example.objects.get().state == "inskickat"


def test_what_changed_after_it_was_read_is_not_published(write, author, person) -> None:
    made = write("inskickat")
    actions.take_back(made.pk, by=author)
    actions.rewrite(made.pk, replace(CONTENT, seen="Något annat."), made.revision, by=author)
    actions.submit(made.pk, by=author)
    with pytest.raises(actions.SavedMeanwhile):
        actions.publish(made.pk, made.revision, by=person("samordnare"))


def test_a_published_example_is_taken_back_before_it_is_changed(write, signed_in, author, person) -> None:
    made = write()
    client = signed_in("natverksmedlem")
    assert client.get(f"/exempel/{made.pk}/andra/").headers["location"] == f"/exempel/{made.pk}/"
    with pytest.raises(actions.NotNow):
        actions.rewrite(made.pk, CONTENT, made.revision, by=author)
    client.post(f"/exempel/{made.pk}/ta-tillbaka/")
    assert Example.objects.get().state == "tillbakadraget"
    assert queries.example(person("skolchef"), made.pk) is None
    assert client.get(f"/exempel/{made.pk}/andra/").status_code == 200


def test_the_later_of_two_is_told_and_both_texts_are_there(write, signed_in, person) -> None:
    made = write("utkast")
    actions.rewrite(made.pk, replace(CONTENT, seen="Samordnarens text."), 1, by=person("samordnare"))
    client = signed_in("natverksmedlem")
    answer = client.post(f"/exempel/{made.pk}/andra/", {**FORM, "seen": "Min text."}, headers={"accept-language": "sv"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har sparat under tiden." in page
    assert "Samordnarens text." in page
    assert "Min text." in page
    assert 'name="revision" value="2"' in page
    assert Example.objects.get().seen == "Samordnarens text."
    wrong = client.post(f"/exempel/{made.pk}/andra/", {**FORM, "seen": ""}).content.decode()
    assert 'name="revision" value="1"' in wrong


@pytest.mark.parametrize(("field", "value", "said"), [
    ("title", "", "Fyll i ”Rubrik: vad gjorde ni?”."),
    ("done", "x" * 1401, "”Vad gjorde ni?” får vara högst 1400 tecken och är 1401. Korta texten."),
    ("seen", "a\0b", "”Vad såg ni, och hur säkert är det?” innehåller ett tecken som inte går att spara."),
    ("advice", "Mejla anna@exempel.se", "Ta bort telefonnumret eller e-postadressen ur ”Vad skulle ni göra annorlunda?”."),
    ("done", "Ring 070-123 45 67.", "Ta bort telefonnumret"),
    ("done", "Ring +46 511 12 34 56.", "Ta bort telefonnumret"),
    ("areas", [], "Välj minst ett område."), ("areas", ["x"], "Området finns inte längre."),
    ("kinds", [], "Välj minst ett slags underlag."), ("form", "", "Välj skolform."),
    ("place", "1496", "Välj en av dina platser."), ("hours", "-1", "Timmar: skriv ett heltal från 0"),
    ("kronor", "många", "Kronor: skriv ett heltal från 0"), ("contact", "fortroendevald", "Välj vem andra kan fråga."),
])  # fmt: skip
def test_what_cannot_be_saved_is_explained_and_kept_in_the_form(field, value, said, signed_in) -> None:
    client = signed_in("natverksmedlem")
    answer = client.post("/exempel/nytt/", {**FORM, field: value}, headers={"accept-language": "sv"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (">\nGjort</textarea>" in answer.content.decode()) or field == "done"
    assert not Example.objects.exists()


@pytest.mark.parametrize(
    "text", ["Läsåret 2024/25 och 12 000 000 kronor", "Mellan 2019 och 2026", "årskurs 7–9, 130 elever"]
)
def test_years_and_sums_are_no_telephone_numbers(text, author) -> None:
    form = ExampleForm(author, {**FORM, "done": text})
    assert form.is_valid(), form.errors


def test_a_need_fills_in_the_form_on_the_way(signed_in, read) -> None:
    signed_in("natverksmedlem")
    page = read("/exempel/nytt/?omrade=matematik&rubrik=En rubrik&problem=Ett problem")
    assert page.xpath("//input[@name='areas'][@checked]/@value") == ["matematik"]
    assert page.xpath("//input[@name='title']/@value") == ["En rubrik"]
    assert page.xpath("string(//textarea[@name='problem'])").strip() == "Ett problem"


# Vi provade detta ----------------------------------------------------------------------------------------------------
def test_every_outcome_is_told_in_the_same_way(write, person, signed_in, read) -> None:
    made, chair = write(), person("presidium")
    for outcome, place in (("hjalpte", "Ale"), ("ingen-skillnad", "Bo"), ("gick-inte", "Ce"), ("for-tidigt", "De")):
        actions.tell(made.pk, replace(TOLD, outcome=outcome, place="", place_name=place), by=chair)
    signed_in("skolchef")
    page = read(f"/exempel/{made.pk}/")
    assert page.xpath("string(//p[@class='ingress'])") == (
        "Fyra andra har provat: en såg att det hjälpte, en såg ingen skillnad, en kunde inte genomföra det, "
        "för en är det för tidigt att säga."
    )
    assert page.xpath("//ul[contains(@class,'provat')]//b/text()") == [
        "Det hjälpte", "Vi såg ingen skillnad", "Det gick inte att genomföra", "För tidigt att säga",
    ]  # fmt: skip
    assert "en såg ingen skillnad" in read("/exempel/").xpath("string(//article)")


def test_own_place_first_then_alphabetical_whatever_the_outcome(write, person) -> None:
    made, chief = write(), person("skolchef")
    for place, name, outcome in (
        ("1496", "Skövde", "hjalpte"),
        ("1471", "Götene", "ingen-skillnad"),
        ("1497", "Hjo", "hjalpte"),
    ):
        actions.tell(made.pk, replace(TOLD, place=place, place_name=name, outcome=outcome), by=person("presidium"))
    assert [t.place_name for t in queries.trials(chief, queries.example(chief, made.pk))] == ["Götene", "Hjo", "Skövde"]


def test_a_trial_is_told_changed_and_removed_by_whoever_told_it(write, signed_in, client) -> None:
    made = write()
    url = f"/exempel/{made.pk}/provat/"
    form = {"place": "1471", "when": "våren", "outcome": "hjalpte", "text": "Bra.", "revision": ""}
    client = signed_in("skolchef")
    assert client.post(url, {**form, "outcome": "bäst"}).status_code == 422
    assert client.post(url, {**form, "place": "1470"}).status_code == 422
    assert client.post(url, form).status_code == 302
    told = Trial.objects.get()
    assert told.place_name == "Götene"
    assert signed_in("presidium").post(f"{url}{told.pk}/", form).status_code == 403
    assert signed_in("presidium").post(f"{url}{told.pk}/ta-bort/").status_code == 403
    client = signed_in("skolchef")
    changed = {**form, "outcome": "ingen-skillnad", "revision": "1"}
    assert client.post(f"{url}{told.pk}/", changed).status_code == 302
    late = client.post(f"{url}{told.pk}/", {**changed, "text": "Mitt."}, headers={"accept-language": "sv"})
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden." in late.content.decode()
    assert Trial.objects.get().text == "Bra."
    assert client.post(f"{url}{told.pk}/ta-bort/").status_code == 302
    assert not Trial.objects.exists()
    assert client.get(f"{url}{told.pk}/").status_code == 404


@pytest.mark.parametrize("state", ["utkast", "inskickat", "ater"])
def test_what_is_not_published_has_not_been_tried(state, write, author, signed_in) -> None:
    made = write(state)
    with pytest.raises(PermissionDenied):
        actions.tell(made.pk, TOLD, by=author)
    assert signed_in("natverksmedlem").get(f"/exempel/{made.pk}/provat/").status_code == 403


# What is shown -------------------------------------------------------------------------------------------------------
def test_the_list_is_filtered_by_area_and_words(write, signed_in, read) -> None:
    write(title="Ängslan på prov")
    write(title="Läsa tillsammans", areas=("lasning-och-skrivning",), done="Högläsning")
    signed_in("skolchef")

    def found(query):
        return read(f"/exempel/?{query}").xpath("//article//h3/a/text()")

    assert found("omrade=matematik") == ["Ängslan på prov"]
    assert found("ord=ängslan") == ["Ängslan på prov"]
    assert found("ord=högläsning+läsa") == ["Läsa tillsammans"]
    assert found("ord=xyzzy") == []
    assert read("/exempel/?ord=xyzzy").xpath("string(//h1)") == "Inget exempel passar det du söker"
    assert found("omrade=strunt&sida=hundra") == ["Läsa tillsammans", "Ängslan på prov"]
    assert found("ord=%00") == ["Läsa tillsammans", "Ängslan på prov"]


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
            title=f"Nr {n}", problem="p", done="d", form="grundskola", seen="s", contact="natverksmedlem", place="1470",
            place_name="Vara", author=first.author, reviewed_by=first.reviewed_by, state="publicerat",
            written_on=first.written_on, published_on=first.published_on,
        )
        for n in range(300)
    )  # fmt: skip
    client = signed_in("skolchef")
    client.get("/exempel/")
    with django_assert_num_queries(9):
        page = read("/exempel/?sida=2&omrade=")
    assert len(page.xpath("//article")) == 20
    assert "Sida 2 av 16" in page.xpath("string(//main)")


def test_an_example_s_page_costs_a_constant_number_of_queries(
    write, person, signed_in, django_assert_num_queries
) -> None:
    made = write()
    client = signed_in("skolchef")
    client.get(f"/exempel/{made.pk}/")
    for told in range(4):
        with django_assert_num_queries(12):
            client.get(f"/exempel/{made.pk}/")
        actions.tell(made.pk, replace(TOLD, when=f"år {told}"), by=person("presidium"))


def test_the_contact_is_whoever_holds_the_office_today(write, person, author) -> None:
    made, chief = write(), person("skolchef")
    assert pages.contact(chief, made) == pages.Contact("Nätverksmedlem, Vara", "natverksmedlem@demo.invalid")
    author.offices.update(to_date="2024-01-01")
    assert pages.contact(chief, made) == pages.Contact("Nätverksmedlem, Vara")


def test_each_kind_of_evidence_says_what_it_can_and_cannot(signed_in, read) -> None:
    assert len(kinds()) == 6
    assert all(k.can and k.cannot for k in kinds())
    assert [k.key for k in named(["forskning", "borttaget"])] == ["forskning"]
    signed_in("rektor")
    assert len(read("/exempel/underlag/").xpath("//dt")) == 6
    assert "Research" in read("/exempel/underlag/", language="en").xpath("string(//dl)")


# What other rooms get and give ---------------------------------------------------------------------------------------
class _Merit:
    def freeze(self, viewer: object, ref: str, language: str) -> Evidence | None:
        if ref != "1470/x?y":
            return None
        chart = {
            "kind": "distribution", "title": "T", "subtitle": "S", "description": "d", "decimals": 0, "language": "sv",
            "categories": ["a", "b"], "counts": [1, 2],
        }  # fmt: skip
        return Evidence(
            "merit", ref, "Meritvärde i Vara", "Mellan 210 och 220.", "Källan", "2026-11-22", "/x/", chart=chart
        )

    def again(self, viewer: object, kept: Evidence, language: str) -> None:
        return None


def test_a_figure_is_put_beside_a_draft_and_stays_frozen(write, signed_in, read, monkeypatch, person) -> None:
    monkeypatch.setitem(evidence._sources, "merit", _Merit())
    made = write("utkast")
    other = write("utkast", by=person("skolchef"))
    way = next(d for d in evidence.destinations(person("natverksmedlem")) if d.key == "example")
    assert not way.may(person("fortroendevald"))
    url = way.url("merit", "1470/x?y")
    client = signed_in("natverksmedlem")
    assert "Mellan 210 och 220." in read(url).xpath("string(//main)")
    assert client.post("/exempel/ta-med/", {"slag": "merit", "ref": "1470/x?y", "exempel": other.pk}).status_code == 404
    assert client.post("/exempel/ta-med/", {"slag": "merit", "ref": "1470/x?y", "exempel": made.pk}).status_code == 302
    page = read(f"/exempel/{made.pk}/")
    assert page.xpath("//figure//svg[@role='img']")
    assert "Meritvärde i Vara: Mellan 210 och 220. Källan." in " ".join(page.xpath("string(//figure)").split())
    assert client.get("/exempel/ta-med/?slag=merit&ref=annat").status_code == 404
    client.post(f"/exempel/{made.pk}/ta-bort-underlag/")
    assert Example.objects.get(pk=made.pk).figure is None


def test_an_example_is_taken_along_frozen_and_looked_at_again(write, person) -> None:
    made, chief = write(), person("skolchef")
    kept = evidence.freeze(chief, "example", str(made.pk), "sv")
    assert kept.sentence == "Färre gissade. Ingen annan har berättat att de provat än."
    assert kept.source.startswith("Exempel från Vara, publicerat ")
    assert evidence.again(chief, kept, "sv").is_new is False
    actions.tell(made.pk, TOLD, by=chief)
    again = evidence.again(chief, kept, "sv")
    assert again.is_new
    assert "En annan har provat: en såg ingen skillnad." in again.sentence
    actions.take_back(made.pk, by=person("natverksmedlem"))
    assert evidence.again(chief, kept, "sv") is None
    for ref in ("", "x", "99999999999999", str(write("utkast").pk)):
        assert evidence.freeze(person("samordnare"), "example", ref, "sv") is None


def test_only_published_examples_are_offered_told_and_found(write, person, monkeypatch) -> None:
    monkeypatch.setattr(happenings, "_points", [lambda viewer: [("p1", "Punkt")]])
    chief = person("skolchef")
    made, hidden = write(point="p1"), write("inskickat", point="p1")
    assert [(m.ref, m.areas) for m in offers.offers(chief, ["matematik"], "example")] == [
        (str(made.pk), ("matematik",))
    ]
    assert offers.offers(chief, ["narvaro"], "example") == []
    assert [h.text for h in happenings.happenings(chief, ["p1"])] == ["Exempel från Vara: Räknesamtal"]
    refs = [str(made.pk), str(hidden.pk)]
    assert texts.visible(chief, "example", refs) == {refs[0]}
    assert texts.visible(person("presidium"), "example", refs) == set(refs)
    assert texts.visible(person("fortroendevald"), "example", refs) == set()
    assert "Många gissade." in texts.one_text("example", refs[0]).body
    with pytest.raises(ValueError):
        write("utkast", point="finns-inte")


def test_those_who_ask_about_the_area_stand_on_the_example_s_page(write, signed_in, read, monkeypatch) -> None:
    asked = offers.Match(
        "need", "x", ("matematik",), "Hjo: matematik", "", "1497", "Hjo", "/behov/kommun/hjo/matematik/"
    )
    monkeypatch.setattr(offers, "_seekers", {"need": lambda viewer, keys: [asked] if "matematik" in keys else []})
    made, other = write(), write(areas=("narvaro",))
    signed_in("skolchef")
    assert "Hjo: matematik" in read(f"/exempel/{made.pk}/").xpath("string(//main)")
    assert "Hjo: matematik" not in read(f"/exempel/{other.pk}/").xpath("string(//main)")


def test_the_demo_is_made_once_and_labelled(settings, signed_in, read) -> None:
    from spiral.apps.examples.demo import load_demo_examples

    settings.DEMO = False
    assert load_demo_examples() is None
    settings.DEMO = True
    assert load_demo_examples() == 6
    assert load_demo_examples() == 0
    assert sorted(Example.objects.values_list("state", flat=True)) == [
        "inskickat",
        "publicerat",
        "publicerat",
        "publicerat",
        "publicerat",
        "utkast",
    ]
    assert set(Trial.objects.values_list("outcome", flat=True)) == {"hjalpte", "ingen-skillnad"}
    signed_in("samordnare")
    for found in Example.objects.all():
        assert "Påhittat exempel." in read(f"/exempel/{found.pk}/").xpath("string(//main)")
    assert read("/exempel/").xpath("count(//article[contains(.,'Påhittat exempel.')])") == 4
