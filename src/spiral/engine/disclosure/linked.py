"""Tables of the same pupils protected together, beside what was published of them before.

Apart, each of two tables may be safe while together they are not: what one hides as cover the other prints. Here all of
them are one problem. Its inner cells are the rows of every table, new and published; tables that share columns count
the same pupils in each cell of those columns, which is said by *links*: a helper row holds the pupils of such a cell
that do not reach the measure, so that it and the table's rows there add up to a number that everybody knows. Links
hold 0/1 sums only, so that the same suppressor, audit and attack serve as for one table.

The hidden counts of an edition in the ledger are not known here, nor need they be: which counts an outsider can rule
out depends on what is printed alone, so any counts that agree with the print serve as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from spiral.engine.disclosure.attack import Attacker, AttackFailed, KnownCount
from spiral.engine.disclosure.certificate import Certificate, seal
from spiral.engine.disclosure.gate import SECONDS, protect
from spiral.engine.disclosure.ledger import Ledger, PublishedCell, sorted_where
from spiral.engine.disclosure.protected import ProtectedTable
from spiral.engine.disclosure.publication import Publication
from spiral.engine.disclosure.refusal import RefusalReason, TableRefused
from spiral.engine.disclosure.rules import Rules
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.table import Coordinates, FrequencyTable, Layout
from spiral.engine.message import Message

#: The column that says which table a row belongs to, and what a row has in columns that its table lacks.
TABLE, NOTHING = "\N{N-ARY SUMMATION}table", "\N{EN DASH}"


@dataclass(frozen=True)
class _Part:
    """A table's rows in the joint problem: ``key`` in the column TABLE, pupils, and hits where they are known."""

    key: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n: tuple[int, ...]
    hits: tuple[int, ...] | None

    def margin(self, columns: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
        """The rows in each cell of ``columns``."""
        at = [self.columns.index(column) for column in columns]
        cells: dict[tuple[str, ...], list[int]] = {}
        for i, row in enumerate(self.rows):
            cells.setdefault(tuple(row[j] for j in at), []).append(i)
        return cells


@dataclass(frozen=True)
class _Link:
    """A helper row: the cell of shared ``columns`` that it stands for, its pupils, and the parts that meet there."""

    columns: tuple[str, ...]
    cell: tuple[str, ...]
    pupils: int
    parts: tuple[_Part, ...]

    @property
    def key(self) -> str:
        return f"link {len(self.columns)} {' '.join(self.columns)}"


def protect_together(
    tables: Mapping[str, FrequencyTable], published: Sequence[Publication], rules: Rules, seconds: float = SECONDS
) -> dict[str, ProtectedTable]:
    """``tables`` of one family by name, each safe beside the others and beside the ``published`` editions.

    Raises TableRefused: also when tables or editions that share columns count different pupils in a cell, for the
    difference is somebody's result.
    """
    if len(tables) == 1 and not published:
        return {name: protect(table, Ledger(), rules, seconds=seconds) for name, table in tables.items()}
    new = [
        _Part(f"new {i}", name, table.layout.columns, table.rows, tuple(map(int, table.n)), tuple(map(int, table.hits)))
        for i, (name, table) in enumerate(tables.items())
    ]
    old = [_Part(f"published {i}", e.name, e.columns, e.rows, e.n, None) for i, e in enumerate(published)]
    links = _links([*new, *old])
    joint = _joint_table(tables, new, old, links, published)
    try:
        protected = protect(joint, Ledger(_known(new, old, links, published)), rules, remedies=False, seconds=seconds)
    except TableRefused as refused:
        names = {part.key: part.name for part in (*new, *old)}
        cells = [(names[c[0]], *c[1:]) for c in refused.cells if c[0] in names]
        raise TableRefused(refused.reason, cells, refused.details) from refused
    return {part.name: _one_of(part, protected, rules, len(published)) for part in new}


def _links(parts: Sequence[_Part]) -> list[_Link]:
    """Every cell of shared columns where several parts have pupils. Raises TableRefused where they differ in number."""
    shared = {tuple(sorted(set(a.columns) & set(b.columns))) for a, b in combinations(parts, 2)}
    links, differing = [], []
    for columns in sorted(shared):
        having = [(part, part.margin(columns)) for part in parts if set(columns) <= set(part.columns)]
        for cell in sorted({cell for _, margin in having for cell in margin}):
            here = [(part, sum(part.n[i] for i in margin[cell])) for part, margin in having if cell in margin]
            first, pupils = here[0]
            for other, count in here[1:]:
                if count != pupils:
                    names = [f"{c} {v}" for c, v in zip(columns, cell, strict=True)]
                    differing.append(
                        Message.of(
                            "tables_of_other_pupils",
                            first=first.name,
                            second=other.name,
                            cell=names or [Message.of("all_pupils")],
                            pupils=pupils,
                            others=count,
                        )
                    )
            if len(here) > 1:
                links.append(_Link(columns, cell, pupils, tuple(part for part, _ in here)))
    if differing:
        raise TableRefused(RefusalReason.MISMATCH, details=differing[:5])
    return links


def _joint_table(
    tables: Mapping[str, FrequencyTable],
    new: Sequence[_Part],
    old: Sequence[_Part],
    links: Sequence[_Link],
    published: Sequence[Publication],
) -> FrequencyTable:
    """All rows as one table, whose cells are those of the new tables."""
    columns = tuple(sorted({c for part in (*new, *old) for c in part.columns}))
    layout = Layout((TABLE, *columns), margins=())
    rows = [
        _row(part.key, dict(zip(part.columns, row, strict=True)), columns) for part in (*new, *old) for row in part.rows
    ]
    rows += [_row(link.key, dict(zip(link.columns, link.cell, strict=True)), columns) for link in links]
    n = [pupils for part in (*new, *old) for pupils in part.n] + [link.pupils for link in links]
    known = [hits for part in new for hits in part.hits or ()]
    hits = _counts_that_agree(new, old, links, published, known)
    cells: list[Coordinates] = []
    members: list[list[int]] = []
    public: list[bool] = []
    start = 0
    for part, table in zip(new, tables.values(), strict=True):
        for i, cell in enumerate(table.cells[: table.shown]):
            where = {c: v for c, v in zip(part.columns, cell, strict=True) if v is not None}
            cells.append((part.key, *(where.get(c) for c in columns)))
            inner = table.matrix.indices[table.matrix.indptr[i] : table.matrix.indptr[i + 1]]
            members.append(sorted(start + int(row) for row in inner))
            public.append(bool(table.public[i]))
        start += len(part.rows)
    starts = np.cumsum([0, *map(len, members)])
    indices = np.array([i for group in members for i in group], dtype=np.int64)
    matrix = csr_array((np.ones(len(indices), dtype=np.int64), indices, starts), shape=(len(cells), len(rows)))
    counts = np.array(n, dtype=np.int64), np.array(hits, dtype=np.int64)
    return FrequencyTable(layout, tuple(rows), *counts, tuple(cells), matrix, np.array(public, dtype=bool), len(cells))


def _row(key: str, where: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    return (key, *(where.get(column, NOTHING) for column in columns))


def _counts_that_agree(
    new: Sequence[_Part],
    old: Sequence[_Part],
    links: Sequence[_Link],
    published: Sequence[Publication],
    known: list[int],
) -> list[int]:
    """Hits of every row: the new tables' own, some that agree with the print for the editions, and the links' rest."""
    parts = [*new, *old]
    starts = dict(
        zip([part.key for part in parts], np.cumsum([0, *(len(part.rows) for part in parts)]).tolist(), strict=False)
    )
    total = sum(len(part.rows) for part in parts)
    facts: list[KnownCount] = [((i,), hits, hits) for i, hits in enumerate(known)]
    for part, edition in zip(old, published, strict=True):
        for statement in edition.statements:
            where = [(j, v) for j, v in enumerate(statement.cell) if v is not None]
            inner = [starts[part.key] + i for i, row in enumerate(part.rows) if all(row[j] == v for j, v in where)]
            low = statement.hits if statement.hits is not None else statement.low
            high = statement.hits if statement.hits is not None else statement.high
            if inner and low is not None and high is not None:
                facts.append((inner, low, high))
    for at, link in enumerate(links):
        for part in link.parts:
            inner = [starts[part.key] + i for i in part.margin(link.columns)[link.cell]]
            facts.append(([*inner, total + at], link.pupils, link.pupils))
    pupils = [count for part in parts for count in part.n] + [link.pupils for link in links]
    try:
        return Attacker(pupils, facts).some_counts()
    except AttackFailed as error:
        names = [part.name for part in parts]
        raise TableRefused(RefusalReason.MISMATCH, details=[Message.of("tables_disagree", tables=names)]) from error


def _known(
    new: Sequence[_Part], old: Sequence[_Part], links: Sequence[_Link], published: Sequence[Publication]
) -> tuple[PublishedCell, ...]:
    """What everybody knows: the links, and what the editions print. What they hide is guarded."""
    cells = []
    for link in links:
        for part in link.parts:
            where = {TABLE: (part.key, link.key), **dict(zip(link.columns, link.cell, strict=True))}
            cells.append(PublishedCell.exact(where, 2 * link.pupils, link.pupils, "link"))
    for part, edition in zip(old, published, strict=True):
        for s in edition.statements:
            where = {TABLE: part.key, **{c: v for c, v in zip(part.columns, s.cell, strict=True) if v is not None}}
            low, high = (s.hits, s.hits) if s.hits is not None else (s.low, s.high)
            cells.append(PublishedCell(sorted_where(where), s.state, part.name, s.n, low, high))
    return tuple(cells)


def _one_of(part: _Part, protected: ProtectedTable, rules: Rules, published: int) -> ProtectedTable:
    """One table of the joint problem, under a seal of its own: the audit has passed them all together."""
    at = [protected.columns.index(column) for column in part.columns]
    statements = tuple(
        CellStatement(tuple(s.cell[i] for i in at), s.state, s.n, s.hits, s.low, s.high, s.few_pupils)
        for s in protected.statements
        if s.cell[0] == part.key
    )
    certificate = Certificate(rules, len(statements), published, seal(part.columns, statements, rules))
    return ProtectedTable(part.columns, statements, certificate)
