"""May somebody do something: to one thing (``allows``), to all of its kind (``visible``), from the same condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from spiral.engine.place import Place
from spiral.trust.access.conditions import matches
from spiral.trust.access.grants import GRANTS
from spiral.trust.access.permissions import PLACE, Permission, Scope
from spiral.trust.access.viewer import Office, Viewer

NONE = Q(pk__in=())
#: How a scope meets a thing: the name of its field, a condition, or a condition of the viewer's own keys.
Meets = str | Q | Callable[[set[Any]], Q]


#: A place is a thing itself, for what is written about it.
_SCOPES_OF_PLACE: dict[Scope, Meets] = {Scope.OWN_PLACE: "code"}


class Refused(PermissionDenied):
    """Somebody may not do ``permission``; the page of refusal says who may."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.key)
        self.permission = permission


def allows(viewer: Viewer, permission: Permission, thing: object | None = None) -> bool:
    """May ``viewer`` do it to ``thing``? Without a thing: may she do it at all, to something or other?"""
    held = list(_held(viewer, permission))
    if thing is None or not held:
        return bool(held) and (permission.within is None or allows(viewer, permission.within))
    return matches(_condition(viewer, permission, type(thing), held), thing)


def visible(viewer: Viewer, permission: Permission) -> Q:
    """The things to which ``viewer`` may do it, as a condition on their table. A condition that goes through a relation
    to several gives a thing once for each: add ``distinct()``."""
    if not permission.thing or permission.thing == PLACE:
        raise LookupError(f"{permission.key} is about no table")
    return _condition(viewer, permission, apps.get_model(permission.thing), list(_held(viewer, permission)))


def require(viewer: Viewer, permission: Permission, thing: object | None = None) -> None:
    """Raises Refused unless ``viewer`` may."""
    if not allows(viewer, permission, thing):
        raise Refused(permission)


def everywhere(viewer: Viewer, permission: Permission) -> bool:
    """May ``viewer`` do it whatever the place?"""
    return any(scope in (Scope.ANY, Scope.REGION) for scope, _office in _held(viewer, permission))


def offices_for(viewer: Viewer, permission: Permission) -> list[Office]:
    """The offices by which ``viewer`` may do it, each once."""
    held = {id(office): office for _scope, office in _held(viewer, permission)}
    return [office for office in viewer.offices if id(office) in held]


def office_at(viewer: Viewer, permission: Permission, *places: str) -> Office | None:
    """The office by which ``viewer`` may do it at one of ``places`` (codes); None for none of them."""
    return next((o for o in offices_for(viewer, permission) if o.place and o.place in places), None)


def _held(viewer: Viewer, permission: Permission) -> Iterator[tuple[Scope, Office]]:
    """Every scope in which ``viewer`` holds the permission, and by which office."""
    for scope, roles in GRANTS[permission].items():
        for office in viewer.offices:
            if office.role in roles and _reaches(office, scope):
                yield scope, office


def _reaches(office: Office, scope: Scope) -> bool:
    """The coordinator of one network keeps not everybody's things, and an office of the whole is in no network."""
    if scope in (Scope.REGION, Scope.RELEASED):
        return office.network_id is None
    return scope is not Scope.OWN_NETWORK or office.network_id is not None


def _condition(viewer: Viewer, permission: Permission, kind: type, held: list[tuple[Scope, Office]]) -> Q:
    """The one condition that both answers come from. A model whose things may be held back says so in
    ``under_embargo(viewer)``: the condition on those that this viewer may not see yet, whatever her roles."""
    if not held:
        return NONE
    scopes: dict[Scope, Meets] = _SCOPES_OF_PLACE if kind is Place else kind.scopes  # type: ignore[attr-defined]
    person: set[object] = {viewer.key}
    reached = dict.fromkeys(scope for scope, _office in held)
    if Scope.ANY in reached or Scope.REGION in reached:
        met = Q()
    else:
        met = reduce(or_, (_meet(scopes[scope], _keys(scope, held, person)) for scope in reached))
    if permission.never_own:
        met &= ~_meet(scopes[Scope.GRANTED], person)
    if permission.within:
        met &= _condition(viewer, permission.within, kind, list(_held(viewer, permission.within)))
    if embargo := getattr(kind, "under_embargo", None):
        met &= ~embargo(viewer)
    return met


def _keys(scope: Scope, held: list[tuple[Scope, Office]], person: set[Any]) -> set[Any]:
    """What a thing is compared with: places, networks, or the person."""
    by = [office for s, office in held if s is scope]
    if scope is Scope.OWN_PLACE:
        return {office.place for office in by}
    return {office.network_id for office in by} if scope is Scope.OWN_NETWORK else person


def _meet(meets: Meets, keys: set[Any]) -> Q:
    if isinstance(meets, Q):
        return meets
    return Q(**{f"{meets}__in": keys}) if isinstance(meets, str) else meets(keys)
