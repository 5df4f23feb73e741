"""The words over a list of those present or absent, and the marks that say which of the two somebody is."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PRESENT = (
    r"(?:närvarande|närvaro(?:lista)?|deltagare|deltagande|deltog|deltar|medverkande|på plats|present|participants|"
    r"attendees|med(?=\s*:)|beslutande|tjänstgörande|ledamöter|ersättare|adjungerade|gäster|inbjudna gäster|"
    r"föredragande|tjänstemän|tjänstepersoner|övriga(?=\s*(?::|$))|digitalt|via (?:teams|länk|zoom)|"
    r"på (?:länk|distans|teams))"
)
_ABSENT = (
    r"(?:(?:anmäl[td]a?|meddelat|giltigt?|övriga)\s+)?(?:frånvar(?:ande|o)|förhinder|förhindrade?|"
    r"(?:ej|inte|icke)\s+(?:närvarande|på plats|deltagande|tjänstgörande)(?:\s+ersättare)?|"
    r"deltog\s+(?:ej|inte)|deltar\s+(?:ej|inte)|kunde\s+(?:ej|inte)\s+(?:delta|närvara|komma|vara med)|"
    r"saknades|saknas|(?:ej|inte)\s+med(?=\s*:)|kunde\s+(?:ej|inte)(?=\s*:)|(?:lämnat\s+|anmält\s+)?återbud|uteblivna|sjuk(?:anmälda)?|absent|apologies)"
    r"(?:\s+(?:anmäl\w*|ledamöter|ersättare|deltagare|med förhinder|på mötet|vid mötet))*"
)
_MORE = (
    r"(?:\s+(?:på mötet|vid mötet|på plats|deltagare|deltagande|närvarande|ledamöter|ersättare|personer|tjänstemän|"
    r"tjänstepersoner|politiker|representanter|digitalt|fysiskt|på distans|via (?:teams|länk|zoom)|på (?:länk|teams)))*"
    r"(?:,?\s*(?:men\s+)?(?:ej|inte)\s+tjänstgörande(?:\s+ersättare)?)?"
)
_COUNT = r"\s*\(\s*\d+(?:\s*(?:st|personer|av\s*\d+))?\s*\)"
_AFTER = rf"(?:{_COUNT}\s*:?|\s*[:|]|\s+[–—-](?=\s)|\s*$)\s*(?P<rest>.*)$"
#: What stands over a list of those present; the list may follow on the same line.
LABEL = re.compile(
    rf"^(?P<label>(?:(?:samtliga|övriga|även|dessutom|också|ordinarie)\s+)?{_PRESENT}{_MORE}"
    rf"(?:\s*(?:[/,&]|\boch\b)\s*{_PRESENT}{_MORE})*){_AFTER}",
    re.IGNORECASE,
)
ABSENT = re.compile(rf"^(?P<label>{_ABSENT}(?:\s*(?:[/,&]|\boch\b)\s*{_ABSENT})*){_AFTER}", re.IGNORECASE)
#: Where a list of those absent begins in the middle of a line.
ABSENT_WITHIN = re.compile(rf"(?<=[\w).])[.;,]?\s+(?:[–—|]\s+)?(?={_ABSENT}\s*:)", re.IGNORECASE)

_YES = (
    r"(?:x|✓|✔|√|☑|☒|■|✅|\[x\]|ja|j|ok|1|med|deltog|deltar|deltagit|närvarande|närvarade|på plats|fysiskt|digitalt|"
    r"via (?:teams|länk)|teams|länk)"
)
_NO = (
    r"(?:[-–—]+|☐|□|✗|✘|❌|\[ ?\]|nej|n|0|o|f|ej|inte|frånvarande|frånv\.?|ej närvarande|inte närvarande|"
    r"deltog (?:ej|inte)|deltar (?:ej|inte)|förhinder|förhindrad|återbud|sjuk|sjukanmäld|saknades|uteblev|"
    r"anmäld frånvaro|anmält förhinder|(?:ej|inte) på plats|föräldraledig|tjänstledig|vab|semester)"
)
_YES_MARK = re.compile(rf"^{_YES}(?:\s*(?P<more>(?:[(,:;–-]|från|till|\d).*))?$", re.IGNORECASE)
_NO_MARK = re.compile(rf"^{_NO}(?:\s*[(,:;].*)?$", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?P<mark>\[[xX ]?\]|[☐☑☒✓✔√✗✘□■✅❌]|[xX](?=\s+[A-ZÅÄÖ])|"
    r"\((?i:närvarande|frånvarande|frånv\.?|(?:ej|inte) närvarande|förhinder|återbud|sjuk)\))\s*(?=\S)"
)
#: Only words that are no part of an office, and signs that are no part of a name.
_AFTER_NAME = re.compile(
    r"(?<!\s)(?:\s*[:|,(=–—-]\s*|\s+|(?<!\.)\.{3,}\s*)"
    r"(?P<mark>x|[☐☑☒✓✔√✗✘□■✅❌]|\[[xX ]?\]|[-–—]|ja|nej|närvarande|deltog|på plats|"
    r"(?:anmäld\s+)?frånvaro|frånvarande|(?:ej|inte) närvarande|deltog (?:ej|inte)|(?:anmält\s+)?förhinder|"
    r"(?:lämnat\s+)?återbud|sjuk|(?:ej|inte) på plats)\s*\)?\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of a list without its mark; ``is_present`` is None where there was none."""

    text: str
    mark: str = ""
    is_present: bool | None = None


def is_roll_label(text: str) -> bool:
    """Whether a cell or line is a heading over people and nothing else."""
    hit = LABEL.match(text) or ABSENT.match(text)
    return bool(hit and not hit["rest"])


def present_by(mark: str) -> bool | None:
    """What a cell of an attendance table says; None for what is no mark."""
    mark = _bare(mark)
    if _NO_MARK.match(mark):
        return False
    return True if _YES_MARK.match(mark) else None


def _bare(mark: str) -> str:
    """A mark without the bracket that it may stand in: "(x)", "[ ]" stays."""
    mark = " ".join(mark.split())
    return mark[1:-1].strip() if mark[:1] == "(" and mark[-1:] == ")" and mark[1:-1].strip() else mark


def said_beside(mark: str) -> str:
    """What stands with the mark of somebody present: "från 14.00" of "x (från 14.00)"."""
    hit = _YES_MARK.match(_bare(mark))
    return (hit["more"] or "").strip(" (),:;–-") if hit else ""


def without_mark(text: str, *, boxes_count: bool) -> Marked:
    """The line without the mark before or after it. ``boxes_count``: some box is ticked, so that □ is an empty one."""
    hit = _BEFORE.match(text)
    rest = text[hit.end() :] if hit else ""
    if hit is None:
        hit = _AFTER_NAME.search(text)
        rest = text[: hit.start()] if hit else ""
    if hit is None or len(rest.split()) < 1 or not any(c.isalpha() for c in rest):
        return Marked(text)
    mark = hit["mark"]
    if mark in "□■" and not boxes_count:
        return Marked(rest, mark)
    if rest.count("(") > rest.count(")"):
        rest += ")"
    return Marked(rest, mark, present_by(mark))
