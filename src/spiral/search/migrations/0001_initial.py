from django.db import migrations, models

from spiral.search.index import POSTGRESQL, SQLITE


def _make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def _unmake(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("ref", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300)),
                ("what", models.CharField(max_length=120)),
                ("url", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "ref"), name="a_text_is_indexed_once")],
            },
        ),
        migrations.RunPython(_make, _unmake),
    ]
