"""Forms as files, on the page, and in the demo."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spiral.ground.set_file import SetError
from spiral.trust.access.viewer import viewer_of, visitor
from spiral.trust.undo.models import Removal
from spiral.understand.voices import queries
from spiral.understand.voices.demo import load_demo_voices
from spiral.understand.voices.models import Collection, FormRecord
from spiral.understand.voices.pages import result
from spiral.understand.voices.questions import QuestionKind, read, shipped
from spiral.understand.voices.tests.conftest import as_role

SV = {"accept-language": "sv"}


def test_the_questions_are_shipped_in_two_wordings_and_two_languages() -> None:
    [form] = shipped()
    assert [q.kind for q in form.swedish.questions] == [
        QuestionKind.ADULTS,
        QuestionKind.TEXT,
        QuestionKind.SCALE,
        QuestionKind.TEXT,
    ]
    for version in form.versions.values():
        assert all(q.text.easy and q.hint.easy and q.text.easy != q.text.usual for q in version.questions)
        assert all(len(q.text.usual) <= 60 for q in version.questions)
    assert [o.usual for o in form.swedish.questions[0].options] == ["Ingen", "En", "Två", "Tre eller fler"]
    assert [o.usual for o in form.version("en").questions[0].options][0] == "None"


def test_a_form_goes_out_as_a_file_and_comes_back_the_same(sample, person) -> None:
    rektor = as_role("rektor", person)
    file = rektor.get(f"/elevroster/formular/{sample.key}.json").content
    assert read(file, "form.json") == sample
    upload = SimpleUploadedFile("form.json", file.replace(b"Hur g\xc3\xa5r det f\xc3\xb6r dig?", b"Hur funkar det?"))
    assert rektor.post("/elevroster/formular/las-in/", {"file": upload}).status_code == 302
    assert queries.form(visitor(), sample.key).swedish.questions[2].text.usual == "Hur funkar det?"
    assert len(queries.forms(visitor())) == 1
    assert rektor.post("/elevroster/formular/las-in/", {}).status_code == 422


def test_a_form_is_written_on_the_page_and_an_open_collection_keeps_its_own(opened, sample, person) -> None:
    collection, rektor = opened(), as_role("rektor", person)
    fields = {
        "rows": "3",
        "title": "Om rasten",
        "kind1": "scale",
        "text1": "Hur är rasten?",
        "easy1": "Rasten?",
        "options1": "Tråkig | Inte kul\r\nRolig",
        "kind2": "text",
        "text2": "Vad saknas?",
        "kind3": "",
    }
    more = rektor.post("/elevroster/formular/nytt/", {**fields, "more": "1"}).content.decode()
    assert 'name="text5"' in more
    assert 'value="Hur är rasten?"' in more
    assert rektor.post("/elevroster/formular/nytt/", fields).status_code == 302
    pupil_form = queries.form(visitor(), "om-rasten")
    assert [o.said(True) for o in pupil_form.swedish.questions[0].options] == ["Inte kul", "Rolig"]
    assert rektor.post("/elevroster/formular/nytt/", fields).status_code == 422
    bad = rektor.post(
        "/elevroster/formular/nytt/", {**fields, "title": "Annan", "options1": "Bara en", "kind3": "text"}
    )
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "sv, fråga 1: det ska finnas två till sju svar att välja på." in page
    assert "sv, fråga 3: frågan är tom." in page
    assert "Bara en" in page
    assert rektor.get("/elevroster/formular/om-rasten/").status_code == 200
    FormRecord.objects.all().delete()
    assert len(Collection.objects.get(pk=collection.pk).content.swedish.questions) == 4


def test_changing_words_on_the_page_keeps_the_english_and_changing_questions_drops_it(sample, person) -> None:
    from spiral.understand.voices.forms import QuestionnaireForm

    rektor, fields = as_role("rektor", person), QuestionnaireForm(4, form=sample).values_of(sample)
    url = f"/elevroster/formular/{sample.key}/"
    form = {**fields, "revision": sample.revision}
    assert rektor.post(url, {**form, "rows": "4", "text3": "Hur funkar det?"}).status_code == 302
    assert set(queries.form(visitor(), sample.key).versions) == {"sv", "en"}
    late = rektor.post(url, {**form, "rows": "4", "text3": "Hur är det?"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden." in page
    assert "<dt>Fråga 3, fråga</dt>" in page
    assert "<dd>Hur funkar det?</dd>" in " ".join(page.split()).replace("<dd> ", "<dd>").replace(" </dd>", "</dd>")
    assert 'value="Hur är det?"' in page
    mark = queries.form(visitor(), sample.key).revision
    assert f'name="revision" value="{mark}"' in page
    assert rektor.post(url, {**fields, "revision": mark, "rows": "3"}).status_code == 302
    assert set(queries.form(visitor(), sample.key).versions) == {"sv"}


def _document(**question: object) -> bytes:
    row = {"kind": "text", "text": "Fråga?"} | question
    return json.dumps({"key": "a", "languages": {"sv": {"title": "T", "questions": [row]}}}).encode()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "UTF-8"),
        (b"{", "JSON"),
        (b"{}", "languages"),
        (b"[]", "languages"),
        (json.dumps({"key": "a", "languages": {"en": {}}}).encode(), "svenska"),
        (_document(kind="photo"), "typen"),
        (_document(kind="scale", options=["en"]), "två till sju"),
        (_document(kind="choice", options=["a", "a"]), "två gånger"),
        (_document(text="x" * 301), "300 tecken"),
        (_document(text=""), "tom"),
        (b"x" * 100_001, "större"),
        (_document().replace(b'"a"', b'"A B"'), "Kortnamnet"),
    ],
)
def test_a_faulty_file_is_explained(content: bytes, fault: str) -> None:
    with pytest.raises(SetError, match=fault):
        read(content, "form.json")


def test_nul_bytes_and_very_long_input_are_refused_in_words(person) -> None:
    rektor = as_role("rektor", person)
    for group in ("a\x00b", "x" * 81, "ring 070-123 45 67"):
        assert rektor.post("/elevroster/ny/fyra-fragor/", {"group": group}).status_code == 422
    assert not Collection.objects.exists()


def test_the_demo_has_its_made_up_collections_and_nothing_outside_the_demo(db: None, settings) -> None:
    settings.DEMO = False
    assert load_demo_voices() == 0
    settings.DEMO = True
    assert load_demo_voices() == 3
    assert load_demo_voices() == 0
    rows = Collection.objects.order_by("pk").values_list("state", "answers", "is_made_up")
    assert list(rows) == [("released", 19, True), ("released", 23, True), ("open", 4, True)]
    [day] = [queries.day_of(visitor(), c) for c in Collection.objects.filter(answers=23)]
    assert all(not s.unsorted for s in queries.sortings(day))
    assert len({p.name for s in queries.sortings(day) for p in s.piles}) >= 8


@pytest.mark.parametrize(("language", "number"), [("sv", "Fyra frågor"), ("en", "Four questions")])
def test_a_title_that_counts_its_questions_counts_right(language: str, number: str) -> None:
    content = next(form for form in shipped() if form.key == "fyra-fragor").version(language)
    assert content.title.startswith(number)
    assert len(content.questions) == 4


def test_what_was_asked_before_the_form_had_four_questions_stays_as_it_was(released, leader) -> None:
    """A collection keeps its own copy, a form that the network has changed is its own, and years are compared by the
    words of the question, not by its number."""
    document = shipped()[0].as_document()
    asked = {
        "kind": "text",
        "text": "Hur märker du hur det går?",
        "easy": "Hur vet du det?",
        "hint": "",
        "hint_easy": "",
    }
    for language in document["languages"].values():
        language["questions"].insert(3, asked)
    old, by = released(), viewer_of(leader)
    Collection.objects.filter(pk=old.pk).update(document=document)
    now = released()
    then = queries.before(by, now)
    assert [q.text.usual for q in then.content.swedish.questions][3:] == [asked["text"], "Vad är ditt nästa steg?"]
    lines = result(queries.released(by, now), then, "sv").lines
    assert [line.earlier is not None for line in lines] == [True, False, True, False]
    FormRecord.objects.create(key=shipped()[0].key, title="Fem frågor", document=document)
    assert len(queries.form(by, shipped()[0].key).swedish.questions) == 5


def test_questions_that_are_taken_out_are_offered_back_with_the_whole_form_as_it_was(sample, person) -> None:
    from spiral.understand.voices.forms import QuestionnaireForm

    rektor, fields = as_role("rektor", person), QuestionnaireForm(4, form=sample).values_of(sample)
    url = f"/elevroster/formular/{sample.key}/"
    sent = {**fields, "revision": sample.revision, "title": "Två frågor", "rows": "2"}
    page = " ".join(rektor.post(url, sent, follow=True).content.decode().split())
    removal = Removal.objects.get()
    assert "2 frågor i ”Två frågor” står inte längre som de stod." in page
    assert f'action="/angra/{removal.pk}/"' in page
    back = rektor.post(f"/angra/{removal.pk}/", follow=True)
    assert back.redirect_chain[-1][0] == url
    assert "Formuläret är som det var före ändringen." in back.content.decode()
    assert queries.form(visitor(), sample.key) == sample, "with its English"
    assert FormRecord.objects.get().title == sample.swedish.title


def test_a_form_that_somebody_has_written_in_since_is_not_put_back_over_that(sample, person) -> None:
    from spiral.understand.voices.forms import QuestionnaireForm

    rektor, fields = as_role("rektor", person), QuestionnaireForm(4, form=sample).values_of(sample)
    url = f"/elevroster/formular/{sample.key}/"
    rektor.post(url, {**fields, "revision": sample.revision, "rows": "2"})
    removal = Removal.objects.get()
    now = queries.form(visitor(), sample.key)
    rektor.post(url, {**fields, "revision": now.revision, "title": "Ny rubrik", "rows": "2"})
    assert Removal.objects.count() == 1, "no question has gone since"
    page = rektor.post(f"/angra/{removal.pk}/", {"next": url}, follow=True).content.decode()
    assert "Det går inte att ångra längre." in page
    assert queries.form(visitor(), sample.key).swedish.title == "Ny rubrik"
