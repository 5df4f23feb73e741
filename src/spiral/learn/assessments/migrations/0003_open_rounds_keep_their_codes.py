"""Codes of rounds that are open when Spiral is upgraded live on: to the last day, otherwise to the end of today."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def keep(apps, _schema):
    open_rounds = apps.get_model("assessments", "Round").objects.filter(state="open")
    open_rounds.filter(last_day=None).update(code_last_day=timezone.localdate())
    open_rounds.exclude(last_day=None).update(code_last_day=F("last_day"))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_tickets_and_living_codes")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
