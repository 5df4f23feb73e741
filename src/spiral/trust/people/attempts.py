"""How often somebody may try to sign in. Counted in the database, so that every worker and server counts the same.

What a stranger does must never shut the right person out (OWASP's device cookies): wrong passwords count by address and
account together, by address, and, beyond a day's many, by account for browsers that have never signed in to it. A
browser that has is counted by itself. Signing in by a mailed code goes on, whatever has happened to the password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from spiral.ground.visitor import address_of
from spiral.trust.access.requests import Request
from spiral.trust.people import browsers
from spiral.trust.people.models import Attempt

Kind = Attempt.Kind
#: How long tries are remembered at all.
KEPT = timedelta(days=1)
#: The window of the first two limits.
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """Tries in a quarter of an hour ``together`` (one account from one origin) and from one ``origin`` (a whole school
    may stand behind one address), and in a day for one ``account`` from origins that are not known browsers of it.
    None: as many as come."""

    together: int
    origin: int | None = None
    account: int | None = None


LIMITS = {
    Kind.PASSWORD: Limit(together=5, origin=60, account=50),
    # Only together: a limit for the account, or for everybody behind one address, would be a lock that a stranger can
    # turn.
    Kind.CODE: Limit(together=6),
    Kind.RESET: Limit(together=6),
    # Letters that tell somebody unknown that she has no account here: nobody is to be flooded with them.
    Kind.UNKNOWN: Limit(together=2, origin=20),
}


def begin(kind: Kind, request: Request, email: str) -> Attempt | None:
    """Count a try before it is made, so that many at once are all counted; None when it must wait.

    ``email`` is what was typed, of any length. A try that turns out right is taken back (:func:`succeeded`).
    """
    now, email = timezone.now(), email.strip().lower()[:254]
    Attempt.objects.filter(at__lt=now - KEPT).delete()
    known = browsers.known(request, email)
    account, origin = _hash(email), _hash(f"browser:{known}" if known else f"address:{address_of(request)}")
    attempt = Attempt.objects.create(kind=kind, account=account, origin=origin)
    limit, lately = LIMITS[kind], Q(kind=kind, at__gte=now - WINDOW)
    from_here = Attempt.objects.filter(lately, origin=origin)
    is_over = from_here.filter(account=account).count() > limit.together
    if not known:
        is_over = is_over or (limit.origin is not None and from_here.count() > limit.origin)
        if limit.account is not None and not is_over:
            is_over = Attempt.objects.filter(kind=kind, account=account).count() > limit.account
    if is_over:
        # What was not tried is not counted: the wait ends a quarter of an hour after the last real try.
        attempt.delete()
        return None
    return attempt


def succeeded(attempt: Attempt) -> None:
    """A right password does not count."""
    Attempt.objects.filter(pk=attempt.pk).delete()


def _hash(text: str) -> str:
    return salted_hmac("spiral.people.attempts", text, algorithm="sha256").hexdigest()[:32]
