"""Statement sets, rounds, and counts. No table has a column that could hold who answered, when, in which order or from
where, and none joins a receipt to an answer (decisions/0006)."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from spiral.ground.models import TitledDocument
from spiral.learn.assessments.statements import StatementSet, understand
from spiral.trust.access.permissions import Scope
from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.models import Receipt as AnyReceipt
from spiral.trust.anonymous.models import Ticket as AnyTicket


class StatementSetRecord(TitledDocument):
    """A statement set as the network keeps it; a round has a frozen copy of its own."""

    @property
    def content(self) -> StatementSet:
        return understand(self.document)


class Round(AnonymousCollection):
    """One group asked once about statements."""

    class State(models.TextChoices):
        OPEN = "open"
        SHOWN = "shown"
        DISCARDED = "discarded"

    set_key = models.SlugField(max_length=60)
    document = models.JSONField(help_text="the statement set as it was when the round opened")
    is_by_seat = models.BooleanField(default=False, help_text="at a meeting: its seats draw the tickets, and no code")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.OWN_PLACE: "place", Scope.SHARED: models.Q(place=""), Scope.GRANTED: "leader_id"}

    class Meta(AnonymousCollection.Meta):
        indexes = [models.Index(fields=("set_key", "group", "state"))]

    @property
    def content(self) -> StatementSet:
        return understand(self.document)

    def door(self) -> str:
        return reverse("assessments:door", args=[self.code])

    def all_receipts(self) -> models.QuerySet[AnyReceipt]:
        return Receipt.objects.filter(target__round=self)


class Target(models.Model):
    """What a round is about: unit, municipality or network. ``answers`` is how many have answered about it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="targets")
    number = models.PositiveSmallIntegerField(help_text="its place among the set's targets, from 1")
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("round", "number"), name="a_target_stands_once_in_a_round")]

    def __str__(self) -> str:
        return str(self.number)


class Count(models.Model):
    """How many chose a level of a statement. Every cell exists from the start, so that an answer is one update."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="counts")
    statement = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("statement", "level")
        constraints = [models.UniqueConstraint(fields=("target", "statement", "level"), name="one_count_a_level")]

    def __str__(self) -> str:
        return str(self.count)


class Receipt(AnyReceipt):
    """That the holder of a random key has answered about a target."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="receipts")


class Ticket(AnyTicket):
    """Whose it is stands nowhere: what has drawn stands apart, in :class:`Drawn`."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tickets")


class Drawn(models.Model):
    """That a seat of a meeting has drawn its ticket, and not which. Deleted when the round ends. Its key is random,
    since a number would be an order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(Round, models.CASCADE, related_name="drawn")
    seat = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("round", "seat"), name="a_seat_draws_once")]

    def __str__(self) -> str:
        return str(self.seat)
