"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_values

ROLES = {
    "samordnare": "coordinator",
    "natverksmedlem": "member",
    "presidium": "chair",
    "skolchef": "superintendent",
    "rektor": "principal",
    "fortroendevald": "elected",
    "fristaende": "independent",
    "styrgrupp": "steering",
}


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_no_other_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="office",
            name="role",
            field=models.CharField(
                choices=[
                    ("coordinator", "Samordnare"),
                    ("member", "Nätverksmedlem"),
                    ("chair", "Presidium"),
                    ("superintendent", "Skolchef"),
                    ("principal", "Rektor"),
                    ("elected", "Förtroendevald"),
                    ("independent", "Fristående huvudman"),
                    ("steering", "Styrgrupp"),
                ],
                max_length=16,
                verbose_name="roll",
            ),
        ),
        migrations.AlterField(
            model_name="seat",
            name="role",
            field=models.CharField(
                choices=[
                    ("coordinator", "Samordnare"),
                    ("member", "Nätverksmedlem"),
                    ("chair", "Presidium"),
                    ("superintendent", "Skolchef"),
                    ("principal", "Rektor"),
                    ("elected", "Förtroendevald"),
                    ("independent", "Fristående huvudman"),
                    ("steering", "Styrgrupp"),
                ],
                max_length=16,
                verbose_name="roll",
            ),
        ),
        rename_values("people.Office", "role", ROLES),
        rename_values("people.Seat", "role", ROLES),
    ]
