"""The register: municipalities, owners (huvudmän) and units (skolenheter). Tables and constraints only."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from spiral.ground.revision import mark


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
        MUNICIPAL = "municipal", _("kommunal huvudman")
        INDEPENDENT = "independent", _("enskild huvudman")
        STATE = "state", _("statlig huvudman")
        REGION = "region", _("region")
        ASSOCIATION = "association", _("kommunalförbund")

    orgnr = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
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
    kind = models.CharField(max_length=20, choices=Owner.Kind, blank=True)
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


class Area(models.Model):
    """What needs, examples and inquiries can be about (område); the network's own list, versioned by being kept: an
    area no longer used is retired, never deleted."""

    key = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def revision(self) -> str:
        """Another when its name is."""
        return mark(self.name, self.name_en)


class Network(models.Model):
    """A network (nätverk), one of its workgroups (arbetsgrupp), or a cross-network (tvärnätverk) of several."""

    class Kind(models.TextChoices):
        NETWORK = "network", _("nätverk")
        WORKGROUP = "workgroup", _("arbetsgrupp")
        CROSS = "cross", _("tvärnätverk")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NETWORK)
    about = models.TextField(blank=True)
    #: A workgroup's network; for a cross-network see ``members``.
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="workgroups")
    members = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="cross_networks")
    areas = models.ManyToManyField(Area, blank=True, related_name="networks")
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="only_a_workgroup_has_a_parent",
                condition=models.Q(parent__isnull=True) | models.Q(kind="workgroup"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def revision(self) -> str:
        """Another when what its form writes is; asks for its members."""
        return mark(self.name, self.kind, self.about, self.parent_id, sorted(m.pk for m in self.members.all()))


class UnitChange(models.Model):
    """What became of units: merged, split, renamed or closed on a day. Units that the register has never held are named
    in words."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("slogs ihop")
        SPLIT = "split", _("delades")
        RENAMED = "renamed", _("bytte namn")
        CLOSED = "closed", _("lades ned")

    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    before = models.ManyToManyField(Unit, related_name="changes_after")
    after = models.ManyToManyField(Unit, blank=True, related_name="changes_before")
    before_words = models.CharField(max_length=300, blank=True, help_text="names that the register does not hold")
    after_words = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_made_up = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
