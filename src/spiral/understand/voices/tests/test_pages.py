"""What the leader's pages say, what they cost, and the files they become."""

from __future__ import annotations

import pytest

from spiral.trust.access.viewer import viewer_of
from spiral.understand.voices import queries
from spiral.understand.voices.actions import collections, reviewing
from spiral.understand.voices.models import Collection, Quote
from spiral.understand.voices.pages import result
from spiral.understand.voices.questions import understand
from spiral.understand.voices.tests.conftest import BACKEND, answer, as_role, take

SV = {"accept-language": "sv"}


def test_a_leader_opens_closes_reads_masks_and_releases(leader, person) -> None:
    rektor = as_role("rektor", person)
    bad = rektor.post("/elevroster/ny/fyra-fragor/", {"group": "", "last_day": "2020-01-01"})
    assert bad.status_code == 422
    assert "Skriv vilka som ska svara" in bad.content.decode()
    assert "Sista dagen ska vara i dag eller inom sextio dagar." in bad.content.decode()
    uncounted = rektor.post("/elevroster/ny/fyra-fragor/", {"group": "Klass 8 B"})
    assert "Hur många elever är i rummet: skriv antalet." in uncounted.content.decode()
    answered = rektor.post("/elevroster/ny/fyra-fragor/", {"group": " Klass  8 B ", "invited": "28"})
    collection = Collection.objects.get()
    assert answered.headers["location"] == f"/elevroster/insamling/{collection.pk}/"
    assert (collection.group, collection.place) == ("Klass 8 B", "45270097")
    base = f"/elevroster/insamling/{collection.pk}"
    for n in range(6):
        answer(collection, n)
    take(collection, "x", {}, {2: "läxan med Xantippa"}, {2: {"Xantippa"}})
    page = rektor.post(f"{base}/stang/", {"confirmed": "1"}, follow=True).content.decode()
    assert "Läs svaren innan någon annan får se dem" in page
    assert "<mark>Xantippa</mark>" in page
    quote = Quote.objects.get(text__contains="Xantippa")
    mask = f"{base}/granska/{quote.pk}/"
    assert rektor.post(mask, {"before": quote.text}).status_code == 422
    assert rektor.post(mask, {"before": "något annat", "word": "2"}).status_code == 409
    assert rektor.post(mask, {"before": quote.text, "word": ["2", "²", "99999999"]}).status_code == 302
    assert Quote.objects.get(pk=quote.pk).text == "läxan med [dolt]"
    assert rektor.post(f"{base}/granska/{quote.pk}/ta-bort/").status_code == 302
    page = rektor.post(f"{base}/slapp/", {"confirmed": "1"}, follow=True).content.decode()
    assert "7 elever i gruppen Klass 8 B har svarat, alla utan namn." in page
    assert "Xantippa" not in page


def test_the_result_says_what_most_chose_and_compares_only_with_the_same_group_and_place(
    released, leader, person
) -> None:
    first = released(8)
    released(8, group="Klass 9 A")
    released(8, by=viewer_of(person("natverksmedlem")))
    second = released(9)
    now = queries.released(viewer_of(leader), second)
    assert queries.before(viewer_of(leader), second).collection == first
    page = result(now, queries.before(viewer_of(leader), second), "sv")
    assert page.headline == "3 av 9 svarade ”Det är för svårt” på frågan ”Hur går det för dig?”"
    assert "8 elever" in page.lead[-1]
    scale = page.lines[2]
    assert scale.earlier.counts == (2, 2, 2, 2)
    assert "kan bero på slumpen" in scale.moved
    assert page.lines[0].moved == ""
    assert len(page.lines[1].quotes) + len(page.lines[1].more) == 9
    alone = queries.released(viewer_of(leader), first)
    assert (
        result(alone, queries.before(viewer_of(leader), first), "sv").headline
        == "Svaren går isär på frågan ”Hur går det för dig?”"
    )


def test_a_question_in_new_words_is_not_followed_over_time(released, leader, sample) -> None:
    first = released(6)
    document = sample.as_document()
    document["languages"] = {"sv": document["languages"]["sv"]}
    document["languages"]["sv"]["questions"][2]["text"] = "Hur svårt är det?"
    collection = collections.open_collection(
        understand(document), collections.VoicesOpening("Klass 8 B", first.place), by=viewer_of(leader)
    )
    for n in range(6):
        answer(collection, n)
    collections.close(collection.pk, by=viewer_of(leader))
    reviewing.release(collection.pk, by=viewer_of(leader))
    page = result(
        queries.released(viewer_of(leader), Collection.objects.get(pk=collection.pk)),
        queries.before(viewer_of(leader), collection),
        "sv",
    )
    assert page.lines[2].earlier is None
    assert page.lines[0].earlier is not None


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_what_the_page_shows(kind: str, opened, leader, person) -> None:
    collection = opened()
    for n in range(6):
        take(collection, f"k{n}", {3: 2}, {2: "=summa(1)"} | ({4: "tunn sak"} if n < 2 else {}))
    collections.close(collection.pk, by=viewer_of(leader))
    reviewing.release(collection.pk, by=viewer_of(leader))
    content = as_role("rektor", person).get(f"/elevroster/insamling/{collection.pk}.{kind}").content
    if kind == "xlsx":
        assert content[:2] == b"PK"
        return
    text = content.decode()
    beside = as_role("rektor", person).get(f"/elevroster/insamling/{collection.pk}.csv-metadata.json")
    assert "Klass 8 B" in beside.content.decode()
    assert ";Det går sådär;6" in text
    assert ";för få svar för att visas" in text
    assert ";'=summa(1)" in text
    assert "tunn sak" not in text


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(("url", "count"), [("/elevroster/", 5), ("/elevroster/insamling/{pk}/", 14)])
def test_a_page_costs_the_same_few_queries(
    url: str, count: int, many: int, released, leader, client, django_assert_num_queries
) -> None:
    released(5)
    collection = [released(4 + many) for _n in range(many)][-1]
    client.force_login(leader, backend=BACKEND)
    with django_assert_num_queries(count):
        assert client.get(url.format(pk=collection.pk)).status_code == 200


def test_three_hundred_collections_are_paged(opened, leader, client) -> None:
    collection = opened()
    Collection.objects.bulk_create(
        Collection(
            code=f"x{n:05d}"[:6],
            form_key=collection.form_key,
            document={},
            group=f"Klass {n}",
            place=collection.place,
            leader=leader,
            opened_on=collection.opened_on,
        )
        for n in range(299)
    )
    client.force_login(leader, backend=BACKEND)
    page = client.get("/elevroster/", headers=SV).content.decode()
    assert page.count("/elevroster/insamling/") == 40
    assert "Äldre insamlingar" in page
    assert client.get("/elevroster/?page=8").content.decode().count("/elevroster/insamling/") == 20
