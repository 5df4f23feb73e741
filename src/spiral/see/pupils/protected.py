"""The list of pupils with protected identity, as somebody writes it: read, and every line that cannot be read told.

No sentence quotes a number, and none says how many were found: what is said must be the same with and without her.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from spiral.engine.personal_numbers import normalised, read_texts

_BETWEEN = re.compile(r"[\n\r;,\t]+")
_LONGEST, MOST = 40, 5_000


@dataclass(frozen=True, slots=True)
class ProtectedList:
    """The numbers as whole numbers (``personal_numbers.Numbers.key``), and the lines that are none, from 1."""

    numbers: tuple[int, ...]
    unread: tuple[int, ...]


def read_list(text: str, survey_year: int) -> ProtectedList:
    """Numbers with anything between them, in any spelling that is understood."""
    texts = [part.strip() for part in _BETWEEN.split(text)]
    written = [(line, part) for line, part in enumerate(texts, 1) if part]
    read = read_texts([normalised(part[:_LONGEST], survey_year) for _, part in written], survey_year)
    fits = (read.key >= 0) & (read.fault == 0)
    return ProtectedList(
        tuple(np.unique(read.key[fits]).tolist()),
        tuple(line for (line, _), fit in zip(written, fits.tolist(), strict=True) if not fit),
    )
