"""What the model reads: an Arrow, polars or pandas table, an Ibis expression or a DuckDB relation, alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, islice
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .errors import ModelError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: Rows of a part, where rows are read a part at a time.
ROWS_AT_ONCE = 16_384


class Relation(Protocol):
    """A table that Ibis expressions can be built over and run against."""

    table: ir.Table

    def run(self, expression: ir.Table) -> pa.Table:
        """The rows of an expression built over ``table``."""

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        """The same rows a part at a time, in the order stored; none is read before it is asked for."""

    def sql(self, expression: ir.Table) -> str:
        """The statement ``run`` would send, for a reader who wants to know what is asked."""

    def over(self, expression: ir.Table) -> Relation:
        """The rows of an expression built over ``table`` as a relation; they stay where they are."""

    def joined(self, rows: ir.Table, columns: list[str], groups: pa.Table) -> Relation:
        """``rows``, built over ``table``, with what ``groups`` has beside its keys, null where they have no such row.
        Its first columns are the keys, in the order of the rows' ``columns``."""

    def lines(self) -> Iterator[int]:
        """What the reader calls each row, in the order stored: 1, 2, 3 …, in a text file the number of its line."""


class DuckRelation:
    """A DuckDB relation; the compiled expression runs inside the relation's own connection.

    ``lines`` gives what each row is called. ``keep``: what must be there as long as the relation is.
    """

    NAME = "elever"

    def __init__(self, relation: Any, lines: Callable[[], Iterator[int]] = lambda: count(1)) -> None:
        import ibis
        from ibis.backends.sql.datatypes import DuckDBType

        types = {
            name: DuckDBType.from_string(str(kind)) if not str(kind).startswith("ENUM") else "string"
            for name, kind in zip(relation.columns, relation.types, strict=True)
        }
        self.table = ibis.table(types, name=self.NAME)
        self._relation = relation
        self.lines = lines
        self.keep: Any = None

    def run(self, expression: ir.Table) -> pa.Table:
        return self._relation.query(self.NAME, self.sql(expression)).to_arrow_table()

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        yield from self._relation.query(self.NAME, self.sql(expression)).to_arrow_reader(ROWS_AT_ONCE)

    def over(self, expression: ir.Table) -> DuckRelation:
        return self._kept(self._relation.query(self.NAME, self.sql(expression)))

    def joined(self, rows: ir.Table, columns: list[str], groups: pa.Table) -> DuckRelation:
        import ibis

        spiral_groups = groups  # DuckDB finds the statement's table under the name of this variable
        beside = ibis.table(ibis.Schema.from_pyarrow(groups.schema), name="spiral_groups")
        answer = self._relation.query(self.NAME, self.sql(_left_join(rows, columns, beside)))
        del spiral_groups
        return self._kept(answer)

    def _kept(self, answer: Any) -> DuckRelation:
        wrapped = DuckRelation(answer)
        wrapped.keep = self
        return wrapped

    def sql(self, expression: ir.Table) -> str:
        import ibis

        return str(ibis.to_sql(expression, dialect="duckdb"))


class IbisRelation:
    """A table expression bound to one of Ibis's backends: DuckDB, PostgreSQL, Spark."""

    def __init__(self, table: ir.Table) -> None:
        self.table = table
        self.lines: Callable[[], Iterator[int]] = lambda: count(1)

    def run(self, expression: ir.Table) -> pa.Table:
        return expression.to_pyarrow()

    def batches(self, expression: ir.Table) -> Iterator[pa.RecordBatch]:
        if expression.get_backend().name == "duckdb":  # where Ibis asks for a method that DuckDB has no more
            yield from expression.to_pyarrow().to_batches(ROWS_AT_ONCE)
        else:
            yield from expression.to_pyarrow_batches(chunk_size=ROWS_AT_ONCE)

    def over(self, expression: ir.Table) -> IbisRelation:
        return IbisRelation(expression)

    def joined(self, rows: ir.Table, columns: list[str], groups: pa.Table) -> IbisRelation:
        import ibis

        return IbisRelation(_left_join(rows, columns, ibis.memtable(groups)))

    def sql(self, expression: ir.Table) -> str:
        import ibis

        return str(ibis.to_sql(expression))


def line_of(relation: Relation, row: int) -> int:
    """What the reader calls row ``row`` (from 1)."""
    return next(islice(relation.lines(), row - 1, None), row)


def _left_join(rows: ir.Table, columns: list[str], beside: ir.Table) -> ir.Table:
    keys = beside.columns[: len(columns)]
    same = [rows[name] == beside[key] for name, key in zip(columns, keys, strict=True)]
    return rows.left_join(beside, same).drop(*keys)


def numbers(column: Any) -> np.ndarray:
    """An Arrow column as float64 or int64; decimals as exact integers in an object array; missing values as NaN.

    Through DLPack, for Arrow's own ``to_numpy`` imports pandas wherever it is installed: 1.5 s and 60 MiB.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_decimal(column.type):
        return np.array([int(value) for value in column.to_pylist()], dtype=object)
    whole = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    if whole.null_count:
        whole = pc.fill_null(whole.cast(pa.float64()), float("nan"))
    return np.array(np.from_dlpack(whole)) if len(whole) else np.zeros(0)


def as_relation(data: Any) -> Relation:
    """``data`` as a relation, recognised by the library it comes from. Raises ModelError for another kind."""
    library = type(data).__module__.partition(".")[0]
    name = type(data).__name__
    if isinstance(data, DuckRelation | IbisRelation):
        return data
    if library == "ibis":
        return IbisRelation(data)
    if name == "DuckDBPyRelation":
        return DuckRelation(data)
    if library in ("polars", "pyarrow", "pandas"):
        import duckdb

        if name == "LazyFrame":
            data = data.collect()
        arrow = data.to_arrow() if library == "polars" else data
        connection = duckdb.connect()
        return DuckRelation(connection.from_df(arrow) if library == "pandas" else connection.from_arrow(arrow))
    raise ModelError("data_kind_unknown", kind=name)
