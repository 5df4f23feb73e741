"""Everything that can be logged: what was done, to which kind of thing, and which details stand beside it.

A log entry holds keys, never words that somebody has written, and no figure that a page hides: what may stand in one is
decided here, and ``actions.record`` refuses anything else.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spiral.trust.audit.kinds import Detail, Kind


class Action(StrEnum):
    """What somebody did, by a key that never changes. Keys that end in ``_read`` are reads of what is protected."""

    kind: Kind
    sentence: str | Promise
    details: frozenset[str]

    def __new__(cls, key: str, kind: Kind, sentence: str | Promise, *details: Detail) -> Action:
        member = str.__new__(cls, key)
        member._value_ = key
        member.kind, member.sentence = kind, sentence
        member.details = frozenset(detail.value for detail in details)
        return member

    @property
    def is_read(self) -> bool:
        return self.value.endswith("_read")

    ASSESSMENTS_CODE_CHANGED = "assessments.code_changed", Kind.RATING, _("bytte kod till en skattning")
    ASSESSMENTS_DISCARDED = "assessments.discarded", Kind.RATING, _("avslutade en skattning utan resultat")
    ASSESSMENTS_NUMBER_RAISED = (
        "assessments.number_raised",
        Kind.RATING,
        _("höjde antalet i en skattning"),
        Detail.BEFORE,
        Detail.AFTER,
    )
    ASSESSMENTS_OPENED = "assessments.opened", Kind.RATING, _("öppnade en skattning")
    ASSESSMENTS_SHOWN = "assessments.shown", Kind.RATING, _("visade en skattning")
    ASSESSMENTS_STATEMENTS_PUT_BACK = (
        "assessments.statements_put_back",
        Kind.STATEMENTS,
        _("ångrade en ändring i en påståendelista"),
    )
    ASSESSMENTS_STATEMENTS_SAVED = "assessments.statements_saved", Kind.STATEMENTS, _("skrev en påståendelista")

    ASSIGNMENTS_CHANGED = "assignments.changed", Kind.ASSIGNMENT, _("ändrade ett uppdrag")
    ASSIGNMENTS_ENDED = "assignments.ended", Kind.ASSIGNMENT, _("avslutade ett uppdrag")
    ASSIGNMENTS_GIVEN = "assignments.given", Kind.ASSIGNMENT, _("lade in ett uppdrag")
    ASSIGNMENTS_LINE_ADDED = "assignments.line_added", Kind.POINT, _("förde en rad till en punkt i uppdraget")
    ASSIGNMENTS_POINT_ADDED = "assignments.point_added", Kind.POINT, _("lade till en punkt")
    ASSIGNMENTS_POINT_JOINED = "assignments.point_joined", Kind.POINT, _("ville vara med i en punkt")
    ASSIGNMENTS_POINT_LEFT = "assignments.point_left", Kind.POINT, _("drog sig ur en punkt")
    ASSIGNMENTS_POINT_PUT_BACK = "assignments.point_put_back", Kind.POINT, _("lade tillbaka en punkt i ett utkast")
    ASSIGNMENTS_POINT_REMOVED = "assignments.point_removed", Kind.POINT, _("tog bort en punkt ur ett utkast")
    ASSIGNMENTS_POINT_WRITTEN = "assignments.point_written", Kind.POINT, _("skrev på en punkt i uppdraget")
    ASSIGNMENTS_REPORTED = "assignments.reported", Kind.POINT, _("berättade vad som hänt i en punkt")
    ASSIGNMENTS_STARTED = "assignments.started", Kind.ASSIGNMENT, _("startade ett uppdrag")
    ASSIGNMENTS_STRATEGY_SAVED = "assignments.strategy_saved", Kind.STRATEGY, _("sparade en strategi")
    ASSIGNMENTS_VERSION_MADE = "assignments.version_made", Kind.ASSIGNMENT, _("gjorde en ny version av ett uppdrag")

    AUDIT_EARLIER_SEALED = (
        "audit.earlier_sealed",
        Kind.LOG,
        _("förseglade loggen från tidigare versioner"),
        Detail.EVENTS,
        Detail.SHA256,
    )
    AUDIT_VERIFIED = "audit.verified", Kind.LOG, _("kontrollerade hela loggen"), Detail.FLAW

    CIRCLES_CHANGED = "circles.changed", Kind.CIRCLE, _("ändrade en läsecirkel")
    CIRCLES_CHAPTER_ADDED = "circles.chapter_added", Kind.CIRCLE, _("lade till ett kapitel")
    CIRCLES_CHAPTER_CHANGED = "circles.chapter_changed", Kind.CIRCLE, _("ändrade ett kapitel")
    CIRCLES_CHAPTER_REMOVED = "circles.chapter_removed", Kind.CIRCLE, _("tog bort ett kapitel")
    CIRCLES_ENDED = "circles.ended", Kind.CIRCLE, _("avslutade en läsecirkel")
    CIRCLES_PUT_BACK = "circles.put_back", Kind.CIRCLE, _("ångrade en borttagning i en läsecirkel")
    CIRCLES_REFLECTION_REMOVED = "circles.reflection_removed", Kind.CIRCLE, _("tog bort en reflektion")
    CIRCLES_REFLECTION_SAVED = "circles.reflection_saved", Kind.CIRCLE, _("skrev en reflektion")
    CIRCLES_REOPENED = "circles.reopened", Kind.CIRCLE, _("öppnade en läsecirkel igen")
    CIRCLES_STARTED = "circles.started", Kind.CIRCLE, _("startade en läsecirkel")
    CIRCLES_TAKEAWAY_ADDED = "circles.takeaway_added", Kind.CIRCLE, _("skrev vad läsecirkeln tar med sig")
    CIRCLES_TAKEAWAY_CHANGED = "circles.takeaway_changed", Kind.CIRCLE, _("ändrade vad läsecirkeln tar med sig")

    EVENTS_ARRANGED = "events.arranged", Kind.EVENT, _("lade upp något på gång")
    EVENTS_CANCELLED = "events.cancelled", Kind.EVENT, _("ställde in något på gång")
    EVENTS_CHANGED = "events.changed", Kind.EVENT, _("ändrade något på gång")
    EVENTS_FEED_CLOSED = "events.feed_closed", Kind.PERSON, _("stängde en kalenderadress")
    EVENTS_FEED_OPENED = "events.feed_opened", Kind.PERSON, _("skapade en kalenderadress")
    EVENTS_LEFT = "events.left", Kind.EVENT, _("avanmälde sig")
    EVENTS_SIGNED_UP = "events.signed_up", Kind.EVENT, _("anmälde sig")

    EXAMPLES_CHANGED = "examples.changed", Kind.EXAMPLE, _("ändrade ett exempel")
    EXAMPLES_DRAFTED = "examples.drafted", Kind.EXAMPLE, _("började skriva ett exempel")
    EXAMPLES_EVIDENCE_ATTACHED = "examples.evidence_attached", Kind.EXAMPLE, _("lade ett underlag till ett exempel")
    EXAMPLES_EVIDENCE_REMOVED = "examples.evidence_removed", Kind.EXAMPLE, _("tog bort underlaget ur ett exempel")
    EXAMPLES_PUBLISHED = "examples.published", Kind.EXAMPLE, _("publicerade ett exempel")
    EXAMPLES_PUT_BACK = "examples.put_back", Kind.EXAMPLE, _("ångrade en borttagning i ett exempel")
    EXAMPLES_RETURNED = "examples.returned", Kind.EXAMPLE, _("lämnade tillbaka ett exempel")
    EXAMPLES_SUBMITTED = "examples.submitted", Kind.EXAMPLE, _("skickade in ett exempel")
    EXAMPLES_TAKEN_BACK = "examples.taken_back", Kind.EXAMPLE, _("tog tillbaka ett exempel")
    EXAMPLES_TRIAL_ADDED = "examples.trial_added", Kind.EXAMPLE, _("berättade om ett prövat exempel")
    EXAMPLES_TRIAL_CHANGED = "examples.trial_changed", Kind.EXAMPLE, _("ändrade en berättelse om ett exempel")
    EXAMPLES_TRIAL_REMOVED = "examples.trial_removed", Kind.EXAMPLE, _("tog bort en berättelse om ett exempel")

    INDICATORS_ANSWER_PUT_BACK = (
        "indicators.answer_put_back",
        Kind.RESPONDENT,
        _("lade tillbaka ett svar på en egen indikator"),
    )
    INDICATORS_ANSWER_TAKEN_BACK = (
        "indicators.answer_taken_back",
        Kind.RESPONDENT,
        _("tog tillbaka ett svar på en egen indikator"),
    )
    INDICATORS_ANSWERED = "indicators.answered", Kind.RESPONDENT, _("svarade på en egen indikator")
    INDICATORS_CHANGED = "indicators.changed", Kind.INDICATOR, _("ändrade en egen indikator")
    INDICATORS_DEFINED = "indicators.defined", Kind.INDICATOR, _("skrev en egen indikator")
    INDICATORS_IMPORTED = (
        "indicators.imported",
        Kind.INDICATOR_YEAR,
        _("läste in svar på en egen indikator"),
        Detail.ANSWERS,
    )
    INDICATORS_YEAR_CHANGED = "indicators.year_changed", Kind.INDICATOR_YEAR, _("ändrade dagarna för en egen indikator")
    INDICATORS_YEAR_CLOSED = "indicators.year_closed", Kind.INDICATOR_YEAR, _("stängde en egen indikator")
    INDICATORS_YEAR_OPENED = "indicators.year_opened", Kind.INDICATOR_YEAR, _("öppnade en egen indikator")
    INDICATORS_YEAR_PLANNED = "indicators.year_planned", Kind.INDICATOR_YEAR, _("planerade en egen indikator")

    INQUIRIES_ACTION_SAVED = "inquiries.action_saved", Kind.INQUIRY, _("skrev en åtgärd i en undersökning")
    INQUIRIES_ANSWER_ADDED = "inquiries.answer_added", Kind.INQUIRY, _("skrev ett svar i en undersökning")
    INQUIRIES_ANSWER_CHANGED = "inquiries.answer_changed", Kind.INQUIRY, _("ändrade ett svar i en undersökning")
    INQUIRIES_ANSWER_MOVED = "inquiries.answer_moved", Kind.INQUIRY, _("flyttade ett svar i en undersökning")
    INQUIRIES_ANSWER_PARKED = "inquiries.answer_parked", Kind.INQUIRY, _("parkerade ett svar i en undersökning")
    INQUIRIES_ANSWER_TAKEN_BACK = (
        "inquiries.answer_taken_back",
        Kind.INQUIRY,
        _("tog fram ett svar igen i en undersökning"),
    )
    INQUIRIES_ANSWERS_MERGED = "inquiries.answers_merged", Kind.INQUIRY, _("slog ihop två svar i en undersökning")
    INQUIRIES_CHANGED = "inquiries.changed", Kind.INQUIRY, _("ändrade en undersökning")
    INQUIRIES_CHECK_SAVED = "inquiries.check_saved", Kind.INQUIRY, _("skrev en uppföljning i en undersökning")
    INQUIRIES_CYCLE_STARTED = "inquiries.cycle_started", Kind.INQUIRY, _("började ett varv i en undersökning")
    INQUIRIES_CYCLE_WRITTEN = "inquiries.cycle_written", Kind.INQUIRY, _("skrev i ett varv i en undersökning")
    INQUIRIES_EVIDENCE_ATTACHED = "inquiries.evidence_attached", Kind.INQUIRY, _("lade underlag till en undersökning")
    INQUIRIES_EVIDENCE_REMOVED = "inquiries.evidence_removed", Kind.INQUIRY, _("tog bort underlag ur en undersökning")
    INQUIRIES_EVIDENCE_PUT_BACK = (
        "inquiries.evidence_put_back",
        Kind.INQUIRY,
        _("lade tillbaka underlag i en undersökning"),
    )
    INQUIRIES_FINISHED = "inquiries.finished", Kind.INQUIRY, _("avslutade en undersökning")
    INQUIRIES_HUNCH_SAVED = "inquiries.hunch_saved", Kind.INQUIRY, _("skrev ett antagande i en undersökning")
    INQUIRIES_LOOKED_AGAIN = (
        "inquiries.looked_again",
        Kind.INQUIRY,
        _("såg efter om det blev skillnad i en undersökning"),
    )
    INQUIRIES_PENCIL_PUT_DOWN = (
        "inquiries.pencil_put_down",
        Kind.INQUIRY,
        _("lämnade ifrån sig pennan i en undersökning"),
    )
    INQUIRIES_PENCIL_TAKEN = "inquiries.pencil_taken", Kind.INQUIRY, _("tog över pennan i en undersökning")
    INQUIRIES_PHASE_WRITTEN = (
        "inquiries.phase_written",
        Kind.INQUIRY,
        _("skrev i en fas av en undersökning"),
        Detail.PHASE,
    )
    INQUIRIES_PHASES_CHANGED = "inquiries.phases_changed", Kind.INQUIRY, _("ändrade faserna i en undersökning")
    INQUIRIES_REOPENED = "inquiries.reopened", Kind.INQUIRY, _("öppnade en undersökning igen")
    INQUIRIES_STARTED = "inquiries.started", Kind.INQUIRY, _("började en undersökning")

    MEETINGS_AGENDA_CHANGED = "meetings.agenda_changed", Kind.MEETING, _("ändrade dagordningen till ett möte")
    MEETINGS_CALLED = "meetings.called", Kind.MEETING, _("kallade till ett möte")
    MEETINGS_CANCELLED = "meetings.cancelled", Kind.MEETING, _("ställde in ett möte")
    MEETINGS_CHANGED = "meetings.changed", Kind.MEETING, _("ändrade ett möte"), Detail.FIELDS
    MEETINGS_CODE_CHANGED = "meetings.code_changed", Kind.MEETING, _("bytte kod till ett möte")
    MEETINGS_CORRECTION_BEGUN = "meetings.correction_begun", Kind.MEETING, _("började rätta en sammanfattning")
    MEETINGS_DECISION_MADE = "meetings.decision_made", Kind.DECISION, _("skrev ett beslut")
    MEETINGS_DECISION_REMOVED = "meetings.decision_removed", Kind.DECISION, _("tog bort ett beslut")
    MEETINGS_ENDED = "meetings.ended", Kind.MEETING, _("avslutade ett möte")
    MEETINGS_FILE_ADDED = "meetings.file_added", Kind.MEETING, _("lade till en bilaga")
    MEETINGS_FILE_REMOVED = "meetings.file_removed", Kind.MEETING, _("tog bort en bilaga")
    MEETINGS_GUEST_SEATED = "meetings.guest_seated", Kind.MEETING, _("gav en gäst en plats"), Detail.GUEST
    MEETINGS_GUEST_SHOWN_OUT = "meetings.guest_shown_out", Kind.MEETING, _("visade ut en gäst"), Detail.GUEST
    MEETINGS_INVITED = "meetings.invited", Kind.ATTENDEE, _("bjöd in ytterligare en till ett möte")
    MEETINGS_MINUTES_IMPORTED = "meetings.minutes_imported", Kind.MEETING, _("läste in gamla minnesanteckningar")
    MEETINGS_OPENED = "meetings.opened", Kind.MEETING, _("öppnade ett möte")
    MEETINGS_PRESENCE_MARKED = "meetings.presence_marked", Kind.MEETING, _("skrev vilka som är på ett möte")
    MEETINGS_PUT_BACK = "meetings.put_back", Kind.MEETING, _("ångrade en borttagning i ett möte")
    MEETINGS_RATING_ADDED = "meetings.rating_added", Kind.MEETING, _("öppnade en skattning på ett möte")
    MEETINGS_REPLIED = "meetings.replied", Kind.MEETING, _("svarade på en inbjudan till ett möte")
    MEETINGS_ROOM_OPENED = "meetings.room_opened", Kind.MEETING, _("öppnade rummet till ett möte")
    MEETINGS_SUMMARY_CHANGED = "meetings.summary_changed", Kind.MEETING, _("ändrade en sammanfattning")
    MEETINGS_SUMMARY_PUBLISHED = "meetings.summary_published", Kind.MEETING, _("publicerade en sammanfattning")
    MEETINGS_TASK_CHANGED = "meetings.task_changed", Kind.TASK, _("ändrade en uppgift"), Detail.STATE
    MEETINGS_TASK_GIVEN = "meetings.task_given", Kind.TASK, _("gav en uppgift")
    MEETINGS_TASK_REMOVED = "meetings.task_removed", Kind.TASK, _("tog bort en uppgift")
    MEETINGS_TEMPLATE_SAVED = "meetings.template_saved", Kind.TEMPLATE, _("sparade en mötesmall")

    NEEDS_MAP_FROZEN = "needs.map_frozen", Kind.NEEDS_VERSION, _("frös årets behovskarta"), Detail.YEAR
    NEEDS_MAP_SAVED = "needs.map_saved", Kind.NEEDS_MAP, _("fyllde i behovskartan"), Detail.AREAS
    NEEDS_POINTED = "needs.pointed", Kind.NEED, _("kopplade ett behov till en uppdragspunkt"), Detail.POINT
    NEEDS_PUT_BACK = "needs.put_back", Kind.NEEDS_MAP, _("ångrade en borttagning i behovskartan")

    NETWORKS_AREA_ADDED = "networks.area_added", Kind.AREA, _("lade till ett område")
    NETWORKS_AREA_BROUGHT_BACK = "networks.area_brought_back", Kind.AREA, _("tog tillbaka ett område")
    NETWORKS_AREA_RENAMED = "networks.area_renamed", Kind.AREA, _("bytte namn på ett område")
    NETWORKS_AREA_RETIRED = "networks.area_retired", Kind.AREA, _("tog ett område ur bruk")
    NETWORKS_AREAS_SET = "networks.areas_set", Kind.NETWORK, _("ändrade ett nätverks områden"), Detail.AREAS
    NETWORKS_SAVED = "networks.saved", Kind.NETWORK, _("sparade ett nätverk")
    NETWORKS_UNIT_CHANGE_REMOVED = (
        "networks.unit_change_removed",
        Kind.UNIT_CHANGE,
        _("tog bort en förändring av en skolenhet"),
    )
    NETWORKS_UNIT_CHANGE_TOLD = (
        "networks.unit_change_told",
        Kind.UNIT_CHANGE,
        _("skrev vad som hände med en skolenhet"),
    )

    PEOPLE_ADDED = "people.added", Kind.PERSON, _("lade till en person")
    PEOPLE_ADDRESS_CHANGED = "people.address_changed", Kind.PERSON, _("bytte sin e-postadress")
    PEOPLE_CHANGED = "people.changed", Kind.PERSON, _("ändrade en persons namn eller adress")
    PEOPLE_IMPORTED = "people.imported", Kind.INSTALLATION, _("läste in personer"), Detail.PEOPLE, Detail.OFFICES
    PEOPLE_INVITED = "people.invited", Kind.PERSON, _("bjöd in")
    PEOPLE_INVITED_AGAIN = "people.invited_again", Kind.PERSON, _("bjöd in igen")
    PEOPLE_OFFICE_CHANGED = "people.office_changed", Kind.OFFICE, _("ändrade en roll")
    PEOPLE_OFFICE_ENDED = "people.office_ended", Kind.OFFICE, _("avslutade en roll")
    PEOPLE_OFFICE_GIVEN = "people.office_given", Kind.OFFICE, _("gav en roll")
    PEOPLE_PART_TAKEN = "people.part_taken", Kind.PART, _("steg in i demon")
    PEOPLE_SEATS_CHANGED = "people.seats_changed", Kind.SEAT, _("ändrade antalet platser i en roll")

    PUPILS_ERASED = "pupils.erased", Kind.INSTALLATION, _("gallrade en födelsekull"), Detail.YEAR
    PUPILS_IMPORTED = "pupils.imported", Kind.PUPIL_BATCH, _("läste in elevers filer")
    PUPILS_UNDONE = "pupils.undone", Kind.PUPIL_BATCH, _("ångrade en inläsning av elevers filer")

    RELEASES_PUBLISHED = "releases.published", Kind.EDITION, _("publicerade en skyddad tabell"), Detail.SEAL

    RESULTS_COMMENTED = "results.commented", Kind.FIGURE, _("kommenterade en siffra")
    RESULTS_LOADED = "results.loaded", Kind.INSTALLATION, _("läste in öppna data"), Detail.FIGURES
    RESULTS_QUESTION_ANSWERED = "results.question_answered", Kind.FIGURE, _("besvarade en fråga om en siffra")
    RESULTS_QUESTIONED = "results.questioned", Kind.FIGURE, _("frågade om en siffra")

    VOICES_CLOSED = "voices.closed", Kind.COLLECTION, _("stängde en insamling av elevröster")
    VOICES_CODE_CHANGED = "voices.code_changed", Kind.COLLECTION, _("bytte kod till en insamling av elevröster")
    VOICES_DAY_CLOSED = "voices.day_closed", Kind.ANALYSIS_DAY, _("stängde en analysdag")
    VOICES_DAY_OPENED = "voices.day_opened", Kind.ANALYSIS_DAY, _("öppnade en analysdag")
    VOICES_DISCARDED = "voices.discarded", Kind.COLLECTION, _("avslutade en insamling av elevröster utan resultat")
    VOICES_FORM_PUT_BACK = "voices.form_put_back", Kind.FORM, _("ångrade en ändring i ett elevformulär")
    VOICES_FORM_SAVED = "voices.form_saved", Kind.FORM, _("skrev ett elevformulär")
    VOICES_NUMBER_RAISED = (
        "voices.number_raised",
        Kind.COLLECTION,
        _("höjde antalet i en insamling"),
        Detail.BEFORE,
        Detail.AFTER,
    )
    VOICES_OPENED = "voices.opened", Kind.COLLECTION, _("öppnade en insamling av elevröster")
    VOICES_QUOTE_REMOVED = "voices.quote_removed", Kind.COLLECTION, _("tog bort en elevröst")
    VOICES_QUOTES_READ = "voices.quotes_read", Kind.COLLECTION, _("läste elevröster före släpp"), Detail.QUESTION
    VOICES_RELEASED = "voices.released", Kind.COLLECTION, _("släppte elevröster")
    VOICES_THEME_REMOVED = "voices.theme_removed", Kind.THEME, _("tog bort ett tema ur elevröster")
    VOICES_THEME_SAVED = "voices.theme_saved", Kind.THEME, _("skrev ett tema ur elevröster")
    VOICES_WORDS_MASKED = "voices.words_masked", Kind.COLLECTION, _("dolde ord i en elevröst")
