"""Vi provade detta: what others saw who tried an example, told alike whatever came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from spiral.learn.examples import actions, queries
from spiral.learn.examples.actions import TrialReport
from spiral.learn.examples.models import Trial
from spiral.learn.examples.tests.conftest import CONTENT
from spiral.trust.access.viewer import viewer_of
from spiral.trust.undo.models import Removal

TOLD = TrialReport("1471", "Götene", "våren 2026", "none", "Vi såg inget.")


def test_every_outcome_is_told_in_the_same_way(write, person, signed_in, read) -> None:
    example, leader = write(), person("samordnare")
    for outcome, place in (("helped", "Ale"), ("none", "Bo"), ("failed", "Ce"), ("early", "De")):
        actions.tell(example.pk, replace(TOLD, outcome=outcome, place="", place_name=place), by=viewer_of(leader))
    signed_in("skolchef")
    page = read(f"/exempel/{example.pk}/")
    assert page.xpath("string(//p[@class='lead'])") == (
        "Fyra andra har provat: en såg att det hjälpte, en såg ingen skillnad, en kunde inte genomföra det, "
        "för en är det för tidigt att säga."
    )
    assert page.xpath("//ul[contains(@class,'tried')]//b/text()") == [
        "Det hjälpte",
        "Vi såg ingen skillnad",
        "Det gick inte att genomföra",
        "För tidigt att säga",
    ]
    assert "en såg ingen skillnad" in read("/exempel/").xpath("string(//article)")


def test_own_place_first_then_alphabetical_whatever_the_outcome(write, person) -> None:
    example, chief = write(), person("skolchef")
    for place, name, outcome in (
        ("1496", "Skövde", "helped"),
        ("1471", "Götene", "none"),
        ("1497", "Hjo", "helped"),
    ):
        actions.tell(
            example.pk, replace(TOLD, place=place, place_name=name, outcome=outcome), by=viewer_of(person("samordnare"))
        )
    assert [t.place_name for t in queries.trials(viewer_of(chief), queries.example(viewer_of(chief), example.pk))] == [
        "Götene",
        "Hjo",
        "Skövde",
    ]


def test_a_trial_is_told_changed_and_removed_by_whoever_told_it(write, signed_in, client) -> None:
    example = write()
    url = f"/exempel/{example.pk}/provat/"
    form = {"place": "1471", "when": "våren", "outcome": "helped", "text": "Bra.", "revision": ""}
    client = signed_in("skolchef")
    assert client.post(url, {**form, "outcome": "bäst"}).status_code == 422
    assert client.post(url, {**form, "place": "1470"}).status_code == 422
    assert client.post(url, form).status_code == 302
    trial = Trial.objects.get()
    assert trial.place_name == "Götene"
    assert signed_in("presidium").post(f"{url}{trial.pk}/", form).status_code == 403
    assert signed_in("presidium").post(f"{url}{trial.pk}/ta-bort/").status_code == 403
    client = signed_in("skolchef")
    changed = {**form, "outcome": "none", "revision": "1"}
    assert client.post(f"{url}{trial.pk}/", changed).status_code == 302
    late = client.post(f"{url}{trial.pk}/", {**changed, "text": "Mitt."}, headers={"accept-language": "sv"})
    assert late.status_code == 409
    assert "Någon annan har sparat under tiden." in late.content.decode()
    assert Trial.objects.get().text == "Bra."
    assert client.post(f"{url}{trial.pk}/ta-bort/").status_code == 302
    assert not Trial.objects.exists()
    assert client.post(f"/angra/{Removal.objects.get().pk}/").headers["location"] == f"/exempel/{example.pk}/"
    assert Trial.objects.get().text == "Bra."
    client.post(f"{url}{trial.pk}/ta-bort/")
    assert client.get(f"{url}{trial.pk}/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_published_has_not_been_tried(state, write, author, signed_in) -> None:
    example = write(state)
    with pytest.raises(PermissionDenied):
        actions.tell(example.pk, TOLD, by=viewer_of(author))
    assert signed_in("natverksmedlem").get(f"/exempel/{example.pk}/provat/").status_code == 403


def test_nobody_writes_in_another_place_s_name(person, write) -> None:
    with pytest.raises(PermissionDenied):
        actions.draft(replace(CONTENT, place="1496", place_name="Skövde"), by=viewer_of(person("natverksmedlem")))
    example = write()
    with pytest.raises(PermissionDenied):
        actions.tell(example.pk, replace(TOLD, place="1470"), by=viewer_of(person("skolchef")))
    assert actions.tell(example.pk, replace(TOLD, place="1470"), by=viewer_of(person("samordnare"))).place == "1470"
