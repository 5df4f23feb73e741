"""What has many parts, put together as text: a table, and terms with what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from spiral.documents.table import Cell, Table

_RIGHT = ' class="right"'


def table(what: Table, *, stacked: bool = False, caption: bool = True) -> SafeString:
    """A table. ``stacked``: rows are cards on a telephone, so each cell names its column. A ``caption`` not seen is
    read by screen readers all the same."""
    heads = [escape(str(column)) for column in what.columns]
    wide = [cell.wide for cell in what.rows[0]] if what.rows else [False] * len(heads)
    named = (
        f'<th scope="col"{_RIGHT if i and not is_wide else ""}>{head}</th>'
        for i, (head, is_wide) in enumerate(zip(heads, wide, strict=True))
    )
    rows = (_row(row, heads, is_own=i == what.own) for i, row in enumerate(what.rows))
    kind = ' class="stacked"' if stacked else ""
    hidden = "" if caption else ' class="visually-hidden"'
    name = escape(str(what.caption))
    return mark_safe(  # noqa: S308 - each text is escaped where it is set
        f'<div class="table-frame" role="region" tabindex="0" aria-label="{escape(_("Tabell"))}: {name}">'
        f"<table{kind}><caption{hidden}>{name}</caption><thead><tr>{''.join(named)}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def definitions(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Terms, each with its description."""
    listed = (f"<dt>{escape(str(name))}</dt><dd>{escape(str(text))}</dd>" for name, text in rows)
    return mark_safe(f'<dl class="definitions">{"".join(listed)}</dl>')  # noqa: S308 - escaped in the line above


def _row(row: Sequence[Cell], heads: Sequence[str], *, is_own: bool) -> str:
    first, *others = row
    cells = [f'<th scope="row">{_linked(first)}</th>']
    for cell, head in zip(others, heads[1:], strict=True):
        right = "" if cell.wide else _RIGHT
        empty = "" if cell.text else " data-empty"
        text = f'<span class="mask">{escape(str(cell.text))}</span>' if cell.mask else _linked(cell)
        cells.append(f'<td{right}{empty} data-r="{head}">{text}</td>')
    own = ' class="own"' if is_own else ""
    return f"<tr{own}>{''.join(cells)}</tr>"


def _linked(cell: Cell) -> str:
    text = escape(str(cell.text))
    return f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text
