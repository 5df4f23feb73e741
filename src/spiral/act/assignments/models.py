"""Strategy, priority, assignment and points. Tables and constraints only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.trust.access.permissions import Scope
from spiral.trust.networks.models import Network

#: A draft is for those who follow the assignments up.
_OF_A_DRAFT = models.Q(assignment__state="draft")


class Strategy(models.Model):
    """What the region has agreed on for some years (strategi). A changed strategy is a new version beside the old."""

    name = models.CharField(max_length=160)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    source = models.URLField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("-first_year", "name", "-version")
        constraints = [
            models.UniqueConstraint(fields=("name", "first_year", "version"), name="a_strategy_s_version_is_one"),
            models.CheckConstraint(
                name="a_strategy_ends_after_it_begins", condition=models.Q(last_year__gte=models.F("first_year"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_year}–{self.last_year}"


class Priority(models.Model):
    """One prioritised area of a strategy (prioriterat område)."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="priorities")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ("strategy", "order")

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """What somebody has asked a network to do, for a period (uppdrag). ``previous`` is the version before."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        ACTIVE = "active", _("Pågår")
        ENDED = "ended", _("Avslutat")

    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+", help_text="None: all of it")
    title = models.CharField(max_length=160)
    giver = models.CharField(max_length=120)
    about = models.TextField(max_length=2000, blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    priorities = models.ManyToManyField(Priority, blank=True, related_name="assignments")
    next_report = models.DateField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    keys_used = models.PositiveIntegerField(default=0, help_text="how many points have ever had a key of it")
    revision = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.SHARED: ~models.Q(state="draft")}

    class Meta:
        ordering = ("-first_year", "title", "-version")
        constraints = [
            models.CheckConstraint(
                name="an_assignment_ends_after_it_begins", condition=models.Q(last_year__gte=models.F("first_year"))
            )
        ]

    def __str__(self) -> str:
        return self.title


class Point(models.Model):
    """One point of an assignment. ``key`` is what other rooms keep beside their own things (exchange.happenings)."""

    class Kind(models.TextChoices):
        OPERATION = "operation", _("Drift")
        DEVELOPMENT = "development", _("Utveckling")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, unique=True)
    #: Keys of the points it was copied from, version by version: what they gathered belongs here too.
    earlier = models.JSONField(default=list)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=2000, blank=True)
    meaning = models.TextField(max_length=4000, blank=True)
    focus_short = models.TextField(max_length=4000, blank=True)
    focus_long = models.TextField(max_length=4000, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    workgroup = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    networks_needed = models.ManyToManyField(Network, blank=True, related_name="+")
    collaboration = models.TextField(
        max_length=4000, blank=True, help_text="what is needed of other networks, in words"
    )
    indicators = models.TextField(max_length=2000, blank=True, help_text="one a line, with an address last if any")
    next_step = models.TextField(max_length=4000, blank=True)
    next_on = models.DateField(null=True)
    status = models.TextField(max_length=4000, blank=True)
    status_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    #: Whose it is, as access asks (trust/access).
    scopes = {
        Scope.SHARED: ~_OF_A_DRAFT,
        Scope.OWN_NETWORK: lambda networks: models.Q(assignment__network_id__in=networks) & ~_OF_A_DRAFT,
        Scope.OWN_PLACE: lambda places: models.Q(owners__code__in=places - {""}) & ~_OF_A_DRAFT,
    }

    class Meta:
        ordering = ("assignment", "order")
        constraints = [models.UniqueConstraint(fields=("assignment", "order"), name="a_point_has_its_own_number")]

    def __str__(self) -> str:
        return self.title


class PointOwner(models.Model):
    """Who is responsible for a point: a municipality's code, an office ('chair', 'coordinator'), or words only."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="owners")
    code = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("point", "name"), name="a_point_is_owned_once_by_each")]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """Somebody who wants to work with a point, by the office she held when she said so."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="interests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.CharField(max_length=200)

    class Meta:
        ordering = ("office", "pk")
        constraints = [models.UniqueConstraint(fields=("point", "person"), name="one_wants_in_once")]

    def __str__(self) -> str:
        return self.office


class Note(models.Model):
    """A short report to a point by those who own it; what no other room keeps."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="notes")
    on = models.DateField()
    text = models.CharField(max_length=500)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place_name = models.CharField(max_length=160)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.text
