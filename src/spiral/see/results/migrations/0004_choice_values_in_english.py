"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_values


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0003_periods_of_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="value",
            name="place_kind",
            field=models.CharField(
                choices=[("nation", "Country"), ("municipality", "Municipality"), ("owner", "Owner"), ("unit", "Unit")],
                max_length=12,
            ),
        ),
        rename_values("results.Value", "place_kind", {"riket": "nation"}),
    ]
