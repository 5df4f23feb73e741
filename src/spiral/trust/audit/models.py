"""The log of writes and of reads of protected things: who, what, which object, why; never values."""

from django.db import models


class Event(models.Model):
    """One event, chained to the one before by hash. Rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=40, blank=True, help_text="the person's number, or '' for nobody signed in")
    verb = models.CharField(max_length=60)
    what = models.CharField(max_length=200)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
