"""Writes to the ledger."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from spiral.engine.disclosure import Protected, Rules, Table, protect
from spiral.see.releases.models import Edition
from spiral.see.releases.queries import ledger
from spiral.see.releases.rules import may_protect
from spiral.trust.audit.actions import record


def check(table: Table, rules: Rules, *, family: str, by: object) -> Protected:
    """Put a table through the gate beside all that is published about its family; nothing is kept of it.

    Raises PermissionDenied, Refused and Uncertified.
    """
    if not may_protect(by):
        raise PermissionDenied
    return protect(table, ledger(by, family), rules)


@transaction.atomic
def publish(table: Table, rules: Rules, *, family: str, title: str, by: object) -> Edition:
    """Protect once more and enter the result in the ledger, in one transaction.

    The gate runs against the ledger as it stands now, not as it stood when the table was looked at. Raises as
    :func:`check`.
    """
    protected = check(table, rules, family=family, by=by)
    edition = Edition.objects.create(family=family, title=title, archive=protected.archive(), published_by=by)
    record("publicerade en skyddad tabell", f"{edition.pk} {protected.certificate.seal[:12]}", by=by)
    return edition
