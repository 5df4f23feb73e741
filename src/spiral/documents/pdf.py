"""A document as tagged PDF (PDF/UA-1), set by Typst with the fonts that follow with Spiral and no others. The
table of every exhibit stands at the end, with its definition and source."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from spiral.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Document,
    Exhibit,
    Facts,
    Hyperlink,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.svg.paper import svg_file
from spiral.documents.table import Table, as_table
from spiral.engine.numbers import Language

#: The type of such a file.
TYPE = "application/pdf"
#: What is set in place of a sign that the fonts lack.
INSTEAD = "?"
_LACKING = re.compile(r'the text `"([^`]{1,400})"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
#: Signs that no text is made of: control characters, private ones (a list's dot pasted from Word), those that are not
#: assigned, halves of pairs, and those that only turn or join others.
_NO_TEXT = {"Cc": "", "Cf": "", "Cs": "", "Co": INSTEAD, "Cn": INSTEAD}
#: Attempts that each take away what the typesetter names; the first of them also every uncommon sign.
_MOST_ATTEMPTS = 25
_HERE = Path(__file__).parent
#: The heading of the tables at the end.
_TABLES: dict[Language, str] = {"sv": "Tabeller, definitioner och källor", "en": "Tables, definitions and sources"}


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")])


def pdf(document: Document, *, made_at: datetime, site: str = "") -> bytes:
    """The bytes of the file; the same document and time give the same bytes. ``site`` is the address that links of
    the site start from ('https://spiral.example/'); without it they are only text.

    Text is handed over as data, so nothing that a user has written can be read as markup. A sign that the fonts lack
    (an emoji, another script) is set as ``INSTEAD``, since an accessible document may hold none; the page and the other
    exports have it. Raises ValueError when the typesetter refuses the document even in plain letters.
    """
    text = json.dumps(_settable(_data(document, site)), ensure_ascii=False)
    for attempt in range(_MOST_ATTEMPTS):
        content = _set(text, made_at)
        if isinstance(content, bytes):
            return content
        uncommon = {sign for sign in text if not _is_common(sign)} if attempt == 0 else set()
        if not (lacking := uncommon | (set(content) & set(text))):
            break
        text = text.translate({ord(sign): INSTEAD for sign in lacking})
    content = _set("".join(sign if _is_certain(sign) else INSTEAD for sign in text), made_at)
    if isinstance(content, bytes):
        return content
    raise ValueError(f"the document could not be set, not even in plain letters: {content}")


def _set(text: str, made_at: datetime) -> bytes | str:
    """The file; or the signs that the fonts lack, as far as the typesetter names them."""
    import typst

    try:
        content: bytes = typst.compile(
            (_HERE / "pdf.typ").read_bytes(),
            sys_inputs={"document": text},
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=made_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        named = _LACKING.search(str(error))
        signs = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), named[1]) if named else ""
        return "".join(sign for sign in signs if not _is_certain(sign))
    return content


def _settable(data: Any) -> Any:
    """The same data with every text made of signs that a text can be made of."""
    if isinstance(data, dict):
        return {name: _settable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_settable(value) for value in data]
    if not isinstance(data, str):
        return data
    signs = (_NO_TEXT.get(unicodedata.category(sign), sign) if sign not in "\n\t" else sign for sign in data)
    text = unicodedata.normalize("NFC", "".join(signs))
    return text if text.strip() or not data.strip() else INSTEAD


def _is_certain(sign: str) -> bool:
    """What every Latin font has, and what JSON itself is written with."""
    return sign <= "\u00ff" or sign in "–—‘’“”…€−→≤≥≈×"


def _is_common(sign: str) -> bool:
    """Latin, Greek and Cyrillic letters and punctuation: what the fonts that follow with Spiral have most of."""
    return sign <= "\u052f" or "\u1e00" <= sign <= "\u1eff" or "\u2010" <= sign <= "\u2044" or _is_certain(sign)


def _data(document: Document, site: str) -> dict[str, Any]:
    """Plain data for the typesetter."""
    exhibits = [exhibit for exhibit in document.exhibits() if exhibit.table or exhibit.facts]
    return {
        "title": document.title,
        "lead": document.lead,
        "facts": list(document.facts),
        "foot": document.foot,
        "language": document.language,
        "notice": document.notice,
        "blocks": [_block(section, site) for section in document.sections],
        "tables_heading": _TABLES[document.language],
        "tables": [_explained(exhibit) for exhibit in exhibits],
    }


def _blocks(blocks: Sequence[Block | Section], site: str) -> list[dict[str, Any]]:
    return [_block(block, site) for block in blocks]


def _block(block: Block | Section, site: str) -> dict[str, Any]:
    match block:
        case Section():
            return {
                "kind": "section",
                "heading": block.heading,
                "level": block.level,
                "blocks": _blocks(block.blocks, site),
            }
        case Paragraph():
            return {"kind": "paragraph", "text": block.text, "dim": block.dim}
        case Notice():
            return {"kind": "notice", "text": block.text}
        case Bullets():
            lines = [
                {"text": line.text, "when": line.when, "note": line.note, "url": _whole(line.url, site)}
                for line in block.lines
            ]
            return {"kind": "bullets", "lines": lines}
        case Links():
            return {"kind": "links", "links": _links(block.links, site)}
        case Facts():
            return {"kind": "facts", "rows": [list(row) for row in block.rows]}
        case Table():
            return {"kind": "table", **_table(block)}
        case Exhibit():
            return {"kind": "exhibit", **_exhibit(block, site)}
        case Columns():
            return {"kind": "columns", "blocks": _blocks(block.sections, site)}


def _links(links: Sequence[Hyperlink], site: str) -> list[dict[str, str]]:
    return [{"text": link.text, "url": _whole(link.url, site)} for link in links]


def _whole(url: str, site: str) -> str:
    """An address that leads somewhere from a paper too; '' where there is none."""
    return urljoin(site, url) if site and url else ""


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [[cell.text for cell in row] for row in table.rows],
        "numbers": [all(not row[i].wide for row in table.rows) for i in range(len(table.columns))],
    }


def _exhibit(exhibit: Exhibit, site: str) -> dict[str, Any]:
    chart, differences = exhibit.chart, exhibit.differences
    width = 850 if exhibit.is_main else 360
    return {
        "heading": exhibit.heading,
        "sentence": "" if exhibit.is_main else exhibit.sentence,
        "aside": exhibit.aside,
        "value": exhibit.value,
        "range": " ".join(filter(None, (exhibit.interval, exhibit.n))),
        "mask": exhibit.mask if exhibit.mask != exhibit.sentence else "",
        "chart": svg_file(chart, key=exhibit.key, width=width) if chart else "",
        "differences": svg_file(differences, key=f"{exhibit.key}-differences", width=width) if differences else "",
        "differences_alt": f"{differences.title}. {differences.description}" if differences else "",
        "is_main": exhibit.is_main,
        "table": _table(table) if exhibit.is_table and (table := exhibit.table) else None,
        "alt": f"{chart.title}. {chart.subtitle}. {chart.description}" if chart else "",
        "comments": [[comment.text, comment.signed] for comment in exhibit.comments],
        "links": _links(exhibit.links, site),
    }


def _explained(exhibit: Exhibit) -> dict[str, Any]:
    table = exhibit.table
    return {
        "heading": exhibit.heading or (table.caption if table else exhibit.sentence),
        "table": _table(table) if table and not exhibit.is_table else None,
        "differences": _table(as_table(exhibit.differences)) if exhibit.differences else None,
        "facts": [list(row) for row in exhibit.facts],
    }
