"""Stored words become English; what people read stays as it is."""

from django.conf import settings
from django.db import migrations, models

from spiral.ground.renaming import rename_in_documents, rename_values

STATES = {
    "utkast": "draft",
    "inskickat": "submitted",
    "ater": "returned",
    "publicerat": "published",
    "tillbakadraget": "withdrawn",
}
FORMS = {
    "forskola": "preschool",
    "forskoleklass": "preschool-class",
    "grundskola": "compulsory",
    "anpassad-grundskola": "adapted-compulsory",
    "fritidshem": "after-school",
    "gymnasieskola": "upper-secondary",
    "anpassad-gymnasieskola": "adapted-upper-secondary",
    "komvux": "adult",
    "flera": "several",
}
OUTCOMES = {"hjalpte": "helped", "ingen-skillnad": "none", "gick-inte": "failed", "for-tidigt": "early"}
KINDS = {
    "egen-uppfoljning": "own-follow-up",
    "fore-efter": "before-after",
    "jamforelsegrupp": "comparison-group",
    "elevernas-roster": "pupils-voices",
    "beprovad-erfarenhet": "proven-experience",
    "forskning": "research",
}
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


def kinds(keys, words):
    return [words.get(key, key) for key in keys]


class Migration(migrations.Migration):
    dependencies = [
        ("examples", "0002_contact_in_the_steering_group"),
        ("networks", "0005_choice_values_in_english"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="example",
            name="a_published_example_has_been_reviewed_by_another",
        ),
        migrations.AlterField(
            model_name="example",
            name="contact",
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
                help_text="the office at the place to turn to",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="example",
            name="form",
            field=models.CharField(
                choices=[
                    ("preschool", "förskola"),
                    ("preschool-class", "förskoleklass"),
                    ("compulsory", "grundskola"),
                    ("adapted-compulsory", "anpassad grundskola"),
                    ("after-school", "fritidshem"),
                    ("upper-secondary", "gymnasieskola"),
                    ("adapted-upper-secondary", "anpassad gymnasieskola"),
                    ("adult", "komvux"),
                    ("several", "flera skolformer"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="example",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Utkast"),
                    ("submitted", "Väntar på granskning"),
                    ("returned", "Tillbaka med en kommentar"),
                    ("published", "Publicerat"),
                    ("withdrawn", "Tillbakadraget"),
                ],
                default="draft",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="trial",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("helped", "Det hjälpte"),
                    ("none", "Vi såg ingen skillnad"),
                    ("failed", "Det gick inte att genomföra"),
                    ("early", "För tidigt att säga"),
                ],
                max_length=16,
            ),
        ),
        rename_values("examples.Example", "state", STATES),
        rename_values("examples.Example", "form", FORMS),
        rename_values("examples.Example", "contact", ROLES),
        rename_values("examples.Trial", "outcome", OUTCOMES),
        rename_in_documents("examples.Example", "kinds", kinds, KINDS),
        migrations.AddConstraint(
            model_name="example",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("reviewed_by__isnull", False), models.Q(("reviewed_by", models.F("author")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_published_example_has_been_reviewed_by_another",
            ),
        ),
    ]
