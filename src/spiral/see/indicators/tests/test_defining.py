"""Who may; what a definition needs; a year is planned, opened and closed, and asked about first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.refusals import NameTaken, NotNow
from spiral.ground.revision import StaleRevision
from spiral.see.indicators import actions
from spiral.see.indicators.actions import YearContent
from spiral.see.indicators.models import LocalIndicator, Respondent
from spiral.see.indicators.tests.conftest import NUMBER, SCHOOLS
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event
from spiral.trust.networks.models import Unit

pytestmark = [pytest.mark.figures, pytest.mark.django_db]
FORM = {
    "title": "Barn per vuxen",
    "question": "Hur många barn går det på varje vuxen?",
    "explanation": "Räkna klockan tio.",
    "form": "preschool",
    "level": "municipality",
    "role": "member",
    "kind": "number",
    "unit": "barn per vuxen",
    "lowest": "1",
    "highest": "12,5",
    "decimals": "1",
    "direction": "lower",
}


def test_every_page_for_every_role(asked, person, client) -> None:
    year = asked()
    place = Respondent.objects.get(year=year, code="1470")
    reading = [
        "/egna-indikatorer/",
        f"/egna-indikatorer/{year.indicator_id}/",
        f"/egna-indikatorer/ar/{year.pk}/",
        f"/egna-indikatorer/ar/{year.pk}/svar.csv",
        f"/egna-indikatorer/ar/{year.pk}/svar.xlsx",
    ]
    leading = [
        "/egna-indikatorer/ny/",
        f"/egna-indikatorer/{year.indicator_id}/nytt-ar/",
        f"/egna-indikatorer/ar/{year.pk}/andra/",
    ]
    answering = [
        f"/egna-indikatorer/svar/{place.pk}/",
        f"/egna-indikatorer/ar/{year.pk}/mall.xlsx",
        f"/egna-indikatorer/ar/{year.pk}/las-in/",
    ]
    expected = {
        "": (302, 302, 302),
        "fortroendevald": (403, 403, 403),
        "friskolerektor": (403, 403, 403),
        "natverksmedlem": (200, 403, 200),
        "rektor": (200, 403, 403),
        "presidium": (200, 200, 403),
        "samordnare": (200, 200, 403),
    }
    for key, (reads, leads, answers) in expected.items():
        client.logout()
        if key:
            client.force_login(person(key), backend="django.contrib.auth.backends.ModelBackend")
        assert {client.get(url).status_code for url in reading} == {reads}, key
        assert {client.get(url).status_code for url in leading} == {leads}, key
        if key != "presidium":
            assert {client.get(url).status_code for url in answering} == {answers}, key
        if leads != 200:
            assert client.post(f"/egna-indikatorer/ar/{year.pk}/stang/", {"confirmed": "1"}).status_code == leads
    year.refresh_from_db()
    assert year.state == "open"


def test_a_definition_is_written_and_nobody_is_asked(signed_in, read) -> None:
    client = signed_in("samordnare")
    answer = client.post("/egna-indikatorer/ny/", FORM)
    indicator = LocalIndicator.objects.get()
    assert answer["Location"] == f"/egna-indikatorer/{indicator.pk}/nytt-ar/"
    assert (str(indicator.lowest), str(indicator.highest), indicator.levels) == ("1.00", "12.50", [])
    days = {"period": "2025/26", "opens": "2026-01-10", "closes": "2026-02-10"}
    client.post(answer["Location"], days)
    page = read(f"/egna-indikatorer/ar/{indicator.years.get().pk}/").xpath("string(//main)")
    assert "Barn per vuxen är planerad" in page
    assert not Respondent.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "Fyll i ”Kort namn”."),
        ({"unit": ""}, "Skriv vad talet är"),
        ({"lowest": "15"}, "Det högsta är inte högre än det lägsta."),
        ({"lowest": "femton"}, "Skriv ett tal, till exempel 0 eller 12,5"),
        ({"kind": "level", "levels": "En"}, "Skriv två till sju nivåer"),
        ({"kind": "level", "levels": "Ja\nja"}, "Två nivåer heter lika"),
        ({"kind": "share", "part": "har plan"}, "Skriv vilka som räknas, och av vilka."),
        ({"level": "unit"}, "Förskolor står inte i skolenhetsregistret. Välj en siffra för varje kommun."),
        ({"role": "principal"}, "Välj någon som har en roll där svaret lämnas"),
        ({"kind": "guess"}, "Välj hur frågan besvaras."),
    ],
)
def test_a_definition_that_cannot_be_answered_is_refused_with_the_remedy(change, said, signed_in) -> None:
    answer = signed_in("samordnare").post("/egna-indikatorer/ny/", {**FORM, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not LocalIndicator.objects.exists()


def test_two_indicators_have_two_names(asked, signed_in, leader) -> None:
    asked()
    with pytest.raises(NameTaken):
        actions.define(NUMBER, by=viewer_of(leader))
    answer = signed_in("samordnare").post("/egna-indikatorer/ny/", FORM)
    assert answer.status_code == 422
    assert "En annan indikator heter så." in answer.content.decode()


def test_a_definition_changes_until_somebody_has_been_asked(asked, leader, signed_in) -> None:
    by = viewer_of(leader)
    year = asked(is_open=False)
    changed = actions.change(year.indicator_id, replace(NUMBER, question="Ny?"), 1, by=by)
    assert (changed.question, changed.revision) == ("Ny?", 2)
    with pytest.raises(StaleRevision):
        actions.change(year.indicator_id, NUMBER, 1, by=by)
    actions.open_year(year.pk, by=by)
    with pytest.raises(NotNow):
        actions.change(year.indicator_id, NUMBER, 2, by=by)
    client = signed_in("samordnare")
    answer = client.get(f"/egna-indikatorer/{year.indicator_id}/andra/", follow=True)
    assert "Skriv en ny indikator i stället." in answer.content.decode()


def test_opening_is_asked_about_in_words_and_asks_every_municipality_once(asked, signed_in, leader) -> None:
    year = asked(is_open=False)
    client = signed_in("samordnare")
    asked_first = client.post(f"/egna-indikatorer/ar/{year.pk}/oppna/").content.decode()
    assert "Öppna ”Barn per vuxen” för 2025/26?" in asked_first
    assert "15 platser kan svara från" in asked_first
    assert not Respondent.objects.exists()
    for _twice in range(2):
        client.post(f"/egna-indikatorer/ar/{year.pk}/oppna/", {"confirmed": "1"})
    year.refresh_from_db()
    assert (year.state, year.respondents.count()) == ("open", 15)
    assert Event.objects.filter(action="indicators.year_opened").count() == 1


def test_closing_names_who_has_not_answered_and_opening_again_asks_the_same(asked, signed_in, leader) -> None:
    year = asked()
    client = signed_in("presidium")
    asked_first = client.post(f"/egna-indikatorer/ar/{year.pk}/stang/").content.decode()
    assert "0 av 15 platser har svarat." in asked_first
    assert "De här har inte svarat, och kan inte svara sedan: Essunga, Falköping" in asked_first
    client.post(f"/egna-indikatorer/ar/{year.pk}/stang/", {"confirmed": "1"})
    year.refresh_from_db()
    assert year.state == "closed"
    before = set(year.respondents.values_list("pk", flat=True))
    client.post(f"/egna-indikatorer/ar/{year.pk}/oppna/", {"confirmed": "1"})
    assert set(year.respondents.values_list("pk", flat=True)) == before


def test_schools_are_the_municipal_ones_with_the_form(asked) -> None:
    year = asked(SCHOOLS)
    codes = {str(place.code) for place in year.respondents.all()}
    units = Unit.objects.filter(municipality__in_region=True, kind="municipal")
    assert codes == {u.code for u in units if "gr" in u.forms.split()}
    assert len(codes) > 50


def test_a_period_is_asked_about_once(asked, leader) -> None:
    year = asked()
    days = YearContent("2025/26", year.opens, year.closes)
    with pytest.raises(NameTaken):
        actions.plan(year.indicator_id, days, by=viewer_of(leader))
    with pytest.raises(NotNow):
        actions.change_year(year.pk, replace(days, period="2026/27"), year.revision, by=viewer_of(leader))


def test_who_does_not_lead_writes_nothing(asked, person) -> None:
    year, member = asked(is_open=False), viewer_of(person("natverksmedlem"))
    days = YearContent("2026/27", year.opens, year.closes)
    for refused in (
        lambda: actions.define(SCHOOLS, by=member),
        lambda: actions.change(year.indicator_id, NUMBER, 1, by=member),
        lambda: actions.plan(year.indicator_id, days, by=member),
        lambda: actions.change_year(year.pk, days, 1, by=member),
        lambda: actions.open_year(year.pk, by=member),
        lambda: actions.close_year(year.pk, by=member),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_year_that_was_never_opened_is_not_closed(asked, leader, signed_in) -> None:
    year = asked(is_open=False)
    with pytest.raises(NotNow):
        actions.close_year(year.pk, by=viewer_of(leader))
    answer = signed_in("samordnare").post(f"/egna-indikatorer/ar/{year.pk}/stang/", follow=True)
    assert "Den är inte öppnad än." in answer.content.decode()
