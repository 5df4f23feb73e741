"""The hub cannot hold a pupil: every table it has is listed here, and no room of a node is among its rooms."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from spiral.config.rooms import ROOMS

#: Words of columns that could hold one pupil's record.
OF_A_PUPIL = {"personal_number", "personnummer", "pupil", "pupil_id", "grade", "grades", "pseudonym", "guardian"}
#: The hub's tables. A new one is added here by somebody who has read what it holds.
LISTED = [
    "account.emailaddress",
    "account.emailconfirmation",
    "assessments.count",
    "assessments.drawn",
    "assessments.receipt",
    "assessments.round",
    "assessments.statementsetrecord",
    "assessments.target",
    "assessments.ticket",
    "assignments.assignment",
    "assignments.assignment_priorities",
    "assignments.interest",
    "assignments.note",
    "assignments.point",
    "assignments.point_networks_needed",
    "assignments.pointowner",
    "assignments.priority",
    "assignments.strategy",
    "audit.event",
    "audit.head",
    "auth.group",
    "auth.group_permissions",
    "auth.permission",
    "circles.chapter",
    "circles.circle",
    "circles.reflection",
    "circles.takeaway",
    "contenttypes.contenttype",
    "core.codespace",
    "core.forgetting",
    "core.guesser",
    "events.event",
    "events.event_areas",
    "events.feed",
    "events.signup",
    "examples.example",
    "examples.example_areas",
    "examples.trial",
    "indicators.indicatoryear",
    "indicators.localanswer",
    "indicators.localindicator",
    "indicators.respondent",
    "inquiries.action",
    "inquiries.because",
    "inquiries.check",
    "inquiries.cycle",
    "inquiries.hunch",
    "inquiries.inquiry",
    "inquiries.phase",
    "inquiries.piece",
    "meetings.attachment",
    "meetings.attendee",
    "meetings.decision",
    "meetings.group",
    "meetings.group_members",
    "meetings.item",
    "meetings.meeting",
    "meetings.meetingtemplate",
    "meetings.saved",
    "meetings.summaryedition",
    "meetings.task",
    "meetings.turn",
    "needs.need",
    "needs.sheet",
    "needs.version",
    "networks.area",
    "networks.municipality",
    "networks.network",
    "networks.network_areas",
    "networks.network_members",
    "networks.owner",
    "networks.unit",
    "networks.unitchange",
    "networks.unitchange_after",
    "networks.unitchange_before",
    "people.attempt",
    "people.office",
    "people.person",
    "people.person_groups",
    "people.person_user_permissions",
    "people.seat",
    "releases.edition",
    "results.expected",
    "results.indicator",
    "results.model",
    "results.part",
    "results.peer",
    "results.prediction",
    "results.remark",
    "results.value",
    "search.entry",
    "search.spelling",
    "sessions.session",
    "undo.removal",
    "voices.analysisday",
    "voices.answerbox",
    "voices.collection",
    "voices.count",
    "voices.formrecord",
    "voices.pile",
    "voices.placement",
    "voices.quote",
    "voices.receipt",
    "voices.sortinggroup",
    "voices.theme",
    "voices.theme_quotes",
    "voices.ticket",
]


def test_no_table_of_the_hub_has_a_column_for_a_pupil() -> None:
    assert settings.INSTALLATION == "hub"
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    assert len(columns) > 200
    assert not {column for column in columns if column.rpartition(".")[2] in OF_A_PUPIL}


def test_the_hubs_tables_are_those_that_somebody_has_read() -> None:
    tables = sorted(model._meta.label_lower for model in apps.get_models(include_auto_created=True))
    assert tables == LISTED


def test_the_room_of_pupils_is_a_nodes_alone() -> None:
    assert "spiral.see.pupils" in ROOMS["node"]
    assert "spiral.see.pupils" not in ROOMS["hub"]
    assert not apps.is_installed("spiral.see.pupils")
