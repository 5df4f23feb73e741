"""Circles, chapters, reflections and what the circle takes along."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Scope


class Circle(models.Model):
    """A book read together, by the whole network or at one place."""

    title = models.CharField(max_length=160, help_text="the book's")
    author = models.CharField(max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    link = models.URLField(max_length=300, blank=True)
    about = models.TextField(blank=True, help_text="why this book")
    members = models.TextField(blank=True, help_text="who reads, in words or offices, one a line")
    place = PlaceField(blank=True, help_text="'' for the whole network")
    point = models.CharField(max_length=40, blank=True, help_text="the assignment's point it belongs to")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {
        Scope.SHARED: models.Q(place=""),
        Scope.GRANTED: "started_by_id",
        Scope.OWN_PLACE: lambda places: models.Q(place__in=places - {""}),
    }

    class Meta:
        ordering = ("-started_on", "-id")
        indexes = [models.Index(fields=("place", "ended_on"))]

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """What is read to one date, and the pair who lead the talk about it."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="chapters")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    on = models.DateField(null=True, blank=True)
    first_lead = models.CharField(max_length=80, blank=True, help_text="a municipality or an office")
    second_lead = models.CharField(max_length=80, blank=True)
    questions = models.TextField(blank=True, help_text="one a line")
    material = models.TextField(blank=True, help_text="one a line: what it is | address")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.title


class Reflection(models.Model):
    """What one reader thinks about a chapter; shown by office, kept by person so that it can be changed."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="reflections")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.CharField(max_length=200)
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.GRANTED: "author_id"}

    class Meta:
        ordering = ("office", "id")
        constraints = [models.UniqueConstraint(fields=("chapter", "author"), name="one_reflection_a_reader_a_chapter")]

    def __str__(self) -> str:
        return self.office


class Takeaway(models.Model):
    """What the circle takes along: one sentence or two, written by anybody in it."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="takeaways")
    chapter = models.ForeignKey(Chapter, models.SET_NULL, null=True, blank=True, related_name="takeaways")
    text = models.TextField()
    office = models.CharField(max_length=200)
    on = models.DateField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]
