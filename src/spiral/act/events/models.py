"""På gång: events and offers, who has signed up, and the private address of a calendar feed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Scope
from spiral.trust.networks.models import Area


def _uid() -> str:
    return f"{uuid.uuid4()}@spiral"


class Event(models.Model):
    """An event at a time, or an offer open between two days. ``sequence`` grows with every change a calendar must hear
    of; ``revision`` with every save."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planerat")
        CANCELLED = "cancelled", _("Inställt")

    uid = models.CharField(max_length=60, unique=True, default=_uid, editable=False)
    title = models.CharField(max_length=120)
    about = models.TextField(max_length=2000, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    is_offer = models.BooleanField(default=False, help_text="open from the day of starts to the day of ends")
    where = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=300, blank=True)
    audience = models.CharField(max_length=160, blank=True)
    organiser = models.CharField(max_length=160)
    areas = models.ManyToManyField(Area, related_name="events", blank=True)
    places = models.PositiveIntegerField(null=True, help_text="None for as many as wish")
    last_day = models.DateField(null=True, help_text="last day to sign up")

    place = PlaceField(blank=True, help_text="the author's place; '' for the whole region")
    place_name = models.CharField(max_length=160)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True, help_text="why it was cancelled")
    sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.OWN_PLACE: "place"}

    class Meta:
        ordering = ("starts", "pk")
        indexes = [models.Index(fields=("ends", "starts"))]
        constraints = [
            models.CheckConstraint(
                name="an_event_ends_after_it_starts", condition=models.Q(ends__gte=models.F("starts"))
            )
        ]

    def __str__(self) -> str:
        return self.title


class SignUp(models.Model):
    """Somebody's people at an event; in order of ``pk``. One who leaves and comes back stands last."""

    class State(models.TextChoices):
        IN = "in", _("Plats")
        WAITING = "waiting", _("Väntelista")
        LEFT = "left", _("Avanmäld")

    event = models.ForeignKey(Event, models.CASCADE, related_name="signups")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.CharField(max_length=200)
    people = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("event", "person"), condition=~models.Q(state="left"), name="one_stands_once_at_an_event"
            ),
            models.CheckConstraint(name="somebody_comes", condition=models.Q(people__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.people}"


class Feed(models.Model):
    """A person's calendar feed. Only a hash of the key is kept: the address is shown once, and revoked by a new one."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.person_id}"
