"""Every address that there is, and what its parts are filled with."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import NoReverseMatch, get_resolver, reverse

from spiral.trust.access.table import addresses

#: Values for the parts of an address, by name: things that the demo has, so that there is something to leak.
PARTS = {
    "slug": "vara", "tab": "forskola", "code": "45270097", "place": "1470", "figure": "merit", "kind": "csv", "orgnr": "2120001660",
    "name": "metod", "key": "matematik", "step": 1, "year": 2026, "edition": 1,
}  # fmt: skip


def named() -> Iterator[tuple[str, list[str]]]:
    """(name, the names of its parts) of every address."""
    for name, pattern in addresses(get_resolver()):
        yield name, list(pattern.pattern.converters)


def address_of(name: str, parts: list[str]) -> str:
    """The address with known values for its parts; '' where they do not fit."""
    for number in (1, "1"):
        try:
            return reverse(name, kwargs={p: PARTS.get(p, number) for p in parts})
        except NoReverseMatch:
            continue
    return ""
