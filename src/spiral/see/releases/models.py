"""The ledger: tables that have been published through the gate, as symbols with their certificate. Nothing true is kept
behind a mask."""

from django.conf import settings
from django.db import models


class Edition(models.Model):
    """One protected table, as it was published; from then on it counts as known."""

    family = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=160)
    archive = models.JSONField(help_text="statements and certificate: ProtectedTable.archive()")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        ordering = ("-published_at",)

    def __str__(self) -> str:
        return self.title
