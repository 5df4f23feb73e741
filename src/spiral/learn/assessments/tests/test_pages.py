"""What the pages say, what they cost, and how a set travels as a file."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from spiral.ground.set_file import SetError
from spiral.learn.assessments import actions, queries
from spiral.learn.assessments.demo import load_demo_rounds
from spiral.learn.assessments.models import Round, StatementSetRecord
from spiral.learn.assessments.pages import level_in_words, result
from spiral.learn.assessments.statements import read, shipped, understand
from spiral.learn.assessments.tests.conftest import answer, walk_in
from spiral.trust.access.viewer import viewer_of, visitor
from spiral.trust.undo.models import Removal

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _shown(opened, leader, **more):
    assessment = opened(**more)
    actions.show(assessment.pk, by=viewer_of(leader))
    return Round.objects.get(pk=assessment.pk)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2.4, "mellan 2 och 3, svagt och funktionellt"),
        (1.1, "mellan 1 och 2, obefintligt och svagt"),
        (3.0, "alltså funktionellt"),
        (2.97, "alltså funktionellt"),
    ],
)
def test_a_mean_is_told_in_the_words_of_the_scale_without_cut_offs(value: float, words: str) -> None:
    assert level_in_words(value, shipped()[0].version("sv")) == words


def test_the_result_names_what_divides_and_compares_only_with_the_same_group(opened, leader) -> None:
    first = _shown(opened, leader, people=8)
    other = _shown(opened, leader, people=8, group="Rektorer i Vara")
    second = _shown(opened, leader, people=9)
    [now] = queries.shown(viewer_of(leader), second)
    assert queries.before(viewer_of(leader), now).round == first
    assert queries.before(viewer_of(leader), queries.shown(viewer_of(leader), other)[0]) is None
    page = result(now, queries.before(viewer_of(leader), now), "sv")
    assert page.headline == "Svaren går mest isär om påstående 1"
    assert page.lead[0] == "Medelvärdet är 2,3, mellan 2 och 3, svagt och funktionellt."
    assert "kan bero på slumpen" in page.lead[1]
    assert page.lines[0].change.endswith("kan bero på slumpen")


def test_a_change_from_one_end_to_the_other_is_more_than_chance(opened, leader) -> None:
    for level in (1, 4):
        assessment = opened()
        for person in range(6):
            answer(assessment, 3, f"key-{person}", dict.fromkeys(range(1, 10), level))
        actions.show(assessment.pk, by=viewer_of(leader))
    [now] = queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk))
    page = result(now, queries.before(viewer_of(leader), now), "sv")
    assert page.headline == "Alla som svarade valde samma nivå, på varje påstående"
    assert page.talk == ""
    assert "+3,0" in page.lead[1]
    assert "mer än slumpen" in page.lead[1]


def test_a_statement_in_new_words_is_not_followed_over_time(opened, leader, sample) -> None:
    _shown(opened, leader, people=6)
    document = sample.as_document()
    document["languages"]["sv"]["statements"][0] = "Något helt annat."
    assessment = actions.open_round(understand(document), actions.RoundOpening("Nätverket", (3,)), by=viewer_of(leader))
    for person in range(6):
        answer(assessment, 3, f"key-{person}", dict.fromkeys(range(1, 10), 2))
    actions.show(assessment.pk, by=viewer_of(leader))
    [now] = queries.shown(viewer_of(leader), Round.objects.get(pk=assessment.pk))
    page = result(now, queries.before(viewer_of(leader), now), "sv")
    assert page.lines[0].change == ""
    assert page.lines[1].change != ""


def test_a_place_s_own_round_is_not_for_other_places(opened, person, client) -> None:
    vara = person("natverksmedlem")
    assessment = opened(people=5, by=viewer_of(vara))
    actions.show(assessment.pk, by=viewer_of(vara))
    for key, status in (("natverksmedlem", 200), ("samordnare", 200), ("skolchef", 404), ("fortroendevald", 403)):
        client.force_login(person(key), backend=BACKEND)
        assert client.get(f"/skattning/omgang/{assessment.pk}/").status_code == status, key


@pytest.mark.parametrize(("url", "count"), [("/skattning/", 5), ("/skattning/omgang/{shown}/", 11)])
def test_a_page_costs_the_same_few_queries(
    url: str, count: int, opened, leader, client, django_assert_num_queries
) -> None:
    _shown(opened, leader, people=8)
    shown = _shown(opened, leader, people=9)
    client.force_login(leader, backend=BACKEND)
    with django_assert_num_queries(count):
        assert client.get(url.format(shown=shown.pk)).status_code == 200


@pytest.mark.parametrize("part", ["", "del/"])
def test_a_look_at_an_unchanged_round_is_answered_not_modified(part, opened, leader, client) -> None:
    assessment = opened(people=2)
    client.force_login(leader, backend=BACKEND)
    url = f"/skattning/omgang/{assessment.pk}/{part}"
    seen = client.get(url).headers["etag"]
    assert client.get(url, headers={"if-none-match": seen}).status_code == 304
    for n in range(2):
        answer(assessment, 3, f"another-{n}", {1: 1})
        assert client.get(url, headers={"if-none-match": seen}).status_code == 304, "an answer is not told of by itself"
    answer(assessment, 3, "the fifth", {1: 1})
    fresh = client.get(url, headers={"if-none-match": seen})
    assert fresh.status_code == 200
    assert ">minst 5</b>" in fresh.content.decode()


def test_what_a_page_follows_ends_with_the_round_and_is_its_own_places_only(opened, person, client) -> None:
    vara = person("natverksmedlem")
    assessment = opened(people=5, by=viewer_of(vara))
    url = f"/skattning/omgang/{assessment.pk}/del/"
    assert client.get(url).status_code == 302
    for key, status in (("natverksmedlem", 200), ("samordnare", 200), ("skolchef", 404), ("fortroendevald", 403)):
        client.force_login(person(key), backend=BACKEND)
        assert client.get(url).status_code == status, key
    actions.show(assessment.pk, by=viewer_of(vara))
    client.force_login(vara, backend=BACKEND)
    assert client.get(url).status_code == 410


def test_one_statement_a_page_carries_the_answers_in_the_form_and_stores_nothing_on_the_way(opened, read) -> None:
    from django.test import Client

    assessment, phone = opened(), Client(headers={"accept-language": "sv"})
    url = walk_in(phone, assessment)
    page = phone.get(url).content.decode()
    assert "Påstående 1 av 9" in page
    page = phone.post(url, {"s1": "2", "to": "2"}).content.decode()
    assert '<input type="hidden" name="s1" value="2">' in page
    page = phone.post(url, {"s1": "2", "s2": "4", "skip": "2"}).content.decode()
    assert "Påstående 3 av 9" in page
    assert 'name="s2"' not in page
    assert queries.answered(assessment)[1].answers == 0
    last = {f"s{n}": "3" for n in range(3, 10)}
    answer = phone.post(url, {"s1": "2", **last, "to": "send"})
    assert answer.headers["location"].endswith(f"/skattning/svara/omgang/{assessment.pk}/3/tack/")
    again = phone.post(url, {"s1": "1", **last, "to": "send"})
    assert again.headers["location"].endswith("?again")
    assert queries.answered(assessment)[1].answers == 1


def test_skipping_everything_is_no_answer(opened, client) -> None:
    assessment = opened()
    page = client.post(walk_in(client, assessment), {"skip": "9"}, headers={"accept-language": "sv"})
    assert page.status_code == 200
    assert "Du har hoppat över alla påståenden" in page.content.decode()
    assert queries.answered(assessment)[1].answers == 0


def test_somebody_else_on_the_same_phone_is_counted_too(opened, client) -> None:
    assessment = opened()
    for _person in range(2):
        url = walk_in(client, assessment)
        assert client.post(f"{url}?all", {"s1": "2", "to": "send"}).headers["location"].endswith("/tack/")
        client.post(f"/skattning/svara/omgang/{assessment.pk}/nasta-person/")
    assert queries.answered(assessment)[1].answers == 2


def test_a_wrong_code_is_answered_in_words(client, db: None) -> None:
    for url in ("/delta/?code=12 34 56", "/delta/000000/", "/skattning/svara/000000/", "/skattning/svara/x/"):
        response = client.get(url, headers={"accept-language": "sv"})
        assert (response.status_code, "Koden stämmer inte." in response.content.decode()) == (200, True)


def test_a_set_goes_out_as_a_file_and_comes_back_the_same(sample, leader, client) -> None:
    client.force_login(leader, backend=BACKEND)
    file = client.get(f"/skattning/listor/{sample.key}.json").content
    assert read(file, "set.json") == sample
    StatementSetRecord.objects.all().delete()
    upload = SimpleUploadedFile("set.json", file)
    assert client.post("/skattning/listor/las-in/", {"file": upload}).status_code == 302
    assert queries.statement_set(viewer_of(leader), sample.key) == sample


def test_a_set_is_written_on_the_page_and_an_open_round_keeps_its_own(opened, sample, leader, client) -> None:
    assessment = opened()
    client.force_login(leader, backend=BACKEND)
    form = {
        "title": "Vår lista",
        "source": "Egna påståenden",
        "statements": "Ett\r\nTvå\r\n",
        "levels": "Nej | inte än\nJa",
        "targets": "Vi",
    }
    assert client.post("/skattning/listor/ny/", form).status_code == 302
    statements = queries.statement_set(viewer_of(leader), "var-lista")
    assert statements.version("en").statements == ("Ett", "Två")
    assert statements.version("sv").levels[0].description == "inte än"
    assert client.post("/skattning/listor/ny/", form).status_code == 422
    changed = {**form, "statements": "Ett", "revision": sample.revision}
    assert client.post(f"/skattning/listor/{sample.key}/", changed).status_code == 302
    assert len(Round.objects.get(pk=assessment.pk).content.version("sv").statements) == 9
    page = client.get("/skattning/", headers={"accept-language": "sv"}).content.decode()
    assert "9 påståenden i ”Vår lista” står inte längre som de stod." in page
    client.post(f"/angra/{Removal.objects.get().pk}/")
    assert queries.statement_set(viewer_of(leader), sample.key) == sample
    assert StatementSetRecord.objects.get(key=sample.key).title == sample.version("sv").title


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "UTF-8"),
        (b"{", "JSON"),
        (b"{}", "languages"),
        (json.dumps({"key": "a", "languages": {"en": {}}}).encode(), "svenska"),
        (
            json.dumps(
                {
                    "key": "A B",
                    "languages": {
                        "sv": {"title": "T", "levels": [{"name": "x"}], "statements": [], "targets": ["", "x"]}
                    },
                }
            ).encode(),
            "nivåer",
        ),
    ],
)
def test_a_faulty_file_is_explained(content: bytes, fault: str) -> None:
    with pytest.raises(SetError, match=fault):
        read(content, "set.json")


def test_opening_asks_for_a_group_a_target_and_a_day_to_come(sample, leader, client) -> None:
    client.force_login(leader, backend=BACKEND)
    url = f"/skattning/ny/{sample.key}/"
    assert client.post(url, {"group": "", "last_day": "2020-01-01"}).status_code == 422
    answer = client.post(url, {"group": "Vi", "targets": ["1", "3"], "invited": "12"})
    assessment = Round.objects.get()
    assert answer.headers["location"] == f"/skattning/omgang/{assessment.pk}/"
    assert [t.number for t in queries.answered(assessment)] == [1, 3]


def test_a_statement_is_frozen_for_another_document_and_only_when_shown(opened, leader) -> None:
    assessment = opened(people=6)
    assert queries.frozen_statement(viewer_of(leader), assessment, 3, 1, "sv") is None
    actions.show(assessment.pk, by=viewer_of(leader))
    assessment.refresh_from_db()
    frozen = queries.frozen_statement(viewer_of(leader), assessment, 3, 1, "sv")
    assert json.loads(json.dumps(frozen.as_json()))["counts"] == [2, 2, 1, 1]
    assert frozen.path == f"/skattning/omgang/{assessment.pk}/"
    Round.objects.all().delete()
    assert frozen.statement.startswith("Vi avsätter tid")
    assert queries.frozen_statement(visitor(), assessment, 3, 1, "sv") is None


def test_the_table_travels_with_its_source_and_date(opened, leader, client) -> None:
    assessment = _shown(opened, leader, people=6)
    client.force_login(leader, backend=BACKEND)
    beside = f"/skattning/omgang/{assessment.pk}/3.csv-metadata.json"
    notes = {n["name"]: n["text"] for n in client.get(beside, headers={"accept-language": "sv"}).json()["notes"]}
    assert notes["Grupp"] == "Nätverket"
    assert notes["Påståendenas källa"].startswith("Exempel skrivet för Spiral")
    text = client.get(f"/skattning/omgang/{assessment.pk}/3.csv", headers={"accept-language": "sv"}).content.decode()
    assert "Nätverket" not in text
    assert client.get(f"/skattning/omgang/{assessment.pk}/3.xlsx").content[:2] == b"PK"


def test_the_demo_has_two_made_up_rounds_and_one_to_join_and_nothing_outside_the_demo(db: None, settings) -> None:
    settings.DEMO = False
    assert load_demo_rounds() is None
    settings.DEMO = True
    assert load_demo_rounds() == 3
    assert load_demo_rounds() == 0
    assert list(Round.objects.values_list("state", "is_made_up")) == [("open", True), ("shown", True), ("shown", True)]
