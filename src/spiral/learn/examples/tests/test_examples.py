"""An example from draft to published, and who may see which."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from spiral.ground.revision import StaleRevision
from spiral.learn.examples import actions, queries
from spiral.learn.examples.forms import ExampleForm
from spiral.learn.examples.models import Example
from spiral.learn.examples.tests.conftest import BACKEND, CONTENT
from spiral.trust.access.viewer import viewer_of

FORM = {
    "title": "Läsning i par",
    "areas": ["matematik"],
    "problem": "Problem",
    "done": "Gjort",
    "form": "compulsory",
    "seen": "Sett",
    "kinds": ["research"],
    "place": "1470",
    "contact": "member",
    "revision": "1",
}


# Who may see which ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        ("draft", {"natverksmedlem", "samordnare"}),
        ("submitted", {"natverksmedlem", "samordnare", "presidium"}),
        ("returned", {"natverksmedlem", "samordnare", "presidium"}),
        ("published", {"natverksmedlem", "samordnare", "presidium", "skolchef", "rektor"}),
    ],
)
def test_only_published_examples_are_for_all_members(state, seen_by, write, person, client) -> None:
    example = write(state)
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
        got[key] = client.get(f"/exempel/{example.pk}/").status_code
    assert got.pop("") == 302
    assert (got.pop("fortroendevald"), got.pop("friskolerektor")) == (403, 403)
    assert got == {key: 200 if key in seen_by else 404 for key in got}


@pytest.mark.parametrize("url", ["/exempel/", "/exempel/nytt/", "/exempel/underlag/"])
def test_the_room_is_the_members_own(url, person, client) -> None:
    assert client.get(url).status_code == 302
    for key, status in (("fortroendevald", 403), ("friskolerektor", 403), ("rektor", 200), ("samordnare", 200)):
        client.force_login(person(key), backend=BACKEND)
        assert client.get(url).status_code == status, key


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "published"])
def test_only_the_author_and_the_coordinator_change_and_nobody_else_moves_it(state, write, person, client) -> None:
    example = write(state)
    url = f"/exempel/{example.pk}/"
    for key, hidden in (("skolchef", state != "published"), ("presidium", state == "draft")):
        client.force_login(person(key), backend=BACKEND)
        for path in ("andra/", "skicka-in/", "ta-tillbaka/", "ta-bort-underlag/"):
            answer = client.post(url + path, FORM)
            assert answer.status_code == (404 if hidden else 403), (key, path)
    unchanged = Example.objects.get(pk=example.pk)
    assert (unchanged.title, unchanged.state) == ("Räknesamtal", example.state)


def test_the_author_never_reviews_alone(write, person) -> None:
    leader = person("samordnare")
    example = write("submitted", by=viewer_of(leader))
    assert queries.to_review(viewer_of(leader)) == []
    with pytest.raises(PermissionDenied):
        actions.publish(example.pk, example.revision, by=viewer_of(leader))
    with pytest.raises(PermissionDenied):
        actions.publish(example.pk, example.revision, by=viewer_of(person("skolchef")))
    assert actions.publish(example.pk, example.revision, by=viewer_of(person("presidium"))).state == "published"


def test_the_database_itself_refuses_what_nobody_else_has_read(write, author) -> None:
    example = write("draft")
    for reviewer in (None, author):
        with pytest.raises(IntegrityError), transaction.atomic():
            Example.objects.filter(pk=example.pk).update(state="published", reviewed_by=reviewer)


# From draft to published ---------------------------------------------------------------------------------------------
def test_an_example_is_written_handed_in_read_and_published(signed_in, read) -> None:
    client = signed_in("natverksmedlem")
    answer = client.post("/exempel/nytt/", {**FORM, "send": "1"})
    example = Example.objects.get()
    assert answer.headers["location"] == f"/exempel/{example.pk}/"
    assert (example.state, example.place_name, example.kinds) == ("submitted", "Vara", ["research"])
    signed_in("presidium")
    assert "Väntar på att du läser" in read("/exempel/").xpath("string(//main)")
    client.post(f"/exempel/{example.pk}/granska/", {"decision": "publish", "revision": "1", "confirmed": "1"})
    signed_in("skolchef")
    page = read("/exempel/")
    assert page.xpath("string(//h1)") == "Ett exempel på vad andra gjorde och hur det gick"
    assert page.xpath("//article//a/text()") == ["Läsning i par"]


def test_a_reviewer_gives_back_with_a_comment_that_the_author_reads(write, signed_in, read) -> None:
    example = write("submitted")
    client = signed_in("presidium")
    url = f"/exempel/{example.pk}/"
    empty = client.post(f"{url}granska/", {"decision": "return", "comment": " "}, headers={"accept-language": "sv"})
    assert empty.status_code == 422
    assert "Fyll i ”Kommentar till den som skrev”." in empty.content.decode()
    client.post(f"{url}granska/", {"decision": "return", "comment": "Hur många var med?"})
    signed_in("natverksmedlem")
    assert "Hur många var med?" in read(url).xpath("string(//main)")
    assert client.post(f"{url}andra/", {**FORM, "send": "1"}).status_code == 302
    assert Example.objects.get().state == "submitted"


def test_what_changed_after_it_was_read_is_not_published(write, author, person) -> None:
    example = write("submitted")
    actions.take_back(example.pk, by=viewer_of(author))
    actions.rewrite(example.pk, replace(CONTENT, seen="Något annat."), example.revision, by=viewer_of(author))
    actions.submit(example.pk, by=viewer_of(author))
    with pytest.raises(StaleRevision):
        actions.publish(example.pk, example.revision, by=viewer_of(person("samordnare")))


def test_a_published_example_is_taken_back_before_it_is_changed(write, signed_in, author, person) -> None:
    example = write()
    client = signed_in("natverksmedlem")
    assert client.get(f"/exempel/{example.pk}/andra/").headers["location"] == f"/exempel/{example.pk}/"
    with pytest.raises(actions.NotNow):
        actions.rewrite(example.pk, CONTENT, example.revision, by=viewer_of(author))
    client.post(f"/exempel/{example.pk}/ta-tillbaka/", {"confirmed": "1"})
    assert Example.objects.get().state == "withdrawn"
    assert queries.example(viewer_of(person("skolchef")), example.pk) is None
    assert client.get(f"/exempel/{example.pk}/andra/").status_code == 200


def test_the_later_of_two_is_told_and_both_texts_are_there(write, signed_in, person) -> None:
    example = write("draft")
    actions.rewrite(example.pk, replace(CONTENT, seen="Samordnarens text."), 1, by=viewer_of(person("samordnare")))
    client = signed_in("natverksmedlem")
    answer = client.post(
        f"/exempel/{example.pk}/andra/", {**FORM, "seen": "Min text."}, headers={"accept-language": "sv"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Någon annan har sparat under tiden." in page
    assert "Samordnarens text." in page
    assert "Min text." in page
    assert 'name="revision" value="2"' in page
    assert Example.objects.get().seen == "Samordnarens text."
    wrong = client.post(f"/exempel/{example.pk}/andra/", {**FORM, "seen": ""}).content.decode()
    assert 'name="revision" value="1"' in wrong


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Fyll i ”Rubrik: vad gjorde ni?”."),
        ("done", "x" * 1401, "”Vad gjorde ni?” får vara högst 1400 tecken och är 1401. Korta texten."),
        ("seen", "a\0b", "”Vad såg ni, och hur säkert är det?” innehåller ett tecken som inte går att spara."),
        (
            "advice",
            "Mejla anna@exempel.se",
            "Ta bort telefonnumret eller e-postadressen ur ”Vad skulle ni göra annorlunda?”.",
        ),
        ("done", "Ring 070-123 45 67.", "Ta bort telefonnumret"),
        ("done", "Ring +46 511 12 34 56.", "Ta bort telefonnumret"),
        ("areas", [], "Välj minst ett område."),
        ("areas", ["x"], "Området finns inte längre."),
        ("kinds", [], "Välj minst ett slags underlag."),
        ("form", "", "Välj skolform."),
        ("place", "1496", "Välj en av dina platser."),
        ("place", "", "Välj en av dina platser."),
        ("hours", "-1", "Timmar: skriv ett heltal från 0"),
        ("kronor", "många", "Kronor: skriv ett heltal från 0"),
        ("contact", "fortroendevald", "Välj vem andra kan fråga."),
    ],
)
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
    form = ExampleForm(viewer_of(author), {**FORM, "done": text})
    assert form.is_valid(), form.errors


def test_a_need_fills_in_the_form_on_the_way(signed_in, read) -> None:
    signed_in("natverksmedlem")
    page = read("/exempel/nytt/?area=matematik&title=En rubrik&problem=Ett problem")
    assert page.xpath("//input[@name='areas'][@checked]/@value") == ["matematik"]
    assert page.xpath("//input[@name='title']/@value") == ["En rubrik"]
    assert page.xpath("string(//textarea[@name='problem'])").strip() == "Ett problem"
