"""The table of permissions for a data protection officer: each permission, who has it and for what, from the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLResolver
from django.utils.translation import gettext as _

from spiral.trust.access.grants import GRANTS
from spiral.trust.access.permissions import Permission, Role

_PART = re.compile(r"<[^<>]*>|\(\?P[^()]*\)")


@dataclass(frozen=True, slots=True)
class Address:
    """A named address: 'inquiries:edit' and '/undersokningar/…/andra/', with the names of its parts, and the permission
    that its door asks for (None without one)."""

    name: str
    shown: str
    parts: tuple[str, ...]
    permission: Permission | None


def addresses(resolver: URLResolver, namespace: str = "", before: str = "/") -> Iterator[Address]:
    """Every named address behind ``resolver``."""
    for pattern in resolver.url_patterns:
        shown = before + _PART.sub("…", str(pattern.pattern).strip("^$"))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, ":".join(filter(None, (namespace, pattern.namespace))), shown)
        elif pattern.name:
            name = ":".join(filter(None, (namespace, pattern.name)))
            parts = tuple(pattern.pattern.converters)
            yield Address(name, shown, parts, getattr(pattern.callback, "permission", None))


def as_markdown(listed: Iterable[Address]) -> str:
    """The table as a guide of ``docs/``, in the language that is active."""
    behind: dict[Permission | None, dict[str, None]] = {}
    for address in listed:
        behind.setdefault(address.permission, {})[f"`{address.shown}`"] = None
    lines = [
        f"# {_('Vem får vad')}",
        "",
        _("Sidan är utskriven ur programmet. Den som inte är inloggad har ingen av rättigheterna."),
        "",
        f"| {_('Rättighet')} | {_('Vem, och vilka saker')} | {_('Adresser bakom den')} |",
        "| --- | --- | --- |",
    ]
    for permission in Permission:
        who = "; ".join(
            f"{', '.join(str(role.label) for role in Role if role in roles)}: {scope.sentence}"
            for scope, roles in GRANTS[permission].items()
        )
        if permission.never_own:
            who += ". " + _("Aldrig det man själv har skrivit")
        if permission.within:
            who += ". " + _("Kräver också: %(other)s") % {"other": permission.within.sentence}
        where = ", ".join(behind.get(permission, ())) or _("prövas inne på sidorna")
        lines.append(f"| {permission.sentence} | {who} | {where} |")
    lines += ["", f"## {_('Öppet utan rättighet')}", ""]
    lines += [_("Publicerade resultat, hjälp, inloggning, och det som öppnas med en kod eller en personlig länk.")]
    lines += ["", ", ".join(behind.get(None, ())), ""]
    return "\n".join(lines)
