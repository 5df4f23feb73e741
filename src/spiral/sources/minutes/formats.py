"""Which kind of file it is, and the words for those that are not read."""

from __future__ import annotations

import re

from spiral.sources.reading.problems import Problem, Unreadable

_WORD = "Öppna den i Word och spara den som .docx."
_SPEECH = "Klistra in det som ska sparas som text."
_IMAGE = "Läs in den med textigenkänning (OCR) först, eller skriv av den som text."
#: The first bytes → what it is and what to do.
_BEGINNINGS = (
    (b"{\\rtf", "Filen är RTF (.rtf).", _WORD),
    (b"WEBVTT", "Filen är en utskrift av ett inspelat möte (WebVTT, .vtt).", _SPEECH),
    (b"\x89PNG", "Filen är en bild (.png).", _IMAGE),
    (b"\xff\xd8\xff", "Filen är en bild (.jpg).", _IMAGE),
    (b"GIF8", "Filen är en bild (.gif).", _IMAGE),
    (b"II*\x00", "Filen är en bild (.tif).", _IMAGE),
    (b"BEGIN:VCALENDAR", "Filen är en kalenderfil (.ics).", "Klistra in anteckningarna som text."),
    (
        b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d",
        "Filen är ett avsnitt ur OneNote (.one).",
        "Exportera sidan som .docx eller PDF.",
    ),
    (b"7z\xbc\xaf\x27\x1c", "Filen är ett arkiv (.7z).", "Packa upp den och läs in anteckningarna."),
    (b"\x1f\x8b", "Filen är packad (.gz).", "Packa upp den och läs in anteckningarna."),
    (b"ID3", "Filen är en ljudinspelning (.mp3).", _SPEECH),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OLD = {
    ".msg": ("Filen är ett mejl ur Outlook (.msg).", "Spara mejlet som .eml eller text, eller klistra in texten."),
    ".xls": ("Filen är ett kalkylblad av äldre slag (.xls).", "Klistra in anteckningarna som text."),
    ".ppt": ("Filen är en presentation av äldre slag (.ppt).", "Klistra in anteckningarna som text."),
}
_SUBTITLES = re.compile(rb"^\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{3}\s*-->")
_TIMED = re.compile(r"^(?:\d+:)?\d\d:\d\d[,.]\d{3}\s*-->", re.MULTILINE)
#: What a package holds → what it is. The first that fits.
_PACKAGES = (
    (
        ("Index/Document.iwa", "Index.zip", "buildVersionHistory.plist"),
        "Filen är gjord i Pages (.pages).",
        "Exportera den från Pages som .docx eller PDF.",
    ),
    (("xl/workbook.xml",), "Filen är ett kalkylblad (.xlsx).", "Klistra in anteckningarna som text."),
    (("ppt/presentation.xml",), "Filen är en presentation (.pptx).", "Klistra in anteckningarna som text."),
    (("META-INF/container.xml",), "Filen är en e-bok (.epub).", "Klistra in anteckningarna som text."),
)


def refuse_by_beginning(content: bytes, name: str) -> None:
    """Raises Unreadable, with the format's name, for a file that is of a kind that is not read."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(_OLD_OFFICE):
        suffix = "." + name.lower().rpartition(".")[2]
        raise refused(name, *_OLD.get(suffix, ("Filen är sparad i ett äldre Office-format (.doc).", _WORD)))
    for mark, what, remedy in _BEGINNINGS:
        if start.startswith(mark) or start.replace(b"\x00", b"").lstrip(b"\xff\xfe").startswith(mark):
            raise refused(name, what, remedy)
    if _SUBTITLES.match(content[:200].lstrip(b"\xef\xbb\xbf")):
        raise refused(name, "Filen är undertexter till ett inspelat möte (.srt).", _SPEECH)


def refuse_timed(text: str, name: str) -> None:
    """Raises Unreadable for a text that is the words of a recording, whatever it begins with."""
    if len(_TIMED.findall(text[:20_000])) > 2:
        raise refused(name, "Filen är en utskrift av ett inspelat möte (.vtt, .srt).", _SPEECH)


def refuse_package(names: list[str], name: str) -> None:
    """Raises Unreadable for a package that is neither Word nor OpenDocument."""
    for parts, what, remedy in _PACKAGES:
        if any(part in names for part in parts):
            raise refused(name, what, remedy)
    if not any(part.startswith("word/") for part in names):
        raise refused(
            name,
            "Filen är inget Word-dokument.",
            "Spara anteckningarna som .docx, PDF eller text, eller klistra in texten.",
        )


def refused(name: str, what: str, remedy: str) -> Unreadable:
    """The one problem that says what the file is and what to do."""
    return Unreadable(Problem(name, None, "", what, remedy))
