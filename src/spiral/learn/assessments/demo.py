"""Made-up rounds for the demo, seeded and labelled as such. They go through the same actions as real ones."""

from __future__ import annotations

import random
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.learn.assessments import actions
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.statements import StatementSet, shipped
from spiral.trust.people.actions import viewer_as

#: How far from the middle of the scale each statement of the sample lies, in levels, and where views divide.
_LEAN = (0.7, 0.6, 0.3, 0.2, -0.1, -0.6, -0.3, -0.5, -0.7)
_DIVIDED = 7
_GROUP = "Nätverket (påhittat)"


@transaction.atomic
def load_demo_rounds() -> int | None:
    """How many rounds were made: three, or none when they are there; None outside the demo."""
    if not settings.DEMO:
        return None
    if Round.objects.filter(is_made_up=True).exists():
        return 0
    leader = viewer_as("samordnare")
    content = shipped()[0]
    chance = random.Random(20261120)  # noqa: S311 - made-up answers, not secrets
    today = timezone.localdate()
    for days, people, drift in ((250, 14, 0.0), (60, 17, 0.15)):
        opening = actions.RoundOpening(_GROUP, (2, 3), invited=people + 3, is_made_up=True)
        assessment = actions.open_round(content, opening, by=leader)
        _answer(assessment, content, people, drift, chance)
        actions.show(assessment.pk, by=leader)
        day = today - timedelta(days=days)
        Round.objects.filter(pk=assessment.pk).update(opened_on=day, ended_on=day)
    opened = actions.open_round(content, actions.RoundOpening(_GROUP, (2, 3), invited=17, is_made_up=True), by=leader)
    _answer(opened, content, 4, 0.2, chance)
    return 3


def _answer(assessment: Round, content: StatementSet, people: int, drift: float, chance: random.Random) -> None:
    """``people`` made-up answers about each target; the network rates itself half a level above the municipality."""
    top = len(content.versions["sv"].levels)
    for target, lift in ((2, -0.3), (3, 0.2)):
        for person in range(people):
            own = chance.gauss(0, 0.35)
            levels = {}
            for i, lean in enumerate(_LEAN, 1):
                divided = (1.2 if person % 2 else -1.2) if i == _DIVIDED else 0.0
                value = (1 + top) / 2 + lean + lift + drift + own + divided + chance.gauss(0, 0.5)
                if chance.random() > 0.04:
                    levels[i] = min(top, max(1, round(value)))
            actions.draw_ticket(assessment.pk, f"demo-{person}")
            actions.take_answer(assessment.pk, target, f"demo-{person}", levels)
