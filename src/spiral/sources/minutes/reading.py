"""A file → lines with kinds. Which kind of file it is follows from its content, not from its name."""

from __future__ import annotations

import re

from spiral.sources.minutes.lines import LONGEST, TextLine, join_wrapped
from spiral.sources.minutes.pdf import pdf_lines
from spiral.sources.minutes.plain_text import decode, text_lines
from spiral.sources.minutes.times import DATE
from spiral.sources.minutes.word import word_lines
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Problem, Unreadable

LARGEST = 5_000_000
_ALONE = re.compile(rf"(?:{DATE.pattern})|\d\s*[:=]\s", re.IGNORECASE)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "Filen är sparad i ett äldre Office-format.", "Öppna den i Word och spara den som .docx."),
    (b"{\\rtf", "Filen är RTF.", "Öppna den i Word och spara den som .docx."),
    (b"WEBVTT", "Filen är en utskrift av ett inspelat möte.", "Klistra in det som ska sparas som text."),
    (b"\x89PNG", "Filen är en bild.", "Läs in den med textigenkänning (OCR) först, eller skriv av den som text."),
    (b"\xff\xd8\xff", "Filen är en bild.", "Läs in den med textigenkänning (OCR) först, eller skriv av den som text."),
)


def read_lines(content: bytes, name: str, limits: Limits) -> list[TextLine]:
    """The file's lines. Raises Unreadable with what is wrong and what to do."""
    if len(content) > LARGEST:
        raise _refused(
            name,
            f"Filen är {len(content) / 1e6:.1f} MB.".replace(".", ",", 1),
            "Högst 5 MB går att läsa in: ta bort bilder ur den, eller klistra in texten.",
        )
    if not content.strip():
        raise _refused(name, "Filen är tom.", "Välj filen med anteckningarna, eller klistra in texten.")
    if b"%PDF-" in content[:1024]:
        lines = join_wrapped(_bounded(pdf_lines(content, name), name), stands_alone=_ALONE)
    elif content.startswith(b"PK"):
        lines = _bounded(word_lines(content, name, limits), name)
    else:
        lines = _text(content, name)
    if not any(any(c.isalnum() for c in line.text) for line in lines):
        raise _refused(name, "Det finns ingen text i filen.", "Välj en annan fil, eller klistra in texten.")
    return lines


def _text(content: bytes, name: str) -> list[TextLine]:
    for mark, what, remedy in _OTHERS:
        if content.startswith(mark):
            raise _refused(name, what, remedy)
    text = decode(content)
    if text is None:
        raise _refused(
            name,
            "Filen är varken text, Word eller PDF.",
            "Spara anteckningarna som .docx, PDF eller text (UTF-8), eller klistra in texten.",
        )
    return join_wrapped(_bounded(text_lines(text), name), stands_alone=_ALONE)


def _bounded(lines: list[TextLine], name: str) -> list[TextLine]:
    """The lines, if they are no more than somebody could have written down at a meeting."""
    if sum(len(line.text) for line in lines) > LONGEST:
        raise _refused(name, "Anteckningarna är längre än 200 000 tecken.", "Dela upp dem: ett möte i varje fil.")
    return lines


def _refused(name: str, what: str, remedy: str) -> Unreadable:
    return Unreadable(Problem(name, None, "", what, remedy))
