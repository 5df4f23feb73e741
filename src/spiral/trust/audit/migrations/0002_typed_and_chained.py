"""Typed events under a key. What 0.1.0 wrote stays as it is, row by row, and is sealed together with its times."""

import hashlib

from django.db import migrations, models
from django.utils import timezone

from spiral.trust.audit.chain import current_key_id, digest_of, earlier_line


def seal_earlier(apps: object, schema_editor: object) -> None:
    """The first event of the new kind holds a hash of everything before it; the head points at it."""
    Event, Head = apps.get_model("audit", "Event"), apps.get_model("audit", "Head")
    count, last, told = 0, None, hashlib.sha256()
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        told.update(earlier_line(event))
        count, last = count + 1, event
    if last is None:
        Head.objects.create(pk=1)
        return
    seal = Event(
        pk=last.pk + 1,
        version=2,
        at=timezone.now(),
        action="audit.earlier_sealed",
        kind="audit.event",
        reason="Spiral 0.1.0",
        detail={"events": count, "sha256": told.hexdigest()},
        key=current_key_id(),
        previous=last.digest,
    )
    seal.digest = digest_of(seal)
    seal.save(force_insert=True)
    Head.objects.create(pk=1, event=seal.pk, digest=seal.digest)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            "event",
            "version",
            models.PositiveSmallIntegerField(default=1, help_text="which rule its digest follows (chain.py)"),
        ),
        migrations.AlterField("event", "at", models.DateTimeField()),
        migrations.AddField(
            "event",
            "action",
            models.CharField(blank=True, default="", help_text="a key of catalogue.Action", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            "event",
            "kind",
            models.CharField(blank=True, default="", help_text="a key of catalogue.Kind", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField("event", "object_id", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "event",
            "place",
            models.TextField(blank=True, default="", help_text="the code of the place it is about"),
            preserve_default=False,
        ),
        migrations.AddField("event", "reason", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "event",
            "detail",
            models.JSONField(blank=True, default=dict, help_text="numbers and keys by catalogue.Detail, never words"),
        ),
        migrations.AddField(
            "event",
            "key",
            models.CharField(
                blank=True, default="", help_text="the name of the key its digest was made with", max_length=16
            ),
            preserve_default=False,
        ),
        migrations.AlterField("event", "verb", models.CharField(blank=True, max_length=60)),
        migrations.AlterField("event", "what", models.CharField(blank=True, max_length=200)),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("event", models.BigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_head")]},
        ),
        migrations.RunPython(seal_earlier, migrations.RunPython.noop),
    ]
