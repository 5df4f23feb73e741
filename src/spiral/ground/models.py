"""Tables that rooms share: a code to join by, wrong guesses, documents, sealed content, and what is to be forgotten."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Joinable(models.Model):
    """Something that people join by a code. The code works to its last day; dates only, no times (decisions/0006)."""

    code = models.CharField(max_length=10, unique=True, null=True, editable=False)
    code_last_day = models.DateField(null=True, editable=False)
    code_guesses = models.PositiveBigIntegerField(
        default=0, editable=False, help_text="wrong guesses made in the code's space when it was given"
    )
    code_is_renewed = models.BooleanField(
        default=False, editable=False, help_text="replaced after too many wrong guesses"
    )

    class Meta:
        abstract = True

    @property
    def is_code_live(self) -> bool:
        return bool(self.code) and self.code_last_day is not None and self.code_last_day >= timezone.localdate()

    def door(self) -> str:
        """The address that the code opens."""
        raise NotImplementedError

    def code_has_changed(self) -> None:
        """Called when the code has been replaced, for a room that must tell its open pages."""


class CodeSpace(models.Model):
    """How many wrong guesses have ever been made at codes of a shape, for all workers together."""

    key = models.CharField(max_length=8, primary_key=True)
    wrong_guesses = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class Guesser(models.Model):
    """Wrong guesses from one address within a window. A keyed hash, not the address; gone when the window is over."""

    mark = models.CharField(max_length=32, primary_key=True)
    wrong_guesses = models.PositiveIntegerField(default=0)
    window_began_at = models.DateTimeField()

    def __str__(self) -> str:
        return "guesser"


class Sealed(models.Model):
    """Content under a key that is a file outside the database (ground/sealed.py)."""

    key = models.CharField(max_length=32, unique=True, editable=False, help_text="the key's name, not the key")
    content = models.BinaryField()

    class Meta:
        abstract = True


class TitledDocument(models.Model):
    """A document that the network keeps under a key: a statement set, a form to pupils, an agenda to begin from."""

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    document = models.JSONField()

    class Meta:
        abstract = True
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Forgetting(models.Model):
    """Something deleted that may still be in the database's files, or a key still to be destroyed. The row is removed
    when that is done (ground/forgetting.py)."""

    about = models.CharField(max_length=40, help_text="whose page says that it is not done")
    tables = models.JSONField(default=list, help_text="where rows were deleted or changed")
    key = models.CharField(max_length=32, blank=True, help_text="the name of a key to destroy")

    def __str__(self) -> str:
        return self.about
