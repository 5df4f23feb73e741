"""Which columns of a table of texts are numbers, dates, truths or text, decided over all rows in one or two looks."""

from __future__ import annotations

from typing import Any

#: What stands for a missing number, beside the empty cell and NA, in programs that people use.
MARKS = ("nan", "null", "none", "na", "n/a", "#n/a", "#saknas!", "saknas", "missing", ".", "..", "...", "-", "–", "—")
#: A whole number with more signs than this is a code: a float would lose its last ones.
MOST_DIGITS = 15
_BLANKS = "[ \u00a0\u202f]"


def projections(texts: Any, delimiter: str) -> list[str]:
    """One SQL expression a column of a DuckDB relation of texts: the column as what it is, under its own name."""
    quoted = [_name(column) for column in texts.columns]
    looks = [look for name in quoted for look in _first_look(name)]
    answers = iter(_one_row(texts, looks))
    kinds: dict[str, str] = {}
    for name in quoted:
        present, castable, fractions, longest, zero = (next(answers) for _ in range(5))
        is_settled = present and castable == present and not zero and fractions == fractions
        if not present:
            kinds[name] = name
        elif is_settled and (longest <= MOST_DIGITS or fractions):
            kinds[name] = f"CAST({name} AS {'DOUBLE' if fractions else 'BIGINT'})"
    odd = [name for name in quoted if name not in kinds]
    if odd:
        answers = iter(_one_row(texts, [look for name in odd for look in _close_look(name)]))
        for name in odd:
            kinds[name] = _kind(name, delimiter, *(next(answers) for _ in range(9)))
    return [f"{kinds[name]} AS {name}" for name in quoted]


def _name(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'


def _one_row(texts: Any, looks: list[str]) -> tuple[Any, ...]:
    row: tuple[Any, ...] = texts.query("texts", f"SELECT {', '.join(looks)} FROM texts").fetchall()[0]  # noqa: S608
    return row


def _first_look(name: str) -> list[str]:
    """Counts of what is present and of what DuckDB takes for numbers, their fractions, length, and zeros in front."""
    number = f"try_cast({name} AS DOUBLE)"
    zero = f"bool_or(starts_with({name}, '0') AND length({name}) > 1 OR contains({name}, '_'))"
    whole = f"sum({number} - floor({number}))"
    return [f"count({name})", f"count({number})", f"coalesce({whole}, 0)", f"max(length({name}))", zero]


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
