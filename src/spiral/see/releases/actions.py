"""Writes to the ledger."""

from __future__ import annotations

from django.db import transaction

from spiral.engine.disclosure import FrequencyTable, ProtectedTable, Rules, protect
from spiral.ground.locks import hold_lock
from spiral.see.releases.models import Edition
from spiral.see.releases.queries import ledger
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


def check(table: FrequencyTable, rules: Rules, family: str, *, by: Viewer) -> ProtectedTable:
    """Put a table through the gate beside all that is published about its family; nothing is kept of it.

    Raises PermissionDenied, TableRefused and Uncertified.
    """
    _protector(by)
    return protect(table, ledger(by, family), rules)


def publish(table: FrequencyTable, rules: Rules, family: str, title: str, *, by: Viewer) -> Edition:
    """Protect once more and enter the result in the ledger that it was held against.

    The gate works for a minute, so nobody is kept waiting meanwhile: those who publish take turns only to see that the
    ledger is still the same, and to write. Where it is not, the gate runs again, against what it is now. Raises as
    :func:`check`.
    """
    _protector(by)
    while True:
        known = ledger(by, family)
        protected = protect(table, known, rules)
        with transaction.atomic():
            hold_lock(f"releases {family}")
            if ledger(by, family) == known:
                edition = Edition.objects.create(
                    family=family, title=title, archive=protected.archive(), published_by=by.signed_in
                )
                seal = protected.certificate.seal[:12]
                record(Action.RELEASES_PUBLISHED, edition, by=by, detail={"seal": seal})
                return edition


def _protector(by: Viewer) -> None:
    require(by, Permission.TABLES_PROTECT)
