"""What there is to find. The words themselves are in the database's own text index beside this table (index.py)."""

from __future__ import annotations

from django.db import models

from spiral.ground.values import PlaceField


class Entry(models.Model):
    """One text of a room. ``ref`` is the room's own name for it; ``body`` is kept for the line shown under a hit."""

    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    what = models.CharField(max_length=120)
    url = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    place = PlaceField(blank=True, db_index=True, help_text="whose text it is; '' for the whole region")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "ref"), name="a_text_is_indexed_once")]

    def __str__(self) -> str:
        return self.title


class Spelling(models.Model):
    """A word that stands in some text, for what is spelled almost right, and for knowing at once that no text has a
    word. Two writers at once may both put it in: it is not unique, so that neither waits for the other."""

    word = models.CharField(max_length=40, db_index=True)
    folded = models.CharField(max_length=80, db_index=True, help_text="the word without rings, dots and accents")
    length = models.PositiveSmallIntegerField(db_index=True, help_text="of the folded word")

    def __str__(self) -> str:
        return self.word
