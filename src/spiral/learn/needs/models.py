"""The needs map: what each municipality prioritises, works with or can share, and the map as it was each year."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.trust.networks.models import Area, Municipality


class Sheet(models.Model):
    """A municipality's side of the map. ``revision`` counts its saves, so that two who write are told of each other."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, primary_key=True, related_name="needs_sheet")
    revision = models.PositiveIntegerField(default=0)
    changed_on = models.DateField(null=True)
    is_made_up = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.municipality_id


class Need(models.Model):
    """One cell of the map. A cell that says nothing has no row."""

    class Status(models.TextChoices):
        SEEKS = "seeks", _("prioriterat")
        WORKS = "works", _("pågår")
        SHARES = "shares", _("kan dela med sig")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="needs")
    area = models.ForeignKey(Area, models.PROTECT, related_name="needs")
    status = models.CharField(max_length=12, choices=Status)
    text = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField()
    point = models.CharField(max_length=60, blank=True, help_text="the assignment's point it belongs to")
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("area__order", "area__name", "municipality__name")
        constraints = [models.UniqueConstraint(fields=("municipality", "area"), name="one_need_a_cell")]
        indexes = [models.Index(fields=("point",))]

    def __str__(self) -> str:
        return f"{self.municipality_id}-{self.area_id}"


class Version(models.Model):
    """The whole map as it was when it was frozen. Frozen again in the same year it is a further edition."""

    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    document = models.JSONField(help_text="areas, municipalities and cells with their words as they were")
    frozen_on = models.DateField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("-year", "-edition")
        constraints = [models.UniqueConstraint(fields=("year", "edition"), name="an_edition_is_frozen_once")]

    def __str__(self) -> str:
        return f"{self.year}" if self.edition == 1 else f"{self.year}, {self.edition}"
