"""Roles × permission × scope. Everything about who may do what stands in this file; what a thing's state allows (still
open, not handed in) is in ``rules`` of its room."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from spiral.trust.access.permissions import Permission as P
from spiral.trust.access.permissions import Role, Scope

Roles = frozenset[Role]

#: Everybody in the network's own work; the elected and the independent see what is released to them.
MEMBERS: Roles = frozenset(
    {Role.COORDINATOR, Role.MEMBER, Role.CHAIR, Role.SUPERINTENDENT, Role.PRINCIPAL, Role.STEERING}
)
COORDINATOR: Roles = frozenset({Role.COORDINATOR})
#: Those who lead the network: they plan its meetings, follow its assignments up and review its examples.
LEADERS: Roles = frozenset({Role.COORDINATOR, Role.CHAIR})
#: Those who may own a point of an assignment.
OWNERS: Roles = frozenset({Role.COORDINATOR, Role.CHAIR, Role.MEMBER, Role.SUPERINTENDENT})
#: Those who may speak for a municipality, an owner or a school.
SPEAKERS: Roles = frozenset(Role) - {Role.ELECTED}

#: Those who answer for an owner's own results.
OWN_STAFF: Roles = frozenset({Role.MEMBER, Role.SUPERINTENDENT})

_BY_MEMBERS = {Scope.ANY: MEMBERS}
_BY_COORDINATOR = {Scope.REGION: COORDINATOR}
_AT_HOME = {Scope.OWN_PLACE: MEMBERS}
_AT_HOME_OR_COORDINATOR = {Scope.OWN_PLACE: MEMBERS, Scope.REGION: COORDINATOR}
_OWN_OR_COORDINATOR = {Scope.GRANTED: MEMBERS, Scope.REGION: COORDINATOR}

GRANTS: Mapping[P, Mapping[Scope, Roles]] = MappingProxyType(
    {
        P.PEOPLE_READ: _BY_MEMBERS,
        P.PEOPLE_KEEP: _BY_COORDINATOR,
        P.NETWORKS_KEEP: _BY_COORDINATOR,
        P.LOG_READ: _BY_COORDINATOR,
        P.FIGURES_COMMENT: {Scope.OWN_PLACE: SPEAKERS},
        P.COSTS_SEE: _BY_MEMBERS,
        P.REMARKS_ANSWER: _BY_COORDINATOR,
        P.TABLES_PROTECT: _BY_MEMBERS,
        P.PUPILS_CHECK: {Scope.ANY: OWN_STAFF | {Role.PRINCIPAL}},
        P.PUPILS_IMPORT: {Scope.ANY: OWN_STAFF},
        # A principal sees the own unit, those who answer for the owner all of its units.
        P.PUPILS_SEE: {Scope.OWN_PLACE: frozenset({Role.PRINCIPAL}), Scope.ANY: OWN_STAFF},
        P.INDICATORS_READ: _BY_MEMBERS,
        P.INDICATORS_LEAD: {Scope.REGION: LEADERS},
        # Nobody but those at the place answers for it: not the coordinator either.
        P.INDICATOR_ANSWER: _AT_HOME,
        P.INQUIRY_START: _BY_MEMBERS,
        P.INQUIRY_SEE: {Scope.SHARED: MEMBERS, **_AT_HOME_OR_COORDINATOR},
        P.INQUIRY_WRITE: _AT_HOME_OR_COORDINATOR,
        P.COLLECTION_OPEN: _AT_HOME,
        P.COLLECTION_SEE: {Scope.SHARED: MEMBERS, Scope.OWN_PLACE: MEMBERS, Scope.RELEASED: COORDINATOR},
        # Nobody but those at the place reads pupils' words before release: not the coordinator either.
        P.COLLECTION_LEAD: _AT_HOME,
        P.ROUND_OPEN: _BY_MEMBERS,
        P.ROUND_SEE: {Scope.SHARED: MEMBERS, Scope.OWN_PLACE: MEMBERS, **_OWN_OR_COORDINATOR},
        P.ROUND_LEAD: _OWN_OR_COORDINATOR,
        P.NEEDS_READ: _BY_MEMBERS,
        P.NEEDS_WRITE: _AT_HOME_OR_COORDINATOR,
        P.NEEDS_FREEZE: _BY_COORDINATOR,
        P.EXAMPLE_WRITE: _AT_HOME_OR_COORDINATOR,
        P.EXAMPLE_SEE: {Scope.SHARED: MEMBERS, Scope.SUBMITTED: LEADERS, **_OWN_OR_COORDINATOR},
        P.EXAMPLE_KEEP: _OWN_OR_COORDINATOR,
        P.EXAMPLE_REVIEW: {Scope.SUBMITTED: LEADERS},
        P.TRIAL_KEEP: _OWN_OR_COORDINATOR,
        P.CIRCLE_START: _AT_HOME,
        P.CIRCLE_SEE: {Scope.SHARED: MEMBERS, **_AT_HOME_OR_COORDINATOR},
        P.CIRCLE_ARRANGE: {Scope.OWN_PLACE: MEMBERS, **_OWN_OR_COORDINATOR},
        P.REFLECTION_KEEP: {Scope.GRANTED: MEMBERS},
        P.ASSIGNMENT_SEE: {Scope.SHARED: MEMBERS, Scope.REGION: LEADERS},
        P.ASSIGNMENTS_LEAD: _BY_COORDINATOR,
        P.ASSIGNMENTS_FOLLOW: {Scope.REGION: LEADERS},
        P.POINT_WRITE: {Scope.OWN_PLACE: MEMBERS, Scope.OWN_NETWORK: LEADERS, Scope.REGION: LEADERS},
        P.POINT_JOIN: {Scope.SHARED: MEMBERS},
        P.POINT_CARRY: {Scope.ANY: OWNERS},
        P.EVENT_SEE: _BY_MEMBERS,
        P.EVENT_ARRANGE: _AT_HOME_OR_COORDINATOR,
        P.MEETING_SEE: _BY_MEMBERS,
        P.MEETINGS_PLAN: {Scope.REGION: LEADERS},
        P.MEETING_LEAD: {Scope.GRANTED: MEMBERS, Scope.REGION: LEADERS},
    }
)
