"""Made-up events for the demo: one coming with free places, one full with a waiting list, an offer, one cancelled, one
that has been. Made by the same actions as real ones."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from spiral.act.events import actions
from spiral.act.events.actions import EventContent
from spiral.act.events.models import Event, SignUp
from spiral.trust.people.actions import viewer_as


@transaction.atomic
def load_demo_events() -> int | None:
    """How many were made: five, or none when something is there; None outside the demo."""
    if not settings.DEMO:
        return None
    if Event.objects.exists():
        return 0
    people = {key: viewer_as(key) for key in ("samordnare", "natverksmedlem", "presidium", "skolchef")}
    leader = people["samordnare"]
    region: dict[str, Any] = {
        "place": "",
        "place_name": str(settings.REGION_NAME),
        "organiser": "Samordnaren (påhittat)",
    }
    open_one = actions.arrange(
        EventContent(
            "Webbinarium: läsning i alla ämnen",
            *_hours(21, 13, 14),
            **region,
            where="Digitalt",
            link="https://exempel.invalid/mote",
            audience="Förstelärare och rektorer",
            places=40,
            about="En kommun visar hur de arbetar med faktatexter. Frågor efteråt.",
            areas=("lasning-och-skrivning",),
        ),
        by=leader,
        is_made_up=True,
    )
    full = actions.arrange(
        EventContent(
            "Studiebesök: räknesamtal i årskurs 2",
            *_hours(35, 9, 12),
            place="1471",
            place_name="Götene",
            organiser="Skolchefen i Götene (påhittat)",
            where="En skola i Götene (påhittat)",
            places=4,
            audience="Lärare i årskurs 1–3",
            about="Ni är med på en lektion och talar med lärarna efteråt.",
            areas=("matematik", "kollegialt-larande"),
        ),
        by=people["skolchef"],
        is_made_up=True,
    )
    actions.arrange(
        EventContent(
            "Två timmars stöd att starta en läsecirkel",
            *_period(10, 90),
            **region,
            is_offer=True,
            audience="Arbetslag i hela regionen",
            about="Vi hjälper er att välja bok och lägga upp träffarna.",
        ),
        by=leader,
        is_made_up=True,
    )
    off = actions.arrange(
        EventContent("Föreläsning om närvaro", *_hours(14, 15, 17), **region, where="Skövde", areas=("narvaro",)),
        by=leader,
        is_made_up=True,
    )
    actions.sign_up(open_one.pk, 3, "", by=people["natverksmedlem"])
    for key, number in (("presidium", 3), ("natverksmedlem", 2)):
        actions.sign_up(full.pk, number, "", by=people[key])
    actions.cancel(off.pk, "Föreläsaren är sjuk. Vi återkommer med en ny dag.", by=leader)
    actions.arrange(
        EventContent("Höstens upptakt", *_hours(-60, 9, 15), **region, where="Skara"), by=leader, is_made_up=True
    )
    assert SignUp.objects.filter(state=SignUp.State.WAITING).count() == 1
    return 5


def _hours(days: int, start: int, end: int) -> tuple[datetime, datetime]:
    day = timezone.localdate() + timedelta(days=days)
    at = timezone.make_aware
    return at(datetime.combine(day, time(start))), at(datetime.combine(day, time(end)))


def _period(first: int, last: int) -> tuple[datetime, datetime]:
    today = timezone.localdate()
    start = datetime.combine(today + timedelta(days=first), time(0, 0))
    return timezone.make_aware(start), timezone.make_aware(datetime.combine(today + timedelta(days=last), time(23, 59)))
