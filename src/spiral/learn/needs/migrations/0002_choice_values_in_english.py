"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_in_documents, rename_values

STATUSES = {"prioriterat": "seeks", "pagar": "works", "delar": "shares"}


def with_cells(document, words):
    """A frozen map: each cell is municipality, area, status, text."""
    cells = [[code, area, words.get(status, status), text] for code, area, status, text in document["cells"]]
    return {**document, "cells": cells}


class Migration(migrations.Migration):
    dependencies = [
        ("needs", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="need",
            name="status",
            field=models.CharField(
                choices=[("seeks", "prioriterat"), ("works", "pågår"), ("shares", "kan dela med sig")], max_length=12
            ),
        ),
        rename_values("needs.Need", "status", STATUSES),
        rename_in_documents("needs.Version", "document", with_cells, STATUSES),
    ]
