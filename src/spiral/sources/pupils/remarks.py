"""What is wrong in a file about pupils, collected by kind; the sentences stand in ``messages.toml``.

A sentence never quotes a name or a personal number, and of other fields only what is as short as a code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from spiral.sources.reading.problems import Problem, Severity

#: The longest field that is quoted: codes have at most three signs, numbers of people have more.
_LONGEST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class _Sentence:
    severity: Severity
    message: str
    remedy: str


@cache
def _sentences() -> dict[str, _Sentence]:
    """The sentences of every kind of problem."""
    data = tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))
    return {
        code: _Sentence(Severity(row["severity"]), row["message"], row.get("remedy", "")) for code, row in data.items()
    }


def quoted(text: str) -> str:
    """A field as it may begin a sentence: two letters can be a name, so no more than one is ever quoted."""
    if len(text) > _LONGEST_QUOTED or not text.isprintable() or sum(sign.isalpha() for sign in text) > 1:
        return f"Det som står ({len(text)} tecken)"
    return f"”{text}”"


@dataclass(slots=True)
class Remarks:
    """Collects what is wrong in one file. ``order`` says where a column stands, so that a line reads from the left."""

    file: str
    order: dict[str, int] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)

    def add(self, kind: str, row: int | None = None, column: str | None = None, /, **fields: object) -> None:
        """One problem."""
        sentence = _sentences()[kind]
        message, remedy = sentence.message.format_map(fields), sentence.remedy.format_map(fields)
        self._problems.append(Problem(self.file, row, column or "", message, remedy, sentence.severity, kind))

    def add_rows(
        self,
        kind: str,
        rows: Iterable[int],
        column: str,
        each: Callable[[int], Mapping[str, object]] = lambda _: {},
        /,
        **fields: object,
    ) -> None:
        """The same problem in many rows; ``each`` gives what the sentence says of the nth of them alone."""
        for number, row in enumerate(rows):
            self.add(kind, int(row), column, **fields, **each(number))

    @property
    def problems(self) -> list[Problem]:
        """All of them: of the whole file first, then row by row, from the left."""
        return sorted(
            self._problems, key=lambda problem: (problem.row or 0, self.order.get(problem.column, -1), problem.code)
        )
