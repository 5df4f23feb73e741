"""Local indicators, their years, who is asked in each, and what was answered. Tables and constraints only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from spiral.ground.values import PeriodField, PlaceField
from spiral.trust.access.permissions import Role, Scope


class LocalIndicator(models.Model):
    """What is asked, of whom, and how it is answered. ``version`` is another after every write that a figure of it can
    follow from; ``revision`` after every save of the definition."""

    class Form(models.TextChoices):
        PRESCHOOL = "preschool", _("förskola")
        AFTER_SCHOOL = "after-school", _("fritidshem")
        PRESCHOOL_CLASS = "preschool-class", _("förskoleklass")
        COMPULSORY = "compulsory", _("grundskola")
        ADAPTED = "adapted-compulsory", _("anpassad grundskola")
        UPPER = "upper-secondary", _("gymnasieskola")
        ADAPTED_UPPER = "adapted-upper-secondary", _("anpassad gymnasieskola")

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("en siffra för varje kommun")
        UNIT = "unit", _("en siffra för varje kommunal skola")

    class Kind(models.TextChoices):
        NUMBER = "number", _("ett tal")
        SHARE = "share", _("ett antal av ett annat")
        LEVEL = "level", _("en av flera nivåer")

    class Direction(models.TextChoices):
        HIGHER = "higher", _("högre är bättre")
        LOWER = "lower", _("lägre är bättre")
        NONE = "none", _("det bedöms inte")

    title = models.CharField(max_length=80, unique=True)
    question = models.CharField(max_length=300)
    explanation = models.TextField(max_length=1500)
    form = models.CharField(max_length=30, choices=Form)
    level = models.CharField(max_length=12, choices=Level)
    role = models.CharField(max_length=16, choices=Role, help_text="who is asked at the place")
    kind = models.CharField(max_length=8, choices=Kind)
    unit = models.CharField(max_length=40, blank=True, help_text="of a number: 'barn per grupp'")
    lowest = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    highest = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    counts_people = models.BooleanField(default=False, help_text="the number is a number of children or pupils")
    part = models.CharField(max_length=80, blank=True, help_text="of a share: whom is counted")
    whole = models.CharField(max_length=80, blank=True, help_text="of a share: among whom")
    levels = models.JSONField(default=list, help_text="names of the levels, the first is 1")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.NONE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class IndicatorYear(models.Model):
    """An indicator asked once: about which period, from which day, answered at the latest when."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planerad")
        OPEN = "open", _("Öppen")
        CLOSED = "closed", _("Stängd")

    indicator = models.ForeignKey(LocalIndicator, models.CASCADE, related_name="years")
    period = PeriodField()
    opens = models.DateField()
    closes = models.DateField(help_text="the last day; an answer after it is late")
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-period",)
        constraints = [
            models.UniqueConstraint(fields=("indicator", "period"), name="an_indicator_is_asked_once_about_a_period"),
            models.CheckConstraint(name="a_year_closes_after_it_opens", condition=Q(closes__gte=models.F("opens"))),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period}"


class Respondent(models.Model):
    """A place that is asked in a year, as the register had it when the year was opened."""

    year = models.ForeignKey(IndicatorYear, models.CASCADE, related_name="respondents")
    code = PlaceField()
    municipality = PlaceField(help_text="that it is or lies in")
    name = models.CharField(max_length=160)
    revision = models.PositiveIntegerField(default=1)

    #: Whose it is, as access asks (trust/access): a school's is its municipality's too.
    scopes = {Scope.OWN_PLACE: lambda places: Q(code__in=places) | Q(municipality__in=places)}

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=("year", "code"), name="a_place_is_asked_once_in_a_year")]

    def __str__(self) -> str:
        return self.name


class LocalAnswer(models.Model):
    """What a place has answered, or why it cannot. ``office`` is who as, never who."""

    respondent = models.OneToOneField(Respondent, models.CASCADE, related_name="answer")
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    hits = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why there is no answer")
    comment = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField()
    office = models.CharField(max_length=200)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_answer_says_something_or_why_not",
                condition=Q(reason="", number__isnull=False, hits=None, total=None, level=None)
                | Q(reason="", number=None, hits__isnull=False, total__isnull=False, level=None)
                | Q(reason="", number=None, hits=None, total=None, level__isnull=False)
                | (~Q(reason="") & Q(number=None, hits=None, total=None, level=None)),
            ),
            models.CheckConstraint(
                name="no_more_than_all_are_counted", condition=Q(hits=None) | Q(hits__lte=models.F("total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent_id} {self.answered_on}"
