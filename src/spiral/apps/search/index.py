"""The database's text index: SQLite's FTS5 or PostgreSQL's tsvector, over words that we have stemmed ourselves.

Both hold the same stems and are asked for the same prefixes, so that they find the same texts in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from spiral.engine.swedish import SMALL, stem, stems, words

#: Words of a question that are used; more than this is a text pasted in.
MOST_WORDS = 8
SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')",
    "DROP TABLE search_words",
)
POSTGRESQL = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, title tsvector NOT NULL, body tsvector NOT NULL);"
    "CREATE INDEX search_words_title ON search_words USING gin (title);"
    "CREATE INDEX search_words_body ON search_words USING gin (body)",
    "DROP TABLE search_words",
)


def asked(text: str) -> list[str]:
    """The stems of a question: every word that carries matter, or all of them when none does."""
    given = words(text)[:MOST_WORDS]
    return list(dict.fromkeys(stem(w) for w in given if w not in SMALL)) or [stem(w) for w in given]


def put(rows: Iterable[tuple[int, str, str]]) -> None:
    """Index (entry's number, title, body); what was indexed under the same number goes."""
    listed = [(number, " ".join(stems(title)), " ".join(stems(f"{title}\n{body}"))) for number, title, body in rows]
    drop([number for number, _title, _body in listed])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO search_words (rowid, title, body) VALUES (%s, %s, %s)", listed)
        else:
            cursor.executemany(
                "INSERT INTO search_words VALUES (%s, to_tsvector('simple', %s), to_tsvector('simple', %s))", listed
            )


def drop(numbers: Sequence[int]) -> None:
    """Take entries out of the index."""
    key = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM search_words WHERE {key} = %s", [(n,) for n in numbers])  # noqa: S608


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words")


def found(question: Sequence[str], column: str, most: int, start: int) -> list[int]:
    """Numbers of entries whose ``column`` ('title' or 'body') holds every stem as the beginning of a word; the latest
    first."""
    if not question:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = f"{column} : ({' AND '.join(chr(34) + s + chr(34) + '*' for s in question)})"
            cursor.execute(
                "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s OFFSET %s",
                [match, most, start],
            )
        else:
            match = " & ".join(f"'{s}':*" for s in question)
            cursor.execute(
                f"SELECT id FROM search_words WHERE {column} @@ to_tsquery('simple', %s) "  # noqa: S608
                "ORDER BY id DESC LIMIT %s OFFSET %s",
                [match, most, start],
            )
        return [row[0] for row in cursor.fetchall()]
