"""The table that a data protection officer reads: every permission, who has it and on what, printed from the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _

from spiral.trust.access.grants import GRANTS
from spiral.trust.access.permissions import Permission, Role


def permission_of(pattern: URLPattern) -> Permission | None:
    """The permission that the door of an address asks for; None for an address without one."""
    return getattr(pattern.callback, "permission", None)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every named address, 'inquiries:edit' for one of a room."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, ":".join(filter(None, (namespace, pattern.namespace))))
        elif pattern.name:
            yield ":".join(filter(None, (namespace, pattern.name))), pattern


def as_markdown(listed: Iterable[tuple[str, URLPattern]]) -> str:
    """The table as a guide of ``docs/``, in the language that is active."""
    behind: dict[Permission | None, list[str]] = {}
    for name, pattern in dict(listed).items():
        behind.setdefault(permission_of(pattern), []).append(f"`{name}`")
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
        lines.append(f"| {permission.sentence} | {who} | {', '.join(behind.get(permission, ()))} |")
    lines += ["", f"## {_('Öppet utan rättighet')}", ""]
    lines += [_("Publicerade resultat, hjälp, inloggning, och det som öppnas med en kod eller en personlig länk.")]
    lines += ["", ", ".join(behind.get(None, ())), ""]
    return "\n".join(lines)
