"""Persons and their offices. Rights follow from office × place × term, never from the person."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from spiral.ground.revision import mark
from spiral.ground.values import PlaceField
from spiral.trust.access.permissions import Role


class PersonManager(BaseUserManager["Person"]):
    """Persons are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> Person:
        return self.create_user(email, password, is_superuser=True, **extra)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who may sign in."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    invited_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def revision(self) -> str:
        """Another when her name or address is."""
        return mark(self.name, self.email)

    def offices_on(self, day: date) -> list[Office]:
        """What she holds on ``day``: all that access asks of a person."""
        return list(self.offices.filter(Office.held_on(day)))

    def offices_from(self, day: date) -> list[Office]:
        """What she holds on ``day`` or later."""
        return [o for o in self.offices.all() if o.to_date is None or o.to_date >= day]


class Office(models.Model):
    """One person's office (roll) at one place for one term. Past and coming offices give no rights."""

    Role = Role

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    role = models.CharField(_("roll"), max_length=16, choices=Role)
    #: Where: a municipality's code, an owner's number, a unit's code, or '' for the whole region.
    place = PlaceField(blank=True)
    place_name = models.CharField(max_length=160)
    #: Which network the office is in; None for the whole. A superintendent of a network answers for it.
    network = models.ForeignKey("networks.Network", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=60, blank=True, help_text="within the role: ordförande, sekreterare")
    from_date = models.DateField(_("från"))
    to_date = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        ordering = ("-from_date",)
        indexes = [models.Index(fields=("person", "from_date"))]
        constraints = [
            models.CheckConstraint(
                name="a_term_ends_after_it_begins",
                condition=models.Q(to_date__isnull=True) | models.Q(to_date__gte=models.F("from_date")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.place_name}"

    @property
    def revision(self) -> str:
        """Another when its term or title is."""
        return mark(self.from_date, self.to_date, self.title)

    @staticmethod
    def held_on(day: date) -> models.Q:
        """The offices whose term includes ``day``."""
        return models.Q(from_date__lte=day) & (models.Q(to_date__isnull=True) | models.Q(to_date__gte=day))


class Seat(models.Model):
    """How many hold a role in a network: two superintendents, three chairs. A seat nobody holds today is a vacancy."""

    network = models.ForeignKey("networks.Network", models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(_("roll"), max_length=16, choices=Office.Role)
    how_many = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=120, blank=True, help_text="said of a vacancy: väljs 11 december")

    class Meta:
        ordering = ("network", "pk")
        constraints = [
            models.UniqueConstraint(fields=("network", "role"), name="a_role_has_its_seats_once"),
            models.UniqueConstraint(
                fields=("role",),
                condition=models.Q(network__isnull=True),
                name="a_role_of_the_whole_has_its_seats_once",
            ),
            models.CheckConstraint(name="a_seat_is_at_least_one", condition=models.Q(how_many__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.how_many}"


class Attempt(models.Model):
    """One try to sign in, or a letter asked for, counted for a while: never whose, only keyed hashes
    (``attempts.py``). Deleted after a day."""

    class Kind(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 the name of a kind
        CODE = "code"
        RESET = "reset"
        UNKNOWN = "unknown", "a letter to an address that nobody here has"

    kind = models.CharField(max_length=8, choices=Kind)
    account = models.CharField(max_length=32, help_text="keyed hash of the e-mail address as it was typed")
    origin = models.CharField(max_length=32, help_text="keyed hash of the visitor's address, or of a known browser")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=("kind", "account", "at")), models.Index(fields=("kind", "origin", "at"))]

    def __str__(self) -> str:
        return self.kind
