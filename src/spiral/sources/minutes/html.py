"""A web page (.html, as OneNote, Outlook or a browser saves it) → lines, without what it does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spiral.sources.minutes.cells import row_lines
from spiral.sources.minutes.html_seen import without_hidden
from spiral.sources.minutes.lines import BLANK, LineKind, TextLine, clean, parse_line
from spiral.sources.minutes.unseen import unseen_remarks
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Problem, Unreadable

_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAGS = re.compile(rb"</?(?:p|div|h[1-6]|table|tr|td|ul|ol|li|br|span|b|strong)\b[^<>]*>", re.IGNORECASE)
_HEADINGS = {f"h{n}" for n in range(1, 7)}
_UNSEEN = {"script", "style", "head", "title", "template", "noscript", "del", "svg", "object", "iframe", "select", "rt"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "blockquote",
    "pre",
    "address",
    "center",
    "form",
    "body",
    "html",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "aside",
    "nav",
    "fieldset",
    "details",
    "summary",
}
#: Where a line was broken on purpose; a line end of the source is only a blank.
_BREAK = "\u2028"
_BOLD = {"b", "strong"}
_LONGEST_BOLD = 150
_DEEPEST = 120


def is_html(content: bytes, name: str) -> bool:
    """By its beginning, or by its name and its marks."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    return bool(_MARKUP.search(start)) or (
        name.lower().endswith((".html", ".htm", ".xhtml")) and bool(_TAGS.search(content))
    )


def html_lines(text: str, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    """The lines of a page, and what is to be said of hidden text. Raises Unreadable."""
    if text.count("<") > limits.elements:
        raise _refused(name, "Webbsidan har många fler delar än anteckningar brukar ha.")
    from lxml import etree, html

    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _refused(name, "Webbsidan (.html) är skadad och går inte att läsa.") from error
    if _depth(root) > _DEEPEST:
        raise _refused(name, "Webbsidan (.html) är byggd i alldeles för många nivåer.")
    body = root.find("body")
    hidden = without_hidden(root)
    return list(_PageReader(root).block(root if body is None else body)), unseen_remarks(hidden)


def _depth(root: Any) -> int:
    from lxml import etree

    deepest = depth = 0
    for event, _node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _is_block(node: Any) -> bool:
    return node.tag in _BLOCKS or node.tag in _HEADINGS or node.tag in ("ul", "ol", "table", "hr")


class _PageReader:
    """Walks a page from the top: text that stands together becomes a line, what is a block begins a new one."""

    def __init__(self, root: Any) -> None:
        self.holders: set[Any] = set()  # what has a block inside it
        for node in root.iter():
            for holder in node.iterancestors() if _is_block(node) else ():
                if holder in self.holders:
                    break
                self.holders.add(holder)

    def block(self, parent: Any) -> Iterator[TextLine]:
        text: list[str] = [parent.text or ""]
        is_bold: list[bool] = []
        if (parent.text or "").strip():
            is_bold.append(False)
        for child in parent:
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or _is_unseen(child):
                pass
            elif tag == "br":
                text.append(_BREAK)
            elif tag == "input":
                text.append(_box(child))
            elif _is_block(child) or child in self.holders:
                yield from _flushed(text, is_bold)
                yield from self.whole(child, tag)
                text, is_bold = [], []
            else:
                inner = _inline(child)
                text.append(inner)
                if inner.strip():
                    is_bold.append(tag in _BOLD or "font-weight:bold" in (child.get("style") or "").replace(" ", ""))
            text.append(child.tail or "")
            if (child.tail or "").strip():
                is_bold.append(False)
        yield from _flushed(text, is_bold)

    def whole(self, node: Any, tag: str) -> Iterator[TextLine]:
        """A block of its own."""
        if tag in _HEADINGS:
            text = clean(_inline(node).replace(_BREAK, " "))
            yield TextLine(text, LineKind.HEADING) if text else BLANK
        elif tag in ("ul", "ol"):
            yield from self.listed(node)
        elif tag == "table":
            yield from self.table(node)
            yield BLANK
        elif tag in ("p", "hr"):
            yield from self.block(node)
            yield BLANK
        else:
            yield from self.block(node)

    def listed(self, items: Any) -> Iterator[TextLine]:
        start = items.get("start") or "1"
        number = int(start) - 1 if start.isdecimal() and len(start) < 4 else 0
        for item in items:
            if not isinstance(item.tag, str) or _is_unseen(item):
                continue
            if item.tag in ("ul", "ol"):
                yield from self.listed(item)
                continue
            number += 1
            for n, line in enumerate(x for x in self.block(item) if x.kind is not LineKind.BLANK):
                if n == 0 and line.kind in (LineKind.TEXT, LineKind.HEADING):
                    is_numbered = items.tag == "ol"
                    yield TextLine(
                        line.text, LineKind.NUMBERED if is_numbered else LineKind.BULLET, number * is_numbered
                    )
                else:
                    yield line

    def table(self, table: Any) -> Iterator[TextLine]:
        for row in table.iter("tr"):
            if next(row.iterancestors("table")) is not table or _is_unseen(row):
                continue
            cells = [c for c in row if c.tag in ("td", "th") and not _is_unseen(c)]
            read = [[_plain(line) for line in self.block(cell)] for cell in cells]
            if len(cells) == 1:  # a page set in a table
                yield from (line for line in self.block(cells[0]))
            else:
                yield from row_lines(read)


def _plain(line: TextLine) -> TextLine:
    """A bold cell is no heading."""
    return TextLine(line.text) if line.kind is LineKind.HEADING else line


def _is_unseen(node: Any) -> bool:
    return node.tag in _UNSEEN


def _inline(node: Any) -> str:
    """The text of what stands in a line, an address that it does not show in brackets after it."""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and not _is_unseen(child):
            if child.tag == "br":
                parts.append(_BREAK)
            elif child.tag == "input":
                parts.append(_box(child))
            else:
                parts.append(_inline(child))
        parts.append(child.tail or "")
    shown = "".join(parts)
    address = (node.get("href") or "").strip() if node.tag == "a" else ""
    return f"{shown} ({address})" if address.startswith(("http://", "https://")) and address not in shown else shown


def _box(node: Any) -> str:
    if (node.get("type") or "").lower() != "checkbox":
        return ""
    return "☒ " if node.get("checked") is not None else "☐ "


def _flushed(text: list[str], is_bold: list[bool]) -> Iterator[TextLine]:
    """The line that has been collected."""
    whole = "".join(text)
    if not whole.strip():
        return
    parts = [clean(" ".join(part.split())) for part in whole.split(_BREAK)]
    filled = [part for part in parts if part]
    if (
        len(filled) == 1
        and is_bold
        and all(is_bold)
        and len(filled[0]) <= _LONGEST_BOLD
        and not filled[0].endswith(".")
    ):
        yield TextLine(filled[0], LineKind.HEADING)
    else:
        yield from (parse_line(part) for part in filled)


def _refused(name: str, what: str) -> Unreadable:
    return Unreadable(
        Problem(name, None, "", what, "Spara anteckningarna som .docx, PDF eller text, eller klistra in texten.")
    )
