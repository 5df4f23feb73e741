"""Events as a calendar file."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _

from spiral.act.events.models import Event
from spiral.documents.ical import CANCELLED, CONFIRMED, CalendarEntry, calendar


def calendar_file(events: Sequence[Event], others: Sequence[CalendarEntry] = ()) -> bytes:
    """The events, and what other rooms have in the reader's calendar, in the network's own time zone."""
    listed = sorted([*map(_entry, events), *others], key=lambda e: (e.start, e.uid))
    return calendar(listed, _("På gång i %(network)s") % {"network": settings.NETWORK_NAME})


def _entry(event: Event) -> CalendarEntry:
    zone = get_default_timezone()
    off = event.state == Event.State.CANCELLED
    about = [_("Påhittat exempel.") if event.is_made_up else "", event.about, event.link]
    about.insert(0, _("Inställt. %(reason)s") % {"reason": event.reason} if off else "")
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        start=localtime(event.starts, zone),
        end=localtime(event.ends, zone),
        all_day=event.is_offer,
        title=_("Inställt: %(title)s") % {"title": event.title} if off else event.title,
        last_changed=event.changed_at,
        about="\n".join(a for a in about if a),
        where=event.where,
        url=event.link,
        status=CANCELLED if off else CONFIRMED,
    )
