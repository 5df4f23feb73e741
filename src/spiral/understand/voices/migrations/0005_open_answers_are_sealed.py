"""What has been answered in collections that are open when Spiral is upgraded is moved into their sealed boxes."""

import json
import secrets

from django.db import migrations

from spiral.ground import sealed


def seal_open(apps, _schema):
    of = apps.get_model
    for found in of("voices", "Collection").objects.filter(state="open"):
        counts = of("voices", "Count").objects.filter(collection=found).order_by("question", "option")
        quotes = of("voices", "Quote").objects.filter(collection=found)
        texts = list(quotes.values_list("question", "text"))
        secrets.SystemRandom().shuffle(texts)
        document = {"counts": list(counts.values_list("question", "option", "count")), "texts": texts}
        key = sealed.new_key()
        of("voices", "AnswerBox").objects.create(
            collection=found, key=key, content=sealed.seal(key, json.dumps(document, ensure_ascii=False).encode())
        )
        counts.delete()
        quotes.delete()
        of("core", "Forgetting").objects.create(
            about=f"voices {found.pk}", tables=["voices_count", "voices_quote", "voices_receipt", "voices_ticket"]
        )


class Migration(migrations.Migration):
    dependencies = [("voices", "0004_answerbox"), ("core", "0002_forgetting")]
    operations = [migrations.RunPython(seal_open)]
