"""Who may protect and publish tables: the network's members."""

from __future__ import annotations

import rules

from spiral.trust.people.rules import is_member

rules.add_perm("releases.protect", is_member)


def may_protect(person: object) -> bool:
    """Protecting a table shows nothing of anybody else's; publishing it binds every later table."""
    return bool(is_member(person))
