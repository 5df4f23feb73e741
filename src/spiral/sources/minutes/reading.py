"""A file → lines with kinds. Which kind of file it is follows from its content, and from its name beside that."""

from __future__ import annotations

from spiral.sources.minutes.formats import refuse_by_beginning, refuse_package, refuse_timed, refused
from spiral.sources.minutes.html import html_lines, is_html
from spiral.sources.minutes.lines import LONGEST, TextLine, join_wrapped
from spiral.sources.minutes.mail import is_mail, mail_lines
from spiral.sources.minutes.opendocument import is_opendocument, opendocument_lines
from spiral.sources.minutes.pdf import pdf_lines
from spiral.sources.minutes.plain_text import decode, text_lines
from spiral.sources.minutes.video import without_meeting_access
from spiral.sources.minutes.word import word_lines
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.packages import open_package

LARGEST = 5_000_000


def read_lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    """The file's lines, and what its reader has to say. Raises Unreadable with what is wrong and what to do."""
    if len(content) > LARGEST:
        raise refused(
            name,
            f"Filen är {len(content) / 1e6:.1f} MB.".replace(".", ",", 1),
            "Högst 5 MB går att läsa in: ta bort bilder ur den, eller klistra in texten.",
        )
    if not content.strip():
        raise refused(name, "Filen är tom.", "Välj filen med anteckningarna, eller klistra in texten.")
    lines, remarks, is_wrapped = _lines(content, name, limits)
    if sum(len(line.text) for line in lines) > LONGEST:
        raise refused(name, "Anteckningarna är längre än 200 000 tecken.", "Dela upp dem: ett möte i varje fil.")
    lines, left_out = without_meeting_access(lines)
    if left_out:
        remarks = [
            *remarks,
            f"Länk, mötes-id, lösenord och telefonnummer till videomöte togs inte med ({left_out} rader).",
        ]
    lines = join_wrapped(lines) if is_wrapped else lines
    if not any(any(c.isalnum() for c in line.text) for line in lines):
        raise refused(name, "Det finns ingen text i filen.", "Välj en annan fil, eller klistra in texten.")
    return lines, remarks


def _lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str], bool]:
    """The lines, what is to be said, and whether a page's width may have broken them."""
    if b"%PDF-" in content[:1024]:
        lines, remarks = pdf_lines(content, name)
        return lines, remarks, True
    if content.startswith(b"PK"):
        lines, remarks = _package_lines(content, name, limits)
        return lines, remarks, False
    refuse_by_beginning(content, name)
    if is_mail(content, name):
        lines, remarks = mail_lines(content, name, limits)
        return lines, remarks, True
    text = decode(content)
    if text is None:
        raise refused(
            name,
            "Filen är varken text, Word eller PDF.",
            "Spara anteckningarna som .docx, PDF eller text (UTF-8), eller klistra in texten.",
        )
    if is_html(content, name):
        lines, remarks = html_lines(text, name, limits)
        return lines, remarks, False
    refuse_timed(text, name)
    return text_lines(text), [], True


def _package_lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    names = open_package(content, name, limits).namelist()
    if is_opendocument(names):
        return opendocument_lines(content, name, limits)
    refuse_package(names, name)
    return word_lines(content, name, limits)
