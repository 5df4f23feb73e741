"""What opens somebody else's video meeting, and the words that a program sets around it: left out of the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spiral.sources.minutes.dates import dates
from spiral.sources.minutes.lines import BLANK, LineKind, TextLine
from spiral.sources.minutes.times import times

_ADDRESS = re.compile(
    r"[<(\[]?\s?(?:https?://)?(?<![\w.-])(?:[\w-]{1,63}\.){0,8}(?:teams\.(?:microsoft|live)\.com|zoom\.us|zoom\.com|meet\.google\.com|tel\.meet|"
    r"webex\.com|whereby\.com|meet\.jit\.si|skype\.com|gotomeet\.me|gotomeeting\.com|lync\.com|aka\.ms/JoinTeamsMeeting)"
    r"(?:/[^\s<>\")\]|]*)?[>)\]]?"
    r"|[<(\[]?\s?https?://[^\s<>\")\]|]{0,500}(?:meetup-join|/join/|/j/\d|[?&]pwd=|passcode=|dialin)[^\s<>\")\]|]*[>)\]]?",
    re.IGNORECASE,
)
_ID_WORD = (
    r"(?:(?:mötes|möte|konferens|telefonkonferens|videokonferens|webinar|webinarie|meeting|conference|phone conference|"
    r"teams|zoom|webex|video)[- ]?(?:id|nummer|nr|number)|(?:meeting|access) (?:id|number)|"
    r"id för (?:telefon)?konferens\w*)"
)
_CODE_WORD = (
    r"(?:lösenord(?:et)?|lösenkod(?:en)?|lösen|passcode|password|passord|pin(?:[- ]?kod(?:en)?)?|"
    r"(?:åtkomst|säkerhets|mötes|deltagar|anslutnings|konferens|värd|port)kod(?:en)?|"
    r"access code|security code|host key|värdnyckel|kod(?=\s*:))"
)
_LINK = r"\s*(?:\s(?:är|is)\b)?\s*[:=|#]?\s*"
_NUMBER = re.compile(rf"\b{_ID_WORD}{_LINK}\d[\d\s-]{{3,}}\d#?", re.IGNORECASE)
_CODE = re.compile(
    rf"\b{_CODE_WORD}(?:(?:\s+\w+){{0,3}}?\s*[:=|]\s*|\s+(?:är\s+|is\s+)?(?=\S*\d))(?P<code>\S+(?:[ \d#-]*\d#?)?)",
    re.IGNORECASE,
)
_NAKED = re.compile(rf"^(?:{_ID_WORD}|{_CODE_WORD})\s*[:=|]?\s*$", re.IGNORECASE)
_VALUE = re.compile(r"^(?:\d[\d\s-]*#?|\S{3,40})$")
_PHONE = re.compile(
    r"^(?:tel\.?:?\s*)?(?:\(?[A-Z]{2}\)?\s*)?\+?\d[\d\s()-]{5,40}(?:,+\s*[\d*#,]+)?(?:\s+\S.*)?$|"
    r"(?<![\d ])\+?\d[\d ]{5,40},,\d+#*"
)
_ONE_TAP = re.compile(r"\+\d[\d ()-]{6,}\d(?:,+[\d*#,]+)?")
#: What the programs write around; nobody at the meeting said it.
_AROUND = re.compile(
    r"^(?:microsoft teams(?:[- ]?(?:möte|meeting))?(?:\s+behöver du hjälp\?.*)?|behöver du hjälp\?|need help\?|"
    r"(?:anslut|join|gå med|delta|ring in|eller ring|or call|dial)\b.{0,80}|"
    r"klicka här för att (?:ansluta|delta).{0,60}|"
    r"click here to join.{0,60}|(?:läs mer|learn more|mötesalternativ|meeting options|hjälp|help|juridiskt|legal)"
    r"(?:\s*\|.{0,80})?|ladda ned teams.{0,60}|download teams.{0,60}|hitta (?:ett )?lokalt nummer.{0,60}|"
    r"find (?:a |your )?local number.{0,60}|återställ pin.{0,40}|reset (?:dial-in )?pin.{0,40}|one tap mobile|"
    r"(?:för organisatörer|for organizers)\b.{0,80}|zoom[- ]?(?:möte|meeting)|"
    r".{0,60}(?:is inviting you to|bjuder in dig till).{0,80}|"
    r"google meet[- ].{0,40}|(?:länk|link) (?:till|to|för) (?:mötet|teams|zoom|the meeting)\s*:?|"
    r"videosamtals?länk\s*:?|video call link\s*:?|more phone numbers\s*:?|fler telefonnummer\s*:?)$",
    re.IGNORECASE,
)
#: Lines apart from something secret at most, for the words around it to belong to it.
_APART = 4
_MOST_WORDS = 4


def without_meeting_access(lines: Sequence[TextLine]) -> tuple[list[TextLine], int]:
    """The lines without links, ids, codes and telephone numbers of a video meeting, and how many lines had them."""
    cleaned = [_cleaned(line) for line in lines]
    secret = {n for n, (line, one) in enumerate(zip(lines, cleaned, strict=True)) if one is not line}
    for n, line in enumerate(lines):
        if _NAKED.match(line.text) and (value := _next_line(lines, n)) and _VALUE.match(lines[value].text):
            secret |= {n, value}
            cleaned[n] = cleaned[value] = BLANK
    if not secret:
        return list(lines), 0
    near = {n + step for n in secret for step in range(-_APART, _APART + 1)}
    for n in sorted(near):
        if not (0 <= n < len(lines)) or n in secret:
            continue
        text = lines[n].text
        if _AROUND.match(text) or (_PHONE.match(text) and not dates(text) and not times(text)):
            cleaned[n] = BLANK
            secret.add(n)
    return cleaned, len(secret)


def _next_line(lines: Sequence[TextLine], at: int) -> int | None:
    return next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].kind is not LineKind.BLANK), None)


def _cleaned(line: TextLine) -> TextLine:
    """The line itself when there is nothing secret in it; blank when nothing else was."""
    text = line.text
    for pattern in (_ADDRESS, _NUMBER):
        text = pattern.sub(" ", text)
    text = _CODE.sub(lambda hit: " " if _is_code(hit) else hit[0], text)
    if text == line.text:
        return line
    text = _ONE_TAP.sub(" ", text)
    left = " ".join(text.split()).strip(" ,;:.|<>()[]–-")
    is_only_around = _AROUND.match(left) or len(left.split()) <= _MOST_WORDS and not line.cells
    if not any(c.isalnum() for c in left) or is_only_around and not _says_something(left):
        return BLANK
    return replace(line, text=left, cells=())


def _is_code(hit: re.Match[str]) -> bool:
    """A word after "Kod:" is one; a sentence about passwords is not."""
    rest = hit.string[hit.end() :].strip(" .,;|")
    return any(c.isdigit() for c in hit["code"]) or not rest


def _says_something(text: str) -> bool:
    """Few words that are no frame: "Plats: Teams"."""
    return ":" in text or bool(re.search(r"\d", text))
