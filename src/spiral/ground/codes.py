"""Codes that let people in without an account: their shapes, how long they live, how many wrong guesses they allow.

A code is worth guessing only while it lives. What an attacker may expect to hit is the sum, over the codes that live,
of the wrong guesses made since each was given, divided by the number of possible codes. That sum never passes
``Space.most_hits``: before it would, every living code of the shape is replaced (decisions/0014). Right codes are not
counted. All codes are looked up here, so that a code typed in another room's field leads to the right room.
"""

from __future__ import annotations

import logging
import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce, Length
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from spiral.ground.models import CodeSpace, Guesser, Joinable
from spiral.ground.visitor import address_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Space:
    """Every code of a shape, and how many hits an attacker may expect in all over a code's life."""

    key: str
    signs: str
    length: int
    most_hits: float

    @property
    def size(self) -> int:
        return len(self.signs) ** self.length

    @property
    def most_exposure(self) -> int:
        """The most that the wrong guesses since each living code was given may sum to."""
        return round(self.most_hits * self.size)

    def has(self, code: str) -> bool:
        return len(code) == self.length and set(code) <= set(self.signs)


#: Typed from a screen while a room is open, the same day.
ROOM = Space("room", "0123456789", 6, 1e-3)
#: Sent as a link and open for days. No sign that is taken for another (0 O, 1 I L, U V).
DAYS = Space("days", "23456789ABCDEFGHJKMNPQRSTVWXYZ", 10, 1e-6)
SPACES = (ROOM, DAYS)
#: With more rooms open than this a six-digit code would allow too few typing errors: further rooms get long codes.
MOST_ROOMS = 100
#: Wrong guesses from one address within WINDOW before its guesses are ignored; a whole school may share an address.
MOST_FROM_AN_ADDRESS = 60
WINDOW = timedelta(minutes=10)
_LONGEST = 300
_ROOM_CODE = re.compile(r"(?<![^\W_])(?<!\d[ .-])\d{3}\W{0,3}\d{3}(?!\W?\d|[^\W_])")
_DAYS_CODE = re.compile(rf"(?<![^\W_])[{DAYS.signs}]{{5}}[-–]?[{DAYS.signs}]{{5}}(?![^\W_])")


def normalised(typed: str) -> str:
    """The code in what somebody has typed, as the database has it: from '865 585', 'kod: 865585.', 'abcde-fghjk',
    full-width digits, or a whole link. Anything else gives a text that is no code."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST]).strip()
    if "/" in text:
        link = urlsplit(text)
        keys = parse_qs(link.query)
        asked = keys.get("code") or keys.get("kod")  # what it was called before, in links that somebody has kept
        text = asked[0] if asked else link.path.rstrip("/ ").rpartition("/")[2]
    signs = "".join(str(unicodedata.decimal(c, c)) for c in text if c.isalnum()).upper()
    # Neither word can begin a code: no code has an O.
    code = re.sub(r"^(KODEN|KOD|CODE)(ÄR)?", "", signs)[:20]
    return code if ROOM.has(code) else _within(typed[:_LONGEST]) or code


def _within(text: str) -> str:
    """The one code that stands among other words ("mötets kod 865 585, tack"), or ''; none where there are several."""
    figures = "".join(str(unicodedata.decimal(c, c)) for c in unicodedata.normalize("NFKC", unquote(text))).upper()
    written = [*_ROOM_CODE.findall(figures), *_DAYS_CODE.findall(figures)]
    codes = {"".join(c for c in one if c.isalnum()) for one in written}
    return codes.pop() if len(codes) == 1 else ""


def formatted(code: str | None) -> str:
    """A code as it is printed: '865 585', 'ABCDE-FGHJK'."""
    if not code:
        return ""
    half, between = len(code) // 2, " " if len(code) == ROOM.length else "-"
    return f"{code[:half]}{between}{code[half:]}"


def find(request: HttpRequest, typed: str) -> Joinable | None:
    """The room that the typed code opens now; None where there is none, or where the address has guessed too often.

    A wrong guess is counted, but only from somebody who visits the page: a picture or a frame on another site cannot
    guess on behalf of its readers.
    """
    code = normalised(typed)
    space = next((s for s in SPACES if s.has(code)), None)
    if space is None or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return None
    mark = _mark(address_of(request))
    since = timezone.now() - WINDOW
    guesser = Guesser.objects.filter(pk=mark, window_began_at__gt=since).first()
    if guesser is not None and guesser.wrong_guesses >= MOST_FROM_AN_ADDRESS:
        return None
    rooms = [room for live in _living(space) if (room := live.filter(code=code).first()) is not None]
    if not rooms:
        _count_wrong(space, mark)
    return rooms[0] if rooms else None


def give_code(room: Joinable, last_day: date, space: Space = ROOM) -> None:
    """A new code for a room, in place of any it had: six digits for today, ten signs for longer. Saves the room's own
    columns only."""
    few = sum(live.count() for live in _living(ROOM)) < MOST_ROOMS
    _set_code(room, space if last_day <= timezone.localdate() and few else DAYS, last_day)
    room.code_is_renewed = False
    room.save(update_fields=["code", "code_last_day", "code_guesses", "code_is_renewed"])
    for space in SPACES:
        _replace_if_exposed(space)


def close_code(room: Joinable) -> None:
    """Take the room's code away. Those who have joined already stay in."""
    room.code, room.code_last_day, room.code_is_renewed = None, None, False
    room.save(update_fields=["code", "code_last_day", "code_is_renewed"])


def exposure(space: Space) -> int:
    """The wrong guesses since each living code was given, summed: divided by the space's size, the expected hits."""
    wrong = _wrong_guesses(space)
    living, before = _sums(space)
    return wrong * living - before


def _set_code(room: Joinable, space: Space, last_day: date) -> None:
    room.code, room.code_last_day, room.code_guesses = _new(space), last_day, _wrong_guesses(space)


def _new(space: Space) -> str:
    while True:
        code = "".join(secrets.choice(space.signs) for _sign in range(space.length))
        if not any(kind._default_manager.filter(code=code).exists() for kind in _kinds()):
            return code


def _kinds() -> list[type[Joinable]]:
    """Every kind of room that people join by a code."""
    return [model for model in apps.get_models() if issubclass(model, Joinable)]


def _living(space: Space) -> Iterator[QuerySet[Joinable]]:
    """The rooms whose codes are of the space and live, one query set for each kind of room."""
    for kind in _kinds():
        rooms = kind._default_manager.annotate(code_length=Length("code")).order_by()
        yield rooms.filter(code_length=space.length, code_last_day__gte=timezone.localdate())


def _sums(space: Space) -> tuple[int, int]:
    """How many codes live, and the sum of the guesses that were made before each."""
    rows = [live.aggregate(n=Count("pk"), before=Coalesce(Sum("code_guesses"), 0)) for live in _living(space)]
    return sum(r["n"] for r in rows), sum(r["before"] for r in rows)


def _wrong_guesses(space: Space) -> int:
    return CodeSpace.objects.filter(pk=space.key).values_list("wrong_guesses", flat=True).first() or 0


@transaction.atomic
def _count_wrong(space: Space, mark: str) -> None:
    """One wrong guess more, in the space and from the address."""
    CodeSpace.objects.get_or_create(pk=space.key)
    CodeSpace.objects.select_for_update().get(pk=space.key)
    CodeSpace.objects.filter(pk=space.key).update(wrong_guesses=F("wrong_guesses") + 1)
    now = timezone.now()
    Guesser.objects.filter(window_began_at__lte=now - WINDOW).delete()
    Guesser.objects.get_or_create(pk=mark, defaults={"window_began_at": now})
    Guesser.objects.filter(pk=mark).update(wrong_guesses=F("wrong_guesses") + 1)
    _replace_if_exposed(space)


def _replace_if_exposed(space: Space) -> None:
    """Replace every living code of the space before the next wrong guess would exceed ``most_exposure``. Those who have
    joined already stay in."""
    living, _before = _sums(space)
    if exposure(space) + living <= space.most_exposure:
        return
    today = timezone.localdate()
    for live in _living(space):
        for room in live.select_for_update():
            # A six-digit code that outlives the day is from before 0.2: it becomes a long one.
            last_day = room.code_last_day or today
            _set_code(room, space if last_day <= today else DAYS, last_day)
            room.code_is_renewed = True
            room.save(update_fields=["code", "code_last_day", "code_guesses", "code_is_renewed"])
            room.code_has_changed()
    log.warning("codes guessed at: %d replaced", living)


def _mark(address: str) -> str:
    """A keyed hash of the address, or of the network where one subscriber has all of it (``address_of`` says which)."""
    return salted_hmac("spiral.codes", address).hexdigest()[:32]
