"""What the search may find of the room: a released collection by its group, questions and agreed themes. Never a quote:
the index would keep a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.apps.core.texts import Text
from spiral.apps.voices.models import Collection
from spiral.apps.voices.rules import may_see

KIND = "voices"


class VoicesRoom:
    """Released collections."""

    def all(self) -> Iterable[Text]:
        found = Collection.objects.filter(state=Collection.State.RELEASED).prefetch_related("themes")
        return [_text(c) for c in found]

    def one(self, ref: str) -> Text | None:
        found = Collection.objects.filter(pk=ref, state=Collection.State.RELEASED).first()
        return _text(found) if found else None

    def visible(self, viewer: object, refs: Sequence[str]) -> set[str]:
        found = Collection.objects.filter(pk__in=refs, state=Collection.State.RELEASED)
        return {str(c.pk) for c in found if may_see(viewer, c)}


def _text(found: Collection) -> Text:
    content = found.content.swedish
    words = [*(q.text.usual for q in content.questions), *(t.name for t in found.themes.all())]
    return Text(
        KIND, str(found.pk), f"{content.title}, {found.group}", "\n".join(words), _("elevröster"),
        reverse("voices:collection", args=[found.pk]),
    )  # fmt: skip
