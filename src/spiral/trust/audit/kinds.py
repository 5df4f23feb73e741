"""Kinds of things that a log entry is about, and the details that may stand beside it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Kinds of things. One with a table has the table's label; its id is then the row's key."""

    ANALYSIS_DAY = "voices.analysisday", _("analysdag")
    AREA = "networks.area", _("område")
    ASSIGNMENT = "assignments.assignment", _("uppdrag")
    ATTENDEE = "meetings.attendee", _("deltagare")
    CIRCLE = "circles.circle", _("läsecirkel")
    COLLECTION = "voices.collection", _("insamling av elevröster")
    DECISION = "meetings.decision", _("beslut")
    EDITION = "releases.edition", _("skyddad tabell")
    EVENT = "events.event", _("något på gång")
    EXAMPLE = "examples.example", _("exempel")
    FIGURE = "results.figure", _("siffra")
    FORM = "voices.formrecord", _("elevformulär")
    INDICATOR = "indicators.localindicator", _("egen indikator")
    INDICATOR_YEAR = "indicators.indicatoryear", _("år för en egen indikator")
    INQUIRY = "inquiries.inquiry", _("undersökning")
    INSTALLATION = "installation", _("hela installationen")
    LOG = "audit.event", _("loggen")
    MEETING = "meetings.meeting", _("möte")
    NEED = "needs.need", _("behov")
    NEEDS_MAP = "needs.sheet", _("behovskarta")
    NEEDS_VERSION = "needs.version", _("årets behovskarta")
    NETWORK = "networks.network", _("nätverk")
    OFFICE = "people.office", _("roll")
    PART = "demo.part", _("roll i demon")
    PERSON = "people.person", _("person")
    POINT = "assignments.point", _("punkt i uppdrag")
    PUPIL_BATCH = "pupils.batch", _("inläsning av elevers filer")
    RATING = "assessments.round", _("skattning")
    RESPONDENT = "indicators.respondent", _("plats som svarar på en egen indikator")
    SEAT = "people.seat", _("platser i en roll")
    STATEMENTS = "assessments.statementsetrecord", _("påståendelista")
    STRATEGY = "assignments.strategy", _("strategi")
    TASK = "meetings.task", _("uppgift")
    TEMPLATE = "meetings.meetingtemplate", _("mötesmall")
    THEME = "voices.theme", _("tema")
    UNIT_CHANGE = "networks.unitchange", _("förändring av skolenhet")


class Detail(TextChoices):
    """What may stand beside an action: numbers, keys, lists of keys."""

    AFTER = "after", _("efter")
    ANSWERS = "answers", _("svar")
    AREAS = "areas", _("områden")
    BEFORE = "before", _("före")
    EVENTS = "events", _("händelser")
    FIELDS = "fields", _("fält")
    FIGURES = "figures", _("siffror")
    FLAW = "flaw", _("fel")
    GUEST = "guest", _("gäst")
    OFFICES = "offices", _("roller")
    PEOPLE = "people", _("personer")
    PHASE = "phase", _("fas")
    POINT = "point", _("punkt")
    QUESTION = "question", _("fråga")
    SEAL = "seal", _("sigill")
    SHA256 = "sha256", _("kontrollsumma")
    STATE = "state", _("läge")
    YEAR = "year", _("år")
