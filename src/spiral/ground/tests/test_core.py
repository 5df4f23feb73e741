"""The shell: help, style, language, health, headers."""

from __future__ import annotations

import pytest
from django.conf import settings
from lxml import html

from spiral.ground import help as guides


@pytest.mark.figures
@pytest.mark.parametrize("name", ["", *guides.names()])
def test_every_guide_opens_and_its_links_lead_somewhere(name: str, read, client) -> None:
    tree = read(f"/hjalp/{name}/" if name else "/hjalp/")
    assert tree.xpath("string(//h1)")
    for link in tree.xpath('//div[contains(@class,"guide")]//a/@href'):
        if link.startswith("/"):
            assert client.get(link).status_code == 200, f"{name}: {link}"
        else:
            assert link.startswith(("https://", "#")), f"{name}: {link}"


def test_every_guide_is_reached_from_the_contents() -> None:
    contents = (settings.DOCS / "README.md").read_text(encoding="utf-8")
    assert [n for n in guides.names() if f"{n}.md" not in contents] == []


def test_every_guide_exists_in_english() -> None:
    assert [n for n in ["README", *guides.names()] if not (settings.DOCS / "en" / f"{n}.md").is_file()] == []


def test_the_style_page_shows_every_kind_of_chart_and_mask(read) -> None:
    tree = read("/stil/")
    assert len(tree.xpath("//svg[@role='img']")) >= 12
    assert "för få elever för att visas" in tree.xpath("string(//main)")
    assert "påhittade" in tree.xpath("string(//main)")


@pytest.mark.figures
def test_no_page_carries_script_or_inline_style(client, db: None) -> None:
    for url in ("/", "/region/", "/kommun/vara/", "/enhet/45270097/", "/stil/", "/hjalp/", "/konto/login/"):
        response = client.get(url)
        tree = html.fromstring(response.content.decode())
        assert not tree.xpath("//script | //@style | //style"), url
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_language_is_changed_and_kept(client, db: None) -> None:
    client.post("/sprak/setlang/", {"language": "en", "next": "/forsta/"})
    assert b"Ask why before you choose a solution" in client.get("/forsta/").content
    client.post("/sprak/setlang/", {"language": "sv", "next": "/forsta/"})
    assert "Fråga varför innan ni väljer lösning" in client.get("/forsta/").content.decode()


def test_the_health_check_asks_the_database(client, django_assert_num_queries, db: None) -> None:
    with django_assert_num_queries(1):
        assert client.get("/halsa/").content == b"ok\n"
