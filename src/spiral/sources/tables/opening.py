"""Open a table for the commands: Parquet or CSV through DuckDB, a PostgreSQL table, or files through Spark."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from spiral.sources.tables.csv_file import TableOpenError, open_csv

ENGINES = ("duckdb", "postgres", "spark")
#: What DuckDB may keep in memory: sums by unit need little, and more would only be cache.
MEMORY = "128MB"
#: How the names of text files end; what stands between their cells is seen in them.
TEXT_FILES = (".csv", ".gz", ".tsv", ".tab", ".txt")


def open_table(place: str, *, engine: str = "duckdb", table: str | None = None) -> Any:
    """A lazy relation over ``place``: a .parquet or .csv file, or a PostgreSQL URL with ``table`` named.

    ``engine`` duckdb gives a relation of DuckDB's, postgres and spark an Ibis table. Raises TableOpenError, in Swedish.
    """
    if engine not in ENGINES:
        raise TableOpenError(f"Motorn {engine} finns inte: välj {', '.join(ENGINES)}.")
    if engine == "postgres":
        return _postgres(place, table)
    suffix = Path(place).suffix.casefold()
    if suffix not in (".parquet", *TEXT_FILES):
        raise TableOpenError(f"{place}: bara filer som slutar på .parquet eller .csv kan läsas.")
    if "*" not in place and not Path(place).exists():
        raise TableOpenError(f"Filen {place} finns inte.")
    return _spark(place, suffix) if engine == "spark" else _duckdb(place, suffix)


def _duckdb(place: str, suffix: str) -> Any:
    import duckdb

    scratch = str(Path(tempfile.gettempdir()) / "spiral-duckdb")
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": scratch,
    }
    connection = duckdb.connect(config=settings)
    try:
        return connection.read_parquet(place) if suffix == ".parquet" else open_csv(connection, place)
    except duckdb.Error as problem:
        raise TableOpenError(
            f"Filen {place} går inte att läsa som {suffix[1:]}. Öppna den i programmet som den kommer från och spara "
            "om den."
        ) from problem


def _postgres(place: str, table: str | None) -> Any:
    import ibis

    if not place.startswith(("postgres://", "postgresql://")):
        raise TableOpenError("Ange databasen som postgresql://användare@värd/databas.")
    if table is None:
        raise TableOpenError("Ange vilken tabell i databasen som ska läsas: --table elever.")
    try:
        connection = ibis.connect(place)
    except ImportError as problem:
        raise TableOpenError("PostgreSQL kräver tillägget: pip install 'spiral[postgres]'.") from problem
    except Exception as problem:  # the driver's, which need not be installed; its words may hold the password
        raise TableOpenError("Databasen svarar inte. Kontrollera adress, namn och lösenord.") from problem
    if table not in connection.list_tables():
        raise TableOpenError(f"Tabellen {table} finns inte i databasen.")
    return connection.table(table)


def _spark(place: str, suffix: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise TableOpenError("Spark kräver tillägget och Java: pip install 'spiral[spark]'.") from problem
    import ibis

    session = (
        SparkSession.builder.appName("spiral")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    connection = ibis.pyspark.connect(session)
    return connection.read_parquet(place) if suffix == ".parquet" else connection.read_csv(place)
