"""Reads of forms, collections and sortings. Counts and quotes are read only from collections that have been released,
and by the leader who reviews them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count as CountOf
from django.utils import timezone

from spiral.trust.access.deciding import allows, offices_for
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import HeldOffice, Viewer
from spiral.trust.anonymous import queries as anonymous
from spiral.trust.networks.queries import place_name
from spiral.understand.voices.models import (
    AnalysisDay,
    Collection,
    Count,
    FormRecord,
    Pile,
    Placement,
    Quote,
    SortingGroup,
    Theme,
)
from spiral.understand.voices.questions import PupilForm, QuestionKind, shipped
from spiral.understand.voices.rules import COLLECTIONS

State = Collection.State


@dataclass(frozen=True, slots=True)
class Answers:
    """A released question: how many chose each option, or what was written and by how many. None where too few
    answered; then nothing is kept."""

    number: int
    counts: tuple[int, ...] | None
    quotes: tuple[Quote, ...]
    given: int | None


@dataclass(frozen=True, slots=True)
class Released:
    """A released collection's answers, question by question, and its agreed themes with their quotes."""

    collection: Collection
    content: PupilForm
    questions: tuple[Answers, ...]
    themes: tuple[tuple[Theme, tuple[Quote, ...]], ...]


@dataclass(frozen=True, slots=True)
class PileSeen:
    """A group's pile: its key, the theme's name, and its quotes."""

    pk: int
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """What one group has done so far: piles, and quotes in none."""

    group: SortingGroup
    piles: tuple[PileSeen, ...]
    unsorted: tuple[Quote, ...]


def forms(viewer: Viewer) -> list[PupilForm]:
    """The forms that follow with the product and the network's own; one with a shipped key replaces it."""
    by_key = {f.key: f for f in shipped()} | {r.key: r.content for r in FormRecord.objects.all()}
    return sorted(by_key.values(), key=lambda f: f.swedish.title)


def form(viewer: Viewer, key: str) -> PupilForm | None:
    return next((f for f in forms(viewer) if f.key == key), None)


def collection_for(viewer: Viewer, number: int) -> Collection | None:
    """The collection, or None where the viewer may not see it or it was ended without a result."""
    return anonymous.collection_for(COLLECTIONS, viewer, number)


def places(viewer: Viewer) -> list[HeldOffice]:
    """The offices by which the viewer may open a collection, one for each place."""
    held = {o.place: o for o in reversed(offices_for(viewer, Permission.COLLECTION_OPEN))}
    return list(held.values())


def where(viewer: Viewer, collection: Collection) -> str:
    return place_name(viewer, collection.place)


def to_review(viewer: Viewer, collection: Collection) -> list[tuple[int, list[Quote]]]:
    """Question → quotes for who leads a closed or released collection, in an order that means nothing."""
    if collection.state not in (State.REVIEW, State.RELEASED) or not allows(
        viewer, Permission.COLLECTION_LEAD, collection
    ):
        return []
    quotes: dict[int, list[Quote]] = {}
    for quote in collection.quotes.all():
        quotes.setdefault(quote.question, []).append(quote)
    return sorted(quotes.items())


def quote_to_review(viewer: Viewer, collection: Collection, key: uuid.UUID) -> Quote | None:
    if collection.state not in (State.REVIEW, State.RELEASED) or not allows(
        viewer, Permission.COLLECTION_LEAD, collection
    ):
        return None
    return collection.quotes.filter(pk=key).first()


def thin(viewer: Viewer, collection: Collection) -> list[int]:
    """The questions of a closed collection that too few answered; their answers are deleted."""
    counted = set(collection.counts.values_list("question", flat=True))
    return [n for n in range(1, len(collection.content.swedish.questions) + 1) if n not in counted]


def released(viewer: Viewer, collection: Collection) -> Released | None:
    """The answers of a collection; None unless it has been released and the viewer may see it."""
    if collection.state != State.RELEASED or not allows(viewer, Permission.COLLECTION_SEE, collection):
        return None
    cells: dict[int, list[int]] = {}
    for cell in Count.objects.filter(collection=collection):
        cells.setdefault(cell.question, []).append(cell.count)
    quotes: dict[int, list[Quote]] = {}
    for quote in collection.quotes.all():
        quotes.setdefault(quote.question, []).append(quote)
    content = collection.content
    questions = tuple(
        Answers(
            n,
            tuple(cells[n]) if n in cells and q.kind != QuestionKind.TEXT else None,
            tuple(quotes.get(n, ())),
            sum(cells[n]) if n in cells else None,
        )
        for n, q in enumerate(content.swedish.questions, 1)
    )
    themes = tuple((t, tuple(t.quotes.all())) for t in collection.themes.prefetch_related("quotes"))
    return Released(collection, content, questions, themes)


def before(viewer: Viewer, now: Collection) -> Released | None:
    """The same group's latest earlier release of the same form at the same place; others are never asked."""
    earlier = anonymous.earlier(COLLECTIONS, now, form_key=now.form_key, state=State.RELEASED)
    return released(viewer, earlier) if earlier else None


def theme_for(viewer: Viewer, number: int) -> tuple[Theme, tuple[Quote, ...]] | None:
    """An agreed theme with its quotes, for who may see its collection."""
    theme = Theme.objects.select_related("collection").filter(pk=number).first()
    if (
        theme is None
        or theme.collection.state != State.RELEASED
        or not allows(viewer, Permission.COLLECTION_SEE, theme.collection)
    ):
        return None
    return theme, tuple(theme.quotes.all())


def quote_for(viewer: Viewer, key: str) -> Quote | None:
    """A released quote by its key, for who may see its collection."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return None
    quote = Quote.objects.select_related("collection").filter(pk=wanted).first()
    if (
        quote is None
        or quote.collection.state != State.RELEASED
        or not allows(viewer, Permission.COLLECTION_SEE, quote.collection)
    ):
        return None
    return quote


def day_of(viewer: Viewer, collection: Collection) -> AnalysisDay | None:
    return AnalysisDay.objects.filter(collection=collection).first()


def is_sorting(day: AnalysisDay) -> bool:
    """Open, its last day has not passed, and the quotes are still released."""
    return not day.is_closed and timezone.localdate() <= day.last_day


def day_sorted(number: int) -> AnalysisDay | None:
    """The analysis day that a device which has been let in takes part of; its key is asked for before."""
    day = AnalysisDay.objects.select_related("collection").filter(pk=number).first()
    return day if day and day.collection.state == State.RELEASED else None


def group_of(day: AnalysisDay, number: int) -> SortingGroup | None:
    return day.groups.filter(number=number).first()


def group_sizes(day: AnalysisDay) -> list[tuple[SortingGroup, int]]:
    """The day's groups with how many piles each has."""
    return [(g, g.n) for g in day.groups.annotate(n=CountOf("piles"))]


def sortings(day: AnalysisDay, numbers: Sequence[int] | None = None) -> list[Sorting]:
    """What the day's groups (all, or those with these numbers) have sorted; four queries whatever their number."""
    groups = list(day.groups.all() if numbers is None else day.groups.filter(number__in=numbers))
    quotes = list(Quote.objects.filter(collection_id=day.collection_id, question__in=day.questions))
    placed: dict[int, dict[uuid.UUID, int]] = {g.pk: {} for g in groups}
    for p in Placement.objects.filter(group__in=groups):
        placed[p.group_id][p.quote_id] = p.pile_id
    piles: dict[int, list[tuple[int, str]]] = {g.pk: [] for g in groups}
    for pk, name, group in Pile.objects.filter(group__in=groups).values_list("pk", "name", "group_id"):
        piles[group].append((pk, name))
    return [
        Sorting(
            g,
            tuple(
                PileSeen(pk, name, tuple(q for q in quotes if placed[g.pk].get(q.pk) == pk)) for pk, name in piles[g.pk]
            ),
            tuple(q for q in quotes if q.pk not in placed[g.pk]),
        )
        for g in groups
    ]
