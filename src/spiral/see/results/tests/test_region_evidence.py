"""The region's picture is taken along like any other figure, and looked at again when a later year is published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from spiral.documents.frozen import thaw
from spiral.exchange import evidence
from spiral.trust.access.viewer import visitor

pytestmark = pytest.mark.figures

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_the_regions_picture_is_frozen_with_every_municipality_its_sentence_and_its_source(db) -> None:
    piece = evidence.freeze(visitor(), "region", "all-subjects", "sv")
    assert piece.title.startswith("Betyg i alla ämnen, årskurs 9, kommunerna i Skaraborg")
    assert "kan inte skiljas från" in piece.sentence
    assert "Skolverket" in piece.source
    assert piece.path == "/region/?figure=all-subjects"
    marks = thaw(piece.chart).marks
    assert [m.label for m in marks[:2]] == ["Skaraborg", "Essunga"]
    assert len(marks) == 16
    assert evidence.freeze(visitor(), "region", "nothing", "sv") is None
    assert "Grades" in evidence.freeze(visitor(), "region", "all-subjects", "en").title


def test_a_later_year_is_told_beside_the_earlier_and_nothing_is_claimed(db) -> None:
    piece = evidence.freeze(visitor(), "region", "all-subjects", "sv")
    same = evidence.follow_up(visitor(), piece, "sv")
    assert (same.is_new, same.sentence.startswith("Källan har inget nyare än")) == (False, True)
    earlier = replace(piece, sentence="Hälften.", detail={"order": piece.detail["order"] - 1})
    later = evidence.follow_up(visitor(), earlier, "sv")
    assert later.is_new
    assert later.sentence == f"Då: Hälften. Nu: {piece.sentence}"
    assert evidence.follow_up(visitor(), replace(piece, ref="nothing"), "sv") is None


def test_whoever_plans_meetings_takes_it_along_from_its_page(person) -> None:
    client = Client(headers={"accept-language": "sv"})
    there = "/moten/ta-med/?kind=region&amp;ref=all-subjects"
    assert there not in client.get("/region/").content.decode()
    client.force_login(person("samordnare"), BACKEND)
    assert there in client.get("/region/").content.decode()
    page = client.get("/moten/ta-med/?kind=region&ref=all-subjects").content.decode()
    assert "Ta med till möte: Betyg i alla ämnen" in page
