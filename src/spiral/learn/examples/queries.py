"""Reads of examples and of what others saw. What is not published is for its author and its reviewers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Prefetch, Q, QuerySet

from spiral.learn.examples import rules
from spiral.learn.examples.models import Example, Trial
from spiral.trust.access.deciding import allows, allows_everywhere, offices_for, visible
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register

State = Example.State
PAGE = 20
_FIELDS = ("title", "problem", "done", "seen", "advice", "place_name")


def published(viewer: Viewer, area: str = "", words: str = "") -> QuerySet[Example]:
    """Published examples, newest first, about an area and with every word; lazy, for paging."""
    if not allows(viewer, Permission.EXAMPLE_SEE):
        return Example.objects.none()
    example = _whole().filter(state=State.PUBLISHED)
    if area:
        example = example.filter(areas=area)
    for word in re.split(r"\s+", words.replace("\0", "").strip())[:6]:
        if word:
            example = example.filter(_anywhere(word))
    return example


def mine(viewer: Viewer) -> list[Example]:
    """The viewer's own examples that are not published."""
    if not allows(viewer, Permission.EXAMPLE_SEE):
        return []
    return list(_whole().filter(author=viewer.signed_in).exclude(state=State.PUBLISHED).order_by("-pk")[:100])


def to_review(viewer: Viewer) -> list[Example]:
    """What waits for a reviewer, oldest first; one's own is for somebody else."""
    return list(
        _whole()
        .filter(visible(viewer, Permission.EXAMPLE_REVIEW), state=State.SUBMITTED)
        .order_by("written_on", "pk")[:100]
    )


def example(viewer: Viewer, number: int) -> Example | None:
    """The example with its areas and trials; None where the viewer may not see it."""
    example = _whole().filter(pk=number).first()
    return example if example is not None and allows(viewer, Permission.EXAMPLE_SEE, example) else None


def edits(viewer: Viewer, example: Example) -> bool:
    """The viewer may change it, and it is neither handed in nor published."""
    return rules.is_open(example) and allows(viewer, Permission.EXAMPLE_KEEP, example)


def takes_back(viewer: Viewer, example: Example) -> bool:
    """The viewer may take back what is handed in or published."""
    return rules.is_out(example) and allows(viewer, Permission.EXAMPLE_KEEP, example)


def reviews(viewer: Viewer, example: Example) -> bool:
    """It waits for a reviewer, and the viewer is one; never of what she wrote herself."""
    return rules.is_waiting(example) and allows(viewer, Permission.EXAMPLE_REVIEW, example)


def tells(viewer: Viewer, example: Example) -> bool:
    """Members tell of a published example they have tried."""
    return rules.is_published(example) and allows(viewer, Permission.EXAMPLE_WRITE)


def trials(viewer: Viewer, example: Example) -> list[Trial]:
    """What others saw: own place first, then alphabetical, whatever the outcome."""
    own = {o.place for o in viewer.offices if o.place}
    return sorted(example.trials.all(), key=lambda t: (t.place not in own, t.place_name, t.pk))


def trial(viewer: Viewer, example: Example, number: int) -> Trial | None:
    return next((t for t in example.trials.all() if t.pk == number), None)


def by_areas(viewer: Viewer, keys: Sequence[str]) -> list[Example]:
    """Published examples about any of the areas."""
    return list(published(viewer).filter(areas__in=list(keys)).distinct()[:200]) if keys else []


def of_points(viewer: Viewer, refs: Sequence[str]) -> list[Example]:
    """Published examples that belong to points of an assignment."""
    refs = [r for r in refs if r]
    return list(published(viewer).filter(point__in=refs)) if refs else []


def seen(viewer: Viewer, numbers: Sequence[int]) -> set[int]:
    """Which of the examples the viewer may see, in one query."""
    examples = Example.objects.filter(visible(viewer, Permission.EXAMPLE_SEE), pk__in=list(numbers))
    return set(examples.values_list("pk", flat=True))


def place_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The places the viewer may write for: own offices', and every municipality for the coordinator."""
    own: list[tuple[str, str]] = [(o.place, o.place_name) for o in offices_for(viewer, Permission.EXAMPLE_WRITE)]
    if allows_everywhere(viewer, Permission.EXAMPLE_WRITE):
        own += [(m.code, m.name) for m in register.municipalities(viewer)]
    return list(dict.fromkeys(own))


def _whole() -> QuerySet[Example]:
    return Example.objects.prefetch_related("areas", Prefetch("trials", Trial.objects.order_by("place_name", "pk")))


def _anywhere(word: str) -> Q:
    """SQLite knows only ASCII case, so å ä ö are asked for in both."""
    condition = Q()
    for field in _FIELDS:
        condition |= Q(**{f"{field}__icontains": word})
        for form in {word.lower(), word.capitalize(), word.upper()}:
            condition |= Q(**{f"{field}__contains": form})
    return condition
