"""What there is to find. The words themselves are in the database's own text index beside this table (index.py)."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One text of a room. ``ref`` is the room's own name for it; ``body`` is kept for the line shown under a hit."""

    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    what = models.CharField(max_length=120)
    url = models.CharField(max_length=300)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "ref"), name="a_text_is_indexed_once")]

    def __str__(self) -> str:
        return self.title
