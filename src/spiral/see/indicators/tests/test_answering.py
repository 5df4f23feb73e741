"""Own places only; every way of answering; late, missing, taken back; two who answer at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.see.indicators import actions, queries, wordings
from spiral.see.indicators.models import IndicatorYear, LocalAnswer, Respondent
from spiral.see.indicators.tests.conftest import LEVELS, NUMBER, SCHOOLS, SHARE
from spiral.see.indicators.values import AnswerContent, read
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.models import Event

pytestmark = [pytest.mark.figures, pytest.mark.django_db]
FIVE = AnswerContent(number=Decimal("5.0"))


def url(place: Respondent, more: str = "") -> str:
    return f"/egna-indikatorer/svar/{place.pk}/{more}"


def sent(place: Respondent, **fields: str) -> dict[str, str]:
    return {"revision": str(Respondent.objects.get(pk=place.pk).revision), **fields}


def test_a_place_answers_for_itself_and_for_nobody_else(asked, at, person, signed_in) -> None:
    year = asked()
    client, own, foreign = signed_in("natverksmedlem"), at(year), at(year, "1496")
    client.post(url(own), sent(own, number="5,4", comment="Räknat i vecka 41"))
    answer = LocalAnswer.objects.get()
    assert (answer.number, answer.comment, answer.office) == (
        Decimal("5.4"),
        "Räknat i vecka 41",
        "Nätverksmedlem, Vara",
    )
    assert client.get(url(foreign)).status_code == 403
    assert client.post(url(foreign), sent(foreign, number="5")).status_code == 403
    for who in ("natverksmedlem", "samordnare", "rektor"):
        with pytest.raises(PermissionDenied):
            actions.answer(foreign.pk, FIVE, foreign.revision, by=viewer_of(person(who)))
    assert LocalAnswer.objects.count() == 1
    assert Event.objects.filter(action="indicators.answered", place="1470").count() == 1


def test_a_school_is_answered_for_there_and_by_its_municipality(asked, at, person) -> None:
    year = asked(SCHOOLS)
    place = at(year, "45270097")
    actions.answer(place.pk, FIVE, 1, by=viewer_of(person("rektor")))
    actions.answer(place.pk, FIVE, 2, by=viewer_of(person("natverksmedlem")))
    assert LocalAnswer.objects.get().office == "Nätverksmedlem, Vara"
    with pytest.raises(PermissionDenied):
        actions.answer(place.pk, FIVE, 3, by=viewer_of(person("skolchef")))


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        (NUMBER, {"number": "fem"}, "”fem” är inget tal."),
        (NUMBER, {"number": "5,45"}, "Skriv högst en decimal."),
        (NUMBER, {"number": "99"}, "Skriv ett tal från 1 till 15."),
        (NUMBER, {}, "Skriv svaret, eller varför ni inte kan svara."),
        (NUMBER, {"number": "5", "reason": "Hann inte"}, "Ta bort svaret, eller skälet."),
        (NUMBER, {"comment": "Hej"}, "Skriv svaret, eller varför ni inte kan svara."),
        (NUMBER, {"number": "٣"}, "är inget tal."),
        (SHARE, {"hits": "12", "total": "10"}, "12 av 10 går inte: fler än alla."),
        (SHARE, {"hits": "12"}, "Skriv båda: hur många, och av hur många."),
        (SHARE, {"hits": "0", "total": "0"}, "Skriv i stället varför ni inte kan svara."),
        (SHARE, {"hits": "1,5", "total": "10"}, "”1,5” är inget antal."),
        (LEVELS, {"level": "4"}, "Välj en av nivåerna."),
    ],
)
def test_a_wrong_answer_is_refused_with_the_remedy(content, fields, said, asked, at, signed_in) -> None:
    place = at(asked(content))
    answer = signed_in("natverksmedlem").post(url(place), sent(place, **fields))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not LocalAnswer.objects.exists()


@pytest.mark.parametrize(
    ("content", "texts", "expected"),
    [
        (NUMBER, {"number": "5,4"}, AnswerContent(number=Decimal("5.4"))),
        (NUMBER, {"number": "5.4000000000001"}, AnswerContent(number=Decimal("5.4"))),
        (SHARE, {"hits": "1 200", "total": "1\u00a0300"}, AnswerContent(hits=1200, total=1300)),
        (SHARE, {"hits": "12.0", "total": "13"}, AnswerContent(hits=12, total=13)),
        (LEVELS, {"level": "ofta"}, AnswerContent(level=3)),
        (LEVELS, {"level": "2"}, AnswerContent(level=2)),
        (LEVELS, {"reason": "Gäller inte oss"}, AnswerContent(reason="Gäller inte oss")),
    ],
)
def test_an_answer_is_read_as_people_write_it(content, texts, expected, asked) -> None:
    assert read(asked(content).indicator, texts).content == expected


def test_an_answer_after_the_last_day_is_taken_and_said_to_be_late(asked, at, signed_in, person) -> None:
    year = asked()
    IndicatorYear.objects.update(closes=timezone.localdate() - timedelta(days=1))
    place = at(year)
    client = signed_in("natverksmedlem")
    assert "Den dagen har varit" in client.get(url(place)).content.decode()
    client.post(url(place), sent(place, number="5"))
    viewer = viewer_of(person("natverksmedlem"))
    now = queries.progress(viewer, [queries.year(viewer, year.pk)])[year.pk]
    said = " ".join(wordings.what_lacks(now, viewer.today))
    assert "Kom efter sista dagen: Vara." in said
    assert said.startswith("Saknas sedan ")
    assert [str(p) for p in now.late] == ["Vara"]
    assert len(now.missing) == 14


def test_a_year_that_is_closed_or_not_begun_takes_no_answer(asked, at, person, signed_in) -> None:
    year = asked()
    place, member = at(year), viewer_of(person("natverksmedlem"))
    for change, said in (({"state": "closed"}, "Frågan är stängd"), ({"state": "open"}, "Det går att svara från")):
        opens = timezone.localdate() + timedelta(days=1)
        IndicatorYear.objects.update(**change, opens=opens)
        with pytest.raises(NotNow):
            actions.answer(place.pk, FIVE, 1, by=member)
        page = signed_in("natverksmedlem").post(url(place), sent(place, number="5"), follow=True)
        assert said in page.content.decode()
    assert not LocalAnswer.objects.exists()


def test_who_answers_second_is_shown_both(asked, at, person, signed_in) -> None:
    place = at(asked())
    with pytest.raises(StaleRevision):
        actions.answer(place.pk, FIVE, 7, by=viewer_of(person("natverksmedlem")))
    actions.answer(place.pk, AnswerContent(number=Decimal("6.0")), 1, by=viewer_of(person("natverksmedlem")))
    late = signed_in("natverksmedlem").post(url(place), {"revision": "1", "number": "5"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "6,0" in page
    assert 'value="5"' in page


def test_an_answer_is_taken_back_and_put_back(asked, at, person, signed_in, read) -> None:
    place = at(asked())
    actions.answer(place.pk, FIVE, 1, by=viewer_of(person("natverksmedlem")))
    client = signed_in("natverksmedlem")
    client.post(url(place, "ta-tillbaka/"))
    assert not LocalAnswer.objects.exists()
    page = read(url(place))
    assert "Svaret för Vara är borttaget." in page.xpath("string(//body)")
    (form,) = page.xpath("//form[contains(@action, '/angra/')]")
    answer = client.post(form.get("action"), {"next": "/"})
    assert answer.status_code == 302
    assert LocalAnswer.objects.get().number == Decimal(5)
    assert list(Event.objects.filter(kind="indicators.respondent").order_by("pk").values_list("action", flat=True)) == [
        "indicators.answered",
        "indicators.answer_taken_back",
        "indicators.answer_put_back",
    ]


def test_what_was_answered_anew_is_not_put_back_over(asked, at, person) -> None:
    place, member = at(asked()), viewer_of(person("natverksmedlem"))
    actions.answer(place.pk, FIVE, 1, by=member)
    removal = actions.take_back(place.pk, by=member)
    assert actions.take_back(place.pk, by=member) is None
    actions.answer(place.pk, FIVE, 3, by=member)
    with pytest.raises(NotNow):
        actions.put_back(removal, by=member)


def test_the_list_says_what_waits_for_whom(asked, at, person, signed_in, read) -> None:
    year = asked()
    asked(SCHOOLS)
    signed_in("natverksmedlem")
    assert "En fråga väntar på svar från er" in read("/egna-indikatorer/").xpath("string(//h1)")
    signed_in("rektor")
    page = read("/egna-indikatorer/")
    assert page.xpath("//section[@aria-labelledby='svara' or .//*[@id='svara']]//li/a/text()") == ["Planering, 2025/26"]
    signed_in("samordnare")
    assert "Nätverket har två egna indikatorer" in read("/egna-indikatorer/").xpath("string(//h1)")
    actions.answer(at(year).pk, FIVE, 1, by=viewer_of(person("natverksmedlem")))
    signed_in("natverksmedlem")
    assert "Nätverket har två egna indikatorer" in read("/egna-indikatorer/").xpath("string(//h1)")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_a_year_cost_the_same_whatever_their_number(
    count, asked, at, person, signed_in, django_assert_num_queries
) -> None:
    for content in (NUMBER, SHARE, LEVELS)[:count]:
        year = asked(content)
    for code in ("1470", "1471", "1496")[:count]:
        LocalAnswer.objects.create(respondent=at(year, code), reason="x", answered_on=timezone.localdate(), office="x")
    client = signed_in("natverksmedlem")
    client.get("/egna-indikatorer/")
    with django_assert_num_queries(7):
        client.get("/egna-indikatorer/")
    with django_assert_num_queries(6):
        client.get(f"/egna-indikatorer/ar/{year.pk}/")
