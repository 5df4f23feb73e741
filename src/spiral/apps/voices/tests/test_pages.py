"""What the pages say, who sees them, what they cost, and how a form travels as a file."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from spiral.apps.voices import queries
from spiral.apps.voices.actions import collections, days
from spiral.apps.voices.demo import load_demo_voices
from spiral.apps.voices.models import Collection, FormRecord, Quote
from spiral.apps.voices.pages import result
from spiral.apps.voices.questions import FormError, Kind, read, shipped, understand
from spiral.apps.voices.tests.conftest import BACKEND, answer

SV = {"accept-language": "sv"}


def _phone() -> Client:
    return Client(headers=SV)


# The pupil's telephone ------------------------------------------------------------------------------------------------


def test_one_question_a_page_carries_the_answers_in_the_form_and_stores_nothing_on_the_way(opened) -> None:
    made, phone = opened(), _phone()
    url = f"/elevroster/svara/{made.code}/fragor/"
    page = phone.get(url).content.decode()
    assert "Fråga 1 av 5" in page
    assert "Hur många vuxna på skolan tror på dig?" in page
    page = phone.post(url, {"s1": "3", "fran": "1", "till": "2"}).content.decode()
    assert '<input type="hidden" name="s1" value="3">' in page
    page = phone.post(url, {"s1": "3", "t2": "bråk & ”procent”", "fran": "2", "till": "3"}).content.decode()
    assert '<input type="hidden" name="t2" value="bråk &amp; ”procent”">' in page
    page = phone.post(url, {"s1": "3", "t2": "bråk", "s3": "2", "fran": "3", "hoppa": "3"}).content.decode()
    assert "Fråga 4 av 5" in page
    assert 'name="s3"' not in page
    assert Collection.objects.get().answers == 0
    done = phone.post(url, {"s1": "3", "t2": "bråk", "fran": "5", "till": "skicka"})
    assert done.headers["location"].endswith(f"/svara/{made.code}/tack/")
    again = phone.post(url, {"s1": "1", "fran": "5", "till": "skicka"})
    assert again.headers["location"].endswith("?igen")
    assert Collection.objects.get().answers == 1


def test_something_blocked_is_explained_where_it_was_written_and_the_text_is_kept(opened) -> None:
    made, phone = opened(), _phone()
    url = f"/elevroster/svara/{made.code}/fragor/"
    page = phone.post(url, {"t2": "mejla a@b.se eller 070-123 45 67", "fran": "2", "till": "3"}).content.decode()
    assert "Fråga 2 av 5" in page
    assert "Ta bort e-postadressen ”a@b.se”." in page
    assert "Ta bort telefonnumret ”070-123 45 67”." in page
    assert "mejla a@b.se eller 070-123 45 67</textarea>" in page
    page = phone.post(f"{url}?alla=1", {"s1": "1", "t4": "120504-1234", "till": "skicka"}).content.decode()
    assert "Det ser ut som ett personnummer." in page
    assert 'value="1" checked' in page
    assert not Quote.objects.exists()
    page = phone.post(url, {"t2": "x" * 601, "fran": "2", "till": "3"}).content.decode()
    assert "Texten är 601 tecken lång. Korta den till högst 600." in page


def test_possible_names_are_shown_and_the_pupil_decides_each(opened) -> None:
    made, phone = opened(), _phone()
    url = f"/elevroster/svara/{made.code}/fragor/"
    text = "Jag gör läxan med Kalle och Zebra"
    page = phone.post(url, {"t2": text, "fran": "2", "till": "3"}).content.decode()
    assert "Kan det här vara namn?" in page
    assert "<mark>Kalle</mark>" in page
    assert page.count("checked") == 0
    half = {"t2": text, "namn-2-Kalle": "bort", "fran": "2", "till": "3"}
    page = phone.post(url, half).content.decode()
    assert "Fråga 2 av 5" in page
    assert "<mark>Kalle</mark>" not in page
    assert "<mark>Zebra</mark>" in page
    page = phone.post(url, {**half, "namn-2-Zebra": "kvar"}).content.decode()
    assert "Fråga 3 av 5" in page
    assert 'name="t2" value="Jag gör läxan med [namn] och Zebra"' in page
    assert 'name="namn-2-Zebra" value="kvar"' in page
    sent = {"t2": "Jag gör läxan med [namn] och Zebra", "namn-2-Zebra": "kvar", "fran": "5", "till": "skicka"}
    assert phone.post(url, sent).status_code == 302
    assert Quote.objects.get().text == "Jag gör läxan med [namn] och Zebra"


def test_the_server_checks_again_whatever_the_form_claims(opened) -> None:
    made, phone = opened(), _phone()
    url = f"/elevroster/svara/{made.code}/fragor/"
    forged = {"t2": "Kalle är snäll", "namn-2-Anna": "kvar", "namn-2-Kalle": "ja", "fran": "5", "till": "skicka"}
    page = phone.post(url, forged).content.decode()
    assert "Fråga 2 av 5" in page
    assert not Quote.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"hoppa": "5"},
        {"till": "skicka"},
        {"t2": "\x00 \u200b", "till": "skicka"},
        {"s1": "9", "s3": "²", "till": "skicka"},
    ],
)
def test_skipping_everything_is_no_answer(form: dict[str, str], opened) -> None:
    made = opened()
    page = _phone().post(f"/elevroster/svara/{made.code}/fragor/", form)
    assert page.status_code == 200
    assert "Du har hoppat över alla frågor" in page.content.decode()
    assert Collection.objects.get().answers == 0


@pytest.mark.parametrize("form", [{"hoppa": "9" * 30}, {"till": "9" * 30}, {"till": "²"}, {"fran": "³", "till": "2"}])
def test_an_odd_form_is_answered_with_a_question(form: dict[str, str], opened) -> None:
    made = opened()
    assert _phone().post(f"/elevroster/svara/{made.code}/fragor/", form).status_code == 200


def test_the_easier_wording_follows_along_and_leaves_no_trace(opened) -> None:
    made, phone = opened(), _phone()
    page = phone.get(f"/elevroster/svara/{made.code}/?lattlast=1").content.decode()
    assert "Inga svar är fel." in page
    url = f"/elevroster/svara/{made.code}/fragor/?lattlast=1"
    page = phone.get(url).content.decode()
    assert "Hur många vuxna här tror på dig?" in page
    assert f'action="{url}"' in page
    assert phone.post(url, {"s1": "1", "fran": "5", "till": "skicka"}).status_code == 302


def test_an_english_telephone_gets_english_questions_marked_as_english(opened) -> None:
    made = opened()
    page = Client(headers={"accept-language": "en"}).get(f"/elevroster/svara/{made.code}/fragor/").content.decode()
    assert '<html lang="en">' in page
    assert "How many adults at school believe in you?" in page


def test_somebody_else_on_the_same_device_is_counted_too(opened) -> None:
    made, phone = opened(), _phone()
    url = f"/elevroster/svara/{made.code}/fragor/?alla=1"
    for _pupil in range(2):
        phone.get(url)
        assert phone.post(url, {"s1": "2", "till": "skicka"}).headers["location"].endswith("/tack/")
        phone.post(f"/elevroster/svara/{made.code}/nasta-elev/")
    assert Collection.objects.get().answers == 2


def test_codes_are_answered_in_words_and_a_days_code_leads_to_sorting(released, leader) -> None:
    made = released()
    day = days.open_day(made.pk, [5], 2, timezone.localdate(), by=leader)
    phone = _phone()
    assert "Ingenting har koden 123" in phone.get("/elevroster/svara/", {"kod": "1 2 3"}).content.decode()
    assert phone.get("/elevroster/svara/", {"kod": "\x00" * 3}).status_code == 200
    assert phone.get("/elevroster/svara/000/").headers["location"] == "/elevroster/svara/?kod=000"
    spaced = f"{day.code[:4]} {day.code[4:]}"
    assert phone.get("/elevroster/svara/", {"kod": spaced}).headers["location"] == f"/elevroster/sortera/{day.code}/"
    assert "Insamlingen är stängd" in phone.get(f"/elevroster/svara/{made.code}/fragor/").content.decode()


# Who sees what --------------------------------------------------------------------------------------------------------

WHO = ("", "fortroendevald", "skolchef", "samordnare", "rektor")


def _as(who: str, person) -> Client:
    client = _phone()
    if who:
        client.force_login(person(who), backend=BACKEND)
    return client


@pytest.mark.parametrize("state", ["open", "review", "released"])
def test_every_page_of_a_schools_collection_for_every_role(state: str, opened, released, leader, person) -> None:
    if state == "released":
        made = released(6)
        day = days.open_day(made.pk, [5], 2, timezone.localdate(), by=leader)
        pile = days.add_pile(day.groups.first().pk, "Öva")
        theme = days.agree_on_theme(made.pk, "Öva", [pile.pk], by=leader).pk
    else:
        made, theme = opened(6), 1
        if state == "review":
            collections.close(made.pk, by=leader)
    base, quote = f"/elevroster/insamling/{made.pk}", Quote.objects.first()
    own = {"open": (302, 302), "review": (200, 200), "released": (200, 200)}[state]
    day_own = 200 if state == "released" else 404
    # (visitor, elected, another place, coordinator, own place); 403 asks to sign in or says that it is not for you.
    wanted = {
        f"{base}/": (403, 403, 404, 200 if state == "released" else 404, 302 if state == "review" else 200),
        f"{base}/granska/": (403, 403, 404, 404, own[0]),
        f"{base}/granska/{quote.pk}/": (403, 403, 404, 404, own[1]),
        f"{base}/analysdag/": (403, 403, 404, 404, day_own),
        f"{base}/teman/nytt/": (403, 403, 404, 404, day_own),
        f"{base}/teman/{theme}/": (403, 403, 404, 404, day_own),
        f"{base}.csv": (404, 404, 404, 200 if state == "released" else 404, 200 if state == "released" else 404),
    }
    found = {url: tuple(_as(who, person).get(url).status_code for who in WHO) for url in wanted}
    assert found == wanted
    for verb in (
        "stang",
        "avsluta",
        "slapp",
        "analysdag/stang",
        f"granska/{quote.pk}/ta-bort",
        f"teman/{theme}/ta-bort",
    ):
        got = [_as(who, person).post(f"{base}/{verb}/").status_code for who in WHO[:4]]
        assert got == [403, 403, 404, 404], verb
    assert Collection.objects.get(pk=made.pk).state == state
    assert Quote.objects.filter(pk=quote.pk).exists()


def test_the_regions_own_collection_is_every_members_when_released_and_read_only_at_the_region(
    released, person
) -> None:
    made = released(6, by=person("samordnare"))
    assert made.place == ""
    got = [_as(who, person).get(f"/elevroster/insamling/{made.pk}/").status_code for who in WHO]
    assert got == [403, 403, 200, 200, 200]
    assert _as("rektor", person).get(f"/elevroster/insamling/{made.pk}/granska/").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/elevroster/ny/fyra-fragor/",
        "/elevroster/formular/nytt/",
        "/elevroster/formular/las-in/",
        "/elevroster/formular/fyra-fragor/",
    ],
)
def test_opening_and_forms_are_for_members(url: str, person) -> None:
    assert [_as(who, person).get(url).status_code for who in WHO] == [403, 403, 200, 200, 200]


def test_a_discarded_collection_is_gone(opened, leader, client) -> None:
    made = opened(6)
    client.force_login(leader, backend=BACKEND)
    assert client.post(f"/elevroster/insamling/{made.pk}/avsluta/").status_code == 302
    assert client.get(f"/elevroster/insamling/{made.pk}/").status_code == 404
    assert queries.collections(leader) == []


# The leader -----------------------------------------------------------------------------------------------------------


def test_a_leader_opens_closes_reads_masks_and_releases(leader, person) -> None:
    rektor = _as("rektor", person)
    bad = rektor.post("/elevroster/ny/fyra-fragor/", {"group": "", "last_day": "2020-01-01"})
    assert bad.status_code == 422
    assert "Skriv vilka som ska svara" in bad.content.decode()
    assert "Sista dagen ska vara i dag eller inom sextio dagar." in bad.content.decode()
    answered = rektor.post("/elevroster/ny/fyra-fragor/", {"group": " Klass  8 B "})
    made = Collection.objects.get()
    assert answered.headers["location"] == f"/elevroster/insamling/{made.pk}/"
    assert (made.group, made.place) == ("Klass 8 B", "45270097")
    base = f"/elevroster/insamling/{made.pk}"
    for n in range(6):
        answer(made, n)
    collections.take_answer(made.pk, "x", {}, {2: "läxan med Xantippa"}, {2: {"Xantippa"}})
    page = rektor.post(f"{base}/stang/", follow=True).content.decode()
    assert "Läs svaren innan någon annan får se dem" in page
    assert "<mark>Xantippa</mark>" in page
    quote = Quote.objects.get(text__contains="Xantippa")
    mask = f"{base}/granska/{quote.pk}/"
    assert rektor.post(mask, {"fore": quote.text}).status_code == 422
    assert rektor.post(mask, {"fore": "något annat", "ord": "2"}).status_code == 409
    assert rektor.post(mask, {"fore": quote.text, "ord": ["2", "²", "99999999"]}).status_code == 302
    assert Quote.objects.get(pk=quote.pk).text == "läxan med [dolt]"
    assert rektor.post(f"{base}/granska/{quote.pk}/ta-bort/").status_code == 302
    page = rektor.post(f"{base}/slapp/", follow=True).content.decode()
    assert "7 elever i gruppen Klass 8 B har svarat, alla utan namn." in page
    assert "Xantippa" not in page


def test_the_result_says_what_most_chose_and_compares_only_with_the_same_group_and_place(
    released, leader, person
) -> None:
    first = released(8)
    released(8, group="Klass 9 A")
    released(8, by=person("natverksmedlem"))
    second = released(9)
    now = queries.released(leader, second)
    assert queries.before(leader, second).collection == first
    page = result(now, queries.before(leader, second), "sv")
    assert page.headline == "3 av 9 svarade ”Det är för svårt” på frågan ”Hur går det för dig?”"
    assert "8 elever" in page.lead[-1]
    scale = page.lines[2]
    assert scale.earlier.counts == (2, 2, 2, 2)
    assert "kan bero på slumpen" in scale.moved
    assert page.lines[0].moved == ""
    assert len(page.lines[1].quotes) + len(page.lines[1].more) == 9
    alone = queries.released(leader, first)
    assert (
        result(alone, queries.before(leader, first), "sv").headline
        == "Svaren delar sig på frågan ”Hur går det för dig?”"
    )


def test_a_question_in_new_words_is_not_followed_over_time(released, leader, sample) -> None:
    first = released(6)
    document = sample.as_document()
    document["languages"] = {"sv": document["languages"]["sv"]}
    document["languages"]["sv"]["questions"][2]["text"] = "Hur svårt är det?"
    made = collections.open_collection(understand(document), collections.Opening("Klass 8 B", first.place), by=leader)
    for n in range(6):
        answer(made, n)
    collections.close(made.pk, by=leader)
    collections.release(made.pk, by=leader)
    page = result(queries.released(leader, Collection.objects.get(pk=made.pk)), queries.before(leader, made), "sv")
    assert page.lines[2].earlier is None
    assert page.lines[0].earlier is not None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_what_the_page_shows(kind: str, opened, leader, person) -> None:
    made = opened()
    for n in range(6):
        collections.take_answer(made.pk, f"k{n}", {3: 2}, {2: "=summa(1)"} | ({4: "tunn sak"} if n < 2 else {}))
    collections.close(made.pk, by=leader)
    collections.release(made.pk, by=leader)
    content = _as("rektor", person).get(f"/elevroster/insamling/{made.pk}.{kind}").content
    if kind == "xlsx":
        assert content[:2] == b"PK"
        return
    text = content.decode()
    assert "# Grupp: Klass 8 B" in text
    assert ";Det går sådär;6" in text
    assert ";för få svar för att visas" in text
    assert ";'=summa(1)" in text
    assert "tunn sak" not in text


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("url", "count"), [("/elevroster/", 5), ("/elevroster/insamling/{pk}/", 13)])
def test_a_page_costs_the_same_few_queries(
    url: str, count: int, many: int, released, leader, client, django_assert_num_queries
) -> None:
    released(5)
    made = [released(4 + many) for _n in range(many)][-1]
    client.force_login(leader, backend=BACKEND)
    with django_assert_num_queries(count):
        assert client.get(url.format(pk=made.pk)).status_code == 200


def test_three_hundred_collections_are_paged(opened, leader, client) -> None:
    made = opened()
    Collection.objects.bulk_create(
        Collection(
            code=f"x{n:05d}"[:6],
            form_key=made.form_key,
            document={},
            group=f"Klass {n}",
            place=made.place,
            leader=leader,
            opened_on=made.opened_on,
        )
        for n in range(299)
    )
    client.force_login(leader, backend=BACKEND)
    page = client.get("/elevroster/", headers=SV).content.decode()
    assert page.count("/elevroster/insamling/") == 40
    assert "Äldre insamlingar" in page
    assert client.get("/elevroster/?sida=8").content.decode().count("/elevroster/insamling/") == 20


# Forms ----------------------------------------------------------------------------------------------------------------


def test_the_four_questions_are_shipped_in_two_wordings_and_two_languages() -> None:
    [form] = shipped()
    assert [q.kind for q in form.swedish.questions] == [Kind.ADULTS, Kind.TEXT, Kind.SCALE, Kind.TEXT, Kind.TEXT]
    for version in form.versions.values():
        assert all(q.text.easy and q.hint.easy and q.text.easy != q.text.usual for q in version.questions)
        assert all(len(q.text.usual) <= 60 for q in version.questions)
    assert [o.usual for o in form.swedish.questions[0].options] == ["Ingen", "En", "Två", "Tre eller fler"]
    assert [o.usual for o in form.version("en").questions[0].options][0] == "None"


def test_a_form_goes_out_as_a_file_and_comes_back_the_same(sample, person) -> None:
    rektor = _as("rektor", person)
    file = rektor.get(f"/elevroster/formular/{sample.key}.json").content
    assert read(file, "form.json") == sample
    upload = SimpleUploadedFile("form.json", file.replace(b"Hur g\xc3\xa5r det f\xc3\xb6r dig?", b"Hur funkar det?"))
    assert rektor.post("/elevroster/formular/las-in/", {"file": upload}).status_code == 302
    assert queries.form(None, sample.key).swedish.questions[2].text.usual == "Hur funkar det?"
    assert len(queries.forms(None)) == 1
    assert rektor.post("/elevroster/formular/las-in/", {}).status_code == 422


def test_a_form_is_written_on_the_page_and_an_open_collection_keeps_its_own(opened, sample, person) -> None:
    made, rektor = opened(), _as("rektor", person)
    fields = {
        "rader": "3", "title": "Om rasten", "kind1": "scale", "text1": "Hur är rasten?", "easy1": "Rasten?",
        "options1": "Tråkig | Inte kul\r\nRolig", "kind2": "text", "text2": "Vad saknas?", "kind3": "",
    }  # fmt: skip
    more = rektor.post("/elevroster/formular/nytt/", {**fields, "fler": "1"}).content.decode()
    assert 'name="text5"' in more
    assert 'value="Hur är rasten?"' in more
    assert rektor.post("/elevroster/formular/nytt/", fields).status_code == 302
    kept = queries.form(None, "om-rasten")
    assert [o.said(True) for o in kept.swedish.questions[0].options] == ["Inte kul", "Rolig"]
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
    assert len(Collection.objects.get(pk=made.pk).content.swedish.questions) == 5


def test_changing_words_on_the_page_keeps_the_english_and_changing_questions_drops_it(sample, person) -> None:
    from spiral.apps.voices.forms import QuestionnaireForm

    rektor, fields = _as("rektor", person), QuestionnaireForm.initial_from(sample)
    url = f"/elevroster/formular/{sample.key}/"
    form = {**fields, "markt": sample.mark}
    assert rektor.post(url, {**form, "rader": "5", "text3": "Hur funkar det?"}).status_code == 302
    assert set(queries.form(None, sample.key).versions) == {"sv", "en"}
    late = rektor.post(url, {**form, "rader": "5", "text3": "Hur är det?"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden." in page
    assert "3. Hur funkar det?" in page
    assert 'value="Hur är det?"' in page
    mark = queries.form(None, sample.key).mark
    assert f'name="markt" value="{mark}"' in page
    assert rektor.post(url, {**fields, "markt": mark, "rader": "4"}).status_code == 302
    assert set(queries.form(None, sample.key).versions) == {"sv"}


def _document(**question: object) -> bytes:
    row = {"kind": "text", "text": "Fråga?"} | question
    return json.dumps({"key": "a", "languages": {"sv": {"title": "T", "questions": [row]}}}).encode()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "UTF-8"), (b"{", "JSON"), (b"{}", "languages"), (b"[]", "languages"),
        (json.dumps({"key": "a", "languages": {"en": {}}}).encode(), "svenska"),
        (_document(kind="photo"), "slaget"), (_document(kind="scale", options=["en"]), "två till sju"),
        (_document(kind="choice", options=["a", "a"]), "två gånger"), (_document(text="x" * 301), "300 tecken"),
        (_document(text=""), "tom"), (b"x" * 100_001, "större"),
        (_document().replace(b'"a"', b'"A B"'), "Kortnamnet"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_explained(content: bytes, fault: str) -> None:
    with pytest.raises(FormError, match=fault):
        read(content, "form.json")


def test_nul_bytes_and_very_long_input_are_refused_in_words(person) -> None:
    rektor = _as("rektor", person)
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
    [day] = [queries.day_of(None, c) for c in Collection.objects.filter(answers=23)]
    assert all(not s.unsorted for s in queries.sortings(day))
    assert len({p.name for s in queries.sortings(day) for p in s.piles}) >= 8
