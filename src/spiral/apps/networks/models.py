"""The register: municipalities, owners (huvudmän) and units (skolenheter). Tables and constraints only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality, or riket (code 0000). ``in_region`` marks the network's own."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    county = models.CharField(max_length=60, blank=True)
    in_region = models.BooleanField(default=False, db_index=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """Who runs schools: a municipality, the state or an independent owner."""

    class Kind(models.TextChoices):
        MUNICIPAL = "kommunal", _("kommunal huvudman")
        INDEPENDENT = "enskild", _("enskild huvudman")
        STATE = "statlig", _("statlig huvudman")
        REGION = "region", _("region")

    orgnr = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind)
    #: Set for municipal owners: whose schools "kommunala skolor" are.
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="owners", null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A school unit of the register, in the whole country where open data name it."""

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=160)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="units")
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="units", null=True)
    kind = models.CharField(max_length=10, choices=Owner.Kind, blank=True)
    forms = models.CharField(max_length=80, blank=True, help_text="school forms as the register's codes: gr gy fsk …")
    has_year9 = models.BooleanField(default=False)
    status = models.CharField(max_length=120, blank=True, help_text="what makes its existence uncertain, in words")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ("name",)
        indexes = [models.Index(fields=("municipality", "name"))]

    def __str__(self) -> str:
        return self.name
