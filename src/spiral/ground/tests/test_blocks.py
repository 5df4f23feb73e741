"""Blocks as a page sets them, and a chart on paper as it looks on a page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from lxml import html

from spiral import ground
from spiral.documents.blocks import (
    Block,
    Bullet,
    Bullets,
    Columns,
    Comment,
    Document,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.chart import Point, Trend
from spiral.documents.svg.paper import COLOURS, LOOK, svg_file
from spiral.documents.table import Cell, Table
from spiral.ground.screen import Actions

STYLE = (Path(ground.__file__).parent / "static/ground/spiral.css").read_text("utf-8")
TREND = Trend(title="Merit", subtitle="Egna", description="Beskrivning.", points=[Point("2025", 203.6)])
HOSTILE = '<script>"&amp;</script>'


def _page(*blocks: Block | Section, actions: Actions | None = None) -> html.HtmlElement:
    around = Context({"content": list(blocks), "actions": actions})
    text = Template("{% blocks content actions=actions %}").render(around)
    return html.fromstring(f"<main>{text}</main>")


@pytest.mark.parametrize(
    ("block", "path", "words"),
    [
        (Paragraph("Rad 1\nRad 2"), "p/br", ""),
        (Paragraph("Källa", dim=True), 'p[contains(@class,"muted")]', "Källa"),
        (Notice("Saknas"), './/div[contains(@class,"notice")]//b', "Saknas"),
        (Bullets.of(["Läsa"]), 'ul[contains(@class,"bullets")]/li', "Läsa"),
        (Bullets([Bullet("Bok", "/a/", "3 nov", on=date(2026, 11, 3))]), 'ul[@class="events"]/li/span/a', "Bok"),
        (Bullets([Bullet("Bok", "", "3 nov", "", date(2026, 11, 3))]), './/time[@datetime="2026-11-03"]', "3 nov"),
        (Bullets([Bullet("Bok", when="3 nov"), Bullet("Par")]), 'ul[contains(@class,"bullets")]/li[1]', "3 nov: Bok"),
        (Links([Hyperlink("Skolan", "/b/")]), 'ul[@class="columns"]/li/a[@href="/b/"]', "Skolan"),
        (Facts([("Ägare", "Vara")]), "dl/dd", "Vara"),
        (Table("Roller", ["Roll"], [[Cell("Presidium")]]), ".//caption[not(@class)]", "Roller"),
        (Section("Rubrik", [Paragraph("x")], "k"), 'section[@aria-labelledby="k"]/h2[@id="k"]', "Rubrik"),
        (Section("Rubrik", [], "k", is_heading_hidden=True), './/h2[@class="visually-hidden"]', "Rubrik"),
        (Section("Rubrik", [], level=3), "section/h3", "Rubrik"),
        (Columns([Section("A", [], level=4), Section("B", [], level=4)]), "div/section[2]/h4", "B"),
    ],
)
def test_every_kind_of_block_has_its_place_on_a_page(block: Block | Section, path: str, words: str) -> None:
    [there] = _page(block).xpath(path)
    assert " ".join(there.text_content().split()) == words


def test_a_table_with_its_sections_name_does_not_say_it_twice() -> None:
    table = Table("Uppgifter", ["Uppgift"], [[Cell("Läsa")]])
    assert _page(Section("Uppgifter", [table], "u")).xpath('.//caption[@class="visually-hidden"]')


def test_an_exhibit_has_its_sentence_picture_number_table_facts_and_comments() -> None:
    exhibit = Exhibit(
        key="merit",
        heading="Meritvärde",
        sentence="Det kan inte skiljas från riket.",
        value="203,6",
        chart=TREND,
        whole=TREND,
        facts=[("Definition", "Summan.")],
        comments=[Comment("Två klasser.", "Rektor")],
        links=[Hyperlink("Metod", "/m/")],
    )
    [row] = _page(exhibit).xpath('section[@class="row"][@aria-labelledby="merit"]')
    assert (
        row.xpath("string(.//p[@class='sentence']/a[@href='/hjalp/kan-inte-skiljas/']/strong)")
        == "kan inte skiljas från"
    )
    assert row.xpath(".//figure/svg")
    assert row.xpath("string(.//p[contains(@class,'value')]/b)") == "203,6"
    assert row.xpath("string(.//table/caption)") == "Merit"
    assert row.xpath("string(.//dl/dt)") == "Definition"
    assert "Rektor" in row.xpath("string(.//p[@class='comment'])")
    assert row.xpath('.//a[@href="/m/"]')


def test_a_masked_exhibit_says_why_and_shows_no_number() -> None:
    [row] = _page(Exhibit(key="low", heading="Lägst E", sentence="Visas inte.", mask="För få.")).xpath("section")
    assert row.xpath("string(.//span[@class='mask'])") == "För få."
    assert not row.xpath(".//svg[contains(@class,'chart')] | .//table | .//p[contains(@class,'value')]/b")


class _Three(Actions):
    def of(self, exhibit: Exhibit) -> list[Hyperlink]:
        return [Hyperlink(name, f"/{exhibit.key}/{name}/") for name in ("first", "second", "third")]


def test_what_a_room_can_do_with_an_exhibit_is_two_links_and_a_menu_that_needs_no_script() -> None:
    exhibit = Exhibit(key="a", heading="Betyg", sentence="A.", facts=[("Källa", "Kolada")])
    assert not _page(exhibit).xpath('.//div[@class="menu"]')
    [menu] = _page(exhibit, actions=_Three()).xpath('.//div[@class="menu"]')
    assert menu.xpath("a/@href") == ["/a/first/", "/a/second/"]
    assert menu.xpath("details/a/@href") == ["/a/third/"]
    assert menu.xpath("string(details/summary)") == "Mer Betyg"


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(HOSTILE),
        Notice(HOSTILE),
        Bullets([Bullet(HOSTILE, HOSTILE, HOSTILE, HOSTILE)]),
        Links([Hyperlink(HOSTILE, HOSTILE)]),
        Facts([(HOSTILE, HOSTILE)]),
        Table(HOSTILE, [HOSTILE], [[Cell(HOSTILE)]]),
        Section(HOSTILE, [Paragraph(HOSTILE)], "k"),
        Exhibit(
            key="k",
            heading=HOSTILE,
            sentence=HOSTILE,
            aside=HOSTILE,
            mask=HOSTILE,
            facts=[(HOSTILE, HOSTILE)],
            comments=[Comment(HOSTILE, HOSTILE)],
        ),
    ],
)
def test_what_somebody_has_written_is_never_markup(block: Block | Section) -> None:
    assert not _page(block).xpath(".//script")
    assert HOSTILE in _page(block).text_content()


def test_a_document_finds_its_exhibits_wherever_they_stand() -> None:
    first, second, third = (Exhibit(key=key, sentence=key) for key in "abc")
    sections = [
        Section("1", [Paragraph("x"), first, Section("2", [second], level=3)]),
        Section("3", [Columns([Section("4", [third], level=3)])]),
    ]
    assert [e.key for e in Document("t", "l", sections).exhibits()] == ["a", "b", "c"]


def test_a_chart_on_paper_looks_as_on_the_page() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#\w+);", STYLE))
    assert {name: tokens[name] for name in COLOURS} == COLOURS
    screen, _phone, _print = STYLE.partition("@media")
    rules = dict(re.findall(r"(?m)(?:^|(?<=\} ))\.chart ((?:\.[\w.-]+|text)) \{ ([^}]+?);? \}", screen))
    halo = "; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round"
    on_page = {shape: look.replace(halo, "").replace(" stroke: none;", "") for shape, look in rules.items()}
    assert {shape: on_page.get(shape) for shape in LOOK} == LOOK


def test_a_chart_on_paper_carries_every_colour_it_uses() -> None:
    drawn = svg_file(TREND, key="a")
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn
    assert "var(" not in drawn
    classes = {name for names in re.findall(r'class="([^"]+)"', drawn) for name in names.split()} - {"chart"}
    assert {f".{name}" for name in classes} <= set(LOOK)
