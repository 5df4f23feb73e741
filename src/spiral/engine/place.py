"""A place: the region, the nation, a municipality, an owner or a unit. Its code is what registers and addresses
write; its kind is a property, never worked out from the length of the code elsewhere."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache


class PlaceKind(StrEnum):
    """What a place is."""

    REGION = "region"
    NATION = "nation"
    MUNICIPALITY = "municipality"
    UNIT = "unit"
    OWNER = "owner"


#: Digits of each kind's code: SCB's municipality code, Skolverket's unit code, the owner's organisation number.
_DIGITS = {4: PlaceKind.MUNICIPALITY, 8: PlaceKind.UNIT, 10: PlaceKind.OWNER}
_NATION_CODE = "0000"
_LONGEST = 40


class Place(str):
    """A place's code, with the kind of place. It is a text: it sorts, compares and is stored as the code. Raises
    ValueError for what is no code of a place."""

    __slots__ = ()

    def __new__(cls, code: str = "") -> Place:
        return code if type(code) is cls else _place(code)

    @classmethod
    def read(cls, text: str) -> Place:
        """The place of a typed code, which may have blanks around it or be an organisation number with a hyphen. Raises
        ValueError."""
        written = text[:_LONGEST].strip()
        head, hyphen, tail = written.partition("-")
        return cls(head + tail if hyphen and len(head) == 6 and len(tail) == 4 else written)

    @property
    def code(self) -> str:
        """The code as plain text."""
        return str.__str__(self)

    @property
    def kind(self) -> PlaceKind:
        """What the place is."""
        if not self:
            return PlaceKind.REGION
        return PlaceKind.NATION if self == _NATION_CODE else _DIGITS[len(self)]

    @property
    def is_region(self) -> bool:
        """The whole region: the network's own municipalities together."""
        return not self

    @property
    def is_municipality(self) -> bool:
        """A municipality, not the nation."""
        return self.kind is PlaceKind.MUNICIPALITY

    @property
    def is_unit(self) -> bool:
        """A school unit."""
        return self.kind is PlaceKind.UNIT

    @property
    def is_owner(self) -> bool:
        """Who runs schools."""
        return self.kind is PlaceKind.OWNER

    def __repr__(self) -> str:
        return f"Place({self.code!r})"


@lru_cache(maxsize=20_000)
def _place(code: str) -> Place:
    if code and not (len(code) in _DIGITS and code.isascii() and code.isdigit()):
        raise ValueError(f"{code[:_LONGEST]!r} is no place's code")
    return str.__new__(Place, code)


#: The whole region, and the whole country.
REGION, NATION = Place(""), Place(_NATION_CODE)
