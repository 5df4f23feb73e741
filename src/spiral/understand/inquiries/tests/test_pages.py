"""What the pages say and cost, and what they refuse."""

from __future__ import annotations

import json
from datetime import date

import pytest
from lxml import html

from spiral.trust.access.viewer import viewer_of
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.actions import trials
from spiral.understand.inquiries.demo import load_demo_inquiries
from spiral.understand.inquiries.models import Because, Hunch, Inquiry


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.figures
def test_the_list_costs_the_same_whatever_its_length(
    rows, begin, rektor, weather, as_part, django_assert_num_queries
) -> None:
    from spiral.exchange import evidence

    for _n in range(rows):
        begin(first=evidence.freeze(viewer_of(rektor), "figure", "45270097:unit-merit", "sv"))
    client = as_part("rektor")
    with django_assert_num_queries(12):
        assert client.get("/undersokningar/").status_code == 200


@pytest.mark.parametrize("answers", [1, 3])
def test_an_inquiry_costs_the_same_whatever_it_holds(answers, full, answer, as_part, django_assert_num_queries) -> None:
    inquiry, _numbers = full()
    for n in range(answers):
        answer(inquiry, f"Svar {n}")
    client = as_part("rektor")
    with django_assert_num_queries(13):
        assert client.get(f"/undersokningar/{inquiry.pk}/").status_code == 200


def test_three_hundred_inquiries_are_paged(begin, rektor, as_part) -> None:
    one = begin()
    Inquiry.objects.bulk_create(
        Inquiry(
            title=f"Fråga {n}", place="45270097", place_name="x", leader=rektor, led_by="x", started_on="2026-01-01"
        )
        for n in range(300)
    )
    page = html.fromstring(as_part("rektor").get("/undersokningar/?page=2").content.decode())
    assert len(page.xpath('//ul[@class="tests"]/li')) == queries.PER_PAGE
    assert as_part("rektor").get("/undersokningar/?page=x").status_code == 200
    assert one.title in as_part("rektor").get("/undersokningar/").content.decode()


def test_the_lead_says_how_much_is_known_and_what_comes_next(begin, answer, rektor, as_part) -> None:
    inquiry = begin()
    client, url = as_part("rektor"), f"/undersokningar/{inquiry.pk}/"

    def lead() -> str:
        return html.fromstring(client.get(url).content.decode()).xpath('string(//p[@class="lead"])')

    assert lead() == "Inget varför har fått svar än. Fråga varför, och skriv minst två svar."
    a = answer(inquiry, "A", sure=True)
    answer(inquiry, "B")
    assert lead() == "Ett av två svar är belagt. Nästa steg är att välja ett antagande att pröva."
    trials.keep_hunch(
        inquiry.pk, None, {"text": "H", "because_id": a.pk, "test_by": date(2099, 12, 18)}, by=viewer_of(rektor)
    )
    assert lead() == "Ett av två svar är belagt. Nästa steg är att pröva ett antagande före 18 december 2099."
    Hunch.objects.update(outcome="held")
    assert lead().endswith("Nästa steg är att planera när ni ska följa upp.")


def test_a_hunch_about_others_than_ourselves_is_asked_about(begin, rektor, as_part) -> None:
    inquiry = begin()
    trials.keep_hunch(inquiry.pk, None, {"text": "Eleverna är trötta", "about": "pupils"}, by=viewer_of(rektor))
    page = as_part("rektor").get(f"/undersokningar/{inquiry.pk}/").content.decode()
    assert "Antagandet handlar om eleverna. Vad i er egen undervisning kan ni ändra?" in page


def test_after_the_focus_a_check_is_asked_for(begin, rektor, as_part) -> None:
    inquiry, asked = begin(), "planera en uppföljning mot samma siffra"
    url = f"/undersokningar/{inquiry.pk}/"
    assert asked not in as_part("rektor").get(url).content.decode()
    for number in (1, 2):
        actions.write_phase(inquiry.pk, number, {"done_on": date(2026, 10, 9)}, 1, by=viewer_of(rektor))
    assert asked in as_part("rektor").get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Fyll i ”Därför att”."),
        ({"text": "x" * 601}, "”Därför att” får ha högst 600 tecken. Korta texten."),
        ({"text": "a\0b"}, "har ett tecken som inte går att spara"),
        ({"text": "A", "is_supported": "yes"}, "Belagt kräver ett svar på ”Hur vet ni det?”"),
        ({"text": "A", "parent": "99999"}, "Välj något av alternativen under ”Svarar på”."),
        ({"text": "A", "is_supported": "kanske"}, "Välj något av alternativen under ”Hur säkra är ni?”."),
        ({"text": "Eleven 811218-9876"}, "har ett personnummer"),
    ],
)
def test_bad_input_is_answered_in_words_and_writes_nothing(sent, said, begin, as_part) -> None:
    inquiry = begin()
    fields = {"is_supported": "no", "how_known": "", "parent": "", **sent}
    response = as_part("rektor").post(f"/undersokningar/{inquiry.pk}/svar/", fields)
    assert response.status_code == 422
    assert said in html.fromstring(response.content.decode()).xpath("string(//main)")
    assert not Because.objects.exists()


@pytest.mark.parametrize(
    ("revision", "status"), [("", 302), ("x", 302), ("-1", 302), ("²", 302), ("9" * 11, 302), ("9" * 30, 400)]
)
def test_a_button_with_a_broken_revision_changes_nothing(revision, status, begin, answer, as_part) -> None:
    inquiry = begin()
    a = answer(inquiry, "A")
    response = as_part("rektor").post(f"/undersokningar/{inquiry.pk}/svar/{a.pk}/parkera/", {"revision": revision})
    assert response.status_code == status
    a.refresh_from_db()
    assert a.state == "active"


def test_an_inquiry_is_started_changed_and_finished_on_the_pages(as_part, person) -> None:
    client = as_part("rektor")
    fields = {
        "title": "Varför?",
        "started_on": "2026-11-01",
        "phases": "kvalitetshjulet",
        "area_id": "",
        "is_shared": "on",
    }
    made_at = client.post("/undersokningar/ny/", fields).headers["location"]
    inquiry = Inquiry.objects.get()
    assert inquiry.phases.count() == 4
    assert client.post("/undersokningar/ny/", {**fields, "followed_up_on": "2026-10-01"}).status_code == 422
    changed = {"title": "Varför då?", "started_on": "2026-11-01", "area_id": "", "revision": "1"}
    assert client.post(f"{made_at}andra/", changed).status_code == 302
    names = {"revision": "2", **{f"name{n}": f"Fas {n}" for n in range(1, 4)}}
    assert client.post(f"{made_at}faser/", names).status_code == 302
    assert client.post(f"{made_at}faser/", {"revision": "3", "name1": "Ensam"}).status_code == 422
    phase = {"notes": "Vi såg", "revision": "2", "done_on": "2026-11-05"}
    assert client.post(f"{made_at}faser/1/", phase).status_code == 302
    inquiry.refresh_from_db()
    assert (inquiry.title, inquiry.is_shared, [p.name for p in inquiry.phases.all()]) == (
        "Varför då?",
        False,
        ["Fas 1", "Fas 2", "Fas 3"],
    )
    assert client.post(f"{made_at}avsluta/", {"learned": "Mycket"}).status_code == 302
    assert client.get(f"{made_at}andra/").headers["location"] == made_at
    assert client.get(f"{made_at}faser/1/").status_code == 200
    late = client.post(f"{made_at}svar/", {"text": "Sent svar", "is_supported": "no"})
    assert late.status_code == 409
    assert "Sent svar" in late.content.decode()
    assert not Because.objects.exists()
    assert client.post(f"{made_at}oppna/").status_code == 302
    inquiry.refresh_from_db()
    assert inquiry.state == "active"


def test_the_board_sees_what_is_known_and_none_of_the_group_s_notes(full, answer, rektor, as_part) -> None:
    inquiry, numbers = full(is_shared=True, participants="Sex lärare")
    actions.write_phase(inquiry.pk, 1, {"notes": "Intern tanke", "who": "Svärmor"}, 1, by=viewer_of(rektor))
    trials.write_cycle(inquiry.pk, numbers["c"], {"study": "Intern iakttagelse"}, 1, by=viewer_of(rektor))
    parked = answer(inquiry, "Parkerad misstanke")
    growing.park(inquiry.pk, parked.pk, 1, by=viewer_of(rektor))
    answer(inquiry, "Känt svar", sure=True)
    page = html.fromstring(as_part("rektor").get(f"/undersokningar/{inquiry.pk}/namnd/").content.decode())
    text = page.xpath("string(//main)")
    for seen in (
        "Vad vi såg",
        "Det var 1 soltimmar.",
        "Känt svar",
        "Vi tror, men vet inte",
        "Prova",
        "Det vet vi inte än.",
    ):
        assert seen in text
    for hidden in ("Intern tanke", "Intern iakttagelse", "Parkerad misstanke", "Svärmor", "Sex lärare"):
        assert hidden not in text


def test_the_inquiry_goes_out_as_files_and_no_formula_with_it(full, answer, as_part) -> None:
    inquiry, _numbers = full(title="=1+1")
    answer(inquiry, "=SUM(A1)", sure=True)
    client, base = as_part("rektor"), f"/undersokningar/{inquiry.pk}/undersokning."
    rows = client.get(f"{base}csv").content.decode("utf-8-sig").splitlines()
    assert any(";'=SUM(A1);Belagt;Vi har räknat.;" in r for r in rows)
    data = json.loads(client.get(f"{base}json").content)
    assert [b["text"] for b in data["becauses"]] == ["Därför", "=SUM(A1)"]
    assert data["actions"][0]["cycles"][0]["number"] == 1
    assert not {"leader", "pencil"} & set(data["inquiry"])
    text = client.get(f"{base}md").content.decode()
    assert "- Därför *Antagande.*" in text
    assert "Det var 1 soltimmar." in text
    assert client.get(f"{base}exe").status_code == 404


@pytest.mark.figures
def test_the_demo_has_eight_answers_three_supported_in_the_third_phase_and_one_that_chance_may_explain(
    settings, client, as_part
) -> None:
    settings.DEMO = True
    assert load_demo_inquiries() == 2
    assert load_demo_inquiries() == 0
    going, done = Inquiry.objects.order_by("state")
    page = html.fromstring(as_part("rektor").get(f"/undersokningar/{going.pk}/").content.decode())
    assert page.xpath('string(//p[@class="lead"])').startswith("Tre av åtta svar är belagda.")
    assert page.xpath('string(//li[@aria-current="step"]/span[1])') == "3"
    for one in (going, done):
        for path in ("", "drivdiagram/", "skriv-ut/", "namnd/"):
            assert "Påhittat exempel." in as_part("rektor").get(f"/undersokningar/{one.pk}/{path}").content.decode()
    check = done.checks.get()
    assert "kan bero på slumpen" in check.sentence
    assert check.conclusion.startswith("Vi kan inte säga")


def test_english_pages_have_no_swedish_shell(full, as_part) -> None:
    inquiry, _numbers = full()
    client = as_part("rektor")
    for path in ("", "namnd/", "svar/", "skriv-ut/"):
        page = client.get(f"/undersokningar/{inquiry.pk}/{path}", headers={"accept-language": "en"}).content.decode()
        for word in ("Belagt", "Antagande", "Underlag", "Lägg till", "Nästa"):
            assert word not in page, (path, word)
