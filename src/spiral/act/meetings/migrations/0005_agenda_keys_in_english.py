"""What kind of item each of an agenda is becomes English; titles and questions stay as people wrote them."""

from django.db import migrations

from spiral.ground.renaming import rename_in_documents, rename_values

KINDS = {
    "behov": "needs",
    "beslut": "decisions",
    "bok": "book",
    "fri": "own",
    "gruppsamtal": "group-talk",
    "incheckning": "check-in",
    "laget-runt": "round",
    "paus": "break",
    "rapport": "report",
    "skattning": "rating",
    "uppdrag": "assignment",
    "uppgifter": "tasks",
    "utcheckning": "check-out",
    "varfor": "whys",
}


def with_kinds(listed):
    """A function that renames the kinds in a document's list of items, which it calls ``listed``."""

    def change(document, words):
        items = [{**item, "kind": words.get(item["kind"], item["kind"])} for item in document[listed]]
        return {**document, listed: items}

    return change


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_choice_values_in_english"),
    ]

    operations = [
        rename_values("meetings.Item", "kind", KINDS),
        rename_in_documents("meetings.Meeting", "summary", with_kinds("points"), KINDS),
        rename_in_documents("meetings.MeetingTemplate", "document", with_kinds("items"), KINDS),
    ]
