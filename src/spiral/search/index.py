"""The database's text index: SQLite's FTS5 or PostgreSQL's tsvector, over words that we have stemmed ourselves.

Both hold the same stems and are asked for the same prefixes, so that they find the same texts in the same order. A word
with rings, dots or accents stands without them too: who types å finds å, who types a finds both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from spiral.engine.swedish import STOP_WORDS, folded, stem, words

#: A longer stem is cut: PostgreSQL takes 2046 bytes of a word, and nobody asks for more.
LONGEST = 120
#: Words of a question that are used; more than this is a text pasted in.
MOST_WORDS = 8
SQLITE = ("CREATE VIRTUAL TABLE search_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')",)
POSTGRESQL = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, title tsvector NOT NULL, body tsvector NOT NULL)",
    "CREATE INDEX search_words_title ON search_words USING gin (title)",
    "CREATE INDEX search_words_body ON search_words USING gin (body)",
)


def asked(text: str) -> list[str]:
    """The stems of a question: every word that carries matter, or all of them when none does."""
    given = words(text)[:MOST_WORDS]
    return _pieces([stem(w) for w in given if w not in STOP_WORDS] or [stem(w) for w in given])


def put(rows: Iterable[tuple[int, str, str]]) -> None:
    """Index (entry's number, title, body); what was indexed under the same number goes."""
    listed = [(number, _stems(title), _stems(f"{title}\n{body}")) for number, title, body in rows]
    drop([number for number, _title, _body in listed])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_words (rowid, title, body) VALUES (%s, %s, %s)",
                [(number, " ".join(title), " ".join(body)) for number, title, body in listed],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_words VALUES (%s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))",
                listed,
            )


def drop(numbers: Sequence[int]) -> None:
    """Take entries out of the index."""
    key = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM search_words WHERE {key} = %s", [(n,) for n in numbers])  # noqa: S608


def keep_others_waiting() -> None:
    """Until the transaction ends nobody else writes entries; readers read on. SQLite has one writer anyway."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_entry IN EXCLUSIVE MODE")


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words")


def learn_how_common() -> None:
    """PostgreSQL counts how common each word is, so that it reads a rare one from the index of words and a common one
    from the latest text backwards. It does so by itself too, but only some minutes after much was written."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_words")


def matches(question: Sequence[str], column: str, most: int, start: int) -> list[int]:
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
                f"SELECT id FROM search_words WHERE {column} @@ %s::tsquery "  # noqa: S608
                "ORDER BY id DESC LIMIT %s OFFSET %s",
                [match, most, start],
            )
        return [row[0] for row in cursor.fetchall()]


def _stems(text: str) -> list[str]:
    """The stems of a text, each word as it is spelled and without rings, dots and accents."""
    return _pieces(stem(form) for word in words(text) for form in (word, folded(word)))


def _pieces(texts: Iterable[str]) -> list[str]:
    """Stems as both databases take them, each once. Only letters and digits are in them, so that nothing in a question
    is read as a sign of the index's own language; PostgreSQL is given them ready cut, as its own parser would cut
    "1e5" or "a_b" otherwise than SQLite's."""
    return list(dict.fromkeys(p[:LONGEST] for s in texts for p in s.split("_") if p))
