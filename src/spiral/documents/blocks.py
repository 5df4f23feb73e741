"""The content of a page as blocks: composed once, then set as a web page or as a PDF (decisions/0026). Plain text only;
no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from spiral.documents.chart import Chart, Differences
from spiral.documents.table import Table, as_table
from spiral.engine.numbers import Language


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text. ``dim`` is set small and grey, for sources and remarks."""

    text: str
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be passed over."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line of a list: what stands there, where it leads, and what is set before and after it. ``on`` is the day that
    ``when`` says in words."""

    text: str
    url: str = ""
    when: str = ""
    note: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines under each other."""

    lines: Sequence[Bullet]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Bullets:
        """Lines that are only text."""
        return cls([Bullet(text) for text in texts])

    @property
    def is_dated(self) -> bool:
        """Does every line begin with its day?"""
        return bool(self.lines) and all(line.on for line in self.lines)


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A place to go."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Links:
    """Places to go, many and short: set in columns."""

    links: Sequence[Hyperlink]


@dataclass(frozen=True, slots=True)
class Facts:
    """Term and description beside each other: 'Ägare', 'Vara'."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody answerable has said about a figure. ``signed`` is office, place and day."""

    text: str
    signed: str


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A sentence with its picture, its number, and everything that explains them one step away.

    ``key`` names it on its page. ``whole`` is its table, or the chart that has all periods and so all of the table.
    ``differences`` are those that its sentence tells, drawn under its picture. ``mask`` says why there is no number.
    ``aside`` is a second, quieter sentence. ``facts`` are definition, source, dates. Without a ``heading`` it belongs
    to its section's. Without a picture its table is shown for it. ``is_main`` is what the whole page is about: set over
    the page's width, under the title and lead that say its sentence. ``is_lent``: another room's than the page's, which
    can do nothing with it; what can be done stands in ``links``.
    """

    key: str
    sentence: str
    heading: str = ""
    aside: str = ""
    value: str = ""
    interval: str = ""
    n: str = ""
    chart: Chart | None = None
    differences: Differences | None = None
    whole: Chart | Table | None = None
    mask: str = ""
    facts: Sequence[tuple[str, str]] = ()
    comments: Sequence[Comment] = ()
    links: Sequence[Hyperlink] = ()
    is_main: bool = False
    is_lent: bool = False

    @cached_property
    def table(self) -> Table | None:
        """What the picture shows, and what its files hold."""
        return as_table(self.whole) if isinstance(self.whole, Chart) else self.whole

    @property
    def is_table(self) -> bool:
        """Is its table shown in place of a picture?"""
        return self.chart is None and not self.mask and self.table is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """Sections side by side where there is room, otherwise under each other."""

    sections: Sequence[Section]


Block = Paragraph | Notice | Bullets | Links | Facts | Table | Exhibit | Columns


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. ``key`` names it on its page; ``level`` is 2, 3 or 4. A heading that a page
    shows only to screen readers (``is_heading_hidden``) is printed on paper."""

    heading: str
    blocks: Sequence[Block | Section]
    key: str = ""
    level: int = 2
    is_heading_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page or paper. ``facts`` stand beside its title, the first of them lifted; ``notice`` says what must be
    known of all of it; ``foot`` stands on every sheet of paper: what it is, of which day."""

    title: str
    lead: str
    sections: Sequence[Section]
    facts: Sequence[str] = ()
    foot: str = ""
    language: Language = "sv"
    notice: str = ""

    def exhibits(self) -> Iterator[Exhibit]:
        """Every exhibit, in the order of the page."""
        yield from _exhibits(self.sections)


def _exhibits(blocks: Sequence[Block | Section]) -> Iterator[Exhibit]:
    for block in blocks:
        if isinstance(block, Exhibit):
            yield block
        elif isinstance(block, Section):
            yield from _exhibits(block.blocks)
        elif isinstance(block, Columns):
            yield from _exhibits(block.sections)
