"""What every anonymous collection has in its room's tables. No column here could hold who answered, when, in which
order or from where, and nothing ties a ticket to a receipt or a receipt to an answer (decisions/0006, 0007, 0022)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from spiral.ground.models import Joinable
from spiral.ground.values import PlaceField


class AnonymousCollection(Joinable):
    """One group asked once. Dates only: a clock time would say when the first and the last answered.

    A room's own model adds ``state``, whose values include "open" and "discarded", and its questions; its tickets have
    the related name ``tickets``.
    """

    group = models.CharField(max_length=80, help_text="who are asked; compared only with itself")
    place = PlaceField(blank=True, help_text="the leader's place; '' for the whole region")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited = models.PositiveIntegerField(
        null=True, help_text="how many are asked, in a room how many are there: no more tickets are drawn"
    )
    invited_before = models.JSONField(default=list, help_text="what the leader said before raising it, in order")
    opened_on = models.DateField()
    last_day = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    is_made_up = models.BooleanField(default=False)

    if TYPE_CHECKING:  # the room's own
        state: models.CharField[str, str]
        tickets: Any

    #: At a meeting its seats draw the tickets, and there is no code.
    is_by_seat = False

    class Meta:
        abstract = True
        ordering = ("-opened_on", "-id")

    def __str__(self) -> str:
        return self.group

    @property
    def is_readable(self) -> bool:
        """Its answers can be written and read: the key to what is sealed is on this server."""
        return True

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def is_taking_answers(self) -> bool:
        """Open, and its last day, if it has one, has not passed."""
        return self.is_open and (self.last_day is None or timezone.localdate() <= self.last_day)

    @property
    def content(self) -> Any:
        """What is asked: a document with a ``version`` in each language."""
        raise NotImplementedError

    @property
    def end(self) -> date:
        """The day it ended. Raises ValueError while it has not."""
        if self.ended_on is None:
            raise ValueError(f"{self} has not ended")
        return self.ended_on

    def all_receipts(self) -> models.QuerySet[Receipt]:
        """Everything that says that somebody has answered."""
        raise NotImplementedError


class Ticket(models.Model):
    """That somebody may answer once: a hash of the telephone's random key. Without time, order or tie to a person.
    Deleted when the collection ends."""

    key = models.CharField(max_length=64, primary_key=True, help_text="hash of the telephone's key and what it is for")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "ticket"


class Receipt(models.Model):
    """That the holder of a random key has answered. Deleted when the collection ends."""

    key = models.CharField(max_length=64, primary_key=True, help_text="hash of the telephone's key and what it answers")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "receipt"
