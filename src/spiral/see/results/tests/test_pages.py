"""What the pages cost, what they refuse, what they say where data lack."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import fastexcel
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from spiral.see.results.models import Remark
from spiral.sources.snapshot.files import open_snapshot
from spiral.trust.audit.verification import first_break

pytestmark = pytest.mark.figures

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("url", "first", "next_", "same"),
    [
        ("/region/", 15, 1, 1),
        ("/sa-ofta-holl-det/", 2, 1, 1),
        ("/kommun/vara/", 18, 2, 2),
        ("/kommun/skovde/", 18, 2, 2),
        ("/kommun/gotene/", 18, 2, 2),
        ("/kommun/vara/forskola/", 16, 2, 2),
        ("/kommun/vara/jamfor/", 13, 2, 1),
        ("/enhet/45270097/", 11, 5, 3),
        ("/enhet/38081093/", 11, 5, 3),
        ("/enhet/57353499/", 8, 4, 3),
        ("/enhet/54382141/", 7, 4, 3),
        ("/enhet/45270097/jamfor/", 9, 3, 2),
    ],
)
def test_a_page_costs_the_same_few_queries_whatever_the_number_of_units(
    url: str, first: int, next_: int, same: int, client, db: None, django_assert_num_queries
) -> None:
    """The first page of a process reads what it then holds, the next ones what is their own, and the same page again
    asks only what it follows from."""
    with django_assert_num_queries(first):
        assert client.get(url).status_code == 200
    cache.clear()
    with django_assert_num_queries(next_):
        assert client.get(url).status_code == 200
    with django_assert_num_queries(same):
        assert client.get(url).status_code == 200


def test_cost_beside_quality_is_for_members(client, db: None, person) -> None:
    assert client.get("/kommun/vara/kostnad/").status_code == 302
    for file in ("cost-net.csv", "cost-net.xlsx", "kostnad.xlsx", "kostnad.pdf"):
        assert client.get(f"/uppgift/1470/{file}").url == f"/konto/login/?next=/uppgift/1470/{file}"
    client.force_login(person("fortroendevald"), backend=BACKEND)
    assert client.get("/kommun/vara/kostnad/").status_code == 403
    client.force_login(person("natverksmedlem"), backend=BACKEND)
    page = client.get("/kommun/vara/kostnad/").content.decode()
    assert "Nettokostnad" in page
    assert "Betyg i alla ämnen" in page


def test_costs_and_results_stand_on_figures_that_are_read_once(client, db: None, person) -> None:
    client.force_login(person("samordnare"), backend=BACKEND)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/kommun/vara/kostnad/").status_code == 200
    figures = [q["sql"] for q in queries if '"results_value"' in q["sql"]]
    assert len(figures) == 2, "the region's, and the country's"


def test_the_network_may_open_cost_to_everybody(client, db: None, settings) -> None:
    settings.COST_VISIBLE_TO = "public"
    assert client.get("/kommun/vara/kostnad/").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/kommun/stockholm/",
        "/kommun/ingenstans/",
        "/kommun/vara/hemligt/",
        "/enhet/99999999/",
        "/enhet/1470/",
        "/region/?figure=ranking",
        "/uppgift/1470/finns-inte.csv",
        "/uppgift/0180/merit.csv",
        "/uppgift/1470/allt.csv",
        "/uppgift/9999/merit/fel/",
        "/hjalp/../../etc/passwd/",
        "/hjalp/finns-inte/",
        "/register/huvudman/x/",
    ],
)
def test_what_is_not_there_is_answered_in_words(url: str, client, db: None) -> None:
    response = client.get(url, headers={"accept-language": "sv"})
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/kommun/vara/jamfor/?reason=%00&reason=<script>&figure=x",
        "/enhet/45270097/jamfor/?reason=storlek&reason=storlek&figure=",
        "/kommun/vara/jamfor/?reason=region&reason=kolada",
        "/sok/?q=%00%00",
        "/sok/?q=" + "a" * 3000,
        "/sok/?q=%25_%25",
        "/kommun/vara/jamfor/?reason=region",
        "/enhet/34900938/jamfor/?figure=unit-merit",
    ],
)
def test_hostile_questions_get_a_page(url: str, client, db: None) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert b"<script" not in response.content


def test_nothing_is_ranked_own_first_then_alphabetical(read) -> None:
    names = read("/kommun/vara/jamfor/").xpath("//table/tbody/tr/th//text()")
    assert names[0] == "Vara"
    assert names[1:] == sorted(names[1:], key=lambda n: n.translate(str.maketrans("åäöÅÄÖ", "{|}[\\]")))
    rows = [n.strip() for n in read("/region/").xpath('//span[@class="name"]//text()') if n.strip()]
    assert rows[0] == "Skaraborg"
    assert rows[1:] == [
        "Essunga",
        "Falköping",
        "Grästorp",
        "Gullspång",
        "Götene",
        "Hjo",
        "Karlsborg",
        "Lidköping",
        "Mariestad",
        "Skara",
        "Skövde",
        "Tibro",
        "Tidaholm",
        "Töreboda",
        "Vara",
    ]
    for url in ("/region/", "/kommun/vara/jamfor/", "/enhet/45270097/jamfor/"):
        words = " ".join(read(url).xpath("//main//text()[not(ancestor::dl)]"))
        assert not re.search(r"\bsorter|\brank|\btopp|\bbäst", words, re.IGNORECASE)


def test_the_regions_mean_is_weighted_by_pupils(read) -> None:
    tree = read("/region/")
    texts = [row.xpath('string(.//span[@class="figures"])') for row in tree.xpath('//li[@class="municipality-row"]')]
    shown = [match.groups() for text in texts if (match := re.search(r"([\d,]+)\s%.*?(\d[\d\s]*) elever", text))]
    assert len(shown) > 5
    assert all("dold för att" in text or "elever" in text for text in texts)
    pairs = [(float(share.replace(",", ".")), int(re.sub(r"\s", "", n))) for share, n in shown]
    own = re.search(r"([\d,]+)", tree.xpath('string(//li[contains(@class,"own")]//span[@class="figures"])'))[1]
    total = sum(n for _v, n in pairs)
    assert float(own.replace(",", ".")) == pytest.approx(sum(v * n for v, n in pairs) / total, abs=0.06)


def test_the_computed_figure_says_who_computed_it(read) -> None:
    facts = read("/kommun/vara/").xpath('string(//section[@aria-labelledby="merit"]//dl)')
    assert "Beräknat av Spiral på underlag från Skolverket" in facts


def test_a_passed_publication_date_is_said_to_have_passed(read, time_machine) -> None:
    time_machine.move_to("2026-09-24 12:00")
    assert "väntas 25 september 2026" in read("/kommun/vara/").xpath('string(//section[@aria-labelledby="merit"]//dl)')
    time_machine.move_to("2026-09-26 12:00")
    text = read("/kommun/vara/").xpath('string(//section[@aria-labelledby="merit"]//dl)')
    assert "skulle ha kommit 25 september 2026" in text


def test_what_the_data_lack_is_said(read) -> None:
    assert "siffror per kön saknas i källan" in read("/kommun/vara/").xpath(
        'string(//section[@aria-labelledby="merit-gap"]//table)'
    )
    assert "inga siffror per kön för enskilda skolor" in read("/enhet/45270097/").xpath("string(//main)")
    assert "För fritidshem finns ingenting per enhet" in read("/kommun/vara/forskola/").xpath("string(//main)")
    end = open_snapshot().parts["kolada"]["periods"][-1]
    assert f"Koladas värden slutar {end} i" in read("/kommun/vara/").xpath("string(//main)")


def test_every_figure_can_be_fetched_with_its_explanation(client, read) -> None:
    links = read("/enhet/45270097/").xpath('//div[@class="menu"]//a/@href')
    links += read("/kommun/vara/jamfor/?reason=storlek").xpath('//div[@class="menu"]//a/@href')
    assert any("expected.csv" in link for link in links)
    assert any("liknande.xlsx?reason=storlek" in link for link in links)
    for link in links:
        response = client.get(link)
        assert response.status_code == 200
        if ".csv" in link and "json" not in link:
            _is_countable(response.content.decode("utf-8-sig"), client.get(link.replace(".csv", ".csv-metadata.json")))


def test_a_whole_page_is_a_workbook_with_named_sheets_and_charts(client, db: None) -> None:
    content = client.get("/uppgift/1470/allt.xlsx", headers={"accept-language": "sv"}).content
    book = fastexcel.read_excel(content)
    assert {"Meritvärde, 17 ämnen", "Om siffrorna"} <= set(book.sheet_names)
    merit = book.load_sheet("Meritvärde, 17 ämnen", header_row=2, n_rows=8).to_polars()
    assert merit["Värde"].dtype.is_numeric()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        charts = [package.read(name) for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) > 5
    assert any(b"<c:errBars>" in chart for chart in charts)


def _is_countable(text: str, beside: HttpResponse) -> None:
    """Every row has as many cells as there are heads, and a column of numbers holds nothing else; the rest is beside."""
    heads, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert rows
    assert {len(row) for row in rows} == {len(heads)}
    described = beside.json()
    columns = described["tableSchema"]["columns"]
    assert [c["titles"] for c in columns] == heads
    numbers = [i for i, c in enumerate(columns) if c["datatype"] != "string"]
    assert numbers
    for row in rows:
        assert all(re.fullmatch(r"(-?[0-9]+(,[0-9]+)?)?", row[i]) for i in numbers), row
    assert {"Definition", "Källa"} <= {note["name"] for note in described["notes"]}


def test_anybody_may_question_a_figure_and_the_coordinator_sees_it(client, db: None, person) -> None:
    url = "/uppgift/1470/merit/fel/"
    assert client.get("/fragor/").status_code == 302
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "Fel år?", "email": "inte en adress"}).status_code == 422
    assert client.post(url, {"text": "Fel år? <b>", "email": "a@b.se"}).status_code == 302
    assert Remark.objects.get().kind == "error"
    client.force_login(person("samordnare"), backend=BACKEND)
    page = client.get("/fragor/", headers={"accept-language": "sv"}).content.decode()
    assert "Fel år? &lt;b&gt;" in page
    assert "Vara, Meritvärde, 17 ämnen" in page
    client.post(f"/fragor/{Remark.objects.get().pk}/besvarad/")
    assert Remark.objects.get().handled_at is not None


@pytest.mark.parametrize(
    ("who", "place", "may"),
    [
        ("rektor", "45270097", True),
        ("rektor", "34900938", False),
        ("natverksmedlem", "1470", True),
        ("natverksmedlem", "1471", False),
        ("natverksmedlem", "45270097", True),
        ("natverksmedlem", "54382141", False),
        ("friskolerektor", "54382141", True),
        ("fortroendevald", "1494", False),
        (None, "1470", False),
    ],
)
def test_only_who_speaks_for_the_place_comments_beside_a_figure(
    who, place, may, client, db: None, person, read
) -> None:
    if who:
        client.force_login(person(who), backend=BACKEND)
    response = client.post(f"/uppgift/{place}/unit-merit/fel/", {"comment": "Ny rektor sedan våren."})
    assert (response.status_code == 302) is may
    assert Remark.objects.filter(kind="comment").exists() is may


def test_a_comment_stands_beside_its_figure_signed_by_office(client, db: None, person, read) -> None:
    client.force_login(person("rektor"), backend=BACKEND)
    client.post("/uppgift/45270097/unit-merit/fel/", {"comment": "Två klasser slogs ihop."})
    client.logout()
    row = read("/enhet/45270097/").xpath('string(//section[@aria-labelledby="unit-merit"])')
    assert "Två klasser slogs ihop." in row
    assert "Rektor, Alléskolan i Vara" in row
    assert first_break() is None


def test_english_pages_have_no_swedish_shell(read) -> None:
    text = read("/enhet/45270097/", language="en").xpath("string(//main)")
    assert "What the figures do not say" in text
    assert "Vad siffrorna inte säger" not in text
    assert "64.2%" in text
