"""The end of the log also says how the latest verification of the whole went, and is signed. A verification before this
is an event of the log, and no more."""

from django.db import migrations, models

from spiral.trust.audit.chain import signature_of


def sign_head(apps: object, schema_editor: object) -> None:
    for head in apps.get_model("audit", "Head").objects.all():
        head.signature = signature_of(head)
        head.save()


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_latest_of_an_action")]

    operations = [
        migrations.RemoveIndex("event", "latest_of_an_action"),
        migrations.AddField(
            "head",
            "verified_at",
            models.DateTimeField(blank=True, help_text="when the whole log was last verified", null=True),
        ),
        migrations.AddField(
            "head",
            "verified_to",
            models.BigIntegerField(blank=True, help_text="the last event then, or the broken one", null=True),
        ),
        migrations.AddField(
            "head",
            "flaw",
            models.CharField(
                blank=True,
                default="",
                help_text="a key of verification.Flaw; '' when it was whole",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "head",
            "signature",
            models.CharField(
                blank=True, default="", help_text="made by chain.py with the installation's key", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.RunPython(sign_head, migrations.RunPython.noop),
    ]
