"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_values

STATES = {"utkast": "draft", "pagar": "active", "avslutat": "ended"}
KINDS = {"drift": "operation", "utveckling": "development"}
#: An owner of a point is a municipality's code, an office or words only.
OFFICES = {"presidium": "chair", "samordnare": "coordinator"}


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=models.CharField(
                choices=[("draft", "Utkast"), ("active", "Pågår"), ("ended", "Avslutat")],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="point",
            name="kind",
            field=models.CharField(
                blank=True, choices=[("operation", "Drift"), ("development", "Utveckling")], max_length=12
            ),
        ),
        rename_values("assignments.Assignment", "state", STATES),
        rename_values("assignments.Point", "kind", KINDS),
        rename_values("assignments.PointOwner", "code", OFFICES),
    ]
