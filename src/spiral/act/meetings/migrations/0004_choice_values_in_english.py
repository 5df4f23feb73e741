"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_in_documents, rename_values

MODES = {"fysiskt": "physical", "digitalt": "digital", "bada": "both"}
REPLIES = {"kommer": "coming", "digitalt": "digital", "inte": "not"}


def with_mode(document, words):
    """A template, or a published summary: it says in which mode the meeting is."""
    return {**document, "mode": words.get(document["mode"], document["mode"])} if "mode" in document else document


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_running_meetings_keep_their_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attendee",
            name="reply",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "har inte svarat"),
                    ("coming", "kommer"),
                    ("digital", "är med digitalt"),
                    ("not", "kommer inte"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="mode",
            field=models.CharField(
                choices=[("physical", "på plats"), ("digital", "digitalt"), ("both", "på plats och digitalt")],
                default="physical",
                max_length=10,
            ),
        ),
        rename_values("meetings.Meeting", "mode", MODES),
        rename_values("meetings.Attendee", "reply", REPLIES),
        rename_in_documents("meetings.Meeting", "summary", with_mode, MODES),
        rename_in_documents("meetings.MeetingTemplate", "document", with_mode, MODES),
    ]
