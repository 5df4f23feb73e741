"""Codes decided without a page: their shapes, which rooms they open, what a wrong guess costs and whom it shuts out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from spiral.ground import codes
from spiral.ground.codes import DAYS, ROOM, Space, normalised
from spiral.ground.models import CodeSpace, Guesser
from spiral.learn.assessments.models import Round

TINY = Space("tiny", "abc", 2, 0.5)
TODAY, TOMORROW, YESTERDAY = date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 27)


@pytest.fixture(autouse=True)
def now(time_machine) -> None:
    time_machine.move_to("2026-11-28T10:00:00+01:00", tick=False)


@pytest.fixture
def room(person) -> Callable[..., Round]:
    """A room that people join, with a code of its own or one that the test says."""
    leader = person("samordnare")

    def opened(last_day: date = TODAY, **columns: object) -> Round:
        room = Round.objects.create(group="Vi", leader=leader, opened_on=TODAY, document={})
        codes.give_code(room, last_day)
        Round.objects.filter(pk=room.pk).update(**columns)
        return Round.objects.get(pk=room.pk)

    return opened


def guess(code: str, address: str = "192.0.2.1", **headers: str) -> Round | None:
    return codes.find(RequestFactory(REMOTE_ADDR=address).get("/", headers=headers), code)


def wrong(n: int = 0) -> str:
    """A six-digit code that opens nothing."""
    taken = set(Round.objects.values_list("code", flat=True))
    return [c for c in map("{:06d}".format, range(n + 100)) if c not in taken][n]


def guesses(key: str = "room") -> int:
    return CodeSpace.objects.filter(pk=key).values_list("wrong_guesses", flat=True).first() or 0


def test_a_shape_has_so_many_codes_and_bears_so_many_guesses() -> None:
    assert (TINY.size, TINY.most_exposure) == (9, 4)
    assert Space("two", "ab", 2, 0.5).has("ba")
    assert [TINY.has(code) for code in ("ab", "cc", "a", "abc", "ax", "")] == [True, True, False, False, False, False]
    assert (ROOM.size, ROOM.most_exposure, DAYS.size, DAYS.most_exposure) == (10**6, 1000, 30**10, 590_490_000)
    assert (100, 60, timedelta(minutes=10)) == (codes.MOST_ROOMS, codes.MOST_FROM_AN_ADDRESS, codes.WINDOW)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("865 585", "865585"),
        ("８６５\u200b５８５", "865585"),
        ("٨٦٥٥٨٥", "865585"),
        ("kod: 865585.", "865585"),
        ("Koden 865585", "865585"),
        ("code 865585", "865585"),
        ("865585 kod", "865585KOD"),
        ("abcde-fghjk", "ABCDEFGHJK"),
        ("https://a.example/svara/865585/", "865585"),
        (" https://a.example/svara/865585/ ", "865585"),
        ("https://a.example/svara/865585 /", "865585"),
        ("https://a.example/svara/865585/?x=1", "865585"),
        ("https://a.example/svara/23456789AX/", "23456789AX"),
        ("https://a.example/delta/?code=865585&x=1", "865585"),
        ("https://a.example/delta/?x=1&code=865585&code=2", "865585"),
        ("https://a.example/delta/?kod=865585&x=1", "865585"),
        ("https://a.example/delta/?x=1&kod=865585&kod=2", "865585"),
        ("1" * 30, "1" * 20),
        ("-" * 294 + "865585", "865585"),
        ("-" * 295 + "865585", "86558"),
        ("", ""),
        ("½", "12"),
    ],
)
def test_what_people_type_is_a_code_or_none(typed: str, code: str) -> None:
    assert normalised(typed) == code


def test_a_code_is_printed_in_two_halves() -> None:
    assert [codes.formatted(code) for code in ("865585", "ABCDEFGHJK", "", None)] == ["865 585", "ABCDE-FGHJK", "", ""]


@pytest.mark.django_db
def test_a_code_opens_its_room_to_its_last_day_and_no_other(room) -> None:
    here, long = room(), room(TOMORROW)
    assert (len(here.code), len(long.code), set(long.code) <= set(DAYS.signs)) == (6, 10, True)
    assert (here.code_last_day, long.code_last_day) == (TODAY, TOMORROW)
    assert (guess(f" {here.code[:3]} {here.code[3:]}"), guess(long.code.lower())) == (here, long)
    assert (guesses("room"), guesses("days"), Guesser.objects.count()) == (0, 0, 0)
    Round.objects.update(code_last_day=YESTERDAY)
    assert (guess(here.code), guess(long.code)) == (None, None)
    assert (guesses("room"), guesses("days")) == (1, 1)


@pytest.mark.django_db
def test_a_code_from_before_with_no_last_day_opens_nothing(room) -> None:
    assert guess(room(code_last_day=None).code) is None


@pytest.mark.django_db
def test_a_closed_code_opens_nothing_and_is_gone(room) -> None:
    here = room(code_is_renewed=True)
    code = here.code
    codes.close_code(here)
    kept = Round.objects.get(pk=here.pk)
    assert (kept.code, kept.code_last_day, kept.code_is_renewed) == (None, None, False)
    assert guess(code) is None


@pytest.mark.django_db
def test_a_new_code_is_in_place_of_the_old_and_bears_the_guesses_to_come(room) -> None:
    here = room(code_is_renewed=True)
    old = here.code
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 77})
    codes.give_code(here, TODAY)
    kept = Round.objects.get(pk=here.pk)
    assert kept.code not in (old, None)
    assert (kept.code_guesses, kept.code_is_renewed, kept.code_last_day) == (77, False, TODAY)
    assert (codes.exposure(ROOM), guess(old), guess(kept.code)) == (0, None, kept)


@pytest.mark.django_db
def test_nothing_but_the_codes_own_columns_is_saved(room) -> None:
    here = room()
    here.group = "Ändrad"
    codes.give_code(here, TODAY)
    codes.close_code(here)
    assert Round.objects.get(pk=here.pk).group == "Vi"


@pytest.mark.django_db
def test_a_code_is_never_given_twice(room, monkeypatch: pytest.MonkeyPatch) -> None:
    first = room()
    signs = iter(first.code + "000001" if first.code != "000001" else first.code + "000002")
    monkeypatch.setattr(codes.secrets, "choice", lambda among: next(signs))
    assert room().code == ("000001" if first.code != "000001" else "000002")


@pytest.mark.django_db
def test_a_code_is_drawn_from_every_sign(room, monkeypatch: pytest.MonkeyPatch) -> None:
    among: list[str] = []
    choice = codes.secrets.choice
    monkeypatch.setattr(codes.secrets, "choice", lambda signs: among.append(signs) or choice(signs))
    room()
    assert among == [ROOM.signs] * 6


@pytest.mark.django_db
@pytest.mark.parametrize(("rooms", "length"), [(1, 6), (2, 10)])
def test_with_as_many_rooms_as_may_be_open_the_next_gets_a_long_code(
    rooms: int, length: int, room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "MOST_ROOMS", 2)
    for _n in range(rooms):
        room()
    room(TOMORROW)
    room(code_last_day=YESTERDAY) if rooms == 1 else None
    assert len(room().code) == length


@pytest.mark.django_db
def test_a_wrong_guess_is_counted_once_in_its_space_and_from_its_address() -> None:
    assert guess(wrong()) is None
    assert guess("ABCDE-FGHJK") is None
    assert guess(wrong(1), "192.0.2.2") is None
    assert (guesses("room"), guesses("days")) == (2, 1)
    assert sorted(Guesser.objects.values_list("wrong_guesses", flat=True)) == [1, 2]
    assert set(Guesser.objects.values_list("window_began_at", flat=True)) == {timezone.now()}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "12345", "1234567", "ABCDEFGHJ", "ABCDEFGHJKM", "kod", "0000000000"])
def test_what_has_the_shape_of_no_code_is_no_guess(typed: str) -> None:
    assert guess(typed) is None
    assert not CodeSpace.objects.exists()
    assert not Guesser.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "counted"), [({}, 1), ({"Sec-Fetch-Dest": "document"}, 1), ({"Sec-Fetch-Dest": "image"}, 0)]
)
def test_only_who_visits_the_page_guesses(headers: dict[str, str], counted: int, room) -> None:
    here = room()
    assert guess(here.code, **headers) == (here if counted else None)
    assert guess(wrong(), **headers) is None
    assert guesses() == counted


@pytest.mark.django_db
def test_an_address_has_sixty_wrong_guesses_in_ten_minutes_and_others_have_theirs(room, time_machine) -> None:
    here = room()
    for n in range(59):
        guess(wrong(n))
    assert guess(here.code) == here
    guess(wrong(59))
    assert guesses() == 60
    assert (guess(here.code), guess(wrong(60))) == (None, None)
    assert (guesses(), Guesser.objects.get().wrong_guesses) == (60, 60)
    assert guess(here.code, "192.0.2.2") == here
    time_machine.shift(timedelta(minutes=9, seconds=59))
    assert guess(here.code) is None
    time_machine.shift(timedelta(seconds=1))
    assert guess(here.code) == here
    guess(wrong(61))
    assert (guesses(), Guesser.objects.get().wrong_guesses) == (61, 1)


@pytest.mark.django_db
def test_a_window_that_is_over_is_forgotten_when_another_guesses(time_machine) -> None:
    guess(wrong(), "192.0.2.1")
    time_machine.shift(timedelta(minutes=9))
    guess(wrong(), "192.0.2.2")
    assert Guesser.objects.count() == 2
    time_machine.shift(timedelta(minutes=1))
    guess(wrong(), "192.0.2.3")
    assert Guesser.objects.count() == 2


def test_an_address_is_marked_by_a_keyed_hash_that_is_its_own(settings) -> None:
    settings.SECRET_KEY = "only for this test"
    mark = codes._mark("192.0.2.1")
    assert (len(mark), mark == codes._mark("192.0.2.1"), mark == codes._mark("192.0.2.2")) == (32, True, False)
    assert mark == "fedd202c9970e688a88b0594c6dda55f"
    settings.SECRET_KEY = "another"
    assert codes._mark("192.0.2.1") != mark


@pytest.mark.django_db
def test_the_exposure_is_the_guesses_since_each_living_code_was_given(room) -> None:
    CodeSpace.objects.create(pk="room", wrong_guesses=50)
    room(code_guesses=10)
    room(code_guesses=30)
    room(code_guesses=0, code_last_day=YESTERDAY)
    room(TOMORROW)
    assert codes.exposure(ROOM) == (50 - 10) + (50 - 30)
    assert codes.exposure(DAYS) == 0


@pytest.mark.django_db
def test_codes_are_replaced_by_the_guess_after_which_one_more_would_pass_the_bound(room, caplog) -> None:
    here, there, over = room(), room(), room(code_last_day=YESTERDAY)
    long = room(TOMORROW)
    before = {r.pk: r.code for r in (here, there, over, long)}
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 498})
    with caplog.at_level(logging.WARNING, logger="spiral.ground.codes"):
        guess(wrong(0))
        assert (codes.exposure(ROOM), Round.objects.filter(code_is_renewed=True).count()) == (998, 0)
        assert caplog.messages == []
        guess(wrong(1))
    assert caplog.messages == ["codes guessed at: 2 replaced"]
    after = {r.pk: r for r in Round.objects.all()}
    assert {pk for pk in before if after[pk].code != before[pk]} == {here.pk, there.pk}
    assert {pk for pk in before if after[pk].code_is_renewed} == {here.pk, there.pk}
    assert {(len(after[r.pk].code), after[r.pk].code_last_day, after[r.pk].code_guesses) for r in (here, there)} == {
        (6, TODAY, 500)
    }
    assert codes.exposure(ROOM) == 0
    assert guess(before[here.pk]) is None
    assert guess(after[here.pk].code) == here


@pytest.mark.django_db
def test_a_room_is_told_that_its_code_was_replaced(room, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(Round, "code_has_changed", lambda self: told.append(self.pk))
    here = room()
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 5000})
    guess(wrong())
    assert told == [here.pk]


@pytest.mark.django_db
def test_a_code_of_six_digits_that_outlives_the_day_becomes_a_long_one(room) -> None:
    old = room(code_last_day=TOMORROW)
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 5000})
    guess(wrong())
    kept = Round.objects.get(pk=old.pk)
    assert (len(kept.code), kept.code_last_day, kept.code_is_renewed) == (10, TOMORROW, True)


@pytest.mark.django_db
def test_an_opening_that_would_make_the_codes_bear_too_much_replaces_them(room) -> None:
    first = room()
    CodeSpace.objects.update_or_create(pk="room", defaults={"wrong_guesses": 999})
    room()
    assert Round.objects.get(pk=first.pk).code != first.code


@pytest.mark.django_db
def test_long_codes_bear_their_own_bound(room) -> None:
    long = room(TOMORROW)
    CodeSpace.objects.update_or_create(pk="days", defaults={"wrong_guesses": DAYS.most_exposure})
    guess("ABCDE-FGHJK")
    kept = Round.objects.get(pk=long.pk)
    assert (kept.code != long.code, len(kept.code), kept.code_last_day) == (True, 10, TOMORROW)
