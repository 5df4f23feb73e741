"""The log of writes and of reads of protected things: who, what, which object, why; never values."""

from django.db import models


class Event(models.Model):
    """One event, chained to the one before by its digest. Rows are only ever added, by ``actions.record``.

    What a caller fills in has no greatest length: a log that refuses a long list of areas refuses the map that it is
    about.
    """

    version = models.PositiveSmallIntegerField(default=1, help_text="which rule its digest follows (chain.py)")
    at = models.DateTimeField()
    actor = models.CharField(max_length=40, blank=True, help_text="the person's number, or '' for nobody signed in")
    action = models.CharField(max_length=60, blank=True, help_text="a key of catalogue.Action")
    kind = models.CharField(max_length=60, blank=True, help_text="a key of catalogue.Kind")
    object_id = models.TextField(blank=True)
    place = models.TextField(blank=True, help_text="the code of the place it is about")
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True, help_text="numbers and keys by catalogue.Detail, never words")
    key = models.CharField(max_length=16, blank=True, help_text="the name of the key its digest was made with")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    #: What 0.1.0 wrote in words; empty in every event since.
    verb = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.pk} {self.action or self.verb}"


class Head(models.Model):
    """The end of the log, in one row that every writer locks: so nobody else writes the next event meanwhile, and a log
    that is cut off ends before its head. Beside it stands how the latest verification of the whole log went: an event
    that said so could be removed unnoticed.

    The row is signed anew with each event, so an older row put back does not agree with the log.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True, help_text="when the whole log was last verified")
    verified_to = models.BigIntegerField(null=True, blank=True, help_text="the last event then, or the broken one")
    flaw = models.CharField(max_length=20, blank=True, help_text="a key of verification.Flaw; '' when it was whole")
    signature = models.CharField(max_length=64, blank=True, help_text="made by chain.py with the installation's key")

    class Meta:
        constraints = [models.CheckConstraint(name="one_head", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.event)
