"""Pupils' collections as a kind of anonymous collection (trust/anonymous). Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.trust.access.permissions import Permission
from spiral.trust.anonymous.kinds import CollectionKind
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.models import Collection

COLLECTIONS = CollectionKind(
    Collection,
    see=Permission.COLLECTION_SEE,
    lead=Permission.COLLECTION_LEAD,
    opened=Action.VOICES_OPENED,
    code_changed=Action.VOICES_CODE_CHANGED,
    number_raised=Action.VOICES_NUMBER_RAISED,
    ended=Action.VOICES_CLOSED,
    discarded=Action.VOICES_DISCARDED,
    discardable=(Collection.State.OPEN, Collection.State.REVIEW),
)
