"""What the model reads: an Arrow, polars or pandas table, an Ibis expression or a DuckDB relation, behind one face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from .errors import ModelError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


class Relation(Protocol):
    """A table that Ibis expressions can be built over and run against."""

    table: ir.Table

    def run(self, expression: ir.Table) -> pa.Table:
        """The rows of an expression built over ``table``."""

    def sql(self, expression: ir.Table) -> str:
        """The statement ``run`` would send, for a reader who wants to know what is asked."""


class DuckRelation:
    """A DuckDB relation; the compiled expression runs inside the relation's own connection."""

    NAME = "elever"

    def __init__(self, relation: Any) -> None:
        import ibis
        from ibis.backends.sql.datatypes import DuckDBType

        types = {
            name: DuckDBType.from_string(str(kind)) if not str(kind).startswith("ENUM") else "string"
            for name, kind in zip(relation.columns, relation.types, strict=True)
        }
        self.table = ibis.table(types, name=self.NAME)
        self._relation = relation

    def run(self, expression: ir.Table) -> pa.Table:
        return self._relation.query(self.NAME, self.sql(expression)).to_arrow_table()

    def sql(self, expression: ir.Table) -> str:
        import ibis

        return str(ibis.to_sql(expression, dialect="duckdb"))


class IbisRelation:
    """A table expression bound to one of Ibis's backends: DuckDB, PostgreSQL, Spark."""

    def __init__(self, table: ir.Table) -> None:
        self.table = table

    def run(self, expression: ir.Table) -> pa.Table:
        return expression.to_pyarrow()

    def sql(self, expression: ir.Table) -> str:
        import ibis

        return str(ibis.to_sql(expression))


def as_relation(data: Any) -> Relation:
    """Recognise ``data`` by the library it comes from; nothing is copied and nothing is imported in vain."""
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
    raise ModelError(
        f"Data av typen {name} går inte att läsa: ge en tabell från Arrow, polars eller pandas, ett Ibis-uttryck eller "
        "en relation från DuckDB."
    )
