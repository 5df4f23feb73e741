"""Evidence of the needs map and of examples is looked at again, word by word: it is frozen in their new words."""

from django.db import migrations

from spiral.ground.renaming import rename_in_documents

STATUSES = {"prioriterat": "seeks", "pagar": "works", "delar": "shares"}
OUTCOMES = {"hjalpte": "helped", "ingen-skillnad": "none", "gick-inte": "failed", "for-tidigt": "early"}


def with_detail(evidence, words):
    """A need's status, an area's cells (municipality, status, text), an example's trials (number, outcome)."""
    detail = dict(evidence.get("detail") or {})
    if evidence.get("kind") == "need" and "status" in detail:
        detail["status"] = words.get(detail["status"], detail["status"])
    if evidence.get("kind") == "need" and "cells" in detail:
        detail["cells"] = [[code, words.get(status, status), text] for code, status, text in detail["cells"]]
    if evidence.get("kind") == "example" and "trials" in detail:
        detail["trials"] = [[number, words.get(outcome, outcome)] for number, outcome in detail["trials"]]
    return {**evidence, "detail": detail} if detail else evidence


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_initial")]
    operations = [
        rename_in_documents("inquiries.Piece", "document", with_detail, STATUSES | OUTCOMES),
        rename_in_documents("inquiries.Check", "now", with_detail, STATUSES | OUTCOMES),
    ]
