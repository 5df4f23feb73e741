"""Pages of results on paper: the same words as on the screen, and the same refusals."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.figures

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _paper(response) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("/uppgift/1470/allt.pdf", "/kommun/vara/"),
        ("/uppgift/1470/forskola.pdf", "/kommun/vara/forskola/"),
        ("/uppgift/45270097/allt.pdf", "/enhet/45270097/"),
    ],
)
def test_a_whole_page_on_paper_says_what_the_page_says(url: str, page: str, client, read) -> None:
    shown = read(page)
    assert shown.xpath(f'//a[@href="{url}"]')
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    paper = _paper(response).replace("- ", "")
    rows = shown.xpath('//section[@class="row"]')
    assert len(rows) > 3
    for path in ("//h1", '//p[@class="lead"]'):
        assert " ".join(shown.xpath(f"string({path})").split()) in paper
    for row in rows:
        assert " ".join(row.xpath("string(.//h3)").split()).replace("- ", "") in paper
        value = " ".join(row.xpath("string(.//p[contains(@class,'value')]/b)").split())
        assert value in paper
        if reason := row.xpath("string(.//span[@class='mask'])"):
            assert " ".join(reason.split())[:40] in paper


@pytest.mark.parametrize(
    ("url", "page", "names"),
    [
        ("/region/merit.pdf", "/region/?figure=merit", '//span[@class="name"]'),
        ("/uppgift/1470/liknande.pdf?reason=region", "/kommun/vara/jamfor/?reason=region", "//table/tbody/tr/th"),
        ("/uppgift/45270097/liknande.pdf?", "/enhet/45270097/jamfor/", "//table/tbody/tr/th"),
    ],
)
def test_the_region_and_a_comparison_say_the_same_on_paper(url: str, page: str, names: str, client, read) -> None:
    shown = read(page)
    assert url in shown.xpath("//a/@href")
    paper = _paper(client.get(url))
    assert " ".join(shown.xpath("string(//h1)").split()) in paper
    listed = [" ".join(name.text_content().split()) for name in shown.xpath(names)]
    assert len(listed) > 5
    assert [name for name in listed if name not in paper] == []
    assert "Definition" in paper


def test_only_a_page_is_on_paper_and_costs_are_for_members_there_too(client, db: None, person) -> None:
    assert client.get("/uppgift/1470/merit.pdf").status_code == 404
    assert client.get("/uppgift/45270097/forskola.pdf").status_code == 404
    assert client.get("/uppgift/45270097/kostnad.xlsx").status_code in (302, 404)
    client.force_login(person("fortroendevald"), backend=BACKEND)
    assert client.get("/uppgift/1470/kostnad.pdf").status_code == 403
    assert client.get("/region/ranking.pdf").status_code == 404
    client.force_login(person("samordnare"), backend=BACKEND)
    assert "Nettokostnad" in _paper(client.get("/uppgift/1470/kostnad.pdf"))
