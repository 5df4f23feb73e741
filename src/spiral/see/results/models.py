"""Published figures with where they come from. Tables and constraints only."""

from django.conf import settings
from django.db import models

from spiral.engine.figures import State
from spiral.ground.values import PeriodField, PlaceField


class Part(models.Model):
    """One part of the open-data snapshot, as loaded: its origin, date, licence, checksum and the periods it has."""

    key = models.CharField(max_length=40, primary_key=True)
    source = models.CharField(max_length=60)
    origin = models.TextField()
    date = models.CharField(max_length=40)
    licence = models.TextField()
    remarks_sv = models.TextField(blank=True)
    remarks_en = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    periods = models.JSONField(default=list, help_text="in the source's words, as the snapshot's manifest has them")
    loaded_at = models.DateTimeField(auto_now=True)


class Indicator(models.Model):
    """What a source says of its own measure; the reviewed file adds the rest (see ``catalogue``)."""

    key = models.CharField(max_length=160, primary_key=True)
    title = models.TextField()
    description = models.TextField()
    operating_area = models.CharField(max_length=120, blank=True)
    expected_on = models.DateField(null=True)
    publication_period = models.CharField(max_length=40, blank=True)


class Value(models.Model):
    """One published figure, or the typed reason why there is none."""

    class Place(models.TextChoices):
        COUNTRY = "nation"
        MUNICIPALITY = "municipality"
        OWNER = "owner"
        UNIT = "unit"

    part = models.ForeignKey(Part, models.CASCADE)
    measure = models.CharField(max_length=160)
    area = models.CharField(max_length=40, blank=True)
    place_kind = models.CharField(max_length=12, choices=Place)
    place = PlaceField()
    period = PeriodField()
    sex = models.CharField(max_length=1, default="T")
    programme = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    value = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("place", "measure")),
            models.Index(fields=("measure", "period", "place_kind")),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_mask_is_never_a_number",
                condition=models.Q(state__in=("value", "rounded"), value__isnull=False)
                | (~models.Q(state__in=("value", "rounded")) & models.Q(value__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("part", "measure", "area", "place", "period", "sex", "programme"), name="one_figure_once"
            ),
        ]


class Peer(models.Model):
    """Membership of a source's own group of similar municipalities."""

    group = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    member = models.CharField(max_length=4)

    class Meta:
        indexes = [models.Index(fields=("title",))]


class Expected(models.Model):
    """A unit's deviation from what its intake lets expect, as the engine computed it when the data were loaded."""

    unit = PlaceField(max_length=8)
    period = PeriodField(help_text="a school year, or 'pooled'")
    years = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    reached = models.FloatField()
    expected = models.FloatField()
    usual_low = models.FloatField()
    usual_high = models.FloatField()
    deviation = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    unshrunken = models.FloatField()
    unshrunken_low = models.FloatField()
    unshrunken_high = models.FloatField()
    reliability = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("unit", "period"), name="one_expected_value_once")]


class Prediction(models.Model):
    """Where a place's merit value of ``period`` lands in 95 cases of 100, as it was said on ``day`` before it came;
    ``reached`` when it has. ``before`` is that of the year before."""

    day = models.DateField()
    period = PeriodField()
    until = PeriodField(help_text="the last of the school years that it is said out of")
    place = PlaceField()
    n = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    before = models.FloatField()
    middle = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    reached = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("day", "place"), name="one_prediction_a_day")]


class Model(models.Model):
    """A model fitted to the country when the data were loaded: its parameters, for pages and intervals; and, as
    "predictions", how often what was said before it came held."""

    key = models.CharField(max_length=40, primary_key=True)
    parameters = models.JSONField()


class Remark(models.Model):
    """'Fel i siffran?' from anybody, or the owner's own comment beside a figure."""

    class Kind(models.TextChoices):
        ERROR = "error"
        COMMENT = "comment"

    kind = models.CharField(max_length=8, choices=Kind)
    place = PlaceField()
    figure = models.CharField(max_length=40)
    text = models.TextField(max_length=2000)
    email = models.EmailField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    signed = models.CharField(max_length=120, blank=True, help_text="office and place, as shown beside a comment")
    created_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("place", "kind"))]
