"""Rounds and answers, made through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from spiral.learn.assessments import actions
from spiral.learn.assessments.actions import RoundOpening
from spiral.learn.assessments.loading import load_shipped_sets
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.statements import StatementSet, shipped
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.people.models import Person


@pytest.fixture
def sample(db: None) -> StatementSet:
    load_shipped_sets()
    return shipped()[0]


@pytest.fixture
def opened(sample: StatementSet, leader: Person) -> Callable[..., Round]:
    """A round about targets 2 and 3 with ``people`` who all chose level 1 + their number modulo 4."""

    def make(people: int = 0, group: str = "Nätverket", by: Viewer | None = None, **more: object) -> Round:
        by = by or viewer_of(leader)
        assessment = actions.open_round(sample, RoundOpening(group, (2, 3), **more), by=by)
        for person in range(people):
            answer(assessment, 3, f"key-{person}", dict.fromkeys(range(1, 10), 1 + person % 4))
        return assessment

    return make


def answer(assessment: Round, target: int, key: str, levels: dict[int, int]) -> bool:
    """Somebody draws a ticket and answers."""
    actions.draw_ticket(assessment.pk, key)
    return actions.take_answer(assessment.pk, target, key, levels)


def walk_in(client: Client, assessment: Round, target: int = 3) -> str:
    """A telephone goes in by the code and begins. The address of its answer."""
    client.get(f"/skattning/svara/{assessment.code}/")
    client.post(f"/skattning/svara/omgang/{assessment.pk}/", {"target": target})
    return f"/skattning/svara/omgang/{assessment.pk}/{target}/"
