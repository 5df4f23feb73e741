"""Good examples: what was done for whom, with what evidence, and what others saw when they tried it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Scope
from spiral.trust.networks.models import Area
from spiral.trust.people.models import Office


class Example(models.Model):
    """One example, from draft to published. What members see is what a reviewer has read."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        SUBMITTED = "submitted", _("Väntar på granskning")
        RETURNED = "returned", _("Tillbaka med en kommentar")
        PUBLISHED = "published", _("Publicerat")
        WITHDRAWN = "withdrawn", _("Tillbakadraget")

    class Form(models.TextChoices):
        PRESCHOOL = "preschool", _("förskola")
        PRESCHOOL_CLASS = "preschool-class", _("förskoleklass")
        COMPULSORY = "compulsory", _("grundskola")
        ADAPTED = "adapted-compulsory", _("anpassad grundskola")
        AFTER_SCHOOL = "after-school", _("fritidshem")
        UPPER = "upper-secondary", _("gymnasieskola")
        ADAPTED_UPPER = "adapted-upper-secondary", _("anpassad gymnasieskola")
        ADULT = "adult", _("komvux")
        SEVERAL = "several", _("flera skolformer")

    title = models.CharField(max_length=100)
    problem = models.TextField(max_length=700)
    done = models.TextField(max_length=1400)
    form = models.CharField(max_length=24, choices=Form)
    years = models.CharField(max_length=60, blank=True)
    how_many = models.CharField(max_length=80, blank=True)
    kinds = models.JSONField(default=list, help_text="keys of the kinds of evidence, see kinds.toml")
    seen = models.TextField(max_length=800, help_text="what was seen, and how surely")
    advice = models.TextField(max_length=500, blank=True, help_text="what they would do differently")
    figure = models.JSONField(null=True, help_text="a frozen figure (exchange.evidence)")
    cost = models.CharField(max_length=200, blank=True)
    hours = models.PositiveIntegerField(null=True)
    kronor = models.PositiveIntegerField(null=True)
    areas = models.ManyToManyField(Area, related_name="examples")

    place = PlaceField(blank=True, help_text="the author's place; '' for the whole region")
    place_name = models.CharField(max_length=160)
    contact = models.CharField(max_length=16, choices=Office.Role, help_text="the office at the place to turn to")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    comment = models.TextField(max_length=1000, blank=True, help_text="the reviewer's, to the author")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_on = models.DateField()
    published_on = models.DateField(null=True)
    point = models.CharField(max_length=60, blank=True, help_text="the assignment's point it belongs to")
    revision = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {
        Scope.GRANTED: "author_id",
        Scope.SHARED: models.Q(state="published"),
        Scope.SUBMITTED: ~models.Q(state="draft"),
    }

    class Meta:
        ordering = ("-published_on", "-pk")
        indexes = [models.Index(fields=("state", "published_on")), models.Index(fields=("point",))]
        constraints = [
            models.CheckConstraint(
                name="a_published_example_has_been_reviewed_by_another",
                condition=~models.Q(state="published")
                | (models.Q(reviewed_by__isnull=False) & ~models.Q(reviewed_by=models.F("author"))),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Trial(models.Model):
    """ "Vi provade detta": what somebody else saw. Every outcome is worth as much to the next reader."""

    class Outcome(models.TextChoices):
        HELPED = "helped", _("Det hjälpte")
        NONE = "none", _("Vi såg ingen skillnad")
        FAILED = "failed", _("Det gick inte att genomföra")
        EARLY = "early", _("För tidigt att säga")

    example = models.ForeignKey(Example, models.CASCADE, related_name="trials")
    place = PlaceField(blank=True)
    place_name = models.CharField(max_length=160)
    when = models.CharField(max_length=60)
    adapted = models.TextField(max_length=500, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    text = models.TextField(max_length=800)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_on = models.DateField()
    revision = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    #: Whose it is, as access asks (trust/access).
    scopes = {Scope.GRANTED: "told_by_id"}

    class Meta:
        ordering = ("place_name", "pk")

    def __str__(self) -> str:
        return f"{self.place_name}, {self.when}"
