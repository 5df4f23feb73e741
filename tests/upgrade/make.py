"""Makes the database of a version that `test_upgrade.py` migrates from then on. Run at the version's tag, and commit what
it writes: `python tests/upgrade/make.py`, and with SPIRAL_DATABASE_URL set to an empty PostgreSQL database for its dump.

The demo as it is set up, with a row in every table; of the open figures only the country's, so that the file is small
and holds no figure of a place.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
_REGION_ONLY = "municipality__in_region"


def make() -> Path:
    """The demo in a folder of its own; the path of its SQLite file, or of the dump where PostgreSQL is asked for."""
    os.environ["SPIRAL_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "spiral.config.settings"
    os.environ["SPIRAL_VAR"] = tempfile.mkdtemp()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("prepare")
    shrink()
    fill()
    if os.environ.get("SPIRAL_DATABASE_URL"):
        return dump(os.environ["SPIRAL_DATABASE_URL"])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
    connection.close()
    return Path(settings.DATABASES["default"]["NAME"])


def shrink() -> None:
    """Take away what makes the database large: every figure of a place, and the register outside the region."""
    from spiral.see.results.models import Expected, Indicator, Peer, Value
    from spiral.trust.networks.models import Municipality, Owner, Unit

    Value.objects.exclude(place_kind="nation").delete()
    Value.objects.filter(pk__in=list(Value.objects.order_by("pk").values_list("pk", flat=True)[1000:])).delete()
    Expected.objects.all().delete()
    Peer.objects.exclude(pk__in=list(Peer.objects.values_list("pk", flat=True)[:50])).delete()
    Unit.objects.exclude(**{_REGION_ONLY: True}).delete()
    Owner.objects.filter(units__isnull=True).delete()
    Municipality.objects.exclude(in_region=True).exclude(code="0000").filter(owners__isnull=True).delete()
    Indicator.objects.exclude(pk__in=list(Indicator.objects.values_list("pk", flat=True)[:20])).delete()


def fill() -> None:
    """A made-up row in each table that the demo leaves empty."""
    from django.apps import apps
    from django.contrib.auth.models import Group as PermissionGroup
    from django.utils import timezone

    from spiral.trust.networks.models import Network, Unit, UnitChange
    from spiral.trust.people.models import Person

    of = apps.get_model
    person, now = Person.objects.order_by("pk").first(), timezone.now()
    address = of("account", "EmailAddress").objects.create(
        user=person, email="ny.adress@exempel.invalid", primary=False, verified=False
    )
    of("account", "EmailConfirmation").objects.create(email_address=address, key="påhittad-nyckel", sent=now)
    group, _made = PermissionGroup.objects.get_or_create(name="Påhittad grupp")
    person.groups.add(group)
    group.permissions.add(of("auth", "Permission").objects.order_by("pk").first())
    person.user_permissions.add(of("auth", "Permission").objects.order_by("pk").first())
    of("assignments", "Point").objects.order_by("pk").first().networks_needed.add(
        Network.objects.order_by("pk").first()
    )
    meeting = of("meetings", "Meeting").objects.order_by("pk").first()
    of("meetings", "Attachment").objects.create(meeting=meeting, name="påhittad.txt", size=7, content=bytes(range(7)))
    of("meetings", "MeetingTemplate").objects.create(key="pahittad", title="Påhittad mall", document={"items": []})
    of("meetings", "Turn").objects.create(
        group=of("meetings", "Group").objects.order_by("pk").first(),
        attendee=meeting.attendees.order_by("pk").first(),
        order=1,
    )
    of("events", "Feed").objects.create(person=person, key_hash="ab" * 32, made_on=now.date())
    of("releases", "Edition").objects.create(
        family="pahittad", title="Påhittad utgåva", archive={"statements": []}, published_by=person
    )
    of("results", "Remark").objects.create(
        kind="error", place="0000", figure="merit_9", text="Påhittad anmärkning", email="vem@exempel.invalid"
    )
    for n, period in enumerate(("2023/24", "2024/25", "pooled")):
        of("results", "Expected").objects.create(
            unit="00000000",
            period=period,
            years=1 + n,
            n=40,
            reached=210.5,
            expected=205.25,
            usual_low=190,
            usual_high=220,
            deviation=3.5,
            low=-4,
            high=11,
            unshrunken=5.25,
            unshrunken_low=-6,
            unshrunken_high=16.5,
            reliability=0.6,
        )
    asked = of("voices", "Collection").objects.order_by("pk").first().document
    of("voices", "FormRecord").objects.create(key="pahittad", title="Påhittat formulär", document=asked)
    change = UnitChange.objects.order_by("pk").first()
    change.before.add(Unit.objects.order_by("pk").first())
    person.set_password("påhittat lösenord")
    person.save()
    from django.contrib.sessions.models import Session

    Session.objects.create(session_key="pahittad", session_data="påhittad", expire_date=now)


def dump(url: str) -> Path:
    """The whole PostgreSQL database as SQL."""
    path = Path(tempfile.mkdtemp()) / "dump.sql"
    command = ["pg_dump", "--no-owner", "--no-privileges", "--rows-per-insert=500", "--file", str(path), url]
    subprocess.run(command, check=True)
    return path


if __name__ == "__main__":
    from importlib.metadata import version

    made = make()
    name = f"v{version('spiral')}." + ("postgresql.sql" if made.suffix == ".sql" else "sqlite3")
    (HERE / f"{name}.gz").write_bytes(gzip.compress(made.read_bytes(), 9, mtime=0))
    sys.stdout.write(f"{name}.gz\n")
