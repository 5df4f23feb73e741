"""Codes of meetings that are going on when Spiral is upgraded live on to the end of the day; no others open anything."""

from django.db import migrations
from django.utils import timezone


def keep(apps, _schema):
    meetings = apps.get_model("meetings", "Meeting").objects.filter(state="running")
    meetings.update(code_last_day=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_guests_and_living_codes")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
