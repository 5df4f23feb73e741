"""Who was there: a name with municipality and office, however the parentheses were set."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spiral.sources.minutes.contents import Participant

#: What stands over a list of those present; the list may follow on the same line.
LABEL = re.compile(
    r"^(?:närvarande|närvaro|deltagare|deltagande|deltog|medverkande|på plats|present|participants)"
    r"(?:\s+(?:på mötet|vid mötet|deltagare|ledamöter|personer))?\s*(?:\(\d+\)|:|$)\s*:?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ABSENT = re.compile(
    r"^(?P<label>(?:frånvarande|(?:anmält |meddelat )?förhinder|ej närvarande|saknades|absent|apologies)"
    r"(?:\s+anmäld\w*)?)\s*(?::|$)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:\w*skolchef\w*|förvaltningschef\w*|\w*rektor\w*|\w*ordförande\w*|\w*utvecklingsledare\w*|\w*samordnare\w*|"
    r"\w*kommunalförbund\w*|\w*strateg\w*|\w*projektledare\w*|\w*utvecklare\w*|\w*controller\w*|\w*kvalitets\w+|"
    r"\w*verksamhetschef\w*|\w*nämnd\w*|sekreterare|\w*koordinator\w*|\w*samordning\w*|presidi\w+|\w*pedagog\w*|"
    r"\w*handläggare\w*|högskol\w+|universitet\w*|skolverket|spsm|regionen)\b",
    re.IGNORECASE,
)
_ONE_NAME = re.compile(r"[^\W\d_][\w.'’´-]*")
_PARTICLES = {"af", "av", "von", "van", "de", "der", "den", "la", "le", "del", "al", "el", "bin", "ten", "och"}
_AND = re.compile(r"\s{0,40}[&/+]\s{0,40}|\s{1,40}och\s{1,40}")
_BESIDE = re.compile(r"\s{0,40}[,(|]\s{0,40}|\s{1,40}[–—-]\s{1,40}")
_TWO_ON_A_LINE = re.compile(r"(?<=\))\s{0,40}[,;.]?\s{1,40}(?=\S)|\)\s{0,40}[,;]\s{0,40}|\s{0,40};\s{0,40}")


@dataclass(frozen=True)
class Places:
    """The names that count as municipalities."""

    names: list[str]
    _pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        longest_first = sorted((re.escape(n) for n in self.names if n), key=len, reverse=True)
        pattern = rf"(?<!\w)({'|'.join(longest_first)})(?!\w)(?:\s+(?:kommun|stad)\b)?" if longest_first else r"(?!)"
        object.__setattr__(self, "_pattern", re.compile(pattern, re.IGNORECASE))
        object.__setattr__(self, "_spelled", {n.casefold(): n for n in self.names})

    def split(self, text: str) -> tuple[str, str]:
        """The first municipality of a text as the register spells it, and what is left."""
        hit = self._pattern.search(text)
        if hit is None:
            return "", text
        spelled: dict[str, str] = getattr(self, "_spelled")  # noqa: B009
        return spelled[hit[1].casefold()], f"{text[: hit.start()]} {text[hit.end() :]}"


def participants(text: str, places: Places, *, in_list: bool) -> list[Participant]:
    """Those a line names; [] when it is no such line. ``in_list``: under a heading over those present, where a name
    alone is enough; elsewhere a municipality or an office must stand beside it."""
    if in_list and (names := _only_names(text, places)):
        return [Participant(n) for n in names]
    parts = [p for p in _TWO_ON_A_LINE.split(text) if p.strip(" ,;.")]
    groups = [_participants_of_part(part, places, in_list) for part in parts]
    if parts and all(groups):
        return [p for group in groups for p in group]
    return []


def _only_names(text: str, places: Places) -> list[str]:
    """Several names with commas between them and nothing beside."""
    names = [n for part in text.split(",") if (n := part.strip(" ."))]
    if len(names) < 2 or not all(_is_name(n, 2) for n in names):
        return []
    return [] if any(places.split(n)[0] or _OFFICE.search(n) for n in names) else names


def _participants_of_part(text: str, places: Places, in_list: bool) -> list[Participant]:
    text = text.strip(" ,;")
    split = _BESIDE.search(text)
    if split is None:
        return [Participant(text)] if in_list and _is_name(text, 2) else []
    names = [n for n in _AND.split(text[: split.start()]) if n]
    beside = text[split.end() :].strip()
    if not names or not all(_is_name(n, 1 if len(names) > 1 or in_list else 2) for n in names):
        return []
    municipality, rest = places.split(beside)
    office = re.sub(r"\s+", " ", rest.replace("|", ",")).strip(" ,;")
    # A parenthesis whose other half stood in the part that is taken away.
    if office.count("(") != office.count(")"):
        office = office.replace("(", " ").replace(")", " ").strip(" ,;")
    office = re.sub(r"\s{0,40},\s{0,40}(?:,\s{0,40})*", ", ", office)
    known = bool(municipality) or bool(_OFFICE.search(office))
    if len(beside) > 120 or not beside.strip(" ()") or not (known or (in_list and len(office.split()) <= 8)):
        return []
    if not known and office.endswith((".", "!", "?")):
        return []
    return [Participant(n, municipality, office) for n in names]


def _is_name(text: str, fewest: int) -> bool:
    words = text.split()
    if not fewest <= len(words) <= 6 or len(text) > 80:
        return False
    capitals = sum(w[0].isupper() for w in words)
    return capitals >= 1 and all(
        _ONE_NAME.fullmatch(w) and (w[0].isupper() or w.casefold() in _PARTICLES) for w in words
    )
