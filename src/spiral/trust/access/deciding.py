"""Who may do what: to one thing (``allows``) or among all of a kind (``visible``), decided by the same condition."""

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
from spiral.trust.access.viewer import HeldOffice, Viewer

NONE = Q(pk__in=())
#: What a model's ``scopes`` say of a scope: the field to compare with the viewer's keys, a condition, or a function
#: from the viewer's keys to a condition.
ScopeRule = str | Q | Callable[[set[Any]], Q]


#: A place is a thing itself, for what is written about it.
_SCOPES_OF_PLACE: dict[Scope, ScopeRule] = {Scope.OWN_PLACE: "code"}


class AccessRefused(PermissionDenied):
    """The viewer does not have ``permission``; the page of refusal says who has."""

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
    """The condition that selects the things for which the viewer has the permission. It may give a thing more than once
    where it goes through a relation to several: add ``distinct()``. LookupError for a permission about no table."""
    if not permission.thing or permission.thing == PLACE:
        raise LookupError(f"{permission.key} is about no table")
    return _condition(viewer, permission, apps.get_model(permission.thing), list(_held(viewer, permission)))


def require(viewer: Viewer, permission: Permission, thing: object | None = None) -> None:
    """Raises AccessRefused unless ``viewer`` may."""
    if not allows(viewer, permission, thing):
        raise AccessRefused(permission)


def allows_everywhere(viewer: Viewer, permission: Permission) -> bool:
    """May ``viewer`` do it whatever the place?"""
    return any(scope in (Scope.ANY, Scope.REGION) for scope, _office in _held(viewer, permission))


def offices_for(viewer: Viewer, permission: Permission) -> list[HeldOffice]:
    """The offices by which ``viewer`` may do it, each once."""
    held = {id(office): office for _scope, office in _held(viewer, permission)}
    return [office for office in viewer.offices if id(office) in held]


def office_at(viewer: Viewer, permission: Permission, *places: str) -> HeldOffice | None:
    """The office by which ``viewer`` may do it at one of ``places`` (codes); None for none of them."""
    return next((o for o in offices_for(viewer, permission) if o.place and o.place in places), None)


def _held(viewer: Viewer, permission: Permission) -> Iterator[tuple[Scope, HeldOffice]]:
    """Each scope in which the viewer has the permission, with the office that gives it."""
    for scope, roles in GRANTS[permission].items():
        for office in viewer.offices:
            if office.role in roles and _reaches(office, scope):
                yield scope, office


def _reaches(office: HeldOffice, scope: Scope) -> bool:
    """Does the office count in ``scope``? An office in one network does not reach the whole region, and one for the
    whole region is in no network."""
    if scope in (Scope.REGION, Scope.RELEASED):
        return office.network_id is None
    return scope is not Scope.OWN_NETWORK or office.network_id is not None


def _condition(viewer: Viewer, permission: Permission, kind: type, held: list[tuple[Scope, HeldOffice]]) -> Q:
    """The condition that both ``allows`` and ``visible`` use: on which things of ``kind`` the viewer may do it.

    A model whose things may be held back has ``under_embargo(viewer)``: the condition on those that this viewer may not
    see yet, whatever her roles.
    """
    if not held:
        return NONE
    scopes: dict[Scope, ScopeRule] = _SCOPES_OF_PLACE if kind is Place else kind.scopes  # type: ignore[attr-defined]
    own: set[object] = {viewer.key}
    reached = dict.fromkeys(scope for scope, _office in held)
    if Scope.ANY in reached or Scope.REGION in reached:
        covered = Q()
    else:
        covered = reduce(or_, (_scope_condition(scopes[scope], _keys(scope, held, own)) for scope in reached))
    if permission.never_own:
        covered &= ~_scope_condition(scopes[Scope.GRANTED], own)
    if permission.within:
        covered &= _condition(viewer, permission.within, kind, list(_held(viewer, permission.within)))
    if embargo := getattr(kind, "under_embargo", None):
        covered &= ~embargo(viewer)
    return covered


def _keys(scope: Scope, held: list[tuple[Scope, HeldOffice]], own: set[Any]) -> set[Any]:
    """The viewer's keys that a thing is compared with in ``scope``: places, networks, or ``own``, her own key."""
    by = [office for s, office in held if s is scope]
    if scope is Scope.OWN_PLACE:
        return {office.place for office in by}
    return {office.network_id for office in by} if scope is Scope.OWN_NETWORK else own


def _scope_condition(rule: ScopeRule, keys: set[Any]) -> Q:
    """The things that a scope covers for a viewer with ``keys``."""
    if isinstance(rule, Q):
        return rule
    return Q(**{f"{rule}__in": keys}) if isinstance(rule, str) else rule(keys)
