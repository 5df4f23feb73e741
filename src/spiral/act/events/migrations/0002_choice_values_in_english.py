"""Stored words become English; what people read stays as it is."""

from django.conf import settings
from django.db import migrations, models

from spiral.ground.renaming import rename_values

EVENTS = {"planerat": "planned", "installt": "cancelled"}
SIGN_UPS = {"plats": "in", "vantar": "waiting", "avanmald": "left"}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="signup",
            name="one_stands_once_at_an_event",
        ),
        migrations.AlterField(
            model_name="event",
            name="state",
            field=models.CharField(
                choices=[("planned", "Planerat"), ("cancelled", "Inställt")], default="planned", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="signup",
            name="state",
            field=models.CharField(
                choices=[("in", "Plats"), ("waiting", "Väntelista"), ("left", "Avanmäld")], max_length=10
            ),
        ),
        rename_values("events.Event", "state", EVENTS),
        rename_values("events.SignUp", "state", SIGN_UPS),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "left"), _negated=True),
                fields=("event", "person"),
                name="one_stands_once_at_an_event",
            ),
        ),
    ]
