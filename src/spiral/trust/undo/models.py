"""The table of what has been removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Removal(models.Model):
    """Rows that one person has removed at one time, whole, and what pointed at them.

    ``rows`` is Django's own JSON of every row that went; ``links`` says of rows that stayed which column pointed at one
    that went: [table's label, key, column, key that stood there]; or what stood in a column before it was written over,
    and last what it was written over with. Deleted after ten minutes (``rules.KEPT``).
    """

    kind = models.CharField(max_length=40, help_text="what it was, as a room has registered it")
    of = models.CharField(max_length=40, help_text="what it was removed from: a key of the room that knows the kind")
    rows = models.JSONField()
    links = models.JSONField(default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    at = models.DateTimeField()
