"""Who may change the network's own register: the coordinator. Asked by name, for people stand beside this app."""

from __future__ import annotations

import rules


def may_keep(person: object) -> bool:
    """Add, rename and retire areas, and say which networks they belong to."""
    return bool(rules.has_perm("people.coordinate", person))
