"""The tables of what comes out of a meeting: decisions, tasks, papers, and the editions of its summary."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SummaryEdition(models.Model):
    """A summary as it was published, kept whatever is corrected later."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    summary = models.JSONField()
    published_at = models.DateTimeField()
    correction = models.TextField(blank=True, help_text="what was wrong in the edition before; '' for the first")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("meeting", "number"), name="one_edition_of_a_number")]

    def __str__(self) -> str:
        return str(self.number)


class Decision(models.Model):
    """What was decided."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="decisions")
    item = models.ForeignKey("meetings.Item", models.SET_NULL, null=True, related_name="decisions")
    text = models.CharField(max_length=500)
    point = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Task(models.Model):
    """Who does what until when."""

    class State(models.TextChoices):
        OPEN = "open", _("kvar att göra")
        DONE = "done", _("klar")
        DROPPED = "dropped", _("ska inte göras")

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="tasks")
    item = models.ForeignKey("meetings.Item", models.SET_NULL, null=True, related_name="tasks")
    text = models.CharField(max_length=500)
    who = models.CharField(max_length=120, help_text="as it was said: Vara, presidiet, samordnaren")
    attendee = models.ForeignKey("meetings.Attendee", models.SET_NULL, null=True, related_name="tasks")
    due = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    reminded_on = models.DateField(null=True)
    point = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("due", "pk")
        indexes = [models.Index(fields=("state", "due"))]

    def __str__(self) -> str:
        return self.text


class Attachment(models.Model):
    """A file that belongs to a meeting, kept in the database so that a backup is whole."""

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
