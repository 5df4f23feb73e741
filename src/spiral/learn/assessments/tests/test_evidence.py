"""A statement's result as evidence, compared with the same group's later round by what chance alone would do."""

from __future__ import annotations

import pytest

from spiral.exchange import evidence
from spiral.learn.assessments import actions as rating
from spiral.learn.assessments.actions import RoundOpening
from spiral.learn.assessments.statements import shipped as sets
from spiral.learn.assessments.tests.conftest import answer
from spiral.trust.access.viewer import viewer_of
from spiral.trust.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _round(leader: Person, levels: list[int], group: str = "Rektorer") -> int:
    assessment = rating.open_round(sets()[0], RoundOpening(group, (3,)), by=viewer_of(leader))
    for person, level in enumerate(levels):
        answer(assessment, 3, f"key-{person}", {1: level})
    rating.show(assessment.pk, by=viewer_of(leader))
    return assessment.pk


def test_a_statement_goes_with_one_click_and_is_compared_with_the_same_group(person, client) -> None:
    leader = person("samordnare")
    first = _round(leader, [2, 2, 2, 2, 3, 3])
    ref = f"{first}:3:1"
    client.force_login(leader, backend=BACKEND)
    page = client.get(f"/skattning/omgang/{first}/").content.decode()
    assert f"/undersokningar/ta-med/?kind=rating&amp;ref={first}%3A3%3A1" in page
    assert client.get(f"/undersokningar/ta-med/?kind=rating&ref={ref}").status_code == 200
    piece = evidence.freeze(viewer_of(leader), "rating", ref, "sv")
    assert piece.sentence.startswith("Medelvärdet av 6 svar är 2,3, mellan 2 och 3, svagt och funktionellt.")
    assert "Självskattning av Rektorer, visad" in piece.source
    _round(leader, [4] * 6, group="Lärare")
    assert evidence.follow_up(viewer_of(leader), piece, "sv").is_new is False
    _round(leader, [2, 2, 2, 3, 3, 3])
    assert evidence.follow_up(viewer_of(leader), piece, "sv").sentence.endswith(
        "Förändringen är +0,2, kan bero på slumpen."
    )
    _round(leader, [4] * 6)
    assert evidence.follow_up(viewer_of(leader), piece, "sv").sentence.endswith(
        "Förändringen är +1,7, mer än slumpen brukar ge."
    )
    assert evidence.follow_up(viewer_of(person("fortroendevald")), piece, "sv") is None


@pytest.mark.parametrize("ref", ["", "1", "1:2", "a:b:c", "1:2:3:4", "0:0:0", "²:1:1", "9999999999:1:1"])
def test_a_rating_that_is_not_there_is_not_frozen(ref: str, person) -> None:
    assert evidence.freeze(viewer_of(person("rektor")), "rating", ref, "sv") is None
