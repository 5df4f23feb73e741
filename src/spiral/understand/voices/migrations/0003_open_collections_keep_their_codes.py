"""Codes of collections that are open when Spiral is upgraded live on: to the last day, otherwise to the end of today.

An analysis day's eight digits are of no shape any more: a day that is open gets a new code, and its leader is told.
"""

import secrets

from django.db import migrations
from django.db.models import F
from django.utils import timezone

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def keep(apps, _schema):
    today = timezone.localdate()
    collections = apps.get_model("voices", "Collection").objects.filter(state="open")
    collections.filter(last_day=None).update(code_last_day=today)
    collections.exclude(last_day=None).update(code_last_day=F("last_day"))
    for day in apps.get_model("voices", "AnalysisDay").objects.filter(is_closed=False, last_day__gte=today):
        day.code = "".join(secrets.choice(_SIGNS) for _sign in range(10))
        day.code_last_day, day.code_is_renewed = day.last_day, True
        day.save(update_fields=["code", "code_last_day", "code_is_renewed"])


class Migration(migrations.Migration):
    dependencies = [("voices", "0002_tickets_and_living_codes")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
