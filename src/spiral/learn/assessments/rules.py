"""Rounds as a kind of anonymous collection (trust/anonymous). Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.learn.assessments.models import Round
from spiral.trust.access.permissions import Permission
from spiral.trust.anonymous.kinds import CollectionKind
from spiral.trust.audit.catalogue import Action

ROUNDS = CollectionKind(
    Round,
    see=Permission.ROUND_SEE,
    lead=Permission.ROUND_LEAD,
    opened=Action.ASSESSMENTS_OPENED,
    code_changed=Action.ASSESSMENTS_CODE_CHANGED,
    number_raised=Action.ASSESSMENTS_NUMBER_RAISED,
    ended=Action.ASSESSMENTS_SHOWN,
    discarded=Action.ASSESSMENTS_DISCARDED,
)
