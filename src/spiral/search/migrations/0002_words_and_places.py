from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        migrations.AddField(
            "entry",
            "place",
            models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="whose text it is; '' for the whole region",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=40)),
                (
                    "folded",
                    models.CharField(
                        db_index=True, help_text="the word without rings, dots and accents", max_length=80
                    ),
                ),
                ("length", models.PositiveSmallIntegerField(db_index=True, help_text="of the folded word")),
            ],
        ),
    ]
