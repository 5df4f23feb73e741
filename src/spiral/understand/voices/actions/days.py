"""The analysis day: open and close it, a group's sorting, and the themes agreed afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from spiral.exchange import texts
from spiral.ground import codes
from spiral.ground.refusals import NameTaken, TooMany
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous.actions import locked_for_leader
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.models import AnalysisDay, Collection, Pile, Placement, Quote, SortingGroup, Theme
from spiral.understand.voices.queries import is_sorting
from spiral.understand.voices.rules import COLLECTIONS

MOST_GROUPS, MOST_PILES, MOST_THEMES = 10, 12, 40


class DayClosed(Exception):
    """The analysis day is over; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Move:
    """A quote that somebody moves: the pile it lay in when the page was shown, and the pile it goes to (None: none)."""

    quote: uuid.UUID
    was: int | None
    to: int | None


@transaction.atomic
def open_day(number: int, questions: Sequence[int], groups: int, last_day: date, *, by: Viewer) -> AnalysisDay:
    """Open an analysis day for a released collection, or open the same again. What its groups have sorted stays.
    Raises PermissionDenied, and ValueError for a collection that is not released or a number of groups out of range."""
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    if collection.state != Collection.State.RELEASED or not questions or not 1 <= groups <= MOST_GROUPS:
        raise ValueError("no released collection, no question, or too many groups")
    day, is_new = AnalysisDay.objects.get_or_create(
        collection=collection,
        defaults={"questions": sorted(set(questions)), "last_day": last_day},
    )
    if not is_new:
        day.questions, day.last_day, day.is_closed = sorted(set(questions)), last_day, False
        day.save(update_fields=["questions", "last_day", "is_closed"])
    if day.is_code_live:
        day.code_last_day = last_day
        day.save(update_fields=["code_last_day"])
    else:
        codes.give_code(day, last_day, codes.DAYS)
    for n in range(1, groups + 1):
        SortingGroup.objects.get_or_create(day=day, number=n)
    record(Action.VOICES_DAY_OPENED, day, by=by, place=collection.place)
    return day


@transaction.atomic
def close_day(number: int, *, by: Viewer) -> None:
    """The code no longer opens anything. Raises PermissionDenied."""
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    day = AnalysisDay.objects.filter(collection=collection, is_closed=False).first()
    if day is not None:
        day.is_closed = True
        day.save(update_fields=["is_closed"])
        codes.close_code(day)
        record(Action.VOICES_DAY_CLOSED, day, by=by, place=collection.place)


@transaction.atomic
def add_pile(group_id: int, name: str) -> Pile:
    """A new pile for a group. Raises DayClosed, TooMany and NameTaken."""
    group = _sorting(group_id)
    if group.piles.count() >= MOST_PILES:
        raise TooMany
    if group.piles.filter(name=name).exists():
        raise NameTaken
    return Pile.objects.create(group=group, name=name)


@transaction.atomic
def rename_pile(group_id: int, pile_id: int, name: str) -> None:
    """Another name for a pile. Raises DayClosed and NameTaken; nothing happens where the pile is gone."""
    group = _sorting(group_id)
    if group.piles.filter(name=name).exclude(pk=pile_id).exists():
        raise NameTaken
    group.piles.filter(pk=pile_id).update(name=name)


@transaction.atomic
def remove_pile(group_id: int, pile_id: int) -> None:
    """A pile goes; its quotes are unsorted again. Raises DayClosed."""
    _sorting(group_id).piles.filter(pk=pile_id).delete()


@transaction.atomic
def move_quotes(group_id: int, moves: Sequence[Move]) -> list[Move]:
    """Move quotes between a group's piles. Returns the moves that were not made since somebody else had moved the
    same quote elsewhere meanwhile, with ``was`` as it is now; all others are made. Raises DayClosed."""
    group = _sorting(group_id)
    now = dict(Placement.objects.filter(group=group).values_list("quote_id", "pile_id"))
    piles = set(group.piles.values_list("pk", flat=True))
    quotes = set(
        Quote.objects.filter(collection=group.day.collection_id, question__in=group.day.questions).values_list(
            "pk", flat=True
        )
    )
    refused = []
    for move in moves:
        if move.quote not in quotes or move.to == move.was or (move.to is not None and move.to not in piles):
            continue
        lies = now.get(move.quote)
        if lies not in (move.was, move.to):
            refused.append(Move(move.quote, lies, move.to))
        elif move.to is None:
            Placement.objects.filter(group=group, quote=move.quote).delete()
        else:
            Placement.objects.update_or_create(group=group, quote_id=move.quote, defaults={"pile_id": move.to})
    return refused


@transaction.atomic
def agree_on_theme(
    number: int,
    theme_id: int | None,
    name: str,
    piles: Mapping[int, bool] | Sequence[int],
    revision: Revision = 0,
    *,
    by: Viewer,
) -> Theme:
    """Keep a theme, new where ``theme_id`` is None, or changed, with every quote of the piles chosen. Raises
    PermissionDenied, TooMany, NameTaken, and StaleRevision when it is no longer at ``revision``."""
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    if collection.themes.filter(name=name).exclude(pk=theme_id or 0).exists():
        raise NameTaken
    if theme_id is None:
        if collection.themes.count() >= MOST_THEMES:
            raise TooMany
        theme = Theme.objects.create(collection=collection, name=name)
    else:
        current = collection.themes.select_for_update().filter(pk=theme_id).first()
        theme = require_revision(current, revision)
        theme.name, theme.revision = name, theme.revision + 1
        theme.save(update_fields=["name", "revision"])
    chosen = Placement.objects.filter(pile__in=list(piles), group__day__collection=collection)
    if theme_id is None or piles:
        theme.quotes.set(Quote.objects.filter(pk__in=chosen.values("quote_id")))
    texts.announce_change("voices", collection.pk)
    record(Action.VOICES_THEME_SAVED, theme, by=by, place=collection.place)
    return theme


@transaction.atomic
def drop_theme(number: int, theme_id: int, *, by: Viewer) -> None:
    """Take an agreed theme away; its quotes stay. Raises PermissionDenied."""
    collection = locked_for_leader(COLLECTIONS, number, by=by)
    if collection.themes.filter(pk=theme_id).delete()[0]:
        texts.announce_change("voices", collection.pk)
        record(Action.VOICES_THEME_REMOVED, theme_id, by=by, place=collection.place)


def _sorting(group_id: int) -> SortingGroup:
    """A group that may sort now, behind its collection's row lock as everywhere: two devices of a group take turns, and
    no quote or pile goes while one is being moved to it."""
    Collection.objects.select_for_update(of=("self",)).get(day__groups=group_id)
    group = SortingGroup.objects.select_related("day__collection").get(pk=group_id)
    if not is_sorting(group.day) or group.day.collection.state != Collection.State.RELEASED:
        raise DayClosed
    return group
