"""A mail (.eml) → lines: its subject as the heading, its text, who sent it and when in the margin."""

from __future__ import annotations

import re
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser

from spiral.sources.minutes.html import html_lines
from spiral.sources.minutes.lines import BLANK, LineKind, TextLine, clean
from spiral.sources.minutes.plain_text import text_lines
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Problem, Unreadable

_HEADER = re.compile(
    rb"^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to)\s*:", re.I
)
#: What only a program writes at the top of a mail; a pasted one begins "Från:", "Skickat:".
_ONLY_MAIL = re.compile(rb"^(?:received|return-path|message-id|mime-version|delivered-to)\s*:", re.I | re.M)
_ANSWER = re.compile(r"^(?:(?:sv|vb|re|fw|fwd|vs)\s*:\s*)+", re.IGNORECASE)
_MOST_PARTS = 200
_TWICE = 2


def is_mail(content: bytes, name: str) -> bool:
    """By its name or by the lines that it begins with."""
    start = content[:4000].lstrip(b"\xef\xbb\xbf \r\n")
    return bool(_HEADER.match(start)) and (
        name.lower().endswith((".eml", ".mht", ".mhtml")) or bool(_ONLY_MAIL.search(start.split(b"\n\n")[0]))
    )


def mail_lines(content: bytes, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    """The lines of a mail, and what of it was not read. Raises Unreadable."""
    if content.lower().count(b"content-type") > _MOST_PARTS:
        raise _refused(name, "Mejlet (.eml) har många fler delar än ett mejl brukar ha.")
    try:
        message = BytesParser(policy=policy.default).parsebytes(content.lstrip(b"\xef\xbb\xbf \r\n"))
        lines, unseen = _body(message, name, limits)
        subject = clean(_ANSWER.sub("", str(message.get("subject", "") or "")))
        margin = [
            clean(f"{word}: {message[key]}") for word, key in (("Från", "from"), ("Skickat", "date")) if message[key]
        ]
        attached = [part.get_filename() or "utan namn" for part in message.iter_attachments()]
    except Unreadable:
        raise
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise _refused(name, "Mejlet (.eml) är skadat och går inte att läsa.") from error
    remarks = [f"Bilagan {file[:80]} läses inte. Läs in den för sig." for file in attached[:5]] + unseen
    head = [TextLine(subject, LineKind.HEADING), BLANK] if subject else []
    return [*head, *lines, *(TextLine(text, LineKind.MARGIN) for text in margin)], remarks


def _body(message: EmailMessage, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    html, plain = (message.get_body(preferencelist=(kind,)) for kind in ("html", "plain"))
    listed = [_lines_of(part, name, limits) for part in (html, plain) if part is not None]
    if not listed:
        raise _refused(name, "Mejlet (.eml) har ingen text.")
    # The page, which has tables and headings; the text where the page says little: "Visa som text".
    return listed[-1] if _words(listed[-1][0]) > _TWICE * _words(listed[0][0]) else listed[0]


def _lines_of(part: MIMEPart, name: str, limits: Limits) -> tuple[list[TextLine], list[str]]:
    text = part.get_content()
    if not isinstance(text, str):
        raise _refused(name, "Mejlet (.eml) har ingen text.")
    return html_lines(text, name, limits) if part.get_content_subtype() == "html" else (text_lines(text), [])


def _words(lines: list[TextLine]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _refused(name: str, what: str) -> Unreadable:
    return Unreadable(Problem(name, None, "", what, "Klistra in texten, eller spara den som .docx, PDF eller text."))
