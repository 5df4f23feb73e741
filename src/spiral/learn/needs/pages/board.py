"""The map as a table: a municipality a row, an area a column; own first, then alphabetical, never by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from spiral.learn.needs.models import Need
from spiral.learn.needs.queries import NeedsMap

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Status = Need.Status
#: With at most this many areas chosen the texts fit in the table.
MOST_WITH_TEXT = 3
#: Short enough for a narrow column.
WORDS: dict[str, _StrPromise] = {
    Status.SEEKS: lazy("prioriterat"),
    Status.WORKS: lazy("pågår"),
    Status.SHARES: lazy("kan dela"),
}


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell as it is drawn: a shape by ``status``, its word, its text."""

    area: str
    status: str = ""
    word: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    name: str
    url: str
    own: bool
    filled: bool
    marks: Sequence[CellMark]


@dataclass(frozen=True, slots=True)
class Board:
    """The table. ``columns`` are (key, name, address)."""

    headline: str
    columns: Sequence[tuple[str, str, str]]
    rows: Sequence[BoardRow]
    with_text: bool
    waiting: Sequence[str]


def board(now: NeedsMap, slugs: Mapping[str, str], own: str, chosen: Sequence[str] = ()) -> Board:
    """The map's table, of ``chosen`` areas or all."""
    keys = [k for k in now.areas if k in chosen] or list(now.areas)
    rows = []
    for code, name in now.municipalities.items():
        marks = []
        for key in keys:
            cell = now.cell(code, key)
            word = str(WORDS[Status(cell.status)]) if cell.status else ""
            marks.append(CellMark(now.areas[key], cell.status, word, cell.text))
        slug = slugs.get(code, "")
        url = reverse("needs:municipality", args=[slug]) if slug else ""
        rows.append(BoardRow(name, url, code == own, code in now.filled, marks))
    columns = [(key, now.areas[key], reverse("needs:area", args=[key])) for key in keys]
    waiting = [name for code, name in now.municipalities.items() if code not in now.filled]
    return Board(headline(now, own), columns, rows, len(keys) <= MOST_WITH_TEXT, waiting)


def headline(now: NeedsMap, own: str) -> str:
    """What the map says, for the viewer's own municipality when it has one."""
    if not now.cells:
        return _("Kartan är fortfarande tom: börja med er kommun")
    met = [key for key in now.areas if now.who(key, Status.SEEKS) and now.who(key, Status.SHARES)]
    sought = [key for key in now.areas if now.cell(own, key).status == Status.SEEKS]
    shared = [key for key in now.areas if now.cell(own, key).status == Status.SHARES]
    helped = [key for key in sought if key in met]
    asked = [key for key in shared if key in met]
    place = now.municipalities.get(own, "")
    if helped:
        return _("Andra kan dela det %(place)s söker: %(areas)s") % {
            "place": place,
            "areas": listed([now.areas[k] for k in helped]),
        }
    if asked:
        return _("Andra söker det %(place)s kan dela: %(areas)s") % {
            "place": place,
            "areas": listed([now.areas[k] for k in asked]),
        }
    if met:
        return ngettext(
            "I ett område söker en kommun det en annan kan dela",
            "I %(n)s områden söker en kommun det en annan kan dela",
            len(met),
        ) % {"n": len(met)}
    return _("Ingen söker just nu det någon annan kan dela")


def listed(names: Sequence[str], most: int = 3) -> str:
    """'Matematik, närvaro och läsning', in running text; what is past ``most`` is summed up."""
    names = [lowered(n) for n in names]
    if len(names) > most:
        return _("%(names)s och %(n)s områden till") % {
            "names": ", ".join(names[: most - 1]),
            "n": len(names) - most + 1,
        }
    return both(names)


def both(names: Sequence[str]) -> str:
    """'Hjo, Skara och Vara'."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def lowered(name: str) -> str:
    """An area's name inside a sentence; an abbreviation keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
