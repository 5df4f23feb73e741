"""What a page says of an expected value: how much of the difference is chance, what could have been seen with so few
pupils, and what the model cannot tell."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from spiral.documents import svg
from spiral.documents.chart import Differences
from spiral.documents.frozen import picture
from spiral.exchange import evidence
from spiral.see.results.models import Expected
from spiral.see.results.pages import expected
from spiral.see.results.queries import model
from spiral.trust.access.viewer import visitor

MADE_UP: Mapping[str, Any] = {"units": 1466, "year": "2024/25", "sectors": {"kommunal": -1.5, "enskild": 5.1}}
DAY = date(2026, 11, 1)


def one(**changed: float) -> Expected:
    """A made-up unit of 23 pupils, seven tenths of whose difference is kept."""
    values = {
        "n": 23,
        "years": 1,
        "reached": 190.0,
        "expected": 210.0,
        "usual_low": 170.0,
        "usual_high": 250.0,
        "deviation": -14.0,
        "low": -29.4,
        "high": 1.4,
        "unshrunken": -20.0,
        "unshrunken_low": -41.0,
        "unshrunken_high": 1.0,
        "reliability": 0.7,
    }
    return Expected(unit="00000000", period="2024/25", **(values | changed))


def said(row: Expected) -> tuple[str, list[str]]:
    """The quieter sentence, and the cells of the last line of the table."""
    exhibit = expected.of_unit({"2024/25": row}, "Påhittade skolan", None, [], "sv")
    return exhibit.aside, [cell.text for cell in exhibit.table.rows[-1]]


def test_what_could_have_been_seen_with_so_few_pupils_is_said() -> None:
    # 15.4 points to either side of the cautious difference, which is seven tenths of the one without caution.
    words = "Med 23 elever syns bara skillnader över 22 poäng mellan uppnått och förväntat."
    assert said(one())[0].startswith(words)
    none = one(deviation=0.0, unshrunken=0.0, low=-15.4, high=15.4)
    assert said(none)[0].startswith(words)


def test_with_few_pupils_it_is_said_first_that_we_cannot_know() -> None:
    sentence = expected.of_unit({"2024/25": one()}, "Påhittade skolan", None, [], "sv").sentence
    assert sentence.startswith("Med 23 elever kan vi inte veta. Resultatet kan inte skiljas från förväntat.")
    for sure in (one(n=30), one(low=-29.4, high=-1.0)):
        exhibit = expected.of_unit({"2024/25": sure}, "Påhittade skolan", None, [], "sv")
        assert "kan vi inte veta" not in exhibit.sentence


def test_the_difference_is_one_picture_with_zero_in_the_middle_and_its_words() -> None:
    by_period = {"2024/25": one(high=0.4), "pooled": one(years=5, deviation=-2.0, low=-13.0, high=9.0)}
    exhibit = expected.of_unit(by_period, "Påhittade skolan", None, [], "sv")
    assert isinstance(exhibit.chart, Differences)
    drawn = {m.label: (m.low, m.high) for m in exhibit.chart.marks}
    assert drawn == {
        "mot förväntat, läsåret 2024/25": (-29.4, 0.4),
        "mot förväntat, alla 5 läsår": (-13.0, 9.0),
    }
    assert exhibit.chart.reach >= 29.4
    assert "Läsåret svarar på hur det gick för den årskullen, alla läsår på hur skolan brukar ligga." in exhibit.aside
    assert "smalare än meritvärdets" in exhibit.aside
    # Sentence, picture and description say the same interval, also where rounding would hide the side of zero.
    assert "är skillnaden −29 till +0,4 poäng" in exhibit.sentence
    assert "−29 till +0,4 poäng" in exhibit.chart.description
    drawing = svg.draw(exhibit.chart, key="k")
    assert ">−29<" in drawing
    assert ">+0,4<" in drawing
    assert [row[0].text for row in exhibit.table.rows][2:5] == [
        "Skillnad, försiktig skattning",
        "Skillnad, utan försiktighet",
        "Stabil skillnad över 5 läsår, försiktig skattning",
    ]


def test_where_one_year_is_all_there_is_nothing_is_said_of_several() -> None:
    exhibit = expected.of_unit({"2024/25": one()}, "Påhittade skolan", None, [], "sv")
    assert [m.label for m in exhibit.chart.marks] == ["mot förväntat, läsåret 2024/25"]
    assert "alla läsår" not in exhibit.aside


@pytest.mark.figures
def test_no_unit_is_judged_against_what_it_says_could_be_seen(db: None) -> None:
    rows = Expected.objects.exclude(period="pooled")
    assert rows.count() > 1000
    for row in rows:
        least = expected._least_seen(row)
        is_clear = row.low > 0 or row.high < 0
        assert is_clear is (abs(row.unshrunken) > least), row.unit


@pytest.mark.parametrize(
    ("reliability", "words"),
    [(0.49, "mest slump"), (0.5, "till en del slump"), (0.8, "till liten del slump")],
)
def test_reliability_stands_in_words_beside_the_number(reliability: float, words: str) -> None:
    head, text, *_ = said(one(reliability=reliability))[1]
    assert head == f"Tillförlitlighet (0 till 1): {words}"
    assert text == f"{reliability:.2f}".replace(".", ",")


def test_what_intake_and_sector_cannot_tell_is_said() -> None:
    facts = dict(expected.facts_of(MADE_UP, {}, "sv", DAY))
    assert "1 466" in facts["Definition"].replace("\N{NO-BREAK SPACE}", " ")
    assert "nyanlända: den siffran saknas i underlaget" in facts["Hänsyn tas inte till"]
    assert facts["Kommunala och fristående"].startswith(
        "I genomsnitt ligger kommunala skolor 1,5 poäng under det förväntade och fristående 5,1 poäng över."
    )
    assert "används för alla läsår. Det gör de andra läsåren osäkrare" in facts["Omfattar"]
    with translation.override("en"):
        facts = dict(expected.facts_of(MADE_UP, {}, "en", DAY))
    assert "1,466" in facts["Definition"]
    assert "municipal schools lie 1.5 points below" in facts["Municipal and independent"]


def test_the_share_of_newly_arrived_is_named_when_the_model_has_it() -> None:
    facts = dict(expected.facts_of(MADE_UP | {"knows_newly_arrived": True}, {}, "sv", DAY))
    assert "Andelen nyanlända (SALSA) räknas också in." in facts["Definition"]
    assert "nyanlända" not in facts["Hänsyn tas inte till"]


def test_before_anything_is_loaded_nothing_is_said_of_sectors() -> None:
    assert "Kommunala och fristående" not in dict(expected.facts_of({}, {}, "sv", DAY))


@pytest.mark.figures
def test_the_page_says_it_in_both_languages(client, read, db: None) -> None:
    text = re.sub(r"\s+", " ", read("/enhet/45270097/").xpath("string(//main)"))
    row = Expected.objects.filter(unit="45270097").exclude(period="pooled").get()
    least = math.floor(expected._least_seen(row))
    assert f"Med {row.n} elever syns bara skillnader över {least} poäng mellan uppnått och förväntat." in text
    assert re.search(r"Tillförlitlighet \(0 till 1\): till (liten|en) del slump ?0,\d\d", text)
    sectors = model(visitor())["sectors"]
    assert f"fristående {sectors['enskild']:.1f} poäng över".replace(".", ",") in text
    client.cookies["django_language"] = "en"
    text = re.sub(r"\s+", " ", client.get("/enhet/45270097/").content.decode())
    assert (
        f"With {row.n} pupils only differences above {least} points between reached and expected can be seen." in text
    )


@pytest.mark.figures
def test_the_difference_is_taken_along_with_its_picture(db: None) -> None:
    frozen = evidence.freeze(visitor(), "expected", "26531220:expected", "sv")
    assert frozen.title.startswith("Uppnått minus förväntat meritvärde, Nossebro skola 7-9, ")
    assert "Försiktigt räknat är skillnaden" in frozen.sentence
    assert "alla läsår på hur skolan brukar ligga" in frozen.sentence
    assert frozen.path == "/enhet/26531220/#forv"
    chart = picture(frozen.chart)
    assert isinstance(chart, Differences)
    assert len(chart.marks) == 2
    again = evidence.follow_up(visitor(), frozen, "sv")
    assert not again.is_new
    assert "inget nyare" in again.sentence
    earlier = replace(frozen, detail={"period": "2020/21"})
    later = evidence.follow_up(visitor(), earlier, "en")
    assert later.is_new
    assert later.sentence.startswith("Then: ")


@pytest.mark.figures
@pytest.mark.parametrize("ref", ["", "expected", "26531220", "26531220:merit", "1470:expected", "00000000:expected"])
def test_nothing_is_taken_along_of_what_has_no_expected_value(ref: str, db: None) -> None:
    assert evidence.freeze(visitor(), "expected", ref, "sv") is None


@pytest.mark.figures
def test_a_municipality_whose_schools_all_differ_does_not_count_those_that_may_not(client, db: None) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", client.get("/kommun/essunga/").content.decode())
    text = re.sub(r"\s+", " ", text)
    assert "Ligger tydligt under förväntat : Nossebro skola 7-9." in text.replace("förväntat:", "förväntat :")
    assert "0 av 1 skolor" not in text
