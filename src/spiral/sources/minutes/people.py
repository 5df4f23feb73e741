"""Who was there: a name with municipality and office, however the parentheses were set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spiral.sources.minutes.contents import Participant

_OFFICE = re.compile(
    r"\b(?:\w*skolchef\w*|förvaltningschef\w*|\w*rektor\w*|\w*ordförande\w*|\w*vice|\w*chef|\w*assistent\w*|\w*lärare\w*|\w*ledamot|\w*ersättare|\w*sekreterare|\w*psykolog\w*|\w*kurator\w*|\w*ledare|\w*planerare|\w*administratör\w*|\w*direktör\w*|\w*utvecklingsledare\w*|\w*samordnare\w*|"
    r"\w*kommunalförbund\w*|\w*strateg\w*|\w*projektledare\w*|\w*utvecklare\w*|\w*controller\w*|\w*kvalitets\w+|"
    r"\w*verksamhetschef\w*|\w*nämnd\w*|sekreterare|\w*koordinator\w*|\w*samordning\w*|presidi\w+|\w*pedagog\w*|"
    r"\w*handläggare\w*|högskol\w+|universitet\w*|skolverket|spsm|regionen)\b",
    re.IGNORECASE,
)
_ONE_NAME = re.compile(r"[^\W\d_][\w.'’´-]*")
_PARTICLES = {"af", "av", "von", "van", "de", "der", "den", "la", "le", "del", "al", "el", "bin", "ten", "och"}
_AND_FIRST = re.compile(r"^(?:och|samt|&)\s{1,40}")
_AND = re.compile(r"\s{0,40}[&/+]\s{0,40}|\s{1,40}och\s{1,40}")
_BESIDE = re.compile(r"\s{0,40}[,(|]\s{0,40}|\s{1,40}[–—-]\s{1,40}")
_PLACE_FIRST = re.compile(r"^([^:–—]{2,40}?)\s*(?::|\s[–—-])\s+(?=\S)")
_PIECES = re.compile(r"(?<!\s)\s*,\s*(?![^()]{0,200}\))|(?<!\s)\s+(?:och|samt|[&+])\s+")
_MORE_PEOPLE = re.compile(
    r"^(?:samt|och|plus|med flera|m\.?\s?fl|ytterligare|några|två|tre|fyra|fem|\d+\s)\b", re.IGNORECASE
)
_EMAIL = re.compile(r"\s{0,9},?\s{0,9}[<(\[]?(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}[>)\]]?")
_LAST_NAME_FIRST = re.compile(
    r"(?<![^\s;])([^\W\d_][\w'’-]{0,40}),\s{1,3}([^\W\d_][\w'’-]{0,40})(\s{1,3}<[^<>@\s]{1,64}@)"
)
_LONGEST_LISTED = 2000
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

    def whole(self, text: str) -> str:
        """The municipality that the text is, and nothing else; "" where it is none."""
        place, left = self.split(text)
        return "" if left.strip(" ()") else place


def of_cells(cells: Sequence[str]) -> str:
    """A row's cells as one line of a list of people: somebody in each, or one person and what is said of her."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(_is_person(cell) for cell in filled):
        return "; ".join(filled)
    return " | ".join(filled)


def _is_person(cell: str) -> bool:
    name = _BESIDE.split(cell, maxsplit=1)[0].strip(" .")
    return is_name(name, 2) and not is_office(name)


def without_addresses(text: str) -> tuple[str, list[str]]:
    """A list of people without their e-mail addresses, and those: "Ek, Alva <alva.ek@…>; Bo Al (bo@…)"."""
    turned = _LAST_NAME_FIRST.sub(r"\2 \1\3", text)
    return _EMAIL.sub("", turned), [hit[0].strip(" <>()[],") for hit in _EMAIL.finditer(text)]


def participants(text: str, places: Places, *, in_list: bool) -> list[Participant]:
    """Those a line names; [] when it is no such line. ``in_list``: under a heading over those present, where a name
    alone is enough; elsewhere a municipality or an office must stand beside it."""
    present, unread = participants_and_rest(text, places, in_list=in_list)
    return [] if unread else present


def participants_and_rest(text: str, places: Places, *, in_list: bool) -> tuple[list[Participant], list[str]]:
    """The same, and the pieces of the line that name nobody."""
    if in_list and (names := _only_names(text, places)):
        return [Participant(n) for n in names], []
    parts = [p for p in _TWO_ON_A_LINE.split(text) if p.strip(" ,;.")]
    present: list[Participant] = []
    unread: list[str] = []
    for part in parts:
        people = _participants_of_part(part, places, in_list)
        left = [] if people else [part.strip()]
        if in_list and len(part) <= _LONGEST_LISTED and (not people or part.count(",") > 1):
            listed, not_listed = _listed(part, places)
            if len(listed) > len(people):
                people, left = listed, not_listed
        if left and present and in_list and _is_beside(left):
            office = ", ".join(x for x in (present[-1].office, *left) if x)
            present[-1], left = replace(present[-1], office=office), []
        present += people
        unread += left
    return present, unread


def _is_beside(pieces: list[str]) -> bool:
    """What stands after a name's bracket: "Alva Ek (S), ordförande", "… (M), 1:e vice ordförande"."""
    return not _MORE_PEOPLE.match(pieces[0]) and all(
        len(p.split()) <= 8 and (not p[:1].isupper() or is_office(p)) for p in pieces
    )


def _listed(text: str, places: Places) -> tuple[list[Participant], list[str]]:
    """Names with commas between them, each with what stands after it, its municipality first or last: "Alva Ek, Hjo,
    Bo Al, rektor, Vara", "Hjo: Alva Ek, Bo Al"; and the pieces that are neither."""
    people: list[Participant] = []
    unread: list[str] = []
    given = ""
    place_first = _PLACE_FIRST.match(text)
    if place_first and (place := places.whole(place_first[1])):
        given, text = place, text[place_first.end() :]
    for piece in _PIECES.split(text):
        piece = piece.strip(" .;")
        if not piece:
            continue
        place, left = places.split(piece)
        left = " ".join(left.split()).strip(" ()")
        if place and not left and people:
            people[-1] = replace(people[-1], municipality=people[-1].municipality or place)
        elif is_name(left, 2) and not _OFFICE.search(left):
            people.append(Participant(left, place or given))
        elif one := _participants_of_part(piece, places, in_list=True):
            people += one
        elif (
            people
            and not any(c.isdigit() for c in piece)
            and (_OFFICE.search(left) or piece.islower() and " " not in piece)
        ):
            office = ", ".join(x for x in (people[-1].office, left) if x)
            people[-1] = replace(people[-1], office=office, municipality=people[-1].municipality or place)
        else:
            unread.append(piece)
    return people, unread


def _only_names(text: str, places: Places) -> list[str]:
    """Several names with commas between them and nothing beside."""
    is_short = len(text) <= _LONGEST_LISTED
    names = [n for part in (_PIECES.split(text) if is_short else text.split(",")) if (n := part.strip(" ."))]
    if len(names) < 2 or not all(is_name(n, 2) for n in names):
        return []
    return [] if any(places.split(n)[0] or _OFFICE.search(n) for n in names) else names


def _participants_of_part(text: str, places: Places, in_list: bool) -> list[Participant]:
    text = _AND_FIRST.sub("", text.strip(" ,;"))
    split = _BESIDE.search(text)
    if split is None:
        return [Participant(text)] if in_list and is_name(text, 2) else []
    names = [n for n in _AND.split(text[: split.start()]) if n]
    beside = text[split.end() :].strip()
    if (
        not names
        or any(places.whole(n) for n in names)
        or not all(is_name(n, 1 if len(names) > 1 or in_list else 2) for n in names)
    ):
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


def is_office(text: str) -> bool:
    """Whether a text is what somebody does, and no name."""
    return bool(_OFFICE.search(text))


def is_name(text: str, fewest: int) -> bool:
    """Whether a text is a name of at least so many words."""
    words = text.split()
    if not fewest <= len(words) <= 6 or len(text) > 80:
        return False
    capitals = sum(w[0].isupper() for w in words)
    return capitals >= 1 and all(
        _ONE_NAME.fullmatch(w) and (w[0].isupper() or w.casefold() in _PARTICLES) for w in words
    )
