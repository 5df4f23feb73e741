"""A published figure as evidence: frozen as the page says it, and compared with later years no surer than it may be."""

from __future__ import annotations

import pytest

from spiral.exchange import evidence
from spiral.see.results.models import Value
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.figures

BACKEND = "django.contrib.auth.backends.ModelBackend"
MERIT = "45270097:unit-merit"
MEASURE = "Genomsnittligt meritvärde (17 ämnen)"


def _plain(text: str) -> str:
    """Without the no-break spaces that numbers are printed with."""
    return text.replace("\u00a0", " ")


def _publish(value: float | None, state: str = "value", period: str = "2025/26", unit: str = "45270097") -> None:
    """A later school year, as the source would publish it."""
    Value.objects.create(
        part_id="slutbetyg", measure=MEASURE, place_kind="unit", place=unit, period=period, state=state, value=value
    )


@pytest.fixture
def rektor(person) -> object:
    return person("rektor")


def test_a_published_figure_is_frozen_with_sentence_source_and_chart(rektor) -> None:
    piece = evidence.freeze(viewer_of(rektor), "figure", MERIT, "sv")
    assert piece.title == "Meritvärde, 17 ämnen, Alléskolan"
    assert _plain(piece.sentence).startswith("Meritvärdet var 202,1 poäng, räknat på 123 elever.")
    assert "kan bero på slumpen" in piece.sentence
    assert "Skolverket, slutbetyg årskurs 9" in piece.source
    assert "Hämtat" in piece.source
    assert piece.path == "/enhet/45270097/#unit-merit"
    assert piece.chart["kind"] == "trend"
    assert piece.differences["kind"] == "differences"
    assert [mark["label"] for mark in piece.differences["marks"]] == ["mot landet", "mot 2023/24"]
    assert (piece.detail["period"], piece.detail["value"], piece.detail["n"]) == ("2024/25", 202.1, 123)
    assert evidence.follow_up(viewer_of(rektor), piece, "sv").is_new is False
    assert _plain(evidence.freeze(viewer_of(rektor), "figure", MERIT, "en").sentence).startswith(
        "The merit value was 202.1 points, counting 123 pupils."
    )


@pytest.mark.parametrize(
    ("value", "claim"),
    [
        (209.0, "Det är 6,9 poäng mer än 2024/25, men skillnaden kan bero på slumpen."),
        (255.0, "Det är 52,9 poäng mer än 2024/25, en större skillnad än slumpen brukar ge."),
        (150.0, "Det är 52,1 poäng mindre än 2024/25, en större skillnad än slumpen brukar ge."),
    ],
)
def test_a_later_year_is_compared_no_surer_than_the_interval_of_the_difference(value, claim, rektor) -> None:
    piece = evidence.freeze(viewer_of(rektor), "figure", MERIT, "sv")
    _publish(value)
    again = evidence.follow_up(viewer_of(rektor), piece, "sv")
    assert again.is_new
    assert again.sentence.startswith("2025/26: Meritvärdet var ")
    assert _plain(again.sentence).endswith(claim)
    assert again.now.detail["value"] == value


def test_the_comparison_is_with_the_year_it_started_from_even_two_years_later(rektor) -> None:
    piece = evidence.freeze(viewer_of(rektor), "figure", MERIT, "sv")
    _publish(300.0)
    _publish(203.1, period="2026/27")
    sentence = evidence.follow_up(viewer_of(rektor), piece, "sv").sentence
    assert _plain(sentence).endswith("Det är 1,0 poäng mer än 2024/25, men skillnaden kan bero på slumpen.")


def test_a_mask_stays_a_mask(rektor) -> None:
    piece = evidence.freeze(viewer_of(rektor), "figure", MERIT, "sv")
    _publish(None, state="hidden")
    again = evidence.follow_up(viewer_of(rektor), piece, "sv")
    assert again.is_new
    assert again.sentence == (
        "Det går inte att se om det blev skillnad: 2025/26 visas ingen siffra. "
        "Visas inte: någon grupp är så liten att elever skulle kunna kännas igen."
    )
    assert again.now.detail["value"] is None


def test_what_began_in_a_mask_is_not_compared(rektor) -> None:
    Value.objects.filter(place="45270097", period="2024/25").exclude(measure="Antal elever").update(
        state="hidden", value=None
    )
    piece = evidence.freeze(viewer_of(rektor), "figure", MERIT, "sv")
    assert piece.detail["value"] is None
    _publish(210.0)
    assert evidence.follow_up(viewer_of(rektor), piece, "sv").sentence.endswith(
        "Siffran ni utgick från visades inte, så det går inte att jämföra."
    )


def test_figures_without_intervals_claim_nothing(rektor) -> None:
    piece = evidence.freeze(viewer_of(rektor), "figure", "45270097:unit-safety8", "sv")
    assert piece.chart["kind"] == "interval"
    for measure in ("securityMetrics", "workingEnvironmentMetrics"):
        Value.objects.create(
            part_id="planned_educations",
            measure=measure,
            area="pupilsgr.ak8",
            place_kind="unit",
            place="45270097",
            period="VT28",
            state="value",
            value=9.9,
        )
    sentence = evidence.follow_up(viewer_of(rektor), piece, "sv").sentence
    assert "9,9 av 10" in sentence
    assert sentence.endswith("Slumpens del kan inte räknas ut ur det källan anger.")


@pytest.mark.parametrize(
    ("who", "ref", "is_there"),
    [
        ("", "1470:merit", True),
        ("", "1470:merit-gap", True),
        ("", "1470:cost-net", False),
        ("natverksmedlem", "1470:cost-net", True),
        ("fortroendevald", "1470:cost-net", False),
        ("", "1470:unit-merit", False),
        ("", "0180:merit", False),
        ("", "45270097:merit", False),
        ("", "45270097:unit-merit-gap", False),
        ("", "99999999:unit-merit", False),
        ("", "45270097:", False),
        ("", ":", False),
        ("", "1470:finns-inte", False),
    ],
)
def test_a_figure_is_frozen_only_where_a_page_shows_it_to_the_viewer(who, ref, is_there, person, db: None) -> None:
    assert (evidence.freeze(viewer_of(person(who) if who else None), "figure", ref, "sv") is not None) is is_there


def test_every_row_with_a_table_can_be_taken_along_by_members_and_by_nobody_else(client, person) -> None:
    from lxml import html

    for url in ("/enhet/45270097/", "/kommun/vara/", "/kommun/vara/kostnad/", "/kommun/vara/forskola/"):
        client.force_login(person("natverksmedlem"), backend=BACKEND)
        page = html.fromstring(client.get(url).content.decode())
        links = page.xpath('//section//a[contains(@href, "/undersokningar/ta-med/")]/@href')
        assert links, url
        rows = page.xpath('//section[@class="row"][.//table]')
        assert len(links) == len(rows) + url.startswith("/enhet/"), "a school's expected value can be taken along too"
        for link in links:
            assert client.get(link).status_code == 200, link
        client.logout()
        assert b"/undersokningar/ta-med/" not in client.get(url).content


def test_many_figures_are_looked_at_again_in_as_many_reads_as_one(rektor, django_assert_num_queries) -> None:
    refs = [MERIT, "45270097:unit-vocational", "1470:merit", "1496:merit", "1471:all-subjects"]
    pieces = [evidence.freeze(viewer_of(rektor), "figure", ref, "sv") for ref in refs]
    with django_assert_num_queries(7):
        assert [a.is_new for a in evidence.follow_up_all(viewer_of(rektor), pieces, "sv")] == [False] * 5
    with django_assert_num_queries(6):
        evidence.follow_up(viewer_of(rektor), pieces[2], "sv")
