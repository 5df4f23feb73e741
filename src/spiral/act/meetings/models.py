"""Meetings: plan, agenda, attendance, groups and their notes, decisions, tasks. Tables and constraints only."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spiral.act.meetings.blocks import WRITTEN
from spiral.act.meetings.outcome import Attachment, Decision, SummaryEdition, Task  # noqa: F401 - tables of the room
from spiral.ground.models import Joinable, TitledDocument
from spiral.ground.revision import mark
from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Scope
from spiral.trust.networks.models import Network


class MeetingTemplate(TitledDocument):
    """An agenda to begin from: those that follow with the product and the network's own.

    Its document: {"about", "mode", "items": [{"kind", "title", "minutes", "questions", "seconds_each", "groups"}]}.
    """


class Meeting(Joinable):
    """One meeting. ``version`` grows with every change anybody could see: it is what pages that follow it ask for."""

    class Mode(models.TextChoices):
        PHYSICAL = "physical", _("på plats")
        DIGITAL = "digital", _("digitalt")
        BOTH = "both", _("på plats och digitalt")

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        ENDED = "ended"
        CANCELLED = "cancelled"

    title = models.CharField(max_length=120)
    network = models.ForeignKey(Network, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.PHYSICAL)
    where = models.CharField(max_length=120, blank=True)
    join_url = models.URLField(max_length=500, blank=True)
    about = models.TextField(blank=True)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, help_text="iCalendar's; grows when time or place changes")
    changed_at = models.DateTimeField(auto_now=True)
    invited_at = models.DateTimeField(null=True, help_text="when the latest invitation went out, at which sequence")
    invited_sequence = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    current = models.ForeignKey("Item", models.SET_NULL, null=True, related_name="+")
    shown = models.CharField(
        max_length=60, blank=True, help_text="what the leader has put on the screen; '' for what the item itself shows"
    )
    version = models.PositiveIntegerField(default=1)
    notes_version = models.PositiveIntegerField(default=1, help_text="grows when a note does; the leader's page asks")
    revision = models.PositiveIntegerField(default=1, help_text="of the plan, against two who edit it at once")
    choices = models.JSONField(
        default=dict, help_text="what the summary leaves out, words differently, brings together"
    )
    choices_revision = models.PositiveIntegerField(default=1)
    summary = models.JSONField(null=True, help_text="frozen when published: what the newest edition says")
    published_at = models.DateTimeField(null=True)
    is_being_corrected = models.BooleanField(default=False, help_text="a new edition of the summary is under way")
    summary_sent_at = models.DateTimeField(null=True, help_text="when it went out by mail; a correction then does too")
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.GRANTED: "leader_id"}

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=("state", "starts_at"))]
        constraints = [
            models.CheckConstraint(
                name="a_meeting_ends_after_it_begins", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def calendar_uid(self) -> str:
        """The UID by which a calendar knows the meeting, however often it is moved."""
        return f"{self.uid}@spiral"

    def door(self) -> str:
        return reverse("meetings:join", args=[self.code])

    def code_has_changed(self) -> None:
        Meeting.objects.filter(pk=self.pk).update(version=F("version") + 1)


class Item(models.Model):
    """One point of the agenda, with its clock."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CURRENT = "current"
        DONE = "done"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField(default=10)
    leader = models.CharField(max_length=120, blank=True)
    questions = models.TextField(blank=True, help_text="one on each line; what groups write under")
    material = models.TextField(blank=True, help_text="one on each line: a text, or an address")
    private_notes = models.TextField(blank=True, help_text="the leader's own; on no other page")
    seconds_each = models.PositiveSmallIntegerField(null=True, help_text="speaking time for each participant")
    in_groups = models.BooleanField(default=False)
    point = models.CharField(max_length=60, blank=True, help_text="the assignment point it belongs to")
    evidence = models.JSONField(null=True, help_text="what was taken along from another room, frozen")
    poster = models.CharField(max_length=60, blank=True, help_text="what another room lends its screen, as KIND:REF")
    round = models.ForeignKey("assessments.Round", models.SET_NULL, null=True, related_name="+")
    statement_set = models.CharField(max_length=60, blank=True, help_text="by which a rating is prepared, its key")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    extra_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        indexes = [models.Index(fields=("meeting", "order"))]

    def __str__(self) -> str:
        return self.title

    @property
    def revision(self) -> str:
        """Another when something that its form writes is."""
        return mark(*(getattr(self, name) for name in WRITTEN))


class Attendee(models.Model):
    """Somebody at a meeting: a person of the register, or only an office at a place."""

    class Reply(models.TextChoices):
        NONE = "", _("har inte svarat")
        COMING = "coming", _("kommer")
        DIGITAL = "digital", _("är med digitalt")
        NOT = "not", _("kommer inte")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=120, help_text="office and place: Nätverksmedlem, Vara")
    place = PlaceField(blank=True)
    municipality = models.CharField(max_length=60, blank=True, help_text="its name, for mixing and for lists")
    reply = models.CharField(max_length=8, choices=Reply, blank=True, default=Reply.NONE)
    is_present = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True, help_text="when a letter asked for the answer, once")
    is_guest = models.BooleanField(default=False, help_text="came in by the code, under a name of her own")
    is_shown_out = models.BooleanField(default=False, help_text="a guest whom the leader has shown out")

    class Meta:
        ordering = ("municipality", "label", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "person"),
                name="a_person_is_once_at_a_meeting",
                condition=models.Q(person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.label


class Group(models.Model):
    """A group's note on an item; number 0 is everybody's. One holds the pencil, all read."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    members = models.ManyToManyField(Attendee, related_name="groups", blank=True)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    holder = models.ForeignKey(Attendee, models.SET_NULL, null=True, related_name="+")
    is_done = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, help_text="grows with everything that its readers see of it")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("item", "number"), name="one_group_of_a_number")]

    def __str__(self) -> str:
        return str(self.number)


class Saved(models.Model):
    """One acknowledged save of a group's note. ``is_aside``: it did not follow on the latest, and is kept beside it
    until the group has chosen or brought them together."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="saves")
    save_id = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(help_text="of the note after this save; for one aside, the one it met")
    text = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    is_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("group", "save_id"), name="a_save_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.revision}"


class Turn(models.Model):
    """A place in the queue to speak."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SPEAKING = "speaking"
        DONE = "done"
        PASSED = "passed"

    group = models.ForeignKey(Group, models.CASCADE, related_name="turns")
    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="turns")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    started_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("group", "attendee"), name="one_turn_each")]

    def __str__(self) -> str:
        return str(self.order)
