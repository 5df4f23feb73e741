"""One writer at a time, and nothing that somebody wrote is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from spiral.ground.revision import StaleRevision
from spiral.trust.access.viewer import viewer_of
from spiral.trust.audit.verification import first_break
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import pencil, trials
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.actions.pencil import IsFinished, PencilTaken
from spiral.understand.inquiries.models import Because, Hunch, Inquiry, Phase
from spiral.understand.inquiries.phasesets import PhaseSetError, phase_set, shipped, understand


def test_one_writes_at_a_time_and_the_pencil_can_be_taken_over(begin, rektor, person) -> None:
    inquiry, other = begin(), person("samordnare")
    with pytest.raises(PencilTaken):
        growing.add(inquiry.pk, None, {"text": "A"}, by=viewer_of(other))
    assert not Because.objects.exists()
    pencil.take_pencil(inquiry.pk, by=viewer_of(other))
    growing.add(inquiry.pk, None, {"text": "A"}, by=viewer_of(other))
    with pytest.raises(PencilTaken) as taken:
        growing.add(inquiry.pk, None, {"text": "B"}, by=viewer_of(rektor))
    assert taken.value.inquiry.pencil_of == "Samordnare, Skaraborg"
    growing.add(inquiry.pk, None, {"text": "B"}, by=viewer_of(rektor), take_over=True)
    pencil.put_down_pencil(inquiry.pk, by=viewer_of(other))
    assert Inquiry.objects.get(pk=inquiry.pk).pencil == rektor
    pencil.put_down_pencil(inquiry.pk, by=viewer_of(rektor))
    growing.add(inquiry.pk, None, {"text": "C"}, by=viewer_of(other))
    assert first_break() is None


def test_who_holds_no_office_at_the_place_writes_nothing(begin, answer, person) -> None:
    inquiry = begin(is_shared=True)
    a = answer(inquiry, "A")
    for key in ("skolchef", "natverksmedlem", "fortroendevald", "friskolerektor"):
        for write in (
            lambda by: growing.change(inquiry.pk, a.pk, {"text": "B"}, 1, by=by, take_over=True),
            lambda by: pencil.take_pencil(inquiry.pk, by=by),
            lambda by: actions.finish(inquiry.pk, "", by=by, take_over=True),
            lambda by: trials.keep_hunch(inquiry.pk, None, {"text": "B"}, by=by, take_over=True),
        ):
            with pytest.raises(PermissionDenied):
                write(viewer_of(person(key)))
    a.refresh_from_db()
    assert a.text == "A"


def test_the_later_of_two_who_save_is_told_and_both_texts_are_on_the_page(begin, answer, rektor, as_part) -> None:
    inquiry = begin()
    a = answer(inquiry, "Från början")
    growing.change(inquiry.pk, a.pk, {"text": "Den andras text"}, 1, by=viewer_of(rektor))
    client, url = as_part("rektor"), f"/undersokningar/{inquiry.pk}/svar/{a.pk}/"
    sent = {"text": "Min text", "is_supported": "no", "how_known": "", "revision": "1"}
    response = client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Någon annan har sparat under tiden. Båda texterna finns kvar: välj eller slå ihop." in page
    assert "Den andras text" in page
    assert "Min text" in page
    a.refresh_from_db()
    assert a.text == "Den andras text"
    assert 'name="revision" value="2"' in page
    assert client.post(url, {**sent, "revision": "2"}).status_code == 302
    a.refresh_from_db()
    assert a.text == "Min text"


def test_a_text_typed_without_the_pencil_stays_in_the_form_and_is_saved_by_taking_over(
    begin, rektor, person, as_part
) -> None:
    inquiry = begin()
    client, url = as_part("samordnare"), f"/undersokningar/{inquiry.pk}/svar/"
    sent = {"text": "Mitt svar", "is_supported": "no", "how_known": "", "parent": ""}
    response = client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Rektor, Alléskolan i Vara har pennan sedan" in page
    assert "Mitt svar" in page
    assert not Because.objects.exists()
    assert client.post(url, {**sent, "take_over": "1"}).status_code == 302
    assert Because.objects.get().text == "Mitt svar"


@pytest.mark.parametrize("again", ["phase", "hunch", "head", "names"])
def test_every_form_carries_its_revision(again: str, begin, rektor) -> None:
    inquiry = begin()
    hunch = trials.keep_hunch(inquiry.pk, None, {"text": "Vi tror"}, by=viewer_of(rektor))
    write = {
        "phase": lambda: actions.write_phase(inquiry.pk, 1, {"notes": "x"}, 1, by=viewer_of(rektor)),
        "hunch": lambda: trials.keep_hunch(inquiry.pk, hunch.pk, {"text": "x"}, 1, by=viewer_of(rektor)),
        "head": lambda: actions.change(inquiry.pk, {"title": "x"}, 1, by=viewer_of(rektor)),
        "names": lambda: actions.rename_phases(inquiry.pk, shipped()[1].turns("sv"), 1, by=viewer_of(rektor)),
    }[again]
    write()
    with pytest.raises(StaleRevision):
        write()


def test_a_finished_inquiry_is_read_only_until_it_is_opened_again(begin, rektor) -> None:
    inquiry = begin()
    actions.finish(inquiry.pk, "Vi lärde oss", by=viewer_of(rektor))
    for write in (
        lambda: growing.add(inquiry.pk, None, {"text": "A"}, by=viewer_of(rektor)),
        lambda: actions.change(inquiry.pk, {"title": "x"}, 2, by=viewer_of(rektor)),
        lambda: pencil.take_pencil(inquiry.pk, by=viewer_of(rektor)),
    ):
        with pytest.raises(IsFinished):
            write()
    actions.reopen(inquiry.pk, by=viewer_of(rektor))
    growing.add(inquiry.pk, None, {"text": "A"}, by=viewer_of(rektor))
    assert Inquiry.objects.get(pk=inquiry.pk).learned == "Vi lärde oss"


def test_an_inquiry_has_its_own_copy_of_the_phases_and_renames_them(begin, rektor) -> None:
    inquiry = begin()
    assert [p.name for p in inquiry.phases.all()] == [
        "Skanna",
        "Fokusera",
        "Undersöka antaganden",
        "Lära",
        "Agera",
        "Följa upp",
    ]
    asked = " ".join(inquiry.phases.get(number=1).guide)
    for question in ("två vuxna här", "Vad lär du dig", "Hur går det för dig", "ditt nästa steg"):
        assert question in asked
    four = phase_set("kvalitetshjulet").turns("sv")
    actions.rename_phases(inquiry.pk, four, 1, by=viewer_of(rektor))
    assert [p.name for p in inquiry.phases.all()] == ["Var är vi?", "Vart ska vi?", "Hur gör vi?", "Hur blev det?"]
    row = Phase.objects.get(inquiry=inquiry, number=4)
    actions.write_phase(inquiry.pk, 4, {"notes": "Viktigt"}, row.revision, by=viewer_of(rektor))
    with pytest.raises(actions.PhaseHasNotes):
        actions.rename_phases(inquiry.pk, four[:3], 2, by=viewer_of(rektor))
    assert Phase.objects.filter(inquiry=inquiry, number=4, notes="Viktigt").exists()


def test_a_set_of_phases_is_data_with_three_to_eight_phases_in_every_language() -> None:
    assert {s.key: len(s.turns("en")) for s in shipped()} == {"utforskande-spiralen": 6, "kvalitetshjulet": 4}
    one = {"name": "A", "question": "?"}
    for rows in ([one] * 2, [one] * 9, [{"name": ""}] * 3, [{"name": "x" * 61}] * 3):
        with pytest.raises(PhaseSetError):
            understand({"key": "x", "sv": {"title": "X", "phases": rows}})
    with pytest.raises(PhaseSetError):
        understand({"key": "x", "sv": {"title": "X", "phases": [one] * 3}, "en": {"title": "X", "phases": [one] * 4}})


def test_a_new_action_has_a_round_to_plan_and_one_more_when_asked(begin, rektor) -> None:
    inquiry = begin()
    action = trials.keep_action(inquiry.pk, None, {"what": "Gemensam start"}, by=viewer_of(rektor))
    trials.start_cycle(inquiry.pk, action.pk, by=viewer_of(rektor))
    first, second = action.cycles.all()
    trials.write_cycle(inquiry.pk, second.pk, {"plan": "Igen", "decided": "keep"}, 1, by=viewer_of(rektor))
    assert [(c.number, c.plan, c.decided) for c in action.cycles.all()] == [(1, "", ""), (2, "Igen", "keep")]
    with pytest.raises(StaleRevision):
        trials.write_cycle(inquiry.pk, second.pk, {"plan": "Fel"}, 1, by=viewer_of(rektor))
    assert first.number == 1
    assert not Hunch.objects.exists()
