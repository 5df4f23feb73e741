"""Codes: how people type them, what a wrong guess costs, and that the bound on hits holds whatever happens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from spiral.ground import codes
from spiral.ground.codes import DAYS, ROOM, normalised
from spiral.ground.models import CodeSpace, Guesser
from spiral.learn.assessments.actions import RoundOpening, change_code, open_round
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.statements import shipped
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds(person):
    """So many rounds led in a room, or open for days."""
    leader = person("samordnare")

    def make(n: int, last_day: object = None) -> list[Round]:
        return [
            open_round(shipped()[0], RoundOpening("Vi", (1,), last_day=last_day), by=viewer_of(leader))
            for _n in range(n)
        ]

    return make


def _guess(code: str, address: str = "192.0.2.1", **more: str) -> object:
    return Client(REMOTE_ADDR=address, headers={"accept-language": "sv", **more}).get(f"/skattning/svara/{code}/")


def _text(answer: object) -> str:
    """The page but for the reader's token, and for the code itself, which stands in the field so that it can be mended."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|/svara/\d{6}/|value="\d{6}"', "", answer.content.decode())


def _wrong(n: int = 0) -> str:
    """A six-digit code that opens nothing."""
    taken = set(Round.objects.values_list("code", flat=True))
    return next(c for i in range(n, 1_000_000) if (c := f"{i:06d}") not in taken)


@pytest.mark.parametrize(
    "typed",
    [
        "865585",
        "865 585",
        "865-585",
        "865585.",
        "kod 865585",
        "koden är 865 585",
        "Koden: 865 585",
        "８６５５８５",
        "٨٦٥٥٨٥",
        "865\u200b585",
        "https://spiral.example/skattning/svara/865585/",
        "https://spiral.example/moten/delta/?code=865585",
        "https://spiral.example/moten/delta/?kod=865585",
        " 865585 \n",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "865585"


def test_a_long_code_is_shown_so_that_it_can_be_typed_and_no_sign_is_taken_for_another() -> None:
    assert normalised("abcde-fghjk") == normalised("ABCDE FGHJK") == "ABCDEFGHJK"
    assert codes.formatted("ABCDEFGHJK") == "ABCDE-FGHJK"
    assert codes.formatted("865585") == "865 585"
    assert not set("01ILOU") & set(DAYS.signs)


def test_what_is_typed_is_cut_before_it_is_worked_on() -> None:
    assert len(normalised("9" * 2_000_000)) <= 20
    assert len(normalised("/" * 2_000_000)) <= 20


def test_a_code_lives_from_opening_to_the_day_it_is_for(rounds, time_machine) -> None:
    [made], [long] = rounds(1), rounds(1, timezone.localdate() + timedelta(days=3))
    assert (len(made.code), len(long.code)) == (6, 10)
    assert _guess(made.code).status_code == _guess(long.code).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert (_guess(made.code).status_code, _guess(long.code).status_code) == (200, 302)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert _guess(long.code).status_code == 200


def test_every_wrong_code_gets_the_same_answer_and_the_same_work(rounds, django_assert_num_queries) -> None:
    [made] = rounds(1)
    ended, [live] = made.code, rounds(1)
    change_code(made.pk, by=viewer_of(made.leader))
    _guess(_wrong())
    texts = []
    for wrong in (ended, _wrong(5), f"{(int(live.code) + 1) % 1_000_000:06d}"):
        with django_assert_num_queries(22):
            answer = _guess(wrong)
        assert answer.status_code == 200
        texts.append(_text(answer))
    assert len(set(texts)) == 1
    assert "Koden stämmer inte." in texts[0]


def test_three_hundred_pupils_behind_one_address_get_in_and_write_nothing(rounds) -> None:
    [made] = rounds(1)
    typing_errors = 30
    for n in range(typing_errors):
        _guess(_wrong(n))
    assert {_guess(made.code).status_code for _pupil in range(300)} == {302}
    assert CodeSpace.objects.get(pk="room").wrong_guesses == Guesser.objects.get().wrong_guesses == typing_errors


def test_an_address_that_guesses_is_no_longer_looked_at_and_costs_no_write(rounds, time_machine) -> None:
    [made] = rounds(1)
    time_machine.move_to(timezone.now(), tick=False)
    for n in range(300):
        _guess(_wrong(n), "2001:db8::1" if n % 2 else "2001:db8::2")
    assert CodeSpace.objects.get(pk="room").wrong_guesses == codes.MOST_FROM_AN_ADDRESS
    assert _text(_guess(made.code, "2001:db8::3")) == _text(_guess(_wrong(), "2001:db8::3"))
    assert _guess(made.code, "192.0.2.9").status_code == 302
    time_machine.move_to(timezone.now() + codes.WINDOW)
    assert _guess(made.code, "2001:db8::3").status_code == 302


def test_another_site_cannot_guess_for_its_readers(rounds) -> None:
    rounds(1)
    for kind in ("image", "iframe", "empty", "script"):
        assert _guess(_wrong(), **{"Sec-Fetch-Dest": kind}).status_code == 200
    assert not CodeSpace.objects.exists()


def test_no_address_is_kept(rounds) -> None:
    rounds(1)
    _guess(_wrong(), "198.51.100.7")
    assert "198.51.100.7" not in repr(list(Guesser.objects.values()))
    assert {f.name for f in Guesser._meta.get_fields()} == {"mark", "wrong_guesses", "window_began_at"}


def test_before_the_bound_would_be_passed_every_living_code_is_replaced_and_those_who_are_in_stay_in(
    rounds, client, monkeypatch
) -> None:
    monkeypatch.setattr(codes, "MOST_FROM_AN_ADDRESS", 10_000)
    [first, second] = rounds(2)
    client.get(f"/skattning/svara/{first.code}/")
    inside = f"/skattning/svara/omgang/{first.pk}/"
    before = [first.code, second.code]
    n = 0
    while not Round.objects.get(pk=first.pk).code_is_renewed:
        _guess(_wrong(n))
        n += 1
    assert n == ROOM.most_exposure // 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert not {first.code, second.code} & set(before)
    assert _guess(before[0]).status_code == 200
    assert _guess(first.code).status_code == 302
    assert client.post(inside, {"target": "1"}).status_code == 302
    client.force_login(first.leader, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/skattning/omgang/{first.pk}/", headers={"accept-language": "sv"}).content.decode()
    assert "Koden är ny." in page
    assert codes.formatted(first.code) in page
    change_code(first.pk, by=viewer_of(first.leader))
    assert "Koden är ny." not in client.get(f"/skattning/omgang/{first.pk}/").content.decode()


@hypothesis_settings(max_examples=60)
@given(st.lists(st.sampled_from(["guess"] * 6 + ["open", "close"]), max_size=400), st.integers(1, 40))
def test_the_expected_hits_never_pass_the_bound_whatever_is_opened_closed_and_guessed(events, step) -> None:
    """The sum that is kept is the expected hits exactly: each wrong guess adds the codes that live to it."""
    wrong, living, hits = 0, [], 0.0
    for event in events:
        if event == "open":
            living.append([wrong, 0])
        elif event == "close" and living:
            living.pop(0)
        for _again in range(step if event == "guess" else 0):
            wrong += 1
            for code in living:
                code[1] += 1
            if (wrong * len(living) - sum(c[0] for c in living)) + len(living) > ROOM.most_exposure:
                living = [[wrong, 0] for _code in living]
        kept = wrong * len(living) - sum(c[0] for c in living)
        hits = sum(c[1] for c in living) / ROOM.size
        assert kept == sum(c[1] for c in living)
        assert hits <= ROOM.most_hits or not living


@pytest.mark.parametrize("living", [1, 7, 60])
def test_the_database_keeps_the_bound_through_openings_and_guesses(living, rounds, monkeypatch) -> None:
    made = rounds(living)
    room = codes.Space("room", "0123456789", 6, 1e-3)
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 10_000})
    Round.objects.update(code_guesses=10_000)
    most = room.most_exposure // living
    for n in range(min(most + 3, 60)):
        codes._count_wrong(ROOM, f"address-{n}")
        assert codes.exposure(ROOM) / ROOM.size <= ROOM.most_hits
    CodeSpace.objects.update(wrong_guesses=10_000 + most - 1)
    Round.objects.update(code_guesses=10_000)
    assert codes.exposure(ROOM) <= ROOM.most_exposure
    [late] = rounds(1)
    assert codes.exposure(ROOM) + living + 1 <= ROOM.most_exposure
    assert Round.objects.get(pk=late.pk).is_code_live
    assert len(set(Round.objects.values_list("code", flat=True))) == len(made) + 1


def test_many_open_rooms_get_long_codes_rather_than_fragile_ones(rounds, monkeypatch) -> None:
    monkeypatch.setattr(codes, "MOST_ROOMS", 3)
    assert sorted(len(r.code) for r in rounds(5)) == [6, 6, 6, 10, 10]


def test_a_six_digit_code_from_before_that_lives_for_days_becomes_a_long_one_when_it_is_replaced(rounds) -> None:
    later = timezone.localdate() + timedelta(days=9)
    [old] = rounds(1)
    Round.objects.update(code_last_day=later)
    CodeSpace.objects.create(pk="room", wrong_guesses=ROOM.most_exposure)
    codes._count_wrong(ROOM, "address")
    old.refresh_from_db()
    assert (len(old.code), old.code_last_day, old.code_is_renewed) == (10, later, True)


def test_every_code_is_typed_in_one_place_and_old_ones_lead_there(rounds, client) -> None:
    [made] = rounds(1)
    door = f"/skattning/svara/{made.code}/"
    assert client.get("/delta/", {"code": f"kod {made.code}."}).headers["location"] == door
    assert client.get(f"/delta/{made.code}/").headers["location"] == door
    for former in ("/moten/delta/", "/elevroster/svara/", "/skattning/svara/"):
        assert (
            client.get(former, {"code": made.code}, follow=True).redirect_chain[-1][0].startswith("/skattning/svara/")
        )
    assert client.get(f"/moten/delta/{made.code}/").headers["location"] == f"/skattning/svara/{made.code}/"


def test_the_arithmetic_of_the_decision() -> None:
    assert (ROOM.size, ROOM.most_exposure) == (10**6, 1000)
    assert DAYS.size == 30**10
    assert DAYS.most_exposure / 1000 > 500_000, "a thousand long codes bear half a million wrong guesses"
