"""Blocks set as a web page, as ``documents/pdf.py`` sets them on paper. Put together as text, for a page of results has
thousands of parts, and a template takes several times as long for each (decisions/0027)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatch
from html import escape

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spiral.documents import svg
from spiral.documents.blocks import (
    Block,
    Bullet,
    Bullets,
    Columns,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.chart import Chart
from spiral.documents.table import Table, as_table
from spiral.engine.numbers import Language
from spiral.ground import markup
from spiral.ground.phrases import CHANCE, EMPHASIS

#: A table with more columns than this is set as cards on a telephone.
_FIT_A_TELEPHONE = 4
#: The guide that says in a few words what an interval is.
EXPLAINED = "kan-inte-skiljas"
_EMPHASIS = {lang: re.compile("|".join(map(re.escape, said)), re.IGNORECASE) for lang, said in EMPHASIS.items()}
#: So many of a row's links are seen at once; the others are folded.
_LINKS_SEEN = 2


class Actions:
    """What a page's room can do with an exhibit: nothing, where it does not say."""

    def of(self, exhibit: Exhibit) -> Sequence[Hyperlink]:
        """The links, the most wanted first."""
        return ()


@dataclass(frozen=True)
class Setting:
    """How blocks are set: ``component`` draws one of the house's, ``actions`` says what the page's room can do with an
    exhibit, ``picture`` draws it where the room draws it otherwise, and ``heading`` is that of the section around."""

    component: Callable[..., str]
    actions: Actions = field(default_factory=Actions)
    picture: Callable[[Exhibit], str] | None = None
    heading: str = ""


def set_all(blocks: Iterable[Block | Section], how: Setting) -> str:
    """Blocks under each other."""
    return "\n".join(_set(block, how) for block in blocks)


@singledispatch
def _set(block: Block | Section, how: Setting) -> str:
    raise TypeError(f"a page has no place for a {type(block).__name__}")


@_set.register
def _section(block: Section, how: Setting) -> str:
    css = "section blocks" if block.level == 2 and not block.is_heading_hidden else "blocks"
    about = f' aria-labelledby="{escape(block.key)}"' if block.key else ""
    named = f' id="{escape(block.key)}"' if block.key else ""
    hidden = ' class="visually-hidden"' if block.level == 2 and block.is_heading_hidden else ""
    heading = f"<h{block.level}{hidden}{named}>{escape(block.heading)}</h{block.level}>"
    inside = set_all(block.blocks, replace(how, heading=block.heading))
    return f'<section class="{css}"{about}>{heading}{explanation(block.heading)}{inside}</section>'


@_set.register
def _paragraph(block: Paragraph, how: Setting) -> str:
    return f'<p class="prose{" aside muted" if block.dim else ""}">{_broken(emphasized(block.text))}</p>'


@_set.register
def _notice(block: Notice, how: Setting) -> str:
    return how.component("notice", content=f"<b>{emphasized(block.text)}</b>")


@_set.register
def _bullets(block: Bullets, how: Setting) -> str:
    if block.is_dated:
        dated = (
            f'<li><time datetime="{line.on}">{escape(line.when)}</time> <span>{_line(line)}</span></li>'
            for line in block.lines
        )
        return f'<ul class="events">{"".join(dated)}</ul>'
    listed = (f"<li>{_muted(line.when + ':') if line.when else ''} {_line(line)}</li>" for line in block.lines)
    return f'<ul class="bullets prose">{"".join(listed)}</ul>'


@_set.register
def _links(block: Links, how: Setting) -> str:
    listed = (f"<li>{_link(link)}</li>" for link in block.links)
    return f'<ul class="columns">{"".join(listed)}</ul>'


@_set.register
def _facts(block: Facts, how: Setting) -> str:
    return markup.definitions(block.rows)


@_set.register
def _table(block: Table, how: Setting) -> str:
    return markup.table(block, stacked=True, caption=block.caption != how.heading)


@_set.register
def _columns(block: Columns, how: Setting) -> str:
    return f'<div class="side-by-side">{set_all(block.sections, how)}</div>'


@_set.register
def _exhibit(block: Exhibit, how: Setting) -> str:
    parts = [
        "" if block.is_main else _said(block),
        _shown(block, how),
        _number(block) if block.heading or block.value else "",
        f'<div class="details">{_details(block, how)}</div>',
    ]
    inside = "".join(parts)
    if block.heading:
        return f'<section class="row" aria-labelledby="{escape(block.key)}">{inside}</section>'
    return f'<div class="{"main-exhibit" if block.is_main else "row wide no-line"}">{inside}</div>'


def _said(block: Exhibit) -> str:
    heading = f'<h3 id="{escape(block.key)}">{escape(block.heading)}</h3>' if block.heading else ""
    aside = f'<p class="aside muted space-small">{emphasized(block.aside)}</p>' if block.aside else ""
    return f'<div>{heading}<p class="sentence">{emphasized(block.sentence)}</p>{aside}</div>'


def _shown(block: Exhibit, how: Setting) -> str:
    """The picture, or the words of the mask, or the table that stands for them."""
    mask = f'<span class="mask">{escape(block.mask)}</span>'
    if block.chart is not None and how.picture is not None and not block.is_lent:
        return how.picture(block)
    if block.chart is not None:
        draw = _wide_and_slim if block.is_main else _narrow
        drawn = draw(block.chart, block.key)
        if block.differences is not None:
            drawn += draw(block.differences, f"{block.key}-differences")
        below = f'<p class="mask aside space-small">{escape(block.mask)}</p>' if block.mask else ""
        return f"<figure>{drawn}{below}</figure>"
    if block.mask:
        return f"<figure>{how.component('notice', kind='mask', content=mask)}</figure>"
    if block.is_table and block.table is not None:
        return markup.table(block.table, stacked=True, caption=block.table.caption != how.heading)
    return ""


def _narrow(chart: Chart, key: str) -> str:
    return svg.draw(chart, key=key)


def _wide_and_slim(chart: Chart, key: str) -> str:
    """Over the page's width, and once more for a telephone, which shows the other."""
    wide, slim = svg.draw(chart, key=f"{key}-wide", width=1080), svg.draw(chart, key=f"{key}-slim", width=358)
    return f'<div class="wide-chart">{wide}</div><div class="slim-chart">{slim}</div>'


def _number(block: Exhibit) -> str:
    value = f"<b>{escape(block.value)}</b>" if block.value else ""
    interval = f'<span class="range">{escape(block.interval)}</span>' if block.interval else ""
    n = f"<span>{escape(block.n)}</span>" if block.n else ""
    return f'<p class="value numbers">{value}{interval}{n}</p>'


def _details(block: Exhibit, how: Setting) -> str:
    """What stands one step away: the table, what explains the figure, what can be done with it, what is said of it."""
    about = f'<span class="visually-hidden"> {escape(block.heading or how.heading)}</span>'
    parts = []
    if block.table is not None and not block.is_table:
        table = markup.table(block.table, stacked=len(block.table.columns) > _FIT_A_TELEPHONE)
        if block.differences is not None:
            table += markup.table(as_table(block.differences))
        parts.append(_folded(_("Tabell"), about, table))
    if block.facts:
        parts.append(_folded(_("Definition, källa och datum"), about, markup.definitions(block.facts)))
    links = [_link(link) for link in block.links if not block.is_lent]
    ways = block.links if block.is_lent else how.actions.of(block)
    links += [f'<a href="{escape(link.url)}">{escape(str(link.text))}{about}</a>' for link in ways]
    seen, folded = links[:_LINKS_SEEN], links[_LINKS_SEEN:]
    if folded:
        seen.append(_folded(_("Mer"), about, "".join(folded), "onward"))
    if seen:
        parts.append(f'<div class="menu">{"".join(seen)}</div>')
    parts += [f'<p class="comment">{lines(c.text)} {_muted(c.signed)}</p>' for c in block.comments]
    return "".join(parts)


def _folded(name: str, about: str, content: str, css: str = "") -> str:
    """What is shown when its name is pressed."""
    kind = f' class="{css}"' if css else ""
    return f"<details{kind}><summary>{escape(name)}{about}</summary>{content}</details>"


def emphasized(sentence: str) -> str:
    """Markup of a sentence, with the network's fixed phrases about uncertainty in bold; each that says that chance is
    enough leads to what it means."""
    language = _language()
    chance = {phrase.lower() for phrase in CHANCE[language]}

    def bold(said: re.Match[str]) -> str:
        words = f"<strong>{said[0]}</strong>"
        return _explained(words) if said[0].lower() in chance else words

    return _EMPHASIS[language].sub(bold, escape(sentence))


def explanation(*texts: str) -> str:
    """A line that leads to what it means that chance is enough, for what says so and can hold no link: a heading, a
    link. '' where none of ``texts`` says it."""
    said = " ".join(" ".join(texts).lower().split())
    if not any(phrase in said for phrases in CHANCE.values() for phrase in phrases):
        return ""
    return f'<p class="aside space-small">{_explained(escape(_("Vad betyder ”kan inte skiljas från”?")))}</p>'


def _explained(content: str) -> str:
    return f'<a href="{reverse("ground:help", args=[EXPLAINED])}">{content}</a>'


def _language() -> Language:
    return "en" if get_language() == "en" else "sv"


def lines(text: str) -> str:
    """Markup of a text in which a line break is one."""
    return _broken(escape(text))


def _broken(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "<br>")


def _line(line: Bullet) -> str:
    text = _link(Hyperlink(line.text, line.url)) + explanation(line.text) if line.url else emphasized(line.text)
    return f"{text} {_muted(line.note)}" if line.note else text


def _link(link: Hyperlink) -> str:
    return f'<a href="{escape(link.url)}">{escape(str(link.text))}</a>'


def _muted(text: str) -> str:
    return f'<span class="muted">{escape(str(text))}</span>'
