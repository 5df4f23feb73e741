"""A document's words as plain text, for a letter or a calendar entry: the same blocks as its page and its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin

from spiral.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Document,
    Exhibit,
    Facts,
    Links,
    Notice,
    Paragraph,
    Section,
)
from spiral.documents.table import Table


def plain(document: Document, site: str = "") -> str:
    """The whole document, its title first. ``site`` is the address that links of the site start from."""
    body = plain_blocks(document.sections, site)
    parts = [document.title, *document.facts, document.notice, document.lead, body]
    return "\n\n".join(part for part in parts if part)


def plain_blocks(blocks: Sequence[Block | Section], site: str = "") -> str:
    """Blocks under each other, a blank line between."""
    return "\n\n".join(part for part in _parts(blocks, site) if part)


def _parts(blocks: Iterable[Block | Section], site: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                yield "\n".join(filter(None, (block.heading.upper(), plain_blocks(block.blocks, site))))
            case Paragraph() | Notice():
                yield block.text
            case Bullets():
                yield "\n".join(f"- {_words(line.when, line.text, line.note)}" for line in block.lines)
            case Links():
                yield "\n".join(f"{link.text}: {urljoin(site, link.url)}" for link in block.links)
            case Facts():
                yield "\n".join(f"{term}: {text}" for term, text in block.rows)
            case Table():
                yield _table(block)
            case Exhibit():
                facts = "\n".join(f"{term}: {text}" for term, text in block.facts)
                said = (block.heading, block.sentence, block.aside, _words(block.value, block.interval, block.n))
                yield "\n".join(filter(None, (*said, block.mask, facts)))
            case Columns():
                yield plain_blocks(block.sections, site)


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _table(table: Table) -> str:
    """Each row on a line, with the heads of its columns: 'Boka lokal. Vem: Hjo. När: 5 mars'."""
    heads = table.columns[1:]
    return "\n".join(
        "- " + ". ".join([row[0].text, *(f"{head}: {cell.text}" for head, cell in zip(heads, row[1:], strict=True))])
        for row in table.rows
    )
