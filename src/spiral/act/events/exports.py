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


def _entry(found: Event) -> CalendarEntry:
    zone = get_default_timezone()
    off = found.state == Event.State.CANCELLED
    about = [_("Påhittat exempel.") if found.is_made_up else "", found.about, found.link]
    about.insert(0, _("Inställt. %(reason)s") % {"reason": found.reason} if off else "")
    return CalendarEntry(
        uid=found.uid,
        sequence=found.sequence,
        start=localtime(found.starts, zone),
        end=localtime(found.ends, zone),
        all_day=found.is_offer,
        title=_("Inställt: %(title)s") % {"title": found.title} if off else found.title,
        last_changed=found.changed_at,
        about="\n".join(a for a in about if a),
        where=found.where,
        url=found.link,
        status=CANCELLED if off else CONFIRMED,
    )
