"""The fixed cast of the demo and of the tests: roles, never persons' names."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from spiral.trust.people.models import Office

Role = Office.Role


@dataclass(frozen=True, slots=True)
class CastPart:
    """One role that somebody may step into in the demo."""

    key: str
    role: str
    place: str
    place_name: str


#: The owner of a node's demo is made up, as its pupils are.
_AT_A_NODE = (
    CastPart("kvalitetsansvarig", Role.MEMBER, settings.OWNER, settings.OWNER_NAME),
    CastPart("skolchef", Role.SUPERINTENDENT, settings.OWNER, settings.OWNER_NAME),
)

#: Places are codes of the register: a municipality, an owner's number or a unit.
_AT_THE_HUB = (
    CastPart("samordnare", Role.COORDINATOR, "", "Skaraborg"),
    CastPart("natverksmedlem", Role.MEMBER, "1470", "Vara"),
    CastPart("styrgrupp", Role.STEERING, "", "Skaraborg"),
    CastPart("presidium", Role.CHAIR, "1496", "Skövde"),
    CastPart("skolchef", Role.SUPERINTENDENT, "1471", "Götene"),
    CastPart("rektor", Role.PRINCIPAL, "45270097", "Alléskolan i Vara"),
    CastPart("fortroendevald", Role.ELECTED, "1494", "Lidköping"),
    CastPart("friskolerektor", Role.INDEPENDENT, "54382141", "Academy X Music and Business Vara"),
)

CAST = _AT_A_NODE if settings.INSTALLATION == "node" else _AT_THE_HUB
