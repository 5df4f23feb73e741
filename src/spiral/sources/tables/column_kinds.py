"""Which columns of a table of texts are numbers, dates, truths or text, decided over all rows in one or two looks."""

from __future__ import annotations

from typing import Any

#: What stands for a missing number, beside the empty cell and NA, in programs that people use.
MARKS = ("nan", "null", "none", "na", "n/a", "#n/a", "#saknas!", "saknas", "missing", ".", "..", "...", "-", "–", "—")
#: A whole number with more signs than this is a code: a float would lose its last ones.
MOST_DIGITS = 15
_BLANKS = "[ \u00a0\u202f]"


def columns_of(texts: Any, delimiter: str) -> dict[str, tuple[str, str]]:
    """For each column of a DuckDB relation of texts: what it can be read as, and the SQL that makes it what it is."""
    names = {column: _name(column) for column in texts.columns}
    answers = iter(_one_row(texts, [look for name in names.values() for look in _first_look(name)]))
    columns: dict[str, tuple[str, str]] = {}
    odd = []
    for column, name in names.items():
        present, castable, fractions, longest, least, is_odd = (next(answers) for _ in range(6))
        is_code = len(least) > 1 and least.startswith("0") and least[1].isdecimal()
        is_settled = castable == present and not is_code and not is_odd and fractions == fractions
        if not present:
            columns[column] = "VARCHAR", name
        elif is_settled and (longest <= MOST_DIGITS or fractions):
            columns[column] = "DOUBLE", name if fractions else f"CAST({name} AS BIGINT)"
        else:
            odd.append(column)
    if odd:
        answers = iter(_one_row(texts, [look for column in odd for look in _close_look(names[column])]))
        for column in odd:
            columns[column] = "VARCHAR", _kind(names[column], delimiter, *(next(answers) for _ in range(9)))
    return {column: (columns[column][0], f"{columns[column][1]} AS {name}") for column, name in names.items()}


def _name(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _one_row(texts: Any, looks: list[str]) -> tuple[Any, ...]:
    row: tuple[Any, ...] = texts.query("texts", f"SELECT {', '.join(looks)} FROM texts").fetchall()[0]  # noqa: S608
    return row


def _first_look(name: str) -> list[str]:
    """Counts of what is present and of what DuckDB takes for numbers, their fractions, length, the least but "0" in the
    order of signs, by which a code like "07" is seen, and whether any has an underscore, which is no number's."""
    number = f"try_cast({name} AS DOUBLE)"
    whole = f"coalesce(sum({number} - floor({number})), 0)"
    least = f"coalesce(min(nullif({name}, '0')), '')"
    return [
        f"count({name})",
        f"count({number})",
        whole,
        f"max(length({name}))",
        least,
        f"bool_or(contains({name}, '_'))",
    ]


def _close_look(name: str) -> list[str]:
    """Counts by pattern of a column that the first look did not settle."""
    text = f"trim({name})"
    marks = ", ".join(f"'{mark}'" for mark in MARKS)
    patterns = (
        r"[+-]?0[0-9]+",
        r"[+-−]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?[Ii]nf",
        r"[+-−]?[0-9]+",
        rf"[+-−]?([0-9]+|[0-9]{{1,3}}({_BLANKS}[0-9]{{3}})+)(,[0-9]+)?",
        r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        r"TRUE|FALSE|true|false|True|False",
    )
    counts = [f"count_if(regexp_full_match({text}, '{pattern.replace('[+-−]', '[+−-]')}'))" for pattern in patterns]
    return [f"count_if(lower({text}) NOT IN ({marks}))", f"max(length({text}))", *counts]


def _kind(
    name: str,
    delimiter: str,
    present: int,
    longest: int,
    coded: int,
    plain: int,
    whole: int,
    comma: int,
    grouped: int,
    dates: int,
    truths: int,
) -> str:
    text = f"nullif(nfc_normalize(trim({name})), '')"
    bare = f"replace(trim({name}), '−', '-')"
    if not present or coded or (whole == present and longest > MOST_DIGITS):
        return text
    if plain == present:
        return f"TRY_CAST({bare} AS {'BIGINT' if whole == present else 'DOUBLE'})"
    if comma == present and (delimiter != "," or grouped + whole < present):
        return f"TRY_CAST(replace(regexp_replace({bare}, '{_BLANKS}', '', 'g'), ',', '.') AS DOUBLE)"
    if dates == present:
        return f"TRY_CAST({name} AS DATE)"
    if truths == present:
        return f"TRY_CAST({name} AS BOOLEAN)"
    return text
