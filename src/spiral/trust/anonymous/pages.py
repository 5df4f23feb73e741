"""The leader's page of an open collection, composed: its code, and how many have answered, in steps of five."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from spiral.documents.svg.qr import draw_qr
from spiral.ground.words import language
from spiral.trust.access.deciding import allows
from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.kinds import CollectionKind
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import in_steps

#: What is answered, as the page names it, and how many have answered.
Answered = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """Everything that an open collection's page tells its leader. ``counts`` are whole steps of five; of the answers
    themselves there is nothing here."""

    collection: AnonymousCollection
    title: str
    counts: tuple[Answered, ...]
    join: str
    join_alt: str | Promise
    may_lead: bool
    is_taking: bool
    is_readable: bool

    @property
    def qr(self) -> str:
        return draw_qr(self.join, str(self.join_alt)) if self.join else ""

    @property
    def may_end(self) -> bool:
        """Whether something has been answered by so many that it may be shown."""
        return any(n for _name, n in self.counts)

    @property
    def lost(self) -> list[str]:
        """What too few have answered: it is deleted at the end."""
        return [name for name, n in self.counts if not n]

    def tag(self, viewer: Viewer) -> str:
        """What a browser that follows the page asks with: the same as long as the page is. A tag that changed with each
        answer would tell of each."""
        collection = self.collection
        depends_on = (
            collection.pk,
            [n for _name, n in self.counts],
            self.is_taking,
            collection.code,
            self.join,
            collection.invited,
            self.is_readable,
            getattr(viewer, "pk", None),
            language(),
        )
        return f'"{hashlib.sha256(repr(depends_on).encode()).hexdigest()[:32]}"'


def leader_page(
    request: Request,
    kind: CollectionKind[Any],
    collection: AnonymousCollection,
    answered: Sequence[Answered],
    *,
    title: str,
    join_alt: str | Promise,
) -> LeaderPage:
    """Compose the page. ``answered`` is as it stands in the database; it leaves in steps of five."""
    return LeaderPage(
        collection=collection,
        title=title,
        counts=tuple((name, in_steps(n)) for name, n in answered),
        join=request.build_absolute_uri(collection.door()) if collection.is_code_live else "",
        join_alt=join_alt,
        may_lead=allows(request.viewer, kind.lead, collection),
        is_taking=collection.is_taking_answers,
        is_readable=collection.is_readable,
    )
