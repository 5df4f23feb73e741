"""Every address that there is, and what its parts are filled with."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import NoReverseMatch, get_resolver, reverse

from spiral.trust.access.table import addresses

#: Everybody: a stranger, and the cast.
ROLES = [
    "",
    "fortroendevald",
    "friskolerektor",
    "natverksmedlem",
    "rektor",
    "skolchef",
    "presidium",
    "styrgrupp",
    "samordnare",
]
#: Values for the parts of an address, by name: things that the demo has, so that there is something to leak.
PARTS = {
    "slug": "vara",
    "tab": "forskola",
    "code": "45270097",
    "place": "1470",
    "figure": "merit",
    "kind": "csv",
    "orgnr": "2120001660",
    "name": "metod",
    "key": "matematik",
    "step": 1,
    "year": 2026,
    "edition": 1,
}


def named() -> Iterator[tuple[str, list[str]]]:
    """(name, the names of its parts) of every address."""
    for address in addresses(get_resolver()):
        yield address.name, list(address.parts)


def address_of(name: str, parts: list[str]) -> str:
    """The address with known values for its parts; '' where they do not fit."""
    for number in (1, "1"):
        try:
            return reverse(name, kwargs={p: PARTS.get(p, number) for p in parts})
        except NoReverseMatch:
            continue
    return ""


def addresses_in(rooms: dict[str, list[object]]) -> list[str]:
    """Every address with what the demo has, several of a kind where people join by a code."""
    found = []
    for name, parts in named():
        choices = [{}]
        is_joined = name.split(":")[0] in ("meetings", "assessments", "voices")
        for part in parts:
            values = rooms[part] if is_joined and part in rooms else [PARTS.get(part, 1)]
            choices = [{**c, part: v} for c in choices for v in values]
        for chosen in choices:
            try:
                found.append(reverse(name, kwargs=chosen))
            except NoReverseMatch:
                continue
    return sorted(set(found))
