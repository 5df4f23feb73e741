"""Counts below the limits are masks; what stands on the pages of results, for whom; never by result."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from spiral.engine.figures import State
from spiral.see.indicators.figures import figures
from spiral.see.indicators.models import LocalAnswer, LocalIndicator, Respondent
from spiral.see.indicators.tests.conftest import LEVELS, NUMBER, SCHOOLS, SHARE

pytestmark = [pytest.mark.figures, pytest.mark.django_db]
Direction = LocalIndicator.Direction


def give(place: Respondent, **answer: object) -> LocalAnswer:
    given = {"answered_on": timezone.localdate(), "office": "Nätverksmedlem", **answer}
    standing, _is_new = LocalAnswer.objects.update_or_create(respondent=place, defaults=given)
    LocalIndicator.objects.update(version=LocalAnswer.objects.count() + LocalIndicator.objects.first().version)
    return standing


@pytest.mark.parametrize(
    ("hits", "total", "direction", "state"),
    [
        (5, 9, Direction.HIGHER, State.HIDDEN),
        (9, 9, Direction.HIGHER, State.HIDDEN),
        (5, 10, Direction.HIGHER, State.VALUE),
        (1, 30, Direction.HIGHER, State.NEAR_NONE),
        (4, 30, Direction.HIGHER, State.NEAR_NONE),
        (26, 30, Direction.HIGHER, State.NEAR_ALL),
        (29, 30, Direction.LOWER, State.NEAR_ALL),
        (30, 30, Direction.HIGHER, State.VALUE),
        (0, 30, Direction.HIGHER, State.HIDDEN),
        (0, 30, Direction.LOWER, State.VALUE),
        (30, 30, Direction.LOWER, State.HIDDEN),
        (30, 30, Direction.NONE, State.VALUE),
        (0, 30, Direction.NONE, State.VALUE),
    ],
)
def test_a_share_of_few_or_with_few_on_one_side_is_a_mask(hits, total, direction, state, asked, at) -> None:
    year = asked(SHARE)
    year.indicator.direction = direction
    (figure,) = figures(year.indicator, [give(at(year), hits=hits, total=total)])
    assert figure.figure.state is state
    assert (figure.value is None) is (state is not State.VALUE)
    assert (figure.n is None) is (state is State.HIDDEN)
    assert bool(figure.mask("sv")) is (state is not State.VALUE)


@pytest.mark.parametrize(
    ("number", "counts", "state"), [(9, True, "hidden"), (0, True, "hidden"), (10, True, "value"), (9, False, "value")]
)
def test_a_number_of_children_below_ten_is_a_mask(number, counts, state, asked, at) -> None:
    year = asked()
    year.indicator.counts_people = counts
    (figure,) = figures(year.indicator, [give(at(year), number=Decimal(number))])
    assert figure.figure.state == state
    assert figure.mask("sv") == ("för få barn för att visas" if state == "hidden" else "")


def test_a_masked_count_is_on_no_page_and_in_no_file(asked, at, signed_in) -> None:
    """Beside one that is shown, so that there is something to see."""
    year = asked(SHARE)
    give(at(year), hits=4021, total=4024)
    give(at(year, "1496"), hits=3017, total=4019)
    client = signed_in("samordnare")
    pages = ["/kommun/vara/forskola/", "/kommun/skovde/forskola/", "/region/", f"/egna-indikatorer/ar/{year.pk}/"]
    files = [f"/egna-indikatorer/ar/{year.pk}/svar.csv", f"/egna-indikatorer/ar/{year.pk}/svar.csv-metadata.json"]
    texts = [client.get(url).content.decode() for url in pages + files]
    assert not [text for text in texts if "4021" in text or "4 021" in text or "4\u00a0021" in text]
    assert all("nästan alla" in texts[i] for i in (0, 2, 3, 4))
    assert "75\u00a0%" in texts[1]


def test_members_see_the_figure_where_the_others_stand_and_nobody_else_does(asked, at, signed_in, client, read) -> None:
    year = asked()
    place = give(at(year), number=Decimal("5.4"), comment="En förskola saknas").respondent
    url = "/kommun/vara/forskola/"
    for who in ("", "fortroendevald", "friskolerektor"):
        if who:
            signed_in(who)
        assert "Barn per vuxen" not in read(url).xpath("string(//main)")
        assert "Barn per vuxen" not in read("/region/").xpath("string(//main)")
    signed_in("rektor")
    row = read(url).xpath(f"//section[@aria-labelledby='egen-{year.indicator_id}']")[0]
    text = " ".join(row.xpath("string()").split())
    assert "Vara svarade 5,4 barn per vuxen, läsåret 2025/26." in text
    assert "1 av 15 kommuner har svarat, det senaste svaret kom" in text
    assert "En förskola saknas Nätverksmedlem" in text
    for name in ("Frågan", "Förklaring", "Fullständighet", "Osäkerhet", "Källa", "Svarar"):
        assert row.xpath(f".//dt[text()='{name}']"), name
    assert {a.get("href") for a in row.xpath(".//a[contains(@href, 'egna-')]")} == {
        f"/egna-indikatorer/ar/{year.pk}/",
        f"/egna-indikatorer/ar/{year.pk}/svar.xlsx",
        f"/egna-indikatorer/ar/{year.pk}/svar.csv",
    }
    give(place, number=Decimal("6.1"), comment="")
    again = " ".join(read(url).xpath("string(//main)").split())
    assert "Vara svarade 6,1 barn per vuxen" in again, "not the page that was composed before"


def test_the_page_on_paper_and_as_a_workbook_has_them_for_members_alone(asked, at, signed_in, client) -> None:
    give(at(asked()), number=Decimal("5.4"))
    files = ("/uppgift/1470/forskola.pdf", "/uppgift/1470/forskola.xlsx")
    sizes = [len(client.get(url).content) for url in files]
    signed_in("natverksmedlem")
    for url, size in zip(files, sizes, strict=True):
        answer = client.get(url)
        assert answer.status_code == 200
        assert len(answer.content) > size + 500, url


def test_the_page_of_results_of_other_forms_has_them_too(asked, at, signed_in, read) -> None:
    give(at(asked(SCHOOLS), "45270097"), number=Decimal("3.5"))
    signed_in("natverksmedlem")
    unit = " ".join(read("/enhet/45270097/").xpath("string(//*[@id='egna']/..)").split())
    assert "Alléskolan svarade 3,5 barn per vuxen" in unit
    town = " ".join(read("/kommun/vara/forskola/").xpath("string(//*[@id='egna']/..)").split())
    assert "i Vara har svarat" in town
    assert not read("/kommun/vara/").xpath("//*[@id='egna']")


def test_who_has_not_answered_and_who_cannot_are_told_apart(asked, at, signed_in, read) -> None:
    year = asked()
    give(at(year, "1496"), reason="Nytt system")
    signed_in("natverksmedlem")
    missing = read("/kommun/vara/forskola/").xpath("string(//*[@id='egna']/..)")
    assert "Vara har inte svarat för läsåret 2025/26." in missing
    cannot = " ".join(read("/kommun/skovde/forskola/").xpath("string(//*[@id='egna']/..)").split())
    assert "Skövde kan inte svara för läsåret 2025/26." in cannot
    assert "Nytt system" in cannot


def test_places_stand_own_first_and_then_in_alphabetical_order_whatever_they_answered(
    asked, at, signed_in, read
) -> None:
    year = asked()
    for code, number in (("1470", 3), ("1496", 9), ("1471", 1)):
        give(at(year, code), number=Decimal(number))
    signed_in("natverksmedlem")
    for url in (f"/egna-indikatorer/ar/{year.pk}/", "/region/"):
        heads = read(url).xpath("//*[@id='svaren' or @id='egna']/..//table[.//th[text()='Kommun']]")[0]
        names = [th.strip() for th in heads.xpath(".//tbody//th/text()")]
        assert (names[0], names[1:]) == ("Vara", sorted(names[1:], key=str.casefold))
        assert len(names) == 15


def test_levels_are_counted_and_never_averaged(asked, at, signed_in, read) -> None:
    year = asked(LEVELS)
    for code, level in (("1470", 1), ("1496", 3)):
        give(at(year, code), level=level)
    signed_in("natverksmedlem")
    page = read(f"/egna-indikatorer/ar/{year.pk}/")
    assert "1. Sällan: 1 kommun; 2. Ibland: 0 kommuner; 3. Ofta: 1 kommun." in page.xpath("string(//main)")
    assert "2,0" not in page.xpath("string(//main)")
    assert "Vara svarade ”Sällan”" in read("/kommun/vara/forskola/").xpath("string(//main)")


def test_a_file_carries_the_definition_and_what_lacks(asked, at, signed_in) -> None:
    year = asked()
    give(at(year), number=Decimal("5.4"), comment="=1+1")
    client = signed_in("natverksmedlem")
    address = f"/egna-indikatorer/ar/{year.pk}/svar"
    heads, *rows = csv.reader(io.StringIO(client.get(f"{address}.csv").content.decode("utf-8-sig")), delimiter=";")
    assert len(rows) == 15
    vara = dict(zip(heads, next(row for row in rows if row[0] == "Vara"), strict=True))
    assert (vara["Svar"], vara["Enhet"], vara["Vem"]) == ("5,4", "barn per vuxen", "Nätverksmedlem")
    assert vara["Kommentar"] == "'=1+1"
    assert {row[heads.index("Varför inget tal")] for row in rows if row[0] != "Vara"} == {"har inte svarat"}
    about = client.get(f"{address}.csv-metadata.json").content.decode()
    assert "Räkna klockan tio." in about
    assert "1 av 15 kommuner har svarat" in about
    assert client.get(f"{address}.xlsx").content.startswith(b"PK")


def test_it_is_found_by_members_alone(asked, signed_in, read) -> None:
    asked()
    for who, is_found in (("rektor", True), ("fortroendevald", False)):
        signed_in(who)
        assert ("Barn per vuxen" in read("/sok/?q=vuxen").xpath("string(//main)")) is is_found


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_results_costs_the_same_whatever_their_number(
    count, asked, at, signed_in, django_assert_num_queries
) -> None:
    for content in (NUMBER, SHARE, LEVELS)[:count]:
        give(at(asked(content)), reason="x")
    client = signed_in("natverksmedlem")
    client.get("/kommun/vara/forskola/")
    LocalIndicator.objects.update(version=99)
    with django_assert_num_queries(8):
        client.get("/kommun/vara/forskola/")
    with django_assert_num_queries(6):
        client.get("/kommun/vara/forskola/")
